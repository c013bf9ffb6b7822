//! A trusted pytest suite on a submission, in the submission's interpreter.
//!
//! One process tree judges every test: a keeper forks a zygote for each, which imports the submission only then, so that
//! a hang or a crash costs one test. What a fork says of its test is a claim: it is held against what the keeper saw, and
//! against contradictions of the test that no right submission passes (docs/modes/pytest.md).

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use pyjury_core::judgement::Feedback;
use pyjury_core::scoring::Scale;
use pyjury_core::{
    Allowance, Breach, Bytes, CaseResult, Check, Decision, Execution, Limits, Measured, Reason, Usage, Verdict,
};
use pyjury_problem::{Case, Disclosure, Problem};
use pyjury_sandbox::plan::{Access, PlacedFile, Process};
use pyjury_sandbox::{Outcome, Slot};
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::{Setting, decide, package_fault};
use crate::compile::{one, read_only};
use crate::grader::{self, Grader, Mistake};
use crate::{GradeError, Options, Runtime, excerpt, traceback};

/// What a run needs beside its tests: the interpreter, pytest, the suite.
const START: Duration = Duration::from_secs(20);
/// How often a test may be run: once, beside a contradiction, and again when something was odd.
const MOST_RUNS: u32 = 10;
/// pytest and the suite, beside what a submission may use.
const OWN_MEMORY: Bytes = Bytes::mib(256);
/// The keeper and the zygote.
const OWN_PROCESSES: u32 = 8;
/// Folders beside the working folder that a run can write to.
const SCRATCH: [&str; 2] = ["/tmp", "/dev/shm"];

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
    tests: Vec<Tested>,
    /// Tests that were passed together with what contradicts them.
    #[serde(default)]
    tampering: BTreeSet<String>,
    #[serde(default)]
    refused: Option<Refused>,
    /// What the keeper could not have of the kernel: then nothing is believed.
    #[serde(default)]
    guards: BTreeMap<String, bool>,
    #[serde(default)]
    error: Option<Mistake>,
}

/// A file of the submission that may not be there, and why.
#[derive(Deserialize)]
struct Refused {
    file: String,
    message: String,
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

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Ended {
    Code(i32),
    Signal(i32),
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
    let plan = plan(problem, &Sentinels::new(), scaled)?;
    let process = process(problem, grader, files, ("calibrate", plan), scaled, runtime);
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
    let plan = plan(setting.problem, grader.sentinels(), limits)?;
    let files = setting.program.sources();
    let process = process(setting.problem, grader, files, ("run", plan), limits, setting.runtime);
    judged(setting.problem, setting.allowance, &one(slot, process)?)
}

/// Reads what became of every test.
pub(crate) fn judged(
    problem: &Problem,
    allowance: Allowance,
    outcome: &Outcome,
) -> Result<Vec<(usize, CaseResult)>, GradeError> {
    let execution = &outcome.execution;
    let report: Report = match grader::answer(outcome) {
        Ok(report) => report,
        Err(why) => return Ok(without_report(problem, execution, &why)),
    };
    if let Some(mistake) = report.error {
        return Err(GradeError::Package(mistake.to_string()));
    }
    if let Some((guard, _)) = report.guards.iter().find(|(_, held)| !**held) {
        return Err(GradeError::Script {
            script: "pyjury_pytest",
            expected: "every guard",
            got: excerpt::shorten(&format!("no {guard}"), 200),
        });
    }
    let mut tested: BTreeMap<_, _> = report.tests.into_iter().map(|test| (test.id.clone(), test)).collect();
    let results = tests_of(problem).map(|(index, case)| {
        let result = match (tested.remove(&case.name), &report.refused) {
            (_, Some(Refused { file, message })) => {
                failed(case, Decision::new(Verdict::SV, Reason::Files), &format!("{file}: {message}"))
            }
            (Some(test), None) => {
                let tampered = report.tampering.contains(&test.id);
                let scale = problem.root.scale(index).unwrap_or(Scale::PassFail);
                result(case, scale, (test, tampered), (execution, allowance))
            }
            (None, None) => failed(case, ended_early(execution), "the test was not run"),
        };
        (index, result)
    });
    Ok(results.collect())
}

/// The cases that are tests of the suite: the others are rules over the source.
fn tests_of(problem: &Problem) -> impl Iterator<Item = (usize, &Case)> {
    problem.cases.iter().enumerate().filter(|(_, case)| !case.name.starts_with(pyjury_problem::rules::PREFIX))
}

/// The plan of a run, for every test in the problem's order.
fn plan(problem: &Problem, sentinels: &Sentinels, limits: Limits) -> Result<Json, GradeError> {
    let mut tests = Vec::with_capacity(problem.cases.len());
    for (_, case) in tests_of(problem) {
        let test: Json = serde_json::from_slice(&case.input.read()?).map_err(|error| GradeError::Script {
            script: "pyjury_pytest",
            expected: "a test as JSON",
            got: error.to_string(),
        })?;
        tests.push(test);
    }
    Ok(json!({
        "kind": "pytest",
        "tests": tests,
        "sentinels": sentinels,
        "limits": {"test_seconds": limits.cpu.as_secs_f64(), "wall_seconds": limits.wall.as_secs_f64()},
        "submitted": problem.submit.files,
        "scratch": SCRATCH,
    }))
}

fn process(
    problem: &Problem,
    grader: &Grader,
    submission: Vec<PlacedFile>,
    (command, plan): (&'static str, Json),
    limits: Limits,
    runtime: &Runtime,
) -> Process {
    let mut files = vec![read_only("plan.json", plan.to_string().as_bytes())];
    files.extend(submission.into_iter().map(|file| PlacedFile { path: format!("submission/{}", file.path), ..file }));
    let runs = u32::try_from(problem.cases.len()).unwrap_or(u32::MAX).saturating_mul(MOST_RUNS);
    let limits = Limits {
        cpu: START.saturating_add(limits.cpu.saturating_mul(runs)).min(pyjury_core::limits::CEILING.cpu),
        wall: START.saturating_add(limits.wall.saturating_mul(runs)).min(pyjury_core::limits::CEILING.wall),
        memory: Bytes(limits.memory.get() + OWN_MEMORY.get()),
        processes: limits.processes + OWN_PROCESSES,
        ..limits
    };
    let arguments = [command, "/box/plan.json", "/box/report.json"];
    let process = grader.process(&arguments, files, runtime);
    // The suite's sources are emptied when they have been read: no fork finds them.
    let writable = |file: PlacedFile| PlacedFile { access: Access::Writable, ..file };
    let files = process.files.into_iter().map(writable).collect();
    Process { limits, policy: runtime.suite_policy(), files, ..process }
}

/// Nobody is left to say what became of the tests: then it is the submission's doing, and what the keeper saw counts.
fn without_report(problem: &Problem, execution: &Execution, why: &str) -> Vec<(usize, CaseResult)> {
    let decision = ended_early(execution);
    tests_of(problem).map(|(index, case)| (index, failed(case, decision.clone(), why))).collect()
}

/// The verdict on tests that a run didn't come to.
fn ended_early(execution: &Execution) -> Decision {
    match (&execution.breach, decide(execution, &Check::Nothing)) {
        (Some(Breach::Cpu | Breach::Wall | Breach::Idle), _) => Decision::new(Verdict::TLE, Reason::Wall),
        // It ended the process that judges it.
        (None, Decision { verdict: Verdict::AC, .. }) => Decision::new(Verdict::SV, Reason::Protocol),
        (_, decision) => decision,
    }
}

fn failed(case: &Case, decision: Decision, why: &str) -> CaseResult {
    let told = package_fault(case, decision.reason, String::new());
    let words = excerpt::shorten(why, 4000);
    let team = if case.disclosure == Disclosure::Open { words.clone() } else { String::new() };
    CaseResult { verdict: decision.verdict, feedback: Feedback { team, jury: words, ..Feedback::default() }, ..told }
}

fn result(
    case: &Case,
    scale: Scale,
    (test, tampered): (Tested, bool),
    (execution, allowance): (&Execution, Allowance),
) -> CaseResult {
    let decision = match tampered {
        true => Decision::new(Verdict::SV, Reason::GraderTampering),
        false => decision(&test, execution),
    };
    let check = Check::Accepted { score: None, multiplier: None };
    let score = match scale.points(decision.verdict, &check) {
        Ok(score) => score,
        Err(error) => return package_fault(case, Reason::Validator, error.to_string()),
    };
    let words = traceback::clean(&test.message);
    // No test took more than the whole run.
    let seconds = |seconds: f64, most| Duration::try_from_secs_f64(seconds).unwrap_or_default().min(most);
    let raw = seconds(test.seconds, execution.usage.cpu);
    let usage = Usage {
        cpu: allowance.factor.divide(raw),
        wall: seconds(test.wall_seconds, execution.usage.wall),
        memory: execution.usage.memory,
        ..Usage::default()
    };
    CaseResult {
        name: case.name.clone(),
        verdict: decision.verdict,
        reason: decision.reason,
        score,
        usage,
        measured: Measured { raw_cpu: Some(raw), near_limit: false },
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
        (TestOutcome::Missing, ..) => ended_early(execution),
        (TestOutcome::Failed | TestOutcome::Error | TestOutcome::Crashed | TestOutcome::Skipped, ..) => {
            Decision::new(Verdict::WA, Reason::WrongAnswer)
        }
    }
}
