//! A submitted suite of tests, on a reference and on wrong versions of it.
//!
//! The suite must pass on the reference, several times; then each mutant on which it fails counts. What tells one from
//! the other is never where the suite could look, and the order of the runs is secret (docs/modes/tests.md).

use std::collections::BTreeMap;

use pyjury_core::judgement::Feedback;
use pyjury_core::{CaseResult, Decision, Execution, Reason, Verdict};
use pyjury_problem::mutants::{PREFIX, REFERENCE};
use pyjury_problem::{Problem, SuiteRules, rules};
use pyjury_sandbox::{Outcome, Slot};
use serde::Deserialize;
use serde_json::{Map, json};

use super::suite::{self, Run, Work};
use super::{Setting, Terms, points};
use crate::grader::Grader;
use crate::{GradeError, excerpt, traceback};

/// Runs of the reference beside the second runs of mutants, at most (`CONFIRMING` of the harness).
const CONFIRMING: u32 = 3;
/// Names of tests that are told, at most.
const MOST_NAMES: usize = 20;

#[derive(Deserialize)]
struct Report {
    #[serde(default)]
    collected: u32,
    #[serde(default)]
    passed: bool,
    #[serde(default)]
    reference: Vec<OnReference>,
    #[serde(default)]
    mutants: Vec<OnMutant>,
    #[serde(default)]
    coverage: Option<f64>,
}

/// One run of the suite on the reference.
#[derive(Deserialize)]
struct OnReference {
    outcome: ReferenceOutcome,
    #[serde(default)]
    seconds: f64,
    #[serde(default)]
    message: String,
    #[serde(default)]
    failed: Vec<String>,
    #[serde(default)]
    output: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ReferenceOutcome {
    Passed,
    Failed,
    Error,
    Timeout,
    Crashed,
    Missing,
    /// Fewer tests passed than the package asks for.
    Few,
    /// It took more than half its time: on a mutant, a time-out would mean nothing.
    Slow,
}

/// The suite on one mutant.
#[derive(Deserialize)]
struct OnMutant {
    name: String,
    outcome: MutantOutcome,
    #[serde(default)]
    by: Vec<String>,
    #[serde(default)]
    seconds: f64,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum MutantOutcome {
    Killed,
    Timeout,
    Error,
    Survived,
    NotRun,
}

/// Judges the suite on everything. Without a result are the mutants of a suite that doesn't pass on the reference.
pub(super) fn judge_all(
    setting: &Setting<'_>,
    grader: &Grader,
    slot: &mut Slot,
) -> Result<Vec<(usize, CaseResult)>, GradeError> {
    let default = SuiteRules::default();
    let work = work(setting, rules_of(setting.problem, &default));
    judged(setting.terms(), suite::run(setting, grader, work, slot)?)
}

fn rules_of<'a>(problem: &'a Problem, default: &'a SuiteRules) -> &'a SuiteRules {
    problem.grader.as_ref().map_or(default, |grader| &grader.suite)
}

/// Reads what became of the suite on the reference and on every mutant.
pub(crate) fn judged(terms: Terms<'_>, outcome: Outcome) -> Result<Vec<(usize, CaseResult)>, GradeError> {
    let default = SuiteRules::default();
    let rules = rules_of(terms.problem, &default);
    let (report, execution): (Report, _) = match suite::read(terms.problem, outcome)? {
        Run::Reported(report, execution) => (report, execution),
        Run::Unjudged(results) => return Ok(results),
    };
    let passed = report.passed && uncovered(&report, rules).is_none();
    let mutants: BTreeMap<_, _> = report.mutants.iter().map(|mutant| (mutant.name.as_str(), mutant)).collect();
    let results = suite::cases(terms.problem).filter_map(|(index, case)| {
        if case.name == REFERENCE {
            return Some((index, on_reference(terms, index, &report, rules, &execution)));
        }
        let mutant = case.name.strip_prefix(PREFIX).and_then(|name| mutants.get(name));
        let result = match mutant {
            _ if !passed => return None,
            Some(mutant) => on_mutant(terms, index, mutant, &execution),
            None => suite::failed(case, suite::ended_early(&execution), "the suite was not run on it"),
        };
        Some((index, result))
    });
    Ok(results.collect())
}

fn work(setting: &Setting<'_>, rules: &SuiteRules) -> Work {
    let plan = [
        ("kind", json!("tests")),
        ("reference_runs", json!(rules.reference_runs)),
        ("minimum_tests", json!(rules.minimum_tests)),
        ("coverage", json!(rules.coverage.is_some())),
    ];
    let mutants = setting.problem.cases.iter().filter(|case| !case.name.starts_with(rules::PREFIX)).count();
    let runs = 2 * u32::try_from(mutants).unwrap_or(u32::MAX / 4);
    Work {
        command: "run",
        plan: plan.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Map<_, _>>(),
        runs: runs + rules.reference_runs + CONFIRMING,
        limits: setting.allowance.scaled(setting.limits),
    }
}

fn on_reference(
    terms: Terms<'_>,
    index: usize,
    report: &Report,
    rules: &SuiteRules,
    execution: &Execution,
) -> CaseResult {
    // The first bad run ends the others, which are missing then.
    let bad = || report.reference.iter().filter(|run| run.outcome != ReferenceOutcome::Passed);
    let bad = bad().find(|run| run.outcome != ReferenceOutcome::Missing).or_else(|| bad().next());
    let wrong = || Decision::new(Verdict::WA, Reason::WrongAnswer);
    let slowest = report.reference.iter().map(|run| run.seconds).fold(0.0, f64::max);
    let limit = pyjury_core::duration::format(terms.limits.cpu);
    let (decision, words) = match bad {
        Some(run) => match run.outcome {
            ReferenceOutcome::Timeout => (
                Decision::new(Verdict::TLE, Reason::Cpu),
                format!("the suite takes more than {limit} on the reference"),
            ),
            ReferenceOutcome::Slow => {
                let why = format!("the suite takes more than half of {limit} on the reference; make it faster");
                (Decision::new(Verdict::TLE, Reason::Cpu), why)
            }
            ReferenceOutcome::Few => {
                let least = rules.minimum_tests;
                let why =
                    format!("expected at least {least} tests that pass on the reference, got {}", report.collected);
                (wrong(), why)
            }
            ReferenceOutcome::Missing => (suite::ended_early(execution), run.message.clone()),
            ReferenceOutcome::Failed if !run.failed.is_empty() => {
                (wrong(), format!("on the reference these fail: {}\n{}", named(&run.failed), run.message))
            }
            _ => (wrong(), format!("the suite fails on the reference\n{}", run.message)),
        },
        None => match uncovered(report, rules) {
            Some(why) => (wrong(), why),
            None if report.passed => (Decision::new(Verdict::AC, Reason::Accepted), String::new()),
            None => (suite::ended_early(execution), "the suite was not run on the reference".to_owned()),
        },
    };
    let output = bad.map(|run| run.output.clone()).unwrap_or_default();
    result(terms, index, decision, Words { told: words, output, seconds: slowest }, execution)
}

/// How much less of the reference the suite runs than it must.
fn uncovered(report: &Report, rules: &SuiteRules) -> Option<String> {
    let (share, least) = (report.coverage.unwrap_or(0.0), rules.coverage.filter(|least| *least > 0.0)?);
    let percent = |share: f64| (share * 100.0).floor();
    (share < least).then(|| {
        let (share, least) = (percent(share), percent(least));
        format!("the suite runs {share} % of the reference's lines in functions, expected at least {least} %")
    })
}

fn on_mutant(terms: Terms<'_>, index: usize, mutant: &OnMutant, execution: &Execution) -> CaseResult {
    let (verdict, reason) = match mutant.outcome {
        MutantOutcome::Killed | MutantOutcome::Timeout | MutantOutcome::Error => (Verdict::AC, Reason::Accepted),
        MutantOutcome::Survived | MutantOutcome::NotRun => (Verdict::WA, Reason::WrongAnswer),
    };
    let words = match mutant.outcome {
        MutantOutcome::Killed if mutant.by.is_empty() => "killed".to_owned(),
        MutantOutcome::Killed => format!("killed by {}", named(&mutant.by)),
        MutantOutcome::Timeout => "killed: the suite ran into its time limit".to_owned(),
        MutantOutcome::Error => "killed: the suite's process ended".to_owned(),
        MutantOutcome::Survived => "survived: every test passes on this wrong version".to_owned(),
        MutantOutcome::NotRun => "the suite was not run on it".to_owned(),
    };
    let words = Words { told: words, output: String::new(), seconds: mutant.seconds };
    result(terms, index, Decision::new(verdict, reason), words, execution)
}

/// What is said of a case, and what it took.
struct Words {
    told: String,
    output: String,
    seconds: f64,
}

/// All that is told is of the submitter's own tests: nothing of it is hidden.
fn result(terms: Terms<'_>, index: usize, decision: Decision, words: Words, execution: &Execution) -> CaseResult {
    let score = match points(terms, index, decision.verdict) {
        Ok(score) => score,
        Err(fault) => return *fault,
    };
    let told = traceback::clean(&excerpt::shorten(&words.told, 4000));
    let (usage, measured) = suite::used(terms, execution, (words.seconds, 0.0));
    let feedback = Feedback { team: told.clone(), jury: told, stdout: words.output, stderr: String::new() };
    let empty = suite::failed(&terms.problem.cases[index], decision, "");
    CaseResult { score, usage, measured, feedback, ..empty }
}

fn named(tests: &[String]) -> String {
    let shown = tests.iter().take(MOST_NAMES).map(String::as_str).collect::<Vec<_>>().join(", ");
    match tests.len().saturating_sub(MOST_NAMES) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
