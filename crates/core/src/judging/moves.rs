//! The arrows between the states. Pure: times and identifiers come from the caller.

use serde::{Deserialize, Serialize};

use super::{FAULT_LIMIT, FIRST_WAIT_MS, FirstRun, Judging, POISON_LIMIT, State};
use crate::{AttemptId, Confirmation, Judgement, JudgingId, SubmissionId, WorkerId};

/// Where an attempt goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The attempt, freshly drawn.
    pub attempt: AttemptId,
    /// The worker.
    pub worker: WorkerId,
    /// The leader's epoch.
    pub epoch: u64,
    /// When it goes back to Queued unless it runs, in milliseconds of Unix time.
    pub start_by_ms: u64,
}

/// Why an attempt was replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplaceCause {
    /// The worker didn't start it in time.
    NotStarted,
    /// The worker was lost while it ran.
    WorkerLost,
    /// The worker gave it back.
    GivenBack,
    /// It ended so near the time limit that another attempt must confirm it.
    Confirming,
}

/// Why a worker gives an attempt back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GiveBack {
    /// It shuts down.
    Draining,
    /// The host failed: the sandbox, the disk. Counts towards [`FAULT_LIMIT`].
    Host,
    /// The package could not be fetched or read. Counts towards [`FAULT_LIMIT`].
    Package,
    /// It has no room or lacks the runtime.
    Capacity,
}

impl GiveBack {
    /// The word for it, as metrics have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draining => "draining",
            Self::Host => "host",
            Self::Package => "package",
            Self::Capacity => "capacity",
        }
    }
}

/// What a worker says when it gives an attempt back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GivenBack<'a> {
    /// Why.
    pub cause: GiveBack,
    /// What happened, for the operator and the jury.
    pub detail: &'a str,
    /// When, in milliseconds of Unix time.
    pub at_ms: u64,
}

/// What became of an attempt that came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Its judgement stands.
    Judged,
    /// Another attempt confirms it.
    ToConfirm,
    /// It had come to its end before: nothing has changed.
    Repeated,
}

/// Why a move is refused. Nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The attempt isn't the current one on that worker, or is in another state.
    #[error("the attempt is not the current one")]
    Stale,
    /// Another attempt has it already.
    #[error("the judging is not queued: an attempt has it already")]
    Taken,
    /// The judging has ended.
    #[error("the judging has ended already: it is {0}")]
    Ended(&'static str),
}

impl Judging {
    /// A new judging, queued.
    pub fn new(id: JudgingId, submission: SubmissionId) -> Self {
        Self {
            id,
            submission,
            state: State::Queued,
            deaths: 0,
            attempts: 0,
            faults: 0,
            avoid: Vec::new(),
            not_before_ms: 0,
            first: None,
        }
    }

    /// Queued → Placed.
    ///
    /// # Errors
    /// [`Refused`] in any other state.
    pub fn place(&mut self, to: Placement) -> Result<(), Refused> {
        self.open()?;
        if self.state != State::Queued {
            return Err(Refused::Taken);
        }
        let Placement { attempt, worker, epoch, start_by_ms } = to;
        self.attempts += 1;
        self.state = State::Placed { attempt, worker, epoch, start_by_ms };
        Ok(())
    }

    /// Placed → Queued, uncounted: the placement was not started in time.
    ///
    /// # Errors
    /// [`Refused`] unless `attempt` is Placed.
    pub fn unplace(&mut self, attempt: AttemptId) -> Result<(), Refused> {
        self.open()?;
        match self.state {
            State::Placed { attempt: current, .. } if current == attempt => {
                self.state = State::Queued;
                Ok(())
            }
            _ => Err(Refused::Stale),
        }
    }

    /// Placed → Running. Repeated by the worker that runs it already, it renews the lease.
    ///
    /// # Errors
    /// [`Refused`] unless `attempt` is placed on or run by `worker`.
    pub fn start(&mut self, attempt: AttemptId, worker: WorkerId, lease_until_ms: u64) -> Result<(), Refused> {
        self.held(attempt, worker)?;
        self.state = State::Running { attempt, worker, lease_until_ms };
        Ok(())
    }

    /// Running → Running with a later end of the lease. A lease is never shortened.
    ///
    /// # Errors
    /// [`Refused`] unless `worker` runs `attempt`.
    pub fn renew(&mut self, attempt: AttemptId, worker: WorkerId, until_ms: u64) -> Result<(), Refused> {
        self.running(attempt, worker)?;
        if let State::Running { lease_until_ms, .. } = &mut self.state {
            // Always a step on, so that a renewal is seen even after the clock was set back.
            *lease_until_ms = until_ms.max(*lease_until_ms + 1);
        }
        Ok(())
    }

    /// Whether `worker` runs `attempt` now.
    ///
    /// # Errors
    /// [`Refused`] if it doesn't.
    pub fn running(&self, attempt: AttemptId, worker: WorkerId) -> Result<(), Refused> {
        self.held(attempt, worker)?;
        if matches!(self.state, State::Running { .. }) { Ok(()) } else { Err(Refused::Stale) }
    }

    /// Running → Judged; or Running → Queued, uncounted, when the judgement is near its limit and is the first: then
    /// another attempt confirms it, on another worker where there is one, and what that says stands. Repeated by the
    /// attempt that is being confirmed, it changes nothing.
    ///
    /// # Errors
    /// [`Refused`] unless `worker` runs `attempt`, or ran it first.
    pub fn finish(&mut self, attempt: AttemptId, worker: WorkerId, mut judgement: Judgement) -> Result<End, Refused> {
        self.open()?;
        if self.first.as_ref().is_some_and(|first| first.attempt == attempt) {
            return Ok(End::Repeated);
        }
        self.running(attempt, worker)?;
        judgement.provenance.confirmation = self.first.as_ref().map(|first| first.said.clone());
        match Confirmation::of(&judgement) {
            Some(said) if self.first.is_none() => {
                self.first = Some(FirstRun { attempt, said });
                self.avoid(worker);
                self.not_before_ms = 0;
                self.state = State::Queued;
                Ok(End::ToConfirm)
            }
            _ => {
                self.state = State::Judged { attempt, judgement: Box::new(judgement) };
                Ok(End::Judged)
            }
        }
    }

    /// Placed or Running → Queued, or Abandoned where the host or the package failed it too often.
    /// Unless the worker only shuts down, it waits before it is placed again, longer after each fault.
    ///
    /// # Errors
    /// [`Refused`] unless `attempt` is placed on or run by `worker`.
    pub fn give_back(&mut self, attempt: AttemptId, worker: WorkerId, given: GivenBack<'_>) -> Result<(), Refused> {
        self.held(attempt, worker)?;
        let GivenBack { cause, detail, at_ms } = given;
        if matches!(cause, GiveBack::Host | GiveBack::Package) {
            self.faults += 1;
        }
        if cause != GiveBack::Draining {
            self.avoid(worker);
            let doubled = self.faults.saturating_sub(1).min(FAULT_LIMIT);
            self.not_before_ms = at_ms.saturating_add(FIRST_WAIT_MS << doubled);
        }
        self.state = if self.faults >= FAULT_LIMIT {
            State::Abandoned { why: format!("{} attempts failed for our own reasons; the last: {detail}", self.faults) }
        } else {
            State::Queued
        };
        Ok(())
    }

    /// Running → Queued, or Abandoned at the poison limit: the worker died.
    ///
    /// # Errors
    /// [`Refused`] unless `attempt` is Running.
    pub fn worker_died(&mut self, attempt: AttemptId) -> Result<(), Refused> {
        self.open()?;
        let State::Running { attempt: current, worker, .. } = self.state else { return Err(Refused::Stale) };
        if current != attempt {
            return Err(Refused::Stale);
        }
        self.deaths += 1;
        self.avoid(worker);
        self.state = if self.deaths >= POISON_LIMIT {
            State::Abandoned { why: format!("{} workers died or fell silent while running it", self.deaths) }
        } else {
            State::Queued
        };
        Ok(())
    }

    /// Any open state → Cancelled. A cancelled one stays so, without error.
    ///
    /// # Errors
    /// [`Refused::Ended`] when it ended in another way.
    pub fn cancel(&mut self) -> Result<(), Refused> {
        if self.state != State::Cancelled {
            self.open()?;
            self.state = State::Cancelled;
        }
        Ok(())
    }

    /// Queued or Placed → Expired. One that is being confirmed was started in time.
    ///
    /// # Errors
    /// [`Refused`] when it runs, has run to its end once, or has ended.
    pub fn expire(&mut self) -> Result<(), Refused> {
        self.open()?;
        if matches!(self.state, State::Running { .. }) || self.first.is_some() {
            return Err(Refused::Taken);
        }
        self.state = State::Expired;
        Ok(())
    }

    /// Any open state → Abandoned.
    ///
    /// # Errors
    /// [`Refused::Ended`] when it has ended.
    pub fn abandon(&mut self, why: String) -> Result<(), Refused> {
        self.open()?;
        self.state = State::Abandoned { why };
        Ok(())
    }

    fn open(&self) -> Result<(), Refused> {
        if self.state.is_terminal() { Err(Refused::Ended(self.state.name())) } else { Ok(()) }
    }

    fn held(&self, attempt: AttemptId, worker: WorkerId) -> Result<(), Refused> {
        self.open()?;
        let ours = self.state.attempt() == Some(attempt) && self.state.worker() == Some(worker);
        if ours { Ok(()) } else { Err(Refused::Stale) }
    }

    fn avoid(&mut self, worker: WorkerId) {
        if !self.avoid.contains(&worker) {
            self.avoid.push(worker);
        }
    }
}

#[cfg(test)]
mod tests;
