//! The time limit of a package that states none: found by running its accepted submissions.

use std::time::Duration;

use pyjury_core::{SourceFile, Verdict};
use pyjury_problem::{Language, Problem, ReferenceSubmission, TimeLimit};
use pyjury_sandbox::Slot;

use crate::judge::judge_within;
use crate::{GradeError, Options, Runtime};

/// A time limit, and what is odd about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundLimit {
    /// CPU time of one case.
    pub limit: Duration,
    /// What the author of the package should know.
    pub warning: Option<String>,
}

/// The time limit of a problem: the package's own; else the one in the options; else the one that was
/// found before; else the slowest accepted Python submission is measured on all cases, and the
/// package's multiplier and resolution are applied (at least 1 s, unless the package says otherwise).
///
/// # Errors
/// [`GradeError`] when the measuring could not be done.
pub fn find(
    problem: &Problem,
    slots: &mut [Slot],
    runtime: &Runtime,
    options: &Options<'_>,
) -> Result<FoundLimit, GradeError> {
    let known = |limit| FoundLimit { limit, warning: None };
    if let TimeLimit::Fixed(limit) = problem.limits.time {
        return Ok(known(limit));
    }
    if let Some(limit) = options.time_limit.or_else(|| options.cache.time_limit(problem.digest)) {
        return Ok(known(limit));
    }
    let mut slowest = None;
    let accepted = problem.submissions.iter().filter(|s| s.folder == "accepted" && s.language == Language::Python);
    for submission in accepted {
        if let Some(time) = measure(problem, submission, slots, runtime, options)? {
            slowest = slowest.max(Some(time));
        }
    }
    let found = match slowest {
        Some(time) => known(problem.limits.time.after(time).min(pyjury_core::limits::CEILING.cpu)),
        None => FoundLimit {
            limit: TimeLimit::PROVISIONAL,
            warning: Some(format!(
                "no Python submission in submissions/accepted could be measured, so the time limit is {} s; add one, or \
                 state limits.time in pyjury.yaml",
                TimeLimit::PROVISIONAL.as_secs()
            )),
        },
    };
    options.cache.keep_time_limit(problem.digest, found.limit);
    Ok(found)
}

/// The CPU time of a submission's slowest case; `None` when it isn't accepted.
fn measure(
    problem: &Problem,
    submission: &ReferenceSubmission,
    slots: &mut [Slot],
    runtime: &Runtime,
    options: &Options<'_>,
) -> Result<Option<Duration>, GradeError> {
    let files = source_files(submission)?;
    let quiet = Options { on_case: &|_, _| {}, entry: submission.entry.as_deref(), ..options.clone() };
    let judgement = judge_within(problem, &files, slots, runtime, (TimeLimit::PROVISIONAL, &quiet))?;
    Ok((judgement.verdict == Verdict::AC).then_some(judgement.usage.cpu))
}

/// The files of a reference submission.
pub(crate) fn source_files(submission: &ReferenceSubmission) -> Result<Vec<SourceFile>, GradeError> {
    let read =
        |file: &pyjury_problem::File| Ok(SourceFile { path: file.path.clone(), content: file.data.read()?.to_vec() });
    submission.files.iter().map(read).collect()
}
