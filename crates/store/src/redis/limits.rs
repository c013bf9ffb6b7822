//! Limits of counters, checked before a commit is sent.
//!
//! A counter is the sum over 64 shards, which one script can't see in a cluster. So a process keeps
//! the last sum and adds its own changes. Far from the limit it trusts that for a while; near it,
//! commits to that counter go one at a time, each after a fresh look. One process is exact. Several
//! may together pass a limit by what the others added since each looked: at most half of the limit
//! for each other process that began below half of it within [`ROOMY`], and near the limit one
//! commit for each.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::{OwnedRwLockReadGuard, OwnedRwLockWriteGuard, RwLock};
use tokio::time::Instant;

use super::Inner;
use crate::store::locked;
use crate::{Commit, CommitError, Count};

/// How long a sum is trusted while it is below half of the limit.
const ROOMY: Duration = Duration::from_secs(10);

/// How long a sum is trusted while it isn't near the limit.
const FAR: Duration = Duration::from_secs(1);

/// A counter that is this close to its limit, or within a sixteenth of it, is near.
const NEAR: u64 = 1024;

/// Counters that were not used for so long are forgotten.
const FORGET_AFTER: Duration = Duration::from_secs(60);

/// The counters that this process limits.
#[derive(Default)]
pub(super) struct Limits {
    counters: Mutex<Counters>,
}

#[derive(Default)]
struct Counters {
    by_name: HashMap<String, Arc<Counter>>,
    /// When there are this many, those that rest are forgotten.
    sweep_at: usize,
}

#[derive(Default)]
struct Counter {
    /// Held shared while a commit that counts is under way, alone near the limit.
    turn: Arc<RwLock<()>>,
    known: Mutex<Option<Known>>,
}

/// What is known of a counter.
#[derive(Clone, Copy)]
struct Known {
    sum: u64,
    read: Instant,
}

impl Known {
    /// Whether the sum may be relied on for a change, without another look.
    fn is_enough(&self, delta: i64, limit: u64) -> bool {
        let after = self.sum.saturating_add_signed(delta);
        let room = limit.saturating_sub(after);
        let trusted = if after <= limit / 2 {
            ROOMY
        } else if room >= NEAR.max(limit / 16) {
            FAR
        } else {
            Duration::ZERO
        };
        after <= limit && self.read.elapsed() < trusted
    }
}

/// The right to send a commit that counts.
#[derive(Default)]
pub(super) struct Admission {
    reserved: Vec<(Arc<Counter>, i64)>,
    _turns: Vec<Turn>,
}

enum Turn {
    Shared { _guard: OwnedRwLockReadGuard<()> },
    Alone { _guard: OwnedRwLockWriteGuard<()> },
}

impl Admission {
    /// The commit didn't happen: what was reserved is free.
    pub(super) fn take_back(self) {
        for (counter, delta) in &self.reserved {
            counter.add(delta.saturating_neg());
        }
    }
}

impl Counter {
    fn add(&self, delta: i64) {
        if let Some(known) = locked(&self.known).as_mut() {
            known.sum = known.sum.saturating_add_signed(delta);
        }
    }

    /// Reserves a change if what is known is enough to allow it.
    fn reserve_known(&self, delta: i64, limit: u64) -> bool {
        let mut known = locked(&self.known);
        let enough = known.as_ref().is_some_and(|known| known.is_enough(delta, limit));
        if let Some(known) = known.as_mut().filter(|_| enough) {
            known.sum = known.sum.saturating_add_signed(delta);
        }
        enough
    }
}

impl Limits {
    fn counter(&self, name: &str) -> Arc<Counter> {
        let mut counters = locked(&self.counters);
        if counters.by_name.len() > counters.sweep_at.max(1000) {
            let rests = |counter: &Arc<Counter>| {
                let known = *locked(&counter.known);
                Arc::strong_count(counter) == 1 && known.is_none_or(|known| known.read.elapsed() > FORGET_AFTER)
            };
            counters.by_name.retain(|_, counter| !rests(counter));
            counters.sweep_at = counters.by_name.len() * 2;
        }
        counters.by_name.entry(name.to_owned()).or_default().clone()
    }

    /// Adds a change that happened without a limit to what is known.
    pub(super) fn note(&self, counts: &[Count]) {
        let counters = locked(&self.counters);
        for count in counts.iter().filter(|count| count.at_most.is_none()) {
            if let Some(counter) = counters.by_name.get(&count.name) {
                counter.add(count.delta);
            }
        }
    }
}

impl Inner {
    /// Waits for the right to send a commit, or finds that a counter would pass its limit.
    pub(super) async fn admit(&self, commit: &Commit) -> Result<Admission, CommitError> {
        let mut limited: Vec<(&Count, u64)> =
            commit.counts.iter().filter_map(|count| count.at_most.map(|limit| (count, limit))).collect();
        // In one order, so that two commits never wait for each other.
        limited.sort_by(|(a, _), (b, _)| a.name.cmp(&b.name));
        let mut admission = Admission::default();
        for (count, limit) in limited {
            match self.admit_one(count, limit, &mut admission).await {
                Ok(()) => {}
                Err(error) => {
                    admission.take_back();
                    return Err(error);
                }
            }
        }
        Ok(admission)
    }

    async fn admit_one(&self, count: &Count, limit: u64, admission: &mut Admission) -> Result<(), CommitError> {
        let counter = self.limits.counter(&count.name);
        let shared = counter.turn.clone().read_owned().await;
        let turn = if counter.reserve_known(count.delta, limit) {
            Turn::Shared { _guard: shared }
        } else {
            drop(shared);
            // Alone, so that no commit under way blurs what is read.
            let alone = counter.turn.clone().write_owned().await;
            if !counter.reserve_known(count.delta, limit) {
                let read = Instant::now();
                let sum = self.sums(std::slice::from_ref(&count.name)).await?.into_iter().next().unwrap_or_default();
                *locked(&counter.known) = Some(Known { sum, read });
                if sum.saturating_add_signed(count.delta) > limit {
                    return Err(CommitError::Limit { counter: count.name.clone(), limit });
                }
                if !counter.reserve_known(count.delta, limit) {
                    counter.add(count.delta);
                    admission.reserved.push((counter, count.delta));
                    admission._turns.push(Turn::Alone { _guard: alone });
                    return Ok(());
                }
            }
            Turn::Shared { _guard: alone.downgrade() }
        };
        admission.reserved.push((counter, count.delta));
        admission._turns.push(turn);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_sum_is_trusted_as_long_as_there_is_room() {
        let known = |sum| Known { sum, read: Instant::now() };
        let [empty, third, two_thirds, near] = [0, 30_000, 70_000, 99_500].map(known);
        assert!(empty.is_enough(1, 100_000) && third.is_enough(1, 100_000) && two_thirds.is_enough(1, 100_000));
        assert!(!near.is_enough(1, 100_000), "near the limit each commit looks");
        assert!(known(4).is_enough(1, 10) && !known(5).is_enough(1, 10), "a small limit is near from its half on");
        assert!(!known(0).is_enough(3, 2), "what doesn't fit is never allowed");
        tokio::time::advance(FAR).await;
        assert!(third.is_enough(1, 100_000) && !two_thirds.is_enough(1, 100_000));
        tokio::time::advance(ROOMY).await;
        assert!(!third.is_enough(1, 100_000));
    }
}
