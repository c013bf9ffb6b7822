//! `make chaos`.

#![allow(clippy::print_stdout, reason = "a program that tests and prints")]

use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use pyjury_chaos::{Plan, run};

/// Run a cluster under load while everything in it is killed and cut off. Needs root, RabbitMQ, Redis
/// and iproute2.
#[derive(Debug, Parser)]
struct Args {
    /// The pyjury to test.
    #[arg(long, value_name = "FILE")]
    pyjury: PathBuf,
    /// Fixes the workload and the faults.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Submissions.
    #[arg(long, default_value_t = 2000)]
    submissions: usize,
    /// Kills of each of gateway, scheduler, worker, RabbitMQ and Redis.
    #[arg(long, default_value_t = 10)]
    kills: usize,
    /// Links cut.
    #[arg(long, default_value_t = 10)]
    cuts: usize,
    /// Seconds that the load lasts.
    #[arg(long, default_value_t = 240)]
    seconds: u64,
    /// Where to copy the logs of all processes and the journal of what was accepted.
    #[arg(long, value_name = "DIR")]
    logs: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> anyhow::Result<std::process::ExitCode> {
    let Args { pyjury, seed, submissions, kills, cuts, seconds, logs } = Args::parse();
    let plan = Plan { binary: pyjury, seed, submissions, kills, cuts, over: Duration::from_secs(seconds), logs };
    let report = run(plan).await?;
    println!("{report}");
    Ok(if report.faults.is_empty() { std::process::ExitCode::SUCCESS } else { std::process::ExitCode::FAILURE })
}
