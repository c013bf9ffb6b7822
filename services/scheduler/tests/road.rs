//! The scheduler on the embedded backends, with workers that are played by the test and a clock that
//! the test owns: whatever dies, everything ends in exactly one outcome.
#![allow(clippy::unwrap_used, unreachable_pub)]

mod world;

use std::sync::Arc;
use std::time::Duration;

use prometheus::Registry;
use pyjury_core::judging::{GiveBack, GivenBack, JudgingRef, Phase, State};
use pyjury_core::worker::{Standing, WorkerMode};
use pyjury_core::{Principal, Timing, WorkerId};
use pyjury_queue::messages::Presence;
use pyjury_queue::{Job, Message as _, Queue as _, QueueName};
use pyjury_scheduler::{Config, Metrics};
use pyjury_store::LedgerError;
use pyjury_store::ledger::{Contents, Holder, Retention, WorkerFacts, WorkerOwner};
use pyjury_telemetry::CancellationToken;
use tokio::time::{sleep, timeout};
use world::gate::Gate;
use world::{Fault, World, judgement};

const SECOND: Duration = Duration::from_secs(1);

/// What the scheduler says of itself.
struct Told {
    metrics: Metrics,
    registry: Registry,
}

impl Told {
    fn new() -> Self {
        let (metrics, registry) = (Metrics::new().unwrap(), Registry::new());
        metrics.register(&registry).unwrap();
        Self { metrics, registry }
    }

    fn value(&self, name: &str) -> f64 {
        let families = self.registry.gather();
        let family = families.iter().find(|family| family.name() == name).unwrap();
        let metric = &family.get_metric()[0];
        metric.get_counter().get_value() + metric.get_gauge().get_value()
    }

    async fn until(&self, name: &str, value: f64) {
        for _ in 0..6_000 {
            if self.value(name) == value {
                return;
            }
            sleep(Duration::from_millis(10)).await;
        }
        panic!("{name} is {}, and not {value}", self.value(name));
    }
}

#[tokio::test(start_paused = true)]
async fn everything_is_judged_once() {
    let world = World::new();
    let _scheduler = world.scheduler();
    let _workers = [world.worker("a", 2), world.worker("b", 3)];
    let mut judgings = Vec::new();
    for n in 0..60 {
        judgings.push(world.submit(&format!("u{}", n % 3), None).await);
    }
    for judging in judgings {
        let ended = world.ended(judging).await;
        assert_eq!((ended.state.phase(), ended.attempts, ended.deaths), (Phase::Judged, 1, 0));
    }
}

#[tokio::test(start_paused = true)]
async fn what_has_ended_goes_after_its_time() {
    let world = World::new();
    let hour = Duration::from_secs(3600);
    let retention = Retention { interactive: hour * 3, ..Retention::default() };
    // Hours pass here: everything that happens every few seconds would happen thousands of times.
    let rare = Config { tick: hour / 10, timing: Timing::of(hour), forget_after: hour * 2, ..Config::default() };
    let _scheduler = world.scheduler_with(Config { retention, ..rare });
    let worker = world.worker("a", 1);
    let judging = world.submit("u", None).await;
    world.ended(judging).await;
    drop(worker);
    let waiting = world.submit("u", None).await;
    let read =
        async |judging: JudgingRef| world.ledger.submission(judging.submission, Contents::Outline).await.unwrap();
    sleep(hour * 2).await;
    assert!(read(judging).await.is_some());
    let gone = async {
        while read(judging).await.is_some() {
            sleep(hour / 10).await;
        }
    };
    timeout(hour * 24 * 30, gone).await.unwrap();
    assert!(read(waiting).await.is_some(), "what hasn't ended is never old enough");
}

#[tokio::test(start_paused = true)]
async fn a_lost_announcement_is_found() {
    let world = World::new();
    let _scheduler = world.scheduler();
    let _worker = world.worker("a", 1);
    let judging = world.create("u", None).await;
    assert_eq!(world.ended(judging).await.state.phase(), Phase::Judged);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_read_is_put_away_and_the_rest_goes_on() {
    let world = World::new();
    let _scheduler = world.scheduler();
    let _worker = world.worker("a", 1);
    for name in [QueueName::Dead, QueueName::Intake, QueueName::Fleet] {
        world.queue.declare(name).await.unwrap();
    }
    for name in [QueueName::Intake, QueueName::Fleet] {
        world.queue.publish(name, name.to_string().into_bytes()).await.unwrap();
    }
    let judging = world.submit("u", None).await;
    assert_eq!(world.ended(judging).await.attempts, 1);
    let mut dead = world.queue.consume(QueueName::Dead).await.unwrap();
    let mut bodies = [dead.next().await.unwrap().body, dead.next().await.unwrap().body];
    bodies.sort();
    assert_eq!(bodies, [b"fleet".to_vec(), b"intake".to_vec()]);
}

#[tokio::test(start_paused = true)]
async fn a_scheduler_that_dies_between_placing_and_publishing() {
    let world = World::new();
    world.queue.fail(Fault::HangOnJobs);
    let first = world.scheduler();
    let _worker = world.worker("a", 1);
    let judging = world.submit("u", None).await;
    world.until(judging, Phase::Placed).await;
    first.abort();
    world.queue.fail(Fault::None);
    let _second = world.scheduler();
    let ended = world.ended(judging).await;
    assert_eq!((ended.state.phase(), ended.attempts, ended.deaths), (Phase::Judged, 2, 0));
}

#[tokio::test(start_paused = true)]
async fn a_restart_finds_a_half_placed_judging_and_the_old_leader_can_write_no_more() {
    let world = World::new();
    let old = world.ledger.raise_epoch().await.unwrap();
    let judging = world.create("u", None).await;
    let other = world.create("u", None).await;
    let gone = world.place(old, judging).await.unwrap();
    let _scheduler = world.scheduler();
    let _worker = world.worker("a", 1);
    assert_eq!(world.ended(judging).await.attempts, 2);
    assert!(matches!(world.place(old, other).await, Err(LedgerError::Deposed { .. } | LedgerError::Refused(_))));
    assert!(matches!(world.ledger.unplace(old, gone).await, Err(LedgerError::Refused(_))));
    assert_eq!(world.ended(other).await.state.phase(), Phase::Judged);
}

#[tokio::test(start_paused = true)]
async fn what_workers_said_before_a_restart_is_not_believed() {
    let world = World::new();
    world.ghost("a").await;
    let judging = world.submit("u", None).await;
    let _scheduler = world.scheduler();
    sleep(Duration::from_secs(5)).await;
    let _worker = world.worker("b", 1);
    assert_eq!(world.ended(judging).await.attempts, 1);
}

#[tokio::test(start_paused = true)]
async fn a_worker_that_is_silent_after_placing_costs_nothing_but_time() {
    let world = World::new();
    let _scheduler = world.scheduler();
    let silent = world.deaf_worker("a").await;
    let judging = world.submit("u", None).await;
    world.until(judging, Phase::Placed).await;
    drop(silent);
    let _worker = world.worker("b", 1);
    let ended = world.ended(judging).await;
    assert_eq!((ended.state.phase(), ended.deaths), (Phase::Judged, 0));
    // Until its silence is noticed, the silent worker may be tried once more.
    assert!(matches!(ended.attempts, 2 | 3), "{}", ended.attempts);
}

#[tokio::test(start_paused = true)]
async fn the_third_worker_that_dies_of_it_ends_it() {
    let world = World::new();
    let _scheduler = world.scheduler();
    let judging = world.submit("u", None).await;
    for name in ["a", "b", "c"] {
        let worker = world.worker_that_dies(name);
        worker.await.unwrap();
    }
    let ended = world.ended(judging).await;
    assert_eq!((ended.state.phase(), ended.attempts, ended.deaths), (Phase::Abandoned, 3, 3));
}

#[tokio::test(start_paused = true)]
async fn a_worker_that_keeps_its_lease_may_take_its_time() {
    let world = World::new();
    let scheduler = world.scheduler();
    let _worker = world.slow_worker("a", Duration::from_secs(300));
    let judging = world.submit("u", None).await;
    world.until(judging, Phase::Running).await;
    sleep(Duration::from_secs(100)).await;
    // A new leader doesn't take it for dead either.
    scheduler.abort();
    let _scheduler = world.scheduler();
    let ended = world.ended(judging).await;
    assert_eq!((ended.state.phase(), ended.attempts, ended.deaths), (Phase::Judged, 1, 0));
}

#[tokio::test(start_paused = true)]
async fn cancel_and_start_at_the_same_time() {
    let world = World::new();
    let epoch = world.ledger.raise_epoch().await.unwrap();
    let (mut started, mut refused) = (0, 0);
    for n in 0..40 {
        let judging = world.create("u", None).await;
        let attempt = world.place(epoch, judging).await.unwrap();
        let by = world.nobody(attempt);
        let start = world.ledger.start(by, world.now_ms(), Duration::from_secs(9));
        let cancel = world.ledger.cancel(judging.submission);
        let (start, cancel) = if n % 2 == 0 {
            tokio::join!(start, cancel)
        } else {
            let (cancel, start) = tokio::join!(cancel, start);
            (start, cancel)
        };
        // Whoever held it is told.
        assert_eq!(cancel.unwrap().revoked, Some(by));
        assert_eq!(world.judging(judging).await.state, State::Cancelled);
        match start {
            Ok(_) => started += 1,
            Err(LedgerError::Refused(_)) => refused += 1,
            Err(error) => panic!("{error}"),
        }
        let finished = world.ledger.finish(by, judgement()).await;
        assert!(matches!(finished, Err(LedgerError::Refused(_))), "terminal states absorb");
    }
    assert_eq!(started + refused, 40);
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_judging_is_not_placed() {
    let world = World::new();
    let _scheduler = world.scheduler();
    let judging = world.submit("u", None).await;
    sleep(Duration::from_secs(5)).await;
    world.ledger.cancel(judging.submission).await.unwrap();
    let _worker = world.worker("a", 1);
    sleep(Duration::from_secs(60)).await;
    let judging = world.judging(judging).await;
    assert_eq!((judging.state, judging.attempts), (State::Cancelled, 0));
}

#[tokio::test(start_paused = true)]
async fn a_deadline_that_passes_in_the_queue() {
    let world = World::new();
    let _scheduler = world.scheduler();
    let soon = world.now_ms() + 20_000;
    let judging = world.submit("u", Some(soon)).await;
    sleep(Duration::from_secs(15)).await;
    assert_eq!(world.judging(judging).await.state, State::Queued);
    let ended = world.ended(judging).await;
    assert_eq!((ended.state, ended.attempts), (State::Expired, 0));
    assert!(world.now_ms() < soon + 2_000);
}

#[tokio::test]
async fn a_leader_that_stops_hands_over() {
    let world = World::new();
    let (first, second, stop) = (Told::new(), Told::new(), CancellationToken::new());
    let _first = world.scheduler_until(stop.clone(), &first.metrics);
    first.until("pyjury_scheduler_leading", 1.0).await;
    let _second = world.scheduler_until(CancellationToken::new(), &second.metrics);
    let _worker = world.worker("a", 1);
    let judging = world.submit("u", None).await;
    world.ended(judging).await;
    assert_eq!(second.value("pyjury_scheduler_takeovers_total"), 0.0, "the first leads");
    stop.cancel();
    second.until("pyjury_scheduler_takeovers_total", 1.0).await;
    assert_eq!(first.value("pyjury_scheduler_leading"), 0.0);
    let judging = world.submit("u", None).await;
    assert_eq!(world.ended(judging).await.state.phase(), Phase::Judged);
}

#[tokio::test]
async fn a_leader_that_loses_its_queue_stops_acting() {
    for lost in [QueueName::Intake, QueueName::Fleet] {
        let world = World::new();
        let told = Told::new();
        let _scheduler = world.scheduler_until(CancellationToken::new(), &told.metrics);
        told.until("pyjury_scheduler_takeovers_total", 1.0).await;
        world.queue.delete(lost).await.unwrap();
        told.until("pyjury_scheduler_takeovers_total", 2.0).await;
        assert_eq!(told.value("pyjury_scheduler_epoch"), 2.0, "it begins anew, and not where it stood");
    }
}

#[tokio::test(start_paused = true)]
async fn a_paused_leader_that_wakes_up_writes_nothing() {
    let world = World::new();
    let told = Told::new();
    let paused = world.scheduler_until(CancellationToken::new(), &told.metrics);
    let _idle = world.worker("old", 1);
    told.until("pyjury_scheduler_leading", 1.0).await;
    // It is stopped in the middle of its next writes, and another one takes over.
    world.gate.send_replace(Gate::hold_epoch(1));
    let judging = world.submit("u", None).await;
    sleep(5 * SECOND).await;
    assert_eq!(world.judging(judging).await.state, State::Queued);
    let beyond = world.beyond();
    let _leader = beyond.scheduler();
    let _worker = beyond.worker("new", 1);
    let ended = world.ended(judging).await;
    assert_eq!((ended.state.phase(), ended.attempts, ended.deaths), (Phase::Judged, 1, 0));
    assert_eq!(told.value("pyjury_scheduler_leading"), 1.0, "it believes that it leads");
    world.gate.send_replace(Gate::Open);
    told.until("pyjury_scheduler_leading", 0.0).await;
    drop(paused);
    assert_eq!(world.judging(judging).await, ended, "what it did changed nothing");
}

#[tokio::test(start_paused = true)]
async fn while_the_store_can_only_be_read_nobody_dies() {
    let world = World::new();
    let _scheduler = world.scheduler();
    let _worker = world.slow_worker("a", 300 * SECOND);
    let judging = world.submit("u", None).await;
    world.until(judging, Phase::Running).await;
    sleep(20 * SECOND).await;
    world.gate.send_replace(Gate::ReadOnly);
    sleep(100 * SECOND).await;
    world.gate.send_replace(Gate::Open);
    let ended = world.ended(judging).await;
    assert_eq!((ended.state.phase(), ended.attempts, ended.deaths), (Phase::Judged, 1, 0));
}

#[tokio::test(start_paused = true)]
async fn jobs_for_a_worker_are_published_in_order_of_arrival() {
    let world = World::new();
    let _scheduler = world.scheduler();
    let first = world.create("u", None).await;
    let slow = first.submission.0.simple().to_string();
    // Writing the first placement takes longer than writing the second.
    let holds = move |commit: &pyjury_store::Commit| commit.puts.iter().any(|put| put.key.name.starts_with(&slow));
    world.gate.send_replace(Gate::Hold(Arc::new(holds)));
    let second = world.submit("u", None).await;
    let mut jobs = world.deaf_worker("a").await;
    world.until(second, Phase::Placed).await;
    assert!(timeout(3 * SECOND, jobs.next()).await.is_err(), "the second waits for the first");
    world.gate.send_replace(Gate::Open);
    for expected in [first, second] {
        let delivery = timeout(1000 * SECOND, jobs.next()).await.expect("a job").unwrap();
        assert_eq!(Job::decode(&delivery.body).unwrap().attempt.judging(), expected);
        delivery.ack().await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn what_waits_behind_a_long_one_is_placed_once() {
    let world = World::new();
    let _scheduler = world.scheduler();
    let _worker = world.slow_worker("a", 60 * SECOND);
    let judgings = [world.submit("u", None).await, world.submit("u", None).await];
    for judging in judgings {
        let ended = world.ended(judging).await;
        assert_eq!((ended.state.phase(), ended.attempts, ended.deaths), (Phase::Judged, 1, 0));
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_worker_gives_back_waits_longer_each_time() {
    let world = World::new();
    let _scheduler = world.scheduler();
    let judging = world.submit("u", None).await;
    let mut jobs = world.deaf_worker("a").await;
    for (waits_ms, faults) in [(1_000, 1), (2_000, 2)] {
        let delivery = jobs.next().await.unwrap();
        let attempt = Job::decode(&delivery.body).unwrap().attempt;
        delivery.ack().await.unwrap();
        let worker = world.judging(judging).await.state.worker().unwrap();
        let by = Holder { attempt, worker };
        world.ledger.start(by, world.now_ms(), 15 * SECOND).await.unwrap();
        let at_ms = world.now_ms();
        world.ledger.give_back(by, GivenBack { cause: GiveBack::Host, detail: "the disk", at_ms }).await.unwrap();
        let beat = async {
            loop {
                world.beat(Presence { slots: 1, ..Presence::of(worker) }).await;
                sleep(2 * SECOND).await;
            }
        };
        tokio::select! {
            placed = world.until(judging, Phase::Placed) => assert_eq!(placed.faults, faults),
            () = beat => {}
        }
        assert!(world.now_ms() >= at_ms + waits_ms, "placed too soon");
    }
}

#[tokio::test(start_paused = true)]
async fn messages_of_a_newer_version_go_back() {
    let world = World::new();
    world.queue.declare(QueueName::Intake).await.unwrap();
    world.queue.declare(QueueName::Fleet).await.unwrap();
    let newer = br#"{"schema":2,"colour":"blue"}"#;
    for queue in [QueueName::Intake, QueueName::Fleet] {
        world.queue.publish(queue, newer.to_vec()).await.unwrap();
    }
    let scheduler = world.scheduler();
    let worker = world.worker("a", 1);
    let judging = world.submit("u", None).await;
    assert_eq!(world.ended(judging).await.state.phase(), Phase::Judged, "they hold up nobody");
    sleep(120 * SECOND).await;
    drop((worker, scheduler));
    sleep(SECOND).await;
    for queue in [QueueName::Intake, QueueName::Fleet] {
        let mut consumer = world.queue.consume(queue).await.unwrap();
        let mut found = false;
        while let Ok(Ok(delivery)) = timeout(SECOND, consumer.next()).await {
            found |= delivery.body == newer;
        }
        assert!(found, "{queue} has it still");
    }
}

#[tokio::test(start_paused = true)]
async fn workers_that_are_silent_for_long_are_forgotten() {
    let world = World::new();
    let _scheduler = world.scheduler();
    let owner = WorkerOwner::of(&Principal { tenant: "t".into(), user: "w".into(), roles: vec![] });
    let facts = |name: &str| WorkerFacts {
        name: name.into(),
        version: "1".into(),
        slots: 1,
        busy: 0,
        attempts: 0,
        standing: Standing::new(WorkerMode::Ready, ""),
        runtimes: vec![],
        calibration: None,
    };
    let (silent, living) = (WorkerId(uuid::Uuid::new_v4()), WorkerId(uuid::Uuid::new_v4()));
    world.ledger.register_worker(silent, &owner, &facts("silent")).await.unwrap();
    for _ in 0..140 {
        world.ledger.register_worker(living, &owner, &facts("living")).await.unwrap();
        sleep(5 * SECOND).await;
    }
    let names: Vec<_> = world.ledger.workers().await.unwrap().into_iter().map(|worker| worker.facts.name).collect();
    assert_eq!(names, ["living"]);
}
