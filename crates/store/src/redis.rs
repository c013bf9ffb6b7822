//! The backend for many processes: Redis, or a Redis Cluster.
//!
//! Every key holds the number of its shard as hash tag, so that a shard is in one slot. A commit is
//! one script (`commit.lua`), in one round trip. Each shard has its records, its part of each index
//! (a sorted set) and of each counter, and a stream of events; scans and sums merge 64 parts, so that
//! there is no projection to lag or to rebuild.
//!
//! | module | noun |
//! |---|---|
//! | `config`, `reach` | what is configured; how servers are reached |
//! | `server`, `node`, `link` | what a server must be like; the connection to one; calls and their routes |
//! | `trouble` | what errors mean and what to do about them |
//! | `names`, `script`, `checks` | keys; the commit as a call; when it checks the user's permissions |
//! | `limits` | limits of counters |
//! | `creations` | what is written again when a server has forgotten it |
//! | `read`, `pages`, `events`, `follow` | reading records, indexes and events; following shards |

mod checks;
mod config;
mod creations;
mod events;
mod follow;
mod limits;
mod link;
mod names;
mod node;
pub(crate) mod pages;
mod reach;
pub(crate) mod read;
mod script;
mod server;
mod trouble;
mod write;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
pub use config::{ClientCertificate, RedisConfig, Topology};
use redis::cmd;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use crate::store::locked;
use crate::{Commit, CommitError, Entry, Event, Key, Record, Scan, Shard, Stamp, Store, StoreError, TailError};
use checks::Checks;
use creations::Creations;
use follow::Followed;
use limits::Limits;
use link::{Command, Link, Repeat, Request};
use names::Names;
use node::Node;

/// A server that is silent is noticed after this and the time that an answer may take.
const PROBE_EVERY: Duration = Duration::from_secs(1);

/// A store in Redis.
pub struct Redis {
    inner: Arc<Inner>,
}

struct Inner {
    link: Link,
    names: Names,
    retained_events: usize,
    limits: Limits,
    checks: Checks,
    creations: Creations,
    followed: Followed,
    /// They end when the store is dropped.
    tasks: Mutex<JoinSet<()>>,
}

impl Redis {
    /// Connects, and checks that the servers keep what the durability class promises and that the
    /// user may do what commits need.
    ///
    /// # Errors
    /// [`StoreError::Setting`], [`StoreError::Refused`] and [`StoreError::Unreachable`], each with
    /// the remedy.
    pub async fn connect(config: RedisConfig) -> Result<Self, StoreError> {
        let inner = Arc::new(Inner {
            link: Link::connect(&config).await?,
            names: Names::new(&config.prefix),
            retained_events: config.retained_events,
            limits: Limits::default(),
            checks: Checks::default(),
            creations: Creations::default(),
            followed: Followed::new(),
            tasks: Mutex::default(),
        });
        let redis = Self { inner };
        redis.inner.prove().await?;
        redis.inner.spawn(probe(redis.inner.clone()));
        redis.inner.spawn(creations::recreate(redis.inner.clone()));
        Ok(redis)
    }

    /// How many commits this process has written again because a server had forgotten them.
    pub fn recreated(&self) -> u64 {
        self.inner.creations.recreated()
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        // The tasks hold what they work on; only this ends them.
        locked(&self.inner.tasks).abort_all();
    }
}

impl Inner {
    fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        locked(&self.tasks).spawn(task);
    }

    /// Checks the user's permissions on every shard: each server of a cluster has its own rules.
    async fn prove(&self) -> Result<(), StoreError> {
        for shard in Shard::all() {
            let make = |form| script::prove(form, &self.names, shard);
            let step = "check the user's permissions";
            let request = Request { step, shard, command: Command::Script(&make), repeat: Repeat::Safe };
            self.link.call(&request).await?;
        }
        Ok(())
    }
}

/// Notices servers that are gone, cut off or in another life, also when nobody calls.
async fn probe(inner: Arc<Inner>) {
    loop {
        sleep(PROBE_EVERY).await;
        let servers = inner.link.servers();
        futures::future::join_all(servers.iter().map(|node| probe_one(&inner, node))).await;
    }
}

async fn probe_one(inner: &Inner, node: &Node) {
    let Ok(live) = node.live().await else { return };
    let begun = Instant::now();
    match timeout(inner.link.response_within(), live.send(&cmd("PING"))).await {
        Ok(Ok(_)) => inner.creations.forget(&live.life, begun),
        Ok(Err(error)) => tracing::warn!(server = node.address, %error, "redis doesn't answer a ping as it should"),
        Err(_) => {
            tracing::warn!(server = node.address, "redis doesn't answer");
            live.give_up();
        }
    }
}

#[async_trait]
impl Store for Redis {
    async fn commit(&self, commit: Commit) -> Result<Stamp, CommitError> {
        commit.check_shard()?;
        let admission = self.inner.admit(&commit).await?;
        match self.inner.write(&commit).await {
            Ok((stamp, life)) => {
                self.inner.limits.note(&commit.counts);
                self.inner.creations.keep(commit, life);
                Ok(stamp)
            }
            // It may have happened: what was reserved stays so until the counter is read again.
            Err(error @ CommitError::Store(StoreError::Backend { .. })) => Err(error),
            Err(error) => {
                admission.take_back();
                Err(error)
            }
        }
    }

    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Record>>, StoreError> {
        self.inner.records(keys).await
    }

    async fn scan(&self, scan: Scan) -> Result<Vec<Entry>, StoreError> {
        self.inner.page(&scan).await
    }

    async fn counts(&self, names: &[String]) -> Result<Vec<u64>, StoreError> {
        self.inner.sums(names).await
    }

    async fn head(&self, shard: Shard) -> Result<u64, StoreError> {
        self.inner.newest(shard).await
    }

    async fn tail(&self, shard: Shard, after: u64) -> Result<Vec<Arc<Event>>, TailError> {
        self.inner.follow(shard, after).await
    }
}
