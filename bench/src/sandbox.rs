//! What confinement adds to a program that ends at once.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::ensure;
use pyjury_core::Exit;
use pyjury_sandbox::Steps;
use pyjury_sandbox::plan::{Plan, Process, Start};
use pyjury_tests::sandbox::Bench;

use crate::spread::Spread;

/// Runs each program in turns, plain and confined, so that a change of the machine's speed meets both alike.
pub(crate) fn measure(runs: usize) -> anyhow::Result<()> {
    let mut bench = Bench::open();
    println!("one run, ms ({runs} runs each, in turns)    p10      p50      p90      p99   over plain");
    let python = bench.runtime.python_argv(&[])[0].clone();
    let hello = |arguments: &[&str]| -> Vec<String> { arguments.iter().map(|a| (*a).to_owned()).collect() };
    compare(&mut bench, "CPython -I -S -c pass", &hello(&[&python, "-I", "-S", "-c", "pass"]), runs)?;
    if let Some(toolchain) = bench.runtime.toolchain().cloned()
        && Path::new("/usr/bin/true").exists()
    {
        let mut process = bench.python("");
        process.policy = toolchain.policy;
        process.files.clear();
        compare_process(&mut bench, "/usr/bin/true", process, &hello(&["/usr/bin/true"]), runs)?;
    }
    judged(&mut bench, runs)
}

fn compare(bench: &mut Bench, name: &str, argv: &[String], runs: usize) -> anyhow::Result<()> {
    let process = bench.python("");
    compare_process(bench, name, process, argv, runs)
}

fn compare_process(
    bench: &mut Bench,
    name: &str,
    mut process: Process,
    argv: &[String],
    runs: usize,
) -> anyhow::Result<()> {
    process.argv = argv.to_vec();
    process.start = Start::Exec;
    let plan = Plan { processes: vec![process] };
    let bubble = bubblewrap(argv);
    let (mut plain, mut confined, mut bubbles, mut steps) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for run in 0..runs + 5 {
        let (a, b) = (spawn(argv)?, confine(bench, &plan)?);
        let done = bench.slot.take_tally();
        let c = bubble.as_ref().map(|argv| spawn(argv)).transpose()?;
        // The first runs fill caches.
        if run >= 5 {
            plain.push(a);
            confined.push(b);
            bubbles.extend(c);
            steps.push(done.steps);
        }
    }
    let (plain, confined) = (Spread::of(plain), Spread::of(confined));
    println!("{name:<24} plain       {plain}");
    let ratio = confined.median_ms() / plain.median_ms();
    let added = confined.median_ms() - plain.median_ms();
    println!("{name:<24} confined    {confined}   +{added:.2} ms, x{ratio:.2}");
    if !bubbles.is_empty() {
        let bubbles = Spread::of(bubbles);
        let (ratio, added) = (bubbles.median_ms() / plain.median_ms(), bubbles.median_ms() - plain.median_ms());
        println!("{name:<24} bubblewrap  {bubbles}   +{added:.2} ms, x{ratio:.2}");
    }
    split(name, &steps);
    Ok(())
}

/// Prints the median of each step: their sum is about that of a whole run, less what the keeper does between.
fn split(name: &str, runs: &[Steps]) {
    let Some(first) = runs.first() else { return };
    for (index, (step, _)) in first.named().into_iter().enumerate() {
        let step_ms = Spread::of(runs.iter().map(|steps| steps.named()[index].1).collect());
        println!("{name:<24} {step:<11} {step_ms}");
    }
}

/// The same command by bubblewrap: new namespaces and a read-only tree, no limits and no filter. `None` where it
/// isn't installed.
fn bubblewrap(argv: &[String]) -> Option<Vec<String>> {
    let program = "/usr/bin/bwrap";
    let options = "--unshare-all --die-with-parent --ro-bind / / --proc /proc --dev /dev --tmpfs /tmp";
    let words = [program].into_iter().chain(options.split(' ')).map(str::to_owned);
    Path::new(program).exists().then(|| words.chain(argv.iter().cloned()).collect())
}

/// A submission as the judge runs it: by the bootstrap, from the mark.
fn judged(bench: &mut Bench, runs: usize) -> anyhow::Result<()> {
    let plan = Plan { processes: vec![bench.python("print('hello')")] };
    let mut confined = Vec::new();
    for _ in 0..runs {
        confined.push(confine(bench, &plan)?);
    }
    println!("{:<24} confined    {}", "hello by the bootstrap", Spread::of(confined));
    Ok(())
}

/// fork, exec, read to the end, wait: what any judge pays.
pub(crate) fn spawn(argv: &[String]) -> anyhow::Result<Duration> {
    let started = Instant::now();
    let mut command = Command::new(&argv[0]);
    command.args(&argv[1..]).env_clear().stdin(Stdio::null());
    let output = command.output()?;
    ensure!(output.status.success(), "{argv:?} failed: {output:?}");
    Ok(started.elapsed())
}

fn confine(bench: &mut Bench, plan: &Plan) -> anyhow::Result<Duration> {
    let started = Instant::now();
    let outcomes = bench.slot.run(plan)?;
    let elapsed = started.elapsed();
    ensure!(outcomes[0].execution.exit == Some(Exit::Code(0)), "it failed confined: {:?}", outcomes[0].execution);
    Ok(elapsed)
}
