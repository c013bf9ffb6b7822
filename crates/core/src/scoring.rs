//! How cases and groups of cases fold into a verdict and a score.

use serde::{Deserialize, Serialize};

use crate::{CaseResult, Decision, Reason, Verdict};

/// A group of cases: the root, sample, secret, or a test group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Its path, such as `secret/group1`; empty for the root.
    pub name: String,
    /// Cases and groups in judging order.
    pub members: Vec<Member>,
    /// How results fold.
    pub grading: Grading,
    /// Whether a failed case ends the group.
    pub on_reject: OnReject,
    /// Names of groups whose cases must all be AC before this one is judged.
    pub require_pass: Vec<String>,
}

/// A member of a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Member {
    /// The index of a case in the problem's list.
    Case(usize),
    /// A group within this one.
    Group(Group),
}

/// Whether a failed case ends its group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnReject {
    /// The rest of the group is skipped.
    #[default]
    Break,
    /// Every case is judged.
    Continue,
}

/// How the results of a group's members fold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grading {
    /// Accepted when every case is; the verdict is the failing case with the lowest index.
    PassFail,
}

/// The fold of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Fold {
    /// Verdict and reason.
    pub decision: Decision,
    /// Points.
    pub score: f64,
}

impl Group {
    /// The most points that the group can give.
    pub fn max_score(&self) -> f64 {
        1.0
    }
}

/// Folds the results of a group. `cases` is indexed by [`Member::Case`].
pub fn fold(group: &Group, cases: &[CaseResult]) -> Fold {
    let mut first_failure = None;
    visit(group, &mut |index| {
        if let Some(case) = cases.get(index)
            && case.verdict != Verdict::AC
            && first_failure.is_none()
        {
            first_failure = Some(case.decision());
        }
    });
    let decision = first_failure.unwrap_or(Decision::new(Verdict::AC, Reason::Accepted));
    let score = if decision.verdict == Verdict::AC { group.max_score() } else { 0.0 };
    Fold { decision, score }
}

fn visit(group: &Group, each: &mut impl FnMut(usize)) {
    for member in &group.members {
        match member {
            Member::Case(index) => each(*index),
            Member::Group(inner) => visit(inner, each),
        }
    }
}
