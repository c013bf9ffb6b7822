//! How every change of a judging is written: record, pending index, counters and events together.

use pyjury_core::judging::{JudgingRef, Phase, ReplaceCause, State};

use super::event::Happened;
use super::indexes::{ABANDONED, CASES, ENDED, PENDING, cases_prefix, dead_name, judging_key, judging_name};
use super::record::{JudgingRecord, decode_judging, encode};
use super::retire::KeptAs;
use super::{Epoch, LedgerError, quotas};
use crate::{Commit, CommitError, Expected, IndexChange, Ledger, Shard};

/// What watchers are told of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Nothing is to be written.
    Unchanged,
    /// Only the record changes, such as a longer lease.
    Kept,
    /// The state changes.
    Moved,
    /// The state changes and the attempt is replaced.
    Replaced(ReplaceCause),
}

/// How often a change is tried again when others change the same record.
const TRIES: u32 = 50;

impl Ledger {
    /// Reads a judging, changes it and writes it if nobody else has changed it meanwhile; otherwise
    /// again from the start. With an epoch, only while that epoch leads.
    pub(crate) async fn change(
        &self,
        of: JudgingRef,
        epoch: Option<Epoch>,
        step: impl FnMut(&mut JudgingRecord) -> Result<Step, LedgerError> + Send,
    ) -> Result<JudgingRecord, LedgerError> {
        self.change_telling(of, epoch, Vec::new(), step).await
    }

    /// As [`Self::change`], and watchers hear of `first` before they hear of the change.
    pub(crate) async fn change_telling(
        &self,
        of: JudgingRef,
        epoch: Option<Epoch>,
        first: Vec<Happened>,
        mut step: impl FnMut(&mut JudgingRecord) -> Result<Step, LedgerError> + Send,
    ) -> Result<JudgingRecord, LedgerError> {
        let key = judging_key(of);
        for _ in 0..TRIES {
            let found = self.store().get(std::slice::from_ref(&key)).await?;
            let Some(found) = found.into_iter().next().flatten() else {
                return Err(LedgerError::NoSubmission(of.submission));
            };
            let mut record = decode_judging(&key, &found)?;
            let before = record.judging.state.phase();
            let step = step(&mut record)?;
            if step == Step::Unchanged {
                return Ok(record);
            }
            let mut commit = write(&record, &first, step)
                .named(name(before, &record, step))
                .expect(key.clone(), Expected::Version(found.written.sequence));
            if let Some(epoch) = epoch {
                commit = commit.expect(epoch.key(key.shard), Expected::Value(epoch.value()));
            }
            match self.store().commit(commit).await {
                Ok(stamp) => {
                    record.timings.reached(record.judging.state.phase(), stamp.at_ms);
                    return Ok(record);
                }
                Err(CommitError::Conflict { key: other }) if other == key => {}
                Err(CommitError::Conflict { .. }) => {
                    return Err(LedgerError::Deposed { epoch: epoch.map_or(0, Epoch::number) });
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(LedgerError::Contended { what: key.to_string(), tries: TRIES })
    }
}

/// What a change is called in metrics, and by tests that fail it.
fn name(before: Phase, record: &JudgingRecord, step: Step) -> &'static str {
    match (step, record.judging.state.phase()) {
        (Step::Replaced(ReplaceCause::GivenBack), _) => "give_back",
        (Step::Replaced(ReplaceCause::NotStarted), _) => "unplace",
        (Step::Replaced(ReplaceCause::WorkerLost), _) => "worker_died",
        (Step::Replaced(ReplaceCause::Confirming), _) => "confirm",
        (Step::Kept, Phase::Running) if before == Phase::Running => "renew",
        (_, Phase::Placed) => "place",
        (_, Phase::Running) => "start",
        (_, Phase::Judged) => "finish",
        (_, Phase::Cancelled) => "cancel",
        (_, Phase::Expired) => "expire",
        (_, Phase::Abandoned) => "abandon",
        _ => "change",
    }
}

/// The commit that writes a changed judging.
fn write(record: &JudgingRecord, first: &[Happened], step: Step) -> Commit {
    let of = record.name();
    let mut commit = Commit::to(Shard::of(of.submission)).put(judging_key(of), encode(record));
    for happened in first {
        commit = commit.event(of.submission.to_string(), encode(happened));
    }
    commit = commit.index(match record.pending() {
        Some(pending) => IndexChange::Put { index: PENDING, key: judging_name(of), value: encode(&pending) },
        None => IndexChange::Remove { index: PENDING, key: judging_name(of) },
    });
    if matches!(record.judging.state, State::Abandoned { .. }) {
        let key = dead_name(&record.tenant, of);
        commit = commit.index(IndexChange::Put { index: ABANDONED, key, value: Vec::new() });
    }
    let ended = record.judging.state.is_terminal();
    if ended {
        commit.counts.extend(quotas::ended(record));
        let key = KeptAs::of(record).entry(of);
        commit = commit.index(IndexChange::Put { index: ENDED, key, value: Vec::new() });
    }
    if ended || matches!(step, Step::Replaced(_)) {
        commit = commit.index(IndexChange::RemovePrefix { index: CASES, prefix: cases_prefix(of) });
    }
    if let (Step::Replaced(cause), false) = (step, ended) {
        let attempts = record.judging.attempts;
        commit = commit.event(
            of.submission.to_string(),
            encode(&Happened::AttemptReplaced { judging: of.judging, cause, attempts }),
        );
    }
    if step != Step::Kept {
        commit = commit.event(of.submission.to_string(), encode(&state_changed(record)));
    }
    commit
}

/// The event that tells where a judging stands.
pub(crate) fn state_changed(record: &JudgingRecord) -> Happened {
    Happened::StateChanged {
        judging: record.judging.id,
        phase: record.judging.state.phase(),
        attempts: record.judging.attempts,
        timings: record.timings,
    }
}
