//! A submission against a problem.

use std::time::Duration;

use pyjury_core::judgement::Feedback;
use pyjury_core::{
    Bytes, Confirmation, Decision, Judgement, Limits, Measured, Provenance, Reason, SourceFile, Usage, Verdict,
    scoring, summarize,
};
use pyjury_problem::{Mode, OutputValidator, Problem};
use pyjury_sandbox::Slot;

use crate::board::Board;
use crate::checker::program::Validator;
use crate::compile::{self, Checked};
use crate::entry::{self, EntryError};
use crate::grader::{Grader, listed};
use crate::mode::{Setting, package_fault, pytest, rules};
use crate::{GradeError, Options, Runtime, time_limit};

/// Judges a submission: compiles it once, runs the cases side by side on the slots, and folds.
///
/// The judgement doesn't depend on how many slots there are, nor on which case ends first. A package
/// that can't be judged gives a JE with [`Reason::Package`].
///
/// # Errors
/// [`GradeError`] when the host failed, the package's files are gone, or the judging was cancelled.
pub fn judge(
    problem: &Problem,
    files: &[SourceFile],
    slots: &mut [Slot],
    runtime: &Runtime,
    options: &Options<'_>,
) -> Result<Judgement, GradeError> {
    let _watch = options.cancel.watch(slots);
    let judged = has_runtime(problem, runtime).and_then(|()| {
        let problem = listed(problem, slots.first_mut().ok_or(GradeError::NoSlot)?, runtime, options)?;
        let found = time_limit::find(&problem, slots, runtime, options)?;
        judge_within(&problem, files, slots, runtime, (found.limit, options))
    });
    match judged {
        Err(GradeError::Package(why)) => {
            Ok(no_cases(problem, Decision::new(Verdict::JE, Reason::Package), jury(why), runtime, options))
        }
        // A host that is being told to stop may fail in many ways.
        Err(_) if options.cancel.is_cancelled() => Err(GradeError::Cancelled),
        other => other,
    }
}

/// Judges, and once more when the judgement is near its limit: then what the second run says stands, and says so.
/// `on_case` hears of the cases of both. For whoever has no other node to run it on.
///
/// # Errors
/// As [`judge`].
pub fn judge_confirmed(
    problem: &Problem,
    files: &[SourceFile],
    slots: &mut [Slot],
    runtime: &Runtime,
    options: &Options<'_>,
) -> Result<Judgement, GradeError> {
    let first = judge(problem, files, slots, runtime, options)?;
    let Some(confirmation) = Confirmation::of(&first) else { return Ok(first) };
    let mut second = judge(problem, files, slots, runtime, options)?;
    second.provenance.confirmation = Some(confirmation);
    Ok(second)
}

/// Judges with this time limit of a case.
pub(crate) fn judge_within(
    problem: &Problem,
    files: &[SourceFile],
    slots: &mut [Slot],
    runtime: &Runtime,
    (cpu, options): (Duration, &Options<'_>),
) -> Result<Judgement, GradeError> {
    let slot = slots.first_mut().ok_or(GradeError::NoSlot)?;
    let files = &entry::as_required(files, &problem.submit);
    let entry = match find_entry(problem, files, options) {
        Ok(entry) => entry,
        Err(error) => {
            let decision = Decision::new(Verdict::CE, Reason::Files);
            return Ok(no_cases(problem, decision, team(error.to_string()), runtime, options));
        }
    };
    let whole = with_included(problem, files)?;
    let limits = options.allowance.scaled(compile_limits(problem));
    let program = match compile::check(&whole, entry, limits, slot, runtime)? {
        Checked::Good(program) => program,
        Checked::Bad { decision, message } => return Ok(no_cases(problem, decision, team(message), runtime, options)),
    };
    let validator = match &problem.validator {
        OutputValidator::Default => None,
        OutputValidator::Custom(program) => Some(Validator::prepare(program, problem, slot, runtime, options)?),
    };
    let grader = prepared_grader(problem, slot, runtime, options)?;
    let limits = problem.limits.run(cpu);
    let allowance = options.allowance;
    let setting = Setting {
        problem,
        runtime,
        program: &program,
        limits,
        allowance,
        validator: validator.as_ref(),
        grader: grader.as_ref(),
    };
    let board = Board::new(&setting, options, budget(problem, allowance.granted(limits), options));
    let findings = rules::check(&setting, options, slots.first_mut().ok_or(GradeError::NoSlot)?)?;
    board.place(findings.cases);
    match problem.mode.judges_at_once() {
        true => board.work_at_once(slots.first_mut().ok_or(GradeError::NoSlot)?),
        false => std::thread::scope(|scope| {
            for slot in slots {
                scope.spawn(|| board.work(slot));
            }
        }),
    }
    let results = board.finish()?;
    let skipped = |index: usize| package_fault(&problem.cases[index], Reason::Skipped, String::new());
    let settled = scoring::settle(&problem.root, results, skipped);
    let provenance = Provenance { time_limit: Some(cpu), ..provenance(problem, runtime, options) };
    let mut judgement = summarize(&problem.root, settled, provenance);
    judgement.feedback.team.push_str(&findings.advice);
    Ok(judgement)
}

/// The grader, with all that judging takes.
fn prepared_grader(
    problem: &Problem,
    slot: &mut Slot,
    runtime: &Runtime,
    options: &Options<'_>,
) -> Result<Option<Grader>, GradeError> {
    let Some(grader) = Grader::prepare(problem, options)? else { return Ok(None) };
    if problem.mode != Mode::Pytest {
        return Ok(Some(grader));
    }
    let calibrate = || pytest::calibrate(problem, &grader, slot, runtime, options);
    let sentinels = options.cache.sentinels(problem.digest, calibrate)?;
    Ok(Some(grader.with_sentinels(sentinels)))
}

fn has_runtime(problem: &Problem, runtime: &Runtime) -> Result<(), GradeError> {
    let wanted = problem.runtime_needed();
    match runtime.meets(&wanted) {
        true => Ok(()),
        false => Err(GradeError::Package(format!(
            "it asks for the runtime {wanted}, this is {} with {}; judge it where that is, or change pyjury.yaml",
            runtime.name(),
            runtime.interpreter_version()
        ))),
    }
}

fn find_entry<'a>(problem: &Problem, files: &'a [SourceFile], options: &Options<'_>) -> Result<&'a str, EntryError> {
    let got = Bytes(files.iter().map(|file| file.content.len() as u64).sum());
    if got > problem.limits.code {
        return Err(EntryError::TooLarge { most: problem.limits.code, got });
    }
    entry::find(files, options.entry.or(problem.submit.files.first().map(String::as_str)))
}

/// The submission with the package's own files, which win.
fn with_included(problem: &Problem, files: &[SourceFile]) -> Result<Vec<SourceFile>, GradeError> {
    let included =
        |path: &str| problem.include.iter().any(|file| file.path == path || compile::are_in_conflict(&file.path, path));
    let mut whole: Vec<_> = files.iter().filter(|file| !included(&file.path)).cloned().collect();
    for file in &problem.include {
        whole.push(SourceFile { path: file.path.clone(), content: file.data.read()?.to_vec() });
    }
    Ok(whole)
}

fn compile_limits(problem: &Problem) -> Limits {
    let cpu = problem.limits.compilation_time;
    let memory = problem.limits.compilation_memory;
    Limits { cpu, wall: Limits::wall_for(cpu), memory, scratch: Bytes::mib(256), ..Limits::default() }
}

fn budget(problem: &Problem, limits: Limits, options: &Options<'_>) -> Duration {
    let runs = u32::try_from(problem.cases.len()).unwrap_or(u32::MAX).saturating_mul(problem.kind.passes.unwrap_or(1));
    let all = limits.cpu.saturating_mul(runs).saturating_mul(2).saturating_add(Duration::from_secs(60));
    options.budget.unwrap_or(all)
}

/// A judgement without cases: nothing was run.
fn no_cases(
    problem: &Problem,
    decision: Decision,
    feedback: Feedback,
    runtime: &Runtime,
    options: &Options<'_>,
) -> Judgement {
    Judgement {
        verdict: decision.verdict,
        reason: decision.reason,
        score: 0.0,
        max_score: problem.root.max_score(),
        usage: Usage::default(),
        measured: Measured::default(),
        cases: Vec::new(),
        feedback,
        provenance: provenance(problem, runtime, options),
    }
}

fn team(words: String) -> Feedback {
    Feedback { team: words, ..Feedback::default() }
}

fn jury(words: String) -> Feedback {
    Feedback { jury: words, ..Feedback::default() }
}

fn provenance(problem: &Problem, runtime: &Runtime, options: &Options<'_>) -> Provenance {
    Provenance { problem: Some(problem.digest), ..of_runtime(runtime, options) }
}

/// What a judgement depends on, but for the problem.
pub(crate) fn of_runtime(runtime: &Runtime, options: &Options<'_>) -> Provenance {
    Provenance {
        problem: None,
        runtime: runtime.name().to_owned(),
        runtime_digest: Some(runtime.digest()),
        interpreter: runtime.interpreter_version().to_owned(),
        policy: Some(runtime.policy().digest()),
        arch: std::env::consts::ARCH.to_owned(),
        pyjury: env!("CARGO_PKG_VERSION").to_owned(),
        ..options.provenance.clone()
    }
}
