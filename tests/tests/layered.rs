//! Packages of the layers work in the sandbox, and make no call that the policy refuses: tests/layered.
//!
//! Layers are those of `PYJURY_RUNTIMES`, which `make test` builds.

#![allow(clippy::unwrap_used)]

use std::time::Duration;

use pyjury_core::{Bytes, Exit, Limits, RuntimeRequest};
use pyjury_grade::verify::verify;
use pyjury_grade::{Cache, Options};
use pyjury_problem::{Problem, Source};
use pyjury_tests::package::{self, runtimes};
use pyjury_tests::programs::root;
use pyjury_tests::sandbox::{Bench, time_scale};

fn works_in_the_sandbox(layer: &str) {
    let set = runtimes();
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
fn tests_and_tools() {
    works_in_the_sandbox("qa");
}

#[test]
fn settings() {
    works_in_the_sandbox("ops");
}

/// tests mode hides a reference's code; pydantic looks at the frames in which its models are made.
#[test]
fn a_reference_of_models_can_be_tested() {
    let model = |least: i32| {
        format!(
            "from pydantic import BaseModel, Field\n\n\nclass Room(BaseModel):\n    seats: int = Field(ge={least})\n"
        )
    };
    let suite = "import pytest\nfrom pydantic import ValidationError\nfrom rooms import Room\n\n\n\
                 def test_seats():\n    assert Room(seats=1).seats == 1\n    with pytest.raises(ValidationError):\n        Room(seats=0)\n";
    let package = tempfile::tempdir().unwrap();
    let files = [
        ("problem.yaml", "problem_format_version: 2025-09\nname: Rooms\nuuid: 0a0b6d3e-6c5e-4d0c-8f0e-5b1a9f6f2c11\n"),
        ("pyjury.yaml", "mode: tests\nruntime: [base, web]\nsubmit:\n  files: [\"test_*.py\"]\nlimits: {time: 10s}\n"),
        ("statement/problem.en.md", "# Rooms\n"),
        ("grader/reference/rooms.py", &model(1)),
        ("grader/mutants/no_seats.py", &model(0)),
        ("submissions/accepted/seats/test_rooms.py", suite),
    ];
    package::write(package.path(), &files);
    let problem = Problem::load(&Source::open(package.path()).unwrap()).unwrap();
    let runtime = runtimes().resolve(&problem.runtime_needed()).unwrap();
    let mut bench = Bench::open();
    let cache = Cache::new();
    let slots = std::slice::from_mut(&mut bench.slot);
    let report = verify(&problem, slots, &runtime, &Options::new(&cache), &mut |_| {}).unwrap();
    assert!(report.passed(), "{report:?}");
}
