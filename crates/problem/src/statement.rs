//! The words that the submitter reads.

use crate::Data;

/// One version of the problem statement.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Its language, such as `en` or `pt-BR`.
    pub language: String,
    /// Its path in the package.
    pub path: String,
    /// Its bytes.
    pub data: Data,
}
