//! The moments between two steps of the road: one process ends there, or sleeps there beyond its lease, and is
//! started again or wakes up. Every submission is judged, once.
//!
//! `make test` runs some of the points; with PYJURY_TEST_CHAOS set, as `make chaos` does, all of them.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::time::{Duration, Instant};

use futures::future::join_all;
use nix::sys::signal::Signal;
use pyjury_proto::v1;
use pyjury_servers::{RabbitMq, Redis};
use pyjury_tests::cluster::inline;
use pyjury_tests::programs;
use pyjury_tests::site::{Part, Shape, Site};

const LEASE: Duration = Duration::from_secs(3);
const SUBMISSIONS: usize = 10;
/// What a process says at its failpoint.
const REACHED: &str = "a failpoint is reached";

/// The role that has the failpoint, and the points of its road.
const ROAD: [(&str, &[&str]); 3] = [
    (
        "gateway",
        &["store.create", "queue.intake.publish", "store.start", "store.renew", "store.record_cases", "store.finish"],
    ),
    ("scheduler", &["store.raise_epoch", "queue.intake.ack", "store.place", "queue.worker.publish", "queue.fleet.ack"]),
    ("worker", &["queue.worker.ack", "queue.fleet.publish"]),
];

/// The points of what is near its limit and judged twice.
const CONFIRMATION: [(&str, &str); 3] =
    [("gateway", "store.confirm"), ("gateway", "store.finish"), ("scheduler", "store.place")];

/// The points that `make test` runs.
const SOME: [&str; 8] = [
    "store.create.after=abort",
    "store.start.after=abort",
    "store.finish.before=stop",
    "store.place.after=abort",
    "store.place.before=stop",
    "queue.intake.ack.before=abort",
    "queue.worker.ack.before=abort",
    "queue.worker.ack.after=stop",
];

/// How manieth time a point acts: in the middle of what goes on.
fn nth(point: &str) -> u32 {
    match point {
        // One in each shard: some have the new epoch, others not yet.
        "store.raise_epoch" => 30,
        // After those of the package's verification.
        "store.record_cases" => 20,
        // The first tells that a worker is there.
        _ => 3,
    }
}

fn points(role: &str) -> Vec<String> {
    let chaos = std::env::var_os("PYJURY_TEST_CHAOS").is_some();
    let names = ROAD.iter().find(|(name, _)| *name == role).map(|(_, names)| *names).unwrap_or_default();
    let mut points = Vec::new();
    for name in names {
        for (side, act) in [("before", "abort"), ("before", "stop"), ("after", "abort"), ("after", "stop")] {
            if chaos || SOME.contains(&format!("{name}.{side}={act}").as_str()) {
                points.push(format!("{name}.{side}:{}={act}", nth(name)));
            }
        }
    }
    points
}

/// One point on a cluster of its own. Two workers and two schedulers, so that there is somebody to go on.
async fn run(role: &str, point: &str) {
    let shape = Shape { schedulers: 2, workers: 2, lease: LEASE, ..Shape::default() };
    let mut site = Site::prepare(&shape, Redis::start(), RabbitMq::shared());
    let carrier = site.parts().position(|part| part.name() == format!("{role}-0")).unwrap();
    site.part_mut(carrier).set("PYJURY_FAILPOINT", point);
    // The carrier is the first scheduler there, and so the one that leads.
    site.schedulers[0].start();
    let leads = |site: &mut Site| {
        let scheduler = &mut site.schedulers[0];
        (scheduler.read_log().contains("leading") || scheduler.read_log().contains(REACHED)).then_some(())
    };
    site.wait_for("a leader", leads).await;
    for part in site.parts().filter(|part| !part.is_running() && part.read_log().is_empty()) {
        part.start();
    }
    // An inline run has one case, which is told with its judgement.
    let request = match point.contains("record_cases") {
        true => slow_cases(&mut site).await,
        false => inline("import time; time.sleep(0.8); print('done')"),
    };
    let began = Instant::now();
    let client = site.client();
    let all = tokio::spawn(async move {
        // Each has a request id of its own.
        let new_id = || uuid::Uuid::new_v4().to_string();
        let requests = (0..SUBMISSIONS).map(|_| v1::SubmitRequest { request_id: new_id(), ..request.clone() });
        let ids = join_all(requests.map(|request| client.submit_request(request))).await;
        join_all(ids.iter().map(|id| client.ended(id))).await;
        ids
    });
    while !all.is_finished() {
        supervise(site.part_mut(carrier)).await;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let ids = all.await.unwrap();
    site.all_accepted(&ids).await;
    assert!(site.part_mut(carrier).read_log().contains(REACHED), "{role} never came to {point}");
    let (took, replaced) = (began.elapsed(), site.outcomes().replaced());
    eprintln!("{role:9} {point:38} {SUBMISSIONS} judged in {took:4.1?}, {replaced} attempts replaced");
    supervise(site.part_mut(carrier)).await;
    site.wait_until_ready();
    site.terminate();
}

/// A submission whose cases take long enough to be told one by one, to a problem that is there.
async fn slow_cases(site: &mut Site) -> v1::SubmitRequest {
    site.wait_until_ready();
    let folder = programs::root().join("problems/year-hundred");
    let uploaded = site.client().command(&["problem", "upload", &folder.display().to_string()]);
    assert!(uploaded.status.success(), "{uploaded:?}");
    let solution = std::fs::read_to_string(folder.join("submissions/accepted/branches.py")).unwrap();
    let content = format!("import time; time.sleep(0.3)\n{solution}");
    let mut request = inline("");
    request.files[0].content = content.into();
    request.target = Some(v1::submit_request::Target::ProblemName("year-hundred".to_owned()));
    request
}

/// What a supervisor of the machine does: it starts again what ended. What sleeps is woken after its time.
async fn supervise(carrier: &mut Part) {
    if let Some(ended) = carrier.ended() {
        assert_eq!(ended.code(), None, "it ended by a signal:\n{}", carrier.tail());
        carrier.unset("PYJURY_FAILPOINT");
        carrier.start();
    } else if carrier.is_stopped() {
        tokio::time::sleep(LEASE + Duration::from_secs(1)).await;
        carrier.signal(Signal::SIGCONT);
    }
}

/// A program that is near its limit, whatever a busy machine adds: half as much again as it may use.
fn near() -> v1::SubmitRequest {
    let source = "import time\nbegan = time.process_time()\nwhile time.process_time() - began < 0.6: pass\n";
    let time = Some(prost_types::Duration { seconds: 0, nanos: 400_000_000 });
    let wall = Some(prost_types::Duration { seconds: 120, nanos: 0 });
    let limits = v1::Limits { time, wall, ..v1::Limits::default() };
    let run = v1::InlineRun { limits: Some(limits), ..v1::InlineRun::default() };
    v1::SubmitRequest { target: Some(v1::submit_request::Target::InlineRun(run)), ..inline(source) }
}

/// One point on the road of what is judged twice, on a cluster of its own: each comes to one end, which says so.
async fn confirm(role: &str, point: &str) {
    let shape = Shape { schedulers: 2, workers: 2, lease: LEASE, ..Shape::default() };
    let mut site = Site::prepare(&shape, Redis::start(), RabbitMq::shared());
    for worker in &mut site.workers {
        worker.set("PYJURY_CONFIRM_MARGIN", "100%");
    }
    let carrier = site.parts().position(|part| part.name() == format!("{role}-0")).unwrap();
    site.part_mut(carrier).set("PYJURY_FAILPOINT", point);
    site.schedulers[0].start();
    let leads = |site: &mut Site| site.schedulers[0].read_log().contains("leading").then_some(());
    site.wait_for("a leader", leads).await;
    for part in site.parts().filter(|part| !part.is_running()) {
        part.start();
    }
    let client = site.client();
    let all = tokio::spawn(async move {
        let ids = join_all((0..4).map(|_| client.submit_request(near()))).await;
        join_all(ids.iter().map(|id| client.ended(id))).await
    });
    while !all.is_finished() {
        supervise(site.part_mut(carrier)).await;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let (all, outcomes) = (all.await.unwrap(), site.outcomes());
    for submission in &all {
        let judgement = submission.judgement.as_ref().unwrap();
        assert_eq!(judgement.verdict(), v1::Verdict::Tle, "{submission:?}");
        let first = judgement.provenance.as_ref().unwrap().confirmation.as_ref();
        assert_eq!(first.map(v1::Confirmation::verdict), Some(v1::Verdict::Tle), "{submission:?}");
        assert_eq!(outcomes.ends(&submission.submission_id), 1, "{outcomes:?}");
    }
    assert!(site.part_mut(carrier).read_log().contains(REACHED), "{role} never came to {point}");
    eprintln!("{role:9} {point:38} {} judged twice, {} attempts replaced", all.len(), outcomes.replaced());
    supervise(site.part_mut(carrier)).await;
    site.wait_until_ready();
    site.terminate();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_moments_of_a_confirmation() {
    let chaos = std::env::var_os("PYJURY_TEST_CHAOS").is_some();
    let some = ["store.confirm.before=abort", "store.confirm.after=abort", "store.confirm.after=stop"];
    for (role, name) in CONFIRMATION {
        // The second in each case: in the middle of what goes on, and of placements the first of a second run.
        let nth = if name == "store.place" { 5 } else { 2 };
        for (side, act) in [("before", "abort"), ("after", "abort"), ("before", "stop"), ("after", "stop")] {
            if chaos || some.contains(&format!("{name}.{side}={act}").as_str()) {
                confirm(role, &format!("{name}.{side}:{nth}={act}")).await;
            }
        }
    }
}

async fn all_of(role: &str) {
    let points = points(role);
    assert!(!points.is_empty());
    for point in points {
        run(role, &point).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_moments_of_a_gateway() {
    all_of("gateway").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_moments_of_a_scheduler() {
    all_of("scheduler").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_moments_of_a_worker() {
    all_of("worker").await;
}
