//! Calls of a submission's functions and classes, by a grader in a process of its own.
//!
//! What the submission's process says over the pipe are the values that its code gave: whoever forges them has only
//! given other values. The grader compares them, and reports in a file of its own that the submission can't reach.

use std::time::Duration;

use pyjury_core::{Breach, Check, Decision, Execution, Exit, Limits, Reason, Verdict};
use pyjury_problem::Disclosure;
use pyjury_sandbox::Outcome;
use pyjury_sandbox::plan::{Input, Output, Process, Start};

use super::{Pass, Setting, decide, pair};
use crate::checker::Opinion;
use crate::checker::program::Subject;
use crate::grader::{self, CaseOutcome, Grader, Report};
use crate::harness::INSIDE;
use crate::{GradeError, excerpt, traceback};

/// How much more real time than elsewhere a case may take where the package doesn't say. Each call is a round trip
/// between two processes, and on a busy host each waits for its turn: that is nobody's fault.
const ROUND_TRIPS: u32 = 3;
/// How much longer than the submission its grader may take: where both wait, it is the submission's clock that ends
/// the case.
const PATIENCE: Duration = Duration::from_secs(15);

/// Judges one case. A grader that fails gets another try, with a new run of the submission.
pub(super) fn pass(
    setting: &Setting<'_>,
    grader: &Grader,
    subject: &Subject<'_>,
    slot: &mut pyjury_sandbox::Slot,
) -> Result<Pass, GradeError> {
    match session(setting, grader, subject, slot)? {
        Pass { opinion: Opinion { check: Check::Broken, .. }, .. } => session(setting, grader, subject, slot),
        pass => Ok(pass),
    }
}

fn session(
    setting: &Setting<'_>,
    grader: &Grader,
    subject: &Subject<'_>,
    slot: &mut pyjury_sandbox::Slot,
) -> Result<Pass, GradeError> {
    let granted = setting.allowance.granted(setting.limits);
    let granted = match setting.problem.limits.wall {
        Some(_) => granted,
        None => Limits { wall: granted.wall * ROUND_TRIPS, ..granted },
    };
    let script = format!("{INSIDE}/pyjury_submission/__main__.py");
    let (entry, files) = setting.program.module();
    let submission = Process {
        policy: setting.runtime.policy(),
        argv: setting.runtime.harness_argv(&[script, entry]),
        env: Vec::new(),
        files,
        stdin: Input::Peer(pair::JUDGE),
        stdout: Output::Relay { head: 0 },
        keep_stderr: excerpt::LONGEST,
        limits: granted,
        collect: Vec::new(),
        start: Start::Mark,
        ends_plan_unless: None,
    };
    let pipes = (Input::Peer(pair::SUBMISSION), Output::Relay { head: 0 });
    let own = grader.limits();
    let judge = Process {
        limits: Limits { wall: own.wall.max(granted.wall + PATIENCE), ..own },
        ..grader.beside(&subject.input, pipes, setting.runtime)
    };
    let (mut submission, judge) = pair::run(slot, submission, judge)?;
    let measured = setting.allowance.read(setting.limits.cpu, &mut submission.execution);
    let execution = submission.execution;
    let (decision, opinion) = judged(&execution, &judge, subject.case.disclosure);
    Ok(Pass { decision, submission: execution, measured, opinion })
}

/// What follows from how the submission ended, and from what its grader left.
pub(crate) fn judged(submission: &Execution, judge: &Outcome, disclosure: Disclosure) -> (Decision, Opinion) {
    let stopped = submission.breach.as_ref().is_some_and(|breach| *breach != Breach::Peer);
    match grader::report(judge) {
        // What the keeper ended is never outvoted, and explains why the grader came to no end.
        _ if stopped => (decide(submission, &Check::Nothing), Opinion::none()),
        Err(why) => (Decision::new(Verdict::JE, Reason::Validator), Opinion::broken(why)),
        Ok(report) => (decision(&report, submission.exit), report.opinion(disclosure)),
    }
}

/// The verdict that follows from what the grader saw.
fn decision(report: &Report, exit: Option<Exit>) -> Decision {
    match (report.outcome, report.exception.as_deref(), exit) {
        (CaseOutcome::Passed, ..) => Decision::new(Verdict::AC, Reason::Accepted),
        (CaseOutcome::Failed, Some("MemoryError"), _) => Decision::new(Verdict::MLE, Reason::Memory),
        // The name is what the submission called its class: any text.
        (CaseOutcome::Failed, Some(name), _) => {
            Decision::new(Verdict::RTE, Reason::Exception(traceback::class_name(name)))
        }
        (CaseOutcome::Failed, None, _) => Decision::new(Verdict::WA, Reason::WrongAnswer),
        (CaseOutcome::SubmissionEnded, _, Some(Exit::Signal(number))) => {
            Decision::new(Verdict::RTE, Reason::Signal(number))
        }
        (CaseOutcome::SubmissionEnded, _, Some(Exit::Code(code))) => {
            Decision::new(Verdict::RTE, Reason::ExitCode(code))
        }
        // It closed the pipe and went on, until it was ended.
        (CaseOutcome::SubmissionEnded | CaseOutcome::Protocol, ..) => Decision::new(Verdict::SV, Reason::Protocol),
        (CaseOutcome::Package, ..) => Decision::new(Verdict::JE, Reason::Validator),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(outcome: CaseOutcome, exception: Option<&str>) -> Report {
        Report {
            outcome,
            score: 1.0,
            team: String::new(),
            jury: String::new(),
            exception: exception.map(str::to_owned),
            traceback: None,
        }
    }

    #[test]
    fn the_verdict_follows_from_what_the_grader_saw() {
        use CaseOutcome::{Failed, Package, Passed, Protocol, SubmissionEnded};
        for (outcome, exception, exit, expected) in [
            (Passed, None, None, "AC accepted"),
            (Failed, None, None, "WA wrong_answer"),
            (Failed, Some("KeyError"), None, "RTE exception:KeyError"),
            (Failed, Some("MemoryError"), None, "MLE memory"),
            (Failed, Some("f.<locals>.Broke"), None, "RTE exception:Broke"),
            (Failed, Some("no\nname at all"), None, "RTE exception"),
            (SubmissionEnded, None, Some(Exit::Code(0)), "RTE exit_code:0"),
            (SubmissionEnded, None, Some(Exit::Signal(11)), "RTE signal:SIGSEGV"),
            (SubmissionEnded, None, None, "SV protocol"),
            (Protocol, None, Some(Exit::Code(0)), "SV protocol"),
            (Package, None, None, "JE validator"),
        ] {
            let Decision { verdict, reason } = decision(&report(outcome, exception), exit);
            assert_eq!(format!("{verdict} {reason}"), expected, "{outcome:?}");
        }
    }
}
