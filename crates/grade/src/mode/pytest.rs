//! A trusted pytest suite on a submission, in the submission's interpreter.
//!
//! One process tree judges every test: a keeper forks a zygote for each, which imports the submission only then, so that
//! a hang or a crash costs one test. What a fork says of its test is a claim: it is held against what the keeper saw, and
//! against contradictions of the test that no right submission passes (docs/modes/pytest.md).

use std::collections::{BTreeMap, BTreeSet};

use pyjury_core::judgement::Feedback;
use pyjury_core::{CaseResult, Decision, Execution, Limits, Reason, Verdict};
use pyjury_problem::{Disclosure, Problem};
use pyjury_sandbox::{Outcome, Slot};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::suite::{self, Ended, Run, Work};
use super::{Setting, Terms, points};
use crate::compile::{one, read_only};
use crate::grader::{self, Grader, Mistake};
use crate::{GradeError, Options, Runtime, traceback};

/// How often a test may be run: once, beside a contradiction, and again when something was odd.
const MOST_RUNS: u32 = 10;

/// For each test the contradictions that the reference fails.
pub(crate) type Sentinels = BTreeMap<String, Vec<String>>;

#[derive(Deserialize)]
struct Calibrated {
    #[serde(default)]
    sentinels: Sentinels,
    #[serde(default)]
    error: Option<Mistake>,
}

#[derive(Deserialize)]
struct Report {
    #[serde(default)]
    tests: Vec<Tested>,
    /// Tests that were passed together with what contradicts them.
    #[serde(default)]
    tampering: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Tested {
    id: String,
    outcome: TestOutcome,
    #[serde(default)]
    seconds: f64,
    #[serde(default)]
    wall_seconds: f64,
    #[serde(default)]
    message: String,
    #[serde(default)]
    exit: Option<Ended>,
    #[serde(default)]
    exception: Option<String>,
    #[serde(default)]
    output: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum TestOutcome {
    Passed,
    Failed,
    Error,
    Timeout,
    Crashed,
    Missing,
    Skipped,
}

/// Which contradictions of each test the reference fails: those can be held against a submission. None without a
/// reference.
pub(crate) fn calibrate(
    problem: &Problem,
    grader: &Grader,
    slot: &mut Slot,
    runtime: &Runtime,
    options: &Options<'_>,
) -> Result<Sentinels, GradeError> {
    let accepted = problem.submissions.iter().find(|submission| submission.folder == "accepted");
    let Some(reference) = accepted else { return Ok(Sentinels::new()) };
    let files = crate::time_limit::source_files(reference)?;
    let files = crate::entry::as_required(&files, &problem.submit);
    let files: Vec<_> = files.iter().map(|file| read_only(&file.path, &file.content)).collect();
    let limits = problem.limits.run(problem.limits.time.or_provisional());
    let scaled = options.allowance.scaled(limits);
    let work = work(problem, "calibrate", &Sentinels::new(), scaled)?;
    let process = suite::process(problem, grader, files, work, runtime);
    sentinels(&one(slot, process)?)
}

/// Reads which contradictions the reference fails.
pub(crate) fn sentinels(outcome: &Outcome) -> Result<Sentinels, GradeError> {
    let calibrated: Calibrated = grader::answer(outcome).map_err(GradeError::Package)?;
    match calibrated.error {
        Some(mistake) => Err(GradeError::Package(mistake.to_string())),
        None => Ok(calibrated.sentinels),
    }
}

/// Judges every test.
pub(super) fn judge_all(
    setting: &Setting<'_>,
    grader: &Grader,
    slot: &mut Slot,
) -> Result<Vec<(usize, CaseResult)>, GradeError> {
    let limits = setting.allowance.scaled(setting.limits);
    let work = work(setting.problem, "run", grader.sentinels(), limits)?;
    judged(setting.terms(), suite::run(setting, grader, work, slot)?)
}

/// Reads what became of every test.
pub(crate) fn judged(terms: Terms<'_>, outcome: Outcome) -> Result<Vec<(usize, CaseResult)>, GradeError> {
    let (report, execution): (Report, _) = match suite::read(terms.problem, outcome)? {
        Run::Reported(report, execution) => (report, execution),
        Run::Unjudged(results) => return Ok(results),
    };
    let mut tested: BTreeMap<_, _> = report.tests.into_iter().map(|test| (test.id.clone(), test)).collect();
    let results = suite::cases(terms.problem).map(|(index, case)| {
        let result = match tested.remove(&case.name) {
            Some(test) => result(terms, index, test, &report.tampering, &execution),
            None => suite::failed(case, suite::ended_early(&execution), "the test was not run"),
        };
        (index, result)
    });
    Ok(results.collect())
}

/// Every test in the problem's order.
fn work(problem: &Problem, command: &'static str, sentinels: &Sentinels, limits: Limits) -> Result<Work, GradeError> {
    let mut tests = Vec::with_capacity(problem.cases.len());
    for (_, case) in suite::cases(problem) {
        let test: Json = serde_json::from_slice(&case.input.read()?).map_err(|error| GradeError::Script {
            script: "pyjury_pytest",
            expected: "a test as JSON",
            got: error.to_string(),
        })?;
        tests.push(test);
    }
    let runs = u32::try_from(tests.len()).unwrap_or(u32::MAX).saturating_mul(MOST_RUNS);
    let plan = [("kind", json!("pytest")), ("tests", Json::Array(tests)), ("sentinels", json!(sentinels))];
    let plan = plan.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Map<_, _>>();
    Ok(Work { command, plan, runs, limits })
}

fn result(
    terms: Terms<'_>,
    index: usize,
    test: Tested,
    tampering: &BTreeSet<String>,
    execution: &Execution,
) -> CaseResult {
    let case = &terms.problem.cases[index];
    let decision = match tampering.contains(&test.id) {
        true => Decision::new(Verdict::SV, Reason::GraderTampering),
        false => decision(&test, execution),
    };
    let score = match points(terms, index, decision.verdict) {
        Ok(score) => score,
        Err(fault) => return *fault,
    };
    let words = traceback::clean(&test.message);
    let (usage, measured) = suite::used(terms, execution, (test.seconds, test.wall_seconds));
    CaseResult {
        name: case.name.clone(),
        verdict: decision.verdict,
        reason: decision.reason,
        score,
        usage,
        measured,
        feedback: Feedback {
            team: if case.disclosure == Disclosure::Open { words.clone() } else { String::new() },
            stderr: String::new(),
            stdout: test.output,
            jury: words,
        },
        open: case.disclosure == Disclosure::Open,
    }
}

/// The verdict on one test, of what its fork claimed and the keeper saw.
fn decision(test: &Tested, execution: &Execution) -> Decision {
    let exception = test.exception.as_deref().filter(|name| !["AssertionError", "Failed"].contains(name));
    match (test.outcome, exception, test.exit) {
        (TestOutcome::Passed, ..) => Decision::new(Verdict::AC, Reason::Accepted),
        (TestOutcome::Timeout, ..) => Decision::new(Verdict::TLE, Reason::Cpu),
        (TestOutcome::Failed | TestOutcome::Error, Some("MemoryError"), _) => {
            Decision::new(Verdict::MLE, Reason::Memory)
        }
        (TestOutcome::Failed | TestOutcome::Error, Some(name), _) => {
            // The name is what the submission called its class: any text.
            Decision::new(Verdict::RTE, Reason::Exception(traceback::class_name(name)))
        }
        (TestOutcome::Crashed, _, Some(Ended::Signal(number))) => Decision::new(Verdict::RTE, Reason::Signal(number)),
        (TestOutcome::Crashed, _, Some(Ended::Code(code))) => Decision::new(Verdict::RTE, Reason::ExitCode(code)),
        (TestOutcome::Missing, ..) => suite::ended_early(execution),
        (TestOutcome::Failed | TestOutcome::Error | TestOutcome::Crashed | TestOutcome::Skipped, ..) => {
            Decision::new(Verdict::WA, Reason::WrongAnswer)
        }
    }
}
