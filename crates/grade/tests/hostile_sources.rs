//! Sources and file names made to trip the judge: the submitter's fault stays the submitter's.

#![allow(clippy::unwrap_used)]

mod common;

use common::{problem, runtime, said, slots, source};
use pyjury_core::SourceFile;
use pyjury_grade::{Cache, Options, judge};

#[test]
fn no_source_makes_the_compile_check_fail_the_judge() {
    let Some(mut slots) = slots(1) else { return };
    let problem = problem(&[("1", "1")]);
    let nested_lambda = format!("{}0\nprint(1)\n", "lambda:".repeat(1400));
    let nested_f = format!("x={}1{}\n", "f\"{".repeat(300), "}\"".repeat(300));
    for (text, expected) in [
        ("# coding: rot13\nprint(1)\n", "CE"),
        ("# coding: hex\nprint(1)\n", "CE"),
        ("# coding: undefined\nprint(1)\n", "CE"),
        ("# coding: nonsense\nprint(1)\n", "CE"),
        // Compiles, and is too deep to be kept: the run compiles it again.
        (&nested_lambda, "AC"),
        (&nested_f, "CE"),
    ] {
        let cache = Cache::new();
        let files = [source("main.py", text)];
        let judgement = judge(&problem, &files, &mut slots, runtime(), &Options::new(&cache)).unwrap();
        assert!(said(&judgement).starts_with(expected), "{:.40}: {}", text, said(&judgement));
    }
}

#[test]
fn no_file_name_makes_the_set_up_fail_the_judge() {
    let Some(mut slots) = slots(1) else { return };
    let problem = problem(&[("1", "1")]);
    let long = format!("{}.py", "x".repeat(245));
    for (path, expected) in [
        (long.as_str(), "AC"),
        (".pyjury", "CE"),
        (".pyjury/entry.code", "CE"),
        ("__pycache__", "CE"),
        ("__pycache__/main.cpython-311.pyc", "CE"),
        ("pkg/__pycache__", "CE"),
    ] {
        let cache = Cache::new();
        let files: [SourceFile; 2] = [source("main.py", "print(1)\n"), source(path, "x = 1\n")];
        let judgement = judge(&problem, &files, &mut slots, runtime(), &Options::new(&cache)).unwrap();
        assert!(said(&judgement).starts_with(expected), "{path:.40}: {}", said(&judgement));
    }
}
