//! Ending a judging from another thread.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pyjury_sandbox::{Canceller, Slot};

/// Ends a judging from any thread: the runs that are under way are killed, and none starts any more.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    cancelled: bool,
    running: Vec<Canceller>,
}

impl Cancel {
    /// Something that nobody has cancelled yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Cancels. Once is for ever.
    pub fn cancel(&self) {
        let mut state = self.state();
        state.cancelled = true;
        state.running.iter().for_each(Canceller::cancel);
    }

    /// Whether it was cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.state().cancelled
    }

    /// Ties these slots to the cancellation until the guard is dropped.
    pub(crate) fn watch(&self, slots: &[Slot]) -> Watch {
        let mut state = self.state();
        state.running = slots.iter().map(Slot::canceller).collect();
        if state.cancelled {
            state.running.iter().for_each(Canceller::cancel);
        }
        Watch(self.clone())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// While it lives, cancelling reaches the slots.
pub(crate) struct Watch(Cancel);

impl Drop for Watch {
    /// Leaves the slots as they were. Under the lock, so that a late cancel can't hit the next judging.
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.running.drain(..).for_each(|canceller| canceller.reset());
    }
}
