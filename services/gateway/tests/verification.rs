//! From an upload to a package that can be submitted to.
#![allow(clippy::unwrap_used)]

mod support;

use pyjury_core::principal::Role;
use pyjury_proto::internal::v1::start_response;
use pyjury_proto::v1;
use pyjury_proto::v1::problem_service_get_request::Key;
use pyjury_proto::v1::submit_request::Target;
use support::packages::{echo, messages, metadata, upload, upload_ready};
use support::worker::Worker;
use support::{Harness, Problems, refused, run, submit};
use tonic::Code;
use tonic_types::StatusExt as _;

fn to(target: Target) -> v1::SubmitRequest {
    v1::SubmitRequest { target: Some(target), ..run("print(1)") }
}

fn by_name() -> v1::SubmitRequest {
    to(Target::ProblemName("echo".into()))
}

async fn get(problems: &mut Problems, key: Key) -> v1::Problem {
    let request = v1::ProblemServiceGetRequest { key: Some(key) };
    problems.get(request).await.unwrap().into_inner().problem.unwrap()
}

#[tokio::test]
async fn a_package_is_staged_until_a_worker_has_verified_it() {
    let harness = Harness::start().await;
    let mut jury = harness.problems("judy", Role::Jury).await;
    let mut judge = harness.judge("judy", Role::Jury).await;
    let package = echo("Echo");
    let staged = upload(&mut jury, "echo", &package).await.unwrap();
    assert_eq!(staged.state(), v1::PackageState::Staged);
    for target in [Target::ProblemName("echo".into()), Target::ProblemDigest(staged.digest.clone())] {
        let status = refused(judge.submit(to(target)).await, Code::FailedPrecondition, "PACKAGE_STAGED", &[]);
        assert!(status.message().contains("still being verified"), "{status:?}");
        assert!(status.get_details_retry_info().is_some());
    }
    let verification = v1::GetRequest { submission_id: staged.verification_id.clone(), include_files: true };
    let verification = judge.get(verification).await.unwrap().into_inner().submission.unwrap();
    assert_eq!((verification.lane(), verification.user.as_str()), (v1::Lane::Batch, "judy"));
    assert!(matches!(verification.target, Some(v1::submission::Target::Verification(_))), "{verification:?}");

    let mut worker = Worker::in_process(&harness);
    let attempt = worker.place(&harness, &staged.verification_id).await;
    let started = worker.client.start(worker.start_request(&attempt)).await.unwrap().into_inner();
    let Some(start_response::Target::Verification(wanted)) = started.target else { panic!("{:?}", started.target) };
    assert_eq!(wanted.digest, staged.digest);
    let fetch = pyjury_proto::internal::v1::FetchPackageRequest {
        worker_id: worker.id.to_string(),
        attempt: Some(attempt.clone()),
        digest: wanted.digest,
    };
    let mut stream = worker.client.fetch_package(fetch).await.unwrap().into_inner();
    assert!(stream.message().await.unwrap().is_some());
    worker.client.finish(worker.verified_request(&attempt, Some(7))).await.unwrap();
    worker.client.finish(worker.verified_request(&attempt, Some(8))).await.unwrap();

    let ready = get(&mut jury, Key::Name("echo".into())).await;
    assert_eq!((ready.state(), ready.limits.unwrap().time.unwrap().seconds), (v1::PackageState::Ready, 7));
    let id = submit(&mut judge, by_name()).await;
    let attempt = worker.place(&harness, &id).await;
    let started = worker.client.start(worker.start_request(&attempt)).await.unwrap().into_inner();
    assert_eq!(started.time_limit.unwrap().seconds, 7, "every worker judges with the stored limit");
}

#[tokio::test]
async fn a_rejected_package_says_why_and_may_be_verified_again() {
    let harness = Harness::start().await;
    let mut jury = harness.problems("judy", Role::Jury).await;
    let mut ann = harness.judge("ann", Role::Submitter).await;
    let staged = upload(&mut jury, "echo", &echo("Echo")).await.unwrap();
    let mut worker = Worker::in_process(&harness);
    worker.verify(&harness, &staged.verification_id, None).await;
    let rejected = get(&mut jury, Key::Name("echo".into())).await;
    assert_eq!(rejected.state(), v1::PackageState::Rejected);
    assert!(rejected.report.contains("submissions/accepted/echo.py"), "{rejected:?}");
    let seen = get(&mut harness.problems("ann", Role::Submitter).await, Key::Digest(staged.digest.clone())).await;
    assert!(seen.report.is_empty(), "the report is for the jury");
    let status = refused(ann.submit(by_name()).await, Code::FailedPrecondition, "PACKAGE_REJECTED", &[]);
    assert!(status.get_details_retry_info().is_none());

    let again = upload(&mut jury, "echo", &echo("Echo")).await.unwrap();
    assert_eq!((again.state(), &again.digest), (v1::PackageState::Staged, &staged.digest));
    assert_ne!(again.verification_id, staged.verification_id);
    worker.verify(&harness, &again.verification_id, Some(1)).await;
    submit(&mut ann, by_name()).await;
}

#[tokio::test]
async fn a_staged_package_has_one_verification_until_that_has_ended() {
    let harness = Harness::start().await;
    let mut jury = harness.problems("judy", Role::Jury).await;
    let mut judge = harness.judge("judy", Role::Jury).await;
    let urgent = v1::UploadMetadata { lane: v1::Lane::Contest.into(), ..metadata("echo", &echo("Echo")) };
    let stream = tokio_stream::iter(messages(urgent, &echo("Echo")));
    let first = jury.upload(stream).await.unwrap().into_inner().problem.unwrap();
    let same = upload(&mut jury, "echo", &echo("Echo")).await.unwrap();
    assert_eq!(first.verification_id, same.verification_id);
    let request = v1::CancelRequest { submission_id: first.verification_id.clone() };
    let cancelled = judge.cancel(request).await.unwrap().into_inner().submission.unwrap();
    assert_eq!(cancelled.lane(), v1::Lane::Contest, "as the uploader chose");
    let status = refused(judge.submit(by_name()).await, Code::FailedPrecondition, "PACKAGE_STAGED", &[]);
    assert!(status.message().contains("upload it again"), "{status:?}");
    assert!(status.get_details_retry_info().is_none(), "waiting alone doesn't help");

    let other = upload(&mut jury, "echo", &echo("Echo")).await.unwrap();
    assert_ne!(first.verification_id, other.verification_id);
    Worker::in_process(&harness).verify(&harness, &other.verification_id, Some(1)).await;
    let ready = upload(&mut jury, "echo", &echo("Echo")).await.unwrap();
    assert_eq!((ready.state(), ready.verification_id), (v1::PackageState::Ready, other.verification_id));
}

#[tokio::test]
async fn a_newer_package_changes_nothing_for_submissions_that_wait() {
    let harness = Harness::start().await;
    let mut jury = harness.problems("judy", Role::Jury).await;
    let mut ann = harness.judge("ann", Role::Submitter).await;
    let old = upload_ready(&harness, &mut jury, "echo", &echo("Old")).await;
    let waiting = submit(&mut ann, by_name()).await;
    let new = upload(&mut jury, "echo", &echo("New")).await.unwrap();
    let during = submit(&mut ann, by_name()).await;
    let mut worker = Worker::in_process(&harness);
    worker.verify(&harness, &new.verification_id, Some(3)).await;
    let after = submit(&mut ann, by_name()).await;
    for (id, digest, seconds) in [(&waiting, &old.digest, 1), (&during, &old.digest, 1), (&after, &new.digest, 3)] {
        let attempt = worker.place(&harness, id).await;
        let started = worker.client.start(worker.start_request(&attempt)).await.unwrap().into_inner();
        let Some(start_response::Target::Problem(problem)) = started.target else { panic!("{:?}", started.target) };
        assert_eq!((&problem.digest, started.time_limit.unwrap().seconds), (digest, seconds));
    }
}

#[tokio::test]
async fn only_the_attempt_that_verifies_settles_a_package() {
    let harness = Harness::start().await;
    let mut jury = harness.problems("judy", Role::Jury).await;
    let mut ann = harness.judge("ann", Role::Submitter).await;
    let staged = upload(&mut jury, "echo", &echo("Echo")).await.unwrap();
    let mut worker = Worker::in_process(&harness);
    let attempt = worker.place(&harness, &staged.verification_id).await;
    // Placed, but not started: it is nobody's to end.
    let early = worker.client.finish(worker.verified_request(&attempt, Some(1))).await;
    refused(early, Code::FailedPrecondition, "STALE_ATTEMPT", &[]);
    assert_eq!(get(&mut jury, Key::Digest(staged.digest.clone())).await.state(), v1::PackageState::Staged);
    worker.client.start(worker.start_request(&attempt)).await.unwrap();
    for seconds in [0, 10_000] {
        let odd = worker.client.finish(worker.verified_request(&attempt, Some(seconds))).await;
        refused(odd, Code::InvalidArgument, "INVALID_FIELD", &["verification.time_limit"]);
    }
    let id = submit(&mut ann, run("print(1)")).await;
    let other = worker.place(&harness, &id).await;
    worker.client.start(worker.start_request(&other)).await.unwrap();
    let lie = worker.client.finish(worker.verified_request(&other, Some(1))).await;
    refused(lie, Code::InvalidArgument, "INVALID_FIELD", &["verification"]);
    assert_eq!(get(&mut jury, Key::Digest(staged.digest)).await.state(), v1::PackageState::Staged);
}
