//! A run of pytest: a trusted suite on a submission, or a submitted suite on what we trust.
//!
//! The harness (`python/pyjury_pytest`) has a keeper that forks a process for each piece of work, and sees how that ends.
//! It reports when all are done. Without a report nothing is believed but what the sandbox saw.

use std::collections::BTreeMap;
use std::time::Duration;

use pyjury_core::judgement::Feedback;
use pyjury_core::{Breach, Bytes, CaseResult, Check, Decision, Execution, Limits, Measured, Reason, Usage, Verdict};
use pyjury_problem::{Case, Disclosure, Problem};
use pyjury_sandbox::plan::{Access, PlacedFile, Process};
use pyjury_sandbox::{Outcome, Slot};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json, json};

use super::{Setting, Terms, decide, package_fault};
use crate::compile::{one, read_only};
use crate::grader::{self, Grader, Mistake};
use crate::{GradeError, Runtime, excerpt};

/// What a run needs beside its tests: the interpreter, pytest, the suite.
const START: Duration = Duration::from_secs(20);
/// pytest and the suite, beside what a submission may use.
const OWN_MEMORY: Bytes = Bytes::mib(256);
/// The keeper and the zygote.
const OWN_PROCESSES: u32 = 8;
/// Folders beside the working folder that a run can write to.
const SCRATCH: [&str; 2] = ["/tmp", "/dev/shm"];

/// What a mode asks the harness for.
pub(super) struct Work {
    /// `calibrate` or `run`.
    pub(super) command: &'static str,
    /// What is beside limits and places in the plan.
    pub(super) plan: Map<String, Json>,
    /// How often a process is run for up to the limits, at most.
    pub(super) runs: u32,
    /// Of one process, in the time of this node.
    pub(super) limits: Limits,
}

/// What the harness says in whatever mode, and what the mode asked for.
#[derive(Deserialize)]
struct Whole<T> {
    #[serde(default)]
    refused: Option<Refused>,
    /// What the keeper could not have of the kernel: then nothing is believed.
    #[serde(default)]
    guards: BTreeMap<String, bool>,
    #[serde(default)]
    error: Option<Mistake>,
    #[serde(flatten)]
    report: T,
}

/// A file of the submission that may not be there, and why.
#[derive(Deserialize)]
struct Refused {
    file: String,
    message: String,
}

/// How a process ended.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Ended {
    Code(i32),
    Signal(i32),
}

/// What came of a run.
pub(super) enum Run<T> {
    /// A report, and what the sandbox saw.
    Reported(T, Execution),
    /// The submission kept it from being judged: the result of every case.
    Unjudged(Vec<(usize, CaseResult)>),
}

/// Has the harness judge the submission.
pub(super) fn run(setting: &Setting<'_>, grader: &Grader, work: Work, slot: &mut Slot) -> Result<Outcome, GradeError> {
    one(slot, process(setting.problem, grader, setting.program.sources(), work, setting.runtime))
}

/// Reads what the harness says.
pub(super) fn read<T: DeserializeOwned>(problem: &Problem, outcome: Outcome) -> Result<Run<T>, GradeError> {
    let every = |decision: Decision, why: &str| {
        let cases = cases(problem);
        Ok(Run::Unjudged(cases.map(|(index, case)| (index, failed(case, decision.clone(), why))).collect()))
    };
    let whole: Whole<T> = match grader::answer(&outcome) {
        Ok(whole) => whole,
        // Nobody is left to say what became of the tests: then it is the submission's doing.
        Err(why) => return every(ended_early(&outcome.execution), &why),
    };
    if let Some(mistake) = whole.error {
        return Err(GradeError::Package(mistake.to_string()));
    }
    if let Some((guard, _)) = whole.guards.iter().find(|(_, held)| !**held) {
        return Err(GradeError::Script {
            script: "pyjury_pytest",
            expected: "every guard",
            got: excerpt::shorten(&format!("no {guard}"), 200),
        });
    }
    match whole.refused {
        Some(Refused { file, message }) => {
            every(Decision::new(Verdict::SV, Reason::Files), &format!("{file}: {message}"))
        }
        None => Ok(Run::Reported(whole.report, outcome.execution)),
    }
}

/// The cases that the suite decides: the others are rules over the source.
pub(super) fn cases(problem: &Problem) -> impl Iterator<Item = (usize, &Case)> {
    problem.cases.iter().enumerate().filter(|(_, case)| !case.name.starts_with(pyjury_problem::rules::PREFIX))
}

/// A process of the harness.
pub(super) fn process(
    problem: &Problem,
    grader: &Grader,
    submission: Vec<PlacedFile>,
    work: Work,
    runtime: &Runtime,
) -> Process {
    let Work { command, mut plan, runs, limits } = work;
    let seconds = json!({"test_seconds": limits.cpu.as_secs_f64(), "wall_seconds": limits.wall.as_secs_f64()});
    plan.insert("limits".to_owned(), seconds);
    plan.insert("submitted".to_owned(), json!(problem.submit.files));
    plan.insert("scratch".to_owned(), json!(SCRATCH));
    let mut files = vec![read_only("plan.json", Json::Object(plan).to_string().as_bytes())];
    files.extend(submission.into_iter().map(|file| PlacedFile { path: format!("submission/{}", file.path), ..file }));
    let limits = Limits {
        cpu: START.saturating_add(limits.cpu.saturating_mul(runs)).min(pyjury_core::limits::CEILING.cpu),
        wall: START.saturating_add(limits.wall.saturating_mul(runs)).min(pyjury_core::limits::CEILING.wall),
        memory: Bytes(limits.memory.get() + OWN_MEMORY.get()),
        processes: limits.processes + OWN_PROCESSES,
        ..limits
    };
    let arguments = [command, "/box/plan.json", "/box/report.json"];
    let process = grader.process(&arguments, files, runtime);
    // The sources of what we trust are emptied when they have been read: no fork finds them.
    let writable = |file: PlacedFile| PlacedFile { access: Access::Writable, ..file };
    let files = process.files.into_iter().map(writable).collect();
    Process { limits, policy: runtime.suite_policy(), files, ..process }
}

/// The verdict on what a run didn't come to.
pub(super) fn ended_early(execution: &Execution) -> Decision {
    match (&execution.breach, decide(execution, &Check::Nothing)) {
        (Some(Breach::Cpu | Breach::Wall | Breach::Idle), _) => Decision::new(Verdict::TLE, Reason::Wall),
        // It ended the process that judges it.
        (None, Decision { verdict: Verdict::AC, .. }) => Decision::new(Verdict::SV, Reason::Protocol),
        (_, decision) => decision,
    }
}

/// A case without points.
pub(super) fn failed(case: &Case, decision: Decision, why: &str) -> CaseResult {
    let told = package_fault(case, decision.reason, String::new());
    let words = excerpt::shorten(why, 4000);
    let team = if case.disclosure == Disclosure::Open { words.clone() } else { String::new() };
    CaseResult { verdict: decision.verdict, feedback: Feedback { team, jury: words, ..Feedback::default() }, ..told }
}

/// What one process of the harness used of CPU time and of real time, in seconds of this node: no more than all of them.
pub(super) fn used(terms: Terms<'_>, execution: &Execution, (cpu, wall): (f64, f64)) -> (Usage, Measured) {
    let within = |seconds: f64, most| Duration::try_from_secs_f64(seconds).unwrap_or_default().min(most);
    let raw = within(cpu, execution.usage.cpu);
    let usage = Usage {
        cpu: terms.allowance.factor.divide(raw),
        wall: within(wall, execution.usage.wall),
        memory: execution.usage.memory,
        ..Usage::default()
    };
    (usage, Measured { raw_cpu: Some(raw), near_limit: false })
}
