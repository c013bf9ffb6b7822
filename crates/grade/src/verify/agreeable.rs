//! What a grader says of a submission that solves nothing and agrees to everything.
//!
//! An object may answer every operator and every comparison as it likes, so a case that asks only the object is won by
//! whoever says yes. The oldest way to fool a grader, tried on every package before it is ever used.

use pyjury_core::{Judgement, SourceFile, Verdict};
use pyjury_problem::{Expectation, Mode, Problem, Rule, rules};
use pyjury_sandbox::Slot;

use super::{Outcome, Tried};
use crate::{GradeError, Options, Runtime, judge};

/// How it is called beside the package's own submissions.
const NAME: &str = "(agrees to everything)";
const SOURCE: &str = include_str!("../../python/agreeable.py");

/// What became of it.
pub(super) struct Agreed {
    pub(super) tried: Tried,
    /// The cases that it won.
    pub(super) won: Vec<String>,
}

/// Judges it, in the modes in which a submission hands objects to a grader.
pub(super) fn agree(
    problem: &Problem,
    slots: &mut [Slot],
    runtime: &Runtime,
    options: &Options<'_>,
) -> Result<Option<Agreed>, GradeError> {
    let names = &problem.submit.files;
    // Where names are patterns nobody knows what the grader imports.
    let plain = names.iter().all(|name| name.ends_with(".py") && !name.contains(['*', '{']));
    if !matches!(problem.mode, Mode::Function | Mode::Pytest) || names.is_empty() || !plain {
        return Ok(None);
    }
    let files: Vec<_> = names.iter().map(|path| SourceFile { path: path.clone(), content: SOURCE.into() }).collect();
    let judgement = Box::new(judge(problem, &files, slots, runtime, options)?);
    let won = won(&judgement).map(str::to_owned).collect();
    let mismatches = expectation(&judgement).check(&judgement).err().unwrap_or_default();
    Ok(Some(Agreed { tried: Tried { path: NAME.to_owned(), outcome: Outcome::Judged { judgement, mismatches } }, won }))
}

/// What to do about a case that it won.
pub(super) fn warning(mode: Mode, case: &str) -> String {
    let remedy = match mode {
        Mode::Pytest => "give the test a contradiction (docs/modes/pytest.md, Sentinels)",
        _ => "compare what came with a value, by approx(), or as a copy (docs/modes/function.md, Values and Remotes)",
    };
    format!("{case}: expected no points for an object that agrees to everything, it has them; {remedy}")
}

/// The cases of the grader, not of rules over the source, that it passed.
fn won(judgement: &Judgement) -> impl Iterator<Item = &str> {
    let passed = judgement.cases.iter().filter(|case| case.verdict == Verdict::AC);
    passed.map(|case| case.name.as_str()).filter(|name| !name.starts_with(rules::PREFIX))
}

/// It must not be accepted, with however few points, and no judging error is ever expected.
fn expectation(judgement: &Judgement) -> Expectation {
    Expectation { rules: vec![Rule { not_best: Some(judgement.score), ..Rule::of("every grader") }] }
}
