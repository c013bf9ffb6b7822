//! Rules over the source of a submission, which is parsed by the harness and never imported.

use std::collections::BTreeMap;

use pyjury_core::judgement::Feedback;
use pyjury_core::scoring::Scale;
use pyjury_core::{CaseResult, Check, Decision, Reason, Verdict};
use pyjury_problem::{Problem, StaticRule};
use pyjury_sandbox::plan::PlacedFile;
use pyjury_sandbox::{Outcome, Slot};
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::{Setting, package_fault};
use crate::compile::{one, read_only};
use crate::grader::{self, Grader};
use crate::{GradeError, Options, excerpt};

#[derive(Deserialize)]
struct Report {
    rules: Vec<Checked>,
}

/// What became of one rule.
#[derive(Deserialize)]
struct Checked {
    id: String,
    outcome: RuleOutcome,
    #[serde(default)]
    findings: Vec<Finding>,
    #[serde(default)]
    jury: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RuleOutcome {
    Passed,
    Failed,
    /// The rule itself, or a tool that it needs, is at fault.
    Error,
}

#[derive(Deserialize)]
struct Finding {
    file: String,
    line: u32,
    message: String,
}

/// What the rules say of a submission.
#[derive(Default)]
pub(crate) struct Findings {
    /// Cases of rules that count, by their place in the problem.
    pub(crate) cases: Vec<(usize, CaseResult)>,
    /// What those say that don't, for the submitter.
    pub(crate) advice: String,
}

/// Holds every rule of the problem against the submission's source, in one run.
pub(crate) fn check(setting: &Setting<'_>, options: &Options<'_>, slot: &mut Slot) -> Result<Findings, GradeError> {
    let rules = &setting.problem.rules;
    if rules.is_empty() {
        return Ok(Findings::default());
    }
    let sources = setting.program.sources();
    let request = json!({
        "files": sources.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(),
        "python": setting.runtime.interpreter_version().rsplit(' ').next().unwrap_or_default(),
        "rules": rules.iter().filter_map(|rule| serde_json::from_str(&rule.text).ok()).collect::<Vec<Json>>(),
    });
    let mut files = vec![read_only("rules.json", request.to_string().as_bytes())];
    files.extend(sources.into_iter().map(|file| PlacedFile { path: format!("source/{}", file.path), ..file }));
    let checker = Grader::of_rules(setting.problem, options);
    let process = checker.process(&["check", "/box/rules.json", "/box/report.json"], files, setting.runtime);
    judged(setting.problem, &one(slot, process)?)
}

/// Reads what became of every rule.
pub(crate) fn judged(problem: &Problem, outcome: &Outcome) -> Result<Findings, GradeError> {
    let report: Result<Report, _> = grader::answer(outcome);
    let checked: BTreeMap<_, _> = match report {
        Ok(report) => report.rules.into_iter().map(|rule| (rule.id.clone(), rule)).collect(),
        // A source that takes more than a compiler does: no host will do better.
        Err(why) if outcome.execution.breach.is_some() => return Ok(too_much(problem, &why)),
        Err(why) => return Err(GradeError::Package(why)),
    };
    let mut findings = Findings::default();
    for rule in &problem.rules {
        let checked = checked.get(&rule.id);
        match checked {
            Some(checked) if rule.advisory => findings.advice.push_str(&told(rule, &checked.findings)),
            _ => {
                findings.cases.extend(place(problem, rule).map(|index| (index, result(problem, index, rule, checked))))
            }
        }
    }
    Ok(findings)
}

/// The place of a rule's case in the problem; nothing for one that is only told.
fn place(problem: &Problem, rule: &StaticRule) -> Option<usize> {
    let name = rule.case_name();
    problem.cases.iter().position(|case| case.name == name)
}

fn result(problem: &Problem, index: usize, rule: &StaticRule, checked: Option<&Checked>) -> CaseResult {
    let case = &problem.cases[index];
    let Some(checked) = checked.filter(|checked| checked.outcome != RuleOutcome::Error) else {
        let why = checked.map_or("the rule was not checked", |checked| &checked.jury);
        return package_fault(case, Reason::Package, format!("static rule {}: {why}", rule.id));
    };
    let decision = match checked.outcome {
        RuleOutcome::Passed => Decision::new(Verdict::AC, Reason::Accepted),
        _ => Decision::new(Verdict::WA, Reason::Rule(rule.id.clone())),
    };
    let scale = problem.root.scale(index).unwrap_or(Scale::PassFail);
    let score = scale.points(decision.verdict, &Check::Accepted { score: None, multiplier: None }).unwrap_or(0.0);
    let words = Feedback { team: told(rule, &checked.findings), jury: checked.jury.clone(), ..Feedback::default() };
    CaseResult {
        score,
        verdict: decision.verdict,
        feedback: words,
        ..package_fault(case, decision.reason, String::new())
    }
}

/// The findings of a rule as compilers tell them, a line each.
fn told(rule: &StaticRule, findings: &[Finding]) -> String {
    let line = |finding: &Finding| match finding.line {
        0 => format!("{}: {} ({})\n", finding.file, finding.message, rule.id),
        line => format!("{}:{line}: {} ({})\n", finding.file, finding.message, rule.id),
    };
    excerpt::shorten(&findings.iter().map(line).collect::<String>(), 8000)
}

/// Every rule fails on a source that can't be looked at.
fn too_much(problem: &Problem, why: &str) -> Findings {
    let failed = |(index, rule): (usize, &StaticRule)| {
        let finding = "the source takes too long to look at; make it smaller or simpler";
        let words = Feedback { team: finding.to_owned(), jury: why.to_owned(), ..Feedback::default() };
        let reason = Reason::Rule(rule.id.clone());
        let case = package_fault(&problem.cases[index], reason, String::new());
        (index, CaseResult { verdict: Verdict::WA, feedback: words, ..case })
    };
    let places = problem.rules.iter().filter_map(|rule| place(problem, rule).map(|index| (index, rule)));
    Findings { cases: places.map(failed).collect(), advice: String::new() }
}
