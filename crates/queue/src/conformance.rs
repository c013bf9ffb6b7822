//! What every backend must do: call [`suite`] from a test of the backend.

#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use std::collections::BTreeSet;
use std::time::Duration;

use pyjury_core::WorkerId;
use tokio::time::timeout;
use uuid::Uuid;

use crate::{Consumer, Delivery, Queue, QueueError, QueueName};

/// A backend under test that can be stopped and started.
pub trait Fixture {
    /// The backend.
    type Queue: Queue;

    /// Connects to the same queues: those of an earlier call, if that one was dropped.
    fn open(&self) -> impl Future<Output = Self::Queue> + Send;
}

/// Longer than any delivery takes, and short enough to wait for what must not come.
const MOMENT: Duration = Duration::from_millis(200);
const LONG: Duration = Duration::from_secs(30);

/// Runs every test; each on a backend of its own, from `make`.
///
/// # Panics
/// When the backend doesn't do what [`Queue`] promises.
pub async fn suite<F: Fixture>(make: impl Fn() -> F) {
    messages_come_in_order_and_once(&make().open().await).await;
    unknown_queues_are_an_error(&make().open().await).await;
    unsettled_messages_come_again(&make().open().await).await;
    acks_that_come_too_late_are_told(&make().open().await).await;
    many_publish_at_once(&make().open().await).await;
    what_cannot_be_read_is_put_away(&make().open().await).await;
    one_consumer_of_intake_is_active(&make().open().await).await;
    purge_and_delete_remove(&make().open().await).await;
    a_restart_keeps_what_was_not_acked(&make()).await;
}

async fn taken(consumer: &mut Box<dyn Consumer>) -> Delivery {
    timeout(LONG, consumer.next()).await.expect("a message must come").unwrap()
}

async fn text(consumer: &mut Box<dyn Consumer>) -> String {
    let delivery = taken(consumer).await;
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
    let mut consumer = queue.consume(name).await.unwrap();
    queue.publish(name, b"1".to_vec()).await.unwrap();
    let first = taken(&mut consumer).await;
    assert_eq!((first.body.as_slice(), first.redelivered), (b"1".as_slice(), false));
    first.nack().await.unwrap();
    let again = taken(&mut consumer).await;
    assert_eq!((again.body.as_slice(), again.redelivered), (b"1".as_slice(), true));

    // A consumer may take some ahead: they come back too.
    for body in [b"2", b"3"] {
        queue.publish(name, body.to_vec()).await.unwrap();
    }
    let mut other = queue.consume(name).await.unwrap();
    drop(consumer);
    let mut moved = Vec::new();
    while moved.len() < 3 {
        moved.push(taken(&mut other).await);
    }
    moved.sort_by(|a, b| a.body.cmp(&b.body));
    assert_eq!(moved.iter().map(|d| d.body.as_slice()).collect::<Vec<_>>(), [b"1", b"2", b"3"]);
    assert!(moved[0].redelivered);
    for delivery in moved {
        delivery.ack().await.unwrap();
    }
    nothing(&mut other).await;
}

async fn acks_that_come_too_late_are_told(queue: &impl Queue) {
    let name = QueueName::Worker(WorkerId(Uuid::new_v4()));
    queue.declare(name).await.unwrap();
    queue.declare(QueueName::Dead).await.unwrap();
    for body in [b"1", b"2", b"3"] {
        queue.publish(name, body.to_vec()).await.unwrap();
    }
    let mut consumer = queue.consume(name).await.unwrap();
    let (first, second, third) = (taken(&mut consumer).await, taken(&mut consumer).await, taken(&mut consumer).await);
    drop(consumer);
    let mut other = queue.consume(name).await.unwrap();
    let moved = [taken(&mut other).await, taken(&mut other).await, taken(&mut other).await];
    assert!(matches!(first.ack().await, Err(QueueError::Closed(closed)) if closed == name));
    second.nack().await.unwrap();
    assert!(matches!(third.reject().await, Err(QueueError::Closed(closed)) if closed == name));
    for delivery in moved {
        delivery.ack().await.unwrap();
    }
    nothing(&mut other).await;
    let mut dead = queue.consume(QueueName::Dead).await.unwrap();
    nothing(&mut dead).await;
}

async fn many_publish_at_once(queue: &impl Queue) {
    const MANY: u32 = 500;
    let there = QueueName::Worker(WorkerId(Uuid::new_v4()));
    queue.declare(there).await.unwrap();
    let publish = |number: u32| async move {
        // Every fourth goes nowhere, and only that one is told so.
        let nowhere = number.is_multiple_of(4);
        let to = if nowhere { QueueName::Worker(WorkerId(Uuid::new_v4())) } else { there };
        match queue.publish(to, number.to_string().into_bytes()).await {
            Ok(()) => assert!(!nowhere, "{number} went nowhere"),
            Err(QueueError::NoQueue(name)) => assert!(nowhere && name == to, "{number} had a queue"),
            Err(error) => panic!("{number}: {error}"),
        }
    };
    timeout(LONG, futures::future::join_all((0..MANY).map(publish))).await.expect("they are published");
    let mut consumer = queue.consume(there).await.unwrap();
    let mut got = BTreeSet::new();
    while got.len() < (MANY - MANY.div_ceil(4)) as usize {
        assert!(got.insert(text(&mut consumer).await), "none comes twice");
    }
    nothing(&mut consumer).await;
}

async fn what_cannot_be_read_is_put_away(queue: &impl Queue) {
    queue.declare(QueueName::Dead).await.unwrap();
    queue.declare(QueueName::Intake).await.unwrap();
    for body in [b"good", b"evil", b"more"] {
        queue.publish(QueueName::Intake, body.to_vec()).await.unwrap();
    }
    let mut consumer = queue.consume(QueueName::Intake).await.unwrap();
    assert_eq!(text(&mut consumer).await, "good");
    taken(&mut consumer).await.reject().await.unwrap();
    // What is delivered again doesn't get there, nor what is dropped with its queue.
    taken(&mut consumer).await.nack().await.unwrap();
    assert_eq!(text(&mut consumer).await, "more");
    nothing(&mut consumer).await;
    drop(consumer);
    queue.delete(QueueName::Intake).await.unwrap();
    let mut dead = queue.consume(QueueName::Dead).await.unwrap();
    assert_eq!(text(&mut dead).await, "evil");
    nothing(&mut dead).await;
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
    assert_eq!(queue.purge(QueueName::Control(WorkerId(Uuid::new_v4()))).await.unwrap(), 0);
    let mut consumer = queue.consume(name).await.unwrap();
    nothing(&mut consumer).await;
    queue.publish(name, b"2".to_vec()).await.unwrap();
    queue.delete(name).await.unwrap();
    // What was taken ahead may come before the end.
    let ended = loop {
        if let Err(error) = timeout(LONG, consumer.next()).await.expect("it ends") {
            break error;
        }
    };
    assert!(matches!(ended, QueueError::Closed(closed) if closed == name));
    let still = timeout(LONG, consumer.next()).await.expect("it stays so");
    assert!(matches!(still.err(), Some(QueueError::Closed(_))));
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
