//! Problem + submission + sandbox -> judgement.
//!
//! The way through:
//!
//! 1. [`judge`](fn@judge) finds the submission's entry and has everything compiled, once, in the sandbox;
//! 2. each case is one or more plans, made by its judging mode (`mode/`), on any of the given slots;
//! 3. a checker (`checker/`) says what it thinks of the output, and
//!    [`decide`](pyjury_core::decide()) turns facts and opinion into a verdict;
//! 4. [`summarize`](pyjury_core::summarize()) folds the cases.
//!
//! [`run_inline`] does the same for one run without a problem, and [`verify`](fn@verify) checks a package
//! against its own reference submissions.
//!
//! Nothing here starts a process but through a [`Slot`](pyjury_sandbox::Slot), and nothing reads
//! Python source. Only [`Runtime`] asks the host's interpreter for its version, once.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod board;
mod cache;
pub mod calibration;
mod cancel;
pub mod checker;
mod compile;
mod entry;
mod error;
mod excerpt;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
mod grader;
mod harness;
mod hint;
mod inline;
mod judge;
mod mode;
mod options;
mod prefault;
pub mod runtime;
pub mod time_limit;
pub mod traceback;
pub mod verify;

pub use cache::Cache;
pub use cancel::Cancel;
pub use entry::EntryError;
pub use error::GradeError;
pub use grader::listed;
pub use harness::HarnessError;
pub use inline::{Ran, run_inline, run_once};
pub use judge::{judge, judge_confirmed};
pub use options::Options;
pub use runtime::{Runtime, RuntimeLoadError, RuntimeSet, Store, Toolchain};
pub use verify::{Report, verify};
