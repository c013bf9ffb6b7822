//! A judging and the states it moves through.
//!
//! ```text
//! Queued -> Placed -> Running -> Judged
//!   ^         |          |
//!   +---------+----------+   (placement not started in time; worker lost)
//! any of the three -> Cancelled;  Queued, Placed -> Expired;  Running -> Abandoned
//! ```
//!
//! Every arrow is a compare-and-set in the store. Terminal states absorb.

use serde::{Deserialize, Serialize};

use crate::{AttemptId, Judgement, JudgingId, SubmissionId, WorkerId};

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
}

/// How many workers may die while running one judging.
pub const POISON_LIMIT: u32 = 3;

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
        matches!(self, Self::Judged { .. } | Self::Cancelled | Self::Expired | Self::Abandoned { .. })
    }

    /// The attempt that may write now.
    pub const fn attempt(&self) -> Option<AttemptId> {
        match self {
            Self::Placed { attempt, .. } | Self::Running { attempt, .. } => Some(*attempt),
            _ => None,
        }
    }

    /// The state's name, as metrics and the API say it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Placed { .. } => "placed",
            Self::Running { .. } => "running",
            Self::Judged { .. } => "judged",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Abandoned { .. } => "abandoned",
        }
    }
}
