//! The client of a running cluster: one command per file.

pub(crate) mod audit;
pub(crate) mod cancel;
pub(crate) mod connection;
pub(crate) mod dead;
pub(crate) mod export;
pub(crate) mod fleet;
pub(crate) mod follow;
pub(crate) mod get;
pub(crate) mod json;
pub(crate) mod key;
pub(crate) mod list;
pub(crate) mod pages;
pub(crate) mod patience;
pub(crate) mod problem;
pub(crate) mod progress;
pub(crate) mod refused;
pub(crate) mod show;
pub(crate) mod sources;
pub(crate) mod submit;
pub(crate) mod tls;
pub(crate) mod watch;

use std::future::Future;
use std::process::ExitCode;

use anyhow::Context as _;

use crate::failure::Failure;

/// How a command ended.
pub(crate) type Ended = Result<ExitCode, Failure>;

/// Runs a client command. One thread is plenty for one connection.
pub(crate) fn run(command: impl Future<Output = Ended>) -> Ended {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().context("can't start the async runtime")?;
    runtime.block_on(command)
}
