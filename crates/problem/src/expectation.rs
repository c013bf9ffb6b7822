//! What a reference submission must get.

use std::collections::BTreeSet;

use pyjury_core::{CaseResult, Judgement, Reason, Verdict};

use crate::glob::matches_path;

/// What a reference submission must get: every rule must hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expectation {
    /// The rules.
    pub rules: Vec<Rule>,
}

/// One thing that must hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rule {
    /// Where it comes from, such as `submissions/wrong_answer` or `submissions/submissions.yaml:4`.
    pub origin: String,
    /// A glob over names of cases and groups; `None` for all cases.
    pub cases: Option<String>,
    /// Every judged case has one of these verdicts.
    pub permitted: Option<BTreeSet<Verdict>>,
    /// Some judged case has one of these verdicts.
    pub required: Option<BTreeSet<Verdict>>,
    /// The score lies in this inclusive range. Of the whole submission only.
    pub score: Option<(f64, f64)>,
    /// The score is not this one, which is the best, or the verdict is not AC.
    pub not_best: Option<f64>,
    /// Some message for the jury has this in it.
    pub message: Option<String>,
}

/// How a judgement differs from what was expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected} ({origin}), got {got}")]
pub struct Mismatch {
    /// The rule.
    pub origin: String,
    /// What it asks for.
    pub expected: String,
    /// What came.
    pub got: String,
}

/// Scores that differ by less are the same.
const SLACK: f64 = 1e-6;

impl Expectation {
    /// The verdicts that a word of the format stands for. It knows AC, WA, TLE and RTE; a
    /// presentation error is a wrong answer to it, and exceeding memory or output a run-time error.
    pub fn class(word: &str) -> Option<BTreeSet<Verdict>> {
        use Verdict::{MLE, OLE, PE, RTE, WA};
        let verdicts: &[Verdict] = match word {
            "WA" => &[WA, PE],
            "RTE" => &[RTE, MLE, OLE],
            other => return other.parse().ok().map(|verdict| BTreeSet::from([verdict])),
        };
        Some(verdicts.iter().copied().collect())
    }

    /// Compares a judgement with every rule. A judging error is never expected.
    ///
    /// # Errors
    /// Every [`Mismatch`]; never an empty list.
    pub fn check(&self, judgement: &Judgement) -> Result<(), Vec<Mismatch>> {
        let mut mismatches: Vec<_> = self.rules.iter().flat_map(|rule| rule.check(judgement)).collect();
        let broken = judgement.verdict == Verdict::JE || judgement.cases.iter().any(|case| case.verdict == Verdict::JE);
        if broken && mismatches.is_empty() {
            mismatches.push(Mismatch {
                origin: "every submission".into(),
                expected: "no judging error".into(),
                got: summary(judgement),
            });
        }
        if mismatches.is_empty() { Ok(()) } else { Err(mismatches) }
    }
}

impl Rule {
    /// A rule that says nothing yet.
    pub fn of(origin: impl Into<String>) -> Self {
        Self { origin: origin.into(), ..Self::default() }
    }

    pub(crate) fn says_something(&self) -> bool {
        *self != Self { origin: self.origin.clone(), cases: self.cases.clone(), ..Self::default() }
    }

    /// Takes over what `other` says.
    pub(crate) fn override_with(&mut self, other: &Self) {
        if other.says_something() {
            self.origin = format!("{}, {}", self.origin, other.origin);
        }
        self.permitted = other.permitted.clone().or(self.permitted.take());
        self.required = other.required.clone().or(self.required.take());
        self.score = other.score.or(self.score);
        self.message = other.message.clone().or(self.message.take());
    }

    fn check(&self, judgement: &Judgement) -> Vec<Mismatch> {
        let cases: Vec<_> = judgement.cases.iter().filter(|case| self.covers(case)).collect();
        let mut verdicts: Vec<Verdict> = cases.iter().map(|case| case.verdict).collect();
        // A submission that doesn't compile has no cases to look at.
        if self.cases.is_none() && verdicts.iter().all(|verdict| *verdict == Verdict::AC) {
            verdicts.push(judgement.verdict);
        }
        let mut mismatches = Vec::new();
        let mut note = |expected: String| {
            let origin = self.origin.clone();
            mismatches.push(Mismatch { origin, expected, got: summary(judgement) });
        };
        let place = self.cases.as_deref().map(|cases| format!(" in {cases}")).unwrap_or_default();
        if let Some(permitted) = &self.permitted
            && !verdicts.iter().all(|verdict| permitted.contains(verdict))
        {
            note(format!("only {}{place}", list(permitted)));
        }
        if let Some(required) = &self.required
            && !verdicts.iter().any(|verdict| required.contains(verdict))
        {
            note(format!("{} at least once{place}", list(required)));
        }
        if let Some((least, most)) = self.score
            && self.cases.is_none()
            && !(least - SLACK..=most + SLACK).contains(&judgement.score)
        {
            note(if least == most { format!("score {least}") } else { format!("a score from {least} to {most}") });
        }
        if let Some(best) = self.not_best
            && judgement.verdict == Verdict::AC
            && (judgement.score - best).abs() <= SLACK
        {
            note(format!("less than the best score, {best}"));
        }
        if let Some(message) = &self.message
            && !cases.iter().any(|case| case.feedback.jury.contains(message))
        {
            note(format!("a judge message with {message:?} in it{place}"));
        }
        mismatches
    }

    /// Whether a case was judged and is one that the rule is about.
    fn covers(&self, case: &CaseResult) -> bool {
        let named = self.cases.as_deref().is_none_or(|glob| matches_path(glob, &case.name));
        named && case.reason != Reason::Skipped
    }
}

fn list(verdicts: &BTreeSet<Verdict>) -> String {
    verdicts.iter().map(|verdict| verdict.code()).collect::<Vec<_>>().join(" or ")
}

/// The verdict, and the first case that has it.
fn summary(judgement: &Judgement) -> String {
    let case = judgement.cases.iter().find(|case| case.verdict == judgement.verdict && case.verdict != Verdict::AC);
    let place = case.map(|case| format!(" on {}", case.name)).unwrap_or_default();
    format!("{} ({}){place}, score {}", judgement.verdict, judgement.reason, judgement.score)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pyjury_core::judgement::Feedback;
    use pyjury_core::{Measured, Provenance, Usage};

    /// `sample/1 AC; secret/1 WA`, a dash for a skipped case.
    fn judgement(verdict: &str, score: f64, cases: &str) -> Judgement {
        let case = |text: &str| {
            let (name, verdict) = text.trim().split_once(' ').unwrap();
            let reason = if verdict == "-" { Reason::Skipped } else { Reason::Accepted };
            CaseResult {
                name: name.into(),
                verdict: verdict.parse().unwrap_or(Verdict::WA),
                reason,
                score: 0.0,
                usage: Usage::default(),
                measured: Measured::default(),
                feedback: Feedback { jury: format!("saw {name}"), ..Feedback::default() },
                open: false,
            }
        };
        Judgement {
            verdict: verdict.parse().unwrap(),
            reason: Reason::Accepted,
            score,
            max_score: 100.0,
            usage: Usage::default(),
            measured: Measured::default(),
            cases: cases.split(';').filter(|text| !text.trim().is_empty()).map(case).collect(),
            feedback: Feedback::default(),
            provenance: Provenance::default(),
        }
    }

    fn set(words: &str) -> Option<BTreeSet<Verdict>> {
        Some(words.split_whitespace().filter_map(Expectation::class).flatten().collect())
    }

    #[test]
    fn rules_hold_or_not() {
        let rule = |permitted, required| Rule { permitted: set(permitted), required: set(required), ..Rule::of("x") };
        let wrong = rule("AC WA", "WA");
        let part = Rule { cases: Some("secret/g*".into()), ..rule("AC", "AC") };
        let score = Rule { score: Some((10.0, 20.0)), ..Rule::of("x") };
        let partial = Rule { not_best: Some(100.0), ..Rule::of("x") };
        let message = Rule { message: Some("saw secret/1".into()), ..Rule::of("x") };
        for (rule, verdict, points, cases, holds) in [
            (&wrong, "WA", 0.0, "sample/1 AC; secret/1 WA; secret/2 -", true),
            (&wrong, "WA", 0.0, "sample/1 PE", true),
            (&wrong, "AC", 0.0, "sample/1 AC; secret/1 AC", false),
            (&wrong, "TLE", 0.0, "sample/1 TLE; secret/1 WA", false),
            (&wrong, "CE", 0.0, "", false),
            (&rule("CE", "CE"), "CE", 0.0, "", true),
            (&rule("CE", "CE"), "AC", 0.0, "secret/1 AC", false),
            (&rule("AC", "AC"), "CE", 0.0, "", false),
            (&rule("AC RTE", "RTE"), "MLE", 0.0, "secret/1 MLE", true),
            (&rule("AC RTE", "RTE"), "SV", 0.0, "secret/1 SV", false),
            (&part, "WA", 0.0, "secret/g1/1 AC; secret/h/1 WA", true),
            (&part, "WA", 0.0, "secret/g1/1 WA; secret/h/1 AC", false),
            (&score, "WA", 15.0, "secret/1 WA", true),
            (&score, "WA", 20.1, "secret/1 WA", false),
            (&partial, "AC", 50.0, "secret/1 AC", true),
            (&partial, "WA", 100.0, "secret/1 AC", true),
            (&partial, "AC", 100.0, "secret/1 AC", false),
            (&message, "AC", 0.0, "secret/1 AC", true),
            (&message, "AC", 0.0, "secret/2 AC", false),
            (&Rule::of("x"), "JE", 0.0, "secret/2 JE", false),
        ] {
            let expectation = Expectation { rules: vec![rule.clone()] };
            let checked = expectation.check(&judgement(verdict, points, cases));
            assert_eq!(checked.is_ok(), holds, "{rule:?} {verdict} {cases}: {checked:?}");
        }
    }
}
