//! Waiting to lead, leading, and again.

use std::sync::Arc;

use pyjury_queue::{Queue, QueueName};
use pyjury_store::Ledger;
use pyjury_telemetry::CancellationToken;

use crate::leader::{self, LeadError};
use crate::{Config, Metrics};

/// What the scheduler works with.
#[derive(Clone)]
pub struct Parts {
    /// The store.
    pub ledger: Ledger,
    /// The queue.
    pub queue: Arc<dyn Queue>,
    /// What it counts.
    pub metrics: Metrics,
    /// Milliseconds of Unix time.
    pub clock: Arc<dyn Fn() -> u64 + Send + Sync>,
}

/// Schedules until `shutdown`. While another scheduler leads it waits for that one to go away.
/// Trouble with the store or the queue is logged and tried again.
pub async fn run(config: Config, parts: Parts, shutdown: CancellationToken) {
    while !shutdown.is_cancelled() {
        let ended = tokio::select! {
            () = shutdown.cancelled() => break,
            ended = term(&config, &parts) => ended,
        };
        parts.metrics.follow();
        match ended {
            LeadError::Deposed => tracing::info!("another scheduler leads now"),
            error => tracing::warn!(%error, "the term ended; trying again"),
        }
        tokio::select! {
            () = shutdown.cancelled() => break,
            () = tokio::time::sleep(config.retry_after) => {}
        }
    }
    parts.metrics.follow();
}

/// One term: from waiting to be the active consumer of the intake queue to its loss.
async fn term(config: &Config, parts: &Parts) -> LeadError {
    match elected(config, parts).await {
        Ok(never) => match never {},
        Err(error) => error,
    }
}

async fn elected(config: &Config, parts: &Parts) -> Result<std::convert::Infallible, LeadError> {
    for queue in [QueueName::Dead, QueueName::Intake, QueueName::Fleet] {
        parts.queue.declare(queue).await?;
    }
    let mut intake = parts.queue.consume(QueueName::Intake).await?;
    intake.active().await?;
    let epoch = parts.ledger.raise_epoch().await?;
    tracing::info!(epoch = epoch.number(), "leading");
    parts.metrics.lead(epoch.number());
    leader::lead(config, parts, epoch, intake).await
}
