//! Fair measurement, on whole clusters: a near TLE is judged twice and says so, whoever dies meanwhile; a node that isn't
//! like the others refuses to judge.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::process::{Command, Stdio};
use std::time::Duration;

use pyjury_proto::v1;
use pyjury_servers::{RabbitMq, Redis};
use pyjury_tests::cluster::{Cluster, binary, ended, inline};
use pyjury_tests::site::{Shape, Site};
use serde_json::Value;

/// CPU time that a program may use.
const LIMIT: Duration = Duration::from_secs(1);
/// Beyond that, so that what a busy or emulated machine adds makes no near TLE a clear one.
const MARGIN: &str = "100%";

/// A program that burns so many milliseconds of CPU time by its own clock, as a run with a limit.
fn burns(ms: u64) -> v1::SubmitRequest {
    let source = format!(
        "import time\nbegan = time.process_time()\nwhile time.process_time() - began < {ms} / 1000: pass\nprint('done')\n"
    );
    let time = prost_types::Duration::try_from(LIMIT).ok();
    // However busy the machine is: it is CPU time that ends it.
    let wall = Some(prost_types::Duration { seconds: 300, nanos: 0 });
    let limits = v1::Limits { time, wall, ..v1::Limits::default() };
    let run = v1::InlineRun { limits: Some(limits), ..v1::InlineRun::default() };
    v1::SubmitRequest { target: Some(v1::submit_request::Target::InlineRun(run)), ..inline(&source) }
}

/// Within the limit, over it by 4 %, and far beyond the margin.
const GOOD: u64 = 300;
const NEAR: u64 = 1040;
const CLEAR: u64 = 60_000;

fn site(workers: usize, lease: Duration) -> Site {
    let mut site = Site::prepare(&Shape { workers, lease, ..Shape::default() }, Redis::start(), RabbitMq::shared());
    for worker in &mut site.workers {
        worker.set("PYJURY_CONFIRM_MARGIN", MARGIN);
    }
    for part in site.parts() {
        part.start();
    }
    site.wait_until_ready();
    site
}

fn first_run(submission: &v1::Submission) -> (v1::Confirmation, String) {
    let judgement = submission.judgement.as_ref().unwrap();
    let provenance = judgement.provenance.clone().unwrap();
    assert_eq!(judgement.verdict(), v1::Verdict::Tle, "{submission:?}");
    (provenance.confirmation.unwrap_or_else(|| panic!("it is confirmed: {submission:?}")), provenance.worker)
}

fn millis(duration: Option<prost_types::Duration>) -> u128 {
    Duration::try_from(duration.unwrap()).unwrap().as_millis()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_near_tle_is_judged_on_two_nodes_and_says_so() {
    let mut site = site(2, Duration::from_secs(15));
    let client = &site.client();
    let judged = |ms| async move { client.ended(&client.submit_request(burns(ms)).await).await };
    let (near, clear, good) = futures::join!(judged(NEAR), judged(CLEAR), judged(GOOD));

    let (first, second_worker) = first_run(&near);
    assert_ne!(first.worker, second_worker, "there is another node");
    assert_eq!((first.verdict(), millis(first.time_limit), near.attempts), (v1::Verdict::Tle, LIMIT.as_millis(), 2));
    assert!((NEAR.into()..2000).contains(&millis(first.cpu_time)), "{first:?}");
    let judgement = near.judgement.as_ref().unwrap();
    assert!(judgement.near_limit, "the second run was no clearer");
    let raw = millis(judgement.raw_cpu_time);
    assert_eq!(millis(judgement.usage.unwrap().cpu_time), raw, "each node is its own reference");

    for (submission, verdict) in [(&clear, v1::Verdict::Tle), (&good, v1::Verdict::Ac)] {
        let judgement = submission.judgement.as_ref().unwrap();
        assert_eq!((judgement.verdict(), judgement.near_limit, submission.attempts), (verdict, false, 1));
        assert_eq!(judgement.provenance.as_ref().unwrap().confirmation, None);
    }
    let outcomes = site.outcomes();
    for submission in [&near, &clear, &good] {
        assert_eq!(outcomes.ends(&submission.submission_id), 1, "{outcomes:?}");
    }
    assert_eq!(outcomes.replaced(), 1);

    let shown = site.client().command(&["get", &near.submission_id]);
    let text = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(text.contains(&format!("second run, the first on {} said TLE", first.worker)), "{text}");
    let shown = site.client().command(&["get", "--json", &near.submission_id]);
    let document: Value = serde_json::from_slice(&shown.stdout).unwrap();
    let confirmation = &document["judgement"]["provenance"]["confirmation"];
    assert_eq!((&confirmation["verdict"], &confirmation["time_limit_ms"]), (&"TLE".into(), &1000.into()));
    assert_eq!(document["judgement"]["near_limit"], Value::Bool(true));

    let confirmed: f64 =
        site.workers.iter().filter_map(|w| w.metric("pyjury_worker_attempts_total{end=\"to_confirm\"}")).sum();
    assert_eq!(confirmed, 1.0);
    assert_eq!(site.gateways[0].metric("pyjury_gateway_confirmations_total{verdict=\"same\"}"), Some(1.0));
    site.terminate();
}

#[tokio::test(flavor = "multi_thread")]
async fn one_node_confirms_on_itself() {
    let mut site = site(1, Duration::from_secs(15));
    let client = site.client();
    let submission = client.ended(&client.submit_request(burns(NEAR)).await).await;
    let (first, second_worker) = first_run(&submission);
    assert_eq!((first.worker.as_str(), second_worker.as_str()), ("worker-0", "worker-0"));
    assert_eq!((submission.attempts, site.outcomes().ends(&submission.submission_id)), (2, 1));
    site.terminate();
}

/// The worker that confirms is killed in the middle of it: somebody goes on, and what the first said stays known.
#[tokio::test(flavor = "multi_thread")]
async fn a_worker_may_die_while_it_confirms() {
    let mut site = site(2, Duration::from_secs(3));
    let client = site.client();
    let id = client.submit_request(burns(NEAR)).await;
    let confirms = |site: &mut Site| {
        let first = |n: usize| site.workers[n].metric("pyjury_worker_attempts_total{end=\"to_confirm\"}") == Some(1.0);
        let is_busy = |n: usize| site.workers[n].metric("pyjury_worker_slots_busy") == Some(1.0);
        [0, 1].into_iter().find(|n| first(1 - n) && is_busy(*n))
    };
    let victim = site.wait_for("a worker that confirms", confirms).await;
    site.workers[victim].kill();
    site.workers[victim].start();
    let submission = client.ended(&id).await;
    let (first, _) = first_run(&submission);
    assert_eq!(first.worker, format!("worker-{}", 1 - victim));
    let outcomes = site.outcomes();
    assert_eq!((submission.attempts, outcomes.replaced(), outcomes.ends(&id)), (3, 2, 1), "{outcomes:?}");
    site.wait_until_ready();
    site.terminate();
}

#[tokio::test(flavor = "multi_thread")]
async fn up_confirms_by_itself_and_a_margin_of_nothing_confirms_nothing() {
    let up = Cluster::start(&binary(), 1, &[]);
    let mut judge = up.judge().await;
    // Four percent over the limit: within the usual margin of 10 %, on a machine that is not very slow.
    let id = judge.submit(burns(NEAR)).await.unwrap().into_inner().submission.unwrap().submission_id;
    let submission = ended(&mut judge, &id).await;
    let judgement = submission.judgement.unwrap();
    assert_eq!(judgement.verdict(), v1::Verdict::Tle);
    let measured = millis(judgement.raw_cpu_time);
    eprintln!("{NEAR} ms of its own were measured as {measured} ms");
    let first = judgement.provenance.unwrap().confirmation;
    // What the interpreter's end takes on an emulated machine may be more than the margin.
    assert!(first.is_some() || measured > 1100, "{measured} ms, {first:?}");

    let judge_locally = |margin: &str, program: &str| -> Value {
        let folder = tempfile::tempdir().unwrap();
        let package = folder.path().join("done");
        for (path, content) in [
            ("problem.yaml", "name: Done\n"),
            ("pyjury.yaml", "limits: {time: 1s, wall: 300s}\n"),
            ("problem_statement/problem.en.md", "# Done"),
            ("data/secret/1.in", "a\n"),
            ("data/secret/1.ans", "done\n"),
        ] {
            let path = package.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, content).unwrap();
        }
        let file = folder.path().join("main.py");
        std::fs::write(&file, program).unwrap();
        let mut command = Command::new(binary());
        command.arg("judge").arg(&package).arg(&file).args(["--json", "--confirm-margin", margin]);
        let output = command.stdin(Stdio::null()).output().unwrap();
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
    };
    let program = String::from_utf8(burns(NEAR).files[0].content.clone()).unwrap();
    let twice = judge_locally(MARGIN, &program);
    assert_eq!((&twice["verdict"], &twice["near_limit"]), (&"TLE".into(), &true.into()), "{twice}");
    assert_eq!(twice["provenance"]["confirmation"]["worker"], "local", "{twice}");
    let once = judge_locally("0", &program);
    assert_eq!((&once["verdict"], &once["near_limit"]), (&"TLE".into(), &false.into()), "{once}");
    assert_eq!(once["provenance"]["confirmation"], Value::Null, "{once}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_is_not_like_the_others_refuses_and_says_what_to_do() {
    let mut site = Site::prepare(&Shape { workers: 2, ..Shape::default() }, Redis::start(), RabbitMq::shared());
    for part in site.gateways.iter_mut().chain(&mut site.schedulers) {
        part.start();
    }
    // However fast this machine is, it isn't a hundred times faster than itself.
    let refuses = &mut site.workers[0];
    refuses.set("PYJURY_REFERENCE_TIME", "10min");
    refuses.start();
    let ended = refuses.wait_for_end();
    let log = refuses.read_log();
    assert!(!ended.success(), "{log}");
    for part in ["too fast to judge as the others do", "reference is 600000ms", "0.67..1.5", "--speed-range"] {
        assert!(log.contains(part), "{part} in {log}");
    }
    // With as wide a range as any machine needs, it judges, and tells its factor wherever it may matter.
    let judges = &mut site.workers[1];
    judges.set("PYJURY_REFERENCE_TIME", "400ms");
    judges.set("PYJURY_SPEED_RANGE", "0.001..1000");
    judges.start();
    site.wait_until_ready();
    let client = site.client();
    let submission = client.ended(&client.submit_request(burns(GOOD)).await).await;
    let judgement = submission.judgement.unwrap();
    let speed = judgement.provenance.clone().unwrap().speed.unwrap();
    assert_eq!(millis(speed.reference), 400);
    let ratio = millis(judgement.raw_cpu_time) as f64 / millis(judgement.usage.unwrap().cpu_time).max(1) as f64;
    assert!((ratio / speed.factor - 1.0).abs() < 0.02, "{ratio} and {}", speed.factor);
    let factor = site.workers[1].metric("pyjury_worker_speed_factor").unwrap();
    assert!((factor - speed.factor).abs() < 1e-6, "{factor} and {}", speed.factor);
    assert!(site.workers[1].metric("pyjury_worker_base_memory_bytes").unwrap() > 1e6);
    let fleet = client.command(&["worker", "list", "--json"]);
    let fleet: Value = serde_json::from_slice(&fleet.stdout).unwrap();
    let told = fleet["workers"][0]["calibration"]["speed"]["factor"].as_f64().unwrap();
    assert!((told - speed.factor).abs() < 1e-6, "{fleet}");
    eprintln!("factor {} of 400 ms; an empty program: {}", speed.factor, fleet["workers"][0]["calibration"]);
    site.terminate();
}
