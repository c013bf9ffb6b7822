//! Runs a [`Plan`] confined and returns facts.
//!
//! # Theory of operation
//!
//! A [`Slot`] is a uid range, a cgroup and a *launcher*: a small single-threaded process that this
//! crate starts from a sealed memory file. For every process of a plan
//!
//! 1. the **keeper** ([`Slot::run`], the calling thread) makes pipes, takes a cgroup that is verified to be as good
//!    as new, and hands the launcher a request;
//! 2. the **launcher** clones a child into new pid and mount namespaces; network, ipc and uts namespaces it has made
//!    ahead, and so it has the minimal read-only root;
//! 3. that child is **init**, PID 1 of the run: it pivots into the root, makes the scratch space, places the files,
//!    clones the program's process, gives up its own privileges and reaps;
//! 4. the **program's process** enters the cgroup, gives up every privilege, loads the system-call
//!    filters, sends the keeper the descriptor on which refused calls are told, and execs;
//! 5. the keeper pumps the pipes, watches CPU time, wall clock, memory, output and refused calls, and
//!    ends the run by killing init, which takes the whole pid namespace with it.
//!
//! What ended a run is what the keeper recorded when it acted. Nothing is deduced from a signal.
//!
//! [`SandboxError`] is always the host's fault, never the program's: that is an
//! [`Execution`](pyjury_core::Execution).
//!
//! `unsafe` is confined to `sys`, thin wrappers of system calls, and to what happens around a process's start: the hook
//! that turns a fresh copy of this executable into a launcher before `main`, and the signals that it resets
//! ([`launcher`]).

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod cancel;
mod capture;
mod cgroup;
mod clock;
pub mod doctor;
mod ends;
mod error;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
pub mod guard;
mod host;
mod ids;
mod keeper;
pub mod launcher;
pub mod left;
mod locks;
mod memory;
mod pipes;
pub mod plan;
pub mod policy;
mod run;
pub mod seccomp;
mod slot;
mod sockets;
mod steps;
#[allow(unsafe_code, reason = "system calls, each with its argument for safety")]
mod sys;
mod tree;

pub use cancel::Canceller;
pub use error::SandboxError;
pub use host::Host;
pub use plan::{Plan, Process};
pub use policy::Policy;
pub use run::{Collected, Outcome};
pub use slot::{Slot, SlotConfig};
pub use steps::{Steps, Tally};
