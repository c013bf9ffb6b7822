//! What all parts of a worker share.

use std::sync::Arc;

use pyjury_core::WorkerId;
use pyjury_core::judging::AttemptRef;
use pyjury_core::worker::{Standing, WorkerMode};
use pyjury_proto::internal::v1;
use pyjury_queue::messages::{Presence, send};
use pyjury_queue::{Fleet, Queue, QueueName};
use tokio::sync::Notify;

use crate::held::HeldSet;
use crate::metrics::Metrics;
use crate::packages::Packages;
use crate::standing::Standings;
use crate::upstream::{Refusal, Upstream, persist};
use crate::{Config, Executor};

/// What all parts of a worker share.
pub(crate) struct Worker {
    pub(crate) id: WorkerId,
    pub(crate) config: Config,
    pub(crate) queue: Arc<dyn Queue>,
    pub(crate) upstream: Upstream,
    pub(crate) executor: Arc<dyn Executor>,
    pub(crate) packages: Packages,
    pub(crate) held: HeldSet,
    pub(crate) metrics: Metrics,
    pub(crate) standings: Standings,
    /// Wakes the canary.
    pub(crate) doubted: Notify,
}

impl Worker {
    /// Makes this worker known, however often it takes, and learns what an operator wants of it.
    pub(crate) async fn register(&self) -> Result<(), Refusal> {
        let answer = persist(|| self.upstream.register(self.said())).await?;
        if let Some(wanted) = answer.wanted {
            self.standings.want(wanted.to_core());
        }
        Ok(())
    }

    /// The sandbox failed. Until the canary has shown that the host works, no jobs are taken. Trouble
    /// that a submission or a package can cause never comes here.
    pub(crate) fn host_failed(&self, why: String) {
        self.metrics.host_failures.inc();
        self.standings.doubt(why);
        self.doubted.notify_one();
    }

    /// The full state, as far as placing is concerned.
    pub(crate) fn presence(&self) -> Presence {
        let Standing { mode, reason } = self.standings.now();
        Presence {
            worker: self.id,
            name: self.config.name.clone(),
            slots: number(self.executor.slots()),
            mode,
            reason,
            runtimes: self.executor.runtimes(),
            attempts: self.held.references(),
        }
    }

    /// The same for the registry.
    pub(crate) fn said(&self) -> v1::Presence {
        v1::Presence {
            name: self.config.name.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            slots: number(self.executor.slots()),
            busy: number(self.busy()),
            attempts: number(self.held.references().len()),
            standing: Some((&self.standings.now()).into()),
            runtimes: self.executor.runtimes(),
            calibration: self.executor.calibration().as_ref().map(Into::into),
        }
    }

    /// How many slots are in use, or lost.
    fn busy(&self) -> usize {
        self.executor.slots().saturating_sub(self.executor.permits().available_permits())
    }

    /// Shows a standing to those who watch this process.
    pub(crate) fn show(&self, standing: &Standing) {
        for mode in WorkerMode::ALL {
            self.metrics.mode.with_label_values(&[mode.name()]).set(i64::from(mode == standing.mode));
        }
        match standing.mode.takes_jobs() {
            true => self.config.readiness.release(),
            false => self.config.readiness.hold(format!("the worker is {}: {}", standing.mode, standing.reason)),
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

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
