//! Rules over the source of a submission.

use pyjury_core::scoring::{Aggregation, Grading, Group, Member, OnReject, Points};

use crate::load::grader::{ListedCase, case};
use crate::{Award, Case};

/// What the names of the cases of rules begin with.
pub const PREFIX: &str = "static/";

/// A rule over the source of a submission, from `static` of `pyjury.yaml`.
#[derive(Clone, Debug, PartialEq)]
pub struct StaticRule {
    /// Its name, unique in the problem.
    pub id: String,
    /// What it gives in a scoring problem; without points it is a gate: all of them must pass for any.
    pub points: Option<f64>,
    /// Whether it is only told, and counts for nothing.
    pub advisory: bool,
    /// The rule as the harness reads it (JSON).
    pub text: String,
}

impl StaticRule {
    /// The name of its case.
    pub fn case_name(&self) -> String {
        format!("{PREFIX}{}", self.id)
    }
}

/// Adds a case for each rule that counts, to be judged before all others.
pub(crate) fn add(rules: &[StaticRule], award: Award, cases: &mut Vec<Case>, root: &mut Group) {
    let counted: Vec<_> = rules.iter().filter(|rule| !rule.advisory).collect();
    if counted.is_empty() {
        return;
    }
    let mut gates = Vec::new();
    let mut scored = Vec::new();
    for rule in counted {
        let member = Member::Case(cases.len());
        match rule.points.filter(|_| award == Award::Scoring) {
            Some(points) => scored.push(Member::Group(Group {
                grading: sum(points),
                ..Group::pass_fail(rule.case_name(), vec![member])
            })),
            None => gates.push(member),
        }
        let listed =
            ListedCase { name: rule.case_name(), points: 0.0, open: true, description: None, input: Vec::new() };
        cases.push(case(listed));
    }
    if award == Award::PassFail {
        root.members.splice(0..0, gates);
        return;
    }
    let given: f64 = rules.iter().filter(|rule| !rule.advisory).filter_map(|rule| rule.points).sum();
    if let Grading::Points(points) = &mut root.grading {
        points.max_score = points.max_score.map(|most| most + given);
    }
    root.members.splice(0..0, scored);
    if gates.is_empty() {
        return;
    }
    let gate = PREFIX.trim_end_matches('/').to_owned();
    for member in &mut root.members {
        if let Member::Group(group) = member {
            group.require_pass.push(gate.clone());
        }
    }
    let gates = Group { grading: Grading::Unscored, on_reject: OnReject::Continue, ..Group::pass_fail(gate, gates) };
    root.members.insert(0, Member::Group(gates));
}

fn sum(points: f64) -> Grading {
    Grading::Points(Points { max_score: Some(points), aggregation: Aggregation::Sum, static_score: 0.0 })
}
