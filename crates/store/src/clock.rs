//! What time it is by the store's clock: the one that all parts of a cluster share. The clocks of their hosts
//! may be wrong, and may jump.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;

use crate::embedded::unix_ms;
use crate::{Commit, CommitError, Entry, Event, Key, Record, Scan, Shard, Stamp, Store, StoreError, TailError};

/// The store's clock, as far as this process has heard of it: each commit of its own tells the time, and from
/// then on a clock goes that can't be set. Clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct StoreClock(Arc<Mutex<Option<Heard>>>);

#[derive(Clone, Copy, Debug)]
struct Heard {
    at_ms: u64,
    when: Instant,
}

impl Heard {
    fn now_ms(self) -> u64 {
        self.at_ms.saturating_add(millis(self.when.elapsed()))
    }
}

impl StoreClock {
    /// Milliseconds of Unix time. Before the first commit nothing was heard: then it is this host's.
    pub(crate) fn now_ms(&self) -> u64 {
        let heard = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        heard.map_or_else(unix_ms, Heard::now_ms)
    }

    /// A commit happened just now. Answers may overtake each other, so the clock doesn't go back.
    fn hear(&self, stamp: Stamp) {
        let mut heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if heard.is_none_or(|heard| heard.now_ms() < stamp.at_ms) {
            *heard = Some(Heard { at_ms: stamp.at_ms, when: Instant::now() });
        }
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// A store around another one that hears the time.
pub(crate) struct Heeded {
    pub(crate) inner: Arc<dyn Store>,
    pub(crate) clock: StoreClock,
}

#[async_trait]
impl Store for Heeded {
    async fn commit(&self, commit: Commit) -> Result<Stamp, CommitError> {
        let stamp = self.inner.commit(commit).await?;
        self.clock.hear(stamp);
        Ok(stamp)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_is_the_stores_and_does_not_go_back() {
        let clock = StoreClock::default();
        let own = unix_ms();
        assert!(clock.now_ms() >= own, "nothing was heard yet");
        // This host's clock is an hour ahead of the store's.
        let behind = own - 3_600_000;
        clock.hear(Stamp { sequence: 1, at_ms: behind });
        assert!((behind..behind + 60_000).contains(&clock.now_ms()));
        clock.hear(Stamp { sequence: 2, at_ms: behind - 500 });
        assert!(clock.now_ms() >= behind);
        clock.hear(Stamp { sequence: 3, at_ms: behind + 600_000 });
        assert!(clock.now_ms() >= behind + 600_000);
    }
}
