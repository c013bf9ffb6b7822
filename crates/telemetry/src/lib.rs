//! What every part of pyjury tells about itself, and how it is asked to stop.
//!
//! - [`logging::init`] sends tracing events to stderr, as text or as JSON lines;
//! - [`http::serve`] answers `/metrics`, `/healthz` and `/readyz`;
//! - [`build_info::register`] tells which version runs;
//! - [`shutdown::on_signals`] turns SIGTERM and SIGINT into a [`CancellationToken`].
//!
//! Each crate has a `Metrics` struct whose `register(&Registry)` adds it to the registry of its
//! process. Names are `pyjury_<part>_<noun>_<unit>[_total]`, and labels come from closed sets:
//! verdicts, lanes, states, never ids, users or problems.

pub mod build_info;
pub mod http;
pub mod logging;
pub mod readiness;
pub mod shutdown;

pub use http::ServeError;
pub use logging::{LogError, LogFormat};
pub use prometheus::Registry;
pub use readiness::Readiness;
pub use tokio_util::sync::CancellationToken;
