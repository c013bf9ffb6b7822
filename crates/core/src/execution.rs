//! Measured facts of one process tree of a run. No opinion: that is [`decide`](fn@crate::decide).

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{Bytes, duration};

/// What happened to one process of a plan, and to every process that it started.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Execution {
    /// How the main process ended. `None` when the run was ended before the process could be started.
    pub exit: Option<Exit>,
    /// The limit or rule that made the keeper end the run; `None` when it ended by itself.
    pub breach: Option<Breach>,
    /// What the tree used.
    pub usage: Usage,
    /// What was written to stdout.
    pub stdout: Capture,
    /// What was written to stderr.
    pub stderr: Capture,
    /// System calls that the policy refused and counted, by name, in order of first sight.
    pub denied: Vec<DeniedCall>,
    /// When this process ended relative to the others of its plan: 0 for the first to end.
    pub end_order: u32,
}

/// How a process ended, as wait(2) told its parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exit {
    /// It exited with this code.
    Code(i32),
    /// This signal ended it.
    Signal(i32),
}

/// Why the keeper ended a run. A fact that the keeper records when it acts; it is never deduced
/// from SIGKILL.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Breach {
    /// The tree used up its CPU time.
    Cpu,
    /// The wall-clock limit passed while the tree was computing.
    Wall,
    /// The wall-clock limit passed while the tree was waiting: it used next to no CPU time in the
    /// last half of it.
    Idle,
    /// The kernel refused the tree more memory and killed in it.
    Memory,
    /// Too many bytes were written to stdout or stderr.
    Output,
    /// A system call that the policy answers with death.
    Syscall {
        /// The call's name, such as `ptrace`.
        name: String,
    },
    /// More refused system calls than the keeper answers.
    SyscallFlood {
        /// The name of the call that was one too many.
        name: String,
    },
    /// Another process of the same plan ended in a way that ends them all.
    Peer,
    /// Somebody cancelled the run.
    Cancelled,
}

/// What a process tree used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// User and system time of the whole tree since the submission's first instruction.
    #[serde(with = "duration::millis", rename = "cpu_time_ms")]
    pub cpu: Duration,
    /// Wall-clock time since the submission's first instruction.
    #[serde(with = "duration::millis", rename = "wall_time_ms")]
    pub wall: Duration,
    /// The most memory that the tree held at once.
    #[serde(rename = "memory_bytes")]
    pub memory: Bytes,
    /// What memory was used for when the keeper saw most of it in use; `None` when the run was over before it looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split: Option<MemorySplit>,
    /// The most tasks that lived at once, where the kernel counts them.
    pub processes: Option<u32>,
    /// How often the kernel refused the tree another task.
    pub refused_tasks: u64,
}

/// What memory was used for. The three are of one moment, so they are at most the peak together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MemorySplit {
    /// Heaps, stacks and other pages of no file.
    #[serde(rename = "anonymous_bytes")]
    pub anonymous: Bytes,
    /// Pages of files: those of the scratch space, files in memory, and such files of the host as nobody had read.
    #[serde(rename = "file_bytes")]
    pub file: Bytes,
    /// What the kernel holds for the run: page tables, stacks, sockets, pipes.
    #[serde(rename = "kernel_bytes")]
    pub kernel: Bytes,
}

impl MemorySplit {
    /// All of it.
    pub fn total(self) -> Bytes {
        Bytes(self.anonymous.get() + self.file.get() + self.kernel.get())
    }
}

impl Usage {
    /// The larger of each figure.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        Self {
            cpu: self.cpu.max(other.cpu),
            wall: self.wall.max(other.wall),
            memory: self.memory.max(other.memory),
            split: [self.split, other.split].into_iter().flatten().max_by_key(|split| split.total()),
            processes: self.processes.max(other.processes),
            refused_tasks: self.refused_tasks.max(other.refused_tasks),
        }
    }
}

/// The kept part of what a process wrote to one descriptor: the beginning and the end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capture {
    /// The first bytes.
    pub head: Vec<u8>,
    /// The last bytes, when more was written than `head` holds.
    pub tail: Vec<u8>,
    /// How many bytes were read from the process in all.
    pub total: u64,
}

impl Capture {
    /// The bytes between head and tail that were not kept.
    pub fn dropped(&self) -> u64 {
        self.total.saturating_sub((self.head.len() + self.tail.len()) as u64)
    }

    /// Head and tail together; with a line that says how much is missing between them, if anything.
    pub fn joined(&self) -> Vec<u8> {
        let mut all = self.head.clone();
        match self.dropped() {
            0 => {}
            n => all.extend_from_slice(format!("\n[{n} bytes dropped]\n").as_bytes()),
        }
        all.extend_from_slice(&self.tail);
        all
    }
}

/// A system call that the policy refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeniedCall {
    /// The call's name.
    pub name: String,
    /// How often it was tried.
    pub count: u64,
}
