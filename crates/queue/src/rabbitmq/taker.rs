//! Consuming, and knowing who is the active consumer.
//!
//! RabbitMQ doesn't tell a single active consumer that it became the active one. So one that wants to
//! know publishes probes, small messages with a short life, until anything is delivered to it: only the
//! active one gets deliveries. Whoever gets a probe swallows it.

use std::collections::VecDeque;
use std::time::Duration;

use async_trait::async_trait;
use futures::StreamExt as _;
use lapin::Acker;
use lapin::message::Delivery as Delivered;
use lapin::options::{BasicAckOptions, BasicConsumeOptions, BasicNackOptions, BasicQosOptions};
use lapin::types::FieldTable;
use tokio::time::timeout;
use uuid::Uuid;

use super::publisher::{PROBE, Publisher, Sort};
use super::refusal::{Step, is_not_found, of_step, words};
use super::topology::{Broker, prefetch};
use super::within;
use crate::name::Sharing;
use crate::{Consumer, Delivery, QueueError, QueueName, Settle};

/// How often a consumer that waits to become active asks.
const PROBE_EVERY: Duration = Duration::from_millis(500);

/// A consumer with a channel of its own: dropping it closes the channel, and the broker gives what was
/// not settled to others.
pub(super) struct Taker {
    queue: QueueName,
    id: Uuid,
    stream: lapin::Consumer,
    publisher: Publisher,
    /// What came while it waited to become active.
    ahead: VecDeque<Delivered>,
    standing: Standing,
}

/// What a consumer knows of itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Others may be active.
    Waiting,
    /// It gets deliveries.
    Active,
    /// It gets nothing any more.
    Ended,
}

impl Taker {
    /// Consumes a queue.
    ///
    /// # Errors
    /// As [`crate::Queue::consume`].
    pub(super) async fn open(broker: Broker<'_>, queue: QueueName, publisher: Publisher) -> Result<Self, QueueError> {
        let id = Uuid::new_v4();
        let name = broker.names.queue(queue);
        let channel = broker.channel().await?;
        let limited = channel.basic_qos(prefetch(queue), BasicQosOptions::default());
        let limited = within(broker.patience, "limit a consumer", limited).await?;
        limited.map_err(|error| QueueError::Backend { step: "limit a consumer", why: words(&error) })?;
        let tag = id.to_string();
        let options = BasicConsumeOptions::default();
        let consumed = channel.basic_consume(name.as_str().into(), tag.into(), options, FieldTable::default());
        let stream = match within(broker.patience, "consume", consumed).await? {
            Ok(stream) => stream,
            Err(error) if is_not_found(&error) => return Err(QueueError::NoQueue(queue)),
            Err(error) => return Err(of_step(&error, Step::Consume, &name)),
        };
        let standing = match queue.sharing() {
            Sharing::SingleActive => Standing::Waiting,
            Sharing::Competing => Standing::Active,
        };
        Ok(Self { queue, id, stream, publisher, ahead: VecDeque::new(), standing })
    }

    /// What comes next, a probe or not. Dropping the future loses nothing.
    async fn receive(&mut self) -> Result<Delivered, QueueError> {
        if self.standing != Standing::Ended {
            match self.stream.next().await {
                // What was taken ahead of a lost connection has been given to others by now.
                Some(Ok(delivered)) if delivered.acker.usable() => {
                    self.standing = Standing::Active;
                    return Ok(delivered);
                }
                ended => {
                    self.standing = Standing::Ended;
                    let why = ended.and_then(Result::err).map(|error| words(&error));
                    tracing::debug!(queue = %self.queue, why, "a consumer has ended");
                }
            }
        }
        Err(QueueError::Closed(self.queue))
    }

    fn hand_out(&self, delivered: Delivered) -> Delivery {
        let Delivered { acker, data, redelivered, .. } = delivered;
        let ticket = Ticket { acker, queue: self.queue, publisher: self.publisher.clone() };
        Delivery { body: data, redelivered, settle: Box::new(ticket) }
    }
}

#[async_trait]
impl Consumer for Taker {
    async fn next(&mut self) -> Result<Delivery, QueueError> {
        if self.standing != Standing::Ended
            && let Some(delivered) = self.ahead.pop_front()
        {
            return Ok(self.hand_out(delivered));
        }
        loop {
            let delivered = self.receive().await?;
            if is_probe(&delivered) {
                swallow(delivered);
            } else {
                return Ok(self.hand_out(delivered));
            }
        }
    }

    async fn active(&mut self) -> Result<(), QueueError> {
        while self.standing != Standing::Active {
            if self.standing == Standing::Waiting {
                self.publisher.probe(self.queue, self.id);
            }
            if let Ok(delivered) = timeout(PROBE_EVERY, self.receive()).await {
                let delivered = delivered?;
                if is_probe(&delivered) {
                    swallow(delivered);
                } else {
                    self.ahead.push_back(delivered);
                }
            }
        }
        Ok(())
    }
}

fn is_probe(delivered: &Delivered) -> bool {
    let headers = delivered.properties.headers().as_ref();
    headers.is_some_and(|headers| headers.inner().contains_key(PROBE))
}

/// Acks a probe, on the side: whoever waits for the next message may go away at any time.
fn swallow(probe: Delivered) {
    tokio::spawn(async move {
        // It expires anyway.
        let _ = probe.acker.ack(BasicAckOptions::default()).await;
    });
}

/// Settles one delivery.
struct Ticket {
    acker: Acker,
    queue: QueueName,
    publisher: Publisher,
}

#[async_trait]
impl Settle for Ticket {
    async fn ack(self: Box<Self>) -> Result<(), QueueError> {
        match self.acker.ack(BasicAckOptions::default()).await {
            Ok(true) => Ok(()),
            // The channel it came on is gone, and with it our claim to it.
            Ok(false) | Err(_) => Err(QueueError::Closed(self.queue)),
        }
    }

    async fn nack(self: Box<Self>) -> Result<(), QueueError> {
        // With its channel gone it goes back without a word.
        let _ = self.acker.nack(BasicNackOptions { requeue: true, ..BasicNackOptions::default() }).await;
        Ok(())
    }

    async fn reject(self: Box<Self>, body: Vec<u8>) -> Result<(), QueueError> {
        if !self.acker.usable() {
            return Err(QueueError::Closed(self.queue));
        }
        // In this order: a crash in between makes two of it rather than none.
        self.publisher.publish(QueueName::Dead, body, Sort::Dead(self.queue)).await?;
        self.ack().await
    }
}
