//! What goes wrong with a broker: it is one of our own, because others could not use it meanwhile.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod support;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use lapin::options::{QueueDeclareOptions, QueueDeleteOptions};
use lapin::types::{AMQPValue, FieldTable};
use pyjury_core::WorkerId;
use pyjury_queue::{Consumer, Queue, QueueError, QueueName, RabbitMq, RabbitMqConfig};
use pyjury_servers::RabbitMq as Server;
use support::proxy::Proxy;
use support::{LONG, Place, ctl, raw};
use tokio::time::timeout;
use uuid::Uuid;

/// One test: a broker takes long to start, and some of this hinders others.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broker_in_trouble() {
    let server = Server::start();
    wrong_settings_are_named(&server).await;
    what_was_declared_otherwise_is_named(&server).await;
    support::roles::each_works_with_its_permissions_and_no_more(&server).await;
    a_soft_error_is_got_over(&server).await;
    closed_connections_are_made_anew(&server).await;
    another_leads_when_the_leader_is_gone(&server).await;
    a_full_broker_says_so_and_its_consumers_go_on(&server).await;
}

async fn wrong_settings_are_named(server: &Server) {
    ctl(server, &["add_user", "stranger", "secret"]);
    let port = server.port();
    let failure = |url: String| async move { RabbitMq::connect(RabbitMqConfig::new(url)).await.err().unwrap() };

    let nobody = failure(format!("amqp://guest:secret@127.0.0.1:{}/%2f", pyjury_servers::free_port())).await;
    assert!(matches!(nobody, QueueError::Unreachable { .. }), "{nobody}");
    let unknown = failure(format!("amqp://guest:secret@no.such.host.invalid:{port}/%2f")).await;
    assert!(unknown.to_string().contains("no.such.host.invalid"), "{unknown}");
    let password = failure(format!("amqp://guest:secret@127.0.0.1:{port}/%2f")).await;
    assert!(password.to_string().contains("check user and password in --amqp"), "{password}");
    let vhost = failure(format!("amqp://guest:guest@127.0.0.1:{port}/nowhere")).await;
    assert!(vhost.to_string().contains("vhost nowhere") && vhost.to_string().contains("add_vhost"), "{vhost}");
    let stranger = failure(format!("amqp://stranger:secret@127.0.0.1:{port}/%2f")).await;
    assert!(stranger.to_string().contains("user stranger on vhost /"), "{stranger}");
    for error in [nobody, unknown, password, vhost, stranger] {
        assert!(error.to_string().contains("--amqp"), "{error}");
        assert!(!format!("{error} {error:?}").contains("secret"), "{error}");
    }
}

async fn what_was_declared_otherwise_is_named(server: &Server) {
    let place = Place::new(server.url());
    let name = format!("{}.intake", place.prefix);
    let connection = raw(&place.url).await;
    let channel = connection.create_channel().await.unwrap();
    let durable = QueueDeclareOptions { durable: true, ..Default::default() };
    channel.queue_declare(name.as_str().into(), durable, FieldTable::default()).await.unwrap();
    let queue = place.connect().await;
    let error = queue.declare(QueueName::Intake).await.unwrap_err();
    assert!(matches!(&error, QueueError::Conflict { name: named, .. } if *named == name), "{error}");
    assert!(error.to_string().contains("--amqp-prefix"), "{error}");

    // An operator of several brokers made it like this.
    channel.queue_delete(name.as_str().into(), QueueDeleteOptions::default()).await.unwrap();
    let mut arguments = FieldTable::default();
    arguments.insert("x-queue-type".into(), AMQPValue::LongString("quorum".into()));
    arguments.insert("x-delivery-limit".into(), AMQPValue::LongInt(i32::MAX));
    arguments.insert("x-single-active-consumer".into(), AMQPValue::Boolean(true));
    channel.queue_declare(name.as_str().into(), durable, arguments).await.unwrap();
    queue.declare(QueueName::Intake).await.unwrap();
    queue.publish(QueueName::Intake, vec![]).await.unwrap();

    channel.queue_delete(name.as_str().into(), QueueDeleteOptions::default()).await.unwrap();
    let worker = QueueName::Worker(WorkerId(Uuid::new_v4()));
    for name in [QueueName::Intake, QueueName::Fleet, QueueName::Dead, worker] {
        queue.declare(name).await.unwrap();
    }
    let listed = ctl(server, &["list_queues", "--quiet", "name", "type", "durable", "arguments"]);
    let line = |name: String| listed.lines().find(|line| line.starts_with(&name)).unwrap().to_owned();
    let intake = line(name);
    assert!(intake.contains("classic\ttrue") && intake.contains("x-single-active-consumer\",true"), "{intake}");
    let worker = line(format!("{}.{worker}", place.prefix));
    assert!(worker.contains("classic\ttrue") && worker.contains("x-expires\",600000"), "{worker}");
    assert!(!listed.contains("dead-letter"), "the broker itself moves nothing: {listed}");
    place.clear().await;
}

async fn a_soft_error_is_got_over(server: &Server) {
    let place = Place::new(server.url());
    let queue = place.connect().await;
    queue.declare(QueueName::Fleet).await.unwrap();
    queue.publish(QueueName::Fleet, b"1".to_vec()).await.unwrap();
    // A message to an exchange that is gone ends the channel that it was published on.
    let connection = raw(&place.url).await;
    let channel = connection.create_channel().await.unwrap();
    channel.exchange_delete(format!("{}.to-fleet", place.prefix).into(), Default::default()).await.unwrap();
    queue.publish(QueueName::Fleet, b"2".to_vec()).await.unwrap_err();
    let error = queue.publish(QueueName::Fleet, b"3".to_vec()).await.unwrap_err();
    assert!(matches!(error, QueueError::NoQueue(QueueName::Fleet)), "{error}");
    queue.declare(QueueName::Fleet).await.unwrap();
    queue.publish(QueueName::Fleet, b"4".to_vec()).await.unwrap();
    let mut consumer = queue.consume(QueueName::Fleet).await.unwrap();
    for body in [b"1", b"4"] {
        let delivery = timeout(LONG, consumer.next()).await.unwrap().unwrap();
        assert_eq!(delivery.body, body);
        delivery.ack().await.unwrap();
    }
    place.clear().await;
}

async fn closed_connections_are_made_anew(server: &Server) {
    let place = Place::new(server.url());
    let queue = place.connect().await;
    let worker = QueueName::Worker(WorkerId(Uuid::new_v4()));
    queue.declare(worker).await.unwrap();
    queue.declare(QueueName::Intake).await.unwrap();
    let mut consumer = queue.consume(QueueName::Intake).await.unwrap();
    timeout(LONG, consumer.active()).await.unwrap().unwrap();
    {
        let connection = raw(&place.url).await;
        let channel = connection.create_channel().await.unwrap();
        let name = format!("{}.{worker}", place.prefix);
        channel.queue_delete(name.into(), QueueDeleteOptions::default()).await.unwrap();
    }
    assert!(matches!(queue.publish(worker, vec![]).await, Err(QueueError::NoQueue(_))));
    ctl(server, &["close_all_connections", "a test"]);
    let ended = timeout(LONG, consumer.next()).await.unwrap().err().unwrap();
    assert!(matches!(ended, QueueError::Closed(QueueName::Intake)), "{ended}");
    assert!(matches!(timeout(LONG, consumer.active()).await.unwrap(), Err(QueueError::Closed(_))));
    // Nobody declares the worker's queue again but the connection.
    eventually(|| queue.publish(worker, vec![])).await;
    let mut consumer = eventually(|| queue.consume(QueueName::Intake)).await;
    timeout(LONG, consumer.active()).await.unwrap().unwrap();
    eventually(|| async { queue.queue.ready() }).await;
    drop(consumer);
    place.clear().await;
}

/// The leader's end is noticed; a link that just falls silent is, after two to three heartbeats.
async fn another_leads_when_the_leader_is_gone(server: &Server) {
    let place = Place::new(server.url());
    let link = Proxy::to(server.port()).await;
    let heartbeat = Duration::from_secs(1);
    let far = place.by(link.url());
    let leader = far.connect_with(RabbitMqConfig { heartbeat, ..far.config() }).await;
    let other = place.connect_with(RabbitMqConfig { heartbeat, ..place.config() }).await;
    leader.declare(QueueName::Intake).await.unwrap();
    for silent in [false, true] {
        let mut leading = eventually(|| leader.consume(QueueName::Intake)).await;
        timeout(LONG, leading.active()).await.unwrap().unwrap();
        let mut waiting = other.consume(QueueName::Intake).await.unwrap();
        assert!(timeout(Duration::from_millis(1_200), waiting.active()).await.is_err(), "one is active");
        // What the leader holds goes to the next one, and so does what comes.
        other.publish(QueueName::Intake, b"1".to_vec()).await.unwrap();
        let held = timeout(LONG, leading.next()).await.unwrap().unwrap();
        assert_eq!(held.body, b"1", "probes of others are swallowed");
        if silent {
            link.freeze();
        } else {
            link.cut();
        }
        let gone = Instant::now();
        timeout(LONG, waiting.active()).await.unwrap().unwrap();
        println!("silent: {silent}, heartbeat {heartbeat:?}: another is active after {:?}", gone.elapsed());
        let taken = timeout(LONG, waiting.next()).await.unwrap().unwrap();
        assert_eq!((taken.body.as_slice(), taken.redelivered), (b"1".as_slice(), true));
        taken.ack().await.unwrap();
        let ended = timeout(LONG, leading.next()).await.unwrap().err().unwrap();
        assert!(matches!(ended, QueueError::Closed(_)), "{ended}");
        assert!(matches!(held.ack().await, Err(QueueError::Closed(_))), "it has no claim any more");
        link.mend();
        drop(waiting);
    }
    drop((leader, other));
    place.clear().await;
}

async fn a_full_broker_says_so_and_its_consumers_go_on(server: &Server) {
    let place = Place::new(server.url());
    let queue = place.connect().await;
    let worker = QueueName::Worker(WorkerId(Uuid::new_v4()));
    queue.declare(worker).await.unwrap();
    for body in [b"1", b"2", b"3"] {
        queue.publish(worker, body.to_vec()).await.unwrap();
    }
    ctl(server, &["set_vm_memory_high_watermark", "absolute", "1"]);
    let blocked = eventually(|| async {
        match queue.publish(worker, b"late".to_vec()).await {
            Err(error @ QueueError::Blocked { .. }) => Ok(error),
            other => Err(other),
        }
    })
    .await;
    assert!(blocked.to_string().contains("memory"), "{blocked}");
    assert!(matches!(queue.queue.ready(), Err(QueueError::Blocked { .. })));
    let mut consumer = queue.consume(worker).await.unwrap();
    for _ in 0..3 {
        timeout(LONG, consumer.next()).await.unwrap().unwrap().ack().await.unwrap();
    }
    ctl(server, &["set_vm_memory_high_watermark", "0.6"]);
    eventually(|| queue.publish(worker, b"done".to_vec())).await;
    // What the broker did not take may have come in the meantime, but nothing of what was acked.
    loop {
        let delivery = timeout(LONG, consumer.next()).await.unwrap().unwrap();
        let body = delivery.body.clone();
        delivery.ack().await.unwrap();
        match body.as_slice() {
            b"late" => {}
            b"done" => break,
            other => panic!("{other:?} was acked"),
        }
    }
    drop(consumer);
    place.clear().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_confirmed_survives_a_kill() {
    let mut server = Server::start();
    const SOME: usize = 300;
    let place = Place::new(server.url());
    let queue = place.connect().await;
    let kept = QueueName::Worker(WorkerId(Uuid::new_v4()));
    for name in [QueueName::Intake, kept] {
        queue.declare(name).await.unwrap();
    }
    queue.publish(kept, b"kept".to_vec()).await.unwrap();

    let confirmed = Arc::new(Mutex::new(BTreeSet::new()));
    let refused = Arc::new(Mutex::new(BTreeSet::new()));
    let (next, done) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicBool::new(false)));
    let publishers: Vec<_> = (0..8)
        .map(|_| {
            let (queue, next, done) = (queue.clone(), next.clone(), done.clone());
            let (confirmed, refused) = (confirmed.clone(), refused.clone());
            tokio::spawn(async move {
                while !done.load(Ordering::Relaxed) {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    match queue.publish(QueueName::Intake, number.to_string().into_bytes()).await {
                        Ok(()) => {
                            confirmed.lock().unwrap().insert(number);
                        }
                        Err(error) => {
                            refused.lock().unwrap().insert(error.to_string());
                            tokio::time::sleep(Duration::from_millis(20)).await;
                        }
                    }
                }
            })
        })
        .collect();
    let got = Arc::new(Mutex::new(BTreeSet::new()));
    let consuming = tokio::spawn(consume_for_ever(queue.clone(), got.clone()));

    let count = || confirmed.lock().unwrap().len();
    reach(&count, SOME).await;
    tokio::task::block_in_place(|| server.kill());
    let before = count();
    tokio::task::block_in_place(|| server.go_on());
    tokio::select! {
        () = reach(&count, before + SOME) => {}
        () = tokio::time::sleep(LONG - Duration::from_secs(5)) => panic!("refused: {:?}", refused.lock().unwrap()),
    }
    done.store(true, Ordering::Relaxed);
    for publisher in publishers {
        publisher.await.unwrap();
    }
    let missing = || confirmed.lock().unwrap().difference(&got.lock().unwrap()).count();
    let all_came = async {
        while missing() > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(LONG, all_came).await.unwrap_or_else(|_| panic!("{} confirmed messages never came", missing()));
    consuming.abort();
    let port = server.port().to_string();
    let refused = refused.lock().unwrap().clone();
    assert!(refused.iter().any(|error| error.contains(&port)), "it says where: {refused:?}");

    let mut consumer = eventually(|| queue.consume(kept)).await;
    assert_eq!(timeout(LONG, consumer.next()).await.unwrap().unwrap().body, b"kept");
    drop(consumer);
    place.clear().await;
}

async fn consume_for_ever(queue: impl Queue, got: Arc<Mutex<BTreeSet<u32>>>) {
    loop {
        let mut consumer: Box<dyn Consumer> = eventually(|| queue.consume(QueueName::Intake)).await;
        while let Ok(delivery) = consumer.next().await {
            got.lock().unwrap().insert(String::from_utf8(delivery.body.clone()).unwrap().parse().unwrap());
            // Too late for one that the broker took back: it comes again.
            let _ = delivery.ack().await;
        }
    }
}

async fn reach(count: &impl Fn() -> usize, goal: usize) {
    let reached = async {
        while count() < goal {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(LONG, reached).await.unwrap_or_else(|_| panic!("{} of {goal}", count()));
}

/// Tries until it succeeds.
async fn eventually<T, E: std::fmt::Debug, F: Future<Output = Result<T, E>>>(attempt: impl Fn() -> F) -> T {
    let began = Instant::now();
    loop {
        match attempt().await {
            Ok(done) => return done,
            Err(error) => assert!(began.elapsed() < LONG, "{error:?}"),
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
