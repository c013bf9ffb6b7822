//! `pyjury runtime build`: layers from their lock files, with uv.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use pyjury_core::PythonVersion;
use pyjury_grade::RuntimeSet;
use pyjury_grade::runtime::build::{self, BuildError, Outcome};
use pyjury_grade::runtime::definitions::Definitions;
use pyjury_grade::runtime::interpreter::{Interpreter, programs};
use serde_json::Value;

use super::{document, row};
use crate::failure::Failure;
use crate::output;
use crate::runtimes::RuntimesArgs;

/// Make layers of packages with uv, for the CPythons of this host: what is there already is checked and kept.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  pyjury runtime build                            # base, for every CPython that it is for
  pyjury runtime build base qa --python 3.13
  pyjury runtime build own --definitions ./runtimes --python /opt/python3.14")]
pub(crate) struct Args {
    /// The layers; those that they require are made too.
    #[arg(default_value = "base", value_name = "NAME")]
    names: Vec<String>,
    /// The CPythons: versions, programs, or folders with bin/python3.N [default: every one of this host].
    #[arg(long, value_name = "VERSION|PATH")]
    python: Vec<String>,
    /// A folder with definitions of one's own: `<name>/runtime.toml` and requirements.lock.
    #[arg(long, value_name = "DIR")]
    definitions: Option<PathBuf>,
    #[command(flatten)]
    runtimes: RuntimesArgs,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(crate) fn execute(args: &Args) -> Result<ExitCode, Failure> {
    let definitions = match &args.definitions {
        Some(folder) => Definitions::with(folder),
        None => Definitions::ours(),
    };
    let definitions = definitions.map_err(Failure::usage)?;
    let names = build::in_order(&definitions, &args.names).map_err(Failure::usage)?;
    let set = args.runtimes.open()?;
    let interpreters = interpreters(args, &set)?;
    let mut documents = Vec::new();
    let mut built = 0;
    for (interpreter, choice) in &interpreters {
        if !args.json {
            output::line(&interpreter.name)?;
        }
        for name in &names {
            let (definition, _) = definitions.get(name).map_err(Failure::usage)?;
            if *choice == Choice::Found && !definition.takes(interpreter.version()) {
                continue;
            }
            let started = Instant::now();
            let (layer, outcome) = build::build(set.store(), &definitions, name, interpreter).map_err(failure)?;
            built += 1;
            let words = match outcome {
                Outcome::Built => format!("built in {:.1} s", started.elapsed().as_secs_f64()),
                Outcome::Kept => "was there".to_owned(),
            };
            if args.json {
                let mut document = document(&layer);
                document["built"] = (outcome == Outcome::Built).into();
                documents.push(document);
            } else {
                output::line(row(&layer, &words))?;
            }
        }
        if *choice == Choice::Path {
            build::remember(set.store(), interpreter)?;
        }
    }
    if built == 0 {
        return Err(Failure::usage_words(format_args!(
            "none of the CPythons of this host is one that {} is for; install another, or name one with --python",
            names.join(" and ")
        )));
    }
    if args.json {
        output::json(&Value::from(documents))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// How a CPython came to be built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    /// It is one of the host's.
    Found,
    /// Its version was asked for.
    Version,
    /// It was named by its path: it is remembered.
    Path,
}

fn interpreters(args: &Args, set: &RuntimeSet) -> Result<Vec<(Arc<Interpreter>, Choice)>, Failure> {
    if args.python.is_empty() {
        return Ok(set.interpreters().all().into_iter().map(|found| (found, Choice::Found)).collect());
    }
    let one = |text: &String| {
        if let Ok(version) = text.parse::<PythonVersion>() {
            let found = set.interpreters().first(|other| other == version);
            let found = found.ok_or_else(|| none(set, text))?;
            return Ok((found, Choice::Version));
        }
        let program = programs(Path::new(text)).into_iter().next().filter(|program| program.is_file());
        let program = program.ok_or_else(|| none(set, text))?;
        Ok((Arc::new(Interpreter::ask(&program).map_err(Failure::usage)?), Choice::Path))
    };
    args.python.iter().map(one).collect()
}

fn none(set: &RuntimeSet, text: &str) -> Failure {
    let known: Vec<_> = set.interpreters().all().iter().map(|found| found.version().to_string()).collect();
    Failure::usage_words(format_args!(
        "--python: expected one of the versions {}, a program, or a folder with bin/python3.N, got {text:?}",
        known.join(", ")
    ))
}

/// What the caller can put right is usage.
fn failure(error: BuildError) -> Failure {
    match error {
        BuildError::Definition(_) | BuildError::Version { .. } => Failure::usage(error),
        other => other.into(),
    }
}
