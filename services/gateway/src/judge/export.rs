//! Noting that contest results were taken away.

use futures::{StreamExt as _, TryStreamExt as _, stream};
use pyjury_core::submission::Lane;
use pyjury_core::{JudgingId, SubmissionId};
use pyjury_proto::{id, v1};
use pyjury_store::ledger::{Act, Action, Contents};

use super::Judge;
use crate::Refusal;
use crate::caller::Caller;

/// Most submissions of one call.
const MOST_NAMED: usize = 500;

/// How many are worked on at once.
const AT_ONCE: usize = 8;

/// How many ids a line of the audit log tells: it is short.
const MOST_TOLD: usize = 12;

/// A submission before it is marked.
enum Found {
    Ended(SubmissionId),
    NotEnded,
}

/// What became of marking one.
enum Marked {
    Done,
    NotEnded,
    Failed(Refusal),
}

impl Judge {
    pub(super) async fn mark_all_exported(
        &self,
        caller: &Caller,
        wire: v1::MarkExportedRequest,
    ) -> Result<v1::MarkExportedResponse, Refusal> {
        let v1::MarkExportedRequest { submission_ids: names, judging_ids: judgings } = wire;
        if !(1..=MOST_NAMED).contains(&names.len()) {
            let why = format!("expected 1 to {MOST_NAMED} submissions, got {}", names.len());
            return Err(Refusal::field("submission_ids", why));
        }
        if !judgings.is_empty() && judgings.len() != names.len() {
            let why = format!("expected none, or one for each of {} submissions, got {}", names.len(), judgings.len());
            return Err(Refusal::field("judging_ids", why));
        }
        let tenant = &caller.principal.tenant;
        let mut answer = v1::MarkExportedResponse::default();
        let mut ended = Vec::new();
        let judgings = judgings.into_iter().map(Some).chain(std::iter::repeat(None));
        let found = stream::iter(names.into_iter().zip(judgings));
        let found = found.map(async |(name, of)| (self.find_contest(tenant, &name, of.as_deref()).await, name));
        let mut found = std::pin::pin!(found.buffered(AT_ONCE));
        while let Some((found, name)) = found.next().await {
            match found {
                Ok(Found::Ended(submission)) => ended.push(submission),
                Ok(Found::NotEnded) => answer.not_ended_ids.push(name),
                // Nothing is marked yet, and the rest would fail alike.
                Err(refusal @ Refusal::Unavailable(_)) => return Err(refusal),
                Err(refusal) => answer.failures.push(failure(name, refusal)),
            }
        }
        if ended.is_empty() {
            return Ok(answer);
        }
        let act = Act {
            tenant: tenant.clone(),
            actor: caller.actor(),
            action: Action::MarkExported,
            object: format!("{} submission{}", ended.len(), if ended.len() == 1 { "" } else { "s" }),
            detail: told(&ended),
        };
        // One moment for all of a call.
        let now_ms = self.parts.ledger.now_ms();
        let mark = async {
            let marks = stream::iter(ended.clone()).map(async |submission| self.mark_one(submission, now_ms).await);
            marks.buffered(AT_ONCE).try_collect::<Vec<_>>().await
        };
        let marks = self.parts.audited(act, mark).await?;
        for (submission, mark) in ended.iter().zip(marks) {
            match mark {
                Marked::Done => answer.marked += 1,
                Marked::NotEnded => answer.not_ended_ids.push(submission.to_string()),
                Marked::Failed(refusal) => answer.failures.push(failure(submission.to_string(), refusal)),
            }
        }
        tracing::info!(count = answer.marked, "marked as exported");
        Ok(answer)
    }

    /// A submission of the tenant whose results wait for an export, or will; with the judging that was exported,
    /// where that is told.
    async fn find_contest(&self, tenant: &str, name: &str, exported: Option<&str>) -> Result<Found, Refusal> {
        let submission: SubmissionId = id("submission_id", name)?;
        let exported: Option<JudgingId> = exported.map(|name| id("judging_id", name)).transpose()?;
        let view = self.parts.ledger.submission(submission, Contents::Outline).await?;
        let view = view.filter(|view| view.submission.principal.tenant == tenant);
        let view = view.ok_or_else(|| Refusal::no_submission(submission))?;
        if view.submission.lane != Lane::Contest {
            return Err(Refusal::NotContest(submission));
        }
        if !view.judging.judging.state.is_terminal() {
            return Ok(Found::NotEnded);
        }
        match exported {
            Some(exported) if exported != view.judging.id() => Err(Refusal::JudgedAgain(submission)),
            _ => Ok(Found::Ended(submission)),
        }
    }

    async fn mark_one(&self, submission: SubmissionId, now_ms: u64) -> Result<Marked, Refusal> {
        match self.parts.ledger.mark_exported(submission, now_ms).await.map_err(Refusal::from) {
            Ok(true) => Ok(Marked::Done),
            Ok(false) => Ok(Marked::NotEnded),
            Err(refusal @ Refusal::Unavailable(_)) => Err(refusal),
            Err(refusal) => Ok(Marked::Failed(refusal)),
        }
    }
}

fn failure(submission_id: String, refusal: Refusal) -> v1::ExportFailure {
    v1::ExportFailure { submission_id, error: Some(refusal.into()) }
}

/// The first ids, and how many more there are.
fn told(submissions: &[SubmissionId]) -> String {
    let first: Vec<_> = submissions.iter().take(MOST_TOLD).map(SubmissionId::to_string).collect();
    let more = submissions.len() - first.len();
    let end = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("{}{end}", first.join(", "))
}
