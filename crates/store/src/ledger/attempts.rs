//! What a worker does with its attempt, and what a client's cancel does to it. Each write checks
//! the attempt in the same store operation; a stale one changes nothing.

use std::time::Duration;

use pyjury_core::judging::{AttemptRef, End, GiveBack, GivenBack, JudgingRef, Refused, ReplaceCause, State};
use pyjury_core::{CaseResult, Judgement, Submission, SubmissionId, WorkerId};

use super::estimate::LEAST_BUDGET;
use super::event::Happened;
use super::indexes::{CASES, case_name, judging_key};
use super::record::{JudgingRecord, decode_judging, encode};
use super::transition::Step;
use super::view::JudgedCase;
use super::{Contents, JudgingView};
use crate::{Commit, CommitError, Expected, IndexChange, Ledger, LedgerError, Shard};

/// An attempt as its worker names it: the attempt and who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The attempt.
    pub attempt: AttemptRef,
    /// This life of the worker.
    pub worker: WorkerId,
}

/// What a worker gets to judge.
#[derive(Clone, Debug)]
pub struct Started {
    /// The submission, with all contents.
    pub submission: Submission,
}

/// The end of an attempt.
#[derive(Clone, Debug)]
pub struct Finished {
    /// What the judge says.
    pub judgement: Judgement,
    /// How long the worker fetched the package and the files.
    pub fetching: Option<Duration>,
    /// How long the worker judged.
    pub judging: Option<Duration>,
    /// The cases that watchers haven't heard of yet, in the order in which they were judged.
    pub last_cases: Vec<JudgedCase>,
}

/// How much of each text of a case goes into the event streams: enough to see what is wrong. The judgement
/// has them whole.
const EVENT_TEXT: usize = 2 << 10;

fn case_judged(attempt: AttemptRef, case: &JudgedCase) -> Happened {
    Happened::CaseJudged {
        judging: attempt.judging,
        attempt: attempt.attempt,
        index: case.index,
        case_count: case.case_count,
        result: brief(case.result.clone()),
    }
}

fn brief(mut case: CaseResult) -> CaseResult {
    let feedback = &mut case.feedback;
    for text in [&mut feedback.team, &mut feedback.stderr, &mut feedback.stdout, &mut feedback.jury] {
        text.truncate(text.floor_char_boundary(EVENT_TEXT));
    }
    case
}

/// What a cancel did.
#[derive(Clone, Debug)]
pub struct CancelOutcome {
    /// The judging, cancelled.
    pub judging: JudgingView,
    /// The attempt that lost its right, and the worker to tell. `None` when none was placed, or it
    /// had been cancelled before.
    pub revoked: Option<Holder>,
}

impl Ledger {
    /// Placed → Running, and what to judge. Repeated by the same worker it answers again and renews
    /// the lease. A judging whose deadline has passed becomes Expired instead.
    ///
    /// # Errors
    /// [`LedgerError::Refused`] when the attempt is stale or the judging has ended.
    pub async fn start(&self, by: Holder, now_ms: u64, lease: Duration) -> Result<Started, LedgerError> {
        let Holder { attempt, worker } = by;
        let step = |record: &mut JudgingRecord| {
            let repeated = record.judging.running(attempt.attempt, worker).is_ok();
            record.judging.start(attempt.attempt, worker, after(now_ms, lease))?;
            if repeated {
                return Ok(Step::Kept);
            }
            if record.deadline_ms.is_some_and(|deadline| deadline < now_ms) {
                record.judging.state = State::Expired;
            }
            Ok(Step::Moved)
        };
        let record = self.change(attempt.judging(), None, step).await?;
        if record.judging.state == State::Expired {
            return Err(Refused::Ended(State::Expired.name()).into());
        }
        let submission = self.read_submission(attempt.submission, Contents::Full).await?;
        let submission = submission.ok_or(LedgerError::NoSubmission(attempt.submission))?;
        Ok(Started { submission })
    }

    /// Keeps the lease of a running attempt. One that runs for longer than all its runs together may
    /// take is given back instead, as a fault: its worker hangs.
    ///
    /// # Errors
    /// [`LedgerError::Refused`] when the attempt doesn't run on that worker any more: revoke it;
    /// [`LedgerError::NoSubmission`] when there is no such judging.
    pub async fn renew(&self, by: Holder, now_ms: u64, lease: Duration) -> Result<(), LedgerError> {
        let step = |record: &mut JudgingRecord| {
            record.judging.renew(by.attempt.attempt, by.worker, after(now_ms, lease))?;
            Ok(Step::Kept)
        };
        let record = self.change(by.attempt.judging(), None, step).await?;
        let ran_ms = now_ms.saturating_sub(record.timings.started_ms.unwrap_or(now_ms));
        if Duration::from_millis(ran_ms) < LEAST_BUDGET {
            return Ok(());
        }
        self.end_overrun(by, ran_ms, now_ms).await
    }

    /// Gives back what has run for longer than its budget.
    async fn end_overrun(&self, by: Holder, ran_ms: u64, now_ms: u64) -> Result<(), LedgerError> {
        let submission = self.read_submission(by.attempt.submission, Contents::Outline).await?;
        let submission = submission.ok_or(LedgerError::NoSubmission(by.attempt.submission))?;
        let budget = self.budget(&submission).await?;
        if Duration::from_millis(ran_ms) < budget {
            return Ok(());
        }
        let detail =
            format!("it ran for {} s, and all its runs together may take {} s", ran_ms / 1000, budget.as_secs());
        self.give_back(by, GivenBack { cause: GiveBack::Host, detail: &detail, at_ms: now_ms }).await?;
        Err(Refused::Stale.into())
    }

    /// Checks that a worker runs an attempt now, for reads such as fetching its package, and tells
    /// which submission it judges, without contents.
    ///
    /// # Errors
    /// [`LedgerError::Refused`] when it doesn't.
    pub async fn check_attempt(&self, by: Holder) -> Result<Submission, LedgerError> {
        let (record, _) = self.read_judging(by.attempt.judging()).await?;
        record.judging.running(by.attempt.attempt, by.worker)?;
        let submission = self.read_submission(by.attempt.submission, Contents::Outline).await?;
        submission.ok_or(LedgerError::NoSubmission(by.attempt.submission))
    }

    /// Records judged cases, for watchers. Repeating it is harmless.
    ///
    /// # Errors
    /// [`LedgerError::Refused`] when the attempt doesn't run on that worker.
    pub async fn record_cases(&self, by: Holder, cases: &[JudgedCase]) -> Result<(), LedgerError> {
        let of = by.attempt.judging();
        let key = judging_key(of);
        loop {
            let (record, version) = self.read_judging(of).await?;
            record.judging.running(by.attempt.attempt, by.worker)?;
            let mut commit = Commit::to(Shard::of(of.submission))
                .named("record_cases")
                .expect(key.clone(), Expected::Version(version));
            for case in cases {
                commit = commit
                    .index(IndexChange::Put { index: CASES, key: case_name(of, case.index), value: encode(case) })
                    .event(of.submission.to_string(), encode(&case_judged(by.attempt, case)));
            }
            match self.store().commit(commit).await {
                Ok(_) => return Ok(()),
                // A renewed lease, for one. The attempt is checked again.
                Err(CommitError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Running → Judged; or → Queued when it ended near its limit, so that another attempt must confirm it: then the
    /// state isn't Judged by this attempt, and a deadline doesn't count any more, since it was started in time.
    /// Repeated by the same attempt it is no error and changes nothing.
    ///
    /// # Errors
    /// [`LedgerError::Refused`] when the attempt doesn't run on that worker.
    pub async fn finish(&self, by: Holder, finished: Finished) -> Result<JudgingView, LedgerError> {
        let attempt = by.attempt.attempt;
        let step = |record: &mut JudgingRecord| {
            if matches!(&record.judging.state, State::Judged { attempt: ended, .. } if *ended == attempt) {
                return Ok(Step::Unchanged);
            }
            match record.judging.finish(attempt, by.worker, finished.judgement.clone())? {
                End::Judged => {}
                End::ToConfirm => {
                    record.deadline_ms = None;
                    return Ok(Step::Replaced(ReplaceCause::Confirming));
                }
                End::Repeated => return Ok(Step::Unchanged),
            }
            let timings = &mut record.timings;
            timings.fetched_ms = timings.started_ms.zip(finished.fetching).map(|(start, time)| after(start, time));
            timings.judged_ms = timings.fetched_ms.zip(finished.judging).map(|(start, time)| after(start, time));
            Ok(Step::Moved)
        };
        let told = finished.last_cases.iter().map(|case| case_judged(by.attempt, case)).collect();
        let record = self.change_telling(by.attempt.judging(), None, told, step).await?;
        Ok(JudgingView { judging: record.judging, timings: record.timings })
    }

    /// Placed or Running → Queued, or Abandoned where our own trouble failed it too often.
    ///
    /// # Errors
    /// [`LedgerError::Refused`] when the attempt isn't that worker's.
    pub async fn give_back(&self, by: Holder, given: GivenBack<'_>) -> Result<State, LedgerError> {
        let step = |record: &mut JudgingRecord| {
            record.judging.give_back(by.attempt.attempt, by.worker, given)?;
            Ok(Step::Replaced(ReplaceCause::GivenBack))
        };
        Ok(self.change(by.attempt.judging(), None, step).await?.judging.state)
    }

    /// Cancels the current judging of a submission. One that was cancelled before is no error.
    ///
    /// # Errors
    /// [`LedgerError::Refused`] when it ended in another way, [`LedgerError::NoSubmission`].
    pub async fn cancel(&self, submission: SubmissionId) -> Result<CancelOutcome, LedgerError> {
        let of = self.current_judging(submission).await?;
        let mut revoked = None;
        let step = |record: &mut JudgingRecord| {
            let state = &record.judging.state;
            revoked = state
                .attempt()
                .zip(state.worker())
                .map(|(attempt, worker)| Holder { attempt: of.attempt(attempt), worker });
            let before = state.phase();
            record.judging.cancel()?;
            Ok(if before == record.judging.state.phase() { Step::Unchanged } else { Step::Moved })
        };
        let record = self.change(of, None, step).await?;
        Ok(CancelOutcome { judging: JudgingView { judging: record.judging, timings: record.timings }, revoked })
    }

    /// A judging and its version.
    pub(crate) async fn read_judging(&self, of: JudgingRef) -> Result<(JudgingRecord, u64), LedgerError> {
        let key = judging_key(of);
        let found = self.store().get(std::slice::from_ref(&key)).await?.into_iter().next().flatten();
        let found = found.ok_or(LedgerError::NoSubmission(of.submission))?;
        Ok((decode_judging(&key, &found)?, found.written.sequence))
    }
}

fn after(now_ms: u64, time: Duration) -> u64 {
    now_ms.saturating_add(u64::try_from(time.as_millis()).unwrap_or(u64::MAX))
}
