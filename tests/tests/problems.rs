//! Every package in problems/ is as it says: inputs are valid, each reference submission gets its verdict.
//!
//! `PYJURY_TEST_PACKAGES`, a list of folders with `:` between, adds packages of elsewhere.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use pyjury_grade::verify::{Outcome, verify};
use pyjury_grade::{Cache, Options};
use pyjury_problem::{Problem, Source};
use pyjury_sandbox::{Host, Slot, SlotConfig};
use pyjury_tests::package::runtimes;
use pyjury_tests::programs::root;

fn packages() -> Vec<PathBuf> {
    let own = std::fs::read_dir(root().join("problems")).unwrap().map(|entry| entry.unwrap().path());
    let others = std::env::var("PYJURY_TEST_PACKAGES").unwrap_or_default();
    let others: Vec<_> = others.split(':').filter(|path| !path.is_empty()).map(PathBuf::from).collect();
    let mut all: Vec<_> = own.chain(others).filter(|path| path.join("problem.yaml").exists()).collect();
    all.sort();
    all
}

fn check(package: &Path) -> Result<(), String> {
    let mut slots = [Slot::open(&Host::probe().unwrap(), SlotConfig::default()).unwrap()];
    let source = Source::open(package).map_err(|error| error.to_string())?;
    let problem = Problem::load(&source).map_err(|error| error.to_string())?;
    let runtime = runtimes().resolve(&problem.runtime_needed()).map_err(|error| error.to_string())?;
    let cache = Cache::new();
    let mut failures = Vec::new();
    let report = verify(&problem, &mut slots, &runtime, &Options::new(&cache), &mut |tried| match &tried.outcome {
        Outcome::Judged { judgement, mismatches } if !mismatches.is_empty() => {
            let cases =
                judgement.cases.iter().map(|case| format!("\n  {} {} {}", case.name, case.verdict, case.reason));
            failures.push(format!("{}: {mismatches:?}{}", tried.path, cases.collect::<String>()));
        }
        _ => {}
    });
    let report = report.map_err(|error| error.to_string())?;
    failures.extend(report.inputs.iter().map(ToString::to_string));
    failures
        .extend(report.won_by_agreeing.iter().map(|case| format!("{case}: whoever says yes to everything wins it")));
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n")) }
}

/// A test for each package: they run side by side, and each is told, timed and chosen by its name.
fn main() -> ExitCode {
    let packages = packages();
    assert!(packages.len() >= 100, "{packages:?}");
    let tests = packages.into_iter().map(|package| {
        let name = package.file_name().expect("it is a folder's").to_string_lossy().into_owned();
        Trial::test(name, move || check(&package).map_err(Failed::from))
    });
    libtest_mimic::run(&Arguments::from_args(), tests.collect()).exit_code()
}
