//! A cluster of processes over RabbitMQ and Redis: the road, and the death of each role on it.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::time::Duration;

use futures::future::join_all;
use pyjury_proto::v1;
use pyjury_servers::{Broker, RabbitMq, Redis};
use pyjury_tests::site::{Part, Shape, Site};

/// Long enough that a kill finds some of them running.
const SLOW: &str = "import time; time.sleep(0.3); print('done')";

fn shape() -> Shape {
    Shape { lease: Duration::from_secs(3), slots: 2, ..Shape::default() }
}

fn verdict(submission: &v1::Submission) -> v1::Verdict {
    submission.judgement.as_ref().map_or(v1::Verdict::Unspecified, v1::Judgement::verdict)
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_get_their_verdicts_from_every_worker() {
    let mut site = Site::start(&Shape { gateways: 2, schedulers: 2, workers: 2, ..Shape::default() });
    let programs = [
        ("print('hello')", v1::Verdict::Ac),
        ("raise ValueError(3)", v1::Verdict::Rte),
        ("print(", v1::Verdict::Ce),
        ("x = 'x' * (1 << 31)", v1::Verdict::Mle),
        ("while True: print('x' * 10000)", v1::Verdict::Ole),
    ];
    // Several of each, so that each worker judges some.
    let wanted: Vec<_> = programs.iter().cycle().take(20).collect();
    let ids = join_all(wanted.iter().map(|(source, _)| site.submit(source))).await;
    let mut judges = std::collections::BTreeSet::new();
    for (id, (source, expected)) in ids.iter().zip(&wanted) {
        let submission = site.client().ended(id).await;
        assert_eq!(verdict(&submission), *expected, "{source}: {submission:?}");
        judges.insert(submission.judgement.unwrap().provenance.unwrap().worker);
    }
    assert_eq!(judges.into_iter().collect::<Vec<_>>(), ["worker-0", "worker-1"]);
    site.terminate();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_role_may_die_with_submissions_in_flight() {
    let mut site = Site::start(&shape());
    let mut ids = Vec::new();
    for victim in ["gateway", "scheduler", "worker"] {
        ids.extend(join_all((0..8).map(|_| site.submit(SLOW))).await);
        let part = site.parts().find(|part| part.name().starts_with(victim)).unwrap();
        part.kill();
        part.start();
        // What is accepted while it starts again waits like the rest.
        ids.extend(join_all((0..2).map(|_| site.submit(SLOW))).await);
    }
    site.all_accepted(&ids).await;
    eprintln!("{} submissions, {} attempts replaced", ids.len(), site.outcomes().replaced());
    site.wait_until_ready();
    site.terminate();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_ends_in_order_gives_back_what_it_holds() {
    let mut site = Site::start(&Shape { workers: 2, slots: 1, ..Shape::default() });
    let ids = join_all((0..8).map(|_| site.submit(SLOW))).await;
    // A lease of 15 s would show: in order means that nobody waits for its end.
    let ended = site.workers[0].terminate();
    assert_eq!(ended, Some(0), "{}", site.tell());
    site.all_accepted(&ids).await;
    assert!(!site.schedulers[0].read_log().contains("a worker was lost"), "{}", site.tell());
    site.terminate();
}

#[tokio::test(flavor = "multi_thread")]
async fn it_starts_in_any_order() {
    let mut site = Site::prepare(&shape(), Redis::start(), RabbitMq::shared());
    // Workers first: no gateway is there to ask.
    site.workers[0].start();
    site.redis.kill();
    site.schedulers[0].start();
    site.gateways[0].start();
    site.wait_for("each says what it waits for", |site| {
        let waits = |part: &Part| part.read_log().contains("is not there yet");
        (waits(&site.workers[0]) && waits(&site.schedulers[0]) && waits(&site.gateways[0])).then_some(())
    })
    .await;
    assert!(!site.gateways[0].is_ready(), "a gateway without a store isn't ready");
    site.redis.go_on();
    site.wait_until_ready();
    let id = site.submit("print(1)").await;
    site.all_accepted(&[id]).await;
    site.terminate();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_loss_of_redis_and_of_the_broker_heals() {
    let broker = Broker::Own(Box::new(RabbitMq::start()));
    let mut site = Site::start_over(&shape(), Redis::start(), broker);
    let mut ids = join_all((0..6).map(|_| site.submit(SLOW))).await;
    site.redis.kill();
    site.redis.go_on();
    ids.extend(join_all((0..4).map(|_| site.submit(SLOW))).await);
    let Broker::Own(broker) = &mut site.broker else { unreachable!("it is our own") };
    broker.kill();
    // Accepted means durable, with or without a broker.
    ids.extend(join_all((0..4).map(|_| site.submit(SLOW))).await);
    let Broker::Own(broker) = &mut site.broker else { unreachable!("it is our own") };
    broker.go_on();
    site.all_accepted(&ids).await;
    site.terminate();
}
