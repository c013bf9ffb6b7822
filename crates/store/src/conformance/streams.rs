use std::time::Duration;

use tokio::time::timeout;

use super::{Fixture, shard};
use crate::{Commit, Store, TailError};

const MOMENT: Duration = Duration::from_millis(200);

fn event(number: u8, body: &[u8]) -> Commit {
    Commit::to(shard(number)).event("subject", body.to_vec())
}

pub(super) async fn tails_wake_up(store: &impl Store) {
    assert!(timeout(MOMENT, store.tail(shard(1), 0)).await.is_err(), "nothing has happened");
    let (events, stamp) = tokio::join!(store.tail(shard(1), 0), store.commit(event(1, b"1")));
    let (events, stamp) = (events.unwrap(), stamp.unwrap());
    assert_eq!(events.len(), 1);
    let first = &events[0];
    assert_eq!((first.sequence, first.at_ms), (stamp.sequence, stamp.at_ms));
    assert_eq!((first.subject.as_str(), first.body.as_slice()), ("subject", b"1".as_slice()));
    let two = store.commit(event(1, b"2").event("other", b"3".to_vec())).await.unwrap();
    let events = store.tail(shard(1), first.sequence).await.unwrap();
    let bodies: Vec<_> = events.iter().map(|e| e.body.as_slice()).collect();
    assert_eq!(bodies, [b"2", b"3"]);
    assert_eq!(events[1].sequence, two.sequence);
    assert_eq!(store.tail(shard(1), events[0].sequence).await.unwrap().len(), 1, "resumed between two of one commit");
}

pub(super) async fn tails_are_of_one_shard(store: &impl Store) {
    store.commit(event(1, b"1")).await.unwrap();
    store.commit(event(2, b"2")).await.unwrap();
    assert_eq!(store.tail(shard(2), 0).await.unwrap()[0].body, b"2");
    assert!(timeout(MOMENT, store.tail(shard(3), 0)).await.is_err());
}

pub(super) async fn commits_without_events_are_passed_over(fixture: &impl Fixture) {
    let store = fixture.open().await;
    let first = store.commit(event(1, b"1")).await.unwrap();
    let silent = store.commit(Commit::to(shard(1))).await.unwrap();
    assert_eq!(store.head(shard(1)).await.unwrap(), silent.sequence);
    drop(store);
    // A store that was opened later, which has nothing of it in memory.
    let store = fixture.open().await;
    for cursor in [first.sequence, silent.sequence] {
        assert!(timeout(MOMENT, store.tail(shard(1), cursor)).await.is_err(), "nothing has happened since");
    }
    store.commit(event(1, b"2")).await.unwrap();
    for (cursor, expected) in [(0, ["1", "2"].as_slice()), (first.sequence, &["2"]), (silent.sequence, &["2"])] {
        let events = store.tail(shard(1), cursor).await.unwrap();
        let bodies: Vec<_> = events.iter().map(|e| std::str::from_utf8(&e.body).unwrap()).collect();
        assert_eq!(bodies, expected);
    }
}

pub(super) async fn old_cursors_are_refused<F: Fixture>(store: &F::Store) {
    let ahead = store.head(shard(1)).await.unwrap() + 1;
    assert!(matches!(store.tail(shard(1), ahead).await, Err(TailError::CursorGone { .. })));
    let total = F::RETAINED * 2 + 1000;
    let mut commits = 0;
    let mut read = 0;
    let mut cursor = 0;
    while commits < total {
        let burst = (0..100).map(|_| store.commit(event(1, b"x")));
        futures::future::try_join_all(burst).await.unwrap();
        commits += 100;
        // Whoever keeps up sees everything, whatever is removed behind it.
        while cursor < store.head(shard(1)).await.unwrap() {
            let events = store.tail(shard(1), cursor).await.unwrap();
            read += events.len();
            cursor = events.last().unwrap().sequence;
        }
    }
    assert_eq!(read, commits);
    let Err(TailError::CursorGone { oldest, .. }) = store.tail(shard(1), 0).await else {
        panic!("a cursor that is too old must be refused");
    };
    let mut kept = 0;
    let mut cursor = oldest;
    while cursor < store.head(shard(1)).await.unwrap() {
        let events = store.tail(shard(1), cursor).await.unwrap();
        kept += events.len();
        cursor = events.last().unwrap().sequence;
    }
    assert!(kept >= F::RETAINED, "{kept} events are kept, at least {} were promised", F::RETAINED);
}
