//! What all parts of a worker share.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use pyjury_core::judging::AttemptRef;
use pyjury_core::{Provenance, WorkerId};
use pyjury_grade::{Cache, Runtime};
use pyjury_queue::messages::{Presence, WorkerMode, send};
use pyjury_queue::{Fleet, Queue, QueueName};

use crate::Config;
use crate::held::HeldSet;
use crate::metrics::Metrics;
use crate::packages::Packages;
use crate::slots::Slots;
use crate::upstream::Upstream;

/// So many failures of the host in a row, and it takes no more jobs until a trial run succeeds.
const FAILURES: u32 = 3;

/// What all parts of a worker share.
pub(crate) struct Worker {
    pub(crate) id: WorkerId,
    pub(crate) config: Config,
    pub(crate) queue: Arc<dyn Queue>,
    pub(crate) upstream: Upstream,
    pub(crate) slots: Slots,
    pub(crate) runtime: Arc<Runtime>,
    pub(crate) packages: Packages,
    pub(crate) cache: Cache,
    pub(crate) held: HeldSet,
    pub(crate) provenance: Provenance,
    pub(crate) metrics: Metrics,
    pub(crate) mode: Mutex<WorkerMode>,
    pub(crate) failures: AtomicU32,
}

impl Worker {
    /// Whether it takes jobs.
    pub(crate) fn mode(&self) -> WorkerMode {
        *self.mode.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on it does, or doesn't. Who drains stays draining.
    pub(crate) fn set_mode(&self, to: WorkerMode) {
        let mut mode = self.mode.lock().unwrap_or_else(PoisonError::into_inner);
        if *mode != to && *mode != WorkerMode::Draining {
            tracing::warn!(from = ?*mode, ?to, "the worker's mode changed");
            *mode = to;
        }
    }

    /// The host failed, or didn't.
    pub(crate) fn host_failed(&self) {
        self.metrics.host_failures.inc();
        if self.failures.fetch_add(1, Ordering::Relaxed) + 1 >= FAILURES {
            self.set_mode(WorkerMode::Cordoned);
        }
    }

    /// The host did its work.
    pub(crate) fn host_worked(&self) {
        self.failures.store(0, Ordering::Relaxed);
        self.set_mode(WorkerMode::Ready);
    }

    /// The full state, as far as placing is concerned.
    pub(crate) fn presence(&self) -> Presence {
        Presence {
            worker: self.id,
            name: self.config.name.clone(),
            slots: u32::try_from(self.config.slots).unwrap_or(u32::MAX),
            mode: self.mode(),
            attempts: self.held.references(),
        }
    }

    /// Tells the scheduler. Losing it only costs time until the next heartbeat.
    pub(crate) async fn tell(&self, fact: Fleet) {
        if let Err(error) = send(&*self.queue, QueueName::Fleet, &fact).await {
            tracing::warn!(%error, "the scheduler could not be told");
        }
    }

    /// Done with an attempt, whatever became of it.
    pub(crate) async fn freed(&self, attempt: AttemptRef) {
        self.held.remove(attempt.attempt);
        self.tell(Fleet::SlotFreed { worker: self.id, attempt }).await;
    }
}
