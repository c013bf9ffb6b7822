//! `pyjury export`: contest results into a file, after which they no longer have to stay.

mod file;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use futures::{StreamExt as _, stream};
use pyjury_proto::v1;
use pyjury_proto::v1::judge_service_client::JudgeServiceClient;
use tonic::{Code, Response, Status};

use self::file::NewFile;
use super::connection::{Authorized, Connection, ForWhom};
use super::pages::read_all;
use super::patience::patiently;
use super::refused::refused;
use super::submit::label;
use super::{Ended, json};
use crate::failure::Failure;
use crate::output;

/// Write the ended submissions of the contest lane to a file, whole, and mark them as exported.
///
/// Until then the server keeps them for ever, from then on for --keep-contest. The file has one JSON object a
/// line, in order of arrival, as `pyjury get --files --json` prints it, and only its owner may read it. It is
/// on the disk before anything is marked. What was exported before is written too, while it is there.
/// Marking needs the role admin.
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  pyjury export --output final.jsonl --label contest=final\n  pyjury export --output look.jsonl --problem two-sum --user ann --keep"
)]
pub(crate) struct ExportArgs {
    /// The file to write. It must not be there yet.
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
    /// Only those to this problem: its name or its digest.
    #[arg(long, value_name = "PROBLEM", default_value = "", hide_default_value = true)]
    problem: String,
    /// Only those of this user.
    #[arg(long, default_value = "", hide_default_value = true)]
    user: String,
    /// Only those with this label; may be repeated.
    #[arg(long = "label", value_name = "KEY=VALUE", value_parser = label)]
    labels: Vec<(String, String)>,
    /// Mark nothing: the submissions stay until another export.
    #[arg(long)]
    keep: bool,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: Connection,
}

/// Most submissions of one call that marks.
const MOST_MARKED: usize = 500;

/// How many are read at once: each may be large.
const AT_ONCE: usize = 4;

type Judge = JudgeServiceClient<Authorized>;

/// What there is.
struct Listed {
    /// Ended, the newest first.
    ended: Vec<String>,
    /// How many have not ended.
    not_ended: usize,
}

/// What was marked.
#[derive(Default)]
struct Marked {
    count: u32,
    not_ended: Vec<String>,
    failures: Vec<v1::ExportFailure>,
}

/// Exports what has ended.
pub(crate) async fn export(args: ExportArgs) -> Ended {
    let mut file = NewFile::beside(&args.output)?;
    // As somebody else one would see that user's only, and mark nothing.
    let judge = args.connection.judge(&ForWhom::default()).await?;
    let Listed { mut ended, mut not_ended } = list(&judge, request(&args)).await?;
    ended.reverse();
    let mut written = Vec::with_capacity(ended.len());
    let whole = stream::iter(ended).map(|id| get(&judge, id)).buffered(AT_ONCE);
    let mut whole = std::pin::pin!(whole);
    while let Some(submission) = whole.next().await {
        match submission? {
            Some(submission) if submission.state().is_terminal() => {
                file.line(&json::submission(&submission))?;
                written.push((submission.submission_id, submission.judging_id));
            }
            // It is judged again.
            Some(_) => not_ended += 1,
            // It had been exported before, and its time came.
            None => {}
        }
    }
    file.finish()?;
    let marked = match args.keep {
        true => Marked::default(),
        false => mark(&judge, &written).await.map_err(|failure| {
            let output = args.output.display();
            failure.context(format_args!(
                "{output} is complete, but not all that is in it could be marked as exported (export it once more)"
            ))
        })?,
    };
    tell(&args, written.len(), not_ended, &marked)
}

/// Which submissions.
fn request(args: &ExportArgs) -> v1::ListRequest {
    let mut request = v1::ListRequest {
        user: args.user.clone(),
        lane: v1::Lane::Contest.into(),
        labels: args.labels.iter().cloned().collect(),
        ..v1::ListRequest::default()
    };
    let by_digest = args.problem.starts_with("sha256:");
    let problem = if by_digest { &mut request.problem_digest } else { &mut request.problem_name };
    problem.clone_from(&args.problem);
    request
}

async fn list(judge: &Judge, request: v1::ListRequest) -> Result<Listed, Failure> {
    let submissions = read_all(async |page_size, page_token| {
        let request = v1::ListRequest { page_size, page_token, ..request.clone() };
        let page = unhurried(async || judge.clone().list(request.clone()).await).await?;
        // Not more than is needed: there may be many.
        let one = |one: v1::Submission| (one.state().is_terminal(), one.submission_id);
        Ok((page.submissions.into_iter().map(one).collect(), page.next_page_token))
    })
    .await?;
    let (ended, others): (Vec<_>, Vec<_>) = submissions.into_iter().partition(|(ended, _)| *ended);
    Ok(Listed { ended: ended.into_iter().map(|(_, id)| id).collect(), not_ended: others.len() })
}

/// A submission with all its contents; `None` when it is gone.
async fn get(judge: &Judge, submission_id: String) -> Result<Option<v1::Submission>, Failure> {
    let request = v1::GetRequest { submission_id, include_files: true };
    match unhurried(async || judge.clone().get(request.clone()).await).await {
        Ok(answer) => Ok(answer.submission),
        Err(status) if status.code() == Code::NotFound => Ok(None),
        Err(status) => Err(refused(status)),
    }
}

/// Marks submissions, of each the judging that was written and no later one.
async fn mark(judge: &Judge, written: &[(String, String)]) -> Result<Marked, Failure> {
    let mut marked = Marked::default();
    for written in written.chunks(MOST_MARKED) {
        let (submission_ids, judging_ids) = written.iter().cloned().unzip();
        let request = v1::MarkExportedRequest { submission_ids, judging_ids };
        let answer = unhurried(async || judge.clone().mark_exported(request.clone()).await).await.map_err(refused)?;
        marked.count += answer.marked;
        marked.not_ended.extend(answer.not_ended_ids);
        marked.failures.extend(answer.failures);
    }
    Ok(marked)
}

/// Calls, and waits when the server says that this user calls too often.
async fn unhurried<T>(call: impl AsyncFnMut() -> Result<Response<T>, Status>) -> Result<T, Status> {
    patiently(Code::ResourceExhausted, call, |_| ()).await
}

/// Tells what was done; what could not be marked makes the command fail.
fn tell(args: &ExportArgs, written: usize, left_out: usize, marked: &Marked) -> Ended {
    let Marked { count, not_ended, failures } = marked;
    if args.json {
        output::json(&serde_json::json!({"written": written, "left_out": left_out, "marked": count}))?;
    } else {
        let kept = if args.keep { " (--keep)" } else { "" };
        let file = args.output.display();
        output::line(format_args!(
            "{written} written to {file}, {left_out} not ended yet and left out, {count} marked as exported{kept}"
        ))?;
    }
    if failures.is_empty() && not_ended.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let again = not_ended.iter().map(|id| format!("\n  {id}: it is judged again since it was written"));
    let failed = failures.iter().map(|failure| {
        let why = failure.error.as_ref().map_or("", |error| &error.message);
        format!("\n  {}: {why}", failure.submission_id)
    });
    let lines: String = again.chain(failed).collect();
    let count = failures.len() + not_ended.len();
    Err(Failure::usage_words(format_args!("{count} were written but not marked as exported:{lines}")))
}
