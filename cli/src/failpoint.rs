//! Failure injection: a process that ends or stops at a named point of the road, so that tests reach every
//! moment between two steps. Only in debug builds; the release binary has none of it.
//!
//! `PYJURY_FAILPOINT=POINT[:N]=abort|stop` acts when the point is reached for the Nth time, once. A point is
//! `store.<commit>.<side>`, as in `store.place.before`, or `queue.<kind>.<publish|ack>.<side>`, as in
//! `queue.worker.ack.after`; the side is `before` or `after`.

#[cfg(debug_assertions)]
mod point;
#[cfg(debug_assertions)]
mod queue;
#[cfg(debug_assertions)]
mod store;

use std::sync::Arc;

use pyjury_queue::Queue;
use pyjury_store::Store;

/// A queue that fails where it is told to.
#[cfg(debug_assertions)]
pub(crate) fn queue(queue: Arc<dyn Queue>) -> Arc<dyn Queue> {
    match point::Point::from_environment() {
        Some(point) => Arc::new(queue::Failing { inner: queue, point }),
        None => queue,
    }
}

/// A store that fails where it is told to.
#[cfg(debug_assertions)]
pub(crate) fn store(store: Arc<dyn Store>) -> Arc<dyn Store> {
    match point::Point::from_environment() {
        Some(point) => Arc::new(store::Failing { inner: store, point }),
        None => store,
    }
}

/// The queue itself.
#[cfg(not(debug_assertions))]
pub(crate) fn queue(queue: Arc<dyn Queue>) -> Arc<dyn Queue> {
    queue
}

/// The store itself.
#[cfg(not(debug_assertions))]
pub(crate) fn store(store: Arc<dyn Store>) -> Arc<dyn Store> {
    store
}
