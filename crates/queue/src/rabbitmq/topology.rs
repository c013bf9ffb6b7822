//! What there is on the broker, and how it is declared: here and nowhere else, because the broker
//! refuses to declare the same thing twice in different ways.
//!
//! Each kind of queue has a direct exchange of its own, `<prefix>.to-<kind>`, and a queue is bound to it
//! by its own name. The default exchange would be simpler, but whoever may publish to it may publish to
//! every queue of the vhost; with exchanges of our own a worker can be kept from the queues of others.
//!
//! No queue has a dead-letter exchange as an argument: the broker would move there what expired (a probe
//! of [`super::taker`]) and what was delivered often. [`QueueName::Dead`] gets only what is published
//! to it by [`crate::Delivery::reject`].

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use lapin::options::{ExchangeDeclareOptions, QueueBindOptions, QueueDeclareOptions};
use lapin::types::{AMQPValue, FieldTable, ShortString};
use lapin::{Channel, Connection, ExchangeKind};

use super::refusal::{Step, is_access, is_not_found, of_step};
use super::within;
use crate::name::Sharing;
use crate::{QueueError, QueueName};

/// How often a quorum queue delivers a message before it drops it. Each lost connection counts, and
/// from RabbitMQ 4 on the default is 20. A judging that kills its worker is counted in the store; here
/// a message is dropped never.
const DELIVERY_LIMIT: i32 = i32::MAX;

/// The names on the broker.
#[derive(Clone, Debug)]
pub(super) struct Names {
    prefix: Arc<str>,
}

impl Names {
    pub(super) fn new(prefix: &str) -> Self {
        Self { prefix: prefix.into() }
    }

    pub(super) fn queue(&self, queue: QueueName) -> String {
        format!("{}.{queue}", self.prefix)
    }

    /// The exchange that a queue is bound to.
    pub(super) fn exchange(&self, queue: QueueName) -> String {
        self.exchange_of(Kind::of(queue))
    }

    fn exchange_of(&self, kind: Kind) -> String {
        format!("{}.to-{}", self.prefix, kind.name())
    }
}

/// What a queue is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Intake,
    Fleet,
    Worker,
    Control,
    Dead,
}

impl Kind {
    const fn of(queue: QueueName) -> Self {
        match queue {
            QueueName::Intake => Self::Intake,
            QueueName::Fleet => Self::Fleet,
            QueueName::Worker(_) => Self::Worker,
            QueueName::Control(_) => Self::Control,
            QueueName::Dead => Self::Dead,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Intake => "intake",
            Self::Fleet => "fleet",
            Self::Worker => "worker",
            Self::Control => "control",
            Self::Dead => "dead",
        }
    }

    /// The kinds whose exchanges are made with a queue of this one. Workers are spoken to by whoever
    /// listens to them: so no worker needs a right over an exchange that others use too.
    const fn made_together(self) -> &'static [Self] {
        match self {
            Self::Intake => &[Self::Intake],
            Self::Fleet => &[Self::Fleet, Self::Worker, Self::Control],
            Self::Worker => &[Self::Worker],
            Self::Control => &[Self::Control],
            Self::Dead => &[Self::Dead],
        }
    }
}

/// How many unsettled messages a consumer may hold. The leader settles many at once; a worker has no
/// more jobs than slots.
pub(super) const fn prefetch(queue: QueueName) -> u16 {
    match queue {
        QueueName::Intake | QueueName::Fleet => 256,
        QueueName::Worker(_) | QueueName::Control(_) | QueueName::Dead => 32,
    }
}

/// How a queue keeps its messages.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keeping {
    /// On most nodes of a cluster of brokers.
    Quorum,
    /// On one node.
    Classic,
}

impl Keeping {
    /// The one to make first, then what may be there already. A quorum queue that an operator made before
    /// is used as it is; of ourselves we make classic ones: with RabbitMQ 3.10 a quorum queue on one node
    /// didn't find its leader again after the node was killed while messages poured in, and what is in these
    /// queues can be lost without loss.
    const fn of(queue: QueueName) -> &'static [Self] {
        match queue {
            QueueName::Intake | QueueName::Fleet | QueueName::Dead => &[Self::Classic, Self::Quorum],
            QueueName::Worker(_) | QueueName::Control(_) => &[Self::Classic],
        }
    }

    fn arguments(self, queue: QueueName) -> FieldTable {
        let mut arguments = FieldTable::default();
        let mut set = |key: &str, value: AMQPValue| {
            arguments.insert(key.into(), value);
        };
        match self {
            Self::Quorum => {
                set("x-queue-type", AMQPValue::LongString("quorum".into()));
                set("x-delivery-limit", AMQPValue::LongInt(DELIVERY_LIMIT));
            }
            Self::Classic => set("x-queue-type", AMQPValue::LongString("classic".into())),
        }
        if queue.sharing() == Sharing::SingleActive {
            set("x-single-active-consumer", AMQPValue::Boolean(true));
        }
        if let Some(expires) = queue.expires() {
            let milliseconds = i32::try_from(expires.as_millis()).unwrap_or(i32::MAX);
            set("x-expires", AMQPValue::LongInt(milliseconds));
        }
        arguments
    }
}

/// The queues that this process declared: each new connection declares them again.
#[derive(Clone, Debug, Default)]
pub(super) struct Declared(Arc<Mutex<BTreeSet<QueueName>>>);

impl Declared {
    fn with<T>(&self, look: impl FnOnce(&mut BTreeSet<QueueName>) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn insert(&self, queue: QueueName) {
        self.with(|queues| queues.insert(queue));
    }

    pub(super) fn remove(&self, queue: QueueName) {
        self.with(|queues| queues.remove(&queue));
    }

    /// Declares them all on a new connection.
    pub(super) async fn restore(&self, broker: Broker<'_>) {
        for queue in self.with(|queues| queues.clone()) {
            if let Err(error) = broker.declare(queue).await {
                tracing::error!(%queue, %error, "a queue can't be declared on the new connection");
            }
        }
    }
}

/// A connection to declare on.
#[derive(Clone, Copy)]
pub(super) struct Broker<'a> {
    pub(super) connection: &'a Connection,
    pub(super) names: &'a Names,
    /// How long each step may take.
    pub(super) patience: Duration,
}

impl Broker<'_> {
    /// Makes a queue with its exchange and binding. A user who may not is content with what somebody
    /// who may has made.
    ///
    /// # Errors
    /// As [`crate::Queue::declare`].
    pub(super) async fn declare(self, queue: QueueName) -> Result<(), QueueError> {
        for &kind in Kind::of(queue).made_together() {
            self.make_exchange(&self.names.exchange_of(kind)).await?;
        }
        let name = self.names.queue(queue);
        let mut first = None;
        for &keeping in Keeping::of(queue) {
            match self.queue(&name, durable(), keeping.arguments(queue)).await? {
                Ok(()) => {
                    if let Some(refused) = first {
                        tracing::debug!(%name, %refused, "the queue that an operator made is used as it is");
                    }
                    return self.bind(&name, &self.names.exchange(queue)).await;
                }
                Err(error) if is_access(&error) => {
                    let passive = QueueDeclareOptions { passive: true, ..QueueDeclareOptions::default() };
                    let there = self.queue(&name, passive, FieldTable::default()).await?;
                    return there.map_err(|_| QueueError::NotMade { name });
                }
                Err(error) => first = first.or(Some(of_step(&error, Step::Declare, &name))),
            }
        }
        Err(first.expect("each queue is kept in one way at least"))
    }

    /// Whether the exchange of a queue is there. It is when any queue of that kind ever was.
    ///
    /// # Errors
    /// [`QueueError::Backend`].
    pub(super) async fn has_exchange(self, queue: QueueName) -> Result<bool, QueueError> {
        let exchange = self.names.exchange(queue);
        match self.exchange(&exchange, passive()).await? {
            Ok(()) => Ok(true),
            Err(error) if is_not_found(&error) => Ok(false),
            Err(error) => Err(of_step(&error, Step::Publish, &exchange)),
        }
    }

    /// A channel for one step: a step that fails closes it.
    ///
    /// # Errors
    /// [`QueueError::Backend`].
    pub(super) async fn channel(self) -> Result<Channel, QueueError> {
        let opened = within(self.patience, "open a channel", self.connection.create_channel()).await?;
        opened.map_err(|error| QueueError::Backend { step: "open a channel", why: super::refusal::words(&error) })
    }

    async fn make_exchange(self, exchange: &str) -> Result<(), QueueError> {
        let options = ExchangeDeclareOptions { durable: true, ..ExchangeDeclareOptions::default() };
        match self.exchange(exchange, options).await? {
            Ok(()) => Ok(()),
            Err(error) if is_access(&error) => {
                let there = self.exchange(exchange, passive()).await?;
                there.map_err(|_| QueueError::NotMade { name: exchange.to_owned() })
            }
            Err(error) => Err(of_step(&error, Step::Declare, exchange)),
        }
    }

    async fn exchange(
        self,
        exchange: &str,
        options: ExchangeDeclareOptions,
    ) -> Result<Result<(), lapin::Error>, QueueError> {
        let channel = self.channel().await?;
        let name = ShortString::from(exchange);
        let declared = channel.exchange_declare(name, ExchangeKind::Direct, options, FieldTable::default());
        within(self.patience, "declare an exchange", declared).await
    }

    async fn queue(
        self,
        name: &str,
        options: QueueDeclareOptions,
        arguments: FieldTable,
    ) -> Result<Result<(), lapin::Error>, QueueError> {
        let channel = self.channel().await?;
        let declared = channel.queue_declare(name.into(), options, arguments);
        Ok(within(self.patience, "declare a queue", declared).await?.map(drop))
    }

    async fn bind(self, name: &str, exchange: &str) -> Result<(), QueueError> {
        let channel = self.channel().await?;
        let options = QueueBindOptions::default();
        let bound = channel.queue_bind(name.into(), exchange.into(), name.into(), options, FieldTable::default());
        let bound = within(self.patience, "bind a queue", bound).await?;
        bound.map_err(|error| of_step(&error, Step::Bind, name))
    }
}

fn durable() -> QueueDeclareOptions {
    QueueDeclareOptions { durable: true, ..QueueDeclareOptions::default() }
}

/// Only looks. The broker asks nobody for a permission to look.
fn passive() -> ExchangeDeclareOptions {
    ExchangeDeclareOptions { passive: true, ..ExchangeDeclareOptions::default() }
}
