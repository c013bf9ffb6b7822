//! Whether the same program gets the same figures and the same verdict, alone and beside others.

use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context as _, ensure};
use pyjury_core::{Allowance, Breach, Limits, Ratio};
use pyjury_sandbox::plan::{Plan, Process};
use pyjury_tests::sandbox::Bench;

use crate::spread::Spread;

/// What the workload takes, about.
const WORKLOAD: Duration = Duration::from_millis(500);

/// Measures `runs` runs of one workload, alone and with every other core busy: how far reported CPU times
/// scatter, next to getrusage(2) of the same program outside any sandbox; and how many verdicts are right for limits
/// around what it takes.
pub(crate) fn measure(runs: usize) -> anyhow::Result<()> {
    let mut bench = Bench::open();
    let source = workload(&mut bench)?;
    println!("CPU time of one workload, {runs} runs each, in turns      median, ms   (p95 - p5) / median");
    let mut typical = Duration::ZERO;
    for (name, busy) in [("alone", false), ("other cores busy", true)] {
        let (confined, plain) = beside(busy, || spread(&mut bench, &source, runs))?;
        println!("{name:<20} confined {:41.1} {:22.3}", confined.median_ms(), scatter(&confined));
        println!("{name:<20} getrusage {:40.1} {:22.3}", plain.median_ms(), scatter(&plain));
        if !busy {
            typical = confined.percentile(50);
        }
    }
    println!("\nright verdicts of {runs}, other cores busy");
    for (share, margin) in [(80, 0), (125, 0), (90, 10), (110, 10)] {
        let right = beside(true, || verdicts(&mut bench, &source, typical, share, margin, runs))?;
        let confirmed = if margin > 0 { ", near ones confirmed" } else { "" };
        println!("takes {share:3} % of its limit{confirmed:<22} {right:5} of {runs}");
    }
    Ok(())
}

/// A program that takes about [`WORKLOAD`] on this machine.
fn workload(bench: &mut Bench) -> anyhow::Result<String> {
    let program = |rounds: u64| {
        format!(
            "d = {{}}\ns = 0\nfor i in range({rounds}):\n    s += i * i % 7\n    d[i & 1023] = str(i)\nprint(s, len(d))\n"
        )
    };
    let mut rounds = 100_000;
    for _ in 0..4 {
        let took = confined(bench, &program(rounds), None)?.0.max(Duration::from_millis(1));
        rounds = (rounds as f64 * WORKLOAD.as_secs_f64() / took.as_secs_f64()) as u64;
    }
    Ok(program(rounds))
}

fn spread(bench: &mut Bench, source: &str, runs: usize) -> anyhow::Result<(Spread, Spread)> {
    let python = bench.runtime.python_argv(&[])[0].clone();
    let (mut inside, mut outside) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        inside.push(confined(bench, source, None)?.0);
        outside.push(plain(&python, source)?);
    }
    Ok((Spread::of(inside), Spread::of(outside)))
}

fn scatter(spread: &Spread) -> f64 {
    (spread.percentile(95) - spread.percentile(5)).as_secs_f64() * 1e3 / spread.median_ms()
}

/// How many of `runs` get the verdict that is right for a program that takes `share` percent of its limit.
fn verdicts(
    bench: &mut Bench,
    source: &str,
    typical: Duration,
    share: u32,
    margin: u32,
    runs: usize,
) -> anyhow::Result<usize> {
    let allowance = Allowance { margin: Ratio::percent(margin), ..Allowance::default() };
    let limit = typical * 100 / share;
    let mut right = 0;
    for _ in 0..runs {
        let (_, mut over, near) = confined(bench, source, Some((limit, allowance)))?;
        if near {
            over = confined(bench, source, Some((limit, allowance)))?.1;
        }
        right += usize::from(over == (share > 100));
    }
    Ok(right)
}

/// One run: its CPU time, whether it was over its limit, and whether only just.
fn confined(
    bench: &mut Bench,
    source: &str,
    limit: Option<(Duration, Allowance)>,
) -> anyhow::Result<(Duration, bool, bool)> {
    let (cpu, allowance) = limit.unwrap_or((10 * WORKLOAD, Allowance::default()));
    let limits = Limits { cpu, wall: 20 * WORKLOAD, ..Limits::default() };
    let process = Process { limits: allowance.granted(limits), ..bench.python(source) };
    let mut outcomes = bench.slot.run(&Plan { processes: vec![process] })?;
    let mut execution = outcomes.pop().context("one outcome")?.execution;
    let measured = allowance.read(cpu, &mut execution);
    ensure!(execution.breach.as_ref().is_none_or(|b| *b == Breach::Cpu), "it failed: {execution:?}");
    Ok((execution.usage.cpu, execution.breach.is_some(), measured.near_limit))
}

/// The same program without a sandbox, measured by getrusage(2).
fn plain(python: &str, source: &str) -> anyhow::Result<Duration> {
    let used = || -> anyhow::Result<Duration> {
        let usage = nix::sys::resource::getrusage(nix::sys::resource::UsageWho::RUSAGE_CHILDREN)?;
        let of = |time: nix::sys::time::TimeVal| {
            Duration::from_secs(time.tv_sec() as u64) + Duration::from_micros(time.tv_usec() as u64)
        };
        Ok(of(usage.user_time()) + of(usage.system_time()))
    };
    let before = used()?;
    let status = Command::new(python).args(["-I", "-S", "-c", source]).stdout(Stdio::null()).status()?;
    ensure!(status.success(), "{python} failed: {status}");
    Ok(used()? - before)
}

/// Does something while every core but one is busy.
fn beside<T>(busy: bool, what: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    let cores = std::thread::available_parallelism()?.get();
    let stop = AtomicBool::new(!busy);
    std::thread::scope(|scope| {
        for _ in 1..cores {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    std::hint::spin_loop()
                }
            });
        }
        let done = what();
        stop.store(true, Ordering::Relaxed);
        done
    })
}
