//! The one binary of pyjury: the roles of a cluster, the whole cluster in one process, and the tools.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod backend;
mod client;
mod config;
mod failpoint;
mod failure;
mod first_key;
mod local;
mod output;
mod package;
mod place;
mod process;
mod role;
mod runtimes;
mod up;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// A fifth of the processor time of a loaded cluster was in glibc's allocator, which many threads share badly.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A judge for Python.
#[derive(Debug, Parser)]
#[command(name = "pyjury", version, about, max_term_width = 100, disable_help_subcommand = true)]
#[command(
    after_help = "Example:\n  pyjury up --problems problems\n  pyjury submit calculator solution.py --watch\n\nExit codes: 0 success, 1 trouble, 2 bad usage or a bad package, 3 a judging error."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Up(up::UpArgs),
    Gateway(role::gateway::GatewayArgs),
    Scheduler(role::scheduler::SchedulerArgs),
    Worker(role::worker::WorkerArgs),
    Judge(local::judge::Args),
    Run(local::run::Args),
    Verify(local::verify::Args),
    Submit(client::submit::SubmitArgs),
    Watch(client::watch::WatchArgs),
    Get(client::get::GetArgs),
    List(client::list::ListArgs),
    Cancel(client::cancel::CancelArgs),
    Export(client::export::ExportArgs),
    Problem(client::problem::ProblemArgs),
    Key(client::key::KeyArgs),
    Audit(client::audit::AuditArgs),
    Dead(client::dead::DeadArgs),
    Runtime(local::runtime::Args),
    Doctor(local::doctor::DoctorArgs),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let ended = match cli.command {
        Command::Up(args) => up::run(args),
        Command::Gateway(args) => role::gateway::run(args),
        Command::Scheduler(args) => role::scheduler::run(args),
        Command::Worker(args) => role::worker::run(args),
        Command::Judge(args) => local::judge::execute(&args),
        Command::Run(args) => local::run::execute(&args),
        Command::Verify(args) => local::verify::execute(&args),
        Command::Submit(args) => client::run(client::submit::submit(args)),
        Command::Watch(args) => client::run(client::watch::watch(args)),
        Command::Get(args) => client::run(client::get::get(args)),
        Command::List(args) => client::run(client::list::list(args)),
        Command::Cancel(args) => client::run(client::cancel::cancel(args)),
        Command::Export(args) => client::run(client::export::export(args)),
        Command::Problem(args) => client::run(client::problem::problem(args)),
        Command::Key(args) => client::run(client::key::key(args)),
        Command::Audit(args) => client::run(client::audit::audit(args)),
        Command::Dead(args) => client::run(client::dead::dead(args)),
        Command::Runtime(args) => local::runtime::execute(&args),
        Command::Doctor(args) => local::doctor::doctor(&args).map_err(Into::into),
    };
    match ended {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}
