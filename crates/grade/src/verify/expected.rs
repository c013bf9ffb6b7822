//! Whether a judgement is what a reference submission must get.

use std::collections::BTreeSet;

use pyjury_core::scoring::{Group, Member, fold};
use pyjury_core::{CaseResult, Judgement, Reason, Verdict};
use pyjury_problem::{Expectation, Mismatch, Problem, Rule};

/// Every way in which a judgement differs from what was expected.
pub(super) fn mismatches(expectation: &Expectation, problem: &Problem, judgement: &Judgement) -> Vec<Mismatch> {
    expectation.rules.iter().flat_map(|rule| check(rule, problem, judgement)).collect()
}

fn check(rule: &Rule, problem: &Problem, judgement: &Judgement) -> Vec<Mismatch> {
    let judged: Vec<_> = judgement
        .cases
        .iter()
        .filter(|case| {
            case.reason != Reason::Skipped && rule.cases.as_deref().is_none_or(|glob| within(glob, &case.name))
        })
        .collect();
    let mut found = Vec::new();
    let mut differs = |expected: String, got: String| {
        found.push(Mismatch { origin: rule.origin.clone(), expected, got });
    };
    let whole = rule.cases.is_none().then_some(judgement.verdict);
    if let Some(permitted) = &rule.permitted {
        if let Some(case) = judged.iter().find(|case| !has(permitted, case.verdict)) {
            differs(format!("only {} on every case", words(permitted)), on(case));
        } else if judged.is_empty() && whole.is_some_and(|verdict| !has(permitted, verdict)) {
            differs(format!("only {}", words(permitted)), reasoned(judgement));
        }
    }
    if let Some(required) = &rule.required {
        let verdicts = judged.iter().map(|case| case.verdict).chain(whole);
        if !verdicts.into_iter().any(|verdict| has(required, verdict)) {
            let cases = rule.cases.as_ref().map_or(String::new(), |glob| format!(" on some case of {glob}"));
            differs(format!("{}{cases}", words(required)), reasoned(judgement));
        }
    }
    let score = score(rule, problem, judgement);
    if let Some((least, most)) = rule.score
        && !(least - SLACK..=most + SLACK).contains(&score)
    {
        differs(format!("a score from {least} to {most}"), score.to_string());
    }
    if rule.partial && judgement.verdict == Verdict::AC && score >= judgement.max_score - SLACK {
        differs(format!("less than all of {} points", judgement.max_score), score.to_string());
    }
    if let Some(message) = &rule.message
        && !judged.iter().any(|case| case.feedback.jury.contains(message))
    {
        differs(format!("a judge's message with {message:?}"), "none".to_owned());
    }
    found
}

const SLACK: f64 = 1e-9;

/// Whether a verdict is in a set of the format's words, which has no others than AC, WA, TLE and RTE.
fn has(set: &BTreeSet<Verdict>, verdict: Verdict) -> bool {
    let word = match verdict {
        Verdict::PE => Verdict::WA,
        Verdict::MLE | Verdict::OLE | Verdict::SV => Verdict::RTE,
        other => other,
    };
    set.contains(&verdict) || set.contains(&word)
}

/// The score of the group that the rule is about, or of the whole.
fn score(rule: &Rule, problem: &Problem, judgement: &Judgement) -> f64 {
    let group = rule.cases.as_deref().and_then(|name| find(&problem.root, name));
    group.map_or(judgement.score, |group| fold(group, &judgement.cases).score)
}

fn find<'a>(group: &'a Group, name: &str) -> Option<&'a Group> {
    if group.name == name {
        return Some(group);
    }
    group.members.iter().find_map(|member| match member {
        Member::Group(inner) => find(inner, name),
        Member::Case(_) => None,
    })
}

/// Whether a glob names this case or a group that it is in. `*` stands for any characters of a name.
fn within(glob: &str, case: &str) -> bool {
    let ends = case.char_indices().filter(|(_, c)| *c == '/').map(|(at, _)| at).chain([case.len()]);
    ends.into_iter().any(|end| matches(glob.as_bytes(), case[..end].as_bytes()))
}

fn matches(glob: &[u8], name: &[u8]) -> bool {
    match (glob, name) {
        ([], []) => true,
        ([b'*', rest @ ..], _) => {
            matches(rest, name) || name.split_first().is_some_and(|(c, more)| *c != b'/' && matches(glob, more))
        }
        ([b'?', rest @ ..], [c, more @ ..]) if *c != b'/' => matches(rest, more),
        ([g, rest @ ..], [c, more @ ..]) if g == c => matches(rest, more),
        _ => false,
    }
}

fn words(set: &BTreeSet<Verdict>) -> String {
    set.iter().map(|verdict| verdict.code()).collect::<Vec<_>>().join(" or ")
}

fn on(case: &CaseResult) -> String {
    format!("{} ({}) on {}", case.verdict, case.reason, case.name)
}

fn reasoned(judgement: &Judgement) -> String {
    format!("{} ({})", judgement.verdict, judgement.reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_name_cases_and_groups() {
        for (glob, case, expected) in [
            ("secret/group1", "secret/group1/01", true),
            ("secret", "secret/group1/01", true),
            ("secret/*", "secret/group1/01", true),
            ("secret/*/01", "secret/group1/01", true),
            ("secret/group1/0?", "secret/group1/01", true),
            ("sample", "secret/group1/01", false),
            ("secret/group", "secret/group1/01", false),
            ("*", "secret/group1/01", true),
        ] {
            assert_eq!(within(glob, case), expected, "{glob} {case}");
        }
    }

    #[test]
    fn verdicts_that_the_format_does_not_know_count_as_their_like() {
        let set = |verdicts: &[Verdict]| verdicts.iter().copied().collect::<BTreeSet<_>>();
        assert!(has(&set(&[Verdict::RTE]), Verdict::MLE));
        assert!(has(&set(&[Verdict::MLE]), Verdict::MLE));
        assert!(!has(&set(&[Verdict::MLE]), Verdict::RTE));
        assert!(!has(&set(&[Verdict::WA]), Verdict::CE));
        assert!(!has(&set(&[Verdict::RTE]), Verdict::JE));
    }
}
