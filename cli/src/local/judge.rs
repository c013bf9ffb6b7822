//! `pyjury judge`: a submission against a problem, without any server.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use pyjury_core::{Judgement, Verdict};
use pyjury_grade::{Cache, Options, judge_confirmed};

use super::{ground, report, sources};
use crate::failure::{Failure, judging_error};
use crate::output;
use crate::runtimes::RuntimesArgs;

/// Judge a submission on this machine, without any server.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  pyjury judge problems/word-frequency solution.py
  pyjury judge problems/calculator my-solution/ --json | jq .verdict")]
pub(crate) struct Args {
    /// The problem package: a folder or a zip.
    problem: PathBuf,
    /// The submission: a Python file, or a folder with one to start with.
    submission: PathBuf,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    fairness: ground::FairnessArgs,
    #[command(flatten)]
    runtimes: RuntimesArgs,
}

/// Runs the command.
pub(crate) fn execute(args: &Args) -> Result<ExitCode, Failure> {
    let problem = ground::load(&args.problem).map_err(Failure::usage)?;
    let files = sources::read(&args.submission)?;
    let mut ground = ground::prepare_fair(ground::slot_count(), args.fairness, &args.runtimes)?;
    let runtime = match ground.runtime(&problem.runtime_needed()) {
        Ok(runtime) => runtime,
        Err(error) => return Ok(ground::no_judgement(error)),
    };
    let width = problem.cases.iter().map(|case| case.name.len()).max().unwrap_or(0);
    let cache = Cache::new();
    let begun = AtomicBool::new(false);
    let tell = |index: usize, case: &pyjury_core::CaseResult| {
        if args.json {
            return;
        }
        // Whoever has closed stdout will notice at the end.
        if index == 0 && begun.swap(true, Ordering::Relaxed) {
            let _ = output::line("very near the time limit; judged again from the start");
        }
        let _ = output::line(report::row(case, width));
    };
    let (provenance, allowance) = (ground.provenance.clone(), ground.allowance);
    let options = Options { on_case: &tell, provenance, allowance, ..Options::new(&cache) };
    match judge_confirmed(&problem, &files, &mut ground.slots, &runtime, &options) {
        Ok(judgement) => show(&judgement, args.json),
        Err(error) => Ok(ground::no_judgement(error)),
    }
}

fn show(judgement: &Judgement, json: bool) -> Result<ExitCode, Failure> {
    if json {
        output::json(&report::judgement(judgement))?;
    } else {
        let words = report::general(&judgement.feedback);
        if !words.is_empty() {
            output::line(words)?;
        }
        output::line(report::summary(judgement))?;
    }
    Ok(if judgement.verdict == Verdict::JE { judging_error() } else { ExitCode::SUCCESS })
}
