//! What the tests over a real broker share.
#![allow(dead_code, clippy::unwrap_used, unreachable_pub)]

pub mod proxy;
pub mod roles;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use pyjury_queue::{Consumer, Queue, QueueError, QueueName, RabbitMq, RabbitMqConfig};

/// More than anything takes on a busy machine.
pub const LONG: Duration = Duration::from_secs(60);

/// A place on a broker that nobody else has: queues with a random prefix.
#[derive(Clone)]
pub struct Place {
    pub url: String,
    pub prefix: String,
    declared: Arc<Mutex<BTreeSet<QueueName>>>,
}

impl Place {
    pub fn new(url: impl Into<String>) -> Self {
        let prefix = format!("test-{}", uuid::Uuid::new_v4().simple());
        Self { url: url.into(), prefix, declared: Arc::default() }
    }

    /// The same place by another way.
    pub fn by(&self, url: impl Into<String>) -> Self {
        Self { url: url.into(), ..self.clone() }
    }

    pub fn config(&self) -> RabbitMqConfig {
        RabbitMqConfig {
            prefix: self.prefix.clone(),
            confirm_within: Duration::from_secs(20),
            ..RabbitMqConfig::new(&self.url)
        }
    }

    pub async fn connect(&self) -> Noted {
        self.connect_with(self.config()).await
    }

    pub async fn connect_with(&self, config: RabbitMqConfig) -> Noted {
        Noted { queue: RabbitMq::connect(config).await.unwrap(), place: self.clone() }
    }

    /// Removes all that was declared.
    pub async fn clear(self) {
        let queue = RabbitMq::connect(self.config()).await.unwrap();
        let declared = self.declared.lock().unwrap().clone();
        for name in declared {
            queue.delete(name).await.unwrap();
        }
        let connection = raw(&self.url).await;
        let channel = connection.create_channel().await.unwrap();
        for kind in ["intake", "fleet", "worker", "control", "dead"] {
            let name = format!("{}.to-{kind}", self.prefix);
            channel.exchange_delete(name.into(), Default::default()).await.unwrap();
        }
        connection.close(200, "OK".into()).await.unwrap();
    }
}

/// Runs a command of `rabbitmqctl`.
pub fn ctl(server: &pyjury_servers::RabbitMq, command: &[&str]) -> String {
    tokio::task::block_in_place(|| server.ctl(command))
}

/// A connection without anything of ours.
pub async fn raw(url: &str) -> lapin::Connection {
    lapin::Connection::connect(url, lapin::ConnectionProperties::default()).await.unwrap()
}

/// A queue that notes what is declared, so that it can be removed.
#[derive(Clone)]
pub struct Noted {
    pub queue: RabbitMq,
    place: Place,
}

#[async_trait]
impl Queue for Noted {
    async fn declare(&self, queue: QueueName) -> Result<(), QueueError> {
        self.place.declared.lock().unwrap().insert(queue);
        self.queue.declare(queue).await
    }

    async fn publish(&self, queue: QueueName, body: Vec<u8>) -> Result<(), QueueError> {
        self.queue.publish(queue, body).await
    }

    async fn consume(&self, queue: QueueName) -> Result<Box<dyn Consumer>, QueueError> {
        self.queue.consume(queue).await
    }

    async fn purge(&self, queue: QueueName) -> Result<usize, QueueError> {
        self.queue.purge(queue).await
    }

    async fn delete(&self, queue: QueueName) -> Result<(), QueueError> {
        self.queue.delete(queue).await
    }
}
