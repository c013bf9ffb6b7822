//! `pyjury problem`: the packages that a server keeps.

mod get;
mod list;
mod upload;

use clap::{Args, Subcommand};

use super::{Ended, connection, follow, json, progress, refused};

/// Upload, list and tell problem packages.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  pyjury problem upload problems/two-sum\n  pyjury problem list")]
pub(crate) struct ProblemArgs {
    #[command(subcommand)]
    command: ProblemCommand,
}

#[derive(Debug, Subcommand)]
enum ProblemCommand {
    Upload(upload::UploadArgs),
    List(list::ListArgs),
    Get(get::GetArgs),
}

/// Does what is asked.
pub(crate) async fn problem(args: ProblemArgs) -> Ended {
    match args.command {
        ProblemCommand::Upload(args) => upload::upload(args).await,
        ProblemCommand::List(args) => list::list(args).await,
        ProblemCommand::Get(args) => get::get(args).await,
    }
}

/// One line: name, digest, state, mode, cases, title.
fn row(problem: &pyjury_proto::v1::Problem) -> String {
    format!(
        "{:<24} {} {:<8} {} {} cases  {}",
        problem.name,
        problem.digest.get(..19).unwrap_or(&problem.digest),
        json::package_state(problem.state()),
        problem.mode,
        problem.case_count,
        problem.title
    )
}
