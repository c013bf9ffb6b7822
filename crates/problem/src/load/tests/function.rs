//! Packages of function mode.

use serde_json::{Value as Json, json};

use super::*;
use crate::{ListedCase, Listing};

const MODE: (&str, &str) = ("pyjury.yaml", "mode: function\nsubmit: {files: [bank.py]}\ncatalog: [x-1]\n");

fn with_cases(cases: &str) -> Vec<(&str, &str)> {
    vec![MODE, ("data/secret/1.in", "-"), ("data/secret/1.ans", "-"), ("grader/cases.yaml", cases)]
}

fn inputs(problem: &Problem) -> Vec<Json> {
    problem.cases.iter().map(|case| serde_json::from_slice(&case.input.read().unwrap()).unwrap()).collect()
}

#[test]
fn cases_become_what_the_grader_reads() {
    let problem = load(&with_cases(
        "comparison: strict\n\
         cases:\n\
         - {name: adds, call: add, arguments: [1, {python: '2j'}], keywords: {base: {python: nan}}, expected: null, open: true}\n\
         - call: add\n\
         \x20 raises: {type: ValueError, message: '^no'}\n\
         \x20 comparison: {relative: 1e-6}\n\
         - name: a stack\n\
         \x20 steps:\n\
         \x20 - {name: s, call: Stack}\n\
         \x20 - {call: s.push, arguments: [[1, {a: true}]], mutates: {0: []}}\n\
         \x20 - {get: s.size, expected: 1, comparison: {checker: 'check.py:same'}}\n",
    ));
    assert_eq!((problem.mode, problem.catalog.as_slice()), (Mode::Function, &["x-1".to_owned()][..]));
    let grader = problem.grader.as_ref().unwrap();
    assert_eq!((grader.listing, grader.files[0].path.as_str()), (Listing::Package, "cases.yaml"));
    assert!(!problem.is_unlisted());
    let names: Vec<_> = problem.cases.iter().map(|case| (case.name.as_str(), case.secrecy)).collect();
    let secret = Secrecy::Secret;
    assert_eq!(names, [("adds", Secrecy::Sample), ("case-02", secret), ("a stack", secret)]);
    assert_eq!(problem.cases[0].disclosure, Disclosure::Open);
    let strict = json!({"kind": "strict"});
    let expected = [
        json!({"kind": "steps", "steps": [{"line": 3, "call": "add", "arguments": [1, {"python": "2j"}],
            "keywords": {"base": {"python": "nan"}}, "expected": null, "comparison": strict}]}),
        json!({"kind": "steps", "steps": [{"line": 4, "call": "add",
            "raises": {"type": "ValueError", "message": "^no"}, "comparison": {"kind": "approx", "relative": 1e-6}}]}),
        json!({"kind": "steps", "steps": [
            {"line": 9, "call": "Stack", "name": "s", "comparison": strict},
            {"line": 10, "call": "s.push", "arguments": [[1, {"a": true}]], "mutates": {"0": []}, "comparison": strict},
            {"line": 11, "get": "s.size", "expected": 1, "comparison": {"kind": "checker", "checker": "check.py:same"}},
        ]}),
    ];
    assert_eq!(inputs(&problem), expected);
    assert_eq!(problem.root.max_score(), 1.0);
    assert_eq!(problem.root.on_reject, OnReject::Continue);
}

#[test]
fn a_list_alone_will_do_and_points_are_for_scoring_problems() {
    let cases = "- {call: f, expected: 1, points: 3}\n- {call: g, expected: 2}\n";
    let mut files = with_cases(cases);
    let mistake = &mistakes(&files)[0];
    assert!(mistake.starts_with("grader/cases.yaml:1: expected no points") && mistake.contains("type: scoring"));
    let yaml = format!("{MODERN}type: scoring\n");
    files.push(("problem.yaml", &yaml));
    let problem = load(&files);
    assert_eq!(problem.root.max_score(), 4.0);
    assert_eq!([0, 1].map(|case| problem.root.scale(case)), [Some(Scale::Bounded(3.0)), Some(Scale::Bounded(1.0))]);
}

#[test]
fn a_program_lists_its_cases_when_asked() {
    let files = [MODE, ("data/secret/1.in", "-"), ("data/secret/1.ans", "-"), ("grader/grade.py", "import pyjury\n")];
    let problem = load(&files);
    assert!(problem.is_unlisted() && problem.cases.is_empty());
    let case = |name: &str, open| ListedCase {
        name: name.to_owned(),
        points: 2.0,
        open,
        description: None,
        input: b"{}".to_vec(),
    };
    let listed = problem.listed(vec![case("a", true), case("b", false)]).unwrap();
    assert!(!listed.is_unlisted());
    assert_eq!(
        listed.cases.iter().map(|case| case.disclosure).collect::<Vec<_>>(),
        [Disclosure::Open, Disclosure::Closed]
    );
}

#[test]
fn every_mistake_is_told_with_its_line() {
    let rows = [
        ("cases: []\n", "grader/cases.yaml:1: expected at least one case"),
        ("cases: 3\n", "expected a list of cases for `cases`"),
        ("- {call: f}\n", "grader/cases.yaml:1: expected `expected`, `raises`, `prints` or `mutates`"),
        ("- {expected: 1}\n", "expected either `call` or `get`, got neither"),
        ("- {call: 'f(1)', expected: 1}\n", "expected a name, or names joined by dots, for `call`"),
        ("- {call: f, expected: 1, raises: E}\n", "expected either `expected` or `raises`, got both"),
        ("- {call: f, expectd: 1, prints: x}\n", "did you mean `expected`?"),
        (
            "- {call: f, expected: 1}\n- {call: f, expected: 1, name: case-01}\n",
            "cases.yaml:2: expected every case with a name of its own",
        ),
        ("- {call: f, expected: {1: a}}\n", "expected keys that are text in a map, got `1`"),
        ("- {call: f, expected: 1, comparison: fuzzy}\n", "expected one of exact, strict, approx"),
        ("- {call: f, expected: 1, comparison: {kind: checker}}\n", "`checker: FILE.py:FUNCTION`"),
        ("- {call: f, arguments: 3, expected: 1}\n", "expected a list for `arguments`"),
        ("- {call: f, expected: 1, take: 0}\n", "a whole number of at least 1"),
        ("- {name: '', call: f, expected: 1}\n", "expected a name of at most 100 characters"),
        ("- {name: s, steps: []}\n", "expected at least one step"),
        ("- {name: static/x, call: f, expected: 1}\n", "not below static/"),
        ("- {call: f, expected: 9223372036854775808}\n", "cases.yaml:1: expected numbers between -2^63 and 2^63"),
        ("- {call: f, arguments: [{a: 12345678901234567890123}], expected: 1}\n", "write it as {python:"),
    ];
    for (cases, told) in rows {
        let all = mistakes(&with_cases(cases));
        assert!(all.iter().any(|mistake| mistake.contains(told)), "{cases:?}: {all:?}");
    }
    let neither = mistakes(&[MODE]);
    assert!(
        neither.iter().any(|mistake| mistake.contains("grader/cases.yaml or grader/grade.py, got neither")),
        "{neither:?}"
    );
    let mut both = with_cases("- {call: f, expected: 1}\n");
    both.push(("grader/grade.py", "x"));
    let problem = load(&both);
    assert!(problem.is_unlisted(), "the program's cases are still to come");
    let listed = problem.listed(Vec::new()).unwrap();
    assert_eq!(listed.cases.iter().map(|case| case.name.as_str()).collect::<Vec<_>>(), ["case-01"]);
}

#[test]
fn a_comparison_for_all_cases_is_short() {
    let long = format!("{{checker: 'check.py:{}'}}", "x".repeat(200));
    let all = mistakes(&with_cases(&format!("comparison: {long}\ncases: [{{call: f, expected: 1}}]\n")));
    assert!(all[0].contains("a checker's name of at most 200 bytes"), "{all:?}");
}

#[test]
fn points_are_numbers_that_add_up() {
    let yaml = format!("{MODERN}type: scoring\n");
    let mut files = with_cases("- {call: f, expected: 1, points: 1e308}\n- {call: g, expected: 1, points: 1e308}\n");
    files.push(("problem.yaml", &yaml));
    let all = mistakes(&files);
    assert!(all[0].contains("expected more than 0 and less than 1000000000 for `points`"), "{all:?}");
}

#[test]
fn what_a_grader_lists_is_held_against_what_files_may_say() {
    let problem = load(&[MODE, ("data/secret/1.in", "-"), ("data/secret/1.ans", "-"), ("grader/grade.py", "x")]);
    let case = |name: &str, points| ListedCase {
        name: name.to_owned(),
        points,
        open: false,
        description: None,
        input: b"{}".to_vec(),
    };
    for (cases, told) in [
        (vec![case("a", 1.0), case("a", 2.0)], "grader: expected every case with a name of its own, got \"a\" twice"),
        (vec![case("static/a", 1.0)], "not below static/, got \"static/a\""),
        (vec![case("a\nb", 1.0)], "in one line"),
        (vec![case("", 1.0)], "in one line"),
        (vec![case(&"x".repeat(501), 1.0)], "at most 500 characters"),
        (vec![case("a", -1.0)], "points from 0 on, below 1000000000, got -1 for \"a\""),
        (vec![case("a", 1e308)], "points from 0 on"),
        ((0..10_001).map(|n| case(&n.to_string(), 1.0)).collect(), "expected at most 10000 cases, got 10001"),
    ] {
        let error = problem.listed(cases).unwrap_err().to_string();
        assert!(error.contains(told), "{told}: {error}");
    }
    assert!(problem.listed(vec![case("a", 0.0), case("test_m.py::test[x]", 1.0)]).is_ok());
}
