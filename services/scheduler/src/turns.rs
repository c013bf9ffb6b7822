//! Jobs for one worker go out in the order in which they were decided.
//!
//! Placements are written at the same time, and one may be slower than the one after it. Without this
//! somebody's second submission could be in a worker's queue before the first.

use std::collections::HashMap;

use pyjury_core::WorkerId;
use tokio::sync::oneshot;

/// The turns of every worker.
#[derive(Debug, Default)]
pub(crate) struct Turns(HashMap<WorkerId, oneshot::Receiver<()>>);

/// One turn. It is over when this is dropped, which must not happen before it has come.
#[derive(Debug)]
pub(crate) struct Turn {
    before: Option<oneshot::Receiver<()>>,
    _over: oneshot::Sender<()>,
}

impl Turns {
    /// The turn after the last one of a worker.
    pub(crate) fn next(&mut self, worker: WorkerId) -> Turn {
        let (over, after) = oneshot::channel();
        Turn { before: self.0.insert(worker, after), _over: over }
    }

    /// The worker is gone.
    pub(crate) fn forget(&mut self, worker: WorkerId) {
        self.0.remove(&worker);
    }
}

impl Turn {
    /// Waits until the turn before is over.
    pub(crate) async fn come(&mut self) {
        if let Some(before) = self.before.take() {
            // It ends by being dropped, which is all that is waited for.
            let _ = before.await;
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_turn_waits_for_the_one_before_it_and_for_no_other_worker() {
        let (one, other) = (WorkerId(Uuid::from_u128(1)), WorkerId(Uuid::from_u128(2)));
        let mut turns = Turns::default();
        let (mut first, mut second, mut third, mut else_where) =
            (turns.next(one), turns.next(one), turns.next(one), turns.next(other));
        assert!(first.come().now_or_never().is_some() && else_where.come().now_or_never().is_some());
        assert!(third.before.is_some() && second.come().now_or_never().is_none());
        drop((first, second));
        assert!(third.come().now_or_never().is_some());
    }
}
