//! How cases and groups of cases fold into a verdict and a score.
//!
//! The rules are those of the problem package format (<https://www.kattis.com/problem-package-format>):
//! pass-fail problems, the scoring of `2025-09` ([`Points`]), and the graders of `legacy`
//! ([`Grader`]). Three pure functions do all of it:
//!
//! - [`needed`] tells a runner which cases may still matter, given the results so far;
//! - [`settle`] drops what ran ahead of a case that turned out to end its group, so that the
//!   judgement is the same however many cases ran side by side;
//! - [`fold`](fn@fold) turns what is left into a verdict and a score.

mod fate;
mod fold;
mod grader;
mod scale;

use serde::{Deserialize, Serialize};

pub use fate::{Fate, fates, needed, settle};
pub use fold::{Fold, fold};
pub use grader::{Grader, ScoreMode, VerdictMode};
pub use scale::{CustomScore, Scale, ScoreError};

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
    /// Names of groups whose cases must all be AC before this one is judged. They come earlier.
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

/// Whether a failed case (or a failed group) ends the group that it is in.
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
    /// A pass-fail problem. Accepted, with 1 point, when every case is; otherwise the verdict is
    /// that of the failing case with the lowest index.
    PassFail,
    /// Samples of a scoring problem: they count for the verdict as in `PassFail`, and give no points.
    Unscored,
    /// A scoring problem of `2025-09`. The verdict is as in `PassFail`.
    Points(Points),
    /// A scoring problem of `legacy`.
    Grader(Grader),
}

/// How a group of a `2025-09` scoring problem gives points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Points {
    /// The most points; `None` is `unbounded`. A group that ends above its maximum is a judging error.
    pub max_score: Option<f64>,
    /// How the points of the members fold.
    pub aggregation: Aggregation,
    /// What a static validation case takes of the maximum; 0 where there is none.
    pub static_score: f64,
}

/// How the points of a group's members fold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aggregation {
    /// All or nothing.
    PassFail,
    /// The sum.
    Sum,
    /// The least.
    Min,
}

impl Group {
    /// A group whose cases must all be accepted, and that ends at the first failure.
    pub fn pass_fail(name: impl Into<String>, members: Vec<Member>) -> Self {
        Self {
            name: name.into(),
            members,
            grading: Grading::PassFail,
            on_reject: OnReject::Break,
            require_pass: Vec::new(),
        }
    }

    /// The most points that the group can give; 0 where there is no bound.
    pub fn max_score(&self) -> f64 {
        self.bound().unwrap_or(0.0)
    }

    /// The most points that the group can give; `None` where there is no bound.
    pub fn bound(&self) -> Option<f64> {
        match &self.grading {
            Grading::PassFail => Some(1.0),
            Grading::Unscored => Some(0.0),
            Grading::Points(points) => points.max_score,
            Grading::Grader(grader) => grader.bound(self),
        }
    }

    /// How the case with this index earns points; `None` when it is not in this group.
    pub fn scale(&self, index: usize) -> Option<Scale> {
        self.members.iter().find_map(|member| match member {
            Member::Case(own) => (*own == index).then(|| Scale::of(self)),
            Member::Group(inner) => inner.scale(index),
        })
    }

    /// The indexes of all cases below, in judging order.
    pub fn cases(&self) -> Vec<usize> {
        let mut all = Vec::new();
        self.each_case(&mut |index| all.push(index));
        all
    }

    fn each_case(&self, each: &mut impl FnMut(usize)) {
        for member in &self.members {
            match member {
                Member::Case(index) => each(*index),
                Member::Group(inner) => inner.each_case(each),
            }
        }
    }
}
