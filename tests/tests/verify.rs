//! What `verify` finds out about a package beyond what its own submissions show.

#![allow(clippy::unwrap_used)]

use pyjury_grade::verify::{Outcome, Report, verify};
use pyjury_grade::{Cache, Options, Runtime};
use pyjury_problem::{Problem, Source};
use pyjury_sandbox::{Host, Slot, SlotConfig};
use pyjury_tests::package;

/// Verifies a package in function mode with this grader, whose reference is a square root.
fn verified(grader: &str) -> Report {
    let package = tempfile::tempdir().unwrap();
    let files = [
        ("problem.yaml", "problem_format_version: 2025-09\nname: Roots\nuuid: 4c1ed5d0-5f93-4f2c-9a5a-62a5e3f5f0f1\n"),
        ("pyjury.yaml", "mode: function\nsubmit:\n  files: [roots.py]\nlimits: {time: 5s}\n"),
        ("statement/problem.en.md", "# Roots\n"),
        ("grader/grade.py", grader),
        ("submissions/accepted/by_math.py", "from math import sqrt as root\n"),
    ];
    package::write(package.path(), &files);
    let problem = Problem::load(&Source::open(package.path()).unwrap()).unwrap();
    let mut slots = vec![Slot::open(&Host::probe().unwrap(), SlotConfig::default()).unwrap()];
    let cache = Cache::new();
    verify(&problem, &mut slots, &Runtime::base().unwrap(), &Options::new(&cache), &mut |_| {}).unwrap()
}

const BY_VALUE: &str = "@case\ndef by_value(submission):\n    assert submission.root(2) == approx(1.414214)\n";
const BY_ITS_WORD: &str = "@case\ndef by_its_word(submission):\n    assert abs(submission.root(2) - 1.414214) < 0.01\n";

fn grader(cases: &[&str]) -> String {
    format!("from pyjury import approx, case\n\n{}", cases.join("\n"))
}

#[test]
fn a_case_that_asks_only_the_submission_is_told() {
    let report = verified(&grader(&[BY_VALUE, BY_ITS_WORD]));
    assert!(report.passed(), "{report:?}");
    assert_eq!(report.won_by_agreeing, ["by_its_word"]);
    assert!(report.warnings.iter().any(|warning| warning.starts_with("by_its_word: ")), "{:?}", report.warnings);
}

#[test]
fn a_grader_that_gives_all_points_to_whoever_agrees_is_bad() {
    let report = verified(&grader(&[BY_ITS_WORD]));
    assert!(!report.passed(), "{report:?}");
    let Outcome::Judged { mismatches, .. } = &report.submissions.last().unwrap().outcome else { panic!("{report:?}") };
    assert_eq!(mismatches.len(), 1, "{mismatches:?}");
}

#[test]
fn a_grader_that_looks_at_values_is_good() {
    let report = verified(&grader(&[BY_VALUE]));
    assert!(report.passed() && report.won_by_agreeing.is_empty(), "{report:?}");
}
