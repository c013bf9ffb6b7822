//! `pyjury list`.

use std::process::ExitCode;

use clap::Args;
use pyjury_core::Verdict;
use pyjury_proto::v1;

use super::connection::{Connection, ForWhom};
use super::pages::{List, read};
use super::submit::label;
use super::{Ended, json, show};
use crate::output;

/// List submissions, the newest first.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  pyjury list --problem two-sum --verdict AC --limit 20")]
pub(crate) struct ListArgs {
    /// Only those to this problem: its name or its digest.
    #[arg(long, value_name = "PROBLEM", default_value = "")]
    problem: String,
    /// Only those of this user.
    #[arg(long, default_value = "")]
    user: String,
    /// Only those with this verdict; may be repeated.
    #[arg(long = "verdict", value_name = "VERDICT")]
    verdicts: Vec<Verdict>,
    /// Only those with this label; may be repeated.
    #[arg(long = "label", value_name = "KEY=VALUE", value_parser = label)]
    labels: Vec<(String, String)>,
    /// How many at most.
    #[arg(long, default_value_t = 50)]
    limit: u32,
    /// Go on where a list ended: its next_page_token.
    #[arg(long, value_name = "TOKEN", default_value = "")]
    page: String,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    for_whom: ForWhom,
    #[command(flatten)]
    connection: Connection,
}

/// Lists submissions.
pub(crate) async fn list(args: ListArgs) -> Ended {
    let mut judge = args.connection.judge(&args.for_whom).await?;
    let by_digest = args.problem.starts_with("sha256:");
    let mut request = v1::ListRequest {
        user: args.user,
        verdicts: args.verdicts.into_iter().map(|verdict| v1::Verdict::from(verdict).into()).collect(),
        labels: args.labels.into_iter().collect(),
        ..Default::default()
    };
    *(if by_digest { &mut request.problem_digest } else { &mut request.problem_name }) = args.problem;
    let List { items: found, next_page_token } = read(args.limit, args.page, async |page_size, page_token| {
        let page = judge.list(v1::ListRequest { page_size, page_token, ..request.clone() }).await?.into_inner();
        Ok((page.submissions, page.next_page_token))
    })
    .await?;
    if args.json {
        let submissions: Vec<_> = found.iter().map(json::submission).collect();
        output::json(&serde_json::json!({"submissions": submissions, "next_page_token": next_page_token}))?;
        return Ok(ExitCode::SUCCESS);
    }
    for submission in &found {
        output::line(show::row(submission))?;
    }
    if !next_page_token.is_empty() {
        output::line(format_args!("more with --page {next_page_token}"))?;
    }
    Ok(ExitCode::SUCCESS)
}
