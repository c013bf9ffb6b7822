//! A submission and the process that judges it, joined by two pipes.

use pyjury_core::{Breach, Exit};
use pyjury_sandbox::plan::{Plan, Process};
use pyjury_sandbox::{Outcome, Slot};

use crate::GradeError;

/// The places of the two in their plan.
pub(super) const SUBMISSION: usize = 0;
pub(super) const JUDGE: usize = 1;

/// Runs both, and gives what became of the submission and of its judge.
pub(super) fn run(slot: &mut Slot, submission: Process, judge: Process) -> Result<(Outcome, Outcome), GradeError> {
    let outcomes = slot.run(&Plan { processes: vec![submission, judge] })?;
    let [submission, judge]: [Outcome; 2] =
        outcomes.into_iter().map(by_itself).collect::<Vec<_>>().try_into().map_err(|other: Vec<_>| {
            GradeError::Script { script: "the sandbox", expected: "two outcomes", got: other.len().to_string() }
        })?;
    let cancelled = |outcome: &Outcome| outcome.execution.breach == Some(Breach::Cancelled);
    match cancelled(&submission) || cancelled(&judge) {
        true => Err(GradeError::Cancelled),
        false => Ok((submission, judge)),
    }
}

/// A process that had exited when the keeper came to end it for its peer ended by itself.
fn by_itself(mut outcome: Outcome) -> Outcome {
    let execution = &mut outcome.execution;
    if execution.breach == Some(Breach::Peer) && matches!(execution.exit, Some(Exit::Code(_))) {
        execution.breach = None;
    }
    outcome
}
