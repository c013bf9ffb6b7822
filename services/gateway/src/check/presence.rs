//! What a worker says of itself.

use pyjury_core::Calibration;
use pyjury_core::worker::Standing;
use pyjury_proto::internal::v1;
use pyjury_proto::{Invalid, Within as _};
use pyjury_store::ledger::WorkerFacts;

/// Most runtimes of one worker.
const MOST_RUNTIMES: usize = 256;

/// Most characters of each text. What is longer is cut: it is for people.
const LONGEST: usize = 300;

/// Reads what a worker says of itself. Its name is checked by the ledger.
pub(crate) fn facts(wire: Option<v1::Presence>) -> Result<WorkerFacts, Invalid> {
    let wire = wire.ok_or_else(|| Invalid::new("presence", "expected what the worker says of itself, got none"))?;
    if wire.runtimes.len() > MOST_RUNTIMES {
        let got = wire.runtimes.len();
        return Err(Invalid::new("presence.runtimes", format_args!("expected {MOST_RUNTIMES} at most, got {got}")));
    }
    let standing = wire.standing.as_ref().map(pyjury_proto::v1::WorkerStanding::to_core).unwrap_or_default();
    Ok(WorkerFacts {
        name: wire.name,
        version: cut(&wire.version),
        slots: wire.slots,
        busy: wire.busy,
        attempts: wire.attempts,
        standing: Standing { reason: cut(&standing.reason), ..standing },
        runtimes: wire.runtimes.iter().map(|name| cut(name)).collect(),
        calibration: wire.calibration.map(Calibration::try_from).transpose().within("presence.calibration")?,
    })
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}
