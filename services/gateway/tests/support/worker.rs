//! The other side of the judge: a leader that places, and a worker that calls the internal service.

use std::time::{SystemTime, UNIX_EPOCH};

use pyjury_core::judging::{JudgingRef, Placement};
use pyjury_core::principal::Role;
use pyjury_core::{AttemptId, Principal, WorkerId};
use pyjury_proto::internal::v1 as internal;
use pyjury_proto::internal::v1::worker_service_client::WorkerServiceClient;
use pyjury_proto::v1;
use tonic::transport::Channel;
use uuid::Uuid;

use super::Harness;

/// A worker with a connection.
pub struct Worker {
    pub id: WorkerId,
    pub client: WorkerServiceClient<Channel>,
}

pub fn now_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis().try_into().unwrap()
}

impl Worker {
    /// Over the in-process channel.
    pub fn in_process(harness: &Harness) -> Self {
        let principal = Principal { tenant: "acme".into(), user: "worker-1".into(), roles: vec![Role::Worker] };
        let client = WorkerServiceClient::new(harness.gateway.connect(principal)).max_decoding_message_size(16 << 20);
        Self { id: WorkerId(Uuid::new_v4()), client }
    }

    /// Registers this life.
    pub async fn register(&self) {
        let request = internal::RegisterRequest { worker_id: self.id.to_string(), presence: Some(presence("w1")) };
        self.client.clone().register(request).await.unwrap();
    }

    /// Places a submission on this worker, which is registered, as the leader does.
    pub async fn place(&self, harness: &Harness, submission: &str) -> internal::Attempt {
        self.register().await;
        let epoch = harness.ledger.raise_epoch().await.unwrap();
        let pending = harness.ledger.pending(None, 1000).await.unwrap().entries;
        let of: JudgingRef = pending
            .iter()
            .map(|pending| pending.judging)
            .find(|of| of.submission.to_string() == submission)
            .expect("the submission waits");
        let attempt = AttemptId(Uuid::new_v4());
        let start_by_ms = now_ms() + 60_000;
        let placement = Placement { attempt, worker: self.id, epoch: epoch.number(), start_by_ms };
        harness.ledger.place(of, placement).await.unwrap();
        internal::Attempt {
            submission_id: of.submission.to_string(),
            judging_id: of.judging.to_string(),
            attempt_id: attempt.to_string(),
        }
    }

    pub fn start_request(&self, attempt: &internal::Attempt) -> internal::StartRequest {
        internal::StartRequest { worker_id: self.id.to_string(), attempt: Some(attempt.clone()) }
    }

    pub fn case_request(&self, attempt: &internal::Attempt, index: u32) -> internal::RecordCasesRequest {
        let result = Some(case(&format!("secret/{index}")));
        internal::RecordCasesRequest {
            worker_id: self.id.to_string(),
            attempt: Some(attempt.clone()),
            cases: vec![internal::JudgedCase { index, case_count: 2, result }],
        }
    }

    pub fn finish_request(&self, attempt: &internal::Attempt) -> internal::FinishRequest {
        internal::FinishRequest {
            worker_id: self.id.to_string(),
            attempt: Some(attempt.clone()),
            judgement: Some(judgement()),
            fetching: None,
            judging: None,
            verification: None,
            last_cases: Vec::new(),
        }
    }

    pub fn verified_request(&self, attempt: &internal::Attempt, seconds: Option<i64>) -> internal::FinishRequest {
        let (judgement, verification) = verification(seconds);
        internal::FinishRequest {
            judgement: Some(judgement),
            verification: Some(verification),
            ..self.finish_request(attempt)
        }
    }

    /// Places, starts and finishes a verification.
    pub async fn verify(&mut self, harness: &Harness, submission: &str, seconds: Option<i64>) {
        let attempt = self.place(harness, submission).await;
        self.client.start(self.start_request(&attempt)).await.unwrap();
        self.client.finish(self.verified_request(&attempt, seconds)).await.unwrap();
    }

    /// Places, starts, judges two cases and finishes.
    pub async fn judge(&mut self, harness: &Harness, submission: &str) {
        let attempt = self.place(harness, submission).await;
        self.client.start(self.start_request(&attempt)).await.unwrap();
        for index in 0..2 {
            self.client.record_cases(self.case_request(&attempt, index)).await.unwrap();
        }
        self.client.finish(self.finish_request(&attempt)).await.unwrap();
    }
}

/// The end of a verification: with a time limit in seconds it is good.
fn verification(seconds: Option<i64>) -> (v1::Judgement, internal::Verification) {
    let (verdict, reason) = match seconds {
        Some(_) => (v1::Verdict::Ac, "accepted"),
        None => (v1::Verdict::Wa, "wrong_answer"),
    };
    let jury = "submissions/accepted/echo.py: got WA".to_owned();
    let judgement = v1::Judgement {
        verdict: verdict.into(),
        reason: reason.into(),
        max_score: 1.0,
        feedback: Some(v1::Feedback { jury, ..Default::default() }),
        ..Default::default()
    };
    let time_limit = seconds.map(|seconds| prost_types::Duration { seconds, nanos: 0 });
    (judgement, internal::Verification { time_limit })
}

/// What a worker says of itself.
pub fn presence(name: &str) -> internal::Presence {
    internal::Presence { name: name.into(), version: "1".into(), slots: 2, ..Default::default() }
}

/// A secret case that leaks what it can.
pub fn case(name: &str) -> v1::CaseResult {
    let leak = || "HIDDEN".to_owned();
    v1::CaseResult {
        name: name.into(),
        verdict: v1::Verdict::Rte.into(),
        reason: "exception:HIDDEN".into(),
        usage: Some(v1::Usage { memory_bytes: 1_234_567, ..Default::default() }),
        feedback: Some(v1::Feedback { team: "for the team".into(), stderr: leak(), stdout: leak(), jury: leak() }),
        ..Default::default()
    }
}

pub fn judgement() -> v1::Judgement {
    v1::Judgement {
        verdict: v1::Verdict::Rte.into(),
        reason: "exception:HIDDEN".into(),
        max_score: 1.0,
        cases: vec![case("secret/0"), case("secret/1")],
        feedback: Some(v1::Feedback { jury: "HIDDEN".into(), ..Default::default() }),
        ..Default::default()
    }
}
