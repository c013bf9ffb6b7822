//! A store that can be made to wait or to refuse.

use std::sync::Arc;

use async_trait::async_trait;
use pyjury_store::{
    Commit, CommitError, Embedded, Entry, Event, Key, Record, Scan, Shard, Stamp, Store, StoreError, TailError,
};
use tokio::sync::watch;

/// What a store does with writes.
#[derive(Clone)]
pub enum Gate {
    /// It takes them.
    Open,
    /// These wait until the gate changes.
    Hold(Arc<dyn Fn(&Commit) -> bool + Send + Sync>),
    /// It refuses them; it can still be read.
    ReadOnly,
}

impl Gate {
    /// Whoever leads with this epoch is stopped in the middle of its next write.
    pub fn hold_epoch(epoch: u64) -> Self {
        let value = pyjury_store::Expected::Value(epoch.to_string().into_bytes());
        Self::Hold(Arc::new(move |commit| commit.expected.iter().any(|(_, expected)| *expected == value)))
    }
}

/// A store behind a gate.
#[derive(Clone)]
pub struct Gated {
    pub store: Arc<Embedded>,
    pub gate: watch::Sender<Gate>,
}

#[async_trait]
impl Store for Gated {
    async fn commit(&self, commit: Commit) -> Result<Stamp, CommitError> {
        let mut gate = self.gate.subscribe();
        gate.wait_for(|gate| !matches!(gate, Gate::Hold(holds) if holds(&commit))).await.unwrap();
        if matches!(*gate.borrow(), Gate::ReadOnly) {
            let why = "READONLY".to_owned();
            return Err(CommitError::Store(StoreError::Backend { step: "commit", why }));
        }
        self.store.commit(commit).await
    }

    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Record>>, StoreError> {
        self.store.get(keys).await
    }

    async fn scan(&self, scan: Scan) -> Result<Vec<Entry>, StoreError> {
        self.store.scan(scan).await
    }

    async fn counts(&self, names: &[String]) -> Result<Vec<u64>, StoreError> {
        self.store.counts(names).await
    }

    async fn head(&self, shard: Shard) -> Result<u64, StoreError> {
        self.store.head(shard).await
    }

    async fn tail(&self, shard: Shard, after: u64) -> Result<Vec<Arc<Event>>, TailError> {
        self.store.tail(shard, after).await
    }
}
