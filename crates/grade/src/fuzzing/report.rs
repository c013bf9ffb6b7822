//! What the trusted processes of the Python modes leave: they read what a submission's process says, or are in one
//! process tree with it.

use std::collections::BTreeSet;
use std::sync::LazyLock;
use std::time::Duration;

use pyjury_core::{
    Allowance, Breach, Capture, CaseResult, Check, Decision, Execution, Exit, Limits, Ratio, Reason, Usage, Verdict,
};
use pyjury_problem::{Case, Disclosure, ListedCase, Problem, Source, rules as problem_rules};
use pyjury_sandbox::left::Left;
use pyjury_sandbox::{Collected, Outcome};
use serde_json::{Value as Json, json};

use crate::mode::{self, Terms, cli, function, pytest, rules};
use crate::{GradeError, grader, hint};

const RULES: &str = "static:\n- {id: loops, must_use: for}\n- {id: types, type_hints: complete, points: 3}\n\
                     - {id: style, naming: pep8, advisory: true}\n";

/// A suite of three tests, the first open, and rules: one that must be kept, one with points, and advice.
static SUITE: LazyLock<Problem> = LazyLock::new(|| {
    let yaml = "problem_format_version: 2025-09\nname: X\nuuid: 01234567-89ab-cdef-0123-456789abcdef\ntype: scoring\n";
    let mode = format!("mode: pytest\nsubmit: {{files: [m.py]}}\n{RULES}");
    let files = [("problem.yaml", yaml), ("pyjury.yaml", &mode), ("grader/test_m.py", "def test_m(): pass\n")];
    let problem = loaded(&files);
    let case = |name: &str| ListedCase {
        name: name.to_owned(),
        points: 2.0,
        open: name == "a",
        description: None,
        input: b"{}".to_vec(),
    };
    problem.listed(["a", "b", "c"].map(case).to_vec()).expect("the names are different")
});

/// Suites on a reference and two mutants, the second with points of its own.
static MUTANTS: LazyLock<Problem> = LazyLock::new(|| {
    let yaml = "problem_format_version: 2025-09\nname: X\nuuid: 01234567-89ab-cdef-0123-456789abcdef\ntype: scoring\n";
    let mode = "mode: tests\nsubmit: {files: [test_m.py]}\nweights: {b: 2}\ncoverage: 0.5\n";
    let code = [("grader/reference/m.py", "1"), ("grader/mutants/a.py", "2"), ("grader/mutants/b.py", "3")];
    loaded(&[[("problem.yaml", yaml), ("pyjury.yaml", mode)].as_slice(), &code].concat())
});

fn loaded(files: &[(&str, &str)]) -> Problem {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    let source = Source::from_files("x", files).expect("the names are plain");
    Problem::load(&source).expect("the package has no mistake")
}

fn terms(problem: &Problem) -> Terms<'_> {
    Terms { problem, limits: Limits::default(), allowance: Allowance { factor: Ratio::from(0.5), margin: Ratio::ZERO } }
}

/// A byte of who reads it, one of how the processes ended, and the report. The last reader is of stderr.
pub fn report(bytes: &[u8]) {
    let [reader, how, text @ ..] = bytes else { return };
    let outcome = left(*how, text);
    match reader % 7 {
        0 => {
            case(*how, &outcome);
            commands(*how, &outcome);
        }
        1 => suite(&outcome),
        2 => source(&outcome),
        3 => listing(&outcome),
        4 => is_short(pytest::sentinels(&outcome).err()),
        5 => mutants(&outcome),
        _ => explained(*how, &String::from_utf8_lossy(text)),
    }
}

/// What is there when the process with the report has ended: mostly as it should.
fn left(how: u8, report: &[u8]) -> Outcome {
    let (exit, breach) = match how & 7 {
        0..=4 => (Some(Exit::Code(0)), None),
        5 => (Some(Exit::Code(1)), None),
        6 => (Some(Exit::Signal(9)), None),
        _ => (Some(Exit::Signal(9)), Some(Breach::Memory)),
    };
    let files = (how & 0x80 == 0).then(|| Collected {
        path: grader::REPORT.to_owned(),
        content: report.to_vec(),
        cut: how & 0x40 != 0,
    });
    let stderr = Capture { head: report.to_vec(), tail: Vec::new(), total: report.len() as u64 };
    Outcome {
        execution: Execution { stderr, ..ended(exit, breach) },
        collected: files.into_iter().collect(),
        left: Left::default(),
    }
}

fn ended(exit: Option<Exit>, breach: Option<Breach>) -> Execution {
    let usage = Usage { cpu: Duration::from_secs(2), wall: Duration::from_secs(3), ..Usage::default() };
    let (stdout, stderr) = (Capture::default(), Capture::default());
    Execution { exit, breach, usage, stdout, stderr, denied: Vec::new(), end_order: 0 }
}

/// The report of a grader that ended well. `None` where only a reader that passes over what it doesn't know reads it.
fn believed(outcome: &Outcome) -> Option<Json> {
    let execution = &outcome.execution;
    assert!(execution.exit == Some(Exit::Code(0)) && execution.breach.is_none(), "a grader that failed was believed");
    let file = outcome.collected.iter().find(|file| !file.cut).expect("a report was believed that isn't there");
    serde_json::from_slice(&file.content).ok()
}

/// A field, by its name or, in a list, by its place.
fn field<'a>(value: &'a Json, key: &str, place: usize) -> &'a Json {
    if value.is_array() { value.get(place).unwrap_or(&Json::Null) } else { &value[key] }
}

/// Whether it has an entry with this id and the outcome `passed`, which is a word, or a key with nothing.
fn has_passed(entries: &Json, id: &str) -> bool {
    let passed = |outcome: &Json| outcome == "passed" || outcome.get("passed").is_some_and(Json::is_null);
    let entry = |entry: &Json| *field(entry, "id", 0) == *id && passed(field(entry, "outcome", 1));
    entries.as_array().is_some_and(|all| all.iter().any(entry))
}

/// A case of function mode.
fn case(how: u8, outcome: &Outcome) {
    let submission = match how >> 3 & 3 {
        0 => ended(Some(Exit::Code(0)), None),
        1 => ended(Some(Exit::Signal(11)), None),
        2 => ended(None, Some(Breach::Peer)),
        _ => ended(Some(Exit::Signal(9)), Some(Breach::Cpu)),
    };
    let disclosure = if how & 0x20 == 0 { Disclosure::Closed } else { Disclosure::Open };
    let (decision, opinion) = function::judged(&submission, outcome, disclosure);
    is_plain(&decision.reason);
    let accepted = decision.verdict == Verdict::AC;
    if accepted {
        let entry = believed(outcome).map(|report| json!([["x", field(&report, "outcome", 0)]]));
        assert!(entry.is_none_or(|entry| has_passed(&entry, "x")), "nobody passes whom the grader didn't let pass");
        assert_ne!(submission.breach, Some(Breach::Cpu), "what the keeper ended is never outvoted");
    }
    match opinion.check {
        Check::Accepted { score, multiplier } => {
            assert!(accepted && score.is_none() && multiplier.is_none_or(|share| (0.0..=1.0).contains(&share)));
        }
        _ => assert!(!accepted),
    }
    assert!(disclosure == Disclosure::Open || opinion.team.is_empty(), "a closed case tells nothing");
    assert!(opinion.next.is_none());
    is_a_hint(hint::of(&decision, &opinion.jury, &|_| None));
}

/// A case of cli mode, whose commands ended as they were to.
fn commands(how: u8, outcome: &Outcome) {
    let disclosure = if how & 0x20 == 0 { Disclosure::Closed } else { Disclosure::Open };
    let (decision, opinion) = cli::judged(outcome, disclosure);
    is_plain(&decision.reason);
    let accepted = decision.verdict == Verdict::AC;
    if accepted && let Some(report) = believed(outcome) {
        let entry = json!([["x", field(&report, "outcome", 0)]]);
        assert!(has_passed(&entry, "x"), "nobody passes whom the grader didn't let pass");
    }
    assert_eq!(accepted, matches!(opinion.check, Check::Accepted { .. }));
    assert!(disclosure == Disclosure::Open || opinion.team.is_empty(), "a closed case tells nothing");
}

/// The tests of a suite.
fn suite(outcome: &Outcome) {
    let results = match pytest::judged(terms(&SUITE), outcome.clone()) {
        Ok(results) => results,
        Err(error) => return is_short(Some(error)),
    };
    let is_test = |index: &usize| !SUITE.cases[*index].name.starts_with(problem_rules::PREFIX);
    let every: Vec<_> = (0..SUITE.cases.len()).filter(is_test).collect();
    assert_eq!(results.iter().map(|(index, _)| *index).collect::<Vec<_>>(), every, "each test has one result");
    for (index, result) in &results {
        is_of(&SUITE.cases[*index], result, 2.0);
        assert!(result.open || result.feedback.team.is_empty(), "a closed case tells nothing");
        let usage = outcome.execution.usage;
        assert!(result.usage.wall <= usage.wall && result.measured.raw_cpu.is_none_or(|raw| raw <= usage.cpu));
        if result.verdict == Verdict::AC
            && let Some(report) = believed(outcome)
        {
            has_reason_to_pass(&report, &result.name);
        }
    }
}

fn has_reason_to_pass(report: &Json, id: &str) {
    assert!(has_passed(field(report, "tests", 0), id), "a test passed that didn't");
    let tampered = field(report, "tampering", 1).as_array().is_some_and(|all| all.iter().any(|other| other == id));
    assert!(!tampered, "a test passed together with what contradicts it");
    assert!(field(report, "refused", 2).is_null() && field(report, "error", 4).is_null());
    let guards = field(report, "guards", 3).as_object();
    assert!(guards.is_none_or(|guards| guards.values().all(|held| held == true)), "no guard, no belief");
}

/// A submitted suite: mutants count only beside the reference.
fn mutants(outcome: &Outcome) {
    let results = match mode::tests::judged(terms(&MUTANTS), outcome.clone()) {
        Ok(results) => results,
        Err(error) => return is_short(Some(error)),
    };
    let places: Vec<_> = results.iter().map(|(index, _)| *index).collect();
    assert!(places == [0] || places == [0, 1, 2], "{places:?}");
    for (index, result) in &results {
        is_of(&MUTANTS.cases[*index], result, [0.0, 1.0, 2.0][*index]);
        assert!(result.feedback.team.len() <= 8100 && result.feedback.jury.len() <= 8100);
        if result.verdict != Verdict::AC {
            continue;
        }
        if let Some(report) = believed(outcome) {
            assert!(report["refused"].is_null() && report["error"].is_null());
            let guards = report["guards"].as_object();
            assert!(guards.is_none_or(|guards| guards.values().all(|held| held == true)), "no guard, no belief");
            assert_eq!(report["passed"], true, "the suite passes on the reference, or nothing counts");
            assert!(report["coverage"].as_f64().is_none_or(|share| share >= 0.5));
        }
    }
}

/// The rules over the source.
fn source(outcome: &Outcome) {
    let findings = match rules::judged(&SUITE, outcome) {
        Ok(findings) => findings,
        Err(error) => return is_short(Some(error)),
    };
    assert!(findings.advice.len() <= 8100, "{}", findings.advice);
    let names: BTreeSet<_> = findings.cases.iter().map(|(_, result)| result.name.as_str()).collect();
    assert_eq!(names, BTreeSet::from(["static/loops", "static/types"]), "each rule that counts has a result");
    for (index, result) in &findings.cases {
        is_of(&SUITE.cases[*index], result, 3.0);
        assert!(result.feedback.team.len() <= 8100);
        let report = if result.verdict == Verdict::AC { believed(outcome) } else { None };
        let kept = |report: Json| has_passed(field(&report, "rules", 0), &result.name["static/".len()..]);
        assert!(report.is_none_or(kept), "a rule was kept that wasn't");
    }
}

/// A result is of its case: it gives points for AC only, no more than there are, and tells of open cases only.
fn is_of(case: &Case, result: &CaseResult, most: f64) {
    assert_eq!((result.name.as_str(), result.open), (case.name.as_str(), case.disclosure == Disclosure::Open));
    assert!((0.0..=most).contains(&result.score) && (result.score == 0.0 || result.verdict == Verdict::AC));
    assert_eq!(result.verdict == Verdict::AC, result.reason == Reason::Accepted);
    is_plain(&result.reason);
}

/// The cases that a grader lists.
fn listing(outcome: &Outcome) {
    let listed = match grader::listing(outcome) {
        Ok(listed) => listed,
        Err(error) => return is_short(Some(error)),
    };
    assert!(listed.iter().all(|case| serde_json::from_slice::<Json>(&case.input).is_ok()));
    let count = listed.len();
    let problem = match SUITE.listed(listed) {
        Ok(problem) => problem,
        Err(error) => return assert!(error.to_string().len() <= 1000, "{error}"),
    };
    assert_eq!(problem.cases.len(), count + 2, "each case is one, and so is each rule that counts");
    let names: BTreeSet<_> = problem.cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names.len(), problem.cases.len(), "no two cases have one name");
    assert!(names.iter().all(|name| !name.is_empty() && !name.contains(char::is_control)), "{names:?}");
    assert!(problem.root.bound().is_some_and(|most| most.is_finite() && most >= 0.0));
    let mut judged = problem.root.cases();
    judged.sort_unstable();
    assert_eq!(judged, (0..problem.cases.len()).collect::<Vec<_>>(), "each case is judged once");
}

/// A hint, whatever stderr says.
fn explained(how: u8, stderr: &str) {
    const NAMES: [&str; 5] = ["ModuleNotFoundError", "RuntimeError", "TypeError", "EOFError", "ValueError"];
    let decision = match NAMES.get(usize::from(how)) {
        Some(name) => Decision::new(Verdict::RTE, Reason::Exception(Some((*name).to_owned()))),
        None => Decision::new(Verdict::WA, Reason::WrongAnswer),
    };
    is_a_hint(hint::of(&decision, stderr, &|_| None));
}

fn is_a_hint(hint: Option<String>) {
    assert!(hint.is_none_or(|hint| hint.len() <= 500 && hint.lines().count() == 1));
}

/// A reason is a word or two, and means the same to whoever reads it back.
fn is_plain(reason: &Reason) {
    let text = reason.to_string();
    assert!(text.len() <= 100 && !text.contains(char::is_whitespace) && !text.contains(char::is_control), "{text:?}");
    assert_eq!(text.parse().as_ref(), Ok(reason));
}

/// It is the package that is at fault or, for a guard, the host; and the words are few.
fn is_short(error: Option<GradeError>) {
    match error {
        Some(GradeError::Package(why)) => assert!(why.len() <= 5000, "{} bytes: {why}", why.len()),
        Some(GradeError::Script { got, .. }) => assert!(got.len() <= 300, "{got}"),
        Some(other) => panic!("nothing but a report was read: {other}"),
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_are_read() {
        let seeds: [(u8, u8, &str); 34] = [
            (0, 0, r#"{"outcome": "passed", "score": 0.5, "team": "t", "jury": "j"}"#),
            (0, 0x20, r#"{"outcome": "failed", "exception": "a.b.KeyError", "traceback": "x", "team": "t"}"#),
            (0, 0, r#"{"outcome": "failed", "exception": "f.<locals>.Broke: no\n"}"#),
            (0, 0, r#"{"outcome": "failed", "exception": "MemoryError"}"#),
            (0, 8, r#"{"outcome": "submission_ended"}"#),
            (0, 0x10, r#"{"outcome": "protocol"}"#),
            (0, 0x18, r#"{"outcome": "passed"}"#),
            (0, 0, r#"{"outcome": "package", "jury": "grade.py line 3"}"#),
            (0, 5, r#"{"outcome": "passed"}"#),
            (0, 7, r#"{"outcome": "passed", "score": 1e300}"#),
            (0, 0x80, ""),
            (
                1,
                0,
                r#"{"tests": [{"id": "a", "outcome": "passed", "seconds": 0.1, "wall_seconds": 1e9},
                {"id": "b", "outcome": "failed", "exception": "AssertionError", "message": "m", "output": "o"},
                {"id": "c", "outcome": "crashed", "exit": {"signal": 11}}], "guards": {"seccomp": true}}"#,
            ),
            (
                1,
                0,
                r#"{"tests": [{"id": "a", "outcome": "error", "exception": "x.Odd Name"},
                {"id": "b", "outcome": "timeout"}, {"id": "c", "outcome": "missing"}], "tampering": ["a"]}"#,
            ),
            (
                1,
                0,
                r#"{"tests": [{"id": "a", "outcome": "passed"}, {"id": "a", "outcome": "skipped"},
                {"id": "b", "outcome": "crashed", "exit": {"code": 3}}], "tampering": ["a"]}"#,
            ),
            (
                1,
                0,
                r#"{"tests": [{"id": "a", "outcome": "passed"}],
                "refused": {"file": "conftest.py", "message": "no"}}"#,
            ),
            (1, 0, r#"{"tests": [{"id": "a", "outcome": "passed"}], "guards": {"landlock": false}}"#),
            (1, 0, r#"{"tests": [], "error": {"file": "test_m.py", "line": 3, "message": "SyntaxError"}}"#),
            (1, 6, r#"{"tests": [{"id": "a", "outcome": "passed"}]}"#),
            (
                2,
                0,
                r#"{"rules": [{"id": "loops", "outcome": "passed"}, {"id": "types", "outcome": "failed",
                "findings": [{"file": "m.py", "line": 1, "message": "no"}]}, {"id": "style", "outcome": "failed",
                "findings": [{"file": "m.py", "line": 0, "message": "odd"}]}]}"#,
            ),
            (2, 0, r#"{"rules": [{"id": "loops", "outcome": "error", "jury": "no tool"}]}"#),
            (2, 7, "{}"),
            (3, 0, r#"{"cases": [{"name": "x", "points": 1.5, "open": true, "description": "d"}]}"#),
            (3, 0, r#"{"cases": [{"name": "x", "points": 1e308}, {"name": "y", "points": -1}]}"#),
            (3, 0, r#"{"cases": [{"name": "static/loops", "points": 0}, {"name": "", "points": 0}]}"#),
            (
                3,
                0,
                r#"{"tests": [{"id": "t.py::x", "weight": 1, "k": [1]}, {"id": "y", "weight": 0, "skipped": "s"}]}"#,
            ),
            (3, 0, r#"{"error": {"message": "NameError: x"}}"#),
            (4, 0, r#"{"sentinels": {"a": ["not x"]}}"#),
            (
                5,
                0,
                r#"{"collected": 2, "passed": true, "coverage": 0.9, "reference": [{"outcome": "passed", "seconds": 0.5}],
                "mutants": [{"name": "a", "outcome": "killed", "by": ["x"], "seconds": 9}, {"name": "b", "outcome": "survived"}]}"#,
            ),
            (
                5,
                0,
                r#"{"passed": false, "reference": [{"outcome": "failed", "failed": ["x"], "message": "m", "output": "o"}]}"#,
            ),
            (5, 0, r#"{"passed": true, "reference": [{"outcome": "slow"}, {"outcome": "missing"}], "coverage": 0.1}"#),
            (
                5,
                0,
                r#"{"passed": true, "refused": {"file": "conftest.py", "message": "no"}, "guards": {"landlock": false}}"#,
            ),
            (6, 0, "ModuleNotFoundError: No module named 'numpy.linalg'\n"),
            (6, 2, "TypeError: 'coroutine' object is not iterable\nRuntimeError: asyncio.run() cannot be called\n"),
            (6, 9, "a.py:3: RuntimeWarning: coroutine 'main' was never awaited\n"),
        ];
        let seeds = seeds.map(|(reader, how, text)| [&[reader, how], text.as_bytes()].concat());
        pyjury_corpus::replay("report", report, seeds);
    }
}
