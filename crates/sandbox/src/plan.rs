//! The processes of one run and how they are connected.

use std::sync::Arc;

use pyjury_core::Limits;
use serde::{Deserialize, Serialize};

use crate::policy::Policy;

/// One run: one or more process trees, each confined on its own, started together. The run is over when
/// every process has ended; a process that breaches a limit ends the others
/// ([`Breach::Peer`](pyjury_core::Breach::Peer)).
#[derive(Clone, Debug)]
pub struct Plan {
    /// The processes; executions come back in the same order.
    pub processes: Vec<Process>,
}

/// One process tree of a plan. It gets namespaces, a uid, cgroups, a filter and limits of its own.
#[derive(Clone, Debug)]
pub struct Process {
    /// What the run may see and call.
    pub policy: Arc<Policy>,
    /// The program and its arguments. The program is an absolute path inside the sandbox.
    pub argv: Vec<String>,
    /// Environment variables beside those of the policy.
    pub env: Vec<(String, String)>,
    /// Files placed into the working folder (`/box`) before the start.
    pub files: Vec<PlacedFile>,
    /// Where stdin comes from.
    pub stdin: Input,
    /// Where stdout goes.
    pub stdout: Output,
    /// How much of stderr is kept: head and tail, half of this each.
    pub keep_stderr: usize,
    /// What the process may use.
    pub limits: Limits,
    /// What to read back from the working folder after the end.
    pub collect: Vec<Collect>,
    /// Whether the program marks its own start (the Python bootstrap does): then CPU and wall time
    /// count from the mark, otherwise from the exec.
    pub start: Start,
    /// The process judges the others: when it exits with anything but this code, the others are
    /// ended as [`Breach::Peer`](pyjury_core::Breach::Peer). `None`: its end leaves them alone.
    pub ends_plan_unless: Option<i32>,
}

/// From when time counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// From the exec of the program.
    Exec,
    /// From the moment that the bootstrap closes descriptor [`MARK_FD`].
    Mark,
}

/// The descriptor on which a bootstrap marks that the submission starts now: it writes one byte and
/// closes it before it runs anything that isn't ours.
pub const MARK_FD: i32 = 3;

/// A file to place into the working folder.
#[derive(Clone, Debug)]
pub struct PlacedFile {
    /// A relative path of plain components; folders are made as needed. A path that ends in `/` is
    /// an empty folder.
    pub path: String,
    /// The bytes.
    pub content: Arc<[u8]>,
    /// Who may change it.
    pub access: Access,
}

/// Who may change a placed file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Access {
    /// The program can read it.
    ReadOnly,
    /// The program owns it.
    Writable,
    /// The program can read and execute it.
    Executable,
}

/// Where a process's stdin comes from.
#[derive(Clone, Debug)]
pub enum Input {
    /// These bytes, then end of file.
    Bytes(Arc<[u8]>),
    /// The stdout of the process with this index in the plan. The keeper relays and counts.
    Peer(usize),
}

/// Where a process's stdout goes.
#[derive(Clone, Debug)]
pub enum Output {
    /// Kept: the first `head` bytes and the last `tail` bytes.
    Keep {
        /// Bytes kept from the beginning.
        head: usize,
        /// Bytes kept from the end, once the head is full.
        tail: usize,
    },
    /// Relayed to the process that names this one as its [`Input::Peer`]; the first `head` bytes are kept too.
    Relay {
        /// Bytes kept from the beginning.
        head: usize,
    },
}

/// What to read back after the run.
#[derive(Clone, Debug)]
pub enum Collect {
    /// A file. It is opened without following any link, and only a regular file is read.
    File {
        /// A relative path in the working folder.
        path: String,
        /// The most bytes that are read; a larger file is cut and marked.
        max: u64,
    },
    /// All of the working folder: see [`Left`](crate::left::Left).
    Tree {
        /// The most bytes that are read, of all files together.
        max: u64,
        /// The most entries that are looked at, folders among them.
        entries: usize,
    },
}

impl Collect {
    /// A file of at most `max` bytes.
    pub fn file(path: impl Into<String>, max: u64) -> Self {
        Self::File { path: path.into(), max }
    }
}
