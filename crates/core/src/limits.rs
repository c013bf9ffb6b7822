//! What a run may use.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{Bytes, duration};

/// The limits of one process tree of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// CPU time, user and system, of the whole tree from the submission's first instruction.
    #[serde(with = "duration::millis", rename = "cpu_time_ms")]
    pub cpu: Duration,
    /// Wall-clock time from the submission's first instruction. It only ends programs that wait:
    /// it is generous, so that a busy host never turns a right answer into a TLE.
    #[serde(with = "duration::millis", rename = "wall_time_ms")]
    pub wall: Duration,
    /// Memory of the tree: anonymous, kernel, page cache and scratch files. Swap is off.
    #[serde(rename = "memory_bytes")]
    pub memory: Bytes,
    /// Bytes that may be written to stdout, and as many to stderr.
    #[serde(rename = "output_bytes")]
    pub output: Bytes,
    /// Tasks (processes and threads) that may live at once.
    pub processes: u32,
    /// Space for files that the program writes, beside those it was given.
    #[serde(rename = "scratch_bytes")]
    pub scratch: Bytes,
}

/// The server-side floor of every limit.
pub const FLOOR: Limits = Limits {
    cpu: Duration::from_millis(10),
    wall: Duration::from_millis(100),
    memory: Bytes::mib(16),
    output: Bytes(1),
    processes: 1,
    scratch: Bytes::kib(64),
};

/// The server-side ceiling of every limit.
pub const CEILING: Limits = Limits {
    cpu: Duration::from_secs(300),
    wall: Duration::from_secs(900),
    memory: Bytes::mib(16 << 10),
    output: Bytes::mib(64),
    processes: 1024,
    scratch: Bytes::mib(1024),
};

impl Default for Limits {
    fn default() -> Self {
        let cpu = Duration::from_secs(2);
        Self {
            cpu,
            wall: Self::wall_for(cpu),
            memory: Bytes::mib(256),
            output: Bytes::mib(8),
            processes: 128,
            scratch: Bytes::mib(64),
        }
    }
}

/// A limit outside the range that this server allows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("limit {field} must be from {floor} to {ceiling}, got {got}")]
pub struct LimitError {
    /// Which limit, by its name in `pyjury.yaml` and the API.
    pub field: &'static str,
    /// What was asked for, as people write it.
    pub got: String,
    /// The least that is allowed.
    pub floor: String,
    /// The most that is allowed.
    pub ceiling: String,
}

impl Limits {
    /// The wall limit that goes with a CPU limit when none is stated: three times as long and five
    /// seconds more, so that a host with every core busy still lets an honest program finish.
    pub const fn wall_for(cpu: Duration) -> Duration {
        cpu.saturating_mul(3).saturating_add(Duration::from_secs(5))
    }

    /// Checks every limit against [`FLOOR`] and [`CEILING`].
    ///
    /// # Errors
    /// One [`LimitError`] per limit that is out of range; never an empty list.
    pub fn check(&self) -> Result<(), Vec<LimitError>> {
        let mut errors = Vec::new();
        let mut range = |field, got: u128, floor: u128, ceiling: u128, show: fn(u128) -> String| {
            if !(floor..=ceiling).contains(&got) {
                errors.push(LimitError { field, got: show(got), floor: show(floor), ceiling: show(ceiling) });
            }
        };
        let ms = |n: u128| duration::format(Duration::from_millis(n.try_into().unwrap_or(u64::MAX)));
        let bytes = |n: u128| Bytes(n.try_into().unwrap_or(u64::MAX)).to_string();
        let wide = |n: Bytes| u128::from(n.get());
        range("time", self.cpu.as_millis(), FLOOR.cpu.as_millis(), CEILING.cpu.as_millis(), ms);
        range("wall", self.wall.as_millis(), FLOOR.wall.as_millis(), CEILING.wall.as_millis(), ms);
        range("memory", wide(self.memory), wide(FLOOR.memory), wide(CEILING.memory), bytes);
        range("output", wide(self.output), wide(FLOOR.output), wide(CEILING.output), bytes);
        range("processes", self.processes.into(), FLOOR.processes.into(), CEILING.processes.into(), |n| n.to_string());
        range("scratch", wide(self.scratch), wide(FLOOR.scratch), wide(CEILING.scratch), bytes);
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_and_a_year_are_refused_by_name() {
        let year = Duration::from_secs(365 * 24 * 3600);
        let zero = Limits { cpu: Duration::ZERO, memory: Bytes(0), processes: 0, ..Limits::default() };
        let fields = |limits: Limits| -> Vec<_> {
            limits.check().err().unwrap_or_default().into_iter().map(|e| e.field).collect()
        };
        assert_eq!(fields(zero), ["time", "memory", "processes"]);
        assert_eq!(fields(Limits { wall: year, ..Limits::default() }), ["wall"]);
        assert!(fields(Limits::default()).is_empty());
        assert!(fields(FLOOR).is_empty() && fields(CEILING).is_empty());
    }
}
