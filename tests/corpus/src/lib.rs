//! The kept inputs of the fuzz targets (fuzz/corpus), and running them without a fuzzer.
//!
//! A target is a function `fn(&[u8])` in the module `fuzzing` of the crate whose code it holds to something; the module
//! is there for tests and for the fuzzer (`cfg(fuzzing)`), and in nothing that is shipped. Each crate's tests
//! [`replay`] the kept inputs; fuzz/ links the same functions with libFuzzer, and tools/fuzz.sh runs them.
//!
//! What is untrusted, and which target covers it:
//!
//! | who writes it | what it is | read by | target |
//! |---|---|---|---|
//! | a submission | its output | the default validator | `checker` |
//! | | stdout and stderr, cut short | the keeper's collector, excerpts | `output`, `stderr` |
//! | | tracebacks on stderr | exception names, cleaned text | `stderr` |
//! | | source that makes the compiler say things | the compile check's answer | `stderr` |
//! | | names and words of exceptions, as a grader repeats them | reasons, hints | `report` |
//! | | the numbers of system calls | the keeper's answer and the name in the result | `launcher` |
//! | a run that broke out of its program, not of its uid | launcher, init and bootstrap messages | keeper, launcher | `launcher` |
//! | a grader that a submission misled, a suite around it | its report | the verdict | `report` |
//! | a validator that a submission misled | its feedback folder and exit code | the verdict | `feedback` |
//! | a user | every request, its length prefix, its headers | the gateway's checks | `requests` |
//! | | page tokens | the ledger | `records` |
//! | a package's author | the zip | the archive reader | `archive` |
//! | | everything in it, with rules and cases of calls | the package loader | `package` |
//! | | the cases that its grader lists when it is asked | the problem | `report` |
//! | a worker, a gateway | judgements, cases, inline runs on the wire | gateway and worker | `wire` |
//! | whoever reaches the broker | message bodies | gateway, scheduler and worker | `messages` |
//! | whoever reaches Redis | records, events, index entries | the ledger | `records` |
//!
//! What isn't here is written by the operator (configuration, runtimes, policies) or by the kernel (counters of
//! cgroups, which have numbers in them and nothing that a run can write).

#![cfg_attr(test, allow(clippy::unwrap_used))]

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash as _, Hasher as _};
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

/// When it is set, seeds are written to the corpus: `make fuzz-seeds`.
const PLANT: &str = "PYJURY_PLANT_SEEDS";

/// Runs a target on its seeds, and on every input that was kept of it.
///
/// # Panics
/// When the target doesn't hold for one of them, which it names; and when nothing was kept.
pub fn replay(target: &str, holds: fn(&[u8]), seeds: impl IntoIterator<Item = Vec<u8>>) {
    let folder = folder(target);
    let seeds: Vec<Vec<u8>> = seeds.into_iter().collect();
    for (number, seed) in seeds.iter().enumerate() {
        try_one(target, holds, seed, &format_args!("seed {number}"));
    }
    if std::env::var_os(PLANT).is_some() {
        plant(&folder, &seeds);
    }
    for (path, bytes) in kept(&folder) {
        try_one(target, holds, &bytes, &path.display());
    }
}

/// The folder of a target's inputs.
fn folder(target: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target)
}

fn try_one(target: &str, holds: fn(&[u8]), bytes: &[u8], name: &dyn std::fmt::Display) {
    assert!(catch_unwind(|| holds(bytes)).is_ok(), "{target} does not hold for {name}");
}

fn plant(folder: &Path, seeds: &[Vec<u8>]) {
    fs::create_dir_all(folder).expect("the folder of the project can be written");
    for seed in seeds {
        let mut hash = DefaultHasher::new();
        seed.hash(&mut hash);
        let name = format!("seed-{:016x}", hash.finish());
        fs::write(folder.join(name), seed).expect("the folder of the project can be written");
    }
}

fn kept(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let read = |entry: std::io::Result<fs::DirEntry>| {
        let path = entry.expect("the corpus can be listed").path();
        let bytes = fs::read(&path).expect("the corpus can be read");
        (path, bytes)
    };
    let mut kept: Vec<_> = entries.map(read).collect();
    assert!(!kept.is_empty(), "{} is empty", folder.display());
    kept.sort();
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_that_does_not_hold_is_named() {
        let folder = tempdir();
        plant(&folder, &[b"good".to_vec(), b"bad".to_vec()]);
        assert_eq!(kept(&folder).len(), 2);
        let holds: fn(&[u8]) = |bytes| assert_eq!(bytes, b"good");
        let tried = kept(&folder).into_iter().map(|(path, bytes)| {
            let tried = catch_unwind(|| try_one("t", holds, &bytes, &path.display()));
            tried.map_err(|panic| panic.downcast_ref::<String>().cloned().unwrap())
        });
        let failed: Vec<String> = tried.filter_map(Result::err).collect();
        assert!(matches!(&failed[..], [said] if said.contains("t does not hold for")), "{failed:?}");
        fs::remove_dir_all(folder).unwrap();
    }

    fn tempdir() -> PathBuf {
        let folder = std::env::temp_dir().join(format!("pyjury-corpus-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }
}
