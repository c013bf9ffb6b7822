//! `pyjury verify`: packages against themselves.

use std::path::PathBuf;
use std::process::ExitCode;

use pyjury_core::duration;
use pyjury_grade::verify::{Outcome, Tried};
use pyjury_grade::{Cache, GradeError, Options, Report, verify};
use serde_json::{Value, json};

use super::ground::{self, Ground};
use super::report;
use crate::failure::{Failure, judging_error};
use crate::output;
use crate::runtimes::RuntimesArgs;

/// Bad usage or a bad package.
const BAD: u8 = 2;

/// Check packages: every submission in submissions/ gets its expected verdict, every input is valid.
///
/// Exits 2 when one does not, and 3 when a package could not be judged because of this host.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  pyjury verify problems/*
  pyjury verify contest.zip --json | jq '.[0].passed'")]
pub(crate) struct Args {
    /// Problem packages: folders or zips.
    #[arg(required = true)]
    problems: Vec<PathBuf>,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    fairness: ground::FairnessArgs,
    #[command(flatten)]
    runtimes: RuntimesArgs,
}

/// What became of one package.
enum Checked {
    Done(Box<Report>),
    /// It can't be loaded, or not judged because of itself.
    Bad(String),
    /// It could not be judged because of the host.
    Failed(anyhow::Error),
}

/// Runs the command.
pub(crate) fn execute(args: &Args) -> Result<ExitCode, Failure> {
    let mut ground = ground::prepare_fair(ground::slot_count(), args.fairness, &args.runtimes)?;
    let mut documents = Vec::with_capacity(args.problems.len());
    let (mut bad, mut failed) = (0, 0);
    for path in &args.problems {
        let name = path.display().to_string();
        if !args.json {
            output::line(&name)?;
        }
        let checked = check(path, &mut ground, args.json);
        match &checked {
            Checked::Done(report) if report.passed() => {}
            Checked::Done(_) | Checked::Bad(_) => bad += 1,
            Checked::Failed(_) => failed += 1,
        }
        if args.json {
            documents.push(document(&name, &checked));
        } else {
            conclude(&name, &checked)?;
        }
    }
    if args.json {
        output::json(&documents.into())?;
    } else if args.problems.len() > 1 {
        output::line(format_args!("{} packages, {} good", args.problems.len(), args.problems.len() - bad - failed))?;
    }
    Ok(match (failed, bad) {
        (0, 0) => ExitCode::SUCCESS,
        (0, _) => ExitCode::from(BAD),
        _ => judging_error(),
    })
}

fn check(path: &std::path::Path, ground: &mut Ground, json: bool) -> Checked {
    let problem = match ground::load(path) {
        Ok(problem) => problem,
        Err(error) => return Checked::Bad(format!("{error:#}")),
    };
    let runtime = match ground.runtime(&problem.runtime_needed()) {
        Ok(runtime) => runtime,
        Err(error) => return Checked::Failed(error.into()),
    };
    let cache = Cache::new();
    let (provenance, allowance) = (ground.provenance.clone(), ground.allowance);
    let options = Options { provenance, allowance, ..Options::new(&cache) };
    let mut tell = |tried: &Tried| {
        if !json {
            let _ = output::line(row(tried));
        }
    };
    match verify(&problem, &mut ground.slots, &runtime, &options, &mut tell) {
        Ok(report) => Checked::Done(Box::new(report)),
        Err(error @ (GradeError::Package(_) | GradeError::Read(_))) => {
            Checked::Bad(format!("{:#}", anyhow::Error::from(error)))
        }
        Err(error) => Checked::Failed(error.into()),
    }
}

fn row(tried: &Tried) -> String {
    match &tried.outcome {
        Outcome::Skipped { why } => format!("  {:<44} skipped: {why}", tried.path),
        Outcome::Judged { judgement, mismatches } => {
            let sign = if mismatches.is_empty() { "ok" } else { "NOT AS EXPECTED" };
            let mut text = format!("  {:<44} {}  {sign}", tried.path, report::summary(judgement));
            for mismatch in mismatches {
                text += &format!("\n      {mismatch}");
            }
            if !mismatches.is_empty() {
                let width = judgement.cases.iter().map(|case| case.name.len()).max().unwrap_or(0);
                let cases = judgement.cases.iter().map(|case| format!("\n      {}", report::row(case, width)));
                text.extend(cases);
                let words = report::general(&judgement.feedback);
                text.extend(words.lines().map(|line| format!("\n      {line}")));
            }
            text
        }
    }
}

fn conclude(name: &str, checked: &Checked) -> Result<(), Failure> {
    match checked {
        Checked::Done(report) => {
            for bad in &report.inputs {
                output::line(format_args!("  {bad}"))?;
            }
            for warning in &report.warnings {
                output::line(format_args!("  warning: {warning}"))?;
            }
            let word = if report.passed() { "good" } else { "BAD" };
            output::line(format_args!("  {word}, time limit {}", duration::format(report.time_limit)))?;
        }
        Checked::Bad(why) => output::error(format_args!("{name}: {why}")),
        Checked::Failed(error) => output::error(format_args!("{name}: judging error: {error:#}")),
    }
    Ok(())
}

fn document(name: &str, checked: &Checked) -> Value {
    match checked {
        Checked::Done(report) => json!({
            "path": name,
            "problem": report.problem,
            "passed": report.passed(),
            "time_limit_ms": report::ms(report.time_limit),
            "inputs": report.inputs.iter().map(ToString::to_string).collect::<Value>(),
            "warnings": report.warnings,
            "submissions": report.submissions.iter().map(submission).collect::<Value>(),
        }),
        Checked::Bad(why) => json!({ "path": name, "passed": false, "error": why }),
        Checked::Failed(error) => json!({ "path": name, "passed": false, "judging_error": format!("{error:#}") }),
    }
}

fn submission(tried: &Tried) -> Value {
    match &tried.outcome {
        Outcome::Skipped { why } => json!({ "path": tried.path, "skipped": why }),
        Outcome::Judged { judgement, mismatches } => json!({
            "path": tried.path,
            "as_expected": mismatches.is_empty(),
            "mismatches": mismatches.iter().map(ToString::to_string).collect::<Value>(),
            "judgement": report::judgement(judgement),
        }),
    }
}
