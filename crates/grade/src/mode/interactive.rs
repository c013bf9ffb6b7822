//! A conversation: the output validator and the submission hold the two ends of two pipes.

use std::time::Duration;

use pyjury_core::{Check, Decision, Limits, Measured, Reason, Verdict};
use pyjury_sandbox::plan::{Input, Output, Process, Start};
use pyjury_sandbox::{Outcome, Slot};

use super::blame::{Blame, blame};
use super::{Pass, Setting, decide, launch, pair};
use crate::checker::Opinion;
use crate::checker::program::{Subject, Validator};
use crate::{GradeError, excerpt};

const ACCEPTED: i32 = 42;
/// How much longer than the submission a validator may take. When both wait for each other, it is the
/// submission's clock that ends the conversation: the validator's silence is then explained.
const PATIENCE: Duration = Duration::from_secs(15);

/// Holds one conversation. A validator that breaks its contract gets another one, with a new run of
/// the submission.
pub(super) fn pass(
    setting: &Setting<'_>,
    validator: &Validator,
    subject: &Subject<'_>,
    slot: &mut Slot,
) -> Result<Pass, GradeError> {
    match conversation(setting, validator, subject, slot)? {
        Pass { opinion: Opinion { check: Check::Broken, .. }, .. } => conversation(setting, validator, subject, slot),
        pass => Ok(pass),
    }
}

fn conversation(
    setting: &Setting<'_>,
    validator: &Validator,
    subject: &Subject<'_>,
    slot: &mut Slot,
) -> Result<Pass, GradeError> {
    let (argv, files) = launch(setting, subject.case)?;
    let granted = setting.allowance.granted(setting.limits);
    let submission = Process {
        policy: setting.runtime.policy(),
        argv,
        env: Vec::new(),
        files,
        stdin: Input::Peer(pair::JUDGE),
        stdout: Output::Relay { head: excerpt::LONGEST },
        keep_stderr: excerpt::LONGEST,
        limits: granted,
        collect: Vec::new(),
        start: Start::Mark,
        ends_plan_unless: None,
    };
    let own = validator.limits();
    let pipes = (Input::Peer(pair::SUBMISSION), Output::Relay { head: excerpt::LONGEST });
    let judge = Process {
        limits: Limits { wall: own.wall.max(granted.wall + PATIENCE), ..own },
        ends_plan_unless: Some(ACCEPTED),
        ..validator.process(subject, &subject.case.validator_args, pipes, setting.runtime)?
    };
    let (mut submission, mut judge) = pair::run(slot, submission, judge)?;
    let measured = setting.allowance.read(setting.limits.cpu, &mut submission.execution);
    if measured.near_limit {
        // It had used up its limit before either of them ended, and would have been ended there.
        (submission.execution.end_order, judge.execution.end_order) = (0, 1);
    }
    Ok(read(validator, submission, measured, &judge))
}

fn read(validator: &Validator, submission: Outcome, measured: Measured, judge: &Outcome) -> Pass {
    let execution = submission.execution;
    let said = validator.read(judge);
    let (decision, opinion) = match blame(&execution, &judge.execution) {
        Blame::Validator => {
            let opinion = if said.check == Check::Broken { said } else { Opinion::broken(said.jury) };
            (Decision::new(Verdict::JE, Reason::Validator), opinion)
        }
        Blame::Submission => {
            // What the validator left may still explain things, but it has no say.
            let jury = if said.check == Check::Broken { String::new() } else { said.jury };
            (decide(&execution, &Check::Nothing), Opinion { jury, team: said.team, ..Opinion::none() })
        }
        Blame::Answer => (by_answer(&said.check), said),
    };
    Pass { decision, submission: execution, measured, opinion }
}

fn by_answer(check: &Check) -> Decision {
    match check {
        Check::Accepted { .. } | Check::Nothing => Decision::new(Verdict::AC, Reason::Accepted),
        Check::Wrong | Check::Presentation => Decision::new(Verdict::WA, Reason::WrongAnswer),
        Check::Broken => Decision::new(Verdict::JE, Reason::Validator),
    }
}
