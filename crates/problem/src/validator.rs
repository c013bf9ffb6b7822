//! How outputs are judged: the default comparison, or a program.

use crate::Program;

/// Who judges the output of a submission.
#[derive(Clone, Debug)]
pub enum OutputValidator {
    /// The default comparison with the answer file; its flags are per case, in
    /// [`Case::compare`](crate::Case::compare).
    Default,
    /// A program of the package; its arguments are per case, in
    /// [`Case::validator_args`](crate::Case::validator_args).
    Custom(Program),
}

/// The flags of the default output validator.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CompareFlags {
    /// Whether `A` and `a` differ.
    pub case: Sensitivity,
    /// Whether the amount and kind of white space counts.
    pub space: Sensitivity,
    /// |s − a| ≤ ε accepts a number.
    pub float_absolute: Option<f64>,
    /// |s − a| ≤ ε·|a| accepts a number.
    pub float_relative: Option<f64>,
}

/// Whether a difference counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sensitivity {
    /// It does not.
    #[default]
    Ignored,
    /// It does.
    Strict,
}
