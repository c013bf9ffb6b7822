//! A store that is measured.

use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use prometheus::{HistogramOpts, HistogramVec, Registry, exponential_buckets};

use crate::{Commit, CommitError, Entry, Event, Key, Record, Scan, Shard, Stamp, Store, StoreError, TailError};

/// How long operations take. Clones share the counts.
#[derive(Clone, Debug)]
pub struct Metrics {
    /// `pyjury_store_operation_seconds{operation,outcome}`; a commit counts under its name.
    seconds: HistogramVec,
}

impl Metrics {
    /// New counts, all at zero.
    ///
    /// # Errors
    /// When a name or a label is malformed: a mistake in this file.
    pub fn new() -> Result<Self, prometheus::Error> {
        let opts = HistogramOpts::new("pyjury_store_operation_seconds", "Time that an operation of the store took.");
        // From 0.2 ms to 13 s.
        let opts = opts.buckets(exponential_buckets(0.0002, 3.0, 11)?);
        Ok(Self { seconds: HistogramVec::new(opts, &["operation", "outcome"])? })
    }

    /// Adds them to a registry.
    ///
    /// # Errors
    /// When the registry has them already.
    pub fn register(&self, registry: &Registry) -> Result<(), prometheus::Error> {
        registry.register(Box::new(self.seconds.clone()))
    }

    async fn time<T>(
        &self,
        operation: &'static str,
        work: impl Future<Output = Result<T, StoreError>> + Send,
    ) -> Result<T, StoreError> {
        let began = Instant::now();
        let result = work.await;
        self.observe(operation, if result.is_ok() { "ok" } else { "failed" }, began);
        result
    }

    fn observe(&self, operation: &str, outcome: &str, began: Instant) {
        self.seconds.with_label_values(&[operation, outcome]).observe(began.elapsed().as_secs_f64());
    }
}

/// A store around another one that measures what it does. Waiting for an event is not an operation.
pub struct Measured {
    inner: Arc<dyn Store>,
    metrics: Metrics,
}

impl Measured {
    /// Measures a store.
    pub fn new(inner: Arc<dyn Store>, metrics: Metrics) -> Self {
        Self { inner, metrics }
    }
}

#[async_trait]
impl Store for Measured {
    async fn commit(&self, commit: Commit) -> Result<Stamp, CommitError> {
        let (began, name) = (Instant::now(), commit.name);
        let result = self.inner.commit(commit).await;
        let outcome = match &result {
            Ok(_) => "ok",
            Err(CommitError::Conflict { .. }) => "conflict",
            Err(CommitError::Limit { .. }) => "limit",
            Err(_) => "failed",
        };
        self.metrics.observe(name, outcome, began);
        result
    }

    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Record>>, StoreError> {
        self.metrics.time("get", self.inner.get(keys)).await
    }

    async fn scan(&self, scan: Scan) -> Result<Vec<Entry>, StoreError> {
        self.metrics.time("scan", self.inner.scan(scan)).await
    }

    async fn counts(&self, names: &[String]) -> Result<Vec<u64>, StoreError> {
        self.metrics.time("counts", self.inner.counts(names)).await
    }

    async fn head(&self, shard: Shard) -> Result<u64, StoreError> {
        self.metrics.time("head", self.inner.head(shard)).await
    }

    async fn tail(&self, shard: Shard, after: u64) -> Result<Vec<Arc<Event>>, TailError> {
        self.inner.tail(shard, after).await
    }
}
