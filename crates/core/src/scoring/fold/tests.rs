//! The tables of the fold.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::scoring::{CustomScore, OnReject, ScoreMode};
use crate::{Measured, Reason, Usage, judgement::Feedback};

fn case(verdict: Verdict, score: f64) -> CaseResult {
    CaseResult {
        name: String::new(),
        verdict,
        reason: if verdict == Verdict::AC { Reason::Accepted } else { Reason::WrongAnswer },
        score,
        usage: Usage::default(),
        measured: Measured::default(),
        feedback: Feedback::default(),
        open: false,
    }
}

/// `AC:50 WA - TLE:-1`: verdict and score of each case; a dash is a skipped one.
fn results(text: &str) -> Vec<CaseResult> {
    text.split_whitespace()
        .map(|word| match word.split_once(':') {
            None if word == "-" => CaseResult { reason: Reason::Skipped, ..case(Verdict::WA, 0.0) },
            None => case(word.parse().unwrap(), 0.0),
            Some((verdict, score)) => case(verdict.parse().unwrap(), score.parse().unwrap()),
        })
        .collect()
}

fn group(grading: Grading, members: Vec<Member>) -> Group {
    Group { grading, on_reject: OnReject::Continue, ..Group::pass_fail("", members) }
}

fn cases(range: std::ops::Range<usize>) -> Vec<Member> {
    range.map(Member::Case).collect()
}

fn said(group: &Group, text: &str) -> String {
    let fold = fold(group, &results(text));
    let reason = match fold.decision.reason {
        Reason::Package => " package",
        Reason::Skipped => " skipped",
        _ => "",
    };
    format!("{}{reason} {}", fold.decision.verdict, fold.score)
}

#[test]
fn pass_fail() {
    let root = Group::pass_fail("", cases(0..3));
    for (given, expected) in [
        ("AC AC AC", "AC 1"),
        ("AC WA TLE", "WA 0"),
        ("TLE - -", "TLE 0"),
        ("WA - JE", "WA 0"),
        ("AC JE WA", "JE 0"),
        ("- - -", "JE skipped 0"),
        ("AC - -", "JE skipped 0"),
        ("AC AC", "JE skipped 0"),
    ] {
        assert_eq!(said(&root, given), expected, "{given}");
    }
    assert_eq!(said(&Group::pass_fail("", Vec::new()), ""), "AC 1");
}

fn points(max_score: Option<f64>, aggregation: Aggregation) -> Grading {
    Grading::Points(Points { max_score, aggregation, static_score: 0.0 })
}

#[test]
fn points_of_one_group() {
    let (pass_fail, sum, min) = (Aggregation::PassFail, Aggregation::Sum, Aggregation::Min);
    for (max, aggregation, given, expected) in [
        (Some(30.0), pass_fail, "AC AC AC", "AC 30"),
        (Some(30.0), pass_fail, "AC WA -", "WA 0"),
        (Some(30.0), sum, "AC:10 AC:10 AC:10", "AC 30"),
        (Some(30.0), sum, "AC:10 TLE:0 AC:10", "TLE 20"),
        (Some(30.0), sum, "AC:10 - AC:10", "JE skipped 20"),
        (Some(30.0), min, "AC:30 AC:12.5 AC:30", "AC 12.5"),
        (Some(30.0), min, "AC:30 WA:0 -", "WA 0"),
        (None, sum, "AC:1000 AC:1 AC:0", "AC 1001"),
        (Some(10.0), sum, "AC:10 AC:10 WA:0", "JE package 0"),
        (Some(10.0), sum, "AC:3.3333333333333335 AC:3.3333333333333335 AC:3.3333333333333335", "AC 10"),
        (Some(30.0), sum, "AC:10 JE:0 WA:0", "JE 0"),
        (Some(30.0), sum, "WA:0 JE:0 AC:10", "JE 0"),
    ] {
        assert_eq!(said(&group(points(max, aggregation), cases(0..3)), given), expected, "{max:?} {given}");
    }
}

#[test]
fn points_of_a_problem() {
    let root = group(
        points(Some(100.0), Aggregation::Sum),
        vec![
            Member::Group(group(Grading::Unscored, cases(0..1))),
            Member::Group(group(
                points(Some(100.0), Aggregation::Sum),
                vec![
                    Member::Group(group(points(Some(40.0), Aggregation::PassFail), cases(1..3))),
                    Member::Group(group(points(Some(60.0), Aggregation::Min), cases(3..5))),
                ],
            )),
        ],
    );
    for (given, expected) in [
        ("AC AC AC AC:60 AC:60", "AC 100"),
        ("AC AC AC AC:60 AC:15", "AC 55"),
        ("AC AC WA AC:60 AC:60", "WA 60"),
        ("AC AC AC TLE -", "TLE 40"),
        ("WA AC AC AC:60 AC:60", "WA 100"),
        ("AC RTE - - -", "RTE 0"),
    ] {
        assert_eq!(said(&root, given), expected, "{given}");
    }
    assert_eq!(root.max_score(), 100.0);
    assert_eq!(root.scale(0), Some(crate::scoring::Scale::Unscored));
    assert_eq!(root.scale(1), Some(crate::scoring::Scale::Forbidden));
    assert_eq!(root.scale(4), Some(crate::scoring::Scale::Bounded(60.0)));
    assert_eq!(root.scale(5), None);
    let least = group(points(Some(100.0), Aggregation::Min), root.members.clone());
    assert_eq!(said(&least, "AC AC AC AC:60 AC:60"), "AC 100", "an unscored group is no part of the minimum");
}

#[test]
fn graders_of_legacy() {
    let plain = Grader::default();
    let mode = |verdict, score| Grader { verdict, score, ..plain };
    use ScoreMode::{Avg, Max, Min, Sum};
    use VerdictMode::{AlwaysAccept, FirstError, WorstError};
    let any = Grader { accept_if_any_accepted: true, ..mode(FirstError, Sum) };
    let ranged = Grader { range: (Some(0.0), Some(50.0)), ..plain };
    for (grader, given, expected) in [
        (mode(WorstError, Sum), "AC:1 AC:2 AC:3", "AC 6"),
        (mode(WorstError, Avg), "AC:1 AC:2 AC:3", "AC 2"),
        (mode(WorstError, Min), "AC:1 AC:2 AC:3", "AC 1"),
        (mode(WorstError, Max), "AC:1 AC:2 AC:3", "AC 3"),
        (mode(WorstError, Sum), "WA:0 TLE:0 RTE:0", "RTE 0"),
        (mode(WorstError, Sum), "WA:0 OLE:0 TLE:0", "TLE 0"),
        (mode(WorstError, Sum), "MLE:0 SV:0 PE:0", "SV 0"),
        (mode(FirstError, Sum), "AC:1 WA:0 RTE:0", "WA 1"),
        (mode(AlwaysAccept, Sum), "AC:1 WA:0 RTE:0", "AC 1"),
        (mode(AlwaysAccept, Sum), "AC:1 WA:0 JE:0", "JE 0"),
        (mode(WorstError, Avg), "AC:4 WA:0 -", "WA 2"),
        (mode(WorstError, Min), "AC:4 - -", "AC 4"),
        (any, "WA:0 AC:50 RTE:0", "AC 50"),
        (any, "WA:0 WA:0 RTE:0", "WA 0"),
        (any, "AC:1 JE:0 AC:1", "JE 0"),
        (mode(WorstError, Sum), "WA:-1 WA:-1 WA:-1", "WA -3"),
        (ranged, "AC:20 AC:30 AC:0", "AC 50"),
        (ranged, "AC:20 AC:30 AC:1", "JE package 0"),
        (ranged, "WA:-1 AC:0 AC:0", "JE package 0"),
        (mode(WorstError, Sum), "- - -", "JE skipped 0"),
    ] {
        assert_eq!(said(&group(Grading::Grader(grader), cases(0..3)), given), expected, "{grader:?} {given}");
    }
}

/// The shape of a common package: samples ignored, two subtasks of which one is enough.
#[test]
fn subtasks_of_legacy() {
    let subtask = |range| {
        let grader =
            Grader { score: ScoreMode::Min, accept_score: 50.0, range: (Some(0.0), Some(50.0)), ..Grader::default() };
        Member::Group(Group { on_reject: OnReject::Break, ..group(Grading::Grader(grader), cases(range)) })
    };
    let most = (Some(0.0), Some(100.0));
    let any =
        Grader { accept_if_any_accepted: true, verdict: VerdictMode::FirstError, range: most, ..Grader::default() };
    let secret = group(Grading::Grader(any), vec![subtask(1..3), subtask(3..5)]);
    let none = Grader { accept_score: 0.0, range: (Some(0.0), Some(0.0)), ..Grader::default() };
    let sample = group(Grading::Grader(none), cases(0..1));
    let ignore = Grader { ignore_sample: true, range: most, ..Grader::default() };
    let root = group(Grading::Grader(ignore), vec![Member::Group(sample), Member::Group(secret)]);
    for (given, expected) in [
        ("AC:0 AC:50 AC:50 AC:50 AC:50", "AC 100"),
        ("WA:0 AC:50 AC:50 AC:50 AC:50", "AC 100"),
        ("WA:0 AC:50 AC:50 WA:0 -", "AC 50"),
        ("AC:0 TLE:0 - WA:0 -", "TLE 0"),
    ] {
        assert_eq!(said(&root, given), expected, "{given}");
    }
    assert_eq!(root.max_score(), 100.0);
}

#[test]
fn a_legacy_maximum_without_a_range_is_computed() {
    let grader = |score| Grading::Grader(Grader { score, accept_score: 3.0, ..Grader::default() });
    for (mode, expected) in [(ScoreMode::Sum, 12.0), (ScoreMode::Avg, 3.0), (ScoreMode::Min, 3.0)] {
        assert_eq!(group(grader(mode), cases(0..4)).bound(), Some(expected), "{mode:?}");
    }
    let custom = Grader { custom: CustomScore::Required, ..Grader::default() };
    assert_eq!(group(Grading::Grader(custom), cases(0..4)).bound(), None);
    assert_eq!(group(Grading::Grader(custom), cases(0..4)).max_score(), 0.0);
}
