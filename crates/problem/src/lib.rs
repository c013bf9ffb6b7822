//! Load and check problem packages and runtime definitions.
//!
//! A package is a folder or a zip in the Kattis/ICPC problem package format (`legacy`, `2023-07`
//! and `2025-09`), perhaps with a `pyjury.yaml` of our own beside `problem.yaml`. The way through:
//!
//! 1. [`Source`] turns a folder or a zip into a checked map from path to file. Everything that is
//!    dangerous about file trees (links that lead out, bombs, tricks with names) ends there.
//! 2. [`Problem::load`] reads a source. It reports every mistake of the package at once, as
//!    [`PackageErrors`], each with file, line, what was expected, what came and what to do.
//! 3. What comes out is data: [`Case`]s that read their files when asked, a
//!    [`Group`](pyjury_core::scoring::Group) tree that says how they fold, [`Program`]s for
//!    validators, and [`ReferenceSubmission`]s with what they are expected to get.
//!
//! Nothing here runs a program, and no Python source is parsed.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod case;
pub mod data;
pub mod error;
pub mod expectation;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
pub mod grader;
pub mod kind;
pub mod limits;
pub mod mode;
pub mod mutants;
pub mod problem;
pub mod program;
pub mod reference;
pub mod rules;
pub mod runtime;
pub mod source;
pub mod statement;
pub mod validator;

mod glob;
mod load;
mod nearest;
mod table;
mod yaml;

pub use case::{Case, Disclosure, Secrecy};
pub use data::{Data, File, ReadError};
pub use error::{PackageError, PackageErrors};
pub use expectation::{Expectation, Mismatch, Rule};
pub use grader::{Grader, ListedCase, Listing, SuiteRules};
pub use kind::{Award, FileWriting, Format, Io, Kind};
pub use limits::{Calibration, PackageLimits, TimeLimit};
pub use mode::{Mode, SubmitRules};
pub use problem::{LoadError, Problem};
pub use program::{Language, Program};
pub use reference::{ReferenceSubmission, TimeUse};
pub use rules::StaticRule;
pub use source::{Source, SourceError, SourceLimits};
pub use statement::Statement;
pub use validator::{CompareFlags, FlagError, OutputValidator, Sensitivity};
