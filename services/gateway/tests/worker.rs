//! The narrow door for workers: identity, attempts, packages.
#![allow(clippy::unwrap_used)]

mod support;

use pyjury_core::principal::Role;
use pyjury_core::{Digest, WorkerId};
use pyjury_proto::internal::v1 as internal;
use pyjury_proto::internal::v1::worker_service_client::WorkerServiceClient;
use pyjury_proto::v1;
use pyjury_proto::v1::submit_request::Target;
use support::packages::{echo, upload};
use support::worker::Worker;
use support::{Harness, Key, refused, run, submit};
use tonic::Code;
use uuid::Uuid;

fn renew(worker: &Worker, attempts: &[&internal::Attempt]) -> internal::RenewRequest {
    internal::RenewRequest { worker_id: worker.id.to_string(), attempts: attempts.iter().copied().cloned().collect() }
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
    refused(worker.client.record_case(worker.case_request(&stale, 0)).await, code, "STALE_ATTEMPT", &[]);
    refused(worker.client.finish(worker.finish_request(&stale)).await, code, "STALE_ATTEMPT", &[]);

    // Another life of the worker, as the same principal.
    let mine = worker.id;
    worker.id = WorkerId(Uuid::new_v4());
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
    let heartbeat = || internal::RenewRequest { worker_id: worker_id.clone(), attempts: Vec::new() };
    let mut admin = client("root", Role::Admin).await;
    refused(admin.renew(heartbeat()).await, Code::PermissionDenied, "ROLE_NEEDED", &[]);
    let mut nobody = WorkerServiceClient::new(harness.channel().await);
    refused(nobody.renew(heartbeat()).await, Code::Unauthenticated, "BAD_KEY", &[]);
    let mut first = client("worker-1", Role::Worker).await;
    first.renew(heartbeat()).await.unwrap();
    let mut second = client("worker-2", Role::Worker).await;
    refused(second.renew(heartbeat()).await, Code::InvalidArgument, "INVALID_FIELD", &["worker_id"]);
}

#[tokio::test]
async fn a_package_is_fetched_for_an_attempt_that_runs_and_for_no_other() {
    let harness = Harness::start().await;
    let mut jury = harness.problems("judy", Role::Jury).await;
    let package = echo("Echo");
    let problem = upload(&mut jury, "echo", &package).await.unwrap();
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
    let none = internal::StartRequest { worker_id: id.clone(), attempt: None };
    refused(worker.client.start(none).await, Code::InvalidArgument, "INVALID_FIELD", &["attempt"]);
    let broken = internal::StartRequest { worker_id: id, attempt: Some(internal::Attempt::default()) };
    refused(worker.client.start(broken).await, Code::InvalidArgument, "INVALID_FIELD", &["attempt.submission_id"]);
}
