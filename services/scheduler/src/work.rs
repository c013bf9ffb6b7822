//! Carrying out actions. Each ends with what the policy must hear of it.

use pyjury_core::judging::{AttemptRef, JudgingRef, Placement, State};
use pyjury_core::{AttemptId, WorkerId};
use pyjury_queue::messages::send;
use pyjury_queue::{Delivery, Intake, Job, Message as _, QueueError, QueueName};
use pyjury_store::LedgerError;
use pyjury_store::ledger::{Epoch, Pending};
use tokio::time::{Instant, sleep};
use uuid::Uuid;

use crate::leader::{LeadError, Outcome};
use crate::policy::{Action, Event};
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
    /// Carries out an action.
    pub(crate) async fn act(self, action: Action) -> Outcome {
        match action {
            Action::Place { judging, worker } => self.place(judging, worker).await,
            Action::Unplace(attempt) => {
                let written = self.parts.ledger.unplace(self.epoch, attempt).await;
                self.settled("unplace", attempt.judging(), written).await
            }
            Action::CountDeath(attempt) => {
                let written = self.parts.ledger.worker_died(self.epoch, attempt).await;
                if let Ok(state) = &written {
                    self.tell_death(attempt, state);
                }
                self.settled("count_death", attempt.judging(), written.map(drop)).await
            }
            Action::Expire(judging) => {
                let written = self.parts.ledger.expire(self.epoch, judging).await;
                self.settled("expire", judging, written).await
            }
            Action::Look(judging) => self.look(judging).await,
            Action::Forget(worker) => {
                for queue in [QueueName::Worker(worker), QueueName::Control(worker)] {
                    if let Err(error) = self.parts.queue.delete(queue).await {
                        tracing::warn!(%queue, %error, "the queue of a worker that is gone can't be deleted");
                    }
                }
                Ok(Vec::new())
            }
        }
    }

    /// Writes a placement, then publishes the job. A leader that dies in between leaves a placement
    /// that is not started in time.
    async fn place(&self, judging: JudgingRef, worker: WorkerId) -> Outcome {
        let attempt = judging.attempt(AttemptId(Uuid::new_v4()));
        let now_ms = (self.parts.clock)();
        let start_within = u64::try_from(self.config.start_within.as_millis()).unwrap_or(u64::MAX);
        let start_by_ms = now_ms.saturating_add(start_within);
        let to = Placement { attempt: attempt.attempt, worker, epoch: self.epoch.number(), start_by_ms };
        let written = self.parts.ledger.place(judging, to, now_ms).await;
        if written.is_err() {
            return self.settled("place", judging, written).await;
        }
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
        for delivery in &deliveries {
            match Intake::decode(&delivery.body) {
                Ok(intake) => judgings.push(intake.judging),
                Err(error) => tracing::error!(%error, "an intake message can't be read; it is dropped"),
            }
        }
        let found = self.read(&judgings).await;
        let acks = deliveries.into_iter().map(Delivery::ack);
        for acked in futures::future::join_all(acks).await {
            acked.map_err(LeadError::from)?;
        }
        Ok(found.into_iter().flatten().map(Event::Announced).collect())
    }

    /// Reads the whole pending index.
    pub(crate) async fn scan(self, since: u64) -> Outcome {
        let began = Instant::now();
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

    fn tell_death(&self, attempt: AttemptRef, state: &State) {
        let (judging, submission) = (attempt.judging, attempt.submission);
        match state {
            State::Abandoned { why } => tracing::error!(%submission, %judging, why, "a judging was abandoned"),
            _ => tracing::warn!(%submission, %judging, attempt = %attempt.attempt, "a worker was lost while it judged"),
        }
    }
}
