//! The default grader of the `legacy` format.

use serde::{Deserialize, Serialize};

use super::scale::CustomScore;
use super::{Group, Member};
use crate::Verdict;

/// The default grader of the `legacy` format: `testdata.yaml` of one group, with what it inherits.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Grader {
    /// How verdicts fold.
    pub verdict: VerdictMode,
    /// How scores fold.
    pub score: ScoreMode,
    /// Points of an accepted case without a score of its own.
    pub accept_score: f64,
    /// Points of any other case.
    pub reject_score: f64,
    /// The least and most points of the group; `None` is without bound.
    pub range: (Option<f64>, Option<f64>),
    /// Whether one accepted member makes the group accepted.
    pub accept_if_any_accepted: bool,
    /// At the root: whether only secret counts.
    pub ignore_sample: bool,
    /// Whether the validator gives points.
    pub custom: CustomScore,
}

/// How verdicts fold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerdictMode {
    /// Accepted when every member is; otherwise the worst verdict: JE, RTE, MLE, TLE, OLE, then WA.
    #[default]
    WorstError,
    /// Accepted when every member is; otherwise the verdict of the first that is not.
    FirstError,
    /// Accepted.
    AlwaysAccept,
}

/// How scores fold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScoreMode {
    /// The sum.
    #[default]
    Sum,
    /// The mean.
    Avg,
    /// The least.
    Min,
    /// The most.
    Max,
}

impl Default for Grader {
    fn default() -> Self {
        Self {
            verdict: VerdictMode::default(),
            score: ScoreMode::default(),
            accept_score: 1.0,
            reject_score: 0.0,
            range: (None, None),
            accept_if_any_accepted: false,
            ignore_sample: false,
            custom: CustomScore::Forbidden,
        }
    }
}

impl Grader {
    /// The upper end of the range; without one, what the members could give at most.
    pub(super) fn bound(&self, group: &Group) -> Option<f64> {
        if let (_, Some(most)) = self.range {
            return Some(most);
        }
        let most = self.counted(&group.members).map(|member| match member {
            Member::Case(_) if self.custom == CustomScore::Forbidden => Some(self.accept_score.max(self.reject_score)),
            Member::Case(_) => None,
            Member::Group(inner) => inner.bound(),
        });
        Some(self.score.of(&most.collect::<Option<Vec<_>>>()?))
    }

    /// The members that count: all, or at the root only the last where samples are ignored.
    pub(super) fn counted<'a, T>(&self, members: &'a [T]) -> impl Iterator<Item = &'a T> {
        let first = if self.ignore_sample { members.len().saturating_sub(1) } else { 0 };
        members[first..].iter()
    }
}

impl ScoreMode {
    /// Folds scores; no scores at all are 0.
    pub(super) fn of(self, scores: &[f64]) -> f64 {
        let sum = || scores.iter().sum::<f64>();
        match self {
            _ if scores.is_empty() => 0.0,
            Self::Sum => sum(),
            Self::Avg => sum() / scores.len() as f64,
            Self::Min => scores.iter().copied().fold(f64::INFINITY, f64::min),
            Self::Max => scores.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        }
    }
}

/// How bad a verdict is: 0 is the worst. The format's order is JE, IF, RTE, MLE, TLE, OLE, WA;
/// what it doesn't know stands next to what is most like it.
pub(super) const fn severity(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::JE => 0,
        Verdict::CE => 1,
        Verdict::SV => 2,
        Verdict::RTE => 3,
        Verdict::MLE => 4,
        Verdict::TLE => 5,
        Verdict::OLE => 6,
        Verdict::WA => 7,
        Verdict::PE => 8,
        Verdict::AC => 9,
    }
}
