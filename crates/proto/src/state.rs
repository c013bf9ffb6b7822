//! Where a judging stands.

use pyjury_core::judging::State;

use crate::v1::{self, JudgingState};

impl From<&State> for JudgingState {
    fn from(state: &State) -> Self {
        match state {
            State::Queued => Self::Queued,
            State::Placed { .. } => Self::Placed,
            State::Running { .. } => Self::Running,
            State::Judged { .. } => Self::Judged,
            State::Cancelled => Self::Cancelled,
            State::Expired => Self::Expired,
            State::Abandoned { .. } => Self::Abandoned,
        }
    }
}

impl v1::JudgingState {
    /// Whether nothing changes it any more.
    pub fn is_terminal(self) -> bool {
        matches!(self, Self::Judged | Self::Cancelled | Self::Expired | Self::Abandoned)
    }
}
