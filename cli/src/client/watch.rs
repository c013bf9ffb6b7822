//! `pyjury watch`.

use std::process::ExitCode;

use clap::Args;
use pyjury_proto::v1;
use pyjury_proto::v1::judge_service_client::JudgeServiceClient;

use super::connection::{Authorized, Connection, ForWhom};
use super::follow::follow;
use super::progress::{JsonFlag, Progress};
use super::{Ended, json, show};
use crate::{failure, output};

/// Follow a submission until it is judged.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  pyjury watch 0192f1a8-3c1e-7d4b-9a63-0f5a1c2d3e4f")]
pub(crate) struct WatchArgs {
    /// The submission's id, as submit printed it.
    id: String,
    /// Print one JSON document at the end, and nothing before.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    for_whom: ForWhom,
    #[command(flatten)]
    connection: Connection,
}

/// Follows a submission.
pub(crate) async fn watch(args: WatchArgs) -> Ended {
    let mut judge = args.connection.judge(&args.for_whom).await?;
    to_the_end(&mut judge, &args.id, JsonFlag(args.json)).await
}

/// Follows a submission to its end and prints it. A judging error is exit code 3.
pub(crate) async fn to_the_end(judge: &mut JudgeServiceClient<Authorized>, id: &str, as_json: JsonFlag) -> Ended {
    let submission = follow(judge, id, &Progress::new(as_json)).await?;
    if as_json.0 {
        output::json(&json::submission(&submission))?;
    } else {
        output::line(show::ending(&submission))?;
    }
    Ok(exit_code(&submission))
}

/// 3 for a judging error, 0 for any other verdict.
pub(crate) fn exit_code(submission: &v1::Submission) -> ExitCode {
    let verdict = submission.judgement.as_ref().map(v1::Judgement::verdict);
    if verdict == Some(v1::Verdict::Je) || submission.state() == v1::JudgingState::Abandoned {
        return failure::judging_error();
    }
    ExitCode::SUCCESS
}
