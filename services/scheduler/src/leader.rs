//! One term of leadership: feeds the policy and carries out what it says.
//!
//! Everything that can wait runs as a task of this loop; its end is an event. So the policy is never
//! kept waiting by a slow store, and dropping the loop drops all of it: what was half done is found
//! in the store by the next leader.

use std::convert::Infallible;
use std::time::Duration;

use futures::future::{BoxFuture, FutureExt as _};
use futures::stream::{FuturesUnordered, StreamExt as _};
use pyjury_queue::{Consumer, Delivery, Fleet, Intake, Message as _, MessageError, QueueError, QueueName};
use pyjury_store::LedgerError;
use pyjury_store::ledger::Epoch;
use tokio::time::{Instant, MissedTickBehavior, interval};

use crate::policy::{self, Event, Now, State};
use crate::retire;
use crate::turns::Turns;
use crate::work::{Work, put_away};
use crate::{Config, Parts};

/// Why a term ended.
#[derive(Debug, thiserror::Error)]
pub enum LeadError {
    /// Another scheduler raised the epoch.
    #[error("another scheduler leads")]
    Deposed,
    /// The queue is gone.
    #[error(transparent)]
    Queue(#[from] QueueError),
    /// The store refused for a reason that waiting doesn't mend.
    #[error(transparent)]
    Store(LedgerError),
}

impl From<LedgerError> for LeadError {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Deposed { .. } => Self::Deposed,
            error => Self::Store(error),
        }
    }
}

/// How many announcements are looked up in one read.
const INTAKE_AT_ONCE: usize = 256;

/// How long a message of a newer version is kept before it goes back to the queue, for a newer
/// scheduler to read.
const NEWER: Duration = Duration::from_secs(30);

/// How often the registry is swept of workers that are never heard of.
const SWEEP_EVERY: Duration = Duration::from_secs(60);

/// What a task ends with.
pub(crate) type Outcome = Result<Vec<Event>, LeadError>;

/// Leads until something ends the term.
pub(crate) async fn lead(
    config: &Config,
    parts: &Parts,
    epoch: Epoch,
    mut intake: Box<dyn Consumer>,
) -> Result<Infallible, LeadError> {
    let mut fleet = parts.queue.consume(QueueName::Fleet).await?;
    let work = Work { config: config.clone(), parts: parts.clone(), epoch };
    let mut term = Term {
        state: State::new(config.clone()),
        work,
        began: Instant::now(),
        tasks: Tasks::default(),
        turns: Turns::default(),
    };
    term.tasks.push(retire::for_ever(term.work.clone()).map(|never| (Kind::Other, never)).boxed());
    let mut tick = every(config.tick);
    let mut reconcile = every(config.timing.reconcile_every);
    let mut sweep = every(SWEEP_EVERY);
    let mut indexing = false;
    let mut scanning = false;
    loop {
        tokio::select! {
            // Announcements wait while others are looked up: then they are read many at once.
            delivery = intake.next(), if !indexing => {
                let announced = term.readable(batch(delivery?, intake.as_mut()));
                indexing = true;
                term.tasks.push(term.work.clone().index(announced).map(|o| (Kind::Index, o)).boxed());
            }
            delivery = fleet.next() => term.hear(delivery?),
            Some((kind, outcome)) = term.tasks.next() => {
                match kind {
                    Kind::Index => indexing = false,
                    Kind::Scan => scanning = false,
                    Kind::Other => {}
                }
                for event in outcome? {
                    term.step(event);
                }
            }
            _ = reconcile.tick(), if !scanning => {
                scanning = true;
                let since = term.state.steps();
                term.tasks.push(term.work.clone().scan(since).map(|o| (Kind::Scan, o)).boxed());
            }
            _ = sweep.tick() => {
                term.tasks.push(term.work.clone().sweep().map(|o| (Kind::Other, o)).boxed());
            }
            _ = tick.tick() => {
                term.step(Event::Tick);
                let now = term.now();
                parts.metrics.show(&term.state.census(now), now.unix_ms);
            }
        }
    }
}

/// What ends when a task ends.
enum Kind {
    Index,
    Scan,
    Other,
}

type Tasks = FuturesUnordered<BoxFuture<'static, (Kind, Outcome)>>;

struct Term {
    state: State,
    work: Work,
    began: Instant,
    tasks: Tasks,
    turns: Turns,
}

impl Term {
    fn now(&self) -> Now {
        Now { elapsed: self.began.elapsed(), unix_ms: (self.work.parts.clock)() }
    }

    fn step(&mut self, event: Event) {
        let now = self.now();
        for action in policy::step(&mut self.state, event, now) {
            let task = self.work.clone().begin(action, &mut self.turns);
            self.tasks.push(task.map(|outcome| (Kind::Other, outcome)).boxed());
        }
    }

    /// The announcements that this version can read. The others go back for a newer one: until then
    /// the pending index has what they announce.
    fn readable(&mut self, deliveries: Vec<Delivery>) -> Vec<Delivery> {
        let newer = |delivery: &Delivery| matches!(Intake::decode(&delivery.body), Err(MessageError::Newer { .. }));
        let (newer, readable): (Vec<_>, Vec<_>) = deliveries.into_iter().partition(newer);
        newer.into_iter().for_each(|delivery| self.give_back(delivery));
        readable
    }

    /// Gives a message of a newer version back, after a while: it would come again at once.
    fn give_back(&mut self, delivery: Delivery) {
        let back = async move {
            tokio::time::sleep(NEWER).await;
            delivery.nack().await.map(|()| Vec::new()).map_err(Into::into)
        };
        self.tasks.push(back.map(|outcome| (Kind::Other, outcome)).boxed());
    }

    fn hear(&mut self, delivery: Delivery) {
        match Fleet::decode(&delivery.body) {
            // It was for an earlier leader, perhaps before a restart: its worker may be gone. One
            // that isn't tells all of it again with its next heartbeat.
            Ok(_) if delivery.redelivered => {}
            Ok(fleet) => self.step(Event::Fleet(fleet)),
            Err(error @ MessageError::Newer { .. }) => {
                tracing::warn!(%error, "a newer worker tells something; it goes back for a newer scheduler");
                return self.give_back(delivery);
            }
            Err(error) => {
                let away = async move { put_away(delivery, &error).map(|()| Ok(Vec::new())).await };
                return self.tasks.push(away.map(|outcome| (Kind::Other, outcome)).boxed());
            }
        }
        let ack = async move { delivery.ack().await.map(|()| Vec::new()).map_err(Into::into) };
        self.tasks.push(ack.map(|outcome| (Kind::Other, outcome)).boxed());
    }
}

/// A delivery and those that are there already.
fn batch(first: Delivery, intake: &mut dyn Consumer) -> Vec<Delivery> {
    let mut deliveries = vec![first];
    while deliveries.len() < INTAKE_AT_ONCE {
        match intake.next().now_or_never() {
            Some(Ok(delivery)) => deliveries.push(delivery),
            // An error comes again when the next one is waited for.
            Some(Err(_)) | None => break,
        }
    }
    deliveries
}

fn every(period: Duration) -> tokio::time::Interval {
    let mut interval = interval(period);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    interval
}
