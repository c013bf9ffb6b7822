//! cli mode: grader/cases.yaml.

use serde_json::{Value as Json, json};

use super::{MODERN, load, mistakes};
use crate::{Disclosure, Mode};

const SCORING: &str = "type: scoring\n";

/// A package of cli mode with these cases.
fn package<'a>(problem: &'a str, cases: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("problem.yaml", problem),
        ("pyjury.yaml", "mode: cli\nsubmit: {files: [todo.py]}\n"),
        ("data/secret/1.in", "-"),
        ("data/secret/1.ans", "-"),
        ("grader/cases.yaml", cases),
        ("grader/check.py", "def two(seen): pass\n"),
        ("grader/before/a.txt", "a\n"),
        ("grader/before/b/c.txt", "c\n"),
    ]
}

#[test]
fn commands_are_read() {
    let problem = format!("{MODERN}{SCORING}");
    let cases = "cases:\n\
        - name: add\n  points: 2\n  open: true\n  tree: before\n  files: {x.ini: \"[x]\"}\n  steps:\n  \
          - args: [add, no, 7]\n    env: {N: 1}\n    stdin: {file: before/a.txt}\n    \
            expect: {exit: [0, 3], stdout: ok, files: {t.json: {file: before/a.txt, compare: json}, gone: ~}, only: true}\n\
        - args: [list]\n  expect: {exit: 2, stderr: {contains: usage, ignore: [x, y]}, tree: before, checker: check.py:two}\n";
    let problem = load(&package(&problem, cases));
    assert_eq!((problem.mode, problem.runtime_needed().is_any()), (Mode::Cli, true));
    let [add, list] = &problem.cases[..] else { panic!("{:?}", problem.cases) };
    assert_eq!((add.name.as_str(), list.name.as_str()), ("add", "case-02"));
    assert_eq!((add.disclosure, list.disclosure), (Disclosure::Open, Disclosure::Closed));
    assert_eq!(problem.root.max_score(), 3.0);
    let input = |case: &crate::Case| serde_json::from_slice::<Json>(&case.input.read().unwrap()).unwrap();
    let file = |path: &str| json!({ "file": path });
    assert_eq!(
        input(add),
        json!({
            "kind": "cli",
            "files": {"a.txt": file("before/a.txt"), "b/c.txt": file("before/b/c.txt"), "x.ini": {"text": "[x]"}},
            "steps": [{
                "line": 8,
                "args": ["add", "no", "7"],
                "env": {"N": "1"},
                "stdin": file("before/a.txt"),
                "expect": {
                    "exit": [0, 3],
                    "stdout": {"line": 11, "content": {"text": "ok"}},
                    "files": {"t.json": {"line": 11, "content": file("before/a.txt"), "compare": "json"}, "gone": null},
                    "only": true,
                },
            }],
        })
    );
    assert_eq!(
        input(list)["steps"][0]["expect"],
        json!({
            "exit": [2],
            "stderr": {"line": 13, "contains": ["usage"], "ignore": ["x", "y"]},
            "files": {
                "a.txt": {"line": 13, "content": file("before/a.txt")},
                "b/c.txt": {"line": 13, "content": file("before/b/c.txt")},
            },
            "only": false,
            "checker": "check.py:two",
        })
    );
}

#[test]
fn mistakes_of_commands_are_named() {
    let good = "args: [x], expect: {stdout: y}";
    let rows = [
        ("cases: []\n", ":1: expected at least one case"),
        ("case: []\n", ":1: expected one of the keys cases, got `case`; did you mean `cases`?"),
        ("cases:\n- {args: [x]}\n", ":2: expected `expect`, got none"),
        ("cases:\n- {args: [x], expect: {exit: 300}}\n", ":2: expected an exit code from 0 to 255"),
        ("cases:\n- {args: [true], expect: {exit: 1}}\n", ":2: expected text for `args`, got true"),
        ("cases:\n- {args: [x], expect: {stdout: {}}}\n", ":2: expected either `text` or `file`"),
        ("cases:\n- {expect: {stdout: {text: a, file: b}}}\n", ":2: expected a file in grader/ for `file`, got \"b\""),
        ("cases:\n- {expect: {stdout: {text: a, compare: line}}}\n", "did you mean `lines`?"),
        ("cases:\n- {expect: {checker: check:two}}\n", ":2: expected FILE.py:FUNCTION with a file in grader/"),
        ("cases:\n- {expect: {files: {/etc/x: a}}}\n", ":2: expected a relative path"),
        ("cases:\n- {tree: after, args: [x], expect: {stdout: y}}\n", ":2: expected a folder in grader/ with files"),
        ("cases:\n- {env: {A=B: x}, expect: {stdout: y}}\n", ":2: expected names of variables"),
        ("cases:\n- {points: 2, args: [x], expect: {stdout: y}}\n", ":2: expected no points in a pass-fail problem"),
        ("cases:\n- {steps: []}\n", ":2: expected at least one step"),
    ];
    for (cases, expected) in rows {
        let found = mistakes(&package(MODERN, cases));
        let named = |mistake: &String| mistake.starts_with("grader/cases.yaml:") && mistake.contains(expected);
        assert!(found.iter().any(named), "{expected}: {found:?}");
    }
    assert!(mistakes(&package(MODERN, &format!("cases:\n- {{{good}}}\n"))).is_empty());
    let twice = format!("cases:\n- {{name: a, {good}}}\n- {{name: a, {good}}}\n");
    assert!(mistakes(&package(MODERN, &twice))[0].contains("expected every case with a name of its own"));
    let none = package(MODERN, "-");
    assert!(mistakes(&none)[0].starts_with("grader: expected grader/cases.yaml"), "{:?}", mistakes(&none));
}
