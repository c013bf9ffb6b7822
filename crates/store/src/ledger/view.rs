//! A submission and its judgings as they are read: in full. Who may see how much is the reader's
//! business: `Judgement::for_submitter`, `CaseResult::for_submitter`.

use pyjury_core::judging::{Judging, Timings};
use pyjury_core::{CaseResult, JudgingId, Submission};
use serde::{Deserialize, Serialize};

/// How much of a submission is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contents {
    /// Contents of files, input and expected output are left empty.
    Outline,
    /// All of it.
    Full,
}

/// A submission with its judgings.
#[derive(Clone, Debug, PartialEq)]
pub struct SubmissionView {
    /// What was sent. `created_ms` is the store's.
    pub submission: Submission,
    /// The current judging.
    pub judging: JudgingView,
    /// Earlier judgings, the oldest first. Empty in lists.
    pub history: Vec<JudgingView>,
    /// How far the running attempt is. Empty in lists.
    pub progress: Progress,
    /// The events after this sequence are not in this view, all before are.
    pub sequence: u64,
}

/// A judging.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgingView {
    /// The judging.
    pub judging: Judging,
    /// When it got where.
    pub timings: Timings,
}

impl JudgingView {
    /// Its name.
    pub const fn id(&self) -> JudgingId {
        self.judging.id
    }
}

/// How far a running attempt is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    /// The cases judged so far, in the order of their index.
    pub cases: Vec<JudgedCase>,
    /// How many cases there are; 0 when not yet known.
    pub case_count: u32,
}

/// A case of a running attempt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JudgedCase {
    /// Its place in the problem's order, from 0.
    pub index: u32,
    /// How many cases there are.
    pub case_count: u32,
    /// What the judge says of it.
    pub result: CaseResult,
}
