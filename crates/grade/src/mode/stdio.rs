//! Standard input to standard output: the output is judged when the program has ended.

use std::sync::Arc;

use pyjury_core::{Capture, Check, Exit};
use pyjury_sandbox::Slot;
use pyjury_sandbox::plan::{Input, Output, Process, Start};

use super::{Pass, Setting, decide, launch};
use crate::checker::{self, Opinion, program::Subject};
use crate::compile::one;
use crate::{GradeError, excerpt};

/// Runs the submission once on the subject's input, and has the output checked.
pub(super) fn pass(setting: &Setting<'_>, subject: &Subject<'_>, slot: &mut Slot) -> Result<Pass, GradeError> {
    let (argv, files) = launch(setting, subject.case)?;
    let process = Process {
        policy: setting.runtime.policy(),
        argv,
        env: Vec::new(),
        files,
        stdin: Input::Bytes(subject.input.clone()),
        stdout: keep(setting.limits.output.get()),
        keep_stderr: excerpt::LONGEST,
        limits: setting.allowance.granted(setting.limits),
        collect: Vec::new(),
        start: Start::Mark,
        ends_plan_unless: None,
    };
    let mut submission = one(slot, process)?.execution;
    let measured = setting.allowance.read(setting.limits.cpu, &mut submission);
    let ran = submission.breach.is_none() && submission.exit == Some(Exit::Code(0));
    let opinion = match (ran, setting.validator) {
        // Nobody is asked about the output of a program that failed.
        (false, _) => Opinion::none(),
        (true, None) => checker::by_default(subject.case, &whole(&submission.stdout))?,
        (true, Some(validator)) => {
            let output: Arc<[u8]> = whole(&submission.stdout).into();
            validator.check(subject, &output, slot, setting.runtime)?
        }
    };
    let check = if ran { opinion.check.clone() } else { Check::Nothing };
    Ok(Pass { decision: decide(&submission, &check), submission, measured, opinion })
}

/// All that may be written is kept, since all of it is judged; and an end of what went over.
pub(crate) fn keep(limit: u64) -> Output {
    Output::Keep { head: usize::try_from(limit).unwrap_or(usize::MAX), tail: excerpt::LONGEST / 2 }
}

/// All of an output that stayed within its limit.
pub(crate) fn whole(capture: &Capture) -> Vec<u8> {
    [capture.head.as_slice(), &capture.tail].concat()
}
