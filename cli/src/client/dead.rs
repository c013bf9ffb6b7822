//! `pyjury dead list|replay|purge`: judgings that were given up.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use pyjury_proto::v1;
use pyjury_proto::v1::dead_selection::Of;
use serde_json::{Value, json};

use super::Ended;
use super::connection::Connection;
use super::pages::read_all;
use super::refused::refused;
use crate::failure::Failure;
use crate::output;

/// See judgings that met too much trouble of ours, judge them again, put them away.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  pyjury dead list\n  pyjury dead replay --all --problem two-sum")]
pub(crate) struct DeadArgs {
    #[command(subcommand)]
    command: DeadCommand,
}

#[derive(Debug, Subcommand)]
enum DeadCommand {
    /// List judgings that were given up: submission, user, problem, what happened.
    List(ListArgs),
    /// Judge submissions again.
    Replay(SelectArgs),
    /// Put judgings away: they are no longer listed. Nothing else changes.
    Purge(SelectArgs),
}

/// Which judgings.
#[derive(Args, Debug)]
struct FilterArgs {
    /// Only those of this user.
    #[arg(long, default_value = "")]
    user: String,
    /// Only those to this problem name.
    #[arg(long, default_value = "")]
    problem: String,
    /// Those of this tenant, or `*` for all: for operators [default: one's own].
    #[arg(long, default_value = "")]
    tenant: String,
}

#[derive(Args, Debug)]
#[command(after_help = "Example:\n  pyjury dead list --user ann --json")]
struct ListArgs {
    #[command(flatten)]
    filter: FilterArgs,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: Connection,
}

#[derive(Args, Debug)]
#[command(after_help = "Example:\n  pyjury dead replay 0192f1a8-3c1e-7d4b-9a63-0f5a1c2d3e4f")]
struct SelectArgs {
    /// The submissions' ids.
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    ids: Vec<String>,
    /// All that the filters below let through.
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    filter: FilterArgs,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: Connection,
}

/// Does what is asked.
pub(crate) async fn dead(args: DeadArgs) -> Ended {
    match args.command {
        DeadCommand::List(args) => list(args).await,
        DeadCommand::Replay(args) => replay(args).await,
        DeadCommand::Purge(args) => purge(args).await,
    }
}

async fn list(args: ListArgs) -> Ended {
    let mut dead = args.connection.dead().await?;
    let filter = v1::DeadFilter::from(args.filter);
    let found = read_all(async |page_size, page_token| {
        let request = v1::DeadServiceListRequest { filter: Some(filter.clone()), page_size, page_token };
        let page = dead.list(request).await?.into_inner();
        Ok((page.judgings, page.next_page_token))
    })
    .await?;
    if args.json {
        output::json(&json!({"judgings": found.iter().map(document).collect::<Vec<_>>()}))?;
        return Ok(ExitCode::SUCCESS);
    }
    for one in &found {
        let target = if one.problem_name.is_empty() { "(inline run)" } else { &one.problem_name };
        output::line(format_args!("{}  {:<20} {target}  {}", one.submission_id, one.user, one.why))?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn replay(args: SelectArgs) -> Ended {
    let mut dead = args.connection.dead().await?;
    let json = args.json;
    let selection = args.selection();
    let answer = dead.replay(v1::DeadServiceReplayRequest { selection }).await.map_err(refused)?.into_inner();
    tell("replayed", "judged again", answer.replayed, &answer.failures, json)
}

async fn purge(args: SelectArgs) -> Ended {
    let mut dead = args.connection.dead().await?;
    let json = args.json;
    let selection = args.selection();
    let answer = dead.purge(v1::DeadServicePurgeRequest { selection }).await.map_err(refused)?.into_inner();
    tell("purged", "put away", answer.purged, &answer.failures, json)
}

/// Tells what was done; what failed makes the command fail.
fn tell(key: &str, words: &str, count: u32, failures: &[v1::DeadFailure], as_json: bool) -> Ended {
    let why = |failure: &v1::DeadFailure| failure.error.as_ref().map_or(String::new(), |error| error.message.clone());
    if as_json {
        let failed: Vec<_> = failures
            .iter()
            .map(|failure| json!({"submission_id": failure.submission_id, "error": why(failure)}))
            .collect();
        output::json(&json!({key: count, "failures": failed}))?;
    } else {
        output::line(format_args!("{count} {words}"))?;
    }
    if failures.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let lines: String = failures.iter().map(|f| format!("\n  {}: {}", f.submission_id, why(f))).collect();
    Err(Failure::usage_words(format_args!("{} were left as they are:{lines}", failures.len())))
}

fn document(one: &v1::DeadJudging) -> Value {
    json!({
        "submission_id": one.submission_id,
        "judging_id": one.judging_id,
        "tenant": one.tenant,
        "user": one.user,
        "problem": one.problem_name,
        "why": one.why,
        "attempts": one.attempts,
        "deaths": one.deaths,
        "faults": one.faults,
        "abandoned_at": super::json::moment(one.abandoned_at),
    })
}

impl From<FilterArgs> for v1::DeadFilter {
    fn from(args: FilterArgs) -> Self {
        Self { tenant: args.tenant, user: args.user, problem_name: args.problem }
    }
}

impl SelectArgs {
    fn selection(self) -> Option<v1::DeadSelection> {
        let of = match self.all {
            true => Of::All(self.filter.into()),
            false => Of::Submissions(v1::DeadSubmissions { submission_ids: self.ids }),
        };
        Some(v1::DeadSelection { of: Some(of) })
    }
}
