//! What every backend must do: call [`suite`] from a test of the backend.

#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use std::time::Duration;

use pyjury_core::WorkerId;
use tokio::time::timeout;
use uuid::Uuid;

use crate::{Consumer, Queue, QueueError, QueueName};

/// A backend under test that can be stopped and started.
pub trait Fixture {
    /// The backend.
    type Queue: Queue;

    /// Connects to the same queues: those of an earlier call, if that one was dropped.
    fn open(&self) -> impl Future<Output = Self::Queue> + Send;
}

/// Longer than any delivery takes, and short enough to wait for what must not come.
const MOMENT: Duration = Duration::from_millis(200);
const LONG: Duration = Duration::from_secs(10);

/// Runs every test; each on a backend of its own, from `make`.
///
/// # Panics
/// When the backend doesn't do what [`Queue`] promises.
pub async fn suite<F: Fixture>(make: impl Fn() -> F) {
    messages_come_in_order_and_once(&make().open().await).await;
    unknown_queues_are_an_error(&make().open().await).await;
    unsettled_messages_come_again(&make().open().await).await;
    one_consumer_of_intake_is_active(&make().open().await).await;
    purge_and_delete_remove(&make().open().await).await;
    a_restart_keeps_what_was_not_acked(&make()).await;
}

async fn text(consumer: &mut Box<dyn Consumer>) -> String {
    let delivery = timeout(LONG, consumer.next()).await.expect("a message must come").unwrap();
    let body = String::from_utf8(delivery.body.clone()).unwrap();
    delivery.ack().await.unwrap();
    body
}

async fn nothing(consumer: &mut Box<dyn Consumer>) {
    let delivery = timeout(MOMENT, consumer.next()).await;
    assert!(delivery.is_err(), "expected nothing, got {:?}", delivery.unwrap().map(|d| d.body));
}

async fn messages_come_in_order_and_once(queue: &impl Queue) {
    queue.declare(QueueName::Fleet).await.unwrap();
    queue.declare(QueueName::Fleet).await.unwrap();
    queue.publish(QueueName::Fleet, b"1".to_vec()).await.unwrap();
    queue.publish(QueueName::Fleet, b"2".to_vec()).await.unwrap();
    let mut consumer = queue.consume(QueueName::Fleet).await.unwrap();
    assert_eq!(text(&mut consumer).await, "1");
    assert_eq!(text(&mut consumer).await, "2");
    nothing(&mut consumer).await;
    let (got, sent) = tokio::join!(text(&mut consumer), queue.publish(QueueName::Fleet, b"3".to_vec()));
    sent.unwrap();
    assert_eq!(got, "3", "a waiting consumer wakes up");
}

async fn unknown_queues_are_an_error(queue: &impl Queue) {
    let unknown = QueueName::Worker(WorkerId(Uuid::new_v4()));
    assert!(matches!(queue.publish(unknown, vec![]).await, Err(QueueError::NoQueue(name)) if name == unknown));
    assert!(matches!(queue.consume(unknown).await.err(), Some(QueueError::NoQueue(name)) if name == unknown));
    queue.delete(unknown).await.unwrap();
}

async fn unsettled_messages_come_again(queue: &impl Queue) {
    let name = QueueName::Worker(WorkerId(Uuid::new_v4()));
    queue.declare(name).await.unwrap();
    queue.publish(name, b"1".to_vec()).await.unwrap();
    queue.publish(name, b"2".to_vec()).await.unwrap();
    let mut consumer = queue.consume(name).await.unwrap();
    let first = consumer.next().await.unwrap();
    assert_eq!((first.body.as_slice(), first.redelivered), (b"1".as_slice(), false));
    first.nack().await.unwrap();
    let again = consumer.next().await.unwrap();
    assert_eq!((again.body.as_slice(), again.redelivered), (b"1".as_slice(), true));

    let mut other = queue.consume(name).await.unwrap();
    assert_eq!(text(&mut other).await, "2");
    nothing(&mut other).await;
    drop(consumer);
    let moved = timeout(LONG, other.next()).await.expect("it must come again").unwrap();
    assert_eq!((moved.body.as_slice(), moved.redelivered), (b"1".as_slice(), true));
    again.ack().await.unwrap();
    moved.ack().await.unwrap();
    nothing(&mut other).await;
}

async fn one_consumer_of_intake_is_active(queue: &impl Queue) {
    queue.declare(QueueName::Intake).await.unwrap();
    let mut first = queue.consume(QueueName::Intake).await.unwrap();
    let mut second = queue.consume(QueueName::Intake).await.unwrap();
    timeout(LONG, first.active()).await.expect("the first is active").unwrap();
    assert!(timeout(MOMENT, second.active()).await.is_err(), "the second is not");
    queue.publish(QueueName::Intake, b"1".to_vec()).await.unwrap();
    nothing(&mut second).await;
    assert_eq!(text(&mut first).await, "1");
    queue.publish(QueueName::Intake, b"2".to_vec()).await.unwrap();
    drop(first);
    timeout(LONG, second.active()).await.expect("the second takes over").unwrap();
    assert_eq!(text(&mut second).await, "2");
}

async fn purge_and_delete_remove(queue: &impl Queue) {
    let name = QueueName::Control(WorkerId(Uuid::new_v4()));
    queue.declare(name).await.unwrap();
    queue.publish(name, b"1".to_vec()).await.unwrap();
    assert_eq!(queue.purge(name).await.unwrap(), 1);
    let mut consumer = queue.consume(name).await.unwrap();
    nothing(&mut consumer).await;
    queue.publish(name, b"2".to_vec()).await.unwrap();
    queue.delete(name).await.unwrap();
    assert!(matches!(timeout(LONG, consumer.next()).await.expect("it ends").err(), Some(QueueError::Closed(_))));
    assert!(matches!(queue.publish(name, vec![]).await, Err(QueueError::NoQueue(_))));
    queue.declare(name).await.unwrap();
    let mut consumer = queue.consume(name).await.unwrap();
    nothing(&mut consumer).await;
}

async fn a_restart_keeps_what_was_not_acked(fixture: &impl Fixture) {
    let queue = fixture.open().await;
    queue.declare(QueueName::Intake).await.unwrap();
    for body in [b"1", b"2", b"3"] {
        queue.publish(QueueName::Intake, body.to_vec()).await.unwrap();
    }
    let mut consumer = queue.consume(QueueName::Intake).await.unwrap();
    assert_eq!(text(&mut consumer).await, "1");
    let taken = consumer.next().await.unwrap();
    drop((taken, consumer, queue));

    let queue = fixture.open().await;
    let mut consumer = queue.consume(QueueName::Intake).await.unwrap();
    assert_eq!(text(&mut consumer).await, "2");
    assert_eq!(text(&mut consumer).await, "3");
    nothing(&mut consumer).await;
    queue.publish(QueueName::Intake, b"4".to_vec()).await.unwrap();
    assert_eq!(text(&mut consumer).await, "4");
}
