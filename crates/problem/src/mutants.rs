//! The cases of tests mode.

/// The case that the suite passes on the reference.
pub const REFERENCE: &str = "reference";

/// What the names of the cases of mutants begin with.
pub const PREFIX: &str = "mutants/";
