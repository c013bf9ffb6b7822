//! Whether a process wants work.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether a process wants work: not before it has started, and not while it drains. Clones share
/// the answer.
#[derive(Clone, Debug, Default)]
pub struct Readiness(Arc<AtomicBool>);

impl Readiness {
    /// From now on `/readyz` answers 200.
    pub fn ready(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// From now on `/readyz` answers 503.
    pub fn draining(&self) {
        self.0.store(false, Ordering::Release);
    }

    /// Whether it wants work.
    pub fn is_ready(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}
