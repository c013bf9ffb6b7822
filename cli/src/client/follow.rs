//! Following a submission to its end, over as many connections as that takes.

use std::time::Duration;

use pyjury_proto::v1;
use pyjury_proto::v1::judge_service_client::JudgeServiceClient;
use pyjury_proto::v1::watch_response::Event;
use tonic::{Code, Status};

use super::connection::Authorized;
use super::progress::Progress;
use super::refused::refused;
use crate::failure::Failure;

/// How often in a row a broken stream is taken up again.
const MOST_RETRIES: u32 = 30;

/// Where the watch stands.
#[derive(Default)]
struct Seen {
    sequence: u64,
    cases: usize,
    ended: bool,
}

/// Follows a submission until it ends, and returns it as it is then.
pub(crate) async fn follow(
    judge: &mut JudgeServiceClient<Authorized>,
    submission_id: &str,
    progress: &Progress,
) -> Result<v1::Submission, Failure> {
    let mut seen = Seen::default();
    let mut retries = 0;
    while !seen.ended {
        let before = seen.sequence;
        match read(judge, submission_id, &mut seen, progress).await? {
            Ok(()) => {}
            Err(status) if passes(&status) && retries < MOST_RETRIES => {}
            Err(status) => {
                progress.done();
                return Err(refused(status));
            }
        }
        if !seen.ended {
            retries = if seen.sequence > before { 0 } else { retries + 1 };
            if retries > MOST_RETRIES {
                progress.done();
                return Err(
                    anyhow::anyhow!("the server ends the stream again and again before the judging ends").into()
                );
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    }
    progress.done();
    let request = v1::GetRequest { submission_id: submission_id.to_owned(), include_files: false };
    let answer = judge.get(request).await.map_err(refused)?.into_inner();
    Ok(answer.submission.unwrap_or_default())
}

/// Reads one stream to its end. The outer error is ours, the inner one the server's.
async fn read(
    judge: &mut JudgeServiceClient<Authorized>,
    submission_id: &str,
    seen: &mut Seen,
    progress: &Progress,
) -> Result<Result<(), Status>, Failure> {
    let request = v1::WatchRequest { submission_id: submission_id.to_owned(), after_sequence: seen.sequence };
    let mut stream = match judge.watch(request).await {
        Ok(answer) => answer.into_inner(),
        Err(status) => return Ok(Err(status)),
    };
    loop {
        match stream.message().await {
            Ok(Some(message)) => {
                seen.sequence = message.sequence;
                if let Some(event) = message.event {
                    show(event, seen, progress)?;
                }
            }
            Ok(None) => return Ok(Ok(())),
            Err(status) => return Ok(Err(status)),
        }
    }
}

fn show(event: Event, seen: &mut Seen, progress: &Progress) -> Result<(), Failure> {
    match event {
        Event::Snapshot(snapshot) => {
            let submission = snapshot.submission.unwrap_or_default();
            let running = submission.progress.clone().unwrap_or_default();
            progress.state(submission.state())?;
            seen.cases = 0;
            for case in &running.cases {
                seen.cases += 1;
                progress.case(case, seen.cases, running.case_count)?;
            }
            seen.ended = submission.state().is_terminal();
        }
        Event::StateChanged(changed) => {
            progress.state(changed.state())?;
            seen.ended = changed.state().is_terminal();
        }
        Event::CaseJudged(judged) => {
            seen.cases += 1;
            progress.case(&judged.result.unwrap_or_default(), seen.cases, judged.case_count)?;
        }
        Event::AttemptReplaced(replaced) => {
            seen.cases = 0;
            progress.replaced(replaced.cause())?;
        }
    }
    Ok(())
}

/// Whether it is worth another try: the server restarts, or the network broke.
fn passes(status: &Status) -> bool {
    matches!(status.code(), Code::Unavailable | Code::Unknown | Code::Internal | Code::Cancelled)
}
