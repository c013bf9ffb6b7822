//! Whether a worker takes jobs, and how it measures.

use pyjury_core::worker::{Standing, WorkerMode};
use pyjury_core::{Bytes, Calibration, Speed};

use crate::{Invalid, Within as _, time, v1};

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

impl From<&Calibration> for v1::WorkerCalibration {
    fn from(calibration: &Calibration) -> Self {
        Self {
            speed: calibration.speed.as_ref().map(Into::into),
            base_cpu_time: Some(time::to_wire(calibration.base_cpu)),
            base_memory_bytes: calibration.base_memory.get(),
        }
    }
}

impl TryFrom<v1::WorkerCalibration> for Calibration {
    type Error = Invalid;

    fn try_from(wire: v1::WorkerCalibration) -> Result<Self, Invalid> {
        Ok(Self {
            speed: wire.speed.map(Speed::try_from).transpose().within("speed")?,
            base_cpu: time::duration_or_zero("base_cpu_time", wire.base_cpu_time.as_ref())?,
            base_memory: Bytes(wire.base_memory_bytes),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn calibrations_survive_the_wire() {
        let speed = Speed {
            factor: pyjury_core::Ratio::percent(120),
            workload: pyjury_core::Digest::of(b"w"),
            measured: Duration::from_micros(480_001),
            reference: Duration::from_millis(400),
        };
        for speed in [None, Some(speed)] {
            let found = Calibration { speed, base_cpu: Duration::from_micros(150), base_memory: Bytes::mib(9) };
            assert_eq!(Calibration::try_from(v1::WorkerCalibration::from(&found)), Ok(found));
        }
    }

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
