//! What one user, or everybody at once, may ask of a gateway.
#![allow(clippy::unwrap_used)]

mod support;

use pyjury_core::Bytes;
use pyjury_core::principal::Role;
use pyjury_gateway::Rates;
use pyjury_proto::v1;
use pyjury_proto::v1::submit_batch_result::Result as BatchResult;
use support::{Harness, reason, refused, run, submit};
use tokio_stream::StreamExt as _;
use tonic::Code;
use tonic_types::StatusExt as _;

#[tokio::test]
async fn submissions_over_the_rate_say_when_to_try_again() {
    let rates = Rates { submissions_per_minute: 1, submission_burst: 3, calls_per_second: 0 };
    let harness = Harness::start_with(|config| config.rates = rates).await;
    let mut ann = harness.judge("ann", Role::Submitter).await;
    submit(&mut ann, run("print(1)")).await;
    let batch = v1::SubmitBatchRequest { requests: vec![run("print(2)"); 4] };
    let results = ann.submit_batch(batch).await.unwrap().into_inner().results;
    let accepted: Vec<_> = results.iter().map(|one| matches!(one.result, Some(BatchResult::Submission(_)))).collect();
    assert_eq!(accepted, [true, true, false, false], "a batch counts as what is in it");

    let status = refused(ann.submit(run("print(3)")).await, Code::ResourceExhausted, "TOO_FAST", &[]);
    let retry = status.get_details_retry_info().unwrap().retry_delay.unwrap();
    assert!(retry.as_secs() >= 30 && retry.as_secs() <= 61, "{retry:?}");
    let violation = &status.get_details_quota_failure().unwrap().violations[0];
    assert!(violation.subject == "user:acme/ann" && violation.description.contains("per minute"), "{violation:?}");
    ann.list(v1::ListRequest::default()).await.unwrap();
    let mut bob = harness.judge("bob", Role::Submitter).await;
    submit(&mut bob, run("print(1)")).await;
}

#[tokio::test]
async fn calls_over_the_rate_are_refused_whatever_the_key() {
    let rates = Rates { calls_per_second: 1, ..Rates::default() };
    let harness = Harness::start_with(|config| config.rates = rates).await;
    let mut first = harness.judge("ann", Role::Submitter).await;
    let mut second = harness.judge("ann", Role::Submitter).await;
    let mut refusals = Vec::new();
    for judge in [&mut first, &mut second] {
        for _ in 0..50 {
            refusals.extend(judge.list(v1::ListRequest::default()).await.err());
        }
    }
    assert!(refusals.len() > 50, "100 calls of one user in less than 50 seconds: {} refused", refusals.len());
    assert!(refusals.iter().all(|status| reason(status) == "TOO_FAST"));
}

#[tokio::test]
async fn a_batch_is_accepted_in_its_order() {
    let harness = Harness::start().await;
    let mut ann = harness.judge("ann", Role::Submitter).await;
    let requests = (0..30).map(|n| run(&format!("print({n})"))).collect();
    let results = ann.submit_batch(v1::SubmitBatchRequest { requests }).await.unwrap().into_inner().results;
    let ids: Vec<String> = results
        .into_iter()
        .map(|one| match one.result.unwrap() {
            BatchResult::Submission(submission) => submission.submission_id,
            BatchResult::Error(error) => panic!("{error:?}"),
        })
        .collect();
    let pending = harness.ledger.pending(None, 100).await.unwrap().entries;
    let waiting: Vec<String> = pending.iter().map(|pending| pending.judging.submission.to_string()).collect();
    assert_eq!(waiting, ids);
}

#[tokio::test]
async fn a_refused_submission_leaves_no_contents_behind() {
    let harness = Harness::start_with(|config| config.quotas.user = 0).await;
    let mut ann = harness.judge("ann", Role::Submitter).await;
    let large = format!("#{}", "x".repeat(900 << 10));
    refused(ann.submit(run(&large)).await, Code::ResourceExhausted, "TOO_MANY_PENDING", &[]);
    let blobs: Vec<_> = walk(&harness.folder.path().join("blobs"));
    assert!(blobs.is_empty(), "{blobs:?}");
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

/// A client that announces a message and never sends it, on a connection of its own.
async fn stall(harness: &Harness, secret: &str, announced: u32) -> tokio::task::JoinHandle<Option<tonic::Status>> {
    let (head, rest) = tokio::sync::mpsc::channel::<Result<http_body::Frame<bytes::Bytes>, tonic::Status>>(1);
    let mut prefix = vec![0];
    prefix.extend(announced.to_be_bytes());
    prefix.extend([7; 100]);
    head.send(Ok(http_body::Frame::data(prefix.into()))).await.unwrap();
    let stream = tokio_stream::wrappers::ReceiverStream::new(rest);
    let body = tonic::body::Body::new(Frames(Box::pin(stream)));
    let request = tonic::codegen::http::Request::post("http://gateway/pyjury.v1.JudgeService/Submit")
        .header("content-type", "application/grpc")
        .header("te", "trailers")
        .header("x-api-key", secret)
        .body(body)
        .unwrap();
    let mut channel = harness.channel().await;
    tokio::spawn(async move {
        // The sender lives as long as the call: the message has no end.
        let _head = head;
        std::future::poll_fn(|context| tower::Service::poll_ready(&mut channel, context)).await.unwrap();
        let answer = tower::Service::call(&mut channel, request).await.unwrap();
        tonic::Status::from_header_map(answer.headers())
    })
}

type Frame = Result<http_body::Frame<bytes::Bytes>, tonic::Status>;

struct Frames(std::pin::Pin<Box<tokio_stream::wrappers::ReceiverStream<Frame>>>);

impl http_body::Body for Frames {
    type Data = bytes::Bytes;
    type Error = tonic::Status;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, tonic::Status>>> {
        let next = self.0.next();
        tokio::pin!(next);
        next.poll(context)
    }
}

#[tokio::test]
async fn bytes_under_way_are_bounded_for_one_user_and_for_all() {
    let large = Bytes::mib(1);
    let harness = Harness::start_with(|config| {
        config.largest_message = large;
        config.in_flight = Bytes(2 << 20);
    })
    .await;
    let announced = u32::try_from(large.get()).unwrap();
    let ann = harness.key("acme", "ann", Role::Submitter).await;
    let held = stall(&harness, &ann, announced).await;
    // Her share is taken: she waits, and is told when to try again.
    let mut judge = harness.judge_with(&ann).await;
    let refusal =
        support::within(std::time::Duration::from_secs(30), async || judge.submit(run("print(1)")).await.err()).await;
    assert_eq!((refusal.code(), reason(&refusal).as_str()), (Code::ResourceExhausted, "TOO_MANY_BYTES"));
    assert!(refusal.get_details_retry_info().is_some());
    // Nobody else is held up.
    let mut bob = harness.judge("bob", Role::Submitter).await;
    submit(&mut bob, run("print(1)")).await;
    // Half of all there is for her, the other half for Eve: now Bob has to wait, too.
    let eve = harness.key("acme", "eve", Role::Submitter).await;
    let other = stall(&harness, &eve, announced).await;
    let refusal =
        support::within(std::time::Duration::from_secs(30), async || bob.submit(run("print(1)")).await.err()).await;
    assert_eq!(reason(&refusal), "TOO_MANY_BYTES");
    // What is larger than any message takes nothing, and is refused at once.
    let huge = stall(&harness, &eve, u32::MAX).await.await.unwrap().unwrap();
    assert_eq!(reason(&huge), "MESSAGE_TOO_LARGE");
    // Who goes away gives back.
    for gone in [held, other] {
        gone.abort();
        assert!(gone.await.is_err());
    }
    let accepted = async || bob.submit(run("print(1)")).await.ok();
    support::within(std::time::Duration::from_secs(30), accepted).await;
}
