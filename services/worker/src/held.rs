//! The attempts that this worker holds: running, or taken from its queue and not yet running.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use pyjury_core::AttemptId;
use pyjury_core::judging::AttemptRef;
use pyjury_grade::Cancel;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::lease::Lease;

/// Why a run was killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Killed {
    /// The attempt is no longer valid: cancelled or replaced.
    Revoked,
    /// Its lease ran out.
    LeaseLost,
    /// The worker shuts down and didn't want to wait any longer.
    Draining,
}

/// An attempt that this worker holds. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) reference: AttemptRef,
    pub(crate) cancel: Cancel,
    /// Set when it runs.
    lease: Arc<OnceLock<Lease>>,
    /// Set when it is killed; the first reason stays.
    killed: Arc<OnceLock<Killed>>,
    /// Cancelled when it is killed.
    dead: CancellationToken,
}

impl Held {
    pub(crate) fn new(reference: AttemptRef) -> Self {
        Self {
            reference,
            cancel: Cancel::new(),
            lease: Arc::default(),
            killed: Arc::default(),
            dead: CancellationToken::new(),
        }
    }

    /// It runs, and is ours until the lease ends.
    pub(crate) fn runs(&self, lease: Lease) {
        // Set once: an attempt starts once.
        let _ = self.lease.set(lease);
    }

    /// Kills it.
    pub(crate) fn kill(&self, why: Killed) {
        let _ = self.killed.set(why);
        self.cancel.cancel();
        self.dead.cancel();
    }

    /// Waits until it is killed.
    pub(crate) async fn death(&self) {
        self.dead.cancelled().await;
    }

    /// Why it was killed.
    pub(crate) fn killed(&self) -> Option<Killed> {
        self.killed.get().copied()
    }
}

/// All attempts that this worker holds.
#[derive(Debug, Default)]
pub(crate) struct HeldSet(Mutex<HashMap<AttemptId, Held>>);

impl HeldSet {
    pub(crate) fn insert(&self, held: Held) {
        self.lock().insert(held.reference.attempt, held);
    }

    pub(crate) fn remove(&self, attempt: AttemptId) {
        self.lock().remove(&attempt);
    }

    /// Every attempt.
    pub(crate) fn references(&self) -> Vec<AttemptRef> {
        self.lock().values().map(|held| held.reference).collect()
    }

    /// The attempts that have a lease to renew.
    pub(crate) fn leased(&self) -> Vec<AttemptRef> {
        self.lock().values().filter(|held| held.lease.get().is_some()).map(|held| held.reference).collect()
    }

    /// Kills an attempt, if it is here.
    pub(crate) fn kill(&self, attempt: AttemptId, why: Killed) {
        if let Some(held) = self.lock().get(&attempt).cloned() {
            held.kill(why);
        }
    }

    /// Kills every attempt.
    pub(crate) fn kill_all(&self, why: Killed) {
        let all: Vec<_> = self.lock().values().cloned().collect();
        all.iter().for_each(|held| held.kill(why));
    }

    /// The leases of `kept` were confirmed by the answer to a request that was sent at `sent`.
    pub(crate) fn renewed(&self, kept: &[AttemptRef], sent: Instant, length: Duration, margin: Duration) {
        let set = self.lock();
        let leases = kept.iter().filter_map(|reference| set.get(&reference.attempt)?.lease.get());
        leases.for_each(|lease| lease.renewed(sent, length, margin));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<AttemptId, Held>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use pyjury_core::{JudgingId, SubmissionId};

    use super::*;

    #[test]
    fn the_first_reason_of_a_death_stays() {
        let id = uuid::Uuid::new_v4();
        let reference = AttemptRef { submission: SubmissionId(id), judging: JudgingId(id), attempt: AttemptId(id) };
        let (set, held) = (HeldSet::default(), Held::new(reference));
        set.insert(held.clone());
        assert!(set.leased().is_empty() && set.references().len() == 1);
        set.kill(reference.attempt, Killed::LeaseLost);
        set.kill_all(Killed::Draining);
        assert!(held.cancel.is_cancelled());
        assert_eq!(held.killed(), Some(Killed::LeaseLost));
        set.remove(reference.attempt);
        assert!(set.references().is_empty());
    }
}
