//! pytest and tests mode: what pyjury.yaml says of suites, references and mutants.

use pyjury_core::scoring::{Grading, Group, Member};

use super::{MODERN, load, mistakes};
use crate::{Mode, Problem};

const TESTS: &str = "mode: tests\nsubmit: {files: [\"test_*.py\"]}\n";

/// A package of tests mode, with these files over it; a file of `-` is taken away.
fn package<'a>(files: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all = vec![
        ("problem.yaml", MODERN),
        ("pyjury.yaml", TESTS),
        ("data/secret/1.in", "-"),
        ("data/secret/1.ans", "-"),
        ("grader/reference/stack.py", "x = 1\n"),
        ("grader/mutants/none.py", "x = 2\n"),
        ("grader/mutants/two/stack.py", "x = 3\n"),
    ];
    for (path, text) in files {
        all.retain(|(known, _)| known != path);
        all.push((path, text));
    }
    all
}

fn groups(problem: &Problem) -> Vec<&Group> {
    let members = problem.root.members.iter();
    let groups = members.filter_map(|member| match member {
        Member::Group(group) => Some(group),
        Member::Case(_) => None,
    });
    groups.collect()
}

#[test]
fn mutants_count_behind_the_reference() {
    let problem = load(&package(&[]));
    assert_eq!((problem.mode, problem.is_unlisted()), (Mode::Tests, false));
    let names: Vec<_> = problem.cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names, ["reference", "mutants/none", "mutants/two"]);
    let [gate, all] = groups(&problem)[..] else { panic!("{:?}", problem.root) };
    assert_eq!((gate.name.as_str(), gate.members.len()), ("reference", 1));
    assert_eq!((all.require_pass.as_slice(), all.members.len()), (&["reference".to_owned()][..], 2));
    assert!(!problem.runtime_needed().is_any());
}

#[test]
fn a_suite_of_several_files_needs_no_entry() {
    let files = [
        ("submissions/accepted/a.py", "-"),
        ("submissions/accepted/thorough/conftest.py", ""),
        ("submissions/accepted/thorough/test_b.py", ""),
        ("submissions/accepted/thorough/test_a.py", ""),
    ];
    let problem = load(&package(&files));
    assert_eq!(problem.submissions[0].entry.as_deref(), Some("test_a.py"));
    assert_eq!((problem.submissions[0].language, problem.warnings.as_slice()), (crate::Language::Python, &[][..]));
}

#[test]
fn mutants_have_points() {
    let scoring = format!("{MODERN}type: scoring\n");
    let weights = format!("{TESTS}weights: {{\"t*\": 2.5, \"*\": 1}}\nminimum_tests: 4\ncoverage: 0.9\n");
    let problem = load(&package(&[("problem.yaml", &scoring), ("pyjury.yaml", &weights)]));
    let [gate, none, two] = groups(&problem)[..] else { panic!("{:?}", problem.root) };
    assert_eq!(gate.grading, Grading::Unscored);
    let most = |group: &Group| group.max_score();
    assert_eq!((most(none), most(two), most(&problem.root)), (1.0, 2.5, 3.5));
    let suite = &problem.grader.as_ref().unwrap().suite;
    assert_eq!((suite.minimum_tests, suite.coverage, suite.reference_runs), (4, Some(0.9), 3));
}

#[test]
fn mistakes_of_suites_are_named() {
    let long = format!("mode: tests\nweights: {{{}: 1}}\n", "x".repeat(201));
    let many: String = (0..201).map(|n| format!("x{n}: 1, ")).collect();
    let many = format!("mode: tests\nweights: {{{many}}}\n");
    let rows: &[(&[(&str, &str)], &str)] = &[
        (&[("grader/reference/stack.py", "-")], "grader/reference: expected what the suites are to test"),
        (
            &[("grader/mutants/none.py", "-"), ("grader/mutants/two/stack.py", "-")],
            "grader/mutants: expected wrong versions",
        ),
        (&[("grader/mutants/two/heap.py", "")], "grader/mutants/two: expected files that the reference has"),
        (&[("grader/reference/b.py", "")], "grader/mutants/none.py: expected a folder"),
        (&[("grader/mutants/none/stack.py", "")], "expected every mutant with a name of its own"),
        (&[("pyjury.yaml", "mode: tests\nweights: {three: 1}\n")], "expected weights of mutants that are there"),
        (&[("pyjury.yaml", "mode: tests\nweights: {two: 1e308}\n")], "less than 1000000000 for `two`"),
        (&[("pyjury.yaml", &long)], "of at most 200 bytes"),
        (&[("pyjury.yaml", &many)], "at most 200 patterns for `weights`"),
        (&[("pyjury.yaml", "mode: tests\nweights: {two: -1}\n")], "pyjury.yaml:2: expected points of at least 0"),
        (&[("pyjury.yaml", "mode: tests\ncoverage: 90\n")], "pyjury.yaml:2: expected a share above 0 and up to 1"),
        (&[("pyjury.yaml", "mode: tests\nreference_runs: 0\n")], "pyjury.yaml:2: expected a whole number"),
        (&[("pyjury.yaml", "mode: tests\nopen: [a]\n")], "pyjury.yaml:2: expected one of the keys"),
        (&[("pyjury.yaml", "mode: pytest\nminimum_tests: 3\n")], "pyjury.yaml:2: expected one of the keys"),
        (
            &[("pyjury.yaml", "mode: pytest\nsubmit: {files: [\"test_*.py\"]}\n")],
            "pyjury.yaml:2: expected the entry as the first name",
        ),
    ];
    for (files, expected) in rows {
        let found = mistakes(&package(files));
        assert!(found.iter().any(|mistake| mistake.contains(expected)), "{expected}: {found:?}");
    }
}

#[test]
fn a_suite_has_weights_in_their_order() {
    let text = "mode: pytest\nweights: {\"@slow\": 0, \"test_a*\": 3, \"*\": 1}\nopen: test_a.py::*\n";
    let problem = load(&package(&[("pyjury.yaml", text), ("grader/test_a.py", "def test_a(): pass\n")]));
    let suite = problem.grader.unwrap().suite;
    let weights = [("@slow".to_owned(), 0.0), ("test_a*".to_owned(), 3.0), ("*".to_owned(), 1.0)];
    assert_eq!((suite.weights.as_slice(), suite.open.as_slice()), (&weights[..], &["test_a.py::*".to_owned()][..]));
}
