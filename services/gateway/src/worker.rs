//! `WorkerService`: the narrow door for workers.

mod registry;

use std::pin::Pin;
use std::sync::Arc;

use futures::{Stream, StreamExt as _, TryStreamExt as _, stream};
use pyjury_core::judging::{GivenBack, Phase, Refused, State};
use pyjury_core::principal::Role;
use pyjury_core::{CaseResult, Digest, Judgement, Principal, Target};
use pyjury_proto::internal::v1;
use pyjury_proto::internal::v1::start_response;
use pyjury_proto::internal::v1::worker_service_server::WorkerService;
use pyjury_proto::v1::{ProblemReference, WorkerStanding};
use pyjury_proto::{Detail, Invalid, Within as _, digest, duration, files, id, inline_run};
use pyjury_store::LedgerError;
use pyjury_store::ledger::attempts::Holder;
use pyjury_store::ledger::view::JudgedCase;
use pyjury_store::ledger::{Finished, Problem};
use tonic::{Request, Response, Status};

use crate::check::{attempt, presence};
use crate::parts::Parts;
use crate::problems::verification;
use crate::{Refusal, principal};

pub(crate) use registry::Registry;

/// How many leases of one heartbeat are renewed at once.
const AT_ONCE: usize = 16;

/// The service. Clones share everything.
#[derive(Clone)]
pub(crate) struct Workers {
    /// What it works with.
    pub(crate) parts: Arc<Parts>,
}

impl Workers {
    /// Checks that the caller is a worker that speaks for this worker id.
    async fn admit<T>(&self, request: Request<T>, worker_id: impl Fn(&T) -> &str) -> Result<(Principal, T), Refusal> {
        let (principal, wire) = worker(request)?;
        self.parts.registry.check(id("worker_id", worker_id(&wire))?, &principal).await?;
        Ok((principal, wire))
    }

    async fn register_one(&self, by: &Principal, wire: v1::RegisterRequest) -> Result<v1::RegisterResponse, Refusal> {
        let facts = presence::facts(wire.presence)?;
        let name = facts.name.clone();
        self.parts.registry.register(id("worker_id", &wire.worker_id)?, by, facts).await?;
        let wanted = self.parts.registry.wanted(&name).await?;
        Ok(v1::RegisterResponse { wanted: Some((&wanted).into()) })
    }

    /// Writes down what a worker says of itself, and tells what an operator wants of it.
    async fn hear(&self, by: &Principal, wire: &mut v1::RenewRequest) -> Result<Option<WorkerStanding>, Refusal> {
        let Some(said) = wire.presence.take() else { return Ok(None) };
        let facts = presence::facts(Some(said))?;
        let name = facts.name.clone();
        self.parts.registry.hear(id("worker_id", &wire.worker_id)?, by, facts).await?;
        let wanted = self.parts.registry.wanted(&name).await?;
        Ok(Some((&wanted).into()))
    }

    async fn start_one(&self, wire: v1::StartRequest) -> Result<v1::StartResponse, Refusal> {
        let holder = attempt::holder(&wire.worker_id, wire.attempt)?;
        let lease = self.parts.config.timing.lease;
        let now_ms = self.parts.ledger.now_ms();
        let submission = self.parts.ledger.start(holder, now_ms, lease).await.map_err(stale)?.submission;
        let package = |digest: &Digest, name: &str| ProblemReference { digest: digest.to_string(), name: name.into() };
        let mut time_limit = None;
        let target = match &submission.target {
            Target::Problem { digest, name } => {
                let tenant = &submission.principal.tenant;
                time_limit = Some(self.parts.time_limits.of(&self.parts.ledger, tenant, *digest).await?);
                start_response::Target::Problem(package(digest, name))
            }
            Target::Inline(run) => start_response::Target::InlineRun(inline_run(run, Detail::Full)),
            Target::Package { digest, name } => start_response::Target::Verification(package(digest, name)),
        };
        Ok(v1::StartResponse {
            lease: self.lease(),
            target: Some(target),
            files: files(&submission.files, Detail::Full),
            runtime: submission.runtime.unwrap_or_default(),
            time_limit: time_limit.and_then(|limit| prost_types::Duration::try_from(limit).ok()),
        })
    }

    async fn renew_all(&self, by: &Principal, mut wire: v1::RenewRequest) -> Result<v1::RenewResponse, Refusal> {
        let said = self.hear(by, &mut wire).await;
        let holders: Vec<Holder> = wire
            .attempts
            .into_iter()
            .map(|attempt| attempt::holder(&wire.worker_id, Some(attempt)))
            .collect::<Result<_, _>>()?;
        let now_ms = self.parts.ledger.now_ms();
        let one = |holder: Holder| async move {
            let renewed = self.parts.ledger.renew(holder, now_ms, self.parts.config.timing.lease).await;
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
        let revoked: Vec<_> = answers.into_iter().flatten().collect();
        let revocations = u64::try_from(revoked.len()).unwrap_or(u64::MAX);
        self.parts.metrics.stale_attempts.with_label_values(&["renew"]).inc_by(revocations);
        let wanted = match said {
            Ok(wanted) => wanted,
            // Its leases were renewed all the same.
            Err(refusal @ (Refusal::UnknownWorker(_) | Refusal::Invalid(_))) => return Err(refusal),
            Err(refusal) => {
                tracing::warn!(error = %refusal, "what a worker says of itself could not be written down");
                None
            }
        };
        Ok(v1::RenewResponse { lease: self.lease(), revoked, wanted })
    }

    async fn record_some(&self, wire: v1::RecordCasesRequest) -> Result<(), Refusal> {
        let holder = attempt::holder(&wire.worker_id, wire.attempt)?;
        let cases = judged_cases(wire.cases).within("cases")?;
        self.parts.ledger.record_cases(holder, &cases).await.map_err(stale)
    }

    async fn finish_one(&self, wire: v1::FinishRequest) -> Result<v1::FinishResponse, Refusal> {
        let holder = attempt::holder(&wire.worker_id, wire.attempt)?;
        let judgement = wire.judgement.ok_or_else(|| Invalid::new("judgement", "expected a judgement, got none"))?;
        let judgement = Judgement::try_from(judgement).within("judgement")?;
        let (verdict, cpu) = (judgement.verdict, judgement.usage.cpu);
        if let Some(verification) = &wire.verification {
            verification::settle(&self.parts.ledger, holder, &judgement, verification).await?;
        }
        let finished = Finished {
            judgement,
            fetching: wire.fetching.map(|time| duration("fetching", &time)).transpose()?,
            judging: wire.judging.map(|time| duration("judging", &time)).transpose()?,
            last_cases: judged_cases(wire.last_cases).within("last_cases")?,
        };
        let judging = self.parts.ledger.finish(holder, finished).await.map_err(stale)?.judging;
        let (submission, attempt) = (holder.attempt.submission, holder.attempt.attempt);
        match &judging.state {
            State::Judged { attempt: ended, judgement } if *ended == attempt => {
                self.parts.metrics.judgements.with_label_values(&[verdict.code()]).inc();
                if let Some(first) = &judgement.provenance.confirmation {
                    let word = if first.verdict == verdict { "same" } else { "other" };
                    self.parts.metrics.confirmations.with_label_values(&[word]).inc();
                }
                tracing::info!(%submission, %attempt, %verdict, "judged");
                Ok(v1::FinishResponse { to_confirm: false })
            }
            _ => {
                tracing::info!(%submission, %attempt, %verdict, ?cpu, "near the time limit: to be confirmed");
                // The scheduler finds it in the store as well; this is faster.
                self.parts.announce(holder.attempt.judging()).await;
                Ok(v1::FinishResponse { to_confirm: true })
            }
        }
    }

    async fn give_back_one(&self, wire: v1::GiveBackRequest) -> Result<(), Refusal> {
        let holder = attempt::holder(&wire.worker_id, wire.attempt)?;
        let cause = v1::GiveBackCause::read(wire.cause).within("cause")?;
        let given = GivenBack { cause, detail: &wire.detail, at_ms: self.parts.ledger.now_ms() };
        let state = self.parts.ledger.give_back(holder, given).await.map_err(stale)?;
        let (submission, attempt) = (holder.attempt.submission, holder.attempt.attempt);
        self.parts.metrics.judging_errors.with_label_values(&[cause.name()]).inc();
        if state.is_terminal() {
            self.parts.metrics.abandoned.inc();
            tracing::error!(%submission, %attempt, ?cause, detail = wire.detail, "a judging was abandoned");
            return Ok(());
        }
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
            Target::Problem { digest, .. } | Target::Package { digest, .. } if digest == wanted => {
                let found = self.parts.ledger.problem(&submission.principal.tenant, digest).await?;
                found.ok_or_else(|| Refusal::no_problem(digest))
            }
            Target::Problem { digest, .. } | Target::Package { digest, .. } => Err(Refusal::field(
                "digest",
                format_args!("expected the package of the attempt, {digest}, got {wanted}"),
            )),
            Target::Inline(_) => Err(Refusal::field("digest", "expected an attempt at a problem, got an inline run")),
        }
    }

    /// Counts calls for attempts that are not the caller's any more.
    fn counted<T>(&self, call: &'static str, result: Result<T, Refusal>) -> Result<T, Refusal> {
        if matches!(result, Err(Refusal::StaleAttempt)) {
            self.parts.metrics.stale_attempts.with_label_values(&[call]).inc();
        }
        result
    }

    fn lease(&self) -> Option<prost_types::Duration> {
        prost_types::Duration::try_from(self.parts.config.timing.lease).ok()
    }
}

/// The principal of a call, which must be a worker's, and what it says.
fn worker<T>(request: Request<T>) -> Result<(Principal, T), Refusal> {
    let principal = principal::of(&request)?;
    principal::need(&principal, Role::Worker)?;
    Ok((principal, request.into_inner()))
}

/// A cause's name in metrics.
fn judged_cases(wire: Vec<v1::JudgedCase>) -> Result<Vec<JudgedCase>, Invalid> {
    let read = |(place, wire): (usize, v1::JudgedCase)| {
        let result = wire.result.ok_or_else(|| Invalid::new("result", "expected a case's result, got none"));
        let result = result.and_then(|result| CaseResult::try_from(result).within("result"));
        let result = result.within(&place.to_string())?;
        Ok(JudgedCase { index: wire.index, case_count: wire.case_count, result })
    };
    wire.into_iter().enumerate().map(read).collect()
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

    async fn register(&self, request: Request<v1::RegisterRequest>) -> Result<Response<v1::RegisterResponse>, Status> {
        let (by, wire) = worker(request)?;
        Ok(Response::new(self.register_one(&by, wire).await?))
    }

    async fn start(&self, request: Request<v1::StartRequest>) -> Result<Response<v1::StartResponse>, Status> {
        let (_, wire) = self.admit(request, |wire| &wire.worker_id).await?;
        let started = self.start_one(wire).await;
        Ok(Response::new(self.counted("start", started)?))
    }

    async fn renew(&self, request: Request<v1::RenewRequest>) -> Result<Response<v1::RenewResponse>, Status> {
        let (by, wire) = self.admit(request, |wire| &wire.worker_id).await?;
        Ok(Response::new(self.renew_all(&by, wire).await?))
    }

    async fn record_cases(
        &self,
        request: Request<v1::RecordCasesRequest>,
    ) -> Result<Response<v1::RecordCasesResponse>, Status> {
        let (_, wire) = self.admit(request, |wire| &wire.worker_id).await?;
        let done = self.record_some(wire).await;
        self.counted("record_cases", done)?;
        Ok(Response::new(v1::RecordCasesResponse {}))
    }

    async fn finish(&self, request: Request<v1::FinishRequest>) -> Result<Response<v1::FinishResponse>, Status> {
        let (_, wire) = self.admit(request, |wire| &wire.worker_id).await?;
        let done = self.finish_one(wire).await;
        Ok(Response::new(self.counted("finish", done)?))
    }

    async fn give_back(&self, request: Request<v1::GiveBackRequest>) -> Result<Response<v1::GiveBackResponse>, Status> {
        let (_, wire) = self.admit(request, |wire| &wire.worker_id).await?;
        let done = self.give_back_one(wire).await;
        self.counted("give_back", done)?;
        Ok(Response::new(v1::GiveBackResponse {}))
    }

    async fn fetch_package(
        &self,
        request: Request<v1::FetchPackageRequest>,
    ) -> Result<Response<Self::FetchPackageStream>, Status> {
        let (_, wire) = self.admit(request, |wire| &wire.worker_id).await?;
        let found = self.package(wire).await;
        let problem = self.counted("fetch_package", found)?;
        let broken = |error| Status::from(Refusal::from(LedgerError::from(error)));
        let pieces = self.parts.ledger.blobs().stream(problem.zip).await.map_err(broken)?;
        let messages = pieces.map_ok(|chunk| v1::FetchPackageResponse { chunk }).map_err(broken);
        Ok(Response::new(Box::pin(messages)))
    }
}
