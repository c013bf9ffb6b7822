//! Packages of the layers work in the sandbox, and make no call that the policy refuses: tests/layered.
//!
//! Layers are those of `PYJURY_RUNTIMES`, which `make test` builds.

#![allow(clippy::unwrap_used)]

use std::time::Duration;

use pyjury_core::{Bytes, Exit, Limits, RuntimeRequest};
use pyjury_grade::runtime::{RUNTIMES, RuntimeSet, Store};
use pyjury_tests::programs::root;
use pyjury_tests::sandbox::{Bench, time_scale};

fn works_in_the_sandbox(layer: &str) {
    let store = std::env::var_os(RUNTIMES).map_or_else(|| Store::usual(true), Store::at);
    let set = RuntimeSet::open(store).unwrap();
    let source = std::fs::read_to_string(root().join(format!("tests/layered/{layer}.py"))).unwrap();
    let mut bench = Bench::open();
    let cpu = Duration::from_secs(30) * time_scale();
    let limits = Limits { cpu, wall: Limits::wall_for(cpu), memory: Bytes::mib(1024), ..Limits::default() };
    let mut seen = 0;
    for offer in set.offers().into_iter().filter(|offer| offer.layers.iter().any(|name| name == layer)) {
        let wanted: RuntimeRequest = format!("{layer},python=={}", offer.python.unwrap()).parse().unwrap();
        bench.runtime = set.resolve(&wanted).unwrap();
        let mut process = bench.python(&source);
        process.limits = limits;
        let outcome = bench.run(process);
        let stderr = String::from_utf8_lossy(&outcome.execution.stderr.joined()).into_owned();
        assert_eq!(outcome.execution.exit, Some(Exit::Code(0)), "{wanted}: {:?}\n{stderr}", outcome.execution);
        assert!(outcome.execution.denied.is_empty(), "{wanted}: {:?}", outcome.execution.denied);
        seen += 1;
    }
    assert!(seen > 0, "no CPython of this host has the layer {layer}; `make layers` makes it");
}

#[test]
fn arrays_tables_and_learning() {
    works_in_the_sandbox("data");
}

#[test]
fn applications_and_databases() {
    works_in_the_sandbox("web");
}

#[test]
fn settings() {
    works_in_the_sandbox("ops");
}
