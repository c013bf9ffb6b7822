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
/// - of a queue with a single active consumer, only one consumer gets messages at any time;
/// - no call waits for ever for a broker that is away: it fails, and says where and why.
#[async_trait]
pub trait Queue: Send + Sync + 'static {
    /// Makes a queue unless it is there. [`QueueName`] says how it behaves. A backend that can lose its
    /// connection makes it again when it has a new one.
    ///
    /// # Errors
    /// [`QueueError::Backend`]; of a broker also [`QueueError::Unreachable`], [`QueueError::NotAllowed`],
    /// [`QueueError::NotMade`], [`QueueError::Conflict`].
    async fn declare(&self, queue: QueueName) -> Result<(), QueueError>;

    /// Puts a message at the end of a queue. It is durable when this returns `Ok`. After any error but
    /// [`QueueError::NoQueue`] it may be there or come later.
    ///
    /// # Errors
    /// [`QueueError::NoQueue`], [`QueueError::Backend`]; of a broker also [`QueueError::Unreachable`],
    /// [`QueueError::Blocked`], [`QueueError::Unconfirmed`], [`QueueError::NotAllowed`].
    async fn publish(&self, queue: QueueName, body: Vec<u8>) -> Result<(), QueueError>;

    /// Takes messages from a queue until the consumer is dropped, or ends because the connection did:
    /// consume again then.
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

/// Takes messages from one queue. It may take a few ahead of [`Consumer::next`]; dropped, it gives
/// back all that wasn't settled. Once it has said [`QueueError::Closed`] it says nothing else.
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
    /// [`QueueError::Closed`] when its consumer is gone: it was or will be delivered again, perhaps to
    /// another. [`QueueError::Backend`]: it may be.
    pub async fn ack(self) -> Result<(), QueueError> {
        self.settle.ack().await
    }

    /// It goes back to its place in the queue.
    ///
    /// # Errors
    /// [`QueueError::Closed`], [`QueueError::Backend`]: it will be delivered again all the same when the
    /// consumer is gone.
    pub async fn nack(self) -> Result<(), QueueError> {
        self.settle.nack().await
    }

    /// It can't be read: it goes to [`QueueName::Dead`], where the operator finds it, and is done with
    /// here. Nothing else gets there: not what expired, not what was delivered often. It may get there
    /// twice.
    ///
    /// # Errors
    /// As [`Delivery::ack`], and as [`Queue::publish`]: it is delivered again when the consumer is gone.
    pub async fn reject(self) -> Result<(), QueueError> {
        self.settle.reject(self.body).await
    }
}

/// How one delivery of a backend is settled.
#[async_trait]
pub trait Settle: Send + Sync {
    /// It is done with.
    ///
    /// # Errors
    /// As [`Delivery::ack`].
    async fn ack(self: Box<Self>) -> Result<(), QueueError>;

    /// It goes back.
    ///
    /// # Errors
    /// As [`Delivery::nack`].
    async fn nack(self: Box<Self>) -> Result<(), QueueError>;

    /// Its body can't be read.
    ///
    /// # Errors
    /// As [`Delivery::reject`].
    async fn reject(self: Box<Self>, body: Vec<u8>) -> Result<(), QueueError>;
}
