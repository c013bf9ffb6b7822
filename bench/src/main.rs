//! Measurements: what a confined run costs, and what the whole judge takes.
//!
//! Everything is measured in one run and printed as a ratio beside the absolute figure, since machines differ
//! and are shared. Nothing here asserts anything.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a program that measures and prints"
)]

mod fixed;
mod load;
mod modes;
mod node;
mod processor;
mod repeat;
mod sandbox;
mod share;
mod soak;
mod spread;

use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Parser, ValueEnum};
use node::Node;

/// As in the program itself: some of its parts run here.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Measure a confined run, the whole judge under load, and the cluster's own share.
#[derive(Debug, Parser)]
#[command(subcommand_negates_reqs = true)]
struct Args {
    /// A process of a measured cluster; started by the measurement itself.
    #[command(subcommand)]
    node: Option<Node>,
    /// The pyjury to measure.
    #[arg(long, value_name = "FILE", required = true)]
    pyjury: Option<PathBuf>,
    /// Only this.
    #[arg(long, value_enum)]
    only: Option<Part>,
    /// Runs of each program.
    #[arg(long, default_value_t = 300)]
    runs: usize,
    /// Runs of each measurement of repeatability.
    #[arg(long, default_value_t = 200)]
    repeats: usize,
    /// Rounds of each measurement of the Python modes.
    #[arg(long, default_value_t = 15)]
    rounds: usize,
    /// Runs of the soak.
    #[arg(long, default_value_t = 20_000)]
    soak: usize,
    /// Submissions of the load.
    #[arg(long, default_value_t = 1000)]
    submissions: usize,
    /// Submissions in flight.
    #[arg(long, default_value_t = 64)]
    in_flight: usize,
    /// Submissions of each measurement of the cluster's own share under load.
    #[arg(long, default_value_t = 6000)]
    shares: usize,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// A confined run, beside a plain one.
    Sandbox,
    /// The whole judge.
    Load,
    /// The cluster without judging.
    Share,
    /// Whether one program gets the same figures and verdicts every time.
    Repeat,
    /// What the Python modes add to a call, and to a test.
    Modes,
    /// Whether many runs leave anything behind. Only when asked for.
    Soak,
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    if let Some(node) = args.node {
        return runtime.block_on(node::run(node));
    }
    let pyjury = args.pyjury.context("--pyjury is needed")?;
    let wanted = |part| args.only.is_none_or(|only| only == part);
    let cores = std::thread::available_parallelism()?;
    println!("machine: {} cores, {}, kernel {}", cores, std::env::consts::ARCH, kernel());
    if wanted(Part::Sandbox) {
        println!();
        sandbox::measure(args.runs)?;
    }
    if wanted(Part::Repeat) {
        println!();
        repeat::measure(args.repeats)?;
    }
    if wanted(Part::Modes) {
        println!();
        modes::measure(args.rounds)?;
    }
    if args.only == Some(Part::Soak) {
        println!();
        soak::measure(args.soak)?;
    }
    if wanted(Part::Load) {
        println!();
        runtime.block_on(load::measure(&pyjury, cores.get(), args.submissions, args.in_flight))?;
    }
    if wanted(Part::Share) {
        println!();
        runtime.block_on(share::measure(&pyjury, args.runs, args.shares, args.in_flight))?;
    }
    Ok(())
}

fn kernel() -> String {
    std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default().trim().to_owned()
}
