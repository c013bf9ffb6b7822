//! The worker as a service: from the first declared queue to the last word.

use std::sync::Arc;
use std::time::Duration;

use pyjury_core::{Calibration, Ratio, WorkerId};
use pyjury_queue::messages::{Control, Job, Message};
use pyjury_queue::{Consumer, Delivery, Fleet, MessageError, Queue, QueueError, QueueName};
use pyjury_telemetry::CancellationToken;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio_util::task::TaskTracker;
use tonic::transport::Channel;

use crate::held::{Held, HeldSet, Killed};
use crate::packages::{PackageError, Packages};
use crate::standing::Standings;
use crate::upstream::Upstream;
use crate::worker::Worker;
use crate::{Config, Executor, Metrics, attempt, canary, drift, heartbeat};

/// How long to wait before consuming a queue again that was lost.
const RECONNECT: Duration = Duration::from_secs(1);
/// How long a message of a newer version is kept before it goes back to its queue.
const NEWER: Duration = Duration::from_secs(30);
/// How long giving everything back may take at the end.
const LAST_WORDS: Duration = Duration::from_secs(10);

/// Why a worker can't start.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The queues can't be declared.
    #[error("the queues can't be used")]
    Queue(#[from] QueueError),
    /// The package cache can't be used.
    #[error("{0}")]
    Cache(String),
    /// The internal service refuses this worker.
    #[error("the gateway refuses this worker: {0}; check its key and its name")]
    Refused(String),
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

/// What a worker works with.
#[derive(Clone)]
pub struct Parts {
    /// What judges.
    pub executor: Arc<dyn Executor>,
    /// Brings jobs, and takes facts to the scheduler.
    pub queue: Arc<dyn Queue>,
    /// To the internal service.
    pub channel: Channel,
    /// What it counts.
    pub metrics: Metrics,
}

/// Runs a worker until `shutdown`, and then until what runs has ended or was given back.
///
/// # Errors
/// [`RunError`] when it can't start. Later trouble is met by trying again.
pub async fn run(config: Config, parts: Parts, shutdown: CancellationToken) -> Result<(), RunError> {
    let worker = Arc::new(open(config, parts)?);
    worker.show(&worker.standings.now());
    declare(&worker).await?;
    tokio::select! {
        registered = worker.register() => registered.map_err(|refusal| RunError::Refused(refusal.to_string()))?,
        () = shutdown.cancelled() => {
            leave(&worker).await;
            return Ok(());
        }
    }
    // From here on it is known, and says what it is: cordoned while its host is checked.
    let mut tasks = JoinSet::new();
    tasks.spawn(heartbeat::beat(worker.clone()));
    tasks.spawn(heartbeat::tell_changes(worker.clone()));
    tokio::select! {
        () = canary::first(&worker) => {}
        () = shutdown.cancelled() => {}
    }
    tasks.spawn(canary::keep(worker.clone()));
    tasks.spawn(drift::keep(worker.clone()));
    tasks.spawn(obey(worker.clone()));
    let (ending, asked) = (worker.clone(), shutdown.clone());
    tasks.spawn(async move {
        asked.cancelled().await;
        ending.standings.end();
    });
    worker.tell(Fleet::Registered(worker.presence())).await;
    let standing = worker.standings.now();
    let (id, name, slots) = (worker.id, &worker.config.name, worker.executor.slots());
    tracing::info!(worker = %id, name, slots, mode = %standing.mode, reason = standing.reason, "the worker is there");

    let attempts = TaskTracker::new();
    take_jobs(&worker, &attempts).await;
    drain(&worker, &attempts).await;
    tasks.shutdown().await;
    leave(&worker).await;
    Ok(())
}

fn open(config: Config, parts: Parts) -> Result<Worker, RunError> {
    let Parts { executor, queue, channel, metrics } = parts;
    let id = WorkerId(uuid::Uuid::new_v4());
    metrics.slots.set(i64::try_from(executor.slots()).unwrap_or(i64::MAX));
    metrics.speed_ratio.set(1.0);
    if let Some(Calibration { speed, base_cpu, base_memory }) = executor.calibration() {
        metrics.speed_factor.set(speed.map_or(Ratio::ONE, |speed| speed.factor).get());
        metrics.base_cpu.set(base_cpu.as_secs_f64());
        metrics.base_memory.set(i64::try_from(base_memory.get()).unwrap_or(i64::MAX));
    }
    Ok(Worker {
        id,
        queue,
        upstream: Upstream::new(channel, id, config.key.as_deref()).map_err(|_| RunError::Key)?,
        executor,
        // A folder of our own within it: it is emptied.
        packages: Packages::open(&config.cache.join("packages"), config.cache_size, metrics.clone())?,
        held: HeldSet::default(),
        metrics,
        standings: Standings::doubted("its host is being checked"),
        doubted: Notify::new(),
        config,
    })
}

async fn declare(worker: &Worker) -> Result<(), QueueError> {
    let own = [QueueName::Worker(worker.id), QueueName::Control(worker.id)];
    for name in [QueueName::Dead, QueueName::Fleet].into_iter().chain(own) {
        worker.queue.declare(name).await?;
    }
    Ok(())
}

/// Takes a job whenever a slot is free, until the process is asked to end.
async fn take_jobs(worker: &Arc<Worker>, attempts: &TaskTracker) {
    let mut consumer = None;
    let permits = worker.executor.permits();
    loop {
        // The job first: a slot that waits for one could not be used to check the host.
        let (job, delivery) = tokio::select! {
            next = next::<Job>(worker, &mut consumer, QueueName::Worker(worker.id)) => next,
            () = worker.standings.ended() => return,
        };
        // Held from now on: the heartbeat says that it waits here for a slot.
        let held = Held::new(job.attempt);
        worker.held.insert(held.clone());
        let permit = tokio::select! {
            // An executor that closed them judges nothing any more; the job is placed anew.
            Ok(permit) = permits.clone().acquire_owned() => Some(permit),
            () = worker.standings.closed() => None,
        };
        match permit.filter(|_| worker.standings.now().mode.takes_jobs()) {
            Some(permit) => attempts.spawn(attempt::run(worker.clone(), held, delivery, permit)),
            None => attempts.spawn(attempt::hand_back(worker.clone(), held, delivery)),
        };
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
                Err(error @ MessageError::Newer { .. }) => {
                    tracing::warn!(%error, queue = %name, "a message goes back; the scheduler will place it elsewhere");
                    // Not at once: it would come again at once.
                    tokio::spawn(async move {
                        tokio::time::sleep(NEWER).await;
                        if let Err(error) = delivery.nack().await {
                            tracing::debug!(%error, "a message could not be given back and will come again");
                        }
                    });
                }
                Err(error) => {
                    tracing::error!(%error, queue = %name, "a message can't be read; it goes to the dead-letter queue");
                    if let Err(error) = delivery.reject().await {
                        tracing::warn!(%error, "a message that can't be read could not be put away");
                    }
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
