//! CPython's own tests have the outcomes inside that they have outside, but for those that `tests/cpython` lists.

#![allow(clippy::print_stderr, reason = "these are tests")]

use std::sync::Mutex;

use pyjury_tests::cpython::{Modules, Report, compare};
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

#[test]
#[ignore = "takes half an hour: make test-cpython"]
fn all_modules_are_the_same_inside() {
    let modules = Modules::read();
    let names: Vec<_> = modules.quick.iter().chain(&modules.long).collect();
    check(&run(&modules, &names));
}
