//! Whether a worker takes jobs.

use pyjury_core::worker::{Standing, WorkerMode};

use crate::{Invalid, v1};

impl From<WorkerMode> for v1::WorkerMode {
    fn from(mode: WorkerMode) -> Self {
        match mode {
            WorkerMode::Ready => Self::Ready,
            WorkerMode::Draining => Self::Draining,
            WorkerMode::Cordoned => Self::Cordoned,
        }
    }
}

impl TryFrom<v1::WorkerMode> for WorkerMode {
    type Error = Invalid;

    fn try_from(mode: v1::WorkerMode) -> Result<Self, Invalid> {
        Ok(match mode {
            v1::WorkerMode::Unspecified => {
                return Err(Invalid::new("", "expected a mode, got WORKER_MODE_UNSPECIFIED"));
            }
            v1::WorkerMode::Ready => Self::Ready,
            v1::WorkerMode::Draining => Self::Draining,
            v1::WorkerMode::Cordoned => Self::Cordoned,
        })
    }
}

impl From<&Standing> for v1::WorkerStanding {
    fn from(standing: &Standing) -> Self {
        Self { mode: v1::WorkerMode::from(standing.mode).into(), reason: standing.reason.clone() }
    }
}

impl v1::WorkerStanding {
    /// The standing. A mode that only a newer peer knows is one in which no jobs are taken.
    pub fn to_core(&self) -> Standing {
        let known = v1::WorkerMode::try_from(self.mode).ok().and_then(|mode| WorkerMode::try_from(mode).ok());
        match known {
            Some(mode) => Standing::new(mode, self.reason.clone()),
            None => Standing::new(WorkerMode::Cordoned, format!("in the unknown mode {}: {}", self.mode, self.reason)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standings_survive_the_wire() {
        for mode in WorkerMode::ALL {
            let standing = Standing::new(mode, "why");
            assert_eq!(v1::WorkerStanding::from(&standing).to_core(), standing);
        }
    }

    #[test]
    fn what_only_a_newer_peer_knows_takes_no_jobs() {
        let newer = v1::WorkerStanding { mode: 77, reason: "resting".into() };
        assert_eq!(newer.to_core(), Standing::new(WorkerMode::Cordoned, "in the unknown mode 77: resting"));
    }
}
