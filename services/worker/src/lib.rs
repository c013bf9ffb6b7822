//! The worker: runs attempts on slots.
//!
//! A worker runs hostile code, so it holds no store credentials: all that it learns and says about a
//! judging goes through the narrow internal service, and each call names the attempt.
//!
//! - Its own queue brings [`Job`]s, one for each free slot. An attempt (`attempt.rs`) is started, its
//!   package fetched (`packages.rs`), judged by the [`Executor`], and handed in. The executor that
//!   ships, [`Sandboxed`], is `pyjury-grade` in the sandbox of this host, on slots of its own.
//! - A lease (`lease.rs`) says how long an attempt is ours, counted from the *sending* of the last
//!   confirmed renewal (`heartbeat.rs`). When it ends, the run is killed: another worker may have it.
//! - Its control queue, and the answer of each renewal, name attempts that are no longer valid.
//! - Whether it takes jobs is decided by three (`standing.rs`): whoever ends the process, an operator,
//!   and the worker itself, when its host fails the canary (`canary.rs`) or isn't as fast as it was when it was
//!   calibrated (`drift.rs`).
//! - Told to stop it takes no more jobs, lets the running ones end, and gives back what doesn't.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod attempt;
mod canary;
mod config;
mod drift;
mod executor;
mod heartbeat;
mod held;
mod lease;
mod metrics;
mod packages;
mod service;
mod standing;
mod steal;
mod upstream;
mod worker;

#[cfg(doc)]
use pyjury_queue::Job;

pub use config::{Config, Fairness};
pub use executor::{Executor, Judged, OpenError, Order, Progress, Sandboxed, Unsound, Verification, Work};
pub use metrics::Metrics;
pub use service::{Parts, RunError, run};
