//! The trait that every backend implements.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use crate::{Commit, CommitError, Entry, Key, Scan, Shard, StoreError, TailError};

/// A durable, sharded store of records, indexes, counters and events.
///
/// Guarantees of every backend, checked by [`crate::conformance::suite`]:
/// - a commit happens as a whole or not at all, and is durable when it returns `Ok`;
/// - commits to one shard are linearizable: a read that begins after a commit returned sees it, and
///   a commit that is refused because of another one is answered after that one can be read;
/// - the store stamps each commit with a sequence, larger than any before in its shard, and with a
///   time that doesn't go back;
/// - a commit that returns [`CommitError::Store`] may or may not have happened: read before
///   deciding, or repeat it with the same expectations.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// Writes if everything that is expected holds.
    ///
    /// # Errors
    /// [`CommitError`]; nothing was written, except that after [`CommitError::Store`] it is unknown.
    async fn commit(&self, commit: Commit) -> Result<Stamp, CommitError>;

    /// Reads records, one answer per key in the same order. Each record is consistent; two of them
    /// may be from either side of a commit.
    ///
    /// # Errors
    /// [`StoreError`] when the store can't be read.
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Record>>, StoreError>;

    /// Reads a page of an index.
    ///
    /// # Errors
    /// [`StoreError`] when the store can't be read.
    async fn scan(&self, scan: Scan) -> Result<Vec<Entry>, StoreError>;

    /// Reads counters, one answer per name; one that was never changed is 0.
    ///
    /// # Errors
    /// [`StoreError`] when the store can't be read.
    async fn counts(&self, names: &[String]) -> Result<Vec<u64>, StoreError>;

    /// The sequence of the newest commit to a shard; 0 when there is none.
    ///
    /// # Errors
    /// [`StoreError`] when the store can't be read.
    async fn head(&self, shard: Shard) -> Result<u64, StoreError>;

    /// The events of a shard after a sequence, oldest first: at least one, and not more than some
    /// hundreds. Waits until there is one. Dropping the future is safe.
    ///
    /// # Errors
    /// [`TailError::CursorGone`] when events after the cursor are no longer kept, or the cursor was
    /// never given out: read the full state and go on from [`Store::head`].
    async fn tail(&self, shard: Shard, after: u64) -> Result<Vec<Arc<Event>>, TailError>;
}

/// When a commit happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The sequence of the commit and of its last event.
    pub sequence: u64,
    /// Milliseconds of Unix time, by the store's clock.
    pub at_ms: u64,
}

/// A record as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its bytes.
    pub value: Vec<u8>,
    /// The commit that wrote it first.
    pub created: Stamp,
    /// The commit that wrote it last; its sequence is the record's version.
    pub written: Stamp,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Where it stands in the stream of its shard.
    pub sequence: u64,
    /// When, in milliseconds of Unix time.
    pub at_ms: u64,
    /// What it is about.
    pub subject: String,
    /// What happened.
    pub body: Vec<u8>,
}

/// Locks; whoever panicked while holding the lock left nothing half-done.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
