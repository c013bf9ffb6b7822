//! Whether a process wants work.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Whether a process wants work: not before it has started, not while it drains, and not while a part
/// of it says why it can't. Clones share the answer.
#[derive(Clone, Debug, Default)]
pub struct Readiness(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    stage: Stage,
    held: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Starting,
    Ready,
    Draining,
}

impl Readiness {
    /// It has started: from now on `/readyz` answers 200, unless it is held.
    pub fn ready(&self) {
        self.state().stage = Stage::Ready;
    }

    /// From now on `/readyz` answers 503.
    pub fn draining(&self) {
        self.state().stage = Stage::Draining;
    }

    /// From now on `/readyz` answers 503 and says why, until it is released.
    pub fn hold(&self, why: impl Into<String>) {
        self.state().held = Some(why.into());
    }

    /// The reason is gone.
    pub fn release(&self) {
        self.state().held = None;
    }

    /// Whether it wants work.
    pub fn is_ready(&self) -> bool {
        self.why_not().is_none()
    }

    /// Why it wants no work; `None` when it does.
    pub fn why_not(&self) -> Option<String> {
        let state = self.state();
        match state.stage {
            Stage::Starting => Some("starting".to_owned()),
            Stage::Draining => Some("draining".to_owned()),
            Stage::Ready => state.held.clone(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_says_why_it_wants_no_work() {
        let readiness = Readiness::default();
        assert_eq!(readiness.why_not().as_deref(), Some("starting"));
        readiness.clone().ready();
        assert!(readiness.is_ready());
        readiness.hold("the worker is cordoned: slow disk");
        assert_eq!(readiness.why_not().as_deref(), Some("the worker is cordoned: slow disk"));
        readiness.release();
        assert!(readiness.is_ready());
        readiness.draining();
        readiness.release();
        assert_eq!(readiness.why_not().as_deref(), Some("draining"));
    }
}
