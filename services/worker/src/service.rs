//! The worker as a service: from the first declared queue to the last word.

use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::time::Duration;

use pyjury_core::{Provenance, WorkerId};
use pyjury_grade::{Cache, Runtime, RuntimeLoadError};
use pyjury_queue::messages::{Control, Job, Message, WorkerMode};
use pyjury_queue::{Consumer, Delivery, Fleet, Queue, QueueError, QueueName};
use pyjury_sandbox::{Host, SandboxError};
use pyjury_telemetry::CancellationToken;
use tokio_util::task::TaskTracker;
use tonic::transport::Channel;

use crate::held::{HeldSet, Killed};
use crate::packages::{PackageError, Packages};
use crate::slots::Slots;
use crate::upstream::Upstream;
use crate::worker::Worker;
use crate::{Config, Metrics, attempt, heartbeat};

/// How long to wait before consuming a queue again that was lost.
const RECONNECT: Duration = Duration::from_secs(1);
/// How long giving everything back may take at the end.
const LAST_WORDS: Duration = Duration::from_secs(10);

/// Why a worker can't start.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The host can't confine programs.
    #[error("this host can't judge")]
    Sandbox(#[from] SandboxError),
    /// The runtime can't be used.
    #[error("the runtime can't be used")]
    Runtime(#[from] RuntimeLoadError),
    /// The queues can't be declared.
    #[error("the queues can't be used")]
    Queue(#[from] QueueError),
    /// The package cache can't be used.
    #[error("{0}")]
    Cache(String),
    /// The key is no text that can be sent.
    #[error("expected a key of visible ASCII characters for the internal service; set another one")]
    Key,
}

impl From<PackageError> for RunError {
    fn from(error: PackageError) -> Self {
        let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
        Self::Cache(format!("{error}{cause}"))
    }
}

/// Runs a worker until `shutdown`, and then until what runs has ended or was given back.
///
/// # Errors
/// [`RunError`] when it can't start. Later trouble is met by trying again.
pub async fn run(
    config: Config,
    queue: Arc<dyn Queue>,
    channel: Channel,
    metrics: Metrics,
    shutdown: CancellationToken,
) -> Result<(), RunError> {
    let worker = Arc::new(open(config, queue, channel, metrics)?);
    declare(&worker).await?;
    worker.tell(Fleet::Registered(worker.presence())).await;
    tracing::info!(worker = %worker.id, name = worker.config.name, slots = worker.config.slots, "the worker takes jobs");

    let attempts = TaskTracker::new();
    let beating = tokio::spawn(heartbeat::beat(worker.clone()));
    let obeying = tokio::spawn(obey(worker.clone()));
    tokio::select! {
        () = take_jobs(&worker, &attempts) => {}
        () = shutdown.cancelled() => {}
    }
    drain(&worker, &attempts).await;
    beating.abort();
    obeying.abort();
    leave(&worker).await;
    Ok(())
}

fn open(config: Config, queue: Arc<dyn Queue>, channel: Channel, metrics: Metrics) -> Result<Worker, RunError> {
    let host = Host::probe()?;
    let id = WorkerId(uuid::Uuid::new_v4());
    let provenance = Provenance {
        cgroup: host.cgroup_mode().to_owned(),
        kernel: host.kernel().to_owned(),
        worker: config.name.clone(),
        ..Provenance::default()
    };
    metrics.slots.set(i64::try_from(config.slots).unwrap_or(i64::MAX));
    Ok(Worker {
        id,
        queue,
        upstream: Upstream::new(channel, id, config.key.as_deref()).map_err(|_| RunError::Key)?,
        slots: Slots::open(&host, config.slots, config.first_uid)?,
        runtime: Runtime::base()?,
        // A folder of our own within it: it is emptied.
        packages: Packages::open(&config.cache.join("packages"), config.cache_size, metrics.clone())?,
        cache: Cache::new(),
        held: HeldSet::default(),
        provenance,
        metrics,
        mode: std::sync::Mutex::default(),
        failures: AtomicU32::new(0),
        config,
    })
}

async fn declare(worker: &Worker) -> Result<(), QueueError> {
    for name in [QueueName::Fleet, QueueName::Worker(worker.id), QueueName::Control(worker.id)] {
        worker.queue.declare(name).await?;
    }
    Ok(())
}

/// Takes a job whenever a slot is free, for ever.
async fn take_jobs(worker: &Arc<Worker>, attempts: &TaskTracker) {
    let mut consumer = None;
    loop {
        // The job first: a slot that waits for one could not be used to try a broken host again.
        let (job, delivery) = next::<Job>(worker, &mut consumer, QueueName::Worker(worker.id)).await;
        let grant = worker.slots.take().await;
        attempts.spawn(attempt::run(worker.clone(), job.attempt, delivery, grant));
    }
}

/// Does what the control queue says, for ever.
async fn obey(worker: Arc<Worker>) {
    let mut consumer = None;
    loop {
        let (control, delivery) = next::<Control>(&worker, &mut consumer, QueueName::Control(worker.id)).await;
        match control {
            Control::Cancel { attempt } => worker.held.kill(attempt.attempt, Killed::Revoked),
        }
        settle(delivery).await;
    }
}

/// The next message of a queue of ours, however often the queue has to be taken anew.
async fn next<M: Message>(worker: &Worker, consumer: &mut Option<Box<dyn Consumer>>, name: QueueName) -> (M, Delivery) {
    loop {
        match next_delivery(worker, consumer, name).await {
            Ok(delivery) => match M::decode(&delivery.body) {
                Ok(message) => return (message, delivery),
                Err(error) => {
                    tracing::error!(%error, queue = %name, "a message can't be read and is dropped");
                    settle(delivery).await;
                }
            },
            Err(error) => {
                tracing::warn!(%error, queue = %name, "the queue is not there; trying again");
                *consumer = None;
                tokio::time::sleep(RECONNECT).await;
            }
        }
    }
}

async fn next_delivery(
    worker: &Worker,
    consumer: &mut Option<Box<dyn Consumer>>,
    name: QueueName,
) -> Result<Delivery, QueueError> {
    let consumer = match consumer {
        Some(consumer) => consumer,
        None => {
            worker.queue.declare(name).await?;
            consumer.insert(worker.queue.consume(name).await?)
        }
    };
    consumer.next().await
}

async fn settle(delivery: Delivery) {
    if let Err(error) = delivery.ack().await {
        tracing::debug!(%error, "a message could not be acked and may come again");
    }
}

/// Lets what runs come to its end, and gives back what takes too long.
async fn drain(worker: &Worker, attempts: &TaskTracker) {
    worker.set_mode(WorkerMode::Draining);
    worker.tell(Fleet::Draining { worker: worker.id }).await;
    attempts.close();
    tracing::info!(running = attempts.len(), "draining");
    if tokio::time::timeout(worker.config.drain, attempts.wait()).await.is_err() {
        worker.held.kill_all(Killed::Draining);
        if tokio::time::timeout(LAST_WORDS, attempts.wait()).await.is_err() {
            tracing::error!(running = attempts.len(), "left without a word; the leases will run out");
        }
    }
}

/// The queues are of no use to anybody else: an id is one life.
async fn leave(worker: &Worker) {
    worker.tell(Fleet::Left { worker: worker.id }).await;
    for name in [QueueName::Worker(worker.id), QueueName::Control(worker.id)] {
        if let Err(error) = worker.queue.delete(name).await {
            tracing::debug!(%error, queue = %name, "a queue could not be deleted and will expire");
        }
    }
}
