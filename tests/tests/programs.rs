//! Every program of `tests/programs` gets what its first lines say, and leaves nothing behind.

use pyjury_core::{Check, Verdict, decide};
use pyjury_grade::traceback;
use pyjury_sandbox::plan::Input;
use pyjury_tests::leftovers::Leftovers;
use pyjury_tests::programs::{self, Program};
use pyjury_tests::sandbox::{Bench, stdout};

fn run(bench: &mut Bench, program: &Program) -> Result<(), String> {
    let mut process = bench.python(&program.source);
    process.stdin = Input::Bytes(vec![b'x'; 1 << 20].into());
    let outcome = bench.run(process);
    let stderr = String::from_utf8_lossy(&outcome.execution.stderr.joined()).into_owned();
    let exception = traceback::exception(&stderr);
    let decision = decide(&outcome.execution, exception.as_deref(), &Check::Nothing);
    let got = format!("{} {}", decision.verdict, decision.reason);
    if !program.verdicts.iter().any(|verdict| verdict == decision.verdict.code()) {
        return Err(format!("expected {:?}, got {got}: {stderr}", program.verdicts));
    }
    if program.reason.as_ref().is_some_and(|reason| *reason != decision.reason.to_string()) {
        return Err(format!("expected reason {:?}, got {got}: {stderr}", program.reason));
    }
    let printed = stdout(&outcome);
    // Where several ends are right, what it prints belongs to the good one.
    let told = program.verdicts.len() == 1 || decision.verdict == Verdict::AC;
    match &program.stdout {
        Some(expected) if told && *expected != printed.trim_end() => {
            Err(format!("expected stdout {expected:?}, got {printed:?}"))
        }
        _ => Ok(()),
    }
}

#[test]
fn every_program_gets_what_it_says() {
    let mut bench = Bench::open();
    // The first run makes what stays for the life of a slot.
    bench.run_source("pass");
    let before = Leftovers::look(bench.slot.number());
    let mut failures = Vec::new();
    // A program that doesn't compile never gets this far in a judging; the compile check has it.
    for program in programs::all().iter().filter(|program| program.name != "syntax_error") {
        if let Err(failure) = run(&mut bench, program) {
            failures.push(format!("{}: {failure}", program.name));
        }
        let after = Leftovers::look(bench.slot.number());
        if after != before {
            failures.push(format!("{} left something: {before:?} became {after:?}", program.name));
        }
        // And the next run doesn't feel it.
        let next = bench.run_source("print('fine')");
        if stdout(&next) != "fine\n" {
            failures.push(format!("after {}: {next:?}", program.name));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
