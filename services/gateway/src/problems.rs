//! `ProblemService`: the packages of a tenant.

mod package;
pub(crate) mod time_limits;
mod upload;
pub(crate) mod verification;

use std::sync::Arc;

use pyjury_core::Principal;
use pyjury_proto::v1::problem_service_get_request::Key;
use pyjury_proto::v1::problem_service_server::ProblemService;
use pyjury_proto::{digest, from_millis, v1};
use pyjury_store::ledger::{Problem, Standing};
use tonic::{Request, Response, Status, Streaming};

use crate::check::page;
use crate::parts::Parts;
use crate::view::Eyes;
use crate::{Refusal, caller, principal};

pub use package::{NewPackage, Vouched};

/// The service. Clones share everything.
#[derive(Clone)]
pub(crate) struct Problems {
    /// What it works with.
    pub(crate) parts: Arc<Parts>,
}

impl Problems {
    async fn get_one(&self, principal: &Principal, wire: v1::ProblemServiceGetRequest) -> Result<Problem, Refusal> {
        let ledger = &self.parts.ledger;
        match wire.key {
            None => Err(Refusal::field("key", "expected one of digest, name, got none")),
            Some(Key::Digest(text)) => {
                let found = ledger.problem(&principal.tenant, digest("digest", &text)?).await?;
                found.ok_or_else(|| Refusal::no_problem(text))
            }
            Some(Key::Name(name)) => {
                let found = match ledger.newest_problem(&principal.tenant, &name).await? {
                    None => ledger.newest_unready(&principal.tenant, &name).await?,
                    found => found,
                };
                found.ok_or_else(|| Refusal::no_problem(name))
            }
        }
    }
}

#[tonic::async_trait]
impl ProblemService for Problems {
    async fn upload(
        &self,
        request: Request<Streaming<v1::ProblemServiceUploadRequest>>,
    ) -> Result<Response<v1::ProblemServiceUploadResponse>, Status> {
        let caller = caller::of(&request)?;
        let problem = self.receive(&caller, request.into_inner()).await?;
        let eyes = Eyes::of(&caller.principal);
        Ok(Response::new(v1::ProblemServiceUploadResponse { problem: Some(tell(eyes, &problem)) }))
    }

    async fn get(
        &self,
        request: Request<v1::ProblemServiceGetRequest>,
    ) -> Result<Response<v1::ProblemServiceGetResponse>, Status> {
        let principal = principal::of(&request)?;
        let problem = self.get_one(&principal, request.into_inner()).await?;
        Ok(Response::new(v1::ProblemServiceGetResponse { problem: Some(tell(Eyes::of(&principal), &problem)) }))
    }

    async fn list(
        &self,
        request: Request<v1::ProblemServiceListRequest>,
    ) -> Result<Response<v1::ProblemServiceListResponse>, Status> {
        let principal = principal::of(&request)?;
        let (eyes, wire) = (Eyes::of(&principal), request.into_inner());
        let (size, token) = (page::size(wire.page_size), page::token(&wire.page_token));
        let page = self.parts.ledger.problems(&principal.tenant, size, token).await.map_err(Refusal::from)?;
        Ok(Response::new(v1::ProblemServiceListResponse {
            problems: page.problems.iter().map(|problem| tell(eyes, problem)).collect(),
            next_page_token: page.next_page_token.unwrap_or_default(),
        }))
    }
}

fn tell(eyes: Eyes, problem: &Problem) -> v1::Problem {
    v1::Problem {
        digest: problem.digest.to_string(),
        name: problem.name.clone(),
        title: problem.title.clone(),
        mode: problem.mode.clone(),
        scoring: problem.scoring,
        max_score: problem.max_score,
        case_count: problem.case_count,
        limits: Some((&problem.limits).into()),
        size_bytes: problem.size_bytes,
        uploaded_at: Some(from_millis(problem.uploaded_ms)),
        uploaded_by: problem.uploaded_by.clone(),
        state: match problem.standing {
            Standing::Staged => v1::PackageState::Staged,
            Standing::Ready => v1::PackageState::Ready,
            Standing::Rejected { .. } => v1::PackageState::Rejected,
        }
        .into(),
        report: match &problem.standing {
            Standing::Rejected { report } if eyes == Eyes::Jury => report.clone(),
            _ => String::new(),
        },
        verification_id: problem.verification.map(|id| id.to_string()).unwrap_or_default(),
    }
}
