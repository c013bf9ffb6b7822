//! The fold from cases to a judgement.

use crate::judgement::{Feedback, Measured};
use crate::scoring::{Fold, Group, fold};
use crate::{CaseResult, Check, Judgement, Provenance, Reason, Usage, Verdict};

/// Folds the cases of a problem into its judgement.
///
/// `cases` holds one result per case of `root`, in the problem's order; a case that was not run is
/// [`Reason::Skipped`], and is left out of the judgement once it has been folded:
/// nothing can be said of it. The verdict of a pass-fail problem is that of the
/// failing case with the lowest index; how a scoring problem folds is in [`fold`](fn@fold).
///
/// The judgement is near its limit when cases that are decide it: had they been accepted, its verdict or its score
/// would be another.
pub fn summarize(root: &Group, mut cases: Vec<CaseResult>, provenance: Provenance) -> Judgement {
    let fold = fold(root, &cases);
    let near_limit = near_decides(root, &cases, &fold);
    cases.retain(|case| case.reason != Reason::Skipped);
    let measured = cases.iter().map(|case| case.measured).fold(Measured::default(), Measured::max);
    Judgement {
        verdict: fold.decision.verdict,
        reason: fold.decision.reason,
        score: fold.score,
        max_score: root.max_score(),
        usage: cases.iter().map(|case| case.usage).fold(Usage::default(), Usage::max),
        measured: Measured { near_limit, ..measured },
        cases,
        feedback: Feedback::default(),
        provenance,
    }
}

/// Whether the fold would be another, had the cases near their limit been accepted.
fn near_decides(root: &Group, cases: &[CaseResult], found: &Fold) -> bool {
    if !cases.iter().any(|case| case.measured.near_limit) {
        return false;
    }
    let full = Check::Accepted { score: None, multiplier: None };
    let mut accepted = cases.to_vec();
    for (index, case) in accepted.iter_mut().enumerate().filter(|(_, case)| case.measured.near_limit) {
        // Where only a validator can give points, nobody knows how many there would have been.
        let points = root.scale(index).map_or(Ok(1.0), |scale| scale.points(Verdict::AC, &full));
        let Ok(points) = points else { return true };
        (case.verdict, case.reason, case.score) = (Verdict::AC, Reason::Accepted, points);
    }
    fold(root, &accepted) != *found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::{Aggregation, Grading, Member, OnReject, Points};

    /// `AC`, `WA`, `TLE`; `near` is a TLE near the limit, `-` was skipped.
    fn cases(text: &str) -> Vec<CaseResult> {
        let case = |word: &str| {
            let (verdict, reason) = match word {
                "AC" => (Verdict::AC, Reason::Accepted),
                "WA" => (Verdict::WA, Reason::WrongAnswer),
                "-" => (Verdict::JE, Reason::Skipped),
                _ => (Verdict::TLE, Reason::Cpu),
            };
            CaseResult {
                name: String::new(),
                verdict,
                reason,
                score: f64::from(u8::from(verdict == Verdict::AC)),
                usage: Usage::default(),
                measured: Measured { near_limit: word == "near", ..Measured::default() },
                feedback: Feedback::default(),
                open: false,
            }
        };
        text.split_whitespace().map(case).collect()
    }

    fn is_near(root: &Group, text: &str) -> bool {
        summarize(root, cases(text), Provenance::default()).measured.near_limit
    }

    #[test]
    fn only_a_near_tle_that_decides_is_worth_another_run() {
        let root = Group::pass_fail("", (0..3).map(Member::Case).collect());
        for (text, expected) in [
            ("AC AC AC", false),
            ("AC near -", true),
            ("near - -", true),
            ("AC AC near", true),
            ("near AC WA", true),
            ("WA near -", false),
            ("TLE near -", false),
            ("near TLE -", false),
            ("AC TLE -", false),
        ] {
            assert_eq!(is_near(&root, text), expected, "{text}");
        }
    }

    #[test]
    fn where_points_are_given_every_near_case_that_costs_some_decides() {
        let points = |aggregation| {
            let grading = Grading::Points(Points { aggregation, max_score: Some(3.0), static_score: 0.0 });
            let group = Group::pass_fail("", (0..3).map(Member::Case).collect());
            Group { grading, on_reject: OnReject::Continue, ..group }
        };
        for (aggregation, text, expected) in [
            (Aggregation::Sum, "WA near AC", true),
            (Aggregation::Sum, "WA TLE AC", false),
            (Aggregation::PassFail, "WA near AC", false),
            (Aggregation::PassFail, "AC near AC", true),
            (Aggregation::Min, "AC near AC", true),
        ] {
            assert_eq!(is_near(&points(aggregation), text), expected, "{aggregation:?} {text}");
        }
    }
}
