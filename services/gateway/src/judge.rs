//! `JudgeService`: what clients do with submissions.

mod export;
mod submit;
mod watch;

use std::pin::Pin;
use std::sync::Arc;

use futures::Stream;
use pyjury_core::{Principal, SubmissionId};
use pyjury_proto::v1::judge_service_server::JudgeService;
use pyjury_proto::{Detail, id, v1};
use pyjury_store::ledger::{Act, Action, Contents, SubmissionView};
use tonic::{Request, Response, Status};

use crate::caller::{self, Caller};
use crate::check::{filter, page};
use crate::parts::Parts;
use crate::view::Eyes;
use crate::{Refusal, principal};

/// The service. Clones share everything.
#[derive(Clone)]
pub(crate) struct Judge {
    /// What it works with.
    pub(crate) parts: Arc<Parts>,
}

impl Judge {
    /// A submission that the principal may see.
    async fn seen(
        &self,
        principal: &Principal,
        submission: SubmissionId,
        contents: Contents,
    ) -> Result<SubmissionView, Refusal> {
        let view = self.parts.ledger.submission(submission, contents).await?;
        let view = view.ok_or_else(|| Refusal::no_submission(submission))?;
        principal::may_read(principal, &view)?;
        Ok(view)
    }

    async fn get_one(&self, principal: &Principal, wire: v1::GetRequest) -> Result<v1::GetResponse, Refusal> {
        let submission = id("submission_id", &wire.submission_id)?;
        let (contents, detail) = match wire.include_files {
            true => (Contents::Full, Detail::Full),
            false => (Contents::Outline, Detail::Outline),
        };
        let view = self.seen(principal, submission, contents).await?;
        Ok(v1::GetResponse { submission: Some(Eyes::of(principal).submission(&view, detail)) })
    }

    async fn list_page(&self, principal: &Principal, wire: v1::ListRequest) -> Result<v1::ListResponse, Refusal> {
        let size = page::size(wire.page_size);
        let token = wire.page_token.clone();
        let filter = filter::filter(wire, principal)?;
        let page = self.parts.ledger.list(&filter, size, page::token(&token)).await?;
        let eyes = Eyes::of(principal);
        Ok(v1::ListResponse {
            submissions: page.submissions.iter().map(|view| eyes.row(view)).collect(),
            next_page_token: page.next_page_token.unwrap_or_default(),
        })
    }

    async fn cancel_one(&self, caller: &Caller, wire: v1::CancelRequest) -> Result<v1::CancelResponse, Refusal> {
        let principal = &caller.principal;
        let submission = id("submission_id", &wire.submission_id)?;
        let owner = self.seen(principal, submission, Contents::Outline).await?.submission.principal;
        let cancel = async { Ok(self.parts.ledger.cancel(submission).await?) };
        let actor = caller.actor();
        let outcome = if actor.user == owner.user {
            cancel.await?
        } else {
            let (object, detail) = (submission.to_string(), format!("of {}/{}", owner.tenant, owner.user));
            let act = Act { tenant: owner.tenant, actor, action: Action::CancelSubmission, object, detail };
            self.parts.audited(act, cancel).await?
        };
        if let Some(holder) = outcome.revoked {
            self.parts.tell_worker(holder).await;
        }
        let view = self.seen(principal, submission, Contents::Outline).await?;
        tracing::info!(submission = %submission, "cancelled");
        Ok(v1::CancelResponse { submission: Some(Eyes::of(principal).submission(&view, Detail::Outline)) })
    }
}

#[tonic::async_trait]
impl JudgeService for Judge {
    type WatchStream = Pin<Box<dyn Stream<Item = Result<v1::WatchResponse, Status>> + Send>>;

    async fn submit(&self, request: Request<v1::SubmitRequest>) -> Result<Response<v1::SubmitResponse>, Status> {
        let caller = caller::of(&request)?;
        let submission = self.submit_one(&caller, request.into_inner(), self.parts.ledger.now_ms()).await?;
        Ok(Response::new(v1::SubmitResponse { submission: Some(submission) }))
    }

    async fn submit_batch(
        &self,
        request: Request<v1::SubmitBatchRequest>,
    ) -> Result<Response<v1::SubmitBatchResponse>, Status> {
        let caller = caller::of(&request)?;
        let results = self.submit_all(&caller, request.into_inner().requests).await?;
        Ok(Response::new(v1::SubmitBatchResponse { results }))
    }

    async fn get(&self, request: Request<v1::GetRequest>) -> Result<Response<v1::GetResponse>, Status> {
        let principal = principal::of(&request)?;
        Ok(Response::new(self.get_one(&principal, request.into_inner()).await?))
    }

    async fn list(&self, request: Request<v1::ListRequest>) -> Result<Response<v1::ListResponse>, Status> {
        let principal = principal::of(&request)?;
        Ok(Response::new(self.list_page(&principal, request.into_inner()).await?))
    }

    async fn watch(&self, request: Request<v1::WatchRequest>) -> Result<Response<Self::WatchStream>, Status> {
        let caller = caller::of(&request)?;
        Ok(Response::new(self.follow(&caller, request).await?))
    }

    async fn cancel(&self, request: Request<v1::CancelRequest>) -> Result<Response<v1::CancelResponse>, Status> {
        let caller = caller::of(&request)?;
        Ok(Response::new(self.cancel_one(&caller, request.into_inner()).await?))
    }

    async fn mark_exported(
        &self,
        request: Request<v1::MarkExportedRequest>,
    ) -> Result<Response<v1::MarkExportedResponse>, Status> {
        let caller = caller::of(&request)?;
        Ok(Response::new(self.mark_all_exported(&caller, request.into_inner()).await?))
    }
}
