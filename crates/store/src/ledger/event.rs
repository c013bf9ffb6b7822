//! What is written to the event streams.

use pyjury_core::judging::{Phase, ReplaceCause, Timings};
use pyjury_core::{AttemptId, CaseResult, JudgingId};
use serde::{Deserialize, Serialize};

/// Something that happened to a judging.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Happened {
    /// It moved to another state.
    StateChanged {
        /// The judging.
        judging: JudgingId,
        /// The new state.
        phase: Phase,
        /// How many attempts were placed so far.
        attempts: u32,
        /// When it got where.
        timings: Timings,
    },
    /// A case was judged.
    CaseJudged {
        /// The judging.
        judging: JudgingId,
        /// The attempt.
        attempt: AttemptId,
        /// The case's place in the problem's order, from 0.
        index: u32,
        /// How many cases there are.
        case_count: u32,
        /// What the judge says of it, its texts shortened.
        result: CaseResult,
    },
    /// The attempt is no longer valid: its cases are forgotten.
    AttemptReplaced {
        /// The judging.
        judging: JudgingId,
        /// Why.
        cause: ReplaceCause,
        /// How many attempts were placed so far.
        attempts: u32,
    },
}
