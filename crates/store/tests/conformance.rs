//! Each backend does what the trait promises.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use pyjury_servers::Fsync;
use pyjury_store::embedded::Options;
use pyjury_store::{Commit, Durability, Embedded, Key, Redis, RedisConfig, Shard, Store, StoreError, conformance};

struct Folder(tempfile::TempDir, Durability);

impl conformance::Fixture for Folder {
    type Store = Embedded;
    const RETAINED: usize = 500;

    async fn open(&self) -> Embedded {
        let options = Options {
            durability: self.1,
            retained_events: <Self as conformance::Fixture>::RETAINED,
            ..Options::default()
        };
        Embedded::open_with(self.0.path(), options).unwrap()
    }
}

#[tokio::test]
async fn embedded() {
    for durability in [Durability::Host, Durability::Process] {
        conformance::suite(|| Folder(tempfile::tempdir().unwrap(), durability)).await;
    }
}

#[tokio::test]
async fn a_folder_is_for_one_store() {
    let folder = tempfile::tempdir().unwrap();
    let store = Embedded::open(folder.path()).unwrap();
    assert!(matches!(Embedded::open(folder.path()).err(), Some(StoreError::InUse { .. })));
    drop(store);
    Embedded::open(folder.path()).unwrap();
}

struct Server(pyjury_servers::Redis, Durability);

impl conformance::Fixture for Server {
    type Store = Redis;
    const RETAINED: usize = 500;

    async fn open(&self) -> Redis {
        let config = RedisConfig {
            durability: self.1,
            retained_events: <Self as conformance::Fixture>::RETAINED,
            response_within: Duration::from_secs(60),
            ..RedisConfig::new([self.0.url()])
        };
        Redis::connect(config).await.unwrap()
    }
}

#[tokio::test]
async fn redis() {
    for (durability, fsync) in [(Durability::Host, Fsync::Always), (Durability::Process, Fsync::EverySecond)] {
        conformance::suite(|| Server(pyjury_servers::Redis::start_with(fsync, &[]), durability)).await;
    }
}

/// Prints commits per second, alone and together: `cargo test -p pyjury-store -- --nocapture speed`.
async fn speed(store: Arc<dyn Store>) {
    for clients in [1, 64] {
        let start = Instant::now();
        let tasks = (0..clients).map(|client: u32| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut done = 0_u32;
                while start.elapsed() < Duration::from_millis(500) {
                    let name = format!("{clients}/{client}/{done}");
                    let key = Key::new(Shard::of_name(&name), "speed", name);
                    store.commit(Commit::to(key.shard).put(key, vec![0; 500]).event("s", vec![0; 100])).await.unwrap();
                    done += 1;
                }
                done
            })
        });
        let done: u32 = futures::future::join_all(tasks).await.into_iter().map(Result::unwrap).sum();
        let rate = f64::from(done) / start.elapsed().as_secs_f64();
        eprintln!("{clients} clients: {rate:.0} commits per second");
        assert!(done > 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn embedded_speed() {
    let folder = tempfile::tempdir().unwrap();
    speed(Arc::new(Embedded::open(folder.path()).unwrap())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_speed() {
    for (durability, fsync) in [(Durability::Host, Fsync::Always), (Durability::Process, Fsync::EverySecond)] {
        let server = pyjury_servers::Redis::start_with(fsync, &[]);
        let config = RedisConfig { durability, ..RedisConfig::new([server.url()]) };
        speed(Arc::new(Redis::connect(config).await.unwrap())).await;
    }
}
