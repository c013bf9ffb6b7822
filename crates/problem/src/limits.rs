//! What a package allows its submissions, and promises its validators.

use std::time::Duration;

use pyjury_core::{Bytes, Limits};

/// The limits of a package: `limits` of `problem.yaml`, overridden by those of `pyjury.yaml`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PackageLimits {
    /// CPU time of one case (one pass, where there are several).
    pub time: TimeLimit,
    /// Wall-clock time of one case, where `pyjury.yaml` states it.
    pub wall: Option<Duration>,
    /// Memory of a submission.
    pub memory: Bytes,
    /// What a submission may write to stdout.
    pub output: Bytes,
    /// Tasks of a submission that may live at once.
    pub processes: u32,
    /// All files of a submission together.
    pub code: Bytes,
    /// Time of the compile check.
    pub compilation_time: Duration,
    /// Memory of the compile check.
    pub compilation_memory: Bytes,
    /// CPU time of one run of an output validator.
    pub validation_time: Duration,
    /// Memory of an output validator.
    pub validation_memory: Bytes,
    /// What an output validator may write: stdout, stderr and feedback files.
    pub validation_output: Bytes,
}

/// The CPU time of one case.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TimeLimit {
    /// Stated by the package.
    Fixed(Duration),
    /// To be found by running the accepted reference submissions: [`TimeLimit::after`].
    FromAccepted(Calibration),
}

/// How a time limit follows from the slowest accepted reference submission.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibration {
    /// The limit is at least the slowest accepted time, times this.
    pub multiplier: f64,
    /// A submission that must be too slow needs at least the limit, times this.
    pub safety_margin: f64,
    /// The limit is a whole multiple of this.
    pub resolution: Duration,
}

impl TimeLimit {
    /// The limit to judge with before anything was measured: generous, since what it is for is to
    /// measure accepted submissions.
    pub const PROVISIONAL: Duration = Duration::from_secs(10);

    /// The limit, given the CPU time of the slowest accepted reference submission.
    pub fn after(&self, slowest_accepted: Duration) -> Duration {
        match self {
            Self::Fixed(limit) => *limit,
            Self::FromAccepted(calibration) => calibration.limit(slowest_accepted),
        }
    }

    /// The stated limit, or [`PROVISIONAL`](Self::PROVISIONAL) where the package states none.
    pub fn or_provisional(&self) -> Duration {
        match self {
            Self::Fixed(limit) => *limit,
            Self::FromAccepted(_) => Self::PROVISIONAL,
        }
    }
}

impl Calibration {
    fn limit(&self, slowest_accepted: Duration) -> Duration {
        let step = self.resolution.as_secs_f64();
        let least = slowest_accepted.as_secs_f64() * self.multiplier;
        // A hair less, so that 2.0 s × 1 in steps of 0.1 s is not rounded up to 2.1 s.
        let steps = (least / step - 1e-9).ceil().max(1.0);
        Duration::try_from_secs_f64(steps * step).unwrap_or(pyjury_core::limits::CEILING.cpu)
    }
}

impl PackageLimits {
    /// The limits of one run of a submission, with `cpu` as its time limit.
    pub fn run(&self, cpu: Duration) -> Limits {
        Limits {
            cpu,
            wall: self.wall.unwrap_or(Limits::wall_for(cpu)),
            memory: self.memory,
            output: self.output,
            processes: self.processes,
            ..Limits::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_limit_is_rounded_up_to_the_resolution() {
        for (slowest, multiplier, resolution, expected) in
            [(0, 5.0, 1000, 1000), (150, 5.0, 1000, 1000), (201, 5.0, 1000, 2000), (2000, 1.0, 100, 2000)]
        {
            let resolution = Duration::from_millis(resolution);
            let limit = TimeLimit::FromAccepted(Calibration { multiplier, safety_margin: 2.0, resolution });
            assert_eq!(limit.after(Duration::from_millis(slowest)), Duration::from_millis(expected), "{slowest}");
        }
    }
}
