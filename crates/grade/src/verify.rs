//! A package against itself: its inputs against its input validators, its reference submissions
//! against the verdicts that they must get, its grader against one that solves nothing.

mod agreeable;
mod inputs;
mod report;

use std::sync::Arc;
use std::time::Duration;

use pyjury_core::Judgement;
use pyjury_problem::{Language, Mismatch, Problem, ReferenceSubmission};
use pyjury_sandbox::Slot;

use crate::time_limit::FoundLimit;
use crate::{GradeError, Options, Runtime, judge_confirmed, listed, time_limit};

pub use inputs::BadInput;

/// What became of a verification.
#[derive(Clone, Debug)]
pub struct Report {
    /// The short name of the problem.
    pub problem: String,
    /// The time limit that was judged with.
    pub time_limit: Duration,
    /// Inputs that an input validator refuses.
    pub inputs: Vec<BadInput>,
    /// Every reference submission.
    pub submissions: Vec<Tried>,
    /// Cases of the grader that are won by an object that agrees to everything. Each is among the warnings.
    pub won_by_agreeing: Vec<String>,
    /// What is odd and doesn't fail the package.
    pub warnings: Vec<String>,
}

/// A reference submission and what became of it.
#[derive(Clone, Debug)]
pub struct Tried {
    /// Its path under `submissions/`, or in brackets what is ours.
    pub path: String,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a reference submission.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It was judged.
    Judged {
        /// What the judge says.
        judgement: Box<Judgement>,
        /// How that differs from what was expected; empty when it doesn't.
        mismatches: Vec<Mismatch>,
    },
    /// It was not judged.
    Skipped {
        /// Why.
        why: String,
    },
}

/// Verifies a package. `tell` is called with each submission as soon as it is done.
///
/// # Errors
/// [`GradeError`] when the host failed, a validator of the package can't be run at all, or somebody
/// cancelled it.
pub fn verify(
    problem: &Problem,
    slots: &mut [Slot],
    runtime: &Runtime,
    options: &Options<'_>,
    tell: &mut dyn FnMut(&Tried),
) -> Result<Report, GradeError> {
    let prepared = {
        let _watch = options.cancel.watch(slots);
        prepare(problem, slots, runtime, options)
    };
    let (problem, inputs, found) = match prepared {
        // A host that is being told to stop may fail in many ways.
        _ if options.cancel.is_cancelled() => return Err(GradeError::Cancelled),
        prepared => prepared?,
    };
    let options = Options { time_limit: Some(found.limit), ..options.clone() };
    let mut warnings = problem.warnings.clone();
    warnings.extend(found.warning);
    let mut submissions = Vec::with_capacity(problem.submissions.len());
    for submission in &problem.submissions {
        let tried =
            Tried { path: submission.path.clone(), outcome: try_one(&problem, submission, slots, runtime, &options)? };
        tell(&tried);
        submissions.push(tried);
    }
    let mut won_by_agreeing = Vec::new();
    let agreed = agreeable::agree(&problem, slots, runtime, &options)?;
    if !submissions.iter().any(|tried| matches!(tried.outcome, Outcome::Judged { .. })) {
        warnings
            .push("no Python reference submission, so nothing was judged; add one to submissions/accepted".to_owned());
    }
    if let Some(agreed) = agreed {
        tell(&agreed.tried);
        submissions.push(agreed.tried);
        warnings.extend(agreed.won.iter().map(|case| agreeable::warning(problem.mode, case)));
        won_by_agreeing = agreed.won;
    }
    Ok(Report {
        won_by_agreeing,
        problem: problem.name.clone(),
        time_limit: found.limit,
        inputs,
        submissions,
        warnings,
    })
}

/// The problem with all its cases, the inputs that are refused, and the time limit.
fn prepare(
    problem: &Problem,
    slots: &mut [Slot],
    runtime: &Runtime,
    options: &Options<'_>,
) -> Result<(Arc<Problem>, Vec<BadInput>, FoundLimit), GradeError> {
    let problem = listed(problem, slots.first_mut().ok_or(GradeError::NoSlot)?, runtime, options)?;
    let inputs = inputs::check(&problem, slots, runtime, options)?;
    let found = time_limit::find(&problem, slots, runtime, options)?;
    Ok((problem, inputs, found))
}

fn try_one(
    problem: &Problem,
    submission: &ReferenceSubmission,
    slots: &mut [Slot],
    runtime: &Runtime,
    options: &Options<'_>,
) -> Result<Outcome, GradeError> {
    if submission.language != Language::Python {
        return Ok(Outcome::Skipped { why: "it is not in Python".to_owned() });
    }
    let files = time_limit::source_files(submission)?;
    let options = Options { entry: submission.entry.as_deref(), ..options.clone() };
    let judgement = judge_confirmed(problem, &files, slots, runtime, &options)?;
    let mismatches = submission.expectation.check(&judgement).err().unwrap_or_default();
    Ok(Outcome::Judged { judgement: Box::new(judgement), mismatches })
}
