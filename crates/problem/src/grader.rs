//! The grader of the Python modes.

use crate::File;
pub use crate::load::grader::ListedCase;

/// The trusted code and data that judge a submission, from `grader/`.
#[derive(Clone, Debug)]
pub struct Grader {
    /// Its files, by path relative to `grader/`.
    pub files: Vec<File>,
    /// Who knows the cases.
    pub listing: Listing,
    /// The cases that the package writes down; those that the grader lists come after them.
    pub written: Vec<ListedCase>,
}

/// Who knows the cases of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    /// The package lists them.
    Package,
    /// The grader lists them when it is asked, without any submission.
    Grader,
}
