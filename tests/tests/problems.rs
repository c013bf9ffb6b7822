//! Every package in problems/ is as it says: inputs are valid, each reference submission gets its verdict.
//!
//! `PYJURY_TEST_PACKAGES`, a list of folders with `:` between, adds packages of elsewhere.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use pyjury_grade::runtime::RuntimeSet;
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

fn check(package: &Path, slots: &mut [Slot], runtimes: &RuntimeSet) -> Result<(), String> {
    let source = Source::open(package).map_err(|error| error.to_string())?;
    let problem = Problem::load(&source).map_err(|error| error.to_string())?;
    let runtime = runtimes.resolve(&problem.runtime_needed()).map_err(|error| error.to_string())?;
    let cache = Cache::new();
    let mut failures = Vec::new();
    let report = verify(&problem, slots, &runtime, &Options::new(&cache), &mut |tried| match &tried.outcome {
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

/// How many tests share the packages, so that they run side by side and end at about the same time.
const SHARES: usize = 12;

fn every_package_is_as_it_says(share: usize) {
    let host = Host::probe().unwrap();
    let runtimes = runtimes();
    let mut slots = vec![Slot::open(&host, SlotConfig::default()).unwrap()];
    let packages = packages();
    assert!(packages.len() >= 60, "{packages:?}");
    let mut failures = Vec::new();
    for package in packages.iter().skip(share).step_by(SHARES) {
        if let Err(failure) = check(package, &mut slots, &runtimes) {
            failures.push(format!("{}: {failure}", package.display()));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

macro_rules! shares {
    ($($name:ident: $share:literal),+ $(,)?) => {$(
        #[test]
        fn $name() {
            const { assert!($share < SHARES) };
            every_package_is_as_it_says($share);
        }
    )+};
}

shares! {
    share_00: 0, share_01: 1, share_02: 2, share_03: 3, share_04: 4, share_05: 5,
    share_06: 6, share_07: 7, share_08: 8, share_09: 9, share_10: 10, share_11: 11,
}
