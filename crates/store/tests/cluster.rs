//! The store in a Redis Cluster of three masters.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod common;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::agree::{RETAINED, check, rank, write};
use pyjury_core::SubmissionId;
use pyjury_servers::{Fsync, MASTERS, RedisCluster, Reply};
use pyjury_store::{
    Blobs, Commit, Count, Durability, Index, IndexChange, Key, Ledger, Order, Redis, RedisConfig, Scan, Shard,
    Store as _, conformance,
};

const LONG: Duration = Duration::from_secs(60);

fn config(cluster: &RedisCluster, prefix: String) -> RedisConfig {
    RedisConfig { prefix, durability: Durability::Process, response_within: LONG, ..RedisConfig::new(cluster.urls()) }
}

/// Each store has a prefix of its own in one cluster.
struct Part<'a>(&'a RedisCluster, String);

impl conformance::Fixture for Part<'_> {
    type Store = Redis;
    const RETAINED: usize = 500;

    async fn open(&self) -> Redis {
        let retained_events = <Self as conformance::Fixture>::RETAINED;
        Redis::connect(RedisConfig { retained_events, ..config(self.0, self.1.clone()) }).await.unwrap()
    }
}

async fn suite(cluster: &RedisCluster) {
    let parts = AtomicUsize::new(0);
    conformance::suite(|| Part(cluster, format!("part{}", parts.fetch_add(1, Ordering::Relaxed)))).await;
}

#[tokio::test]
async fn a_cluster_conforms() {
    suite(&RedisCluster::start(Fsync::EverySecond)).await;
}

/// The slot of a shard, as the cluster says.
fn slot(cluster: &mut RedisCluster, shard: Shard) -> u16 {
    let tag = format!("{{s{}}}", shard.number());
    match cluster.masters()[0].ask(&["CLUSTER", "KEYSLOT", &tag]) {
        Reply::Number(slot) => slot.try_into().unwrap(),
        other => panic!("{other:?}"),
    }
}

struct StopWhenDropped<'a>(&'a AtomicBool);

impl Drop for StopWhenDropped<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cluster_conforms_while_its_slots_move() {
    let mut cluster = RedisCluster::start(Fsync::EverySecond);
    // Those that the suite writes to.
    let slots: Vec<u16> = [1, 2, 3, 7].map(|n| slot(&mut cluster, Shard::new(n).unwrap())).into();
    let stop = AtomicBool::new(false);
    let moved = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for slot in slots.iter().cycle() {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let to = (cluster.master_of(*slot) + 1) % MASTERS;
                cluster.move_slot(*slot, to, || ());
                moved.fetch_add(1, Ordering::Relaxed);
                // Otherwise a slot would always be on its way.
                std::thread::sleep(Duration::from_millis(30));
            }
        });
        // Also when the suite fails: else the scope would wait for ever.
        let _stop = StopWhenDropped(&stop);
        tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(suite(&cluster)));
    });
    let moved = moved.into_inner();
    eprintln!("{moved} slots were moved meanwhile");
    assert!(moved > 4);
}

/// While a slot is on its way, a key that isn't there is looked for on the other server: whatever a commit empties
/// and fills again must not be gone in between.
#[tokio::test]
async fn a_commit_is_whole_while_its_slot_is_on_its_way() {
    let mut cluster = RedisCluster::start(Fsync::EverySecond);
    let store = Redis::connect(config(&cluster, "pyjury".into())).await.unwrap();
    let shard = Shard::new(7).unwrap();
    let [kept, left] = ["kept", "left"].map(|name| Index { name });
    let put = |index, key: &str| IndexChange::Put { index, key: key.into(), value: b"v".to_vec() };
    let count = || Count { name: "n".into(), delta: 1, at_most: None };
    // Each key that the commits below name, with a single entry.
    let first = Commit::to(shard).put(Key::new(shard, "test", "a"), b"1".to_vec()).count(count());
    store.commit(first.event("a", vec![]).index(put(kept, "one")).index(put(left, "one"))).await.unwrap();

    let slot = slot(&mut cluster, shard);
    let (from, number) = (cluster.master_of(slot), slot.to_string());
    let to = (from + 1) % MASTERS;
    let [source_id, target_id] = [from, to].map(|n| cluster.masters()[n].ask(&["CLUSTER", "MYID"]).text());
    cluster.masters()[to].expect_ok(&["CLUSTER", "SETSLOT", &number, "IMPORTING", &source_id]);
    cluster.masters()[from].expect_ok(&["CLUSTER", "SETSLOT", &number, "MIGRATING", &target_id]);
    let again = Commit::to(shard).put(Key::new(shard, "test", "a"), b"2".to_vec()).count(count()).event("a", vec![]);
    let removed = IndexChange::Remove { index: left, key: "one".into() };
    store.commit(again.index(put(kept, "one")).index(removed).index(put(left, "two"))).await.unwrap();
    for (index, key) in [(kept, "one"), (left, "two")] {
        let scan = Scan { index, shard: None, prefix: String::new(), after: None, order: Order::Ascending, limit: 9 };
        let found: Vec<_> = store.scan(scan).await.unwrap().into_iter().map(|entry| entry.key).collect();
        assert_eq!(found, [key]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_while_slots_move_under_load() {
    let mut cluster = RedisCluster::start(Fsync::Always);
    let folder = tempfile::tempdir().unwrap();
    let config = RedisConfig { retained_events: RETAINED, ..config(&cluster, "pyjury".into()) };
    let store = Redis::connect(config).await.unwrap();
    let ledger = Ledger::new(Arc::new(store), Blobs::local(&folder.path().join("blobs")).unwrap());
    let epoch = ledger.raise_epoch().await.unwrap().number();
    let acknowledged: Arc<Mutex<BTreeMap<SubmissionId, usize>>> = Arc::default();
    let stop = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (0..16)
        .map(|_| {
            let (ledger, acknowledged, stop) = (ledger.clone(), acknowledged.clone(), stop.clone());
            tokio::spawn(async move {
                let say = |phase: &str, id| {
                    let mut acknowledged = acknowledged.lock().unwrap();
                    let reached = acknowledged.entry(id).or_default();
                    *reached = (*reached).max(rank(phase));
                };
                write(&ledger, epoch, || !stop.load(Ordering::Relaxed), say).await;
            })
        })
        .collect();
    let written = || acknowledged.lock().unwrap().len();
    while written() < 200 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let before = written();
    tokio::task::block_in_place(|| {
        for number in 0..12 {
            let slot = slot(&mut cluster, Shard::new(number * 5).unwrap());
            let to = (cluster.master_of(slot) + 1) % MASTERS;
            cluster.move_slot(slot, to, || ());
        }
    });
    let during = written() - before;
    stop.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.await.unwrap();
    }
    eprintln!("{before} submissions before and {during} while 12 slots moved");
    assert!(during > 0);
    let acknowledged = acknowledged.lock().unwrap().clone();
    check(&ledger, &acknowledged).await;
}

/// A master dies and comes back: the others go on, its shards wait for it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_master_that_was_killed_is_waited_for() {
    let mut cluster = RedisCluster::start(Fsync::Always);
    let store = Redis::connect(config(&cluster, "pyjury".into())).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::new(Arc::new(store), Blobs::local(&folder.path().join("blobs")).unwrap());
    let epoch = ledger.raise_epoch().await.unwrap().number();
    let acknowledged: Arc<Mutex<BTreeMap<SubmissionId, usize>>> = Arc::default();
    for killed in 0..MASTERS {
        let before = acknowledged.lock().unwrap().len();
        let go_on = || acknowledged.lock().unwrap().len() < before + 100;
        let say = |phase: &str, id| {
            let mut acknowledged = acknowledged.lock().unwrap();
            let reached = acknowledged.entry(id).or_default();
            *reached = (*reached).max(rank(phase));
        };
        let writers = futures::future::join_all((0..8).map(|_| write(&ledger, epoch, go_on, say)));
        let killer = async {
            while acknowledged.lock().unwrap().len() < before + 30 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            tokio::task::block_in_place(|| {
                cluster.masters()[killed].kill();
                cluster.masters()[killed].go_on();
            });
        };
        tokio::join!(writers, killer);
    }
    let acknowledged = acknowledged.lock().unwrap().clone();
    check(&ledger, &acknowledged).await;
}
