//! `pyjury runtime list`: what this host has.

use std::process::ExitCode;

use pyjury_grade::runtime::definitions::Definitions;
use pyjury_grade::runtime::layer::{Layer, Thoroughness};
use serde_json::{Value, json};

use super::{document, row};
use crate::failure::Failure;
use crate::output;
use crate::runtimes::RuntimesArgs;

/// List the CPythons of this host and the layers that were made for them.
///
/// Exits 1 when a layer isn't what it was when it was made.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  pyjury runtime list
  pyjury runtime list --verify --json | jq '.[].layers[].digest'")]
pub(crate) struct Args {
    /// Read every file, and compare it with what was made.
    #[arg(long)]
    verify: bool,
    #[command(flatten)]
    runtimes: RuntimesArgs,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(crate) fn execute(args: &Args) -> Result<ExitCode, Failure> {
    let set = args.runtimes.open()?;
    let definitions = Definitions::ours()?;
    let thoroughness = if args.verify { Thoroughness::Contents } else { Thoroughness::Names };
    let mut documents = Vec::new();
    let mut broken = 0;
    for interpreter in set.interpreters().all() {
        if !args.json {
            output::line(format_args!("{} in {}", interpreter.name, interpreter.place.prefix.display()))?;
        }
        let mut layers = Vec::new();
        for name in set.store().names(&interpreter.abi) {
            let opened = set.store().current(&name, &interpreter.abi, thoroughness);
            broken += usize::from(opened.is_err());
            match opened {
                Ok(Some(layer)) if args.json => {
                    let mut document = document(&layer);
                    document["current"] = is_current(&layer, &definitions).into();
                    layers.push(document);
                }
                Ok(Some(layer)) => {
                    let stale = "made of another lock file: `pyjury runtime build` makes it anew";
                    let words = if is_current(&layer, &definitions) == Some(false) { stale } else { "" };
                    output::line(row(&layer, words))?;
                }
                Ok(None) => {}
                Err(error) if args.json => layers.push(json!({ "name": name, "error": error.to_string() })),
                Err(error) => output::error(format_args!("{name}: {:#}", anyhow::Error::from(error))),
            }
        }
        documents.push(json!({
            "python": interpreter.version(),
            "interpreter": interpreter.name,
            "path": interpreter.place.interpreter,
            "layers": layers,
        }));
    }
    if args.json {
        output::json(&Value::from(documents))?;
    }
    Ok(if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Whether a layer was made of the lock file of this program; `None` where it has no such definition.
fn is_current(layer: &Layer, definitions: &Definitions) -> Option<bool> {
    let (_, lock) = definitions.get(&layer.manifest.name).ok()?;
    Some(lock.digest() == layer.manifest.lock)
}
