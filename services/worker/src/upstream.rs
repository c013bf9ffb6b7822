//! The internal service, as a worker calls it.

use std::future::Future;
use std::time::Duration;

use pyjury_core::judging::{AttemptRef, GiveBack};
use pyjury_core::{Digest, WorkerId};
use pyjury_proto::internal::v1;
use pyjury_proto::internal::v1::worker_service_client::WorkerServiceClient;
use tokio::time::{Instant, sleep, timeout};
use tokio_stream::StreamExt as _;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;
use tonic::{Code, Request, Status};
use tonic_types::StatusExt as _;

use crate::executor::{Judged, ToldCase};

/// How long one call may take.
const CALL: Duration = Duration::from_secs(20);
/// Submissions with many files, judgements with much feedback.
const LARGEST_MESSAGE: usize = 128 << 20;
/// Waits between tries: from the first to the last, doubled each time.
const FIRST_WAIT: Duration = Duration::from_millis(100);
const LAST_WAIT: Duration = Duration::from_secs(5);

/// Why a call was refused.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    /// The attempt is no longer ours. Nothing has changed: drop the work.
    #[error("the attempt is no longer valid")]
    Stale,
    /// The worker must register, and may try again then. Nothing has changed.
    #[error("this worker is not registered")]
    Unregistered,
    /// The service could not be reached, or could not answer now.
    #[error("the service is not there now: {0}")]
    Unavailable(Status),
    /// It will answer the same again.
    #[error("the service refused the call: {0}")]
    Wrong(Status),
}

impl Refusal {
    fn of(status: Status) -> Self {
        match status.code() {
            Code::FailedPrecondition if is_unregistered(&status) => Self::Unregistered,
            Code::FailedPrecondition | Code::NotFound => Self::Stale,
            Code::InvalidArgument
            | Code::Unauthenticated
            | Code::PermissionDenied
            | Code::Unimplemented
            | Code::OutOfRange
            // The record or a blob can't be read, or the message is too large: as bad the next time.
            | Code::Internal
            | Code::DataLoss
            | Code::ResourceExhausted => Self::Wrong(status),
            _ => Self::Unavailable(status),
        }
    }
}

/// Whether the service says that it doesn't know this worker.
fn is_unregistered(status: &Status) -> bool {
    status.get_details_error_info().is_some_and(|info| info.reason == "UNKNOWN_WORKER")
}

#[derive(Clone)]
struct Credential(Option<MetadataValue<Ascii>>);

impl tonic::service::Interceptor for Credential {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        if let Some(key) = &self.0 {
            request.metadata_mut().insert("authorization", key.clone());
        }
        Ok(request)
    }
}

/// What is told beside a judgement.
#[derive(Debug)]
pub(crate) struct Beside {
    /// How long it took to fetch the package and the files, by a clock that can't be set.
    pub(crate) fetching: Duration,
    /// How long it took to judge.
    pub(crate) judging: Duration,
    /// The cases that weren't told before.
    pub(crate) last_cases: Vec<ToldCase>,
}

fn judged_case(case: &ToldCase) -> v1::JudgedCase {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let (index, case_count) = (number(case.index), number(case.case_count));
    v1::JudgedCase { index, case_count, result: Some((&case.result).into()) }
}

/// The internal service. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Upstream {
    client: WorkerServiceClient<InterceptedService<Channel, Credential>>,
    worker: WorkerId,
}

impl Upstream {
    /// Calls over `channel` as `worker`, with a credential where one is needed.
    ///
    /// # Errors
    /// When the credential can't be sent as metadata.
    pub(crate) fn new(
        channel: Channel,
        worker: WorkerId,
        key: Option<&str>,
    ) -> Result<Self, tonic::metadata::errors::InvalidMetadataValue> {
        let key = key.map(|key| format!("Bearer {key}").parse()).transpose()?;
        let client = WorkerServiceClient::with_interceptor(channel, Credential(key))
            .max_decoding_message_size(LARGEST_MESSAGE)
            .max_encoding_message_size(LARGEST_MESSAGE);
        Ok(Self { client, worker })
    }

    /// Makes the worker known.
    pub(crate) async fn register(&self, presence: v1::Presence) -> Result<v1::RegisterResponse, Refusal> {
        let request = v1::RegisterRequest { worker_id: self.id(), presence: Some(presence) };
        let mut client = self.client.clone();
        Ok(limited(client.register(request)).await?.into_inner())
    }

    /// Placed → Running. Also gives the moment when the call that was answered was sent.
    pub(crate) async fn start(&self, attempt: AttemptRef) -> Result<(Instant, v1::StartResponse), Refusal> {
        let sent = Instant::now();
        let request = v1::StartRequest { worker_id: self.id(), attempt: Some(named(attempt)) };
        let mut client = self.client.clone();
        let answer = limited(client.start(request)).await?;
        Ok((sent, answer.into_inner()))
    }

    /// Keeps leases, and says what the worker says of itself.
    pub(crate) async fn renew(
        &self,
        attempts: &[AttemptRef],
        presence: v1::Presence,
    ) -> Result<v1::RenewResponse, Refusal> {
        let attempts = attempts.iter().copied().map(named).collect();
        let request = v1::RenewRequest { worker_id: self.id(), attempts, presence: Some(presence) };
        let mut client = self.client.clone();
        Ok(limited(client.renew(request)).await?.into_inner())
    }

    /// Tells of judged cases. Losing them loses nothing.
    pub(crate) async fn record_cases(&self, attempt: AttemptRef, cases: &[ToldCase]) -> Result<(), Refusal> {
        let request = v1::RecordCasesRequest {
            worker_id: self.id(),
            attempt: Some(named(attempt)),
            cases: cases.iter().map(judged_case).collect(),
        };
        let mut client = self.client.clone();
        limited(client.record_cases(request)).await.map(drop)
    }

    /// Ends an attempt, however often it takes: until the service has confirmed or refused.
    pub(crate) async fn finish(
        &self,
        attempt: AttemptRef,
        judged: &Judged,
        beside: &Beside,
    ) -> Result<v1::FinishResponse, Refusal> {
        let request = v1::FinishRequest {
            worker_id: self.id(),
            attempt: Some(named(attempt)),
            judgement: Some((&judged.judgement).into()),
            fetching: prost_types::Duration::try_from(beside.fetching).ok(),
            judging: prost_types::Duration::try_from(beside.judging).ok(),
            last_cases: beside.last_cases.iter().map(judged_case).collect(),
            verification: judged.verification.map(|found| v1::Verification {
                time_limit: found.time_limit.and_then(|limit| prost_types::Duration::try_from(limit).ok()),
            }),
        };
        let call = || {
            let (mut client, request) = (self.client.clone(), request.clone());
            async move { Ok(limited(client.finish(request)).await?.into_inner()) }
        };
        persist(call).await
    }

    /// Gives an attempt back, however often it takes.
    pub(crate) async fn give_back(&self, attempt: AttemptRef, cause: GiveBack, detail: String) -> Result<(), Refusal> {
        let request = v1::GiveBackRequest {
            worker_id: self.id(),
            attempt: Some(named(attempt)),
            cause: v1::GiveBackCause::from(cause).into(),
            detail,
        };
        let call = || {
            let (mut client, request) = (self.client.clone(), request.clone());
            async move { limited(client.give_back(request)).await.map(drop) }
        };
        persist(call).await
    }

    /// Reads a package: `each` gets its bytes piece by piece and says whether to go on.
    pub(crate) async fn fetch_package(
        &self,
        attempt: AttemptRef,
        digest: Digest,
        mut each: impl FnMut(&[u8]) -> bool,
    ) -> Result<(), Refusal> {
        let request =
            v1::FetchPackageRequest { worker_id: self.id(), attempt: Some(named(attempt)), digest: digest.to_string() };
        let mut client = self.client.clone();
        let mut chunks = limited(client.fetch_package(request)).await?.into_inner();
        while let Some(next) = timeout(CALL, chunks.next()).await.map_err(|_| late())? {
            if !each(&next.map_err(Refusal::of)?.chunk) {
                break;
            }
        }
        Ok(())
    }

    fn id(&self) -> String {
        self.worker.to_string()
    }
}

fn named(attempt: AttemptRef) -> v1::Attempt {
    v1::Attempt {
        submission_id: attempt.submission.to_string(),
        judging_id: attempt.judging.to_string(),
        attempt_id: attempt.attempt.to_string(),
    }
}

async fn limited<T>(call: impl Future<Output = Result<T, Status>>) -> Result<T, Refusal> {
    timeout(CALL, call).await.map_err(|_| late())?.map_err(Refusal::of)
}

fn late() -> Refusal {
    Refusal::Unavailable(Status::deadline_exceeded(format!("no answer within {} s", CALL.as_secs())))
}

/// Repeats a call while the service isn't there, or doesn't know the worker: the heartbeat registers it
/// again.
pub(crate) async fn persist<T, F: Future<Output = Result<T, Refusal>>>(
    mut call: impl FnMut() -> F,
) -> Result<T, Refusal> {
    let mut wait = FIRST_WAIT;
    loop {
        match call().await {
            Err(Refusal::Unavailable(status)) => {
                tracing::warn!(error = %status, "the service is not there; trying again");
                sleep(wait).await;
                wait = (wait * 2).min(LAST_WAIT);
            }
            Err(Refusal::Unregistered) => {
                sleep(wait).await;
                wait = (wait * 2).min(LAST_WAIT);
            }
            other => return other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn only_what_may_pass_is_repeated() {
        let mut tries = 0;
        let result = persist(|| {
            tries += 1;
            let status = if tries < 5 { Status::unavailable("x") } else { Status::failed_precondition("y") };
            async { Err::<(), _>(Refusal::of(status)) }
        })
        .await;
        assert!(matches!(result, Err(Refusal::Stale)));
        assert_eq!(tries, 5);
    }
}
