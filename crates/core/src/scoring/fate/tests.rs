//! Skipping is the same whatever order the results come in.

use proptest::prelude::*;

use super::*;
use crate::scoring::{Aggregation, Grader, Points, fold};
use crate::{Measured, Usage, judgement::Feedback};

fn case(verdict: Verdict) -> CaseResult {
    CaseResult {
        name: String::new(),
        verdict,
        reason: if verdict == Verdict::AC { Reason::Accepted } else { Reason::Cpu },
        score: if verdict == Verdict::AC { 1.0 } else { 0.0 },
        usage: Usage::default(),
        measured: Measured::default(),
        feedback: Feedback::default(),
        open: false,
    }
}

fn skipped(_: usize) -> CaseResult {
    CaseResult { reason: Reason::Skipped, ..case(Verdict::WA) }
}

/// `a` accepted, `x` failed, `.` open.
fn results(text: &str) -> Vec<Option<CaseResult>> {
    text.chars()
        .map(|c| match c {
            'a' => Some(case(Verdict::AC)),
            'x' => Some(case(Verdict::WA)),
            _ => None,
        })
        .collect()
}

/// `+` counted, `?` needed, `-` cut.
fn shown(root: &Group, text: &str) -> String {
    let letter = |fate| match fate {
        Fate::Open => '?',
        Fate::Counted => '+',
        Fate::Cut => '-',
    };
    fates(root, &results(text)).into_iter().map(letter).collect()
}

fn cases(range: std::ops::Range<usize>) -> Vec<Member> {
    range.map(Member::Case).collect()
}

fn group(name: &str, on_reject: OnReject, grading: Grading, members: Vec<Member>) -> Group {
    Group { on_reject, grading, ..Group::pass_fail(name, members) }
}

#[test]
fn pass_fail_stops_at_the_first_failure() {
    let sample = Member::Group(Group::pass_fail("sample", cases(0..1)));
    let secret = Member::Group(Group::pass_fail("secret", cases(1..4)));
    let root = Group::pass_fail("", vec![sample, secret]);
    for (given, expected) in [
        ("....", "????"),
        ("a...", "+???"),
        ("x...", "+---"),
        (".x..", "?+--"),
        ("..xa", "??+-"),
        ("xaaa", "+---"),
        ("aaxx", "+++-"),
        ("aaaa", "++++"),
    ] {
        assert_eq!(shown(&root, given), expected, "{given}");
    }
    assert_eq!(needed(&root, &results("a..x")), [1, 2]);
}

#[test]
fn a_group_that_continues_is_judged_whole() {
    let root = group("", OnReject::Continue, Grading::PassFail, cases(0..3));
    assert_eq!(shown(&root, "x.."), "+??");
}

#[test]
fn a_group_runs_only_when_what_it_requires_has_passed() {
    let points = |aggregation| Grading::Points(Points { max_score: Some(50.0), aggregation, static_score: 0.0 });
    let one = group("secret/1", OnReject::Break, points(Aggregation::PassFail), cases(0..2));
    let mut two = group("secret/2", OnReject::Continue, points(Aggregation::Sum), cases(2..4));
    two.require_pass = vec!["secret/1".into()];
    let mut three = group("secret/3", OnReject::Continue, points(Aggregation::Sum), cases(4..5));
    three.require_pass = vec!["secret/2".into()];
    let members = [one, two, three].into_iter().map(Member::Group).collect();
    let root = group("", OnReject::Continue, points(Aggregation::Sum), members);
    for (given, expected) in [
        (".....", "?????"),
        (".x...", "?+---"),
        ("aa...", "++???"),
        ("aaxa.", "++++-"),
        ("aaaa.", "++++?"),
        ("axaaa", "++---"),
    ] {
        assert_eq!(shown(&root, given), expected, "{given}");
    }
}

#[test]
fn a_legacy_group_that_may_still_pass_cuts_nothing() {
    let any = Grading::Grader(Grader { accept_if_any_accepted: true, ..Grader::default() });
    let either = Member::Group(group("secret/1", OnReject::Continue, any, cases(0..2)));
    let root = group("", OnReject::Break, Grading::Grader(Grader::default()), vec![either, Member::Case(2)]);
    assert_eq!(shown(&root, "x.."), "+??");
    assert_eq!(shown(&root, "xx."), "++-");
    assert_eq!(shown(&root, "xa."), "++?");
}

#[test]
fn the_end_of_a_group_is_not_the_end_of_its_parent() {
    let inner =
        |name, range| Member::Group(group(name, OnReject::Break, Grading::Grader(Grader::default()), cases(range)));
    let members = vec![inner("secret/1", 0..2), inner("secret/2", 2..4)];
    let root = group("", OnReject::Continue, Grading::Grader(Grader::default()), members);
    assert_eq!(shown(&root, "x..."), "+-??");
}

fn grading() -> impl Strategy<Value = Grading> {
    let points = |aggregation| Grading::Points(Points { max_score: None, aggregation, static_score: 0.0 });
    let grader = (any::<(bool, bool)>(), 0..3_usize).prop_map(|((accept_if_any_accepted, ignore_sample), mode)| {
        let verdict = [VerdictMode::WorstError, VerdictMode::FirstError, VerdictMode::AlwaysAccept][mode];
        Grading::Grader(Grader { accept_if_any_accepted, ignore_sample, verdict, ..Grader::default() })
    });
    prop_oneof![Just(Grading::PassFail), Just(points(Aggregation::Sum)), Just(points(Aggregation::Min)), grader.boxed(),]
}

/// Trees of up to three levels; the cases are numbered in judging order afterwards.
fn tree() -> impl Strategy<Value = Group> {
    let leaf = Just(Member::Case(0)).boxed();
    let member = leaf.prop_recursive(2, 24, 5, |inner| {
        let on_reject = prop_oneof![Just(OnReject::Break), Just(OnReject::Continue)];
        let members = prop::collection::vec(inner, 1..5);
        (grading(), on_reject, members)
            .prop_map(|(grading, on_reject, members)| Member::Group(group("", on_reject, grading, members)))
            .boxed()
    });
    (grading(), any::<bool>(), prop::collection::vec(member, 1..5)).prop_map(|(grading, strict, members)| {
        let on_reject = if strict { OnReject::Break } else { OnReject::Continue };
        let mut root = group("", on_reject, grading, members);
        let (mut index, mut names) = (0, 0);
        number(&mut root, &mut index, &mut names);
        root
    })
}

fn number(group: &mut Group, index: &mut usize, names: &mut usize) {
    group.name = format!("g{names}");
    *names += 1;
    for member in &mut group.members {
        match member {
            Member::Case(own) => {
                *own = *index;
                *index += 1;
            }
            Member::Group(inner) => number(inner, index, names),
        }
    }
}

proptest! {
    /// Whatever order the results come in, and however many run ahead, what is folded is what a
    /// runner that judges one case after the other would have folded.
    #[test]
    fn judgements_do_not_depend_on_the_order(
        root in tree(),
        verdicts in prop::collection::vec(prop_oneof![3 => Just(Verdict::AC), 1 => Just(Verdict::WA), 1 => Just(Verdict::TLE)], 64),
        order in prop::collection::vec(any::<prop::sample::Index>(), 64),
    ) {
        let count = root.cases().len();
        prop_assume!(count <= 64);
        let mut one_by_one = vec![None; count];
        while let Some(index) = needed(&root, &one_by_one).first().copied() {
            one_by_one[index] = Some(case(verdicts[index]));
        }
        let mut ahead = vec![None; count];
        for pick in order {
            let open = needed(&root, &ahead);
            if open.is_empty() {
                break;
            }
            let index = open[pick.index(open.len())];
            ahead[index] = Some(case(verdicts[index]));
        }
        prop_assert!(needed(&root, &ahead).is_empty());
        let (first, second) = (settle(&root, one_by_one, skipped), settle(&root, ahead, skipped));
        prop_assert_eq!(&first, &second);
        prop_assert_eq!(fold(&root, &first), fold(&root, &second));
    }
}
