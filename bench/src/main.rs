//! Measurements: what a confined run costs, and what the whole judge takes.
//!
//! Everything is measured in one run and printed as a ratio beside the absolute figure, since machines differ
//! and are shared. Nothing here asserts anything.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a program that measures and prints")]

mod load;
mod sandbox;
mod spread;

use std::path::PathBuf;

use clap::Parser;

/// Measure a confined run, and the whole judge under load.
#[derive(Debug, Parser)]
struct Args {
    /// The pyjury to measure.
    #[arg(long, value_name = "FILE")]
    pyjury: PathBuf,
    /// Runs of each program.
    #[arg(long, default_value_t = 300)]
    runs: usize,
    /// Submissions of the load.
    #[arg(long, default_value_t = 1000)]
    submissions: usize,
    /// Submissions in flight.
    #[arg(long, default_value_t = 64)]
    in_flight: usize,
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let cores = std::thread::available_parallelism()?;
    println!("machine: {} cores, {}, kernel {}", cores, std::env::consts::ARCH, kernel());
    println!();
    sandbox::measure(args.runs)?;
    println!();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(load::measure(&args.pyjury, cores.get(), args.submissions, args.in_flight))
}

fn kernel() -> String {
    std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default().trim().to_owned()
}
