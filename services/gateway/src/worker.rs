//! `WorkerService`: the narrow door for workers.

mod bindings;

use std::pin::Pin;
use std::sync::Arc;

use futures::{Stream, StreamExt as _, TryStreamExt as _, stream};
use pyjury_core::judging::{GiveBack, Phase, Refused};
use pyjury_core::principal::Role;
use pyjury_core::{CaseResult, Judgement, Target};
use pyjury_proto::internal::v1;
use pyjury_proto::internal::v1::start_response;
use pyjury_proto::internal::v1::worker_service_server::WorkerService;
use pyjury_proto::v1::ProblemReference;
use pyjury_proto::{Detail, Invalid, Within as _, digest, files, id, inline_run, to_millis};
use pyjury_store::LedgerError;
use pyjury_store::ledger::attempts::Holder;
use pyjury_store::ledger::view::JudgedCase;
use pyjury_store::ledger::{Finished, Problem};
use tonic::{Request, Response, Status};

use crate::check::attempt;
use crate::parts::Parts;
use crate::{Refusal, clock, principal};

pub(crate) use bindings::Bindings;

/// The size of a piece of a package.
const CHUNK: usize = 64 << 10;

/// How many leases of one heartbeat are renewed at once.
const AT_ONCE: usize = 16;

/// The service. Clones share everything.
#[derive(Clone)]
pub(crate) struct Workers {
    /// What it works with.
    pub(crate) parts: Arc<Parts>,
}

impl Workers {
    /// Checks that the caller is a worker and may speak for this worker id.
    fn admit<T>(&self, request: Request<T>, worker_id: impl Fn(&T) -> &str) -> Result<T, Refusal> {
        let principal = principal::of(&request)?;
        principal::need(&principal, Role::Worker)?;
        let wire = request.into_inner();
        self.parts.bindings.bind(id("worker_id", worker_id(&wire))?, &principal)?;
        Ok(wire)
    }

    async fn start_one(&self, wire: v1::StartRequest) -> Result<v1::StartResponse, Refusal> {
        let holder = attempt::holder(&wire.worker_id, wire.attempt)?;
        let lease = self.parts.config.lease;
        let submission = self.parts.ledger.start(holder, clock::now_ms(), lease).await.map_err(stale)?.submission;
        let target = match &submission.target {
            Target::Problem { digest, name } => {
                start_response::Target::Problem(ProblemReference { digest: digest.to_string(), name: name.clone() })
            }
            Target::Inline(run) => start_response::Target::InlineRun(inline_run(run, Detail::Full)),
        };
        Ok(v1::StartResponse {
            lease: self.lease(),
            target: Some(target),
            files: files(&submission.files, Detail::Full),
            runtime: submission.runtime.unwrap_or_default(),
        })
    }

    async fn renew_all(&self, wire: v1::RenewRequest) -> Result<v1::RenewResponse, Refusal> {
        let holders: Vec<Holder> = wire
            .attempts
            .into_iter()
            .map(|attempt| attempt::holder(&wire.worker_id, Some(attempt)))
            .collect::<Result<_, _>>()?;
        let now_ms = clock::now_ms();
        let one = |holder: Holder| async move {
            let renewed = self.parts.ledger.renew(holder, now_ms, self.parts.config.lease).await;
            let cause = match renewed {
                Ok(()) => return Ok(None),
                Err(LedgerError::NoSubmission(_)) => v1::RevokeCause::Unknown,
                Err(LedgerError::Refused(Refused::Ended(state))) if state == Phase::Cancelled.name() => {
                    v1::RevokeCause::Cancelled
                }
                Err(LedgerError::Refused(_)) => v1::RevokeCause::Replaced,
                Err(error) => return Err(Refusal::from(error)),
            };
            Ok(Some(v1::RevokedAttempt { attempt_id: holder.attempt.attempt.to_string(), cause: cause.into() }))
        };
        let answers: Vec<_> = stream::iter(holders.into_iter().map(one)).buffered(AT_ONCE).try_collect().await?;
        Ok(v1::RenewResponse { lease: self.lease(), revoked: answers.into_iter().flatten().collect() })
    }

    async fn record_one(&self, wire: v1::RecordCaseRequest) -> Result<(), Refusal> {
        let holder = attempt::holder(&wire.worker_id, wire.attempt)?;
        let result = wire.result.ok_or_else(|| Invalid::new("result", "expected a case's result, got none"))?;
        let result = CaseResult::try_from(result).within("result")?;
        let case = JudgedCase { index: wire.index, case_count: wire.case_count, result };
        self.parts.ledger.record_case(holder, case).await.map_err(stale)
    }

    async fn finish_one(&self, wire: v1::FinishRequest) -> Result<(), Refusal> {
        let holder = attempt::holder(&wire.worker_id, wire.attempt)?;
        let judgement = wire.judgement.ok_or_else(|| Invalid::new("judgement", "expected a judgement, got none"))?;
        let judgement = Judgement::try_from(judgement).within("judgement")?;
        let verdict = judgement.verdict;
        let finished = Finished {
            judgement,
            fetched_ms: wire.fetched_at.map(|moment| to_millis("fetched_at", &moment)).transpose()?,
            judged_ms: wire.judged_at.map(|moment| to_millis("judged_at", &moment)).transpose()?,
        };
        self.parts.ledger.finish(holder, finished).await.map_err(stale)?;
        self.parts.metrics.judgements.with_label_values(&[verdict.code()]).inc();
        tracing::info!(submission = %holder.attempt.submission, attempt = %holder.attempt.attempt, %verdict, "judged");
        Ok(())
    }

    async fn give_back_one(&self, wire: v1::GiveBackRequest) -> Result<(), Refusal> {
        let holder = attempt::holder(&wire.worker_id, wire.attempt)?;
        let cause = v1::GiveBackCause::try_from(wire.cause)
            .map_err(|_| Invalid::new("", format_args!("expected a cause, got the unknown number {}", wire.cause)))
            .and_then(GiveBack::try_from)
            .within("cause")?;
        let state = self.parts.ledger.give_back(holder, cause, &wire.detail).await.map_err(stale)?;
        let (submission, attempt) = (holder.attempt.submission, holder.attempt.attempt);
        tracing::info!(%submission, %attempt, ?cause, state = state.name(), detail = wire.detail, "given back");
        // The scheduler finds it in the store as well; this is faster.
        self.parts.announce(holder.attempt.judging()).await;
        Ok(())
    }

    /// The package of an attempt that the worker holds; no other.
    async fn package(&self, wire: v1::FetchPackageRequest) -> Result<Problem, Refusal> {
        let holder = attempt::holder(&wire.worker_id, wire.attempt)?;
        let wanted = digest("digest", &wire.digest)?;
        let submission = self.parts.ledger.check_attempt(holder).await.map_err(stale)?;
        match submission.target {
            Target::Problem { digest, .. } if digest == wanted => {
                let found = self.parts.ledger.problem(&submission.principal.tenant, digest).await?;
                found.ok_or_else(|| Refusal::no_problem(digest))
            }
            Target::Problem { digest, .. } => Err(Refusal::field(
                "digest",
                format_args!("expected the package of the attempt, {digest}, got {wanted}"),
            )),
            Target::Inline(_) => Err(Refusal::field("digest", "expected an attempt at a problem, got an inline run")),
        }
    }

    fn lease(&self) -> Option<prost_types::Duration> {
        prost_types::Duration::try_from(self.parts.config.lease).ok()
    }
}

/// For a worker, an attempt that isn't the current one and a judging that has ended or never was
/// are the same: drop the work.
fn stale(error: LedgerError) -> Refusal {
    match error {
        LedgerError::Refused(_) | LedgerError::NoSubmission(_) => Refusal::StaleAttempt,
        error => error.into(),
    }
}

#[tonic::async_trait]
impl WorkerService for Workers {
    type FetchPackageStream = Pin<Box<dyn Stream<Item = Result<v1::FetchPackageResponse, Status>> + Send>>;

    async fn start(&self, request: Request<v1::StartRequest>) -> Result<Response<v1::StartResponse>, Status> {
        let wire = self.admit(request, |wire| &wire.worker_id)?;
        Ok(Response::new(self.start_one(wire).await?))
    }

    async fn renew(&self, request: Request<v1::RenewRequest>) -> Result<Response<v1::RenewResponse>, Status> {
        let wire = self.admit(request, |wire| &wire.worker_id)?;
        Ok(Response::new(self.renew_all(wire).await?))
    }

    async fn record_case(
        &self,
        request: Request<v1::RecordCaseRequest>,
    ) -> Result<Response<v1::RecordCaseResponse>, Status> {
        let wire = self.admit(request, |wire| &wire.worker_id)?;
        self.record_one(wire).await?;
        Ok(Response::new(v1::RecordCaseResponse {}))
    }

    async fn finish(&self, request: Request<v1::FinishRequest>) -> Result<Response<v1::FinishResponse>, Status> {
        let wire = self.admit(request, |wire| &wire.worker_id)?;
        self.finish_one(wire).await?;
        Ok(Response::new(v1::FinishResponse {}))
    }

    async fn give_back(&self, request: Request<v1::GiveBackRequest>) -> Result<Response<v1::GiveBackResponse>, Status> {
        let wire = self.admit(request, |wire| &wire.worker_id)?;
        self.give_back_one(wire).await?;
        Ok(Response::new(v1::GiveBackResponse {}))
    }

    async fn fetch_package(
        &self,
        request: Request<v1::FetchPackageRequest>,
    ) -> Result<Response<Self::FetchPackageStream>, Status> {
        let wire = self.admit(request, |wire| &wire.worker_id)?;
        let problem = self.package(wire).await?;
        let zip = self.parts.ledger.blobs().get(problem.zip).await;
        let zip = zip.map_err(|error| Refusal::from(LedgerError::from(error)))?;
        let chunks = (0..zip.len()).step_by(CHUNK).map(move |start| {
            let end = (start + CHUNK).min(zip.len());
            Ok(v1::FetchPackageResponse { chunk: zip.slice(start..end) })
        });
        Ok(Response::new(Box::pin(stream::iter(chunks))))
    }
}
