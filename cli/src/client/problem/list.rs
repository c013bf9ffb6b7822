//! `pyjury problem list`.

use std::process::ExitCode;

use clap::Args;
use pyjury_proto::v1;

use super::connection::Connection;
use super::refused::refused;
use super::{Ended, json};
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
    let mut problems = Vec::new();
    let mut request = v1::ProblemServiceListRequest { page_size: 500, page_token: String::new() };
    loop {
        let page = service.list(request.clone()).await.map_err(refused)?.into_inner();
        problems.extend(page.problems);
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() {
            break;
        }
    }
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
