//! A node's speed, and limits that follow it.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod common;

use std::time::Duration;

use common::{problem, runtime, said, slots, source};
use pyjury_core::{Allowance, Bytes, Judgement, Ratio};
use pyjury_grade::calibration::{Reference, calibrate, measure, workload};
use pyjury_grade::{Cache, Options, judge, judge_confirmed, time_limit};
use pyjury_problem::{
    Calibration as TimeLimitCalibration, Data, Expectation, File, Language, Problem, ReferenceSubmission, TimeLimit,
    TimeUse,
};
use pyjury_sandbox::Slot;

/// Burns so many milliseconds of CPU time by its own clock.
fn burns(ms: u64) -> String {
    format!(
        "import time\nbegan = time.process_time()\nwhile time.process_time() - began < {ms} / 1000: pass\nprint(7)\n"
    )
}

#[test]
fn a_node_is_measured_against_the_reference() {
    let Some(mut slots) = slots(1) else { return };
    let own = calibrate(&mut slots[0], runtime(), Reference::Own).unwrap();
    assert_eq!(own.speed, None);
    assert!(own.base_cpu < Duration::from_secs(1) && own.base_memory > Bytes::mib(1), "{own:?}");
    let stated = calibrate(&mut slots[0], runtime(), Reference::Stated(Duration::from_secs(1))).unwrap();
    let speed = stated.speed.unwrap();
    assert_eq!((speed.workload, speed.reference), (workload(), Duration::from_secs(1)));
    assert_eq!(Some(speed.factor), Ratio::of(speed.measured, speed.reference));
    let again = measure(&mut slots[0], runtime()).unwrap();
    eprintln!("{:?} and {again:?}; an empty program {:?}, {}", speed.measured, own.base_cpu, own.base_memory);
}

fn judged(ms: u64, allowance: Allowance, slots: &mut [Slot]) -> Judgement {
    let cache = Cache::new();
    let options = Options { allowance, ..Options::new(&cache) };
    judge(&limited(), &[source("main.py", &burns(ms))], slots, runtime(), &options).unwrap()
}

/// One second of CPU time, which is what ends it however busy the machine is, and one case.
fn limited() -> Problem {
    let mut problem = problem(&[("", "7\n")]);
    problem.limits.wall = Some(Duration::from_secs(300));
    problem
}

const fn allowance(factor: u32, margin: u32) -> Allowance {
    Allowance { factor: Ratio::percent(factor), margin: Ratio::percent(margin) }
}

#[test]
fn limits_are_in_the_time_of_the_reference_node() {
    let Some(mut slots) = slots(1) else { return };
    // What is burnt here, on a node that is taken for half as fast again, or for slow.
    for (ms, factor, expected) in
        [(700, 100, "AC accepted"), (700, 50, "TLE cpu"), (1300, 100, "TLE cpu"), (1300, 150, "AC accepted")]
    {
        let judgement = judged(ms, allowance(factor, 0), &mut slots);
        assert_eq!(said(&judgement), expected, "{ms} ms at a factor of {factor} %");
        let raw = judgement.measured.raw_cpu.unwrap();
        let normal = Ratio::percent(factor).divide(raw);
        assert_eq!((judgement.usage.cpu, judgement.cases[0].usage.cpu), (normal, normal));
        assert_eq!(judgement.cases[0].measured.raw_cpu, Some(raw));
        assert_eq!(judgement.provenance.time_limit, Some(Duration::from_secs(1)));
        assert!(!judgement.measured.near_limit, "there is no margin");
    }
}

#[test]
fn what_ends_within_the_margin_is_near_and_what_is_ended_beyond_it_is_not() {
    let Some(mut slots) = slots(1) else { return };
    // A margin as large as the limit: no neighbour makes one of the other.
    let wide = allowance(100, 100);
    for (ms, expected, near) in [(500, "AC accepted", false), (1300, "TLE cpu", true), (60_000, "TLE cpu", false)] {
        let judgement = judged(ms, wide, &mut slots);
        assert_eq!((said(&judgement).as_str(), judgement.measured.near_limit), (expected, near), "{ms} ms");
        assert_eq!(judgement.cases[0].measured.near_limit, near);
        assert_eq!(judgement.provenance.confirmation, None);
        let cpu = judgement.usage.cpu;
        let range = Duration::from_millis(ms.min(2000))..Duration::from_millis(ms.min(2000) + 600);
        assert!(range.contains(&cpu), "{ms} ms: {cpu:?}");
    }
}

#[test]
fn what_is_near_is_judged_twice_where_there_is_one_node() {
    let Some(mut slots) = slots(1) else { return };
    let cache = Cache::new();
    let count = std::sync::atomic::AtomicUsize::new(0);
    let counted = |_: usize, _: &_| {
        count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    };
    let mut twice = |ms| {
        let options = Options { allowance: allowance(100, 100), on_case: &counted, ..Options::new(&cache) };
        judge_confirmed(&limited(), &[source("main.py", &burns(ms))], &mut slots, runtime(), &options).unwrap()
    };
    let judgement = twice(1300);
    assert_eq!(said(&judgement), "TLE cpu");
    let first = judgement.provenance.confirmation.unwrap();
    assert_eq!((first.verdict, first.limit), (judgement.verdict, Some(Duration::from_secs(1))));
    assert!(first.cpu > Duration::from_secs(1), "{first:?}");
    assert_eq!(count.swap(0, std::sync::atomic::Ordering::Relaxed), 2);
    assert_eq!(twice(60_000).provenance.confirmation, None, "it is clear");
    assert_eq!(count.swap(0, std::sync::atomic::Ordering::Relaxed), 1);
}

/// A reference submission that must be accepted.
fn accepted(text: &str) -> ReferenceSubmission {
    ReferenceSubmission {
        path: "accepted/main.py".into(),
        folder: "accepted".into(),
        files: vec![File { path: "main.py".into(), data: Data::from(text.as_bytes().to_vec()) }],
        entry: Some("main.py".into()),
        language: Language::Python,
        expectation: Expectation::default(),
        time_use: TimeUse::Unused,
    }
}

/// A limit that follows from the accepted submission is the same number of reference seconds on every node.
#[test]
fn a_limit_that_is_found_is_in_the_time_of_the_reference_node() {
    let Some(mut slots) = slots(1) else { return };
    let resolution = Duration::from_millis(100);
    let mut problem = limited();
    problem.limits.time =
        TimeLimit::FromAccepted(TimeLimitCalibration { multiplier: 2.0, safety_margin: 1.0, resolution });
    problem.submissions = vec![accepted(&burns(600))];
    for factor in [50, 100, 200] {
        let cache = Cache::new();
        let options = Options { allowance: allowance(factor, 10), ..Options::new(&cache) };
        let found = time_limit::find(&problem, &mut slots, runtime(), &options).unwrap().limit;
        // 600 ms of this node's, in reference time and doubled; and what the interpreter's end and a neighbour add.
        let least = Ratio::percent(factor).divide(Duration::from_millis(600)) * 2;
        assert!((least..least * 2).contains(&found), "factor {factor} %: {found:?}");
        let judgement = judge(&problem, &[source("main.py", &burns(600))], &mut slots, runtime(), &options).unwrap();
        assert_eq!(said(&judgement), "AC accepted", "factor {factor} %, limit {found:?}");
    }
}
