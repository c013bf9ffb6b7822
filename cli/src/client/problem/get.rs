//! `pyjury problem get`.

use std::process::ExitCode;

use clap::Args;
use pyjury_proto::v1;
use pyjury_proto::v1::problem_service_get_request::Key;

use super::connection::Connection;
use super::refused::refused;
use super::{Ended, json};
use crate::output;

/// Tell one problem.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  pyjury problem get two-sum --json")]
pub(crate) struct GetArgs {
    /// The problem's name, or its digest (sha256:...).
    problem: String,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: Connection,
}

/// Tells a problem.
pub(crate) async fn get(args: GetArgs) -> Ended {
    let mut problems = args.connection.problems().await?;
    let key = match args.problem.starts_with("sha256:") {
        true => Key::Digest(args.problem),
        false => Key::Name(args.problem),
    };
    let request = v1::ProblemServiceGetRequest { key: Some(key) };
    let problem = problems.get(request).await.map_err(refused)?.into_inner().problem.unwrap_or_default();
    if args.json {
        output::json(&json::problem(&problem))?;
    } else {
        output::line(super::row(&problem))?;
        output::line(&problem.digest)?;
        if !problem.report.is_empty() {
            output::line(&problem.report)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
