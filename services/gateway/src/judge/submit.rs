//! Accepting submissions.

use pyjury_core::principal::Role;
use pyjury_core::{RuntimeRequest, Target};
use pyjury_proto::v1::submit_batch_result;
use pyjury_proto::{Detail, v1};
use pyjury_store::ledger::submissions::{AskedBy, Origin};
use pyjury_store::ledger::{NewSubmission, Problem};

use super::Judge;
use crate::caller::Caller;
use crate::check::order::{Order, Wanted};
use crate::problems::verification;
use crate::view::Eyes;
use crate::{Refusal, parts, runtime};

/// Most submissions of one batch.
const LARGEST_BATCH: usize = 100;

impl Judge {
    /// Accepts a submission: it is durable when this returns, whether or not the queue is there.
    pub(super) async fn submit_one(
        &self,
        caller: &Caller,
        wire: v1::SubmitRequest,
        now_ms: u64,
    ) -> Result<v1::Submission, Refusal> {
        let principal = &caller.principal;
        if !principal.has(Role::Submitter) && !principal.has(Role::Jury) {
            return Err(Refusal::Role(Role::Submitter));
        }
        self.parts.limiter.submission(principal)?;
        let order = Order::check(wire, now_ms)?;
        let new = self.resolve(caller, order).await?;
        let lane = new.lane;
        let created = self.parts.ledger.create(new, &self.parts.config.quotas).await?;
        let submission = created.view.submission.id;
        if created.origin == Origin::New {
            self.parts.metrics.submissions.with_label_values(&[parts::lane_name(lane)]).inc();
            tracing::info!(%submission, "accepted");
        }
        self.parts.announce(created.judging()).await;
        Ok(Eyes::of(principal).submission(&created.view, Detail::Outline))
    }

    /// Accepts several, each on its own, one after the other: they are in the order in which they were sent.
    pub(super) async fn submit_all(
        &self,
        caller: &Caller,
        requests: Vec<v1::SubmitRequest>,
    ) -> Result<Vec<v1::SubmitBatchResult>, Refusal> {
        let count = requests.len();
        if !(1..=LARGEST_BATCH).contains(&count) {
            return Err(Refusal::field(
                "requests",
                format_args!("expected 1 to {LARGEST_BATCH} requests, got {count}"),
            ));
        }
        let now_ms = self.parts.ledger.now_ms();
        let mut results = Vec::with_capacity(count);
        for wire in requests {
            let result = match self.submit_one(caller, wire, now_ms).await {
                Ok(submission) => submit_batch_result::Result::Submission(submission),
                Err(refusal) => submit_batch_result::Result::Error(refusal.into()),
            };
            results.push(v1::SubmitBatchResult { result: Some(result) });
        }
        Ok(results)
    }

    /// Looks the problem up, so that the submission is pinned to a package.
    async fn resolve(&self, caller: &Caller, order: Order) -> Result<NewSubmission, Refusal> {
        let ledger = &self.parts.ledger;
        let tenant = &caller.principal.tenant;
        let asked = order.runtime.clone().unwrap_or_default().plain();
        let (target, asked_by, needed) = match order.target {
            Wanted::Inline(run) => (Target::Inline(run), AskedBy::Digest, RuntimeRequest::default()),
            Wanted::Digest(digest) => {
                let found = ledger.problem(tenant, digest).await?;
                let found = found.ok_or_else(|| Refusal::no_problem(digest))?;
                let ready = verification::ready(ledger, found).await?;
                let needed = ready.runtime.clone();
                (pinned(ready), AskedBy::Digest, needed)
            }
            Wanted::Name(name) => {
                let found = match ledger.newest_problem(tenant, &name).await? {
                    None => ledger.newest_unready(tenant, &name).await?,
                    found => found,
                };
                let found = found.ok_or_else(|| Refusal::no_problem(name))?;
                let ready = verification::ready(ledger, found).await?;
                let needed = ready.runtime.clone();
                (pinned(ready), AskedBy::Name, needed)
            }
        };
        runtime::is_there(ledger, &needed.and(&asked)).await?;
        Ok(NewSubmission {
            principal: caller.principal.clone(),
            sent_by: caller.sent_by.clone(),
            target,
            asked_by,
            files: order.files,
            runtime: order.runtime.map(|request| request.to_string()),
            lane: order.lane,
            labels: order.labels,
            deadline_ms: order.deadline_ms,
            request_id: order.request_id,
        })
    }
}

fn pinned(problem: Problem) -> Target {
    Target::Problem { digest: problem.digest, name: problem.name }
}
