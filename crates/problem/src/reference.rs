//! Reference submissions: programs of the package that must get known verdicts.

use crate::{Expectation, File, Language};

/// A program under `submissions/` and what it is expected to get.
#[derive(Clone, Debug)]
pub struct ReferenceSubmission {
    /// Its path under `submissions/`, such as `accepted/hello.py`.
    pub path: String,
    /// The folder that it lies in, such as `accepted`.
    pub folder: String,
    /// Its files, by path relative to the submission.
    pub files: Vec<File>,
    /// The file to run, where the language is Python.
    pub entry: Option<String>,
    /// [`Language::Python`] is judged; anything else is skipped with a warning.
    pub language: Language,
    /// What it must get.
    pub expectation: Expectation,
    /// What its time says of the time limit.
    pub time_use: TimeUse,
}

/// What the time of a reference submission says of the time limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeUse {
    /// The limit must be well above it.
    Lower,
    /// The limit must be well below it.
    Upper,
    /// Nothing.
    Unused,
}
