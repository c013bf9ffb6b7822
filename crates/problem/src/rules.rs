//! Rules over the source of a submission.

use pyjury_core::scoring::{Grading, Group, Member, OnReject};

use crate::load::grader::{ListedCase, case, sum};
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

/// Adds a case for each rule that counts, before all others: gates first.
pub(crate) fn add(rules: &[StaticRule], award: Award, cases: &mut Vec<Case>, root: &mut Group) {
    let scored = |rule: &&StaticRule| award == Award::Scoring && rule.points.is_some();
    let (points, gates): (Vec<_>, Vec<_>) = rules.iter().filter(|rule| !rule.advisory).partition(scored);
    let count = gates.len() + points.len();
    if count == 0 {
        return;
    }
    shift(root, count);
    cases.splice(0..0, gates.iter().chain(&points).map(|rule| case_of(rule)));
    let given: f64 = points.iter().filter_map(|rule| rule.points).sum();
    let of_points = points.iter().enumerate().map(|(place, rule)| {
        let members = vec![Member::Case(gates.len() + place)];
        let grading = sum(rule.points.unwrap_or_default());
        Member::Group(Group { grading, ..Group::pass_fail(rule.case_name(), members) })
    });
    root.members.splice(0..0, of_points);
    if let Grading::Points(points) = &mut root.grading {
        points.max_score = points.max_score.map(|most| most + given);
    }
    let members: Vec<_> = (0..gates.len()).map(Member::Case).collect();
    match award {
        Award::PassFail => root.members = members.into_iter().chain(root.members.drain(..)).collect(),
        Award::Scoring if gates.is_empty() => {}
        Award::Scoring => stand_before(root, members),
    }
}

/// Puts a group of gates before all others, which are judged only if every gate was passed.
fn stand_before(root: &mut Group, gates: Vec<Member>) {
    let name = PREFIX.trim_end_matches('/').to_owned();
    for member in &mut root.members {
        if let Member::Group(group) = member {
            group.require_pass.push(name.clone());
        }
    }
    let group = Group { grading: Grading::Unscored, on_reject: OnReject::Continue, ..Group::pass_fail(name, gates) };
    root.members.insert(0, Member::Group(group));
}

/// Makes room for cases before those of a group.
fn shift(group: &mut Group, count: usize) {
    for member in &mut group.members {
        match member {
            Member::Case(index) => *index += count,
            Member::Group(group) => shift(group, count),
        }
    }
}

fn case_of(rule: &StaticRule) -> Case {
    case(ListedCase { name: rule.case_name(), points: 0.0, open: true, description: None, input: Vec::new() })
}
