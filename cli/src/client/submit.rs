//! `pyjury submit`.

use std::path::PathBuf;
use std::time::SystemTime;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use pyjury_core::duration;
use pyjury_proto::v1;
use pyjury_proto::v1::submit_request::Target;
use tonic::{Code, Status};

use super::connection::{Connection, ForWhom};
use super::patience::patiently;
use super::progress::JsonFlag;
use super::refused::refused;
use super::{Ended, json, sources, watch};
use crate::failure::Failure;
use crate::output;

/// Send a program to be judged.
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  pyjury submit two-sum solution.py --watch\n  pyjury submit two-sum pkg/ --lane contest --label team=7 --json"
)]
pub(crate) struct SubmitArgs {
    /// The problem's name, or its digest (sha256:...).
    problem: String,
    /// Files or folders; the first file is the entry.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// How urgent it is.
    #[arg(long, value_enum, default_value_t = Lane::Interactive)]
    lane: Lane,
    /// A word of your own, to find it by; may be repeated.
    #[arg(long = "label", value_name = "KEY=VALUE", value_parser = label)]
    labels: Vec<(String, String)>,
    /// Don't start it later than this from now, such as 10min.
    #[arg(long, value_name = "TIME", value_parser = duration::parse)]
    deadline: Option<std::time::Duration>,
    /// What the runtime must have beyond what the problem asks for, such as python>=3.12 or qa.
    #[arg(long, value_name = "NAME", default_value = "")]
    runtime: String,
    /// Wait for the verdict and show progress.
    #[arg(long)]
    watch: bool,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    for_whom: ForWhom,
    #[command(flatten)]
    connection: Connection,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Lane {
    Interactive,
    Contest,
    Batch,
}

/// Sends a submission, and follows it where that is asked for.
pub(crate) async fn submit(args: SubmitArgs) -> Ended {
    let files = sources::read(&args.files).map_err(Failure::usage)?;
    let deadline = args.deadline.map(|from_now| prost_types::Timestamp::from(SystemTime::now() + from_now));
    let target = match args.problem.starts_with("sha256:") {
        true => Target::ProblemDigest(args.problem),
        false => Target::ProblemName(args.problem),
    };
    let lane = match args.lane {
        Lane::Interactive => v1::Lane::Interactive,
        Lane::Contest => v1::Lane::Contest,
        Lane::Batch => v1::Lane::Batch,
    };
    let request = v1::SubmitRequest {
        request_id: uuid::Uuid::new_v4().to_string(),
        target: Some(target),
        files,
        runtime: args.runtime,
        lane: lane.into(),
        labels: args.labels.into_iter().collect(),
        deadline,
    };
    let mut judge = args.connection.judge(&args.for_whom).await?;
    let mut told = false;
    // A package that is still being verified is waited for.
    let waits = |status: &Status| {
        if !std::mem::replace(&mut told, true) {
            output::note(format_args!("waiting: {}", status.message()));
        }
    };
    let submitted = patiently(Code::FailedPrecondition, async || judge.submit(request.clone()).await, waits);
    let answer = submitted.await.map_err(refused)?;
    let submission = answer.submission.context("the server answered without a submission")?;
    if args.watch {
        return watch::to_the_end(&mut judge, &submission.submission_id, JsonFlag(args.json)).await;
    }
    if args.json {
        output::json(&json::submission(&submission))?;
    } else {
        output::line(&submission.submission_id)?;
    }
    Ok(std::process::ExitCode::SUCCESS)
}

/// Reads `key=value`.
pub(crate) fn label(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err(format!("expected key=value such as team=7, got {text:?}")),
    }
}
