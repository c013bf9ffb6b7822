//! A state without what it carries: for filters, metrics and events.

use serde::{Deserialize, Serialize};

/// A [`State`](super::State) without what it carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// It waits for a slot.
    Queued,
    /// It was given to a worker that has not started it.
    Placed,
    /// A worker runs it.
    Running,
    /// Ended with a judgement.
    Judged,
    /// Somebody cancelled it.
    Cancelled,
    /// Its deadline passed before it started.
    Expired,
    /// It could not be judged, through no fault of the submission.
    Abandoned,
}

impl Phase {
    /// Every phase.
    pub const ALL: [Self; 7] =
        [Self::Queued, Self::Placed, Self::Running, Self::Judged, Self::Cancelled, Self::Expired, Self::Abandoned];

    /// Whether nothing changes it any more.
    pub const fn is_terminal(self) -> bool {
        matches!(self, Self::Judged | Self::Cancelled | Self::Expired | Self::Abandoned)
    }

    /// The name, as metrics and the API say it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Placed => "placed",
            Self::Running => "running",
            Self::Judged => "judged",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Abandoned => "abandoned",
        }
    }
}
