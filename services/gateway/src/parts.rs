//! What the services share.

use std::sync::Arc;
use std::time::Duration;

use pyjury_core::judging::JudgingRef;
use pyjury_core::submission::Lane;
use pyjury_queue::messages::send;
use pyjury_queue::{Control, Intake, Queue, QueueError, QueueName};
use pyjury_store::Ledger;
use pyjury_store::ledger::attempts::Holder;
use pyjury_telemetry::CancellationToken;
use tokio::sync::Semaphore;
use tokio::time::error::Elapsed;
use tokio::time::timeout;

use crate::keys::Keys;
use crate::problems::time_limits::TimeLimits;
use crate::rates::Limiter;
use crate::worker::Registry;
use crate::{GatewayConfig, Metrics};

/// How long a caller waits for the queue. The submission is accepted already.
const PUBLISH: Duration = Duration::from_secs(2);

/// What the services share.
pub(crate) struct Parts {
    /// The truth.
    pub(crate) ledger: Ledger,
    /// What carries references to it.
    pub(crate) queue: Arc<dyn Queue>,
    /// The configuration.
    pub(crate) config: GatewayConfig,
    /// The counters.
    pub(crate) metrics: Metrics,
    /// Cancelled when the gateway is asked to stop: long streams end.
    pub(crate) draining: CancellationToken,
    /// Packages that may be checked at once.
    pub(crate) checks: Semaphore,
    /// Whose key is whose.
    pub(crate) keys: Keys,
    /// Who did something too often.
    pub(crate) limiter: Limiter,
    /// Who speaks for which worker.
    pub(crate) registry: Registry,
    /// The time limits of packages.
    pub(crate) time_limits: TimeLimits,
}

impl Parts {
    /// Tells the scheduler of a judging that waits. If the queue doesn't take it, nothing is lost:
    /// the scheduler finds it in the store.
    pub(crate) async fn announce(&self, judging: JudgingRef) {
        let message = Intake { judging };
        let sent = timeout(PUBLISH, send(self.queue.as_ref(), QueueName::Intake, &message)).await;
        if let Some(error) = failure(sent) {
            self.metrics.unannounced.inc();
            tracing::warn!(submission = %judging.submission, error, "the queue did not take an accepted submission");
        }
    }

    /// Tells a worker that its attempt is cancelled. If the queue doesn't take it, the worker learns
    /// it from its next heartbeat.
    pub(crate) async fn tell_worker(&self, holder: Holder) {
        let Holder { attempt, worker } = holder;
        let message = Control::Cancel { attempt };
        let sent = timeout(PUBLISH, send(self.queue.as_ref(), QueueName::Control(worker), &message)).await;
        if let Some(error) = failure(sent) {
            tracing::debug!(attempt = %attempt.attempt, error, "a worker could not be told of a cancel at once");
        }
    }
}

/// What went wrong, if anything.
fn failure(sent: Result<Result<(), QueueError>, Elapsed>) -> Option<String> {
    match sent {
        Ok(Ok(())) => None,
        Ok(Err(error)) => Some(error.to_string()),
        Err(_) => Some(format!("no answer in {PUBLISH:?}")),
    }
}

/// A lane's name in metrics.
pub(crate) const fn lane_name(lane: Lane) -> &'static str {
    match lane {
        Lane::Interactive => "interactive",
        Lane::Contest => "contest",
        Lane::Batch => "batch",
    }
}
