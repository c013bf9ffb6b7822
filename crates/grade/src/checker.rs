//! Who says whether an output is right: the default comparison, or a program of the package.

pub mod default;
pub(crate) mod feedback_dir;
pub(crate) mod native;
mod number;
pub(crate) mod program;

use std::sync::Arc;

use pyjury_core::Check;
use pyjury_problem::{Case, Disclosure};

use crate::GradeError;

/// What a checker says of one output.
#[derive(Clone, Debug)]
pub(crate) struct Opinion {
    /// The answer.
    pub(crate) check: Check,
    /// Words for the submitter.
    pub(crate) team: String,
    /// Words for the jury.
    pub(crate) jury: String,
    /// In a multi-pass problem: another pass follows.
    pub(crate) next: Option<NextPass>,
}

/// What another pass starts from.
#[derive(Clone, Debug)]
pub(crate) struct NextPass {
    /// Its input.
    pub(crate) input: Arc<[u8]>,
    /// The feedback folder as the validator left it, in a form that only `pass.py` reads.
    pub(crate) state: Arc<[u8]>,
}

impl Opinion {
    /// A checker that failed: its package is to blame.
    pub(crate) fn broken(jury: String) -> Self {
        Self { check: Check::Broken, team: String::new(), jury, next: None }
    }

    /// Nobody was asked.
    pub(crate) fn none() -> Self {
        Self { check: Check::Nothing, team: String::new(), jury: String::new(), next: None }
    }
}

/// Asks the default output validator.
pub(crate) fn by_default(case: &Case, output: &[u8]) -> Result<Opinion, GradeError> {
    let answer = case.answer.read()?;
    let opinion = match default::compare(output, &answer, &case.compare) {
        Ok(()) => Opinion { check: Check::Accepted { score: None, multiplier: None }, ..Opinion::none() },
        Err(difference) => {
            let jury = difference.to_string();
            // It quotes the answer.
            let team = if case.disclosure == Disclosure::Open { jury.clone() } else { String::new() };
            Opinion { check: Check::Wrong, team, jury, next: None }
        }
    };
    Ok(opinion)
}
