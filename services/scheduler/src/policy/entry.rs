//! What is known of one judging.

use std::time::Duration;

use pyjury_core::judging::{AttemptRef, State};
use pyjury_core::{AttemptId, RuntimeRequest, WorkerId};
use pyjury_store::ledger::Pending;

#[derive(Debug)]
pub(super) struct Entry {
    /// What the store said last.
    pub(super) pending: Pending,
    /// The runtime that it needs.
    pub(super) runtime: RuntimeRequest,
    /// What is being done with it.
    pub(super) flight: Option<Flight>,
    /// How long the store had been reachable when its state was seen to change last.
    pub(super) seen: Duration,
    /// The step that changed it last.
    pub(super) touched: u64,
    /// When it may be placed, in milliseconds of Unix time by the leader's clock; 0 for at once.
    pub(super) due_ms: u64,
    /// When its worker said last that it keeps it for a slot that becomes free.
    pub(super) kept: Option<Duration>,
}

/// An action under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flight {
    /// It is being placed.
    Placing {
        /// Where to.
        worker: WorkerId,
        /// The attempt that the worker has done with already.
        freed: Option<AttemptId>,
    },
    /// Anything else.
    Other {
        /// The worker on which it still holds room.
        room: Option<WorkerId>,
    },
}

/// The runtime that a judging needs. Words that an earlier version took for a name are one.
pub(super) fn runtime(pending: &Pending) -> RuntimeRequest {
    let read = |text: &String| {
        let name = || RuntimeRequest { layers: vec![text.clone()], python: Vec::new() };
        text.parse().unwrap_or_else(|_| name())
    };
    pending.runtime.as_ref().map(read).unwrap_or_default()
}

impl Entry {
    /// The worker on which it holds room.
    pub(super) const fn holder(&self) -> Option<WorkerId> {
        match self.flight {
            Some(Flight::Placing { worker, .. }) => Some(worker),
            Some(Flight::Other { room }) => room,
            None => self.pending.state.worker(),
        }
    }

    /// The attempt that may write now.
    pub(super) fn attempt(&self) -> Option<AttemptRef> {
        self.pending.state.attempt().map(|attempt| self.pending.judging.attempt(attempt))
    }
}

/// Whether a state is the same as before: the same attempt, with the same lease.
pub(super) fn unchanged(before: &State, now: &State) -> bool {
    match (before, now) {
        (State::Placed { attempt: before, .. }, State::Placed { attempt: now, .. }) => before == now,
        (before, now) => before == now,
    }
}
