//! Where a judging stands, when it got there, and why an attempt ended early.

use pyjury_core::judging::{GiveBack, Phase, ReplaceCause, Timings};

use crate::internal::v1::GiveBackCause;
use crate::v1::{self, JudgingState};
use crate::{Invalid, time};

impl From<Phase> for JudgingState {
    fn from(phase: Phase) -> Self {
        match phase {
            Phase::Queued => Self::Queued,
            Phase::Placed => Self::Placed,
            Phase::Running => Self::Running,
            Phase::Judged => Self::Judged,
            Phase::Cancelled => Self::Cancelled,
            Phase::Expired => Self::Expired,
            Phase::Abandoned => Self::Abandoned,
        }
    }
}

impl TryFrom<JudgingState> for Phase {
    type Error = Invalid;

    fn try_from(state: JudgingState) -> Result<Self, Invalid> {
        Ok(match state {
            JudgingState::Unspecified => {
                return Err(Invalid::new("", "expected a state, got JUDGING_STATE_UNSPECIFIED"));
            }
            JudgingState::Queued => Self::Queued,
            JudgingState::Placed => Self::Placed,
            JudgingState::Running => Self::Running,
            JudgingState::Judged => Self::Judged,
            JudgingState::Cancelled => Self::Cancelled,
            JudgingState::Expired => Self::Expired,
            JudgingState::Abandoned => Self::Abandoned,
        })
    }
}

impl v1::JudgingState {
    /// Whether nothing changes it any more.
    pub fn is_terminal(self) -> bool {
        Phase::try_from(self).is_ok_and(Phase::is_terminal)
    }
}

impl From<&Timings> for v1::Timings {
    fn from(timings: &Timings) -> Self {
        let moment = |ms: Option<u64>| ms.map(time::from_millis);
        Self {
            created_at: moment(timings.created_ms),
            placed_at: moment(timings.placed_ms),
            started_at: moment(timings.started_ms),
            fetched_at: moment(timings.fetched_ms),
            judged_at: moment(timings.judged_ms),
            stored_at: moment(timings.stored_ms),
        }
    }
}

impl From<ReplaceCause> for v1::ReplaceCause {
    fn from(cause: ReplaceCause) -> Self {
        match cause {
            ReplaceCause::NotStarted => Self::NotStarted,
            ReplaceCause::WorkerLost => Self::WorkerLost,
            ReplaceCause::GivenBack => Self::GivenBack,
            ReplaceCause::Confirming => Self::Confirming,
        }
    }
}

impl From<GiveBack> for GiveBackCause {
    fn from(cause: GiveBack) -> Self {
        match cause {
            GiveBack::Draining => Self::Draining,
            GiveBack::Host => Self::Host,
            GiveBack::Package => Self::Package,
            GiveBack::Capacity => Self::Capacity,
        }
    }
}

impl TryFrom<GiveBackCause> for GiveBack {
    type Error = Invalid;

    fn try_from(cause: GiveBackCause) -> Result<Self, Invalid> {
        Ok(match cause {
            GiveBackCause::Unspecified => {
                return Err(Invalid::new("", "expected a cause, got GIVE_BACK_CAUSE_UNSPECIFIED"));
            }
            GiveBackCause::Draining => Self::Draining,
            GiveBackCause::Host => Self::Host,
            GiveBackCause::Package => Self::Package,
            GiveBackCause::Capacity => Self::Capacity,
        })
    }
}

impl GiveBackCause {
    /// A cause from its number. One that only a newer worker knows is trouble of its host.
    ///
    /// # Errors
    /// [`Invalid`] when none was given.
    pub fn read(number: i32) -> Result<GiveBack, Invalid> {
        Self::try_from(number).map_or(Ok(GiveBack::Host), GiveBack::try_from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_survive_the_wire() {
        for phase in Phase::ALL {
            assert_eq!(Phase::try_from(JudgingState::from(phase)), Ok(phase));
            assert_eq!(JudgingState::from(phase).is_terminal(), phase.is_terminal());
        }
        assert!(!JudgingState::Unspecified.is_terminal());
    }

    #[test]
    fn causes_of_a_newer_worker_are_trouble_of_its_host() {
        for cause in [GiveBack::Draining, GiveBack::Host, GiveBack::Package, GiveBack::Capacity] {
            assert_eq!(GiveBackCause::read(GiveBackCause::from(cause).into()), Ok(cause));
        }
        assert_eq!(GiveBackCause::read(99), Ok(GiveBack::Host));
        assert!(GiveBackCause::read(0).is_err());
    }
}
