//! CPython's own tests have the outcomes inside that they have outside, but for those that `tests/cpython` lists.

#![allow(clippy::print_stderr, reason = "these are tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Mutex;

use pyjury_tests::cpython::{Modules, Report, compare};
use pyjury_tests::programs::hold_current;
use pyjury_tests::sandbox::Bench;

/// Runs modules, as many at a time as the machine has cores.
fn run(modules: &Modules, names: &[&String]) -> Vec<Report> {
    let left = Mutex::new(names.iter());
    let reports = Mutex::new(Vec::new());
    let work = || {
        let mut bench = Bench::open();
        loop {
            let Some(module) = left.lock().expect("no panic").next() else { break };
            let report = compare(&mut bench, modules, module);
            say(&report);
            reports.lock().expect("no panic").push(report);
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from).min(names.len());
    std::thread::scope(|scope| {
        (0..cores).for_each(|_| drop(scope.spawn(work)));
    });
    let mut reports = reports.into_inner().expect("no panic");
    reports.sort_by(|a: &Report, b| a.module.cmp(&b.module));
    reports
}

fn say(report: &Report) {
    let calls: Vec<_> = report.denied.iter().map(|call| format!("{} {}", call.count, call.name)).collect();
    let (tests, differ) = (report.outside.len(), report.differ.len());
    eprintln!("{}: {tests} tests, {differ} differ, told: {}", report.module, calls.join(", "));
}

fn check(reports: &[Report]) {
    let mistakes: Vec<_> = reports.iter().flat_map(|report| report.mistakes.iter().cloned()).collect();
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

#[test]
fn quick_modules_are_the_same_inside() {
    let modules = Modules::read();
    check(&run(&modules, &modules.quick.iter().collect::<Vec<_>>()));
}

/// `PYJURY_TEST_MODULES`, with commas between, chooses those whose names contain one of these.
#[test]
#[ignore = "takes half an hour: make test-cpython"]
fn all_modules_are_the_same_inside() {
    let modules = Modules::read();
    let chosen = std::env::var("PYJURY_TEST_MODULES").unwrap_or_default();
    let is_chosen = |name: &&String| chosen.split(',').any(|part| name.contains(part));
    let names: Vec<_> = modules.quick.iter().chain(&modules.long).filter(is_chosen).collect();
    assert!(!names.is_empty(), "no module's name contains one of {chosen:?}");
    check(&run(&modules, &names));
}

/// `PYJURY_WRITE=1` writes the table anew.
#[test]
fn the_table_of_differences_is_current() {
    hold_current("docs/cpython.md", &table(&Modules::read()), "tests/cpython");
}

fn table(modules: &Modules) -> String {
    let mut reasons: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for difference in &modules.differences {
        reasons.entry(&difference.why).or_default().push(difference);
    }
    let tests: usize = modules.differences.iter().map(|difference| difference.tests.len()).sum();
    let count = modules.quick.len() + modules.long.len();
    let mut text = format!(
        "# CPython's own tests inside the sandbox\n\nMade of [modules.toml](../tests/cpython/modules.toml), which names \
         each test: {count} modules of CPython {}, {tests} tests that have another outcome inside.\n\n\
         | why | tests | in |\n|---|---|---|\n",
        modules.python
    );
    for (why, differences) in reasons {
        let tests: usize = differences.iter().map(|difference| difference.tests.len()).sum();
        let names: BTreeSet<_> = differences.iter().map(|difference| difference.module.as_str()).collect();
        // Writing to a String can't fail.
        let _ = writeln!(text, "| {why} | {tests} | {} |", names.into_iter().collect::<Vec<_>>().join(", "));
    }
    text
}
