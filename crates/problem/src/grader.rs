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
    /// What the package asks of suites.
    pub suite: SuiteRules,
}

/// What `pyjury.yaml` says of the suite of pytest mode, and of the suites that tests mode judges.
#[derive(Clone, Debug, PartialEq)]
pub struct SuiteRules {
    /// Points by pattern, of tests or of mutants; the first pattern that matches counts.
    pub weights: Vec<(String, f64)>,
    /// Patterns of tests whose messages submitters see. Pytest mode.
    pub open: Vec<String>,
    /// How many tests must pass on the reference. Tests mode, as what follows.
    pub minimum_tests: u32,
    /// The least share of the reference's lines in functions that the suite must run.
    pub coverage: Option<f64>,
    /// How often the suite must pass on the reference.
    pub reference_runs: u32,
}

impl Default for SuiteRules {
    fn default() -> Self {
        Self { weights: Vec::new(), open: Vec::new(), minimum_tests: 1, coverage: None, reference_runs: 3 }
    }
}

/// Who knows the cases of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    /// The package lists them.
    Package,
    /// The grader lists them when it is asked, without any submission.
    Grader,
}
