//! The backend for one process: SQLite in WAL mode.
//!
//! One connection writes, a few read. Commits that arrive while one is being written share the next
//! transaction and its fsync, so that throughput grows with load. Recent events are also kept in
//! memory: watchers that keep up never touch the database.

mod read;
mod schema;
mod write;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use async_trait::async_trait;
use rusqlite::Connection;
use tokio::sync::{Semaphore, oneshot};

use crate::feed::{Feeds, Recent};
use crate::store::locked;
use crate::{
    Commit, CommitError, Durability, Entry, Event, Key, Record, Scan, Shard, Stamp, Store, StoreError, TailError,
};
use write::{Job, Writer};

/// The most connections that read. Each costs three descriptors; a read takes less than a millisecond.
const READERS: usize = 8;

/// How to open an embedded store.
#[derive(Clone)]
pub struct Options {
    /// What a commit survives.
    pub durability: Durability,
    /// How many events of a shard are kept for those who resume.
    pub retained_events: usize,
    /// Milliseconds of Unix time. Tests have their own.
    pub clock: Arc<dyn Fn() -> u64 + Send + Sync>,
}

impl Default for Options {
    fn default() -> Self {
        Self { durability: Durability::Host, retained_events: 4096, clock: Arc::new(unix_ms) }
    }
}

/// Milliseconds of Unix time, by the system's clock.
pub fn unix_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// A store in one SQLite file of this process.
pub struct Embedded {
    inner: Arc<Inner>,
}

struct Inner {
    path: PathBuf,
    options: Options,
    /// Commits that wait for the next transaction.
    waiting: Mutex<Vec<Job>>,
    /// Whoever holds it writes a transaction; the others wait here without a thread.
    turn: tokio::sync::Mutex<()>,
    writer: Mutex<Writer>,
    /// One permit for each connection that reads.
    reading: Semaphore,
    readers: Mutex<Vec<Connection>>,
    feeds: Feeds,
    /// Held as long as the store is open: two processes would not see each other's events.
    _lock: File,
}

impl Embedded {
    /// Opens `store.db` in a folder, which is made if it isn't there, and takes it for this process.
    ///
    /// # Errors
    /// [`StoreError`]: the folder can't be made, is in use, or was written by a newer version.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        Self::open_with(folder, Options::default())
    }

    /// Opens a store with other options.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_with(folder: &Path, options: Options) -> Result<Self, StoreError> {
        let lock = schema::lock(folder)?;
        let path = folder.join("store.db");
        let connection = schema::open_writer(&path, options.durability)?;
        let feeds = Feeds::new(read::shards(&connection).map_err(backend("read shards"))?);
        let inner = Inner {
            path,
            options,
            waiting: Mutex::default(),
            turn: tokio::sync::Mutex::default(),
            writer: Mutex::new(Writer::new(connection)),
            reading: Semaphore::new(READERS),
            readers: Mutex::default(),
            feeds,
            _lock: lock,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Runs a read on a thread that may block.
    async fn read<T: Send + 'static>(
        &self,
        step: &'static str,
        read: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let inner = self.inner.clone();
        // Never closed, so it can't fail.
        let _turn = self.inner.reading.acquire().await;
        let task = tokio::task::spawn_blocking(move || {
            let idle = locked(&inner.readers).pop();
            let mut connection = match idle {
                Some(connection) => connection,
                None => schema::open_reader(&inner.path)?,
            };
            let result = read(&mut connection).map_err(backend(step));
            locked(&inner.readers).push(connection);
            result
        });
        task.await.map_err(|e| StoreError::Backend { step, why: e.to_string() })?
    }
}

#[async_trait]
impl Store for Embedded {
    async fn commit(&self, commit: Commit) -> Result<Stamp, CommitError> {
        commit.check_shard()?;
        let (answer, mut answered) = oneshot::channel();
        locked(&self.inner.waiting).push(Job { commit, answer });
        {
            let _turn = self.inner.turn.lock().await;
            if let Ok(answer) = answered.try_recv() {
                return answer;
            }
            let inner = self.inner.clone();
            // It answers every commit that waits, this one among them.
            let written = tokio::task::spawn_blocking(move || inner.write_waiting()).await;
            written.map_err(|e| StoreError::Backend { step: "commit", why: e.to_string() })?;
        }
        let lost = |_| StoreError::Backend { step: "commit", why: "the writer stopped".to_owned() };
        answered.await.map_err(lost)?
    }

    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Record>>, StoreError> {
        let keys = keys.to_vec();
        self.read("read records", move |connection| read::records(connection, &keys)).await
    }

    async fn scan(&self, scan: Scan) -> Result<Vec<Entry>, StoreError> {
        self.read("scan an index", move |connection| read::entries(connection, &scan)).await
    }

    async fn counts(&self, names: &[String]) -> Result<Vec<u64>, StoreError> {
        let names = names.to_vec();
        self.read("read counters", move |connection| read::counts(connection, &names)).await
    }

    async fn head(&self, shard: Shard) -> Result<u64, StoreError> {
        Ok(self.inner.feeds.head(shard))
    }

    async fn tail(&self, shard: Shard, after: u64) -> Result<Vec<Arc<Event>>, TailError> {
        let mut heads = self.inner.feeds.follow(shard);
        loop {
            // What comes after this look is noticed below.
            heads.mark_unchanged();
            match self.inner.feeds.recent(shard, after)? {
                Recent::Events(events) => return Ok(events),
                Recent::None => {}
                Recent::Older => {
                    let events =
                        self.read("read events", move |connection| read::events(connection, shard, after)).await?;
                    // They may have been removed between the two looks: the floor is looked at again.
                    self.inner.feeds.check(shard, after)?;
                    if !events.is_empty() {
                        return Ok(events);
                    }
                }
            }
            let closed = |_| StoreError::Backend { step: "follow", why: "the store closed".to_owned() };
            heads.changed().await.map_err(closed)?;
        }
    }
}

fn backend(step: &'static str) -> impl Fn(rusqlite::Error) -> StoreError {
    move |error| StoreError::Backend { step, why: error.to_string() }
}
