//! How one case earns points.

use super::{Aggregation, Grading, Group, Member};
use crate::{Check, Verdict};

/// How one case earns points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// 1 for AC, 0 for anything else; what a validator says of points is ignored.
    PassFail,
    /// A sample: 0 points; what a validator says of points is ignored.
    Unscored,
    /// A case of an all-or-nothing group: no points of its own, and a validator must not give any.
    Forbidden,
    /// At most this many points: what the validator gave, or all of them.
    Bounded(f64),
    /// What the validator gave; it must give something.
    Unbounded,
    /// `legacy`: what the validator gave, or these.
    Graded {
        /// Points for AC.
        accept: f64,
        /// Points for anything else.
        reject: f64,
        /// Whether a validator may or must give points.
        custom: CustomScore,
    },
}

/// Whether a validator of a `legacy` scoring problem gives points (`validation: custom score`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomScore {
    /// It must not.
    Forbidden,
    /// It may.
    Allowed,
    /// It must, for every accepted case.
    Required,
}

/// A validator that gave points against the rules: its package is to blame.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ScoreError {
    /// Points, where there must be none.
    #[error("the validator wrote a score for a case that has none; remove score.txt or score_multiplier.txt")]
    Unexpected,
    /// No points, where there must be some.
    #[error("the validator accepted a case and wrote no score.txt, which this group needs")]
    Missing,
    /// Both files.
    #[error("the validator wrote both score.txt and score_multiplier.txt; it must write one of them")]
    Both,
    /// A factor, where there is nothing to multiply.
    #[error("the validator wrote score_multiplier.txt for a case without a maximum; it must write score.txt")]
    Multiplier,
    /// A number out of range.
    #[error("the validator gave {got} for a case that takes 0 to {most}")]
    Range {
        /// What came.
        got: f64,
        /// The most that is allowed.
        most: f64,
    },
}

impl Scale {
    pub(super) fn of(group: &Group) -> Self {
        match &group.grading {
            Grading::PassFail => Self::PassFail,
            Grading::Unscored => Self::Unscored,
            Grading::Grader(grader) => {
                Self::Graded { accept: grader.accept_score, reject: grader.reject_score, custom: grader.custom }
            }
            Grading::Points(points) => match (points.aggregation, points.max_score) {
                (Aggregation::PassFail, _) => Self::Forbidden,
                (_, None) => Self::Unbounded,
                (Aggregation::Min, Some(most)) => Self::Bounded(most),
                (Aggregation::Sum, Some(most)) => {
                    let cases = group.members.iter().filter(|m| matches!(m, Member::Case(_))).count();
                    Self::Bounded((most - points.static_score) / cases.max(1) as f64)
                }
            },
        }
    }

    /// The points of a case with this verdict, given what its validator said.
    ///
    /// # Errors
    /// [`ScoreError`] when the validator broke the rules: the case is then a judging error.
    pub fn points(self, verdict: Verdict, check: &Check) -> Result<f64, ScoreError> {
        let (score, multiplier) = match (verdict, check) {
            (Verdict::AC, Check::Accepted { score, multiplier }) => (*score, *multiplier),
            _ => (None, None),
        };
        let accepted = verdict == Verdict::AC;
        match self {
            Self::PassFail => return Ok(if accepted { 1.0 } else { 0.0 }),
            Self::Unscored => return Ok(0.0),
            _ => {}
        }
        if score.is_some() && multiplier.is_some() {
            return Err(ScoreError::Both);
        }
        match (self, score, multiplier) {
            (Self::Graded { reject, .. }, _, _) if !accepted => Ok(reject),
            _ if !accepted => Ok(0.0),
            (Self::PassFail | Self::Unscored, _, _) => Ok(0.0),
            (Self::Forbidden, None, None) => Ok(0.0),
            (Self::Forbidden, _, _) => Err(ScoreError::Unexpected),
            (Self::Bounded(most), Some(score), _) => within(score, most),
            (Self::Bounded(most), None, Some(factor)) => Ok(within(factor, 1.0)? * most),
            (Self::Bounded(most), None, None) => Ok(most),
            (Self::Unbounded, Some(score), _) => within(score, f64::MAX),
            (Self::Unbounded, None, Some(_)) => Err(ScoreError::Multiplier),
            (Self::Unbounded, None, None) => Err(ScoreError::Missing),
            (Self::Graded { .. }, _, Some(_)) => Err(ScoreError::Multiplier),
            (Self::Graded { custom: CustomScore::Forbidden, .. }, Some(_), None) => Err(ScoreError::Unexpected),
            (Self::Graded { custom: CustomScore::Required, .. }, None, None) => Err(ScoreError::Missing),
            (Self::Graded { .. }, Some(score), None) if score.is_finite() => Ok(score),
            (Self::Graded { .. }, Some(got), None) => Err(ScoreError::Range { got, most: f64::MAX }),
            (Self::Graded { accept, .. }, None, None) => Ok(accept),
        }
    }
}

/// Allows for what binary fractions lose, so that 100/3 written as 33.3333333333 is not too much.
fn within(got: f64, most: f64) -> Result<f64, ScoreError> {
    let slack = 1e-9 * most.min(1e9);
    if got.is_finite() && got >= 0.0 && got <= most + slack {
        Ok(got.min(most))
    } else {
        Err(ScoreError::Range { got, most })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_follow_the_scale() {
        let graded = |custom| Scale::Graded { accept: 50.0, reject: -1.0, custom };
        let (ac, wa) = (Verdict::AC, Verdict::WA);
        for (scale, verdict, score, multiplier, expected) in [
            (Scale::PassFail, ac, Some(7.0), None, Ok(1.0)),
            (Scale::PassFail, wa, None, None, Ok(0.0)),
            (Scale::Unscored, ac, Some(7.0), Some(1.0), Ok(0.0)),
            (Scale::Forbidden, ac, None, None, Ok(0.0)),
            (Scale::Forbidden, ac, Some(0.0), None, Err(ScoreError::Unexpected)),
            (Scale::Forbidden, ac, None, Some(1.0), Err(ScoreError::Unexpected)),
            (Scale::Bounded(20.0), ac, None, None, Ok(20.0)),
            (Scale::Bounded(20.0), wa, None, None, Ok(0.0)),
            (Scale::Bounded(20.0), ac, Some(3.5), None, Ok(3.5)),
            (Scale::Bounded(20.0), ac, None, Some(0.25), Ok(5.0)),
            (Scale::Bounded(20.0), ac, Some(1.0), Some(1.0), Err(ScoreError::Both)),
            (Scale::Bounded(20.0), ac, Some(21.0), None, Err(ScoreError::Range { got: 21.0, most: 20.0 })),
            (Scale::Bounded(20.0), ac, Some(-1.0), None, Err(ScoreError::Range { got: -1.0, most: 20.0 })),
            (Scale::Bounded(20.0), ac, None, Some(1.5), Err(ScoreError::Range { got: 1.5, most: 1.0 })),
            (Scale::Bounded(100.0 / 3.0), ac, Some(33.33333333334), None, Ok(100.0 / 3.0)),
            (Scale::Unbounded, ac, Some(1e6), None, Ok(1e6)),
            (Scale::Unbounded, ac, None, None, Err(ScoreError::Missing)),
            (Scale::Unbounded, ac, None, Some(1.0), Err(ScoreError::Multiplier)),
            (Scale::Unbounded, wa, None, None, Ok(0.0)),
            (graded(CustomScore::Forbidden), ac, None, None, Ok(50.0)),
            (graded(CustomScore::Forbidden), wa, None, None, Ok(-1.0)),
            (graded(CustomScore::Forbidden), ac, Some(1.0), None, Err(ScoreError::Unexpected)),
            (graded(CustomScore::Allowed), ac, Some(-3.0), None, Ok(-3.0)),
            (graded(CustomScore::Allowed), ac, None, None, Ok(50.0)),
            (graded(CustomScore::Required), ac, None, None, Err(ScoreError::Missing)),
            (graded(CustomScore::Required), wa, None, None, Ok(-1.0)),
            (graded(CustomScore::Allowed), ac, None, Some(1.0), Err(ScoreError::Multiplier)),
        ] {
            let check = Check::Accepted { score, multiplier };
            assert_eq!(scale.points(verdict, &check), expected, "{scale:?} {verdict} {score:?} {multiplier:?}");
        }
        for bad in [f64::NAN, f64::INFINITY] {
            let check = Check::Accepted { score: Some(bad), multiplier: None };
            for scale in [Scale::Bounded(5.0), Scale::Unbounded, graded(CustomScore::Allowed)] {
                assert!(matches!(scale.points(ac, &check), Err(ScoreError::Range { .. })), "{scale:?} {bad}");
            }
        }
        assert_eq!(Scale::Bounded(20.0).points(wa, &Check::Wrong), Ok(0.0));
    }
}
