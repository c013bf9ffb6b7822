//! Judging a submission once more.

use pyjury_core::judging::{Judging, JudgingRef, Refused, Timings};
use pyjury_core::{JudgingId, SubmissionId};
use uuid::Uuid;

use super::indexes::{ABANDONED, JUDGINGS, PENDING, dead_name, judging_key, judging_name, submission_key};
use super::quotas::{self, Quotas};
use super::record::{JudgingRecord, SubmissionRecord, decode_record, encode};
use super::transition::state_changed;
use crate::{Commit, CommitError, Expected, IndexChange, Ledger, LedgerError, Record, Shard};

impl Ledger {
    /// Judges the submission of a judging that has ended once more, and tells the new judging, which
    /// is current from now on; the one before stays as history. Whoever calls it announces it.
    ///
    /// The new one waits in the lane of the submission, beyond all quotas, and has no deadline: the
    /// submission's own has most likely passed, and somebody decided that it is worth judging.
    ///
    /// # Errors
    /// [`LedgerError::NotCurrent`] when another judging of the submission is current: it was judged
    /// again already. [`LedgerError::Refused`] with [`Refused::Taken`] when the judging has not
    /// ended, [`LedgerError::NoSubmission`].
    pub async fn rejudge(&self, of: JudgingRef) -> Result<JudgingRef, LedgerError> {
        loop {
            let (submission, found) = self.read_submission_record(of.submission).await?;
            if submission.current != of.judging {
                return Err(LedgerError::NotCurrent(of.submission));
            }
            let (ended, _) = self.read_judging(of).await?;
            if !ended.judging.state.is_terminal() {
                return Err(Refused::Taken.into());
            }
            let (commit, new) = again(submission, &ended);
            let commit = commit.expect(submission_key(of.submission), Expected::Version(found.written.sequence));
            match self.store().commit(commit).await {
                Ok(_) => return Ok(new),
                // Somebody else judges it again at the same time.
                Err(CommitError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    async fn read_submission_record(&self, id: SubmissionId) -> Result<(SubmissionRecord, Record), LedgerError> {
        let key = submission_key(id);
        let found = self.store().get(std::slice::from_ref(&key)).await?.into_iter().next().flatten();
        let found = found.ok_or(LedgerError::NoSubmission(id))?;
        Ok((decode_record(&key, &found)?, found))
    }
}

/// The commit that makes a new judging current, and its name.
fn again(submission: SubmissionRecord, ended: &JudgingRecord) -> (Commit, JudgingRef) {
    let id = submission.submission.id;
    let record = JudgingRecord {
        judging: Judging::new(JudgingId(Uuid::new_v4()), id),
        deadline_ms: None,
        timings: Timings::default(),
        ..ended.clone()
    };
    let new = record.name();
    let stored = SubmissionRecord { current: new.judging, ..submission };
    let mut commit = Commit::to(Shard::of(id))
        .named("rejudge")
        .put(submission_key(id), encode(&stored))
        .put(judging_key(new), encode(&record))
        .index(IndexChange::Put { index: JUDGINGS, key: judging_name(new), value: Vec::new() })
        .index(IndexChange::Remove { index: ABANDONED, key: dead_name(&ended.tenant, ended.name()) })
        .event(id.to_string(), encode(&state_changed(&record)));
    if let Some(pending) = record.pending() {
        commit = commit.index(IndexChange::Put { index: PENDING, key: judging_name(new), value: encode(&pending) });
    }
    commit.counts.extend(quotas::entered(&record, &Quotas::UNLIMITED));
    (commit, new)
}
