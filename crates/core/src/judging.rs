//! A judging and the states it moves through.
//!
//! ```text
//! Queued -> Placed -> Running -> Judged
//!   ^         |          |
//!   +---------+----------+   (placement not started in time; given back; worker lost; to be confirmed)
//! any of the three -> Cancelled, Abandoned;  Queued, Placed -> Expired
//! ```
//!
//! Every arrow is one method of [`Judging`], pure, which the store applies as a compare-and-set.
//! Terminal states absorb.

use serde::{Deserialize, Serialize};

use crate::{AttemptId, Confirmation, Judgement, JudgingId, SubmissionId, WorkerId};

mod moves;
mod phase;

pub use moves::{End, GiveBack, GivenBack, Placement, Refused, ReplaceCause};
pub use phase::Phase;

/// One request to judge a submission: the original, a rejudge or a replay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judging {
    /// Its name.
    pub id: JudgingId,
    /// What is judged.
    pub submission: SubmissionId,
    /// Where it stands.
    pub state: State,
    /// How many workers died while running it. At [`POISON_LIMIT`] it is abandoned.
    pub deaths: u32,
    /// How many attempts were placed in all.
    pub attempts: u32,
    /// How many attempts were given back because the host or the package failed. At
    /// [`FAULT_LIMIT`] it is abandoned.
    #[serde(default)]
    pub faults: u32,
    /// The workers that failed it, or that ran it first: others are tried first.
    #[serde(default)]
    pub avoid: Vec<WorkerId>,
    /// It is not worth placing before this moment, in milliseconds of Unix time: the attempt before
    /// failed, and most trouble passes.
    #[serde(default)]
    pub not_before_ms: u64,
    /// The run that another one confirms, if one ended near its limit.
    #[serde(default)]
    pub first: Option<FirstRun>,
}

/// The run that another one confirms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstRun {
    /// The attempt.
    pub attempt: AttemptId,
    /// What it said.
    pub said: Confirmation,
}

/// How many workers may die while running one judging.
pub const POISON_LIMIT: u32 = 3;

/// How many attempts may be given back because the host or the package failed.
pub const FAULT_LIMIT: u32 = 3;

/// How long a judging waits after the first attempt that failed; twice as long after each further one.
pub const FIRST_WAIT_MS: u64 = 1_000;

/// Where a judging stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// It waits for a slot.
    Queued,
    /// It was given to a worker that has not started it.
    Placed {
        /// The attempt.
        attempt: AttemptId,
        /// The worker.
        worker: WorkerId,
        /// The leader's epoch that placed it.
        epoch: u64,
        /// When it goes back to Queued unless it runs, in milliseconds of Unix time.
        start_by_ms: u64,
    },
    /// A worker runs it.
    Running {
        /// The attempt.
        attempt: AttemptId,
        /// The worker.
        worker: WorkerId,
        /// When the lease ends unless it is renewed, in milliseconds of Unix time.
        lease_until_ms: u64,
    },
    /// Ended with a judgement.
    Judged {
        /// The attempt that ended it.
        attempt: AttemptId,
        /// What the judge says.
        judgement: Box<Judgement>,
    },
    /// Somebody cancelled it.
    Cancelled,
    /// Its deadline passed before it started.
    Expired,
    /// Too many workers died of it, or its package can't be judged: JE.
    Abandoned {
        /// What happened, for the jury.
        why: String,
    },
}

impl State {
    /// Whether nothing changes it any more.
    pub const fn is_terminal(&self) -> bool {
        self.phase().is_terminal()
    }

    /// The attempt that may write now.
    pub const fn attempt(&self) -> Option<AttemptId> {
        match self {
            Self::Placed { attempt, .. } | Self::Running { attempt, .. } => Some(*attempt),
            _ => None,
        }
    }

    /// The worker that holds the attempt that may write now.
    pub const fn worker(&self) -> Option<WorkerId> {
        match self {
            Self::Placed { worker, .. } | Self::Running { worker, .. } => Some(*worker),
            _ => None,
        }
    }

    /// The state without what it carries.
    pub const fn phase(&self) -> Phase {
        match self {
            Self::Queued => Phase::Queued,
            Self::Placed { .. } => Phase::Placed,
            Self::Running { .. } => Phase::Running,
            Self::Judged { .. } => Phase::Judged,
            Self::Cancelled => Phase::Cancelled,
            Self::Expired => Phase::Expired,
            Self::Abandoned { .. } => Phase::Abandoned,
        }
    }

    /// The state's name, as metrics and the API say it.
    pub const fn name(&self) -> &'static str {
        self.phase().name()
    }
}

/// Names a judging together with its submission, which says where the store keeps it. Ordered by
/// arrival of the submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct JudgingRef {
    /// The submission.
    pub submission: SubmissionId,
    /// The judging.
    pub judging: JudgingId,
}

/// Names an attempt together with its judging and submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AttemptRef {
    /// The submission.
    pub submission: SubmissionId,
    /// The judging.
    pub judging: JudgingId,
    /// The attempt.
    pub attempt: AttemptId,
}

impl AttemptRef {
    /// The judging of the attempt.
    pub const fn judging(&self) -> JudgingRef {
        JudgingRef { submission: self.submission, judging: self.judging }
    }
}

impl JudgingRef {
    /// Sorts before every other.
    pub const FIRST: Self = Self { submission: SubmissionId(uuid::Uuid::nil()), judging: JudgingId(uuid::Uuid::nil()) };

    /// An attempt at this judging.
    pub const fn attempt(&self, attempt: AttemptId) -> AttemptRef {
        AttemptRef { submission: self.submission, judging: self.judging, attempt }
    }
}

/// When a judging got where, in milliseconds of Unix time. What happened again counts the last time.
///
/// All moments are by one clock, the store's, and it is the commit that tells each. Only how long fetching and
/// judging took is measured by the worker, with a clock that can't be set, and counted from the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Timings {
    /// The store accepted the submission.
    pub created_ms: Option<u64>,
    /// The scheduler gave it to a worker.
    pub placed_ms: Option<u64>,
    /// The worker started it.
    pub started_ms: Option<u64>,
    /// The worker had the package and the files: the start and how long the worker fetched.
    pub fetched_ms: Option<u64>,
    /// The worker had the judgement: the moment before and how long the worker judged.
    pub judged_ms: Option<u64>,
    /// The store had the terminal state.
    pub stored_ms: Option<u64>,
}

impl Timings {
    /// The store wrote a record in this phase at this moment of its clock. What is known stays: a record is
    /// written again when its lease is renewed.
    pub fn reached(&mut self, phase: Phase, at_ms: u64) {
        let moment = match phase {
            Phase::Queued => return,
            Phase::Placed => &mut self.placed_ms,
            Phase::Running => &mut self.started_ms,
            Phase::Judged | Phase::Cancelled | Phase::Expired | Phase::Abandoned => &mut self.stored_ms,
        };
        moment.get_or_insert(at_ms);
    }

    /// Another attempt begins: the moments of the one before don't count any more.
    pub fn begin_again(&mut self) {
        *self = Self { created_ms: self.created_ms, ..Self::default() };
    }
}
