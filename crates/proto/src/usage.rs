//! What was used.

use pyjury_core::{Bytes, MemorySplit, Usage};

use crate::{Invalid, time, v1};

impl From<&Usage> for v1::Usage {
    fn from(usage: &Usage) -> Self {
        Self {
            cpu_time: Some(time::to_wire(usage.cpu)),
            wall_time: Some(time::to_wire(usage.wall)),
            memory_bytes: usage.memory.get(),
            processes: usage.processes,
            refused_tasks: usage.refused_tasks,
            memory_split: usage.split.map(|split| v1::MemorySplit {
                anonymous_bytes: split.anonymous.get(),
                file_bytes: split.file.get(),
                kernel_bytes: split.kernel.get(),
            }),
        }
    }
}

impl TryFrom<v1::Usage> for Usage {
    type Error = Invalid;

    fn try_from(wire: v1::Usage) -> Result<Self, Invalid> {
        Ok(Self {
            cpu: time::duration_or_zero("cpu_time", wire.cpu_time.as_ref())?,
            wall: time::duration_or_zero("wall_time", wire.wall_time.as_ref())?,
            memory: Bytes(wire.memory_bytes),
            processes: wire.processes,
            refused_tasks: wire.refused_tasks,
            split: wire.memory_split.map(|split| MemorySplit {
                anonymous: Bytes(split.anonymous_bytes),
                file: Bytes(split.file_bytes),
                kernel: Bytes(split.kernel_bytes),
            }),
        })
    }
}
