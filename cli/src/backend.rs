//! The store and the broker of a cluster, connected when they are there.

use std::fmt::Display;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use pyjury_queue::{Queue, QueueError, QueueName, RabbitMq, RabbitMqConfig};
use pyjury_store::{BlobPlace, Blobs, Ledger, Redis, RedisConfig, StoreError};
use pyjury_telemetry::Registry;
use tokio::time::{Instant, sleep};

use crate::failpoint;
use crate::failure::Failure;

/// How often a backend that isn't there is tried, and told of.
const AGAIN: Duration = Duration::from_secs(2);

/// Connects to the broker, and makes the queues that a role can't be without: so a permission that is missing
/// is told at once. A broker that isn't there is waited for; a wrong setting isn't.
pub(crate) async fn queue(
    config: &RabbitMqConfig,
    needed: &[QueueName],
    wait: Duration,
    registry: &Registry,
) -> Result<Arc<dyn Queue>, Failure> {
    let connect = || async {
        let broker = RabbitMq::connect(config.clone()).await?;
        for queue in needed {
            broker.declare(*queue).await?;
        }
        Ok(broker)
    };
    let broker = patiently("RabbitMQ", "amqp", wait, connect, hope_of_queue).await?;
    Ok(measured_queue(Arc::new(broker), registry)?)
}

/// Connects to Redis, and opens the blobs beside it.
pub(crate) async fn ledger(
    config: &RedisConfig,
    blobs: &BlobPlace,
    wait: Duration,
    registry: &Registry,
) -> Result<Ledger, Failure> {
    let blobs = Blobs::open(blobs).map_err(Failure::usage)?;
    ledger_with(config, blobs, wait, registry).await
}

/// Connects to Redis for what needs no blobs.
pub(crate) async fn ledger_alone(config: &RedisConfig, wait: Duration, registry: &Registry) -> Result<Ledger, Failure> {
    ledger_with(config, Blobs::none(), wait, registry).await
}

async fn ledger_with(
    config: &RedisConfig,
    blobs: Blobs,
    wait: Duration,
    registry: &Registry,
) -> Result<Ledger, Failure> {
    let connect = || Redis::connect(config.clone());
    let redis = patiently("Redis", "redis", wait, connect, hope_of_store).await?;
    Ok(measured_ledger(Arc::new(redis), blobs, registry)?)
}

/// A queue that is measured, and in debug builds fails where it is told to.
pub(crate) fn measured_queue(queue: Arc<dyn Queue>, registry: &Registry) -> anyhow::Result<Arc<dyn Queue>> {
    let metrics = pyjury_queue::Metrics::new()?;
    metrics.register(registry)?;
    Ok(failpoint::queue(Arc::new(pyjury_queue::Measured::new(queue, metrics))))
}

/// A ledger over a store that is measured, and in debug builds fails where it is told to.
pub(crate) fn measured_ledger(
    store: Arc<dyn pyjury_store::Store>,
    blobs: Blobs,
    registry: &Registry,
) -> anyhow::Result<Ledger> {
    let metrics = pyjury_store::Metrics::new()?;
    metrics.register(registry)?;
    Ok(Ledger::new(failpoint::store(Arc::new(pyjury_store::Measured::new(store, metrics))), blobs))
}

/// Whether waiting can mend an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hope {
    /// It may be there in a moment.
    Wait,
    /// Somebody must change a setting.
    None,
}

fn hope_of_queue(error: &QueueError) -> Hope {
    match error {
        QueueError::Backend { .. }
        | QueueError::Closed(_)
        // The scheduler makes it, and comes later.
        | QueueError::NotMade { .. }
        | QueueError::Unreachable { .. }
        | QueueError::Blocked { .. }
        | QueueError::Unconfirmed { .. } => Hope::Wait,
        _ => Hope::None,
    }
}

fn hope_of_store(error: &StoreError) -> Hope {
    // What a server says while it starts, is full, or waits for its master; anything else that it refuses is
    // a password, a permission or a wrong server.
    const PASSING: [&str; 7] = ["LOADING", "OOM", "MISCONF", "CLUSTERDOWN", "MASTERDOWN", "TRYAGAIN", "BUSY"];
    match error {
        StoreError::Backend { .. } | StoreError::Unreachable { .. } => Hope::Wait,
        StoreError::Refused { why, .. } if PASSING.iter().any(|word| why.starts_with(word)) => Hope::Wait,
        _ => Hope::None,
    }
}

/// Tries until it works, until `wait` has passed, or until waiting is of no use. Each failure is logged: the
/// server's own words and the remedy are in the error.
pub(crate) async fn patiently<T, E, F>(
    what: &str,
    setting: &str,
    wait: Duration,
    mut attempt: impl FnMut() -> F,
    hope: impl Fn(&E) -> Hope,
) -> Result<T, Failure>
where
    E: Display + Send + Sync + std::error::Error + 'static,
    F: Future<Output = Result<T, E>>,
{
    let began = Instant::now();
    loop {
        let error = match attempt().await {
            Ok(there) => return Ok(there),
            Err(error) => error,
        };
        if hope(&error) == Hope::None {
            let error = anyhow::Error::new(error);
            return Err(Failure::usage(error.context(format!("{what} can't be used as --{setting} says"))));
        }
        let left = wait.saturating_sub(began.elapsed());
        if left.is_zero() {
            let error = anyhow::Error::new(error);
            let words = format!("{what} was not there within {wait:?}; see --{setting} and --wait-for-backends");
            return Err(error.context(words).into());
        }
        tracing::warn!(%error, left = ?Duration::from_secs(left.as_secs()), "{what} is not there yet; trying again");
        sleep(AGAIN.min(left)).await;
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_is_not_there_is_waited_for() {
        let mut tries = 0;
        let attempt = || {
            tries += 1;
            let result = if tries < 4 { Err(io::Error::other("not yet")) } else { Ok(7) };
            async { result }
        };
        let got = patiently("It", "it", Duration::from_secs(60), attempt, |_| Hope::Wait).await;
        assert_eq!((got.unwrap(), tries), (7, 4));
    }

    #[tokio::test(start_paused = true)]
    async fn patience_ends() {
        let began = Instant::now();
        let wait = Duration::from_secs(9);
        let attempt = || async { Err::<(), _>(io::Error::other("never")) };
        let got = patiently("It", "it", wait, attempt, |_| Hope::Wait).await.unwrap_err();
        assert_eq!(began.elapsed(), wait);
        let text = format!("{got:?}");
        assert!(text.contains("never") && text.contains("--wait-for-backends"), "{text}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_wrong_setting_is_told_at_once() {
        let began = Instant::now();
        let attempt = || async { Err::<(), _>(io::Error::other("wrong password")) };
        let got = patiently("It", "it", Duration::from_secs(60), attempt, |_| Hope::None).await.unwrap_err();
        assert!(began.elapsed().is_zero() && format!("{got:?}").contains("--it"));
    }
}
