//! The backend for one process: messages in memory, and a log of them in SQLite.
//!
//! It has a file of its own beside the store's. A write-ahead log has one writer at a time, so with
//! a shared file either the queue would wait for the store's fsync or both would need one
//! connection; and nothing needs one transaction over both, because the store alone is the truth.

mod line;
mod log;

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use tokio::sync::watch;

use crate::{Consumer, Delivery, Queue, QueueError, QueueName, Settle};
use line::{Line, Taken};
use log::{Log, Op};

/// What a published message survives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Durability {
    /// The loss of power: each transaction is synced to the disk.
    Host,
    /// The death of the process. The loss of power may undo the last moments, which costs time: the
    /// store knows all that waits.
    #[default]
    Process,
}

/// Queues in one SQLite file of this process. Cheap to clone.
#[derive(Clone)]
pub struct Embedded {
    inner: Arc<Inner>,
}

struct Inner {
    lines: Mutex<HashMap<QueueName, Line>>,
    log: Log,
    next_message: AtomicU64,
    next_consumer: AtomicU64,
}

impl Embedded {
    /// Opens `queue.db` in a folder, which is made if it isn't there. The store's lock on the folder
    /// keeps other processes out. Queues that expire without a consumer are gone: their consumers
    /// lived in the process before this one.
    ///
    /// # Errors
    /// [`QueueError::Open`].
    pub fn open(folder: &Path) -> Result<Self, QueueError> {
        Self::open_with(folder, Durability::default())
    }

    /// Opens queues whose messages survive what `durability` says.
    ///
    /// # Errors
    /// [`QueueError::Open`].
    pub fn open_with(folder: &Path, durability: Durability) -> Result<Self, QueueError> {
        let (log, kept) = Log::open(&folder.join("queue.db"), durability)?;
        let next_message = AtomicU64::new(kept.last + 1);
        let mut lines: HashMap<QueueName, Line> = kept.queues.into_iter().map(|q| (q, Line::default())).collect();
        for (id, queue, body) in kept.messages {
            if let Some(line) = lines.get_mut(&queue) {
                // It may have been delivered before the restart.
                line.put(id, body, true);
            }
        }
        let next_consumer = AtomicU64::new(0);
        Ok(Self { inner: Arc::new(Inner { lines: Mutex::new(lines), log, next_message, next_consumer }) })
    }
}

impl Inner {
    fn lines(&self) -> MutexGuard<'_, HashMap<QueueName, Line>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Queue for Embedded {
    async fn declare(&self, queue: QueueName) -> Result<(), QueueError> {
        if self.inner.lines().contains_key(&queue) {
            return Ok(());
        }
        self.inner.log.write(Op::Declare(queue)).await?;
        self.inner.lines().entry(queue).or_default();
        Ok(())
    }

    async fn publish(&self, queue: QueueName, body: Vec<u8>) -> Result<(), QueueError> {
        if !self.inner.lines().contains_key(&queue) {
            return Err(QueueError::NoQueue(queue));
        }
        let id = self.inner.next_message.fetch_add(1, Ordering::Relaxed);
        let body: Arc<[u8]> = body.into();
        self.inner.log.write(Op::Put { id, queue, body: body.clone() }).await?;
        // It may have been deleted meanwhile.
        let mut lines = self.inner.lines();
        lines.get_mut(&queue).ok_or(QueueError::NoQueue(queue))?.put(id, body, false);
        Ok(())
    }

    async fn consume(&self, queue: QueueName) -> Result<Box<dyn Consumer>, QueueError> {
        let id = self.inner.next_consumer.fetch_add(1, Ordering::Relaxed);
        let mut lines = self.inner.lines();
        let line = lines.get_mut(&queue).ok_or(QueueError::NoQueue(queue))?;
        let changes = line.join(id);
        Ok(Box::new(Taker { inner: self.inner.clone(), queue, id, changes }))
    }

    async fn purge(&self, queue: QueueName) -> Result<usize, QueueError> {
        let ids = self.inner.lines().get_mut(&queue).map(Line::take_ready).unwrap_or_default();
        let purged = ids.len();
        if purged > 0 {
            self.inner.log.write(Op::Remove(ids)).await?;
        }
        Ok(purged)
    }

    async fn delete(&self, queue: QueueName) -> Result<(), QueueError> {
        // Dropping the line ends its consumers.
        if self.inner.lines().remove(&queue).is_some() {
            self.inner.log.write(Op::Delete(queue)).await?;
        }
        Ok(())
    }
}

/// A consumer.
struct Taker {
    inner: Arc<Inner>,
    queue: QueueName,
    id: u64,
    changes: watch::Receiver<u64>,
}

impl Taker {
    async fn changed(&mut self) -> Result<(), QueueError> {
        self.changes.changed().await.map_err(|_| QueueError::Closed(self.queue))
    }

    /// Looks at the line, unless it was deleted (and perhaps declared anew, without this consumer).
    fn look<T>(&mut self, look: impl FnOnce(&mut Line, u64) -> T) -> Result<T, QueueError> {
        // What comes after this look is noticed.
        self.changes.mark_unchanged();
        let mut lines = self.inner.lines();
        let line = lines.get_mut(&self.queue).filter(|line| line.has(self.id));
        line.map(|line| look(line, self.id)).ok_or(QueueError::Closed(self.queue))
    }
}

#[async_trait]
impl Consumer for Taker {
    async fn next(&mut self) -> Result<Delivery, QueueError> {
        let sharing = self.queue.sharing();
        loop {
            if let Some(Taken { message, body, redelivered }) = self.look(|line, id| line.take(id, sharing))? {
                let settle =
                    Box::new(Settler { inner: self.inner.clone(), queue: self.queue, consumer: self.id, message });
                return Ok(Delivery { body: body.to_vec(), redelivered, settle });
            }
            self.changed().await?;
        }
    }

    async fn active(&mut self) -> Result<(), QueueError> {
        let sharing = self.queue.sharing();
        while !self.look(|line, id| line.is_active(id, sharing))? {
            self.changed().await?;
        }
        Ok(())
    }
}

impl Drop for Taker {
    fn drop(&mut self) {
        if let Some(line) = self.inner.lines().get_mut(&self.queue) {
            line.leave(self.id);
        }
    }
}

/// Settles one delivery.
struct Settler {
    inner: Arc<Inner>,
    queue: QueueName,
    consumer: u64,
    message: u64,
}

#[async_trait]
impl Settle for Settler {
    async fn ack(self: Box<Self>) -> Result<(), QueueError> {
        let held = self.inner.lines().get_mut(&self.queue).is_some_and(|l| l.settle(self.consumer, self.message));
        if !held {
            return Err(QueueError::Closed(self.queue));
        }
        self.inner.log.write(Op::Remove(vec![self.message])).await
    }

    async fn nack(self: Box<Self>) -> Result<(), QueueError> {
        if let Some(line) = self.inner.lines().get_mut(&self.queue) {
            line.give_back(self.consumer, self.message);
        }
        Ok(())
    }

    async fn reject(self: Box<Self>, body: Vec<u8>) -> Result<(), QueueError> {
        let held = self.inner.lines().get(&self.queue).is_some_and(|l| l.holds(self.consumer, self.message));
        if !held {
            return Err(QueueError::Closed(self.queue));
        }
        // In this order: a crash in between makes two of it rather than none.
        Embedded { inner: self.inner.clone() }.publish(QueueName::Dead, body).await?;
        self.ack().await
    }
}
