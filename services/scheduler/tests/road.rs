//! The scheduler on the embedded backends, with workers that are played by the test and a clock that
//! the test owns: whatever dies, everything ends in exactly one outcome.
#![allow(clippy::unwrap_used, unreachable_pub)]

mod world;

use std::time::Duration;

use pyjury_core::judging::{Phase, State};
use pyjury_store::LedgerError;
use tokio::time::sleep;
use world::{Fault, World, judgement};

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
async fn a_lost_announcement_is_found() {
    let world = World::new();
    let _scheduler = world.scheduler();
    let _worker = world.worker("a", 1);
    let judging = world.create("u", None).await;
    assert_eq!(world.ended(judging).await.state.phase(), Phase::Judged);
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
