use std::sync::Arc;

use super::{Fixture, INDEX, key, shard, value};
use crate::{Commit, CommitError, Count, Entry, Expected, IndexChange, Key, Order, Scan, Store};

fn put(name: &str, bytes: &[u8]) -> Commit {
    Commit::to(shard(7)).put(key(name), bytes.to_vec())
}

async fn entries(store: &impl Store) -> Vec<Entry> {
    let scan =
        Scan { index: INDEX, shard: None, prefix: String::new(), after: None, order: Order::Ascending, limit: 100 };
    store.scan(scan).await.unwrap()
}

pub(super) async fn all_or_nothing(store: &impl Store) {
    let full = |name: &str| {
        put(name, b"v")
            .index(IndexChange::Put { index: INDEX, key: name.into(), value: vec![] })
            .count(Count { name: "c".into(), delta: 1, at_most: None })
            .event("s", b"e".to_vec())
    };
    let stamp = store.commit(full("a")).await.unwrap();
    assert_eq!(value(store, &key("a")).await.unwrap(), b"v");
    let refused = full("b").expect(key("a"), Expected::Absent);
    assert!(matches!(store.commit(refused).await, Err(CommitError::Conflict { key: k }) if k == key("a")));
    assert_eq!(value(store, &key("b")).await, None);
    assert_eq!(entries(store).await.len(), 1);
    assert_eq!(store.counts(&["c".into()]).await.unwrap(), [1]);
    assert_eq!(store.head(shard(7)).await.unwrap(), stamp.sequence);
    let elsewhere = put("c", b"v").put(Key::new(shard(8), "test", "c"), vec![]);
    assert!(matches!(store.commit(elsewhere).await, Err(CommitError::Shard { .. })));
    assert_eq!(value(store, &key("c")).await, None);
}

pub(super) async fn records_are_removed(store: &impl Store) {
    let first = store.commit(put("a", b"1").put(key("b"), b"2".to_vec())).await.unwrap();
    let remove = |version| Commit::to(shard(7)).remove(key("a")).expect(key("a"), Expected::Version(version));
    assert!(matches!(store.commit(remove(first.sequence + 1)).await, Err(CommitError::Conflict { .. })));
    assert!(value(store, &key("a")).await.is_some(), "a refused commit removes nothing");
    let gone = store.commit(remove(first.sequence).remove(key("no such"))).await.unwrap();
    assert_eq!((value(store, &key("a")).await, value(store, &key("b")).await.unwrap()), (None, b"2".to_vec()));
    assert!(gone.sequence > first.sequence);
    let again = store.commit(put("a", b"3").expect(key("a"), Expected::Absent)).await.unwrap();
    let record = store.get(&[key("a")]).await.unwrap().remove(0).unwrap();
    assert_eq!(record.created, again, "it is a new record");
    let elsewhere = Commit::to(shard(7)).remove(Key::new(shard(8), "test", "a"));
    assert!(matches!(store.commit(elsewhere).await, Err(CommitError::Shard { .. })));
}

pub(super) async fn expectations_guard(store: &impl Store) {
    let first = store.commit(put("a", b"1").expect(key("a"), Expected::Absent)).await.unwrap();
    let guarded = |expected| put("a", b"2").expect(key("a"), expected);
    for expected in [Expected::Absent, Expected::Version(first.sequence + 1), Expected::Value(b"0".to_vec())] {
        let refused = store.commit(guarded(expected.clone())).await;
        assert!(matches!(refused, Err(CommitError::Conflict { .. })), "{expected:?}");
    }
    for absent in [Expected::Version(0), Expected::Value(vec![])] {
        let refused = store.commit(put("b", b"").expect(key("b"), absent)).await;
        assert!(matches!(refused, Err(CommitError::Conflict { .. })));
    }
    let second = store.commit(guarded(Expected::Version(first.sequence))).await.unwrap();
    let record = store.get(&[key("a")]).await.unwrap().remove(0).unwrap();
    assert_eq!((record.created, record.written), (first, second));
    store.commit(guarded(Expected::Value(b"2".to_vec()))).await.unwrap();
}

pub(super) async fn one_of_many_wins(store: &impl Store) {
    let version = store.commit(put("a", b"0")).await.unwrap().sequence;
    let commits = (0..20_u8).map(|n| async move {
        let won = store.commit(put("a", &[n]).expect(key("a"), Expected::Version(version))).await;
        // Whoever is refused can read what the winner wrote.
        (won.is_ok(), value(store, &key("a")).await.unwrap())
    });
    let results = futures::future::join_all(commits).await;
    assert_eq!(results.iter().filter(|(won, _)| *won).count(), 1);
    assert!(results.iter().all(|(_, read)| read == &results[0].1 && read != b"0"));
}

pub(super) async fn counters_have_limits(store: &impl Store) {
    let count = |delta, at_most| {
        Commit::to(shard(3))
            .count(Count { name: "n".into(), delta, at_most })
            .put(Key::new(shard(3), "test", format!("{delta}")), vec![])
    };
    store.commit(count(2, Some(2))).await.unwrap();
    let refused = store.commit(count(1, Some(2))).await;
    assert!(matches!(refused, Err(CommitError::Limit { counter, limit: 2 }) if counter == "n"));
    assert_eq!(value(store, &Key::new(shard(3), "test", "1")).await, None, "nothing of it was written");
    store.commit(count(-1, None)).await.unwrap();
    store.commit(count(1, Some(2))).await.unwrap();
    store.commit(count(-9, None)).await.unwrap();
    assert_eq!(store.counts(&["n".into(), "m".into()]).await.unwrap(), [0, 0]);
}

pub(super) async fn stamps_grow(store: &impl Store) {
    let mut last = store.commit(put("a", b"")).await.unwrap();
    for events in 0..4 {
        let mut commit = put("a", b"");
        for _ in 0..events {
            commit = commit.event("s", vec![]);
        }
        let stamp = store.commit(commit).await.unwrap();
        assert!(stamp.sequence > last.sequence && stamp.at_ms >= last.at_ms);
        last = stamp;
    }
    assert_eq!(store.head(shard(7)).await.unwrap(), last.sequence);
}

pub(super) async fn a_restart_keeps_everything(fixture: &impl Fixture) {
    let store = Arc::new(fixture.open().await);
    let commits = (0..50).map(|n| {
        let store = store.clone();
        async move {
            let entry = IndexChange::Put { index: INDEX, key: format!("{n:02}"), value: vec![n] };
            let count = Count { name: "c".into(), delta: 1, at_most: None };
            let commit = put(&n.to_string(), &[n]).index(entry).count(count).event("s", vec![n]);
            store.commit(commit).await.unwrap()
        }
    });
    let stamps = futures::future::join_all(commits).await;
    let head = stamps.iter().map(|s| s.sequence).max().unwrap();
    drop(store);

    let store = fixture.open().await;
    for (n, stamp) in (0..50).zip(stamps) {
        let record = store.get(&[key(&n.to_string())]).await.unwrap().remove(0).unwrap();
        assert_eq!((record.value, record.written), (vec![n], stamp));
    }
    assert_eq!(entries(&store).await.len(), 50);
    assert_eq!(store.counts(&["c".into()]).await.unwrap(), [50]);
    assert_eq!(store.head(shard(7)).await.unwrap(), head);
    assert_eq!(store.tail(shard(7), 0).await.unwrap().len(), 50);
    assert!(store.commit(put("next", b"")).await.unwrap().sequence > head);
}
