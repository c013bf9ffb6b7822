//! `JudgeService`: what clients do with submissions.

mod submit;
mod watch;

use std::pin::Pin;
use std::sync::Arc;

use futures::Stream;
use pyjury_core::{Principal, SubmissionId};
use pyjury_proto::v1::judge_service_server::JudgeService;
use pyjury_proto::{Detail, id, v1};
use pyjury_store::ledger::{Contents, SubmissionView};
use tonic::{Request, Response, Status};

use crate::check::{filter, page};
use crate::parts::Parts;
use crate::view::Eyes;
use crate::{Refusal, clock, principal};

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

    async fn cancel_one(&self, principal: &Principal, wire: v1::CancelRequest) -> Result<v1::CancelResponse, Refusal> {
        let submission = id("submission_id", &wire.submission_id)?;
        self.seen(principal, submission, Contents::Outline).await?;
        let outcome = self.parts.ledger.cancel(submission).await?;
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
        let principal = principal::of(&request)?;
        let submission = self.submit_one(&principal, request.into_inner(), clock::now_ms()).await?;
        Ok(Response::new(v1::SubmitResponse { submission: Some(submission) }))
    }

    async fn submit_batch(
        &self,
        request: Request<v1::SubmitBatchRequest>,
    ) -> Result<Response<v1::SubmitBatchResponse>, Status> {
        let principal = principal::of(&request)?;
        let results = self.submit_all(&principal, request.into_inner().requests).await?;
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
        let principal = principal::of(&request)?;
        Ok(Response::new(self.follow(&principal, request).await?))
    }

    async fn cancel(&self, request: Request<v1::CancelRequest>) -> Result<Response<v1::CancelResponse>, Status> {
        let principal = principal::of(&request)?;
        Ok(Response::new(self.cancel_one(&principal, request.into_inner()).await?))
    }
}
