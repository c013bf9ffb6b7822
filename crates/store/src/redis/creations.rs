//! What was created in the last seconds. A server that begins another life may have forgotten it,
//! though it was acknowledged; whoever acknowledged it still knows, and writes it again.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::StreamExt as _;
use tokio::time::Instant;

use super::Inner;
use super::node::Life;
use crate::store::locked;
use crate::{Commit, CommitError, Expected, IndexChange};

/// How long a server may take until it has synced what it acknowledged; Redis promises two seconds.
const KEEP: Duration = Duration::from_secs(5);

/// How many bytes of commits are kept.
const BYTES: usize = 64 << 20;

/// How many are written again at once.
const AT_ONCE: usize = 64;

/// The commits of the last seconds that created something.
#[derive(Default)]
pub(super) struct Creations {
    kept: Mutex<Kept>,
    recreated: AtomicU64,
}

#[derive(Default)]
struct Kept {
    /// The oldest first.
    creations: VecDeque<Creation>,
    bytes: usize,
}

#[derive(Clone)]
struct Creation {
    commit: Arc<Commit>,
    bytes: usize,
    acknowledged: Instant,
    /// The life of the server that acknowledged it.
    life: Life,
}

impl Creations {
    /// How many commits were written again.
    pub(super) fn recreated(&self) -> u64 {
        self.recreated.load(Ordering::Relaxed)
    }

    /// Keeps a commit that was acknowledged, if it can be repeated without harm: all that it
    /// expects is that something isn't there.
    pub(super) fn keep(&self, commit: Commit, life: Life) {
        if !commit.removes.is_empty() {
            let removed =
                |creation: &Creation| creation.commit.puts.iter().any(|put| commit.removes.contains(&put.key));
            locked(&self.kept).drop_where(removed);
        }
        let creates = |(_, expected): &(_, Expected)| *expected == Expected::Absent;
        if commit.expected.is_empty() || !commit.expected.iter().all(creates) {
            return;
        }
        let bytes = size(&commit);
        let creation = Creation { commit: Arc::new(commit), bytes, acknowledged: Instant::now(), life };
        let mut kept = locked(&self.kept);
        kept.bytes += bytes;
        kept.creations.push_back(creation);
        while kept.bytes > BYTES {
            let Some(oldest) = kept.creations.pop_front() else { break };
            kept.bytes -= oldest.bytes;
        }
    }

    /// A server was alive at a moment: what it acknowledged long before is safe.
    pub(super) fn forget(&self, life: &Life, alive: Instant) {
        locked(&self.kept).drop_where(|creation| creation.life == *life && creation.acknowledged + KEEP < alive);
    }

    /// Those whose shard is now in the hands of another life.
    fn doubtful(&self, life: impl Fn(&Commit) -> Option<Life>) -> Vec<Creation> {
        let kept = locked(&self.kept);
        let doubtful = |creation: &&Creation| life(&creation.commit).is_some_and(|now| now != creation.life);
        kept.creations.iter().filter(doubtful).cloned().collect()
    }

    /// A creation is there, in this life.
    fn settle(&self, settled: &Creation, life: &Life) {
        let mut kept = locked(&self.kept);
        if let Some(creation) = kept.creations.iter_mut().find(|c| Arc::ptr_eq(&c.commit, &settled.commit)) {
            creation.life = life.clone();
            creation.acknowledged = Instant::now();
        }
    }
}

impl Kept {
    fn drop_where(&mut self, drop: impl Fn(&Creation) -> bool) {
        self.creations.retain(|creation| !drop(creation));
        self.bytes = self.creations.iter().map(|creation| creation.bytes).sum();
    }
}

/// How much memory a commit takes, about.
fn size(commit: &Commit) -> usize {
    let puts = commit.puts.iter().map(|put| put.key.name.len() + put.value.len());
    let index = commit.index.iter().map(|change| match change {
        IndexChange::Put { key, value, .. } => key.len() + value.len(),
        IndexChange::Remove { key, .. } | IndexChange::RemovePrefix { prefix: key, .. } => key.len(),
    });
    let events = commit.events.iter().map(|event| event.subject.len() + event.body.len());
    puts.chain(index).chain(events).map(|bytes| bytes + 100).sum()
}

/// What was found of a creation in another life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    There,
    /// It was written again.
    Missing,
    Unknown,
}

impl Inner {
    async fn write_again(&self, creation: Creation) -> Found {
        match self.write(&creation.commit).await {
            Ok((_, life)) => {
                self.creations.settle(&creation, &life);
                Found::Missing
            }
            Err(CommitError::Conflict { .. }) => {
                if let Some(life) = self.link.life(creation.commit.shard) {
                    self.creations.settle(&creation, &life);
                }
                Found::There
            }
            Err(error) => {
                tracing::warn!(%error, "a creation can't be written again yet");
                Found::Unknown
            }
        }
    }
}

/// Writes again what another life of a server has forgotten.
pub(super) async fn recreate(inner: Arc<Inner>) {
    let mut lives = inner.link.lives();
    loop {
        lives.mark_unchanged();
        let doubtful = inner.creations.doubtful(|commit| inner.link.life(commit.shard));
        let looked_at = doubtful.len();
        let again = doubtful.into_iter().map(|creation| inner.write_again(creation));
        let found: Vec<Found> = futures::stream::iter(again).buffer_unordered(AT_ONCE).collect().await;
        let missing = found.iter().filter(|found| **found == Found::Missing).count() as u64;
        let failed = found.contains(&Found::Unknown);
        if missing > 0 {
            inner.creations.recreated.fetch_add(missing, Ordering::Relaxed);
            tracing::warn!(missing, looked_at, "redis had forgotten what it acknowledged; it was written again");
        }
        if failed {
            tokio::time::sleep(Duration::from_millis(100)).await;
        } else if lives.changed().await.is_err() {
            return;
        }
    }
}
