//! The judging modes: one file each. A mode makes plans and reads executions; none has its own way to
//! start a process.

mod blame;
pub(crate) mod cli;
pub(crate) mod function;
mod interactive;
mod pair;
pub(crate) mod pytest;
pub(crate) mod rules;
pub(crate) mod stdio;
mod suite;
pub(crate) mod tests;

use std::sync::Arc;

use pyjury_core::judgement::Feedback;
use pyjury_core::scoring::Scale;
use pyjury_core::{Allowance, CaseResult, Check, Decision, Execution, Exit, Limits, Measured, Reason, Usage, Verdict};
use pyjury_problem::{Case, Disclosure, Mode, Problem};
use pyjury_sandbox::Slot;

use crate::checker::Opinion;
use crate::checker::program::{Subject, Validator};
use crate::compile::{Compiled, read_only};
use crate::grader::Grader;
use crate::{GradeError, Runtime, excerpt, hint, traceback};

/// What all cases of a judging share.
pub(crate) struct Setting<'a> {
    pub(crate) problem: &'a Problem,
    pub(crate) runtime: &'a Runtime,
    pub(crate) program: &'a Compiled,
    /// Of one pass of the submission, in the time of the reference node.
    pub(crate) limits: Limits,
    /// What a run gets of them here.
    pub(crate) allowance: Allowance,
    /// `None` is the default comparison.
    pub(crate) validator: Option<&'a Validator>,
    /// Of the Python modes.
    pub(crate) grader: Option<&'a Grader>,
}

/// What the results of a judging follow from, beside what was seen.
#[derive(Clone, Copy)]
pub(crate) struct Terms<'a> {
    pub(crate) problem: &'a Problem,
    /// Of one pass of the submission, in the time of the reference node.
    pub(crate) limits: Limits,
    /// What a run gets of them here.
    pub(crate) allowance: Allowance,
}

impl<'a> Setting<'a> {
    fn terms(&self) -> Terms<'a> {
        Terms { problem: self.problem, limits: self.limits, allowance: self.allowance }
    }
}

/// One pass of one case.
pub(super) struct Pass {
    /// The verdict and its reason.
    decision: Decision,
    /// What the submission did, its CPU time in the time of the reference node.
    submission: Execution,
    /// How that was measured.
    measured: Measured,
    /// What the checker said.
    opinion: Opinion,
}

/// Judges one case: as many passes as it takes.
pub(crate) fn judge_case(setting: &Setting<'_>, index: usize, slot: &mut Slot) -> Result<CaseResult, GradeError> {
    let case = &setting.problem.cases[index];
    let most = setting.problem.kind.passes.unwrap_or(1);
    let mut subject = Subject { case, input: case.input.read()?, state: None };
    let (mut usage, mut measured) = (Usage::default(), Measured::default());
    for _ in 0..most {
        let mut pass = one_pass(setting, &subject, slot)?;
        usage = usage.max(pass.submission.usage);
        measured = measured.max(pass.measured);
        match pass.opinion.next.take() {
            Some(next) if pass.decision.verdict == Verdict::AC => {
                subject.input = next.input;
                subject.state = Some(next.state);
            }
            _ => return Ok(result(setting, index, pass, (usage, measured))),
        }
    }
    let why = format!("the validator asked for more than {most} passes; raise limits.validation_passes or end earlier");
    Ok(package_fault(case, Reason::Validator, why))
}

/// Judges every case at once, where the mode does that.
pub(crate) fn judge_all(setting: &Setting<'_>, slot: &mut Slot) -> Result<Vec<(usize, CaseResult)>, GradeError> {
    match (setting.problem.mode, setting.grader) {
        (Mode::Pytest, Some(grader)) => pytest::judge_all(setting, grader, slot),
        (Mode::Tests, Some(grader)) => tests::judge_all(setting, grader, slot),
        // Nothing but rules.
        _ => Ok(Vec::new()),
    }
}

fn one_pass(setting: &Setting<'_>, subject: &Subject<'_>, slot: &mut Slot) -> Result<Pass, GradeError> {
    match (setting.problem.mode, setting.validator) {
        (Mode::Stdio, _) => stdio::pass(setting, subject, slot),
        (Mode::Interactive, Some(validator)) => interactive::pass(setting, validator, subject, slot),
        (Mode::Function, _) => function::pass(setting, grader_of(setting)?, subject, slot),
        (Mode::Cli, _) => cli::pass(setting, grader_of(setting)?, subject, slot),
        (Mode::Pytest | Mode::Tests | Mode::Static, _) => Err(GradeError::Script {
            script: "the board",
            expected: "a mode that judges case by case",
            got: setting.problem.mode.to_string(),
        }),
        (Mode::Interactive, None) => Err(GradeError::Package(
            "expected an output validator for an interactive problem, got none; add output_validator/".to_owned(),
        )),
    }
}

fn grader_of<'a>(setting: &Setting<'a>) -> Result<&'a Grader, GradeError> {
    setting.grader.ok_or_else(|| GradeError::Package("expected a grader/, got none; add it".to_owned()))
}

/// The name of the exception that ended a Python program. The interpreter exits with 1 for those, so
/// with any other code the words on stderr are only words.
fn exception(execution: &Execution, stderr: &str) -> Option<String> {
    (execution.exit == Some(Exit::Code(1))).then(|| traceback::exception(stderr)).flatten()
}

/// The points of a case whose answer has no score of its own.
fn points(terms: Terms<'_>, index: usize, verdict: Verdict) -> Result<f64, Box<CaseResult>> {
    let scale = terms.problem.root.scale(index).unwrap_or(Scale::PassFail);
    let check = Check::Accepted { score: None, multiplier: None };
    scale
        .points(verdict, &check)
        .map_err(|error| Box::new(package_fault(&terms.problem.cases[index], Reason::Validator, error.to_string())))
}

/// The verdict of a submission whose checker said `check`.
pub(crate) fn decide(execution: &Execution, check: &Check) -> Decision {
    let stderr = excerpt::of(&execution.stderr);
    pyjury_core::decide(execution, exception(execution, &stderr).as_deref(), check)
}

fn result(setting: &Setting<'_>, index: usize, pass: Pass, (usage, measured): (Usage, Measured)) -> CaseResult {
    let case = &setting.problem.cases[index];
    let scale = setting.problem.root.scale(index).unwrap_or(Scale::PassFail);
    let score = match scale.points(pass.decision.verdict, &pass.opinion.check) {
        Ok(score) => score,
        Err(error) => return package_fault(case, Reason::Validator, error.to_string()),
    };
    let stderr = traceback::clean(&excerpt::of(&pass.submission.stderr));
    let elsewhere = |module: &str| setting.runtime.elsewhere(module);
    let hint = hint::of(&pass.decision, &join(&stderr, Some(&pass.opinion.jury)), &elsewhere);
    let hint = hint.map(|hint| format!("hint: {hint}"));
    let team =
        if case.disclosure == Disclosure::Open { join(&pass.opinion.team, hint.as_deref()) } else { pass.opinion.team };
    CaseResult {
        name: case.name.clone(),
        verdict: pass.decision.verdict,
        reason: pass.decision.reason,
        score,
        usage,
        // Near it and to blame for something else, such as its validator: that is no TLE.
        measured: Measured { near_limit: measured.near_limit && pass.decision.verdict == Verdict::TLE, ..measured },
        feedback: Feedback {
            team,
            stderr,
            stdout: excerpt::of(&pass.submission.stdout),
            jury: join(&pass.opinion.jury, hint.as_deref()),
        },
        open: case.disclosure == Disclosure::Open,
    }
}

/// Words, and below them some more.
fn join(words: &str, more: Option<&str>) -> String {
    [Some(words), more].into_iter().flatten().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

/// A case that can't be judged because of its package.
pub(crate) fn package_fault(case: &Case, reason: Reason, why: String) -> CaseResult {
    CaseResult {
        name: case.name.clone(),
        verdict: Verdict::JE,
        reason,
        score: 0.0,
        usage: Usage::default(),
        measured: Measured::default(),
        feedback: Feedback { jury: why, ..Feedback::default() },
        open: case.disclosure == Disclosure::Open,
    }
}

/// Arguments of the bootstrap and files for a run of the submission on this case.
fn launch(
    setting: &Setting<'_>,
    case: &Case,
) -> Result<(Vec<String>, Vec<pyjury_sandbox::plan::PlacedFile>), GradeError> {
    let mut extra = Vec::with_capacity(case.files.len());
    for file in &case.files {
        let content: Arc<[u8]> = file.data.read()?;
        extra.push(read_only(&file.path, &content));
    }
    let (argv, files) = setting.program.launch(&case.args, extra);
    Ok((setting.runtime.python_argv(&argv), files))
}
