//! Carrying out actions. Each ends with what the policy must hear of it.

use futures::future::{BoxFuture, FutureExt as _};
use pyjury_core::judging::{AttemptRef, JudgingRef, Placement, State};
use pyjury_core::{AttemptId, WorkerId};
use pyjury_queue::messages::send;
use pyjury_queue::{Delivery, Intake, Job, Message as _, MessageError, QueueError, QueueName};
use pyjury_store::ledger::{Epoch, Pending};
use pyjury_store::{LedgerError, Shard};
use tokio::time::{Instant, sleep};
use uuid::Uuid;

use crate::leader::{LeadError, Outcome};
use crate::policy::{Action, Event};
use crate::turns::{Turn, Turns};
use crate::{Config, Parts};

/// How much of the pending index is read at once.
const PAGE: usize = 2_000;

/// What the tasks of a term work with.
#[derive(Clone)]
pub(crate) struct Work {
    pub(crate) config: Config,
    pub(crate) parts: Parts,
    pub(crate) epoch: Epoch,
}

impl Work {
    /// Begins an action. Placements on one worker are published in the order in which they begin.
    pub(crate) fn begin(self, action: Action, turns: &mut Turns) -> BoxFuture<'static, Outcome> {
        match action {
            Action::Place { judging, worker } => self.place(judging, worker, turns.next(worker)).boxed(),
            Action::Unplace(attempt) => self.unplace(attempt).boxed(),
            Action::CountDeath(attempt) => self.count_death(attempt).boxed(),
            Action::Expire(judging) => self.expire(judging).boxed(),
            Action::Look(judging) => async move { self.look(judging).await }.boxed(),
            Action::Forget(worker) => {
                turns.forget(worker);
                self.forget(worker).boxed()
            }
        }
    }

    async fn unplace(self, attempt: AttemptRef) -> Outcome {
        let written = self.parts.ledger.unplace(self.epoch, attempt).await;
        self.settled("unplace", attempt.judging(), written).await
    }

    async fn count_death(self, attempt: AttemptRef) -> Outcome {
        let written = self.parts.ledger.worker_died(self.epoch, attempt).await;
        if let Ok(state) = &written {
            self.tell_death(attempt, state);
        }
        self.settled("count_death", attempt.judging(), written.map(drop)).await
    }

    async fn expire(self, judging: JudgingRef) -> Outcome {
        let written = self.parts.ledger.expire(self.epoch, judging).await;
        self.settled("expire", judging, written).await
    }

    async fn forget(self, worker: WorkerId) -> Outcome {
        for queue in [QueueName::Worker(worker), QueueName::Control(worker)] {
            if let Err(error) = self.parts.queue.delete(queue).await {
                tracing::warn!(%queue, %error, "the queue of a worker that is gone can't be deleted");
            }
        }
        if let Err(error) = self.parts.ledger.forget_worker(worker).await {
            tracing::warn!(%worker, %error, "a worker that is gone stays in the registry for a while");
        }
        Ok(Vec::new())
    }

    /// Writes a placement, then publishes the job. A leader that dies in between leaves a placement
    /// that is not started in time.
    async fn place(self, judging: JudgingRef, worker: WorkerId, mut turn: Turn) -> Outcome {
        let attempt = judging.attempt(AttemptId(Uuid::new_v4()));
        let now_ms = (self.parts.clock)();
        let start_within = u64::try_from(self.config.timing.start_within.as_millis()).unwrap_or(u64::MAX);
        let start_by_ms = now_ms.saturating_add(start_within);
        let to = Placement { attempt: attempt.attempt, worker, epoch: self.epoch.number(), start_by_ms };
        let written = self.parts.ledger.place(judging, to).await;
        let lane = match written {
            Ok(lane) => lane,
            Err(error) => {
                // Those after it still wait for those before it.
                turn.come().await;
                drop(turn);
                return self.settled("place", judging, Err(error)).await;
            }
        };
        self.parts.metrics.placed(judging, lane, now_ms);
        turn.come().await;
        // Whoever is next goes on when this task waits, and then the message is on its way.
        drop(turn);
        match send(self.parts.queue.as_ref(), QueueName::Worker(worker), &Job { attempt }).await {
            Ok(()) => {
                self.parts.metrics.count("place", "done");
                Ok(vec![Event::Placed { attempt, worker }])
            }
            Err(QueueError::NoQueue(_)) => {
                tracing::warn!(%worker, attempt = %attempt.attempt, "the worker's queue is gone; placing elsewhere");
                let taken_back = self.parts.ledger.unplace(self.epoch, attempt).await;
                let mut events = vec![Event::NoQueue(worker)];
                events.extend(self.settled("unplace", judging, taken_back).await?);
                Ok(events)
            }
            // Perhaps it was published: the worker starts it, or it is taken back when it is due.
            Err(error) => {
                tracing::warn!(attempt = %attempt.attempt, %error, "a job may not have been published");
                self.parts.metrics.count("place", "unsure");
                Ok(vec![Event::Placed { attempt, worker }])
            }
        }
    }

    /// What the store says after a write, whatever became of it.
    async fn settled(&self, action: &'static str, judging: JudgingRef, written: Result<(), LedgerError>) -> Outcome {
        match written {
            Ok(()) => self.parts.metrics.count(action, "done"),
            Err(error @ LedgerError::Deposed { .. }) => {
                self.parts.metrics.count(action, "deposed");
                return Err(error.into());
            }
            // Somebody was faster: a worker, a client's cancel.
            Err(LedgerError::Refused(_) | LedgerError::NoSubmission(_)) => self.parts.metrics.count(action, "refused"),
            Err(error) => {
                self.parts.metrics.count(action, "failed");
                tracing::warn!(action, judging = %judging.judging, %error, "a write failed; reading what became of it");
                sleep(self.config.retry_after).await;
            }
        }
        self.look(judging).await
    }

    /// Reads a judging, as often as it takes.
    async fn look(&self, judging: JudgingRef) -> Outcome {
        let found = self.read(&[judging]).await.pop().flatten();
        Ok(vec![Event::Looked { judging, found }])
    }

    async fn read(&self, judgings: &[JudgingRef]) -> Vec<Option<Pending>> {
        loop {
            match self.parts.ledger.pending_of(judgings).await {
                Ok(found) => return found,
                Err(error) => {
                    tracing::warn!(%error, "judgings can't be read; trying again");
                    sleep(self.config.retry_after).await;
                }
            }
        }
    }

    /// Looks announced judgings up, and acks when the policy is about to hear of them. Until then
    /// they are delivered again to whoever leads next.
    pub(crate) async fn index(self, deliveries: Vec<Delivery>) -> Outcome {
        let mut judgings = Vec::with_capacity(deliveries.len());
        let mut readable = Vec::with_capacity(deliveries.len());
        for delivery in deliveries {
            match Intake::decode(&delivery.body) {
                Ok(intake) => {
                    judgings.push(intake.judging);
                    readable.push(delivery);
                }
                Err(error) => put_away(delivery, &error).await,
            }
        }
        let found = self.read(&judgings).await;
        let acks = readable.into_iter().map(Delivery::ack);
        for acked in futures::future::join_all(acks).await {
            acked.map_err(LeadError::from)?;
        }
        Ok(found.into_iter().flatten().map(Event::Announced).collect())
    }

    /// Proves that the store can be written, then reads the whole pending index. While leases can't be
    /// renewed, no time may pass for them.
    pub(crate) async fn scan(self, since: u64) -> Outcome {
        let began = Instant::now();
        // Another shard each time: they may be on several machines.
        let shard = Shard::all().nth(usize::try_from(since % u64::from(Shard::COUNT)).unwrap_or_default());
        if let Some(shard) = shard
            && let Err(error) = self.parts.ledger.prove(self.epoch, shard).await
        {
            if matches!(error, LedgerError::Deposed { .. }) {
                return Err(error.into());
            }
            tracing::warn!(%error, "the store can't be written");
            self.parts.metrics.store_reached(0.0);
            return Ok(vec![Event::Unreachable]);
        }
        let mut entries = Vec::new();
        let mut from = None;
        loop {
            match self.parts.ledger.pending(from, PAGE).await {
                Ok(page) => {
                    entries.extend(page.entries);
                    from = page.next;
                }
                Err(error) => {
                    tracing::warn!(%error, "the pending index can't be read");
                    self.parts.metrics.store_reached(0.0);
                    return Ok(vec![Event::Unreachable]);
                }
            }
            if from.is_none() {
                break;
            }
        }
        self.parts.metrics.store_reached(1.0);
        self.parts.metrics.reconcile.observe(began.elapsed().as_secs_f64());
        Ok(vec![Event::Scanned { since, entries }])
    }

    /// Forgets workers that were not heard of for long, by the store's clock.
    pub(crate) async fn sweep(self) -> Outcome {
        if let Err(error) = self.forget_silent().await {
            if matches!(error, LedgerError::Deposed { .. }) {
                return Err(error.into());
            }
            tracing::warn!(%error, "the registry of workers could not be swept");
        }
        Ok(Vec::new())
    }

    async fn forget_silent(&self) -> Result<(), LedgerError> {
        let ledger = &self.parts.ledger;
        let Some(shard) = Shard::all().next() else { return Ok(()) };
        let now_ms = ledger.prove(self.epoch, shard).await?.at_ms;
        let kept_ms = u64::try_from(self.config.forget_after.as_millis()).unwrap_or(u64::MAX);
        for worker in ledger.workers().await? {
            if now_ms.saturating_sub(worker.heard_ms) > kept_ms {
                tracing::info!(worker = %worker.id, name = worker.facts.name, "a worker that is silent is forgotten");
                ledger.forget_worker(worker.id).await?;
            }
        }
        Ok(())
    }

    fn tell_death(&self, attempt: AttemptRef, state: &State) {
        let (judging, submission) = (attempt.judging, attempt.submission);
        match state {
            State::Abandoned { why } => tracing::error!(%submission, %judging, why, "a judging was abandoned"),
            _ => tracing::warn!(%submission, %judging, attempt = %attempt.attempt, "a worker was lost while it judged"),
        }
    }
}

/// Puts a message that can't be read where the operator finds it. One that can't be put there stays
/// unsettled and comes again to whoever leads next; it must not end a term.
pub(crate) async fn put_away(delivery: Delivery, why: &MessageError) {
    tracing::error!(error = %why, "a message can't be read; it goes to the dead-letter queue");
    if let Err(error) = delivery.reject().await {
        tracing::warn!(%error, "a message that can't be read could not be put away");
    }
}
