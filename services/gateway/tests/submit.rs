//! What is accepted, what is refused, and how the refusal says it.
#![allow(clippy::unwrap_used)]

mod support;

use pyjury_core::principal::Role;
use pyjury_proto::v1;
use pyjury_proto::v1::submit_request::Target;
use support::packages::{echo, upload_ready};
use support::worker::now_ms;
use support::{Harness, refused, run, submit};
use tonic::Code;
use tonic_types::StatusExt as _;
use uuid::Uuid;

fn seconds(seconds: i64) -> Option<prost_types::Duration> {
    Some(prost_types::Duration { seconds, nanos: 0 })
}

fn with_limits(limits: v1::Limits) -> v1::SubmitRequest {
    let target = Target::InlineRun(v1::InlineRun { limits: Some(limits), ..Default::default() });
    v1::SubmitRequest { target: Some(target), ..run("1") }
}

fn with_files(files: &[(&str, &[u8])]) -> v1::SubmitRequest {
    let file = |(path, content): &(&str, &[u8])| v1::SourceFile { path: (*path).into(), content: content.to_vec() };
    v1::SubmitRequest { files: files.iter().map(file).collect(), ..run("1") }
}

#[tokio::test]
async fn an_accepted_submission_is_told_and_announced() {
    let harness = Harness::start().await;
    let mut judge = harness.judge("ann", Role::Submitter).await;
    let request = v1::SubmitRequest {
        labels: [("team".to_owned(), "7".to_owned())].into(),
        lane: v1::Lane::Contest.into(),
        ..run("print(1)")
    };
    let submission = judge.submit(request).await.unwrap().into_inner().submission.unwrap();
    assert_eq!(submission.state(), v1::JudgingState::Queued);
    assert_eq!((submission.tenant.as_str(), submission.user.as_str()), ("acme", "ann"));
    assert_eq!(submission.files[0].content, b"", "contents are not sent back");
    assert!(submission.timings.unwrap().created_at.is_some());
    let full = v1::GetRequest { submission_id: submission.submission_id, include_files: true };
    let full = judge.get(full).await.unwrap().into_inner().submission.unwrap();
    assert_eq!(full.files[0].content, b"print(1)");
    assert_eq!(full.labels["team"], "7");
    let waiting = harness.ledger.pending(None, 10).await.unwrap().entries;
    assert_eq!(waiting.len(), 1);
    let counted = harness.registry.gather();
    assert!(counted.iter().any(|family| family.name() == "pyjury_gateway_submissions_total"));
}

#[tokio::test]
async fn every_bad_field_is_named() {
    let harness = Harness::start().await;
    let mut judge = harness.judge("ann", Role::Submitter).await;
    let past = prost_types::Timestamp { seconds: 1, nanos: 0 };
    let year = 365 * 24 * 3600;
    let many = (0..17).map(|n| (n.to_string(), String::new())).collect();
    let large = vec![b'#'; (1 << 20) + 1];
    let table: Vec<(v1::SubmitRequest, &[&str])> = vec![
        (with_files(&[]), &["files"]),
        (with_files(&[("main.py", b"")]), &["files[0].content"]),
        (with_files(&[("main.py", b"x = '\xff'")]), &["files[0].content"]),
        (with_files(&[("main.py", b"1\0")]), &["files[0].content"]),
        (with_files(&[("main.py", &large)]), &["files"]),
        (with_files(&[("../main.py", b"1")]), &["files[0].path"]),
        (with_files(&[("/etc/passwd", b"1"), ("a.py", b"\xff")]), &["files[0].path", "files[1].content"]),
        (with_limits(v1::Limits { time: seconds(0), ..Default::default() }), &["inline_run.limits.time"]),
        (with_limits(v1::Limits { time: seconds(year), ..Default::default() }), &["inline_run.limits.time"]),
        (
            with_limits(v1::Limits { wall: seconds(-1), memory_bytes: Some(0), ..Default::default() }),
            &["inline_run.limits.wall", "inline_run.limits.memory_bytes"],
        ),
        (v1::SubmitRequest { target: None, ..run("1") }, &["target"]),
        (v1::SubmitRequest { target: Some(Target::ProblemDigest("md5:1".into())), ..run("1") }, &["problem_digest"]),
        (v1::SubmitRequest { target: Some(Target::ProblemName("../x".into())), ..run("1") }, &["problem_name"]),
        (v1::SubmitRequest { request_id: "7".into(), ..run("1") }, &["request_id"]),
        (v1::SubmitRequest { deadline: Some(past), ..run("1") }, &["deadline"]),
        (v1::SubmitRequest { labels: many, ..run("1") }, &["labels"]),
        (v1::SubmitRequest { lane: 99, ..run("1") }, &["lane"]),
        (v1::SubmitRequest { runtime: "a b".into(), ..run("1") }, &["runtime"]),
        (
            v1::SubmitRequest { request_id: "7".into(), target: None, ..Default::default() },
            &["request_id", "target", "files"],
        ),
    ];
    for (request, paths) in table {
        refused(judge.submit(request).await, Code::InvalidArgument, "INVALID_FIELD", paths);
    }
    assert!(harness.ledger.pending(None, 10).await.unwrap().entries.is_empty(), "nothing was accepted");
}

#[tokio::test]
async fn bad_encodings_say_where() {
    let harness = Harness::start().await;
    let mut judge = harness.judge("ann", Role::Submitter).await;
    let status = judge.submit(with_files(&[("main.py", b"a = 1\nb = '\xfc'")])).await.unwrap_err();
    let why = &status.get_details_bad_request().unwrap().field_violations[0].description;
    assert!(why.contains("byte 11") && why.contains("line 2") && why.contains("PEP 263"), "{why}");
    let declared = with_files(&[("main.py", b"# coding: latin-1\nb = '\xfc'")]);
    judge.submit(declared).await.unwrap();
}

#[tokio::test]
async fn a_source_of_100_mib_is_a_typed_error() {
    let harness = Harness::start().await;
    let mut judge = harness.judge("ann", Role::Submitter).await;
    let huge = "#".repeat(100 << 20);
    let status = refused(judge.submit(run(&huge)).await, Code::ResourceExhausted, "MESSAGE_TOO_LARGE", &[]);
    assert!(status.message().contains("1 MiB"), "{}", status.message());
    submit(&mut judge, run("print(1)")).await;
}

#[tokio::test]
async fn unknown_problems_are_not_found() {
    let harness = Harness::start().await;
    let mut judge = harness.judge("ann", Role::Submitter).await;
    for target in
        [Target::ProblemName("nothing".into()), Target::ProblemDigest(pyjury_core::Digest::of(b"x").to_string())]
    {
        let request = v1::SubmitRequest { target: Some(target), ..run("1") };
        let status = refused(judge.submit(request).await, Code::NotFound, "NOT_FOUND", &[]);
        assert_eq!(status.get_details_resource_info().unwrap().resource_type, "problem");
    }
}

#[tokio::test]
async fn a_problem_is_pinned_by_digest() {
    let harness = Harness::start().await;
    let mut problems = harness.problems("jury", Role::Jury).await;
    let first = upload_ready(&harness, &mut problems, "echo", &echo("One")).await;
    let mut judge = harness.judge("ann", Role::Submitter).await;
    let by_name = v1::SubmitRequest { target: Some(Target::ProblemName("echo".into())), ..run("1") };
    let pinned = judge.submit(by_name.clone()).await.unwrap().into_inner().submission.unwrap();
    let Some(v1::submission::Target::Problem(problem)) = pinned.target else { panic!("{pinned:?}") };
    assert_eq!((problem.digest, problem.name.as_str()), (first.digest.clone(), "echo"));
    let second = upload_ready(&harness, &mut problems, "echo", &echo("Two")).await;
    assert_ne!(first.digest, second.digest);
    let newest = judge.submit(by_name).await.unwrap().into_inner().submission.unwrap();
    let Some(v1::submission::Target::Problem(problem)) = newest.target else { panic!("{newest:?}") };
    assert_eq!(problem.digest, second.digest);
}

#[tokio::test]
async fn the_same_request_is_accepted_once() {
    let harness = Harness::start().await;
    let mut judge = harness.judge("ann", Role::Submitter).await;
    let request_id = Uuid::new_v4().to_string();
    let request = v1::SubmitRequest { request_id: request_id.clone(), ..run("print(1)") };
    let first = submit(&mut judge, request.clone()).await;
    assert_eq!(submit(&mut judge, request).await, first);
    let other = v1::SubmitRequest { request_id: request_id.clone(), ..run("print(2)") };
    refused(judge.submit(other).await, Code::AlreadyExists, "REQUEST_ID_REUSED", &[]);
    let mut bob = harness.judge("bob", Role::Submitter).await;
    let of_bob = v1::SubmitRequest { request_id, ..run("print(1)") };
    assert_ne!(submit(&mut bob, of_bob).await, first, "request ids of others don't matter");
}

#[tokio::test]
async fn quotas_say_what_and_when() {
    let harness = Harness::start_with(|config| config.quotas.user = 1).await;
    let mut judge = harness.judge("ann", Role::Submitter).await;
    submit(&mut judge, run("1")).await;
    let status = refused(judge.submit(run("2")).await, Code::ResourceExhausted, "TOO_MANY_PENDING", &[]);
    assert!(status.get_details_retry_info().unwrap().retry_delay.is_some());
    let quota = status.get_details_quota_failure().unwrap();
    assert!(quota.violations[0].subject.contains("ann"), "{quota:?}");
    let mut bob = harness.judge("bob", Role::Submitter).await;
    submit(&mut bob, run("3")).await;
}

#[tokio::test]
async fn a_batch_is_accepted_in_part() {
    let harness = Harness::start().await;
    let mut judge = harness.judge("ann", Role::Submitter).await;
    let requests = vec![run("1"), run(""), run("3")];
    let batch = v1::SubmitBatchRequest { requests };
    let results = judge.submit_batch(batch).await.unwrap().into_inner().results;
    let refusal = |index: usize| match results[index].result.clone().unwrap() {
        v1::submit_batch_result::Result::Submission(_) => None,
        v1::submit_batch_result::Result::Error(error) => Some(error),
    };
    assert_eq!(results.len(), 3);
    assert!(refusal(0).is_none() && refusal(2).is_none());
    let error = refusal(1).unwrap();
    assert_eq!(Code::from(error.code), Code::InvalidArgument);
    assert_eq!(error.details.len(), 2, "ErrorInfo and BadRequest: {error:?}");
    for requests in [vec![], vec![run("1"); 101]] {
        let batch = v1::SubmitBatchRequest { requests };
        refused(judge.submit_batch(batch).await, Code::InvalidArgument, "INVALID_FIELD", &["requests"]);
    }
}

#[tokio::test]
async fn a_deadline_ahead_is_kept() {
    let harness = Harness::start().await;
    let mut judge = harness.judge("ann", Role::Submitter).await;
    let deadline = pyjury_proto::from_millis(now_ms() + 60_000);
    let request = v1::SubmitRequest { deadline: Some(deadline), ..run("1") };
    let submission = judge.submit(request).await.unwrap().into_inner().submission.unwrap();
    assert_eq!(submission.deadline, Some(deadline));
}
