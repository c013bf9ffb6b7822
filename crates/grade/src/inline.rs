//! One run with its own input and limits, without a problem.

use std::sync::Arc;
use std::time::Duration;

use pyjury_core::judgement::Feedback;
use pyjury_core::submission::InlineRun;
use pyjury_core::{
    Bytes, CaseResult, Check, Decision, Execution, Exit, Judgement, Limits, Measured, Provenance, Reason, SourceFile,
    Usage, Verdict,
};
use pyjury_problem::CompareFlags;
use pyjury_sandbox::Slot;
use pyjury_sandbox::plan::{Input, Process, Start};

use crate::checker::default::compare;
use crate::compile::{self, Checked, one};
use crate::mode::stdio::{keep, whole};
use crate::{GradeError, Options, Runtime, entry, excerpt, judge, mode, traceback};

/// Limits of the compile check of a run that states none.
const COMPILING: Limits = Limits {
    cpu: Duration::from_secs(30),
    wall: Limits::wall_for(Duration::from_secs(30)),
    memory: Bytes::mib(1024),
    output: Bytes::mib(8),
    processes: 16,
    scratch: Bytes::mib(256),
};

/// What became of one run.
#[derive(Clone, Debug)]
pub enum Ran {
    /// It was not started: a file is missing, or the source doesn't compile.
    Refused {
        /// CE and why.
        decision: Decision,
        /// Words for the submitter.
        message: String,
    },
    /// It ran.
    Ended {
        /// The verdict and why.
        decision: Decision,
        /// The facts, CPU time in the time of the reference node.
        execution: Execution,
        /// How that was measured.
        measured: Measured,
        /// Where the output first differs from what was expected.
        difference: Option<String>,
    },
}

/// Runs a program once and says what became of it.
///
/// # Errors
/// [`GradeError`] when the host failed or somebody cancelled.
pub fn run_once(
    run: &InlineRun,
    files: &[SourceFile],
    slot: &mut Slot,
    runtime: &Runtime,
    options: &Options<'_>,
) -> Result<Ran, GradeError> {
    let _watch = options.cancel.watch(std::slice::from_ref(slot));
    let entry = match entry::find(files, options.entry) {
        Ok(entry) => entry,
        Err(error) => {
            let decision = Decision::new(Verdict::CE, Reason::Files);
            return Ok(Ran::Refused { decision, message: error.to_string() });
        }
    };
    let program = match compile::check(files, entry, COMPILING, slot, runtime)? {
        Checked::Good(program) => program,
        Checked::Bad { decision, message } => return Ok(Ran::Refused { decision, message }),
    };
    let (argv, files) = program.launch(&run.args, Vec::new());
    let process = Process {
        policy: runtime.policy(),
        argv: runtime.python_argv(&argv),
        env: Vec::new(),
        files,
        stdin: Input::Bytes(Arc::from(run.stdin.as_slice())),
        stdout: keep(run.limits.output.get()),
        keep_stderr: excerpt::LONGEST.max(usize::try_from(run.limits.output.get()).unwrap_or(0).min(1 << 20)),
        limits: options.allowance.granted(run.limits),
        collect: Vec::new(),
        start: Start::Mark,
        ends_plan_unless: None,
    };
    let mut execution = one(slot, process)?.execution;
    let measured = options.allowance.read(run.limits.cpu, &mut execution);
    let (check, difference) = compared(run, &execution);
    Ok(Ran::Ended { decision: mode::decide(&execution, &check), execution, measured, difference })
}

fn compared(run: &InlineRun, execution: &Execution) -> (Check, Option<String>) {
    let ran = execution.breach.is_none() && execution.exit == Some(Exit::Code(0));
    match &run.expected {
        Some(expected) if ran => match compare(&whole(&execution.stdout), expected, &CompareFlags::default()) {
            Ok(()) => (Check::Accepted { score: None, multiplier: None }, None),
            Err(difference) => (Check::Wrong, Some(difference.to_string())),
        },
        _ => (Check::Nothing, None),
    }
}

/// Judges an inline run: a judgement with one open case named `run`.
///
/// # Errors
/// [`GradeError`] when the host failed or somebody cancelled.
pub fn run_inline(
    run: &InlineRun,
    files: &[SourceFile],
    slot: &mut Slot,
    runtime: &Runtime,
    options: &Options<'_>,
) -> Result<Judgement, GradeError> {
    let (decision, usage, measured, cases, feedback) = match run_once(run, files, slot, runtime, options) {
        Err(_) if options.cancel.is_cancelled() => return Err(GradeError::Cancelled),
        Err(error) => return Err(error),
        Ok(Ran::Refused { decision, message }) => {
            let feedback = Feedback { team: message, ..Feedback::default() };
            (decision, Usage::default(), Measured::default(), Vec::new(), feedback)
        }
        Ok(Ran::Ended { decision, execution, measured, difference }) => {
            let case = case(&decision, (&execution, measured), difference);
            (options.on_case)(0, &case);
            (decision, execution.usage, measured, vec![case], Feedback::default())
        }
    };
    let score = if decision.verdict == Verdict::AC { 1.0 } else { 0.0 };
    let time_limit = measured.raw_cpu.map(|_| run.limits.cpu);
    Ok(Judgement {
        verdict: decision.verdict,
        reason: decision.reason,
        score,
        max_score: 1.0,
        usage,
        measured,
        cases,
        feedback,
        provenance: Provenance { time_limit, ..judge::of_runtime(runtime, options) },
    })
}

fn case(decision: &Decision, (execution, measured): (&Execution, Measured), difference: Option<String>) -> CaseResult {
    CaseResult {
        name: "run".to_owned(),
        verdict: decision.verdict,
        reason: decision.reason.clone(),
        score: if decision.verdict == Verdict::AC { 1.0 } else { 0.0 },
        usage: execution.usage,
        measured,
        feedback: Feedback {
            // The expected output is the submitter's own.
            team: difference.unwrap_or_default(),
            stderr: traceback::clean(&excerpt::of(&execution.stderr)),
            stdout: excerpt::of(&execution.stdout),
            jury: String::new(),
        },
        open: true,
    }
}
