//! A queue that is measured.

use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use prometheus::{HistogramOpts, HistogramVec, Registry, exponential_buckets};

use crate::{Consumer, Delivery, Queue, QueueError, QueueName, Settle};

/// How long operations take. Clones share the counts.
#[derive(Clone, Debug)]
pub struct Metrics {
    /// `pyjury_queue_operation_seconds{operation,queue,outcome}`.
    seconds: HistogramVec,
}

impl Metrics {
    /// New counts, all at zero.
    ///
    /// # Errors
    /// When a name or a label is malformed: a mistake in this file.
    pub fn new() -> Result<Self, prometheus::Error> {
        let opts = HistogramOpts::new("pyjury_queue_operation_seconds", "Time that an operation of the queue took.");
        // From 0.2 ms to 13 s.
        let opts = opts.buckets(exponential_buckets(0.0002, 3.0, 11)?);
        Ok(Self { seconds: HistogramVec::new(opts, &["operation", "queue", "outcome"])? })
    }

    /// Adds them to a registry.
    ///
    /// # Errors
    /// When the registry has them already.
    pub fn register(&self, registry: &Registry) -> Result<(), prometheus::Error> {
        registry.register(Box::new(self.seconds.clone()))
    }

    async fn time<T>(
        &self,
        operation: &'static str,
        queue: QueueName,
        work: impl Future<Output = Result<T, QueueError>> + Send,
    ) -> Result<T, QueueError> {
        let began = Instant::now();
        let result = work.await;
        let outcome = match &result {
            Ok(_) => "ok",
            Err(QueueError::NoQueue(_)) => "no_queue",
            Err(_) => "failed",
        };
        self.seconds.with_label_values(&[operation, queue.kind(), outcome]).observe(began.elapsed().as_secs_f64());
        result
    }
}

/// A queue around another one that measures what it does. Waiting for a message is not an operation.
pub struct Measured {
    inner: Arc<dyn Queue>,
    metrics: Metrics,
}

impl Measured {
    /// Measures a queue.
    pub fn new(inner: Arc<dyn Queue>, metrics: Metrics) -> Self {
        Self { inner, metrics }
    }
}

#[async_trait]
impl Queue for Measured {
    async fn declare(&self, queue: QueueName) -> Result<(), QueueError> {
        self.metrics.time("declare", queue, self.inner.declare(queue)).await
    }

    async fn publish(&self, queue: QueueName, body: Vec<u8>) -> Result<(), QueueError> {
        self.metrics.time("publish", queue, self.inner.publish(queue, body)).await
    }

    async fn consume(&self, queue: QueueName) -> Result<Box<dyn Consumer>, QueueError> {
        let inner = self.metrics.time("consume", queue, self.inner.consume(queue)).await?;
        Ok(Box::new(MeasuredConsumer { inner, queue, metrics: self.metrics.clone() }))
    }

    async fn purge(&self, queue: QueueName) -> Result<usize, QueueError> {
        self.metrics.time("purge", queue, self.inner.purge(queue)).await
    }

    async fn delete(&self, queue: QueueName) -> Result<(), QueueError> {
        self.metrics.time("delete", queue, self.inner.delete(queue)).await
    }
}

struct MeasuredConsumer {
    inner: Box<dyn Consumer>,
    queue: QueueName,
    metrics: Metrics,
}

#[async_trait]
impl Consumer for MeasuredConsumer {
    async fn next(&mut self) -> Result<Delivery, QueueError> {
        let Delivery { body, redelivered, settle } = self.inner.next().await?;
        let settle = Box::new(MeasuredSettle { inner: settle, queue: self.queue, metrics: self.metrics.clone() });
        Ok(Delivery { body, redelivered, settle })
    }

    async fn active(&mut self) -> Result<(), QueueError> {
        self.inner.active().await
    }
}

struct MeasuredSettle {
    inner: Box<dyn Settle>,
    queue: QueueName,
    metrics: Metrics,
}

#[async_trait]
impl Settle for MeasuredSettle {
    async fn ack(self: Box<Self>) -> Result<(), QueueError> {
        let Self { inner, queue, metrics } = *self;
        metrics.time("ack", queue, inner.ack()).await
    }

    async fn nack(self: Box<Self>) -> Result<(), QueueError> {
        let Self { inner, queue, metrics } = *self;
        metrics.time("nack", queue, inner.nack()).await
    }

    async fn reject(self: Box<Self>, body: Vec<u8>) -> Result<(), QueueError> {
        let Self { inner, queue, metrics } = *self;
        metrics.time("reject", queue, inner.reject(body)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Embedded, conformance};

    struct Folder(tempfile::TempDir, Metrics);

    impl conformance::Fixture for Folder {
        type Queue = Measured;

        async fn open(&self) -> Measured {
            Measured::new(Arc::new(Embedded::open(self.0.path()).unwrap()), self.1.clone())
        }
    }

    #[tokio::test]
    async fn it_is_still_a_queue_and_counts() {
        let metrics = Metrics::new().unwrap();
        conformance::suite(|| Folder(tempfile::tempdir().unwrap(), metrics.clone())).await;
        let count = |labels: &[&str]| metrics.seconds.with_label_values(labels).get_sample_count();
        assert!(count(&["publish", "intake", "ok"]) > 0);
        assert!(count(&["ack", "fleet", "ok"]) > 0);
        assert!(count(&["publish", "worker", "no_queue"]) > 0);
    }
}
