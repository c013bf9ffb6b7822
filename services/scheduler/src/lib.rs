//! The scheduler: places judgings on workers, fairly, and reconciles what others left behind.
//!
//! - [`policy`] decides: a pure function from state, event and time to actions. Everything that is
//!   clever is there, and none of it can block, fail or be random.
//! - [`leader`] acts: it wins the intake queue, raises the epoch, rebuilds the policy's state from
//!   the store's pending index, feeds it events and carries out its actions. It alone reconciles.
//! - [`run`](fn@run) waits to become the leader, again and again, until it is asked to stop.
//!
//! Nothing here is kept: whatever a scheduler knows it can read again. What it writes carries its
//! epoch, and the store refuses it when another one has raised it since.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod config;
pub mod leader;
pub mod metrics;
pub mod policy;

mod retire;
mod run;
mod turns;
mod work;

pub use config::Config;
pub use metrics::Metrics;
pub use run::{Parts, run};
