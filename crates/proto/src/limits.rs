//! Limits.

use pyjury_core::{Bytes, Limits};

use crate::{Invalid, time, v1};

impl From<&Limits> for v1::Limits {
    fn from(limits: &Limits) -> Self {
        Self {
            time: Some(time::to_wire(limits.cpu)),
            wall: Some(time::to_wire(limits.wall)),
            memory_bytes: Some(limits.memory.get()),
            output_bytes: Some(limits.output.get()),
            processes: Some(limits.processes),
            scratch_bytes: Some(limits.scratch.get()),
        }
    }
}

/// Fills in defaults and checks floors and ceilings. Every limit that is out of range is named.
impl TryFrom<v1::Limits> for Limits {
    type Error = Vec<Invalid>;

    fn try_from(wire: v1::Limits) -> Result<Self, Vec<Invalid>> {
        let default = Self::default();
        let mut invalid = Vec::new();
        let mut read = |field, wire: Option<prost_types::Duration>, default| match wire {
            None => default,
            Some(wire) => time::duration(field, &wire).unwrap_or_else(|error| {
                invalid.push(error);
                default
            }),
        };
        let cpu = read("time", wire.time, default.cpu);
        let wall = read("wall", wire.wall, Self::wall_for(cpu));
        let limits = Self {
            cpu,
            wall,
            memory: wire.memory_bytes.map_or(default.memory, Bytes),
            output: wire.output_bytes.map_or(default.output, Bytes),
            processes: wire.processes.unwrap_or(default.processes),
            scratch: wire.scratch_bytes.map_or(default.scratch, Bytes),
        };
        if let Err(errors) = limits.check() {
            // A wall limit that only follows from a bad time limit is not a second mistake.
            let stated = |field: &str| field != "wall" || wire.wall.is_some();
            invalid.extend(
                errors
                    .iter()
                    .filter(|error| stated(error.field))
                    .map(|error| Invalid::new(wire_name(error.field), error)),
            );
        }
        if invalid.is_empty() { Ok(limits) } else { Err(invalid) }
    }
}

/// The field's name in the message.
fn wire_name(field: &'static str) -> &'static str {
    match field {
        "memory" => "memory_bytes",
        "output" => "output_bytes",
        "scratch" => "scratch_bytes",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absent_limits_get_defaults() {
        assert_eq!(Limits::try_from(v1::Limits::default()), Ok(Limits::default()));
        let limits = Limits { processes: 7, ..Limits::default() };
        assert_eq!(Limits::try_from(v1::Limits::from(&limits)), Ok(limits));
    }

    #[test]
    fn every_bad_limit_is_named_once() {
        let seconds = |seconds| Some(prost_types::Duration { seconds, nanos: 0 });
        let fields = |wire: v1::Limits| -> Vec<_> {
            Limits::try_from(wire).err().unwrap_or_default().into_iter().map(|invalid| invalid.field).collect()
        };
        let year = 365 * 24 * 3600;
        assert_eq!(fields(v1::Limits { time: seconds(year), ..Default::default() }), ["time"]);
        assert_eq!(fields(v1::Limits { time: seconds(-1), ..Default::default() }), ["time"]);
        let zero = v1::Limits {
            time: seconds(0),
            wall: seconds(0),
            memory_bytes: Some(0),
            output_bytes: Some(0),
            processes: Some(0),
            scratch_bytes: Some(0),
        };
        assert_eq!(fields(zero), ["time", "wall", "memory_bytes", "output_bytes", "processes", "scratch_bytes"]);
    }
}
