//! From the results of cases to the verdict and score of a group.

use super::grader::severity;
use super::{Aggregation, Grader, Grading, Group, Member, Points, VerdictMode};
use crate::{CaseResult, Decision, Reason, Verdict};

/// The fold of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Fold {
    /// Verdict and reason.
    pub decision: Decision,
    /// Points.
    pub score: f64,
}

/// Folds the results of a group. `cases` is indexed by [`Member::Case`]; a case that was not run is
/// [`Reason::Skipped`], and one that is missing is taken as skipped.
///
/// A skipped case never gives the verdict. In a pass-fail problem and in `2025-09` it still keeps
/// its group from being accepted and has no points; a `legacy` grader doesn't see it.
///
/// Where points are given, a judging error of any case is a judging error of the whole: the score
/// isn't known then. In a pass-fail problem the failing case with the lowest index decides, also
/// when a later one is a judging error: the submission would fail either way.
pub fn fold(group: &Group, cases: &[CaseResult]) -> Fold {
    match outcome(group, cases) {
        Outcome { standing: Standing::Accepted, score } => {
            Fold { decision: Decision::new(Verdict::AC, Reason::Accepted), score }
        }
        Outcome { standing: Standing::Rejected(decision), score } => Fold { decision, score },
        // Nothing was judged and nobody decided: that is no opinion about the submission.
        Outcome { standing: Standing::Skipped, score } => {
            Fold { decision: Decision::new(Verdict::JE, Reason::Skipped), score }
        }
    }
}

#[derive(Clone, Debug)]
struct Outcome {
    standing: Standing,
    score: f64,
}

#[derive(Clone, Debug, PartialEq)]
enum Standing {
    Accepted,
    Rejected(Decision),
    /// Nothing in it was judged, though there was something to judge.
    Skipped,
}

fn outcome(group: &Group, cases: &[CaseResult]) -> Outcome {
    let members: Vec<_> = group
        .members
        .iter()
        .map(|member| match member {
            Member::Case(index) => of_case(cases.get(*index)),
            Member::Group(inner) => outcome(inner, cases),
        })
        .collect();
    match &group.grading {
        Grading::PassFail => {
            let standing = strict(&members);
            let score = if standing == Standing::Accepted { 1.0 } else { 0.0 };
            Outcome { standing, score }
        }
        Grading::Unscored => Outcome { standing: strict(&members), score: 0.0 },
        Grading::Points(points) => by_points(*points, &members, &group.members),
        Grading::Grader(grader) => by_grader(*grader, members),
    }
}

fn of_case(case: Option<&CaseResult>) -> Outcome {
    match case {
        None | Some(CaseResult { reason: Reason::Skipped, .. }) => Outcome { standing: Standing::Skipped, score: 0.0 },
        Some(case) if case.verdict == Verdict::AC => Outcome { standing: Standing::Accepted, score: case.score },
        Some(case) => Outcome { standing: Standing::Rejected(case.decision()), score: case.score },
    }
}

/// Accepted when every member is; otherwise the first rejection.
fn strict(members: &[Outcome]) -> Standing {
    let rejected = members.iter().find(|m| matches!(m.standing, Standing::Rejected(_)));
    match rejected {
        Some(member) => member.standing.clone(),
        None if members.iter().all(|m| m.standing == Standing::Accepted) => Standing::Accepted,
        None => Standing::Skipped,
    }
}

fn by_points(points: Points, outcomes: &[Outcome], members: &[Member]) -> Outcome {
    if let Some(error) = judging_error(outcomes) {
        return error;
    }
    let standing = strict(outcomes);
    let scored = || {
        let unscored = |m: &Member| matches!(m, Member::Group(g) if g.grading == Grading::Unscored);
        members.iter().zip(outcomes).filter(move |(m, _)| !unscored(m)).map(|(_, o)| o.score)
    };
    let score = match points.aggregation {
        Aggregation::PassFail if standing == Standing::Accepted => points.max_score.unwrap_or(0.0),
        Aggregation::PassFail => 0.0,
        Aggregation::Sum => scored().sum(),
        Aggregation::Min => scored().reduce(f64::min).unwrap_or(0.0),
    };
    match points.max_score {
        Some(most) if score > most + slack(most) => package_error(),
        // 3 × (100 / 3) is a hair more or less than 100.
        Some(most) if (score - most).abs() <= slack(most) => Outcome { standing, score: most },
        _ => Outcome { standing, score },
    }
}

fn by_grader(grader: Grader, members: Vec<Outcome>) -> Outcome {
    if !members.is_empty() && members.iter().all(|m| m.standing == Standing::Skipped) {
        return Outcome { standing: Standing::Skipped, score: 0.0 };
    }
    let seen: Vec<_> = members.into_iter().filter(|m| m.standing != Standing::Skipped).collect();
    let counted: Vec<_> = grader.counted(&seen).cloned().collect();
    if let Some(error) = judging_error(&counted) {
        return error;
    }
    let rejections = || {
        counted.iter().filter_map(|m| match &m.standing {
            Standing::Rejected(decision) => Some(decision.clone()),
            Standing::Accepted | Standing::Skipped => None,
        })
    };
    let any_accepted = counted.iter().any(|m| m.standing == Standing::Accepted);
    let rejection = match grader.verdict {
        _ if grader.accept_if_any_accepted && any_accepted => None,
        VerdictMode::AlwaysAccept => None,
        VerdictMode::FirstError => rejections().next(),
        VerdictMode::WorstError => rejections().min_by_key(|decision| severity(decision.verdict)),
    };
    let scores: Vec<_> = counted.iter().map(|m| m.score).collect();
    let score = grader.score.of(&scores);
    let (least, most) = grader.range;
    if least.is_some_and(|n| score < n - slack(n)) || most.is_some_and(|n| score > n + slack(n)) {
        return package_error();
    }
    Outcome { standing: rejection.map_or(Standing::Accepted, Standing::Rejected), score }
}

fn judging_error(members: &[Outcome]) -> Option<Outcome> {
    let broken = |m: &&Outcome| matches!(&m.standing, Standing::Rejected(d) if d.verdict == Verdict::JE);
    members.iter().find(broken).map(|m| Outcome { score: 0.0, ..m.clone() })
}

/// The package gave more or fewer points than it says it can.
fn package_error() -> Outcome {
    Outcome { standing: Standing::Rejected(Decision::new(Verdict::JE, Reason::Package)), score: 0.0 }
}

fn slack(bound: f64) -> f64 {
    1e-9 * bound.abs().max(1.0)
}

#[cfg(test)]
mod tests;
