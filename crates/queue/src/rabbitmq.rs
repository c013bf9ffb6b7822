//! The backend for a cluster: RabbitMQ.
//!
//! A process has two connections: one that publishes, and one for everything else. A broker that is
//! short of memory stops reading from connections that publish; on one connection the acks, which would
//! free memory, would be stopped too.
//!
//! - `link`: a connection that is made anew when it is lost.
//! - `topology`: what is declared, and how.
//! - `publisher`: confirms, returns and deadlines.
//! - `taker`: a consumer, and how it learns that it is the active one.
//! - `refusal`: what the broker says no with, as errors that tell what to do.

mod config;
mod link;
mod publisher;
mod refusal;
mod taker;
mod topology;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use lapin::options::{QueueDeleteOptions, QueuePurgeOptions};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::{Consumer, Queue, QueueError, QueueName};
pub use config::{ClientCertificate, RabbitMqConfig};
use link::{Dial, Link};
use publisher::{Publisher, Sort};
use refusal::{Step, is_not_found, of_step};
use taker::Taker;
use topology::{Broker, Declared, Names};

/// Queues on a RabbitMQ broker. Cheap to clone; the connections end with the last clone.
#[derive(Clone)]
pub struct RabbitMq {
    inner: Arc<Inner>,
}

struct Inner {
    names: Names,
    patience: Duration,
    declared: Declared,
    /// Publishes.
    outward: Link,
    /// Declares, consumes, acks.
    inward: Link,
    publisher: Publisher,
    _end: DropGuard,
}

impl RabbitMq {
    /// Connects. Later trouble is met by connecting again; trouble now is an error, because a wrong
    /// setting doesn't mend itself.
    ///
    /// # Errors
    /// [`QueueError::Setting`], [`QueueError::Unreachable`], [`QueueError::Login`].
    pub async fn connect(config: RabbitMqConfig) -> Result<Self, QueueError> {
        let (names, declared) = (Names::new(&config.prefix), Declared::default());
        let patience = config.confirm_within;
        let end = CancellationToken::new();
        let guard = end.clone().drop_guard();
        let inward = Dial::new(&config, &names, "consumes")?;
        let outward = Dial::new(&config, &names, "publishes")?;
        let inward = Link::open(inward, declared.clone(), end.clone()).await?;
        let outward = Link::open(outward, Declared::default(), end.clone()).await?;
        let publisher = Publisher::start(&outward, names.clone(), patience, end);
        let inner = Inner { names, patience, declared, outward, inward, publisher, _end: guard };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Whether the broker is there and takes messages, for a readiness check.
    ///
    /// # Errors
    /// Why not: [`QueueError::Unreachable`], [`QueueError::Login`], [`QueueError::Blocked`].
    pub fn ready(&self) -> Result<(), QueueError> {
        self.inner.inward.connection()?;
        self.inner.outward.connection().map(drop)
    }
}

#[async_trait]
impl Queue for RabbitMq {
    async fn declare(&self, queue: QueueName) -> Result<(), QueueError> {
        let connection = self.inner.inward.connection()?;
        self.inner.broker(&connection).declare(queue).await?;
        self.inner.declared.insert(queue);
        Ok(())
    }

    async fn publish(&self, queue: QueueName, body: Vec<u8>) -> Result<(), QueueError> {
        self.inner.publisher.publish(queue, body, Sort::Plain).await
    }

    async fn consume(&self, queue: QueueName) -> Result<Box<dyn Consumer>, QueueError> {
        let connection = self.inner.inward.connection()?;
        let taker = Taker::open(self.inner.broker(&connection), queue, self.inner.publisher.clone()).await?;
        Ok(Box::new(taker))
    }

    async fn purge(&self, queue: QueueName) -> Result<usize, QueueError> {
        let connection = self.inner.inward.connection()?;
        let channel = self.inner.broker(&connection).channel().await?;
        let name = self.inner.names.queue(queue);
        let purged = channel.queue_purge(name.as_str().into(), QueuePurgeOptions::default());
        match within(self.inner.patience, "purge", purged).await? {
            Ok(count) => Ok(count as usize),
            Err(error) if is_not_found(&error) => Ok(0),
            Err(error) => Err(of_step(&error, Step::Purge, &name)),
        }
    }

    async fn delete(&self, queue: QueueName) -> Result<(), QueueError> {
        self.inner.declared.remove(queue);
        let connection = self.inner.inward.connection()?;
        let channel = self.inner.broker(&connection).channel().await?;
        let name = self.inner.names.queue(queue);
        let deleted = channel.queue_delete(name.as_str().into(), QueueDeleteOptions::default());
        match within(self.inner.patience, "delete", deleted).await? {
            Ok(_) => Ok(()),
            Err(error) if is_not_found(&error) => Ok(()),
            Err(error) => Err(of_step(&error, Step::Delete, &name)),
        }
    }
}

impl Inner {
    fn broker<'a>(&'a self, connection: &'a lapin::Connection) -> Broker<'a> {
        Broker { connection, names: &self.names, patience: self.patience }
    }
}

/// Waits for the broker, but not for ever.
async fn within<T>(patience: Duration, step: &'static str, asked: impl Future<Output = T>) -> Result<T, QueueError> {
    let slow = |_| QueueError::Backend { step, why: format!("no answer from the broker within {patience:?}") };
    tokio::time::timeout(patience, asked).await.map_err(slow)
}
