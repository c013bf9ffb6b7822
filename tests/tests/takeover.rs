//! Two schedulers: one leads, the other takes over, and who has lost the lead writes nothing.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::time::{Duration, Instant};

use futures::future::join_all;
use nix::sys::signal::Signal;
use pyjury_tests::site::{Shape, Site};

const SLOW: &str = "import time; time.sleep(0.2); print('done')";

fn shape() -> Shape {
    Shape { schedulers: 2, slots: 2, lease: Duration::from_secs(3), ..Shape::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_other_takes_over_when_the_leader_is_killed() {
    let mut site = Site::start(&shape());
    let leader = site.wait_for("a leader", |site| site.leader()).await;
    let ids = join_all((0..10).map(|_| site.submit(SLOW))).await;
    let killed = Instant::now();
    site.schedulers[leader].kill();
    let next = site.wait_for("another leader", |site| site.leader()).await;
    eprintln!("the other led {:?} after the leader was killed", killed.elapsed());
    assert_ne!(next, leader);
    site.all_accepted(&ids).await;
    eprintln!("{} submissions ended {:?} after it", ids.len(), killed.elapsed());
    site.terminate();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leader_that_slept_beyond_its_time_writes_nothing() {
    let mut site = Site::start(&shape());
    let leader = site.wait_for("a leader", |site| site.leader()).await;
    let ids = join_all((0..6).map(|_| site.submit(SLOW))).await;
    let stopped = Instant::now();
    site.schedulers[leader].signal(Signal::SIGSTOP);
    let other = 1 - leader;
    let leads = |site: &mut Site| (site.leader() == Some(other)).then_some(());
    site.wait_for("the other leads", leads).await;
    eprintln!("the other led {:?} after the leader was stopped", stopped.elapsed());
    let mut ids = [ids, join_all((0..4).map(|_| site.submit(SLOW))).await].concat();
    site.all_accepted(&ids).await;
    site.schedulers[leader].signal(Signal::SIGCONT);
    // It has noticed that it doesn't lead any more, in one way or the other.
    let follows = |site: &mut Site| {
        let log = site.schedulers[leader].read_log();
        let knows = log.contains("another scheduler leads now") || log.contains("the term ended");
        (knows && site.schedulers[leader].metric("pyjury_scheduler_leading") == Some(0.0)).then_some(())
    };
    site.wait_for("the one that slept follows", follows).await;
    let log = site.schedulers[leader].read_log();
    let deposed = log.contains("another scheduler leads now");
    eprintln!("the one that slept {}", if deposed { "was refused by the store" } else { "lost its queue first" });
    ids.extend(join_all((0..4).map(|_| site.submit(SLOW))).await);
    site.all_accepted(&ids).await;
    assert_eq!(site.leader(), Some(other), "who woke up doesn't lead");
    site.terminate();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leader_that_ends_in_order_hands_over() {
    let mut site = Site::start(&shape());
    let leader = site.wait_for("a leader", |site| site.leader()).await;
    let ids = join_all((0..6).map(|_| site.submit(SLOW))).await;
    let began = Instant::now();
    assert_eq!(site.schedulers[leader].terminate(), Some(0), "{}", site.tell());
    site.wait_for("another leader", |site| site.leader()).await;
    eprintln!("the other led {:?} after the leader was asked to end", began.elapsed());
    site.all_accepted(&ids).await;
    site.terminate();
}
