//! A store that fails where it is told to.

use std::sync::Arc;

use pyjury_store::{Commit, CommitError, Entry, Event, Key, Record, Scan, Shard, Stamp, Store, StoreError, TailError};

use super::point::{Point, Side};

/// A store that fails where it is told to.
pub(super) struct Failing {
    pub(super) inner: Arc<dyn Store>,
    pub(super) point: &'static Point,
}

#[async_trait::async_trait]
impl Store for Failing {
    async fn commit(&self, commit: Commit) -> Result<Stamp, CommitError> {
        let name = commit.name;
        self.point.reach(format_args!("store.{name}"), Side::Before);
        let result = self.inner.commit(commit).await;
        self.point.reach(format_args!("store.{name}"), Side::After);
        result
    }

    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Record>>, StoreError> {
        self.inner.get(keys).await
    }

    async fn scan(&self, scan: Scan) -> Result<Vec<Entry>, StoreError> {
        self.inner.scan(scan).await
    }

    async fn counts(&self, names: &[String]) -> Result<Vec<u64>, StoreError> {
        self.inner.counts(names).await
    }

    async fn head(&self, shard: Shard) -> Result<u64, StoreError> {
        self.inner.head(shard).await
    }

    async fn tail(&self, shard: Shard, after: u64) -> Result<Vec<Arc<Event>>, TailError> {
        self.inner.tail(shard, after).await
    }
}
