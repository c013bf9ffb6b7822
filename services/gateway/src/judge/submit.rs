//! Accepting submissions.

use futures::{StreamExt as _, stream};
use pyjury_core::principal::Role;
use pyjury_core::{Principal, Target};
use pyjury_proto::v1::submit_batch_result;
use pyjury_proto::{Detail, v1};
use pyjury_store::ledger::submissions::{AskedBy, Origin};
use pyjury_store::ledger::{NewSubmission, Problem};
use tonic::Status;
use tonic_types::Status as RpcStatus;

use super::Judge;
use crate::check::order::{Order, Wanted};
use crate::view::Eyes;
use crate::{Refusal, clock, parts};

/// Most submissions of one batch.
const LARGEST_BATCH: usize = 100;

/// How many of a batch are accepted at once.
const AT_ONCE: usize = 8;

impl Judge {
    /// Accepts a submission: it is durable when this returns, whether or not the queue is there.
    pub(super) async fn submit_one(
        &self,
        principal: &Principal,
        wire: v1::SubmitRequest,
        now_ms: u64,
    ) -> Result<v1::Submission, Refusal> {
        if !principal.has(Role::Submitter) && !principal.has(Role::Jury) {
            return Err(Refusal::Role(Role::Submitter));
        }
        let order = Order::check(wire, now_ms)?;
        let new = self.resolve(principal, order).await?;
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

    /// Accepts several, each on its own.
    pub(super) async fn submit_all(
        &self,
        principal: &Principal,
        requests: Vec<v1::SubmitRequest>,
    ) -> Result<Vec<v1::SubmitBatchResult>, Refusal> {
        let count = requests.len();
        if !(1..=LARGEST_BATCH).contains(&count) {
            return Err(Refusal::field(
                "requests",
                format_args!("expected 1 to {LARGEST_BATCH} requests, got {count}"),
            ));
        }
        let now_ms = clock::now_ms();
        let one = |wire| async move {
            let result = match self.submit_one(principal, wire, now_ms).await {
                Ok(submission) => submit_batch_result::Result::Submission(submission),
                Err(refusal) => submit_batch_result::Result::Error(rpc_status(&refusal.into())),
            };
            v1::SubmitBatchResult { result: Some(result) }
        };
        Ok(stream::iter(requests.into_iter().map(one)).buffered(AT_ONCE).collect().await)
    }

    /// Looks the problem up, so that the submission is pinned to a package.
    async fn resolve(&self, principal: &Principal, order: Order) -> Result<NewSubmission, Refusal> {
        let ledger = &self.parts.ledger;
        let tenant = &principal.tenant;
        let (target, asked_by) = match order.target {
            Wanted::Inline(run) => (Target::Inline(run), AskedBy::Digest),
            Wanted::Digest(digest) => {
                let found = ledger.problem(tenant, digest).await?;
                (pinned(found.ok_or_else(|| Refusal::no_problem(digest))?), AskedBy::Digest)
            }
            Wanted::Name(name) => {
                let found = ledger.newest_problem(tenant, &name).await?;
                (pinned(found.ok_or_else(|| Refusal::no_problem(name))?), AskedBy::Name)
            }
        };
        Ok(NewSubmission {
            principal: principal.clone(),
            target,
            asked_by,
            files: order.files,
            runtime: order.runtime,
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

/// The same code, message and details as a message.
fn rpc_status(status: &Status) -> RpcStatus {
    use prost::Message as _;
    // The details of a status are an encoded google.rpc.Status of their own.
    let details = RpcStatus::decode(status.details()).map(|inner| inner.details).unwrap_or_default();
    RpcStatus { code: status.code().into(), message: status.message().to_owned(), details }
}
