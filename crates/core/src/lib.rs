//! The words of the judge, and the two pure functions that turn facts into an opinion.
//!
//! Everything here is data: no I/O, no async, no clock, no randomness. A crate that needs an
//! identifier or a time gets it from its caller.
//!
//! The way of a judging through these types:
//!
//! 1. a [`Submission`] names its [`Target`] and its files; a [`Principal`] sent it;
//! 2. a [`Judging`](judging::Judging) moves through [`State`](judging::State) by compare-and-set;
//! 3. the sandbox measures each process as an [`Execution`], within what an [`Allowance`] makes of its limits on
//!    that node;
//! 4. [`decide`](fn@decide) turns an execution and a checker's answer into a [`Verdict`] with a [`Reason`];
//! 5. [`scoring::fold`](fn@scoring::fold) and [`summarize`](fn@summarize) fold the cases into a [`Judgement`].

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod allowance;
pub mod bytes;
pub mod decide;
pub mod digest;
pub mod duration;
pub mod execution;
pub mod id;
pub mod judgement;
pub mod judging;
pub mod limits;
pub mod principal;
pub mod ratio;
pub mod runtime;
pub mod scope;
pub mod scoring;
pub mod speed;
pub mod submission;
pub mod summarize;
pub mod timing;
pub mod verdict;
pub mod worker;

pub use allowance::Allowance;
pub use bytes::Bytes;
pub use decide::{Check, Decision, decide};
pub use digest::Digest;
pub use execution::{Breach, Capture, DeniedCall, Execution, Exit, MemorySplit, Usage};
pub use id::{AttemptId, JudgingId, SubmissionId, WorkerId};
pub use judgement::{CaseResult, Confirmation, Judgement, Measured, Provenance};
pub use limits::Limits;
pub use principal::Principal;
pub use ratio::Ratio;
pub use runtime::{PythonVersion, RuntimeOffer, RuntimeRequest};
pub use scope::{Scope, Scopes};
pub use speed::{Calibration, Speed, SpeedRange};
pub use submission::{SourceFile, Submission, Target};
pub use summarize::summarize;
pub use timing::Timing;
pub use verdict::{Reason, Verdict};
