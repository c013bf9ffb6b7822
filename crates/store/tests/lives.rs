//! A Redis that begins another life may have forgotten its last moments: with appendfsync everysec,
//! what it acknowledged within the last second or two.
#![allow(clippy::unwrap_used)]

mod common;

use std::fs::OpenOptions;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use common::{Backend, Ground, holder, judgement, new};
use pyjury_core::judging::{JudgingRef, Placement, State};
use pyjury_core::{AttemptId, WorkerId};
use pyjury_store::ledger::{Contents, Quotas};
use pyjury_store::{
    Blobs, Commit, CommitError, Durability, Expected, IndexChange, Key, Ledger, Redis, RedisConfig, Shard, Store,
    TailError,
};
use tokio::time::timeout;
use uuid::Uuid;

const LONG: Duration = Duration::from_secs(60);

async fn connect(ground: &Ground) -> Arc<Redis> {
    let url = ground.server.as_ref().unwrap().url();
    let config = RedisConfig { durability: Durability::Process, response_within: LONG, ..RedisConfig::new([url]) };
    Arc::new(Redis::connect(config).await.unwrap())
}

/// The server writes all to its file at once, so that the test alone decides what is forgotten.
fn ground() -> Ground {
    Ground::new(Backend::Redis, Durability::Host)
}

/// The file to which the server appends, and its length now.
fn log(ground: &Ground) -> (PathBuf, u64) {
    let file = ground.files().into_iter().find(|file| file.to_string_lossy().ends_with("incr.aof")).unwrap();
    let length = file.metadata().unwrap().len();
    (file, length)
}

/// Ends the server, takes back what it wrote since, as a loss of power does, and starts it again.
fn lose(ground: &mut Ground, (file, length): &(PathBuf, u64)) {
    let server = ground.server.as_mut().unwrap();
    server.kill();
    OpenOptions::new().write(true).open(file).unwrap().set_len(*length).unwrap();
    server.go_on();
}

async fn create(ledger: &Ledger) -> JudgingRef {
    ledger.create(new("t", "ann"), &Quotas::default()).await.unwrap().judging()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn creations_that_redis_forgot_are_written_again() {
    let mut ground = ground();
    let redis = connect(&ground).await;
    let ledger = Ledger::new(redis.clone(), Blobs::local(&ground.path().join("blobs")).unwrap());
    let epoch = ledger.raise_epoch().await.unwrap();
    let kept = create(&ledger).await;
    let moment = log(&ground);
    let mut forgotten = Vec::new();
    for _ in 0..20 {
        forgotten.push(create(&ledger).await);
    }
    // One of them was even judged.
    let (attempt, worker) = (AttemptId(Uuid::new_v4()), WorkerId(Uuid::new_v4()));
    let placement = Placement { attempt, worker, epoch: epoch.number(), start_by_ms: 9 };
    ledger.place(forgotten[0], placement).await.unwrap();
    let by = holder(forgotten[0].attempt(attempt), worker);
    ledger.start(by, 1, LONG).await.unwrap();
    ledger.finish(by, judgement()).await.unwrap();

    lose(&mut ground, &moment);
    let all_again = async {
        while redis.recreated() < 20 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(LONG, all_again).await.expect("all are written again");
    assert_eq!(redis.recreated(), 20, "and what was not forgotten isn't");
    for of in forgotten.iter().chain([&kept]) {
        let view = ledger.submission(of.submission, Contents::Full).await.unwrap().unwrap();
        assert_eq!((view.judging.id(), view.judging.judging.state), (of.judging, State::Queued));
    }
    assert_eq!(ledger.pending(None, 100).await.unwrap().entries.len(), 21, "all are judged, or judged again");
    assert_eq!(ledger.waiting_of(&new("t", "ann").principal).await.unwrap(), 21);
    ledger.place(forgotten[0], placement).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn followers_of_what_was_forgotten_are_told_so() {
    let mut ground = ground();
    let redis = connect(&ground).await;
    let shard = Shard::new(7).unwrap();
    let event = |body: &[u8]| Commit::to(shard).event("s", body.to_vec());
    let first = redis.commit(event(b"1")).await.unwrap();
    let moment = log(&ground);
    let lost = redis.commit(event(b"lost")).await.unwrap();
    assert_eq!(redis.tail(shard, first.sequence).await.unwrap()[0].body, b"lost");
    let follower = redis.clone();
    let following = tokio::spawn(async move { follower.tail(shard, lost.sequence).await });
    // It waits, and nothing comes.
    tokio::time::sleep(Duration::from_millis(100)).await;

    lose(&mut ground, &moment);
    let told = timeout(LONG, following).await.unwrap().unwrap();
    assert!(matches!(told, Err(TailError::CursorGone { after, .. }) if after == lost.sequence), "{told:?}");
    let next = redis.commit(event(b"2")).await.unwrap();
    assert!(next.sequence > lost.sequence, "a sequence is never given out twice");
    let events = redis.tail(shard, first.sequence).await.unwrap();
    assert_eq!(events.iter().map(|e| e.body.as_slice()).collect::<Vec<_>>(), [b"2"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_removed_is_not_written_again() {
    let mut ground = ground();
    let redis = connect(&ground).await;
    let key = |name: &str| Key::new(Shard::new(3).unwrap(), "test", name);
    let create = |name: &str| Commit::to(key(name).shard).expect(key(name), Expected::Absent).put(key(name), vec![1]);
    let moment = log(&ground);
    redis.commit(create("removed")).await.unwrap();
    redis.commit(create("kept")).await.unwrap();
    redis.commit(Commit::to(key("removed").shard).remove(key("removed"))).await.unwrap();
    lose(&mut ground, &moment);
    let again = async {
        while redis.recreated() == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(LONG, again).await.unwrap();
    let records = redis.get(&[key("removed"), key("kept")]).await.unwrap();
    assert!(records[0].is_none() && records[1].is_some());
}

/// An answer is lost when the server dies between writing and answering. Whoever repeats a commit
/// that was guarded is told of the first try.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guarded_commit_is_repeated_and_happens_once() {
    let mut ground = Ground::new(Backend::Redis, Durability::Host);
    let url = ground.server.as_ref().unwrap().url();
    let config = RedisConfig { response_within: LONG, ..RedisConfig::new([url]) };
    let redis = Arc::new(Redis::connect(config).await.unwrap());
    let shard = Shard::new(5).unwrap();
    let mut commits = tokio::task::JoinSet::new();
    for n in 0..2000 {
        let (redis, key) = (redis.clone(), Key::new(shard, "test", format!("{n}")));
        let entry =
            IndexChange::Put { index: pyjury_store::Index { name: "test" }, key: key.name.clone(), value: vec![] };
        let count = pyjury_store::Count { name: "n".into(), delta: 1, at_most: None };
        let commit = Commit::to(shard).expect(key.clone(), Expected::Absent).put(key.clone(), vec![0; 1000]);
        let commit = commit.index(entry).count(count).event("s", vec![]);
        commits.spawn(async move { (key, redis.commit(commit).await) });
    }
    let mut done = Vec::new();
    while let Some(answer) = commits.join_next().await {
        done.push(answer.unwrap());
        if done.len() == 300 {
            let server = ground.server.as_mut().unwrap();
            tokio::task::block_in_place(|| {
                server.kill();
                server.go_on();
            });
        }
    }
    for (key, answer) in done {
        let stamp = match answer {
            Ok(stamp) => stamp,
            Err(CommitError::Conflict { .. }) => panic!("{key} conflicts with its own first try"),
            Err(error) => panic!("{key}: {error}"),
        };
        let record = redis.get(std::slice::from_ref(&key)).await.unwrap().remove(0).unwrap();
        assert_eq!((record.created, record.written), (stamp, stamp), "{key}");
    }
    assert_eq!(redis.counts(&["n".into()]).await.unwrap(), [2000], "each was counted once");
}
