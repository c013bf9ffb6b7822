//! The fold from cases to a judgement.

use crate::judgement::Feedback;
use crate::scoring::{Group, fold};
use crate::{CaseResult, Judgement, Provenance, Reason, Usage};

/// Folds the cases of a problem into its judgement.
///
/// `cases` holds one result per case of `root`, in the problem's order; a case that was not run is
/// [`Reason::Skipped`], and is left out of the judgement once it has been folded:
/// nothing can be said of it. The verdict of a pass-fail problem is that of the
/// failing case with the lowest index; how a scoring problem folds is in [`fold`](fn@fold).
pub fn summarize(root: &Group, mut cases: Vec<CaseResult>, provenance: Provenance) -> Judgement {
    let fold = fold(root, &cases);
    cases.retain(|case| case.reason != Reason::Skipped);
    Judgement {
        verdict: fold.decision.verdict,
        reason: fold.decision.reason,
        score: fold.score,
        max_score: root.max_score(),
        usage: cases.iter().map(|case| case.usage).fold(Usage::default(), Usage::max),
        cases,
        feedback: Feedback::default(),
        provenance,
    }
}
