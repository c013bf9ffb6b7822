//! `pyjury problem list`.

use std::process::ExitCode;

use clap::Args;
use pyjury_proto::v1;

use super::connection::Connection;
use super::{Ended, json};
use crate::client::pages::read_all;
use crate::output;

/// List the problems, by name.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  pyjury problem list --json")]
pub(crate) struct ListArgs {
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: Connection,
}

/// Lists problems.
pub(crate) async fn list(args: ListArgs) -> Ended {
    let mut service = args.connection.problems().await?;
    let problems = read_all(async |page_size, page_token| {
        let page = service.list(v1::ProblemServiceListRequest { page_size, page_token }).await?.into_inner();
        Ok((page.problems, page.next_page_token))
    })
    .await?;
    if args.json {
        let problems: Vec<_> = problems.iter().map(json::problem).collect();
        output::json(&serde_json::json!({ "problems": problems }))?;
        return Ok(ExitCode::SUCCESS);
    }
    for problem in &problems {
        output::line(super::row(problem))?;
    }
    Ok(ExitCode::SUCCESS)
}
