//! `pyjury audit`.

use std::process::ExitCode;

use clap::Args;
use pyjury_proto::v1;
use serde_json::{Value, json};

use super::Ended;
use super::connection::Connection;
use super::json::moment;
use super::pages::{List, read};
use crate::output;

/// Show who did what beyond their own submissions, the newest first.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  pyjury audit --limit 20\n  pyjury audit --tenant acme --json")]
pub(crate) struct AuditArgs {
    /// Only what is about this tenant [default: your own, for an operator every tenant].
    #[arg(long, default_value = "", hide_default_value = true)]
    tenant: String,
    /// How many lines at most.
    #[arg(long, default_value_t = 50)]
    limit: u32,
    /// Go on where a list ended: its next_page_token.
    #[arg(long, value_name = "TOKEN", default_value = "", hide_default_value = true)]
    page: String,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: Connection,
}

/// Shows the audit log.
pub(crate) async fn audit(args: AuditArgs) -> Ended {
    let mut service = args.connection.audit().await?;
    let List { items: lines, next_page_token } = read(args.limit, args.page, async |page_size, page_token| {
        let request = v1::AuditServiceListRequest { page_size, page_token, tenant: args.tenant.clone() };
        let page = service.list(request).await?.into_inner();
        Ok((page.lines, page.next_page_token))
    })
    .await?;
    if args.json {
        let lines: Vec<_> = lines.iter().map(as_json).collect();
        output::json(&json!({"lines": lines, "next_page_token": next_page_token}))?;
        return Ok(ExitCode::SUCCESS);
    }
    for line in &lines {
        output::line(row(line))?;
    }
    if !next_page_token.is_empty() {
        output::line(format_args!("more with --page {next_page_token}"))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn as_json(line: &v1::AuditLine) -> Value {
    json!({
        "line_id": line.line_id,
        "at": moment(line.at),
        "tenant": line.tenant,
        "actor": {"tenant": line.actor_tenant, "user": line.actor_user, "key_id": line.key_id, "address": line.address},
        "action": action(line.action()),
        "object": line.object,
        "detail": line.detail,
        "outcome": outcome(line.outcome()),
        "reason": line.reason,
    })
}

/// One line: when, who, what, to what, how it ended.
fn row(line: &v1::AuditLine) -> String {
    let at = moment(line.at);
    let (at, action) = (at.as_str().unwrap_or("-"), action(line.action()));
    let v1::AuditLine { actor_tenant, actor_user, object, detail, .. } = line;
    let reason = if line.reason.is_empty() { String::new() } else { format!(": {}", line.reason) };
    let ended = format!("{}{reason}", outcome(line.outcome()));
    let from = if line.address.is_empty() { String::new() } else { format!(" from {}", line.address) };
    format!("{at}  {actor_tenant}/{actor_user}{from}  {action} {object} {detail}  {ended}")
}

const fn action(action: v1::AuditAction) -> &'static str {
    match action {
        v1::AuditAction::Unspecified => "unknown",
        v1::AuditAction::CreateKey => "create_key",
        v1::AuditAction::RevokeKey => "revoke_key",
        v1::AuditAction::UploadProblem => "upload_problem",
        v1::AuditAction::CancelSubmission => "cancel_submission",
        v1::AuditAction::SetWorkerMode => "set_worker_mode",
        v1::AuditAction::ReplayDead => "replay_dead",
        v1::AuditAction::PurgeDead => "purge_dead",
        v1::AuditAction::MarkExported => "mark_exported",
    }
}

const fn outcome(outcome: v1::AuditOutcome) -> &'static str {
    match outcome {
        v1::AuditOutcome::Unspecified => "begun",
        v1::AuditOutcome::Done => "done",
        v1::AuditOutcome::Refused => "refused",
    }
}
