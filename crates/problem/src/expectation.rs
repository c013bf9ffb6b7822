//! What a reference submission must get.

use std::collections::BTreeSet;

use pyjury_core::Verdict;

/// What a reference submission must get: every rule must hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// The rules.
    pub rules: Vec<Rule>,
}

/// One thing that must hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Where it comes from, such as `submissions/wrong_answer` or `submissions.yaml line 4`.
    pub origin: String,
    /// A glob over names of cases and groups; `None` for all cases.
    pub cases: Option<String>,
    /// Every judged case has one of these verdicts.
    pub permitted: Option<BTreeSet<Verdict>>,
    /// Some judged case, or the whole submission, has one of these verdicts.
    pub required: Option<BTreeSet<Verdict>>,
    /// The score lies in this inclusive range.
    pub score: Option<(f64, f64)>,
    /// The score is less than the best there is, or the verdict is not AC.
    pub partial: bool,
    /// Some message for the jury has this in it.
    pub message: Option<String>,
}

/// How a judgement differs from what was expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected} ({origin}), got {got}")]
pub struct Mismatch {
    /// The rule.
    pub origin: String,
    /// What it asks for.
    pub expected: String,
    /// What came.
    pub got: String,
}
