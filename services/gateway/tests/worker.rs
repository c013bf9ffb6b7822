//! The narrow door for workers: identity, attempts, packages.
#![allow(clippy::unwrap_used)]

mod support;

use pyjury_core::principal::Role;
use pyjury_core::{Digest, Principal, WorkerId};
use pyjury_proto::internal::v1 as internal;
use pyjury_proto::internal::v1::worker_service_client::WorkerServiceClient;
use pyjury_proto::v1;
use pyjury_proto::v1::submit_request::Target;
use support::packages::{echo, upload_ready};
use support::worker::{Worker, presence};
use support::{Harness, Key, refused, run, submit};
use tonic::Code;
use uuid::Uuid;

fn renew(worker: &Worker, attempts: &[&internal::Attempt]) -> internal::RenewRequest {
    let attempts = attempts.iter().copied().cloned().collect();
    internal::RenewRequest { worker_id: worker.id.to_string(), attempts, presence: Some(presence("w1")) }
}

#[tokio::test]
async fn a_start_tells_everything_and_can_be_repeated() {
    let harness = Harness::start().await;
    let mut ann = harness.judge("ann", Role::Submitter).await;
    let inline = v1::InlineRun { stdin: b"in".to_vec(), expected_output: Some(b"out".to_vec()), ..Default::default() };
    let id = submit(&mut ann, v1::SubmitRequest { target: Some(Target::InlineRun(inline)), ..run("print(1)") }).await;
    let mut worker = Worker::in_process(&harness);
    let attempt = worker.place(&harness, &id).await;
    for _ in 0..2 {
        let started = worker.client.start(worker.start_request(&attempt)).await.unwrap().into_inner();
        assert_eq!(started.files[0].content, b"print(1)");
        assert!(started.lease.unwrap().seconds > 0);
        let Some(internal::start_response::Target::InlineRun(run)) = started.target else {
            panic!("{:?}", started.target)
        };
        assert_eq!((run.stdin.as_slice(), run.expected_output.unwrap().as_slice()), (&b"in"[..], &b"out"[..]));
        assert!(run.limits.unwrap().memory_bytes.is_some(), "every limit is set");
    }
}

#[tokio::test]
async fn a_stale_attempt_changes_nothing() {
    let harness = Harness::start().await;
    let mut ann = harness.judge("ann", Role::Submitter).await;
    let id = submit(&mut ann, run("print(1)")).await;
    let mut worker = Worker::in_process(&harness);
    let attempt = worker.place(&harness, &id).await;
    let stale = internal::Attempt { attempt_id: Uuid::new_v4().to_string(), ..attempt.clone() };
    let code = Code::FailedPrecondition;
    refused(worker.client.start(worker.start_request(&stale)).await, code, "STALE_ATTEMPT", &[]);
    refused(worker.client.finish(worker.finish_request(&attempt)).await, code, "STALE_ATTEMPT", &[]);
    worker.client.start(worker.start_request(&attempt)).await.unwrap();
    refused(worker.client.record_cases(worker.case_request(&stale, 0)).await, code, "STALE_ATTEMPT", &[]);
    refused(worker.client.finish(worker.finish_request(&stale)).await, code, "STALE_ATTEMPT", &[]);

    // Another life of the worker, as the same principal.
    let mine = worker.id;
    worker.id = WorkerId(Uuid::new_v4());
    worker.register().await;
    refused(worker.client.finish(worker.finish_request(&attempt)).await, code, "STALE_ATTEMPT", &[]);
    worker.id = mine;
    worker.client.finish(worker.finish_request(&attempt)).await.unwrap();
    worker.client.finish(worker.finish_request(&attempt)).await.unwrap();
    refused(worker.client.start(worker.start_request(&attempt)).await, code, "STALE_ATTEMPT", &[]);
}

#[tokio::test]
async fn a_heartbeat_lists_what_is_no_longer_valid() {
    let harness = Harness::start().await;
    let mut ann = harness.judge("ann", Role::Submitter).await;
    let mut worker = Worker::in_process(&harness);
    let kept = submit(&mut ann, run("print(1)")).await;
    let gone = submit(&mut ann, run("print(2)")).await;
    let kept = worker.place(&harness, &kept).await;
    let cancelled = worker.place(&harness, &gone).await;
    for attempt in [&kept, &cancelled] {
        worker.client.start(worker.start_request(attempt)).await.unwrap();
    }
    ann.cancel(v1::CancelRequest { submission_id: gone }).await.unwrap();
    let replaced = internal::Attempt { attempt_id: Uuid::new_v4().to_string(), ..kept.clone() };
    let mut unknown = kept.clone();
    unknown.submission_id = Uuid::new_v4().to_string();
    let answer =
        worker.client.renew(renew(&worker, &[&kept, &cancelled, &replaced, &unknown])).await.unwrap().into_inner();
    let revoked: Vec<_> = answer.revoked.iter().map(|r| (r.attempt_id.as_str(), r.cause())).collect();
    assert_eq!(
        revoked,
        [
            (cancelled.attempt_id.as_str(), internal::RevokeCause::Cancelled),
            (replaced.attempt_id.as_str(), internal::RevokeCause::Replaced),
            (unknown.attempt_id.as_str(), internal::RevokeCause::Unknown),
        ]
    );
    worker.client.renew(renew(&worker, &[])).await.unwrap();
}

#[tokio::test]
async fn the_door_is_for_workers_and_each_for_its_own_id() {
    let harness = Harness::start().await;
    let client = async |user: &str, role| {
        let key = Key(format!("Bearer {}", harness.key("acme", user, role).await).parse().unwrap());
        WorkerServiceClient::with_interceptor(harness.channel().await, key)
    };
    let worker_id = Uuid::new_v4().to_string();
    let heartbeat = || internal::RenewRequest { worker_id: worker_id.clone(), ..Default::default() };
    let hello = || internal::RegisterRequest { worker_id: worker_id.clone(), presence: Some(presence("w1")) };
    let mut admin = client("root", Role::Admin).await;
    refused(admin.renew(heartbeat()).await, Code::PermissionDenied, "ROLE_NEEDED", &[]);
    refused(admin.register(hello()).await, Code::PermissionDenied, "ROLE_NEEDED", &[]);
    let mut nobody = WorkerServiceClient::new(harness.channel().await);
    refused(nobody.renew(heartbeat()).await, Code::Unauthenticated, "BAD_KEY", &[]);
    let mut first = client("worker-1", Role::Worker).await;
    refused(first.renew(heartbeat()).await, Code::FailedPrecondition, "UNKNOWN_WORKER", &[]);
    first.register(hello()).await.unwrap();
    first.renew(heartbeat()).await.unwrap();
    let mut second = client("worker-2", Role::Worker).await;
    refused(second.renew(heartbeat()).await, Code::InvalidArgument, "INVALID_FIELD", &["worker_id"]);
    refused(second.register(hello()).await, Code::InvalidArgument, "INVALID_FIELD", &["worker_id"]);
    first.register(hello()).await.unwrap();
    let nameless = internal::RegisterRequest { presence: Some(presence("a b")), ..hello() };
    refused(first.register(nameless).await, Code::InvalidArgument, "INVALID_FIELD", &["worker's name"]);
    let silent = internal::RegisterRequest { presence: None, ..hello() };
    refused(first.register(silent).await, Code::InvalidArgument, "INVALID_FIELD", &["presence"]);
}

#[tokio::test]
async fn another_gateway_knows_who_registered_here() {
    let harness = Harness::start().await;
    let worker = Worker::in_process(&harness);
    worker.register().await;
    let other = harness.another_gateway().await;
    let connect = |user: &str| {
        let principal = Principal { tenant: "acme".into(), user: user.into(), roles: vec![Role::Worker] };
        WorkerServiceClient::new(other.connect(principal))
    };
    connect("worker-1").renew(renew(&worker, &[])).await.unwrap();
    let stolen = connect("worker-2").renew(renew(&worker, &[])).await;
    refused(stolen, Code::InvalidArgument, "INVALID_FIELD", &["worker_id"]);
    // It was silent for so long that it was forgotten: both gateways send it to register.
    harness.ledger.forget_worker(worker.id).await.unwrap();
    let changed = internal::RenewRequest {
        presence: Some(internal::Presence { busy: 1, ..presence("w1") }),
        ..renew(&worker, &[])
    };
    refused(connect("worker-1").renew(changed).await, Code::FailedPrecondition, "UNKNOWN_WORKER", &[]);
    worker.register().await;
    connect("worker-1").renew(renew(&worker, &[])).await.unwrap();
}

#[tokio::test]
async fn a_cause_that_only_a_newer_worker_knows_is_no_death() {
    let harness = Harness::start().await;
    let mut ann = harness.judge("ann", Role::Submitter).await;
    let id = submit(&mut ann, run("print(1)")).await;
    let mut worker = Worker::in_process(&harness);
    let attempt = worker.place(&harness, &id).await;
    let back = internal::GiveBackRequest {
        worker_id: worker.id.to_string(),
        attempt: Some(attempt.clone()),
        cause: 77,
        detail: "eclipse".into(),
    };
    worker.client.give_back(back.clone()).await.unwrap();
    let pending = harness.ledger.pending(None, 10).await.unwrap().entries;
    assert!(pending[0].state.attempt().is_none() && pending[0].not_before_ms > 0);
    refused(worker.client.give_back(back).await, Code::FailedPrecondition, "STALE_ATTEMPT", &[]);
    let metrics = metrics_text(&harness);
    assert!(metrics.contains("pyjury_gateway_judging_errors_total{cause=\"host\"} 1"), "{metrics}");
    assert!(metrics.contains("pyjury_gateway_stale_attempts_total{call=\"give_back\"} 1"), "{metrics}");
}

/// What /metrics says.
fn metrics_text(harness: &Harness) -> String {
    prometheus::TextEncoder::new().encode_to_string(&harness.registry.gather()).unwrap()
}

#[tokio::test]
async fn a_package_is_fetched_for_an_attempt_that_runs_and_for_no_other() {
    let harness = Harness::start().await;
    let mut jury = harness.problems("judy", Role::Jury).await;
    let package = echo("Echo");
    let problem = upload_ready(&harness, &mut jury, "echo", &package).await;
    let mut ann = harness.judge("ann", Role::Submitter).await;
    let target = Some(Target::ProblemName("echo".into()));
    let id = submit(&mut ann, v1::SubmitRequest { target, ..run("print(1)") }).await;
    let mut worker = Worker::in_process(&harness);
    let attempt = worker.place(&harness, &id).await;
    let fetch = |digest: &str| internal::FetchPackageRequest {
        worker_id: worker.id.to_string(),
        attempt: Some(attempt.clone()),
        digest: digest.into(),
    };
    let (wanted, other) = (fetch(&problem.digest), fetch(&Digest::of(b"other").to_string()));
    let early = worker.client.fetch_package(wanted.clone()).await.unwrap_err();
    assert_eq!(early.code(), Code::FailedPrecondition);
    worker.client.start(worker.start_request(&attempt)).await.unwrap();
    let wrong = worker.client.fetch_package(other).await.unwrap_err();
    assert_eq!(support::fields(&wrong), ["digest"]);

    let mut stream = worker.client.fetch_package(wanted).await.unwrap().into_inner();
    let mut bytes = Vec::new();
    while let Some(message) = stream.message().await.unwrap() {
        bytes.extend_from_slice(&message.chunk);
    }
    assert_eq!(bytes, package);
    let source = pyjury_problem::Source::open_zip(&bytes, "echo").unwrap();
    assert_eq!(source.digest().to_string(), problem.digest, "the worker can check what it got");
}

#[tokio::test]
async fn bad_messages_name_the_field() {
    let harness = Harness::start().await;
    let mut worker = Worker::in_process(&harness);
    let id = worker.id.to_string();
    worker.register().await;
    let none = internal::StartRequest { worker_id: id.clone(), attempt: None };
    refused(worker.client.start(none).await, Code::InvalidArgument, "INVALID_FIELD", &["attempt"]);
    let broken = internal::StartRequest { worker_id: id, attempt: Some(internal::Attempt::default()) };
    refused(worker.client.start(broken).await, Code::InvalidArgument, "INVALID_FIELD", &["attempt.submission_id"]);
}

#[tokio::test]
async fn what_is_near_its_limit_is_to_be_confirmed_by_another_attempt() {
    let harness = Harness::start().await;
    let mut ann = harness.judge("ann", Role::Submitter).await;
    let id = submit(&mut ann, run("print(1)")).await;
    let mut worker = Worker::in_process(&harness);
    let near = |worker: &Worker, attempt: &internal::Attempt| {
        let mut request = worker.finish_request(attempt);
        let judgement = request.judgement.as_mut().unwrap();
        (judgement.verdict, judgement.reason) = (v1::Verdict::Tle.into(), "cpu".into());
        judgement.near_limit = true;
        judgement.provenance = Some(v1::Provenance { worker: "w1".into(), ..Default::default() });
        request
    };
    let first = worker.place(&harness, &id).await;
    worker.client.start(worker.start_request(&first)).await.unwrap();
    for _ in 0..2 {
        let answer = worker.client.finish(near(&worker, &first)).await.unwrap().into_inner();
        assert!(answer.to_confirm, "also when the first answer was lost");
    }
    let second = worker.place(&harness, &id).await;
    worker.client.start(worker.start_request(&second)).await.unwrap();
    let answer = worker.client.finish(near(&worker, &second)).await.unwrap().into_inner();
    assert!(!answer.to_confirm);
    refused(worker.client.finish(near(&worker, &first)).await, Code::FailedPrecondition, "STALE_ATTEMPT", &[]);
    let request = v1::GetRequest { submission_id: id, include_files: false };
    let submission = ann.get(request).await.unwrap().into_inner().submission.unwrap();
    assert_eq!((submission.state(), submission.attempts), (v1::JudgingState::Judged, 2));
    let confirmation = submission.judgement.unwrap().provenance.unwrap().confirmation.unwrap();
    assert_eq!((confirmation.verdict(), confirmation.worker.as_str()), (v1::Verdict::Tle, "w1"));
}
