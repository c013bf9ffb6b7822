//! An attempt as its worker names it.

use pyjury_core::judging::AttemptRef;
use pyjury_proto::internal::v1;
use pyjury_proto::{Invalid, Within as _, id};
use pyjury_store::ledger::attempts::Holder;

/// Reads the fields `worker_id` and `attempt` of a request.
pub(crate) fn holder(worker_id: &str, attempt: Option<v1::Attempt>) -> Result<Holder, Invalid> {
    let worker = id("worker_id", worker_id)?;
    let attempt = attempt.ok_or_else(|| Invalid::new("attempt", "expected an attempt, got none"))?;
    Ok(Holder { attempt: reference(&attempt).within("attempt")?, worker })
}

/// Reads an attempt.
pub(crate) fn reference(wire: &v1::Attempt) -> Result<AttemptRef, Invalid> {
    Ok(AttemptRef {
        submission: id("submission_id", &wire.submission_id)?,
        judging: id("judging_id", &wire.judging_id)?,
        attempt: id("attempt_id", &wire.attempt_id)?,
    })
}
