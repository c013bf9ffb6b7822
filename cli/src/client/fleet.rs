//! `pyjury worker list|cordon|drain|resume`: the workers of a running cluster, for its operator.

use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use clap::{Args, Subcommand};
use pyjury_core::worker::{Standing, WorkerMode};
use pyjury_core::{Calibration, duration};
use pyjury_proto::{to_millis, v1};
use serde_json::{Value, json};

use super::Ended;
use super::connection::Connection;
use super::refused::refused;
use crate::output;

/// What an operator does with workers.
#[derive(Debug, Subcommand)]
pub(crate) enum WorkerCommand {
    /// List the workers: name, id, mode and why, slots in use, when it was heard of.
    List(ListArgs),
    /// Let a worker take nothing new, because it is in doubt.
    Cordon(ModeArgs),
    /// Let a worker finish what it runs and take nothing new.
    Drain(ModeArgs),
    /// Let a worker take jobs again.
    Resume(ResumeArgs),
}

/// Which workers: all.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  pyjury worker list --json")]
pub(crate) struct ListArgs {
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: Connection,
}

/// Which worker, and why.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  pyjury worker drain node-7 --reason 'kernel update'")]
pub(crate) struct ModeArgs {
    /// The worker's name. It holds for whoever bears it, also after a restart.
    name: String,
    /// Why, for whoever looks at the list.
    #[arg(long, default_value = "")]
    reason: String,
    #[command(flatten)]
    rest: AnswerArgs,
}

/// Which worker.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  pyjury worker resume node-7")]
pub(crate) struct ResumeArgs {
    /// The worker's name.
    name: String,
    #[command(flatten)]
    rest: AnswerArgs,
}

/// How to answer, and whom to ask.
#[derive(Args, Debug)]
pub(crate) struct AnswerArgs {
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: Connection,
}

/// Does what is asked.
pub(crate) async fn command(command: WorkerCommand) -> Ended {
    match command {
        WorkerCommand::List(args) => list(args).await,
        WorkerCommand::Cordon(args) => set(args.name, WorkerMode::Cordoned, args.reason, args.rest).await,
        WorkerCommand::Drain(args) => set(args.name, WorkerMode::Draining, args.reason, args.rest).await,
        WorkerCommand::Resume(args) => set(args.name, WorkerMode::Ready, String::new(), args.rest).await,
    }
}

async fn set(name: String, mode: WorkerMode, reason: String, rest: AnswerArgs) -> Ended {
    let mut fleet = rest.connection.fleet().await?;
    let request =
        v1::FleetServiceSetModeRequest { name: name.clone(), mode: v1::WorkerMode::from(mode).into(), reason };
    fleet.set_mode(request).await.map_err(refused)?;
    if rest.json {
        output::json(&json!({"name": name, "wanted": mode.name()}))?;
    } else {
        output::line(format_args!("{name} is to be {mode}; it learns it with its next heartbeat"))?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn list(args: ListArgs) -> Ended {
    let mut fleet = args.connection.fleet().await?;
    let workers = fleet.list(v1::FleetServiceListRequest {}).await.map_err(refused)?.into_inner().workers;
    let now = SystemTime::now();
    if args.json {
        let workers: Vec<_> = workers.iter().map(|worker| document(worker, now)).collect();
        output::json(&json!({"workers": workers}))?;
        return Ok(ExitCode::SUCCESS);
    }
    for worker in &workers {
        output::line(row(worker, now))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// One line: name, id, mode and why, slots in use, heard.
fn row(worker: &v1::Worker, now: SystemTime) -> String {
    let is = standing(worker.standing.as_ref());
    let wanted = worker.wanted.as_ref().map(|wanted| standing(Some(wanted)));
    let id = if worker.worker_id.is_empty() { "-" } else { &worker.worker_id };
    let mode = match (&wanted, worker.worker_id.is_empty()) {
        (Some(wanted), true) => format!("none ({} wanted)", wanted.mode),
        (Some(wanted), false) if wanted.mode != is.mode => format!("{} ({} wanted)", is.mode, wanted.mode),
        _ => is.mode.to_string(),
    };
    let heard = heard(worker, now).map_or_else(|| "-".to_owned(), |age| format!("{} ago", duration::format(age)));
    let why = match wanted.filter(|wanted| !wanted.reason.is_empty() && wanted.mode != is.mode) {
        Some(wanted) => wanted.reason,
        None => is.reason,
    };
    let line =
        format!("{:<20} {id:<36} {mode:<12} {}/{} slots  heard {heard}  {why}", worker.name, worker.busy, worker.slots);
    line.trim_end().to_owned()
}

fn document(worker: &v1::Worker, now: SystemTime) -> Value {
    let is = standing(worker.standing.as_ref());
    let wanted = worker.wanted.as_ref().map(|wanted| standing(Some(wanted)));
    let lives = !worker.worker_id.is_empty();
    json!({
        "name": worker.name,
        "worker_id": lives.then_some(&worker.worker_id),
        "mode": lives.then_some(is.mode.name()),
        "reason": is.reason,
        "wanted": wanted.as_ref().map(|wanted| wanted.mode.name()),
        "wanted_reason": wanted.as_ref().map(|wanted| &wanted.reason),
        "wanted_by": wanted.as_ref().map(|_| &worker.wanted_by),
        "slots": worker.slots,
        "busy": worker.busy,
        "attempts": worker.attempts,
        "version": worker.version,
        "runtimes": worker.runtimes,
        "owner": worker.owner,
        "calibration": worker.calibration.clone().and_then(|found| Calibration::try_from(found).ok()),
        "heard_ago_ms": heard(worker, now).map(|age| u64::try_from(age.as_millis()).unwrap_or(u64::MAX)),
    })
}

fn standing(wire: Option<&v1::WorkerStanding>) -> Standing {
    wire.map(v1::WorkerStanding::to_core).unwrap_or_default()
}

/// How long ago it was heard of, to the second: the clocks of two hosts are compared.
fn heard(worker: &v1::Worker, now: SystemTime) -> Option<Duration> {
    let ms = to_millis("heard_at", worker.heard_at.as_ref()?).ok()?;
    let age = now.duration_since(SystemTime::UNIX_EPOCH + Duration::from_millis(ms)).unwrap_or_default();
    Some(Duration::from_secs(age.as_secs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn a_line_says_what_is_and_what_is_wanted() {
        let wire =
            |mode: v1::WorkerMode, reason: &str| Some(v1::WorkerStanding { mode: mode.into(), reason: reason.into() });
        let mut worker = v1::Worker {
            name: "node-7".into(),
            worker_id: "0192f1a8-3c1e-7d4b-9a63-0f5a1c2d3e4f".into(),
            standing: wire(v1::WorkerMode::Ready, ""),
            slots: 4,
            busy: 1,
            heard_at: Some(pyjury_proto::from_millis(90_000)),
            ..v1::Worker::default()
        };
        let line = row(&worker, at(95));
        assert!(line.contains(" ready ") && line.ends_with("1/4 slots  heard 5s ago"), "{line}");
        worker.wanted = wire(v1::WorkerMode::Draining, "kernel update");
        let line = row(&worker, at(95));
        assert!(line.contains("ready (draining wanted)") && line.ends_with("kernel update"), "{line}");
        worker.standing = wire(v1::WorkerMode::Cordoned, "the canary");
        worker.wanted = None;
        assert!(row(&worker, at(95)).ends_with("the canary"));
        let gone =
            v1::Worker { name: "node-8".into(), wanted: wire(v1::WorkerMode::Cordoned, "slow"), ..Default::default() };
        let line = row(&gone, at(95));
        assert!(line.contains("none (cordoned wanted)") && line.contains("heard -"), "{line}");
        assert_eq!(document(&gone, at(95))["mode"], Value::Null);
    }
}
