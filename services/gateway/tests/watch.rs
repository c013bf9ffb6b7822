//! Following submissions: from the full state, from a sequence, over a replaced attempt, to the end.
#![allow(clippy::unwrap_used)]

mod support;

use std::time::Duration;

use pyjury_core::principal::Role;
use pyjury_proto::internal::v1 as internal;
use pyjury_proto::v1;
use pyjury_proto::v1::watch_response::Event;
use support::worker::Worker;
use support::{Harness, Judge, reason, run, submit};
use tonic::{Code, Status, Streaming};

async fn watch(judge: &mut Judge, id: &str, after_sequence: u64) -> Streaming<v1::WatchResponse> {
    judge.watch(v1::WatchRequest { submission_id: id.into(), after_sequence }).await.unwrap().into_inner()
}

async fn next(stream: &mut Streaming<v1::WatchResponse>) -> Result<Option<v1::WatchResponse>, Status> {
    tokio::time::timeout(Duration::from_secs(10), stream.message()).await.expect("an event in time")
}

/// What happened, in one word each, with the sequences.
async fn rest(stream: &mut Streaming<v1::WatchResponse>) -> Vec<(u64, String)> {
    let mut words = Vec::new();
    while let Some(message) = next(stream).await.unwrap() {
        words.push((message.sequence, word(message.event.unwrap())));
    }
    words
}

fn word(event: Event) -> String {
    match event {
        Event::Snapshot(snapshot) => format!("snapshot:{:?}", snapshot.cause()),
        Event::StateChanged(changed) => format!("{:?}", changed.state()),
        Event::CaseJudged(case) => format!("case {}/{}", case.index, case.case_count),
        Event::AttemptReplaced(replaced) => format!("replaced:{:?}", replaced.cause()),
    }
}

#[tokio::test]
async fn the_full_state_then_every_event_then_the_end() {
    let harness = Harness::start().await;
    let mut ann = harness.judge("ann", Role::Submitter).await;
    let id = submit(&mut ann, run("print(1)")).await;
    let mut stream = watch(&mut ann, &id, 0).await;
    let first = next(&mut stream).await.unwrap().unwrap();
    let Some(Event::Snapshot(snapshot)) = first.event else { panic!("{first:?}") };
    assert_eq!(snapshot.submission.unwrap().state(), v1::JudgingState::Queued);

    Worker::in_process(&harness).judge(&harness, &id).await;
    let events = rest(&mut stream).await;
    let words: Vec<_> = events.iter().map(|(_, word)| word.as_str()).collect();
    assert_eq!(words, ["Placed", "Running", "case 0/2", "case 1/2", "Judged"]);
    assert!(events.is_sorted_by(|a, b| a.0 < b.0), "{events:?}");

    for (skipped, (sequence, _)) in events.iter().enumerate() {
        let resumed = rest(&mut watch(&mut ann, &id, *sequence).await).await;
        assert_eq!(resumed, events[skipped + 1..], "after {sequence}");
    }
    let late = rest(&mut watch(&mut ann, &id, 0).await).await;
    assert_eq!(late.len(), 1, "an ended one is told in one snapshot: {late:?}");
}

#[tokio::test]
async fn a_cursor_that_was_never_given_out_gets_a_snapshot() {
    let harness = Harness::start().await;
    let mut ann = harness.judge("ann", Role::Submitter).await;
    let id = submit(&mut ann, run("print(1)")).await;
    let mut stream = watch(&mut ann, &id, 1 << 60).await;
    let event = next(&mut stream).await.unwrap().unwrap().event.unwrap();
    assert_eq!(word(event), "snapshot:CursorTooOld");
}

#[tokio::test]
async fn a_replaced_attempt_is_told() {
    let harness = Harness::start().await;
    let mut ann = harness.judge("ann", Role::Submitter).await;
    let id = submit(&mut ann, run("print(1)")).await;
    let mut stream = watch(&mut ann, &id, 0).await;
    next(&mut stream).await.unwrap();

    let mut worker = Worker::in_process(&harness);
    let attempt = worker.place(&harness, &id).await;
    worker.client.start(worker.start_request(&attempt)).await.unwrap();
    worker.client.record_cases(worker.case_request(&attempt, 0)).await.unwrap();
    let back = internal::GiveBackRequest {
        worker_id: worker.id.to_string(),
        attempt: Some(attempt),
        cause: internal::GiveBackCause::Draining.into(),
        detail: "the host restarts".into(),
    };
    worker.client.give_back(back).await.unwrap();
    worker.judge(&harness, &id).await;

    let words: Vec<_> = rest(&mut stream).await.into_iter().map(|(_, word)| word).collect();
    let expected = [
        "Placed",
        "Running",
        "case 0/2",
        "replaced:GivenBack",
        "Queued",
        "Placed",
        "Running",
        "case 0/2",
        "case 1/2",
        "Judged",
    ];
    assert_eq!(words, expected);
}

#[tokio::test]
async fn many_watch_at_once() {
    let harness = Harness::start().await;
    let mut ann = harness.judge("ann", Role::Submitter).await;
    let id = submit(&mut ann, run("print(1)")).await;
    let mut streams = Vec::new();
    for _ in 0..50 {
        let mut stream = watch(&mut ann, &id, 0).await;
        next(&mut stream).await.unwrap();
        streams.push(stream);
    }
    Worker::in_process(&harness).judge(&harness, &id).await;
    for mut stream in streams {
        assert_eq!(rest(&mut stream).await.len(), 5);
    }
}

#[tokio::test]
async fn a_drain_ends_watches_so_that_clients_resume_elsewhere() {
    let harness = Harness::start().await;
    let mut ann = harness.judge("ann", Role::Submitter).await;
    let id = submit(&mut ann, run("print(1)")).await;
    let mut stream = watch(&mut ann, &id, 0).await;
    next(&mut stream).await.unwrap();
    harness.draining.cancel();
    let status = next(&mut stream).await.unwrap_err();
    assert_eq!((status.code(), reason(&status).as_str()), (Code::Unavailable, "DRAINING"));
    drop((stream, ann));
    tokio::time::timeout(Duration::from_secs(10), harness.server).await.unwrap().unwrap().unwrap();
}
