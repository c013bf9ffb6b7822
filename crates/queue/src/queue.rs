//! The trait that every backend implements.

use async_trait::async_trait;

use crate::{QueueError, QueueName};

/// Durable queues of small messages, delivered at least once.
///
/// Guarantees of every backend, checked by [`crate::conformance::suite`]:
/// - a published message is delivered, in the order of publishing unless it is redelivered, and is
///   kept across a restart until it is acked or its queue is gone;
/// - publishing to a queue that isn't there is an error, never a loss in silence;
/// - what a consumer neither acked nor nacked is delivered again when that consumer is gone;
/// - of a queue with a single active consumer, only one consumer gets messages at any time.
#[async_trait]
pub trait Queue: Send + Sync + 'static {
    /// Makes a queue unless it is there. [`QueueName`] says how it behaves.
    ///
    /// # Errors
    /// [`QueueError::Backend`].
    async fn declare(&self, queue: QueueName) -> Result<(), QueueError>;

    /// Puts a message at the end of a queue. It is durable when this returns `Ok`.
    ///
    /// # Errors
    /// [`QueueError::NoQueue`], [`QueueError::Backend`].
    async fn publish(&self, queue: QueueName, body: Vec<u8>) -> Result<(), QueueError>;

    /// Takes messages from a queue until the consumer is dropped.
    ///
    /// # Errors
    /// [`QueueError::NoQueue`], [`QueueError::Backend`].
    async fn consume(&self, queue: QueueName) -> Result<Box<dyn Consumer>, QueueError>;

    /// Removes the messages that nobody has taken, and tells how many.
    ///
    /// # Errors
    /// [`QueueError::Backend`].
    async fn purge(&self, queue: QueueName) -> Result<usize, QueueError>;

    /// Removes a queue with its messages. One that isn't there is no error.
    ///
    /// # Errors
    /// [`QueueError::Backend`].
    async fn delete(&self, queue: QueueName) -> Result<(), QueueError>;
}

/// Takes messages from one queue.
#[async_trait]
pub trait Consumer: Send + Sync {
    /// The next message; waits until there is one. Dropping the future loses nothing.
    ///
    /// # Errors
    /// [`QueueError::Closed`] when the queue was deleted or the connection ended.
    async fn next(&mut self) -> Result<Delivery, QueueError>;

    /// Waits until this consumer is the active one of its queue: at once unless the queue has a
    /// single active consumer and that is another one. Dropping the future is safe.
    ///
    /// # Errors
    /// [`QueueError::Closed`].
    async fn active(&mut self) -> Result<(), QueueError>;
}

/// A message that was taken. Dropped without a word it is delivered again when its consumer is gone.
pub struct Delivery {
    /// The body.
    pub body: Vec<u8>,
    /// Whether it may have been delivered before.
    pub redelivered: bool,
    /// How to settle it.
    pub settle: Box<dyn Settle>,
}

impl Delivery {
    /// It is done with: it is never delivered again.
    ///
    /// # Errors
    /// [`QueueError::Backend`]: it may be delivered again.
    pub async fn ack(self) -> Result<(), QueueError> {
        self.settle.ack().await
    }

    /// It goes back to its place in the queue.
    ///
    /// # Errors
    /// [`QueueError::Backend`]: it will be delivered again all the same when the consumer is gone.
    pub async fn nack(self) -> Result<(), QueueError> {
        self.settle.nack().await
    }
}

/// How one delivery of a backend is settled.
#[async_trait]
pub trait Settle: Send + Sync {
    /// It is done with.
    ///
    /// # Errors
    /// [`QueueError::Backend`].
    async fn ack(self: Box<Self>) -> Result<(), QueueError>;

    /// It goes back.
    ///
    /// # Errors
    /// [`QueueError::Backend`].
    async fn nack(self: Box<Self>) -> Result<(), QueueError>;
}
