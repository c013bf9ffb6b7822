//! The worker: runs attempts on slots.
//!
//! A worker runs hostile code, so it holds no store credentials: all that it learns and says about a
//! judging goes through the narrow internal service, and each call names the attempt.
//!
//! - Its own queue brings [`Job`]s, one for each free slot. An attempt (`attempt.rs`) is started, its
//!   package fetched (`packages.rs`), judged by `pyjury-grade` on a blocking thread, and handed in.
//! - A lease (`lease.rs`) says how long an attempt is ours, counted from the *sending* of the last
//!   confirmed renewal (`heartbeat.rs`). When it ends, the run is killed: another worker may have it.
//! - Its control queue, and the answer of each renewal, name attempts that are no longer valid.
//! - Told to stop it takes no more jobs, lets the running ones end, and gives back what doesn't.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod attempt;
mod config;
mod heartbeat;
mod held;
mod lease;
mod metrics;
mod packages;
mod service;
mod slots;
mod upstream;
mod worker;

#[cfg(doc)]
use pyjury_queue::Job;

pub use config::Config;
pub use metrics::Metrics;
pub use service::{RunError, run};
