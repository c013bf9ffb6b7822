//! A queue that fails where it is told to.

use std::sync::Arc;

use pyjury_queue::{Consumer, Delivery, Queue, QueueError, QueueName, Settle};

use super::point::{Point, Side};

/// A queue that fails where it is told to.
pub(super) struct Failing {
    pub(super) inner: Arc<dyn Queue>,
    pub(super) point: &'static Point,
}

#[async_trait::async_trait]
impl Queue for Failing {
    async fn declare(&self, queue: QueueName) -> Result<(), QueueError> {
        self.inner.declare(queue).await
    }

    async fn publish(&self, queue: QueueName, body: Vec<u8>) -> Result<(), QueueError> {
        self.point.reach(format_args!("queue.{}.publish", queue.kind()), Side::Before);
        let result = self.inner.publish(queue, body).await;
        self.point.reach(format_args!("queue.{}.publish", queue.kind()), Side::After);
        result
    }

    async fn consume(&self, queue: QueueName) -> Result<Box<dyn Consumer>, QueueError> {
        let inner = self.inner.consume(queue).await?;
        Ok(Box::new(FailingConsumer { inner, queue, point: self.point }))
    }

    async fn purge(&self, queue: QueueName) -> Result<usize, QueueError> {
        self.inner.purge(queue).await
    }

    async fn delete(&self, queue: QueueName) -> Result<(), QueueError> {
        self.inner.delete(queue).await
    }
}

struct FailingConsumer {
    inner: Box<dyn Consumer>,
    queue: QueueName,
    point: &'static Point,
}

#[async_trait::async_trait]
impl Consumer for FailingConsumer {
    async fn next(&mut self) -> Result<Delivery, QueueError> {
        let Delivery { body, redelivered, settle } = self.inner.next().await?;
        let settle = Box::new(FailingSettle { inner: settle, queue: self.queue, point: self.point });
        Ok(Delivery { body, redelivered, settle })
    }

    async fn active(&mut self) -> Result<(), QueueError> {
        self.inner.active().await
    }
}

struct FailingSettle {
    inner: Box<dyn Settle>,
    queue: QueueName,
    point: &'static Point,
}

#[async_trait::async_trait]
impl Settle for FailingSettle {
    async fn ack(self: Box<Self>) -> Result<(), QueueError> {
        let Self { inner, queue, point } = *self;
        point.reach(format_args!("queue.{}.ack", queue.kind()), Side::Before);
        let result = inner.ack().await;
        point.reach(format_args!("queue.{}.ack", queue.kind()), Side::After);
        result
    }

    async fn nack(self: Box<Self>) -> Result<(), QueueError> {
        self.inner.nack().await
    }

    async fn reject(self: Box<Self>, body: Vec<u8>) -> Result<(), QueueError> {
        self.inner.reject(body).await
    }
}
