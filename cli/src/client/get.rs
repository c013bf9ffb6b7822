//! `pyjury get`.

use std::process::ExitCode;

use clap::Args;
use pyjury_core::CaseResult;
use pyjury_proto::v1;

use super::connection::{Connection, ForWhom};
use super::refused::refused;
use super::{Ended, json, show};
use crate::output;

/// Tell one submission.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  pyjury get 0192f1a8-3c1e-7d4b-9a63-0f5a1c2d3e4f --json")]
pub(crate) struct GetArgs {
    /// The submission's id.
    id: String,
    /// With the contents of its files (shown with --json).
    #[arg(long)]
    files: bool,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    for_whom: ForWhom,
    #[command(flatten)]
    connection: Connection,
}

/// Tells a submission.
pub(crate) async fn get(args: GetArgs) -> Ended {
    let mut judge = args.connection.judge(&args.for_whom).await?;
    let request = v1::GetRequest { submission_id: args.id, include_files: args.files };
    let submission = judge.get(request).await.map_err(refused)?.into_inner().submission.unwrap_or_default();
    if args.json {
        output::json(&json::submission(&submission))?;
        return Ok(ExitCode::SUCCESS);
    }
    output::line(show::row(&submission))?;
    let running = submission.progress.as_ref().map(|progress| progress.cases.as_slice());
    let cases = submission.judgement.as_ref().map(|j| j.cases.as_slice()).or(running).unwrap_or_default();
    for case in cases.iter().filter_map(|case| CaseResult::try_from(case.clone()).ok()) {
        output::line(format_args!("  {}", show::case(&case)))?;
    }
    output::line(show::ending(&submission))?;
    let road = show::road(&submission);
    if !road.is_empty() {
        output::line(format_args!("  {road}"))?;
    }
    Ok(ExitCode::SUCCESS)
}
