//! `pyjury runtime`: makes and lists runtimes.

mod build;
mod list;

use std::process::ExitCode;

use clap::Subcommand;
use pyjury_grade::runtime::layer::Layer;
use serde_json::{Value, json};

use crate::failure::Failure;

/// Make and list the runtimes of this host: CPythons, and layers of packages for them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  pyjury runtime build
  pyjury runtime build qa --python 3.13
  pyjury runtime list --json")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Args),
    List(list::Args),
}

/// Runs the command.
pub(crate) fn execute(args: &Args) -> Result<ExitCode, Failure> {
    match &args.command {
        Command::Build(args) => build::execute(args),
        Command::List(args) => list::execute(args),
    }
}

fn document(layer: &Layer) -> Value {
    json!({
        "name": layer.manifest.name,
        "python": layer.manifest.python,
        "abi": layer.manifest.abi,
        "digest": layer.digest,
        "lock": layer.manifest.lock,
        "requires": layer.manifest.requires,
        "packages": layer.manifest.packages,
        "files": layer.size.0,
        "bytes": layer.size.1,
        "folder": layer.folder,
    })
}

fn row(layer: &Layer, words: &str) -> String {
    let mib = layer.size.1 as f64 / f64::from(1 << 20);
    let (files, _) = layer.size;
    let line = format!(
        "  {:<10} {:>3} packages {files:>6} files {mib:>7.1} MiB  {}  {words}",
        layer.manifest.name,
        layer.manifest.packages.len(),
        &layer.digest.hex()[..16],
    );
    line.trim_end().to_owned()
}
