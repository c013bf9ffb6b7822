//! Whether many runs leave anything behind, or become slower.

use std::fs;
use std::time::{Duration, Instant};

use anyhow::ensure;
use pyjury_core::Exit;
use pyjury_sandbox::plan::Plan;
use pyjury_tests::leftovers::Leftovers;
use pyjury_tests::sandbox::Bench;

use crate::spread::Spread;

/// Runs in each figure of the beginning and of the end.
const PART: usize = 1000;

/// Runs a small program `runs` times in one slot, and tells what of it is left and how the last runs compare with
/// the first.
pub(crate) fn measure(runs: usize) -> anyhow::Result<()> {
    let mut bench = Bench::open();
    let plan = Plan { processes: vec![bench.python("open('f', 'w').write('x' * 100000)")] };
    let mut run = || -> anyhow::Result<Duration> {
        let started = Instant::now();
        let outcomes = bench.slot.run(&plan)?;
        let elapsed = started.elapsed();
        ensure!(outcomes[0].execution.exit == Some(Exit::Code(0)), "it failed: {:?}", outcomes[0].execution);
        Ok(elapsed)
    };
    run()?;
    let number = 0;
    let before = (Leftovers::look(number), State::look());
    let took = (0..runs).map(|_| run()).collect::<anyhow::Result<Vec<_>>>()?;
    let after = (Leftovers::look(number), State::look());
    let part = PART.min(runs);
    println!("{runs} runs, ms                 p10      p50      p90      p99");
    println!("the first {part:<10} {}", Spread::of(took[..part].to_vec()));
    println!("the last {part:<11} {}", Spread::of(took[runs - part..].to_vec()));
    let done = bench.slot.take_tally();
    println!("cgroups thrown away: {} of {} runs", done.groups_thrown_away, done.runs);
    println!("left behind: {}", if after.0.exceeds(&before.0) { "yes" } else { "nothing" });
    println!("before: {:?} {:?}\nafter:  {:?} {:?}", before.0, before.1, after.0, after.1);
    Ok(())
}

/// What may grow, of this process and of the machine.
#[derive(Debug)]
#[allow(dead_code, reason = "printed")]
struct State {
    /// Memory of this process, KiB.
    resident: u64,
    /// Kernel objects of the machine that can't be let go, KiB.
    slab: u64,
    /// Cgroups of the machine, those that are dying included.
    groups: u64,
    /// Blocks in use on the disk of /tmp, KiB.
    disk: u64,
}

impl State {
    fn look() -> Self {
        let number = |file: &str, key: &str, column: usize| -> u64 {
            let text = fs::read_to_string(file).unwrap_or_default();
            let line = text.lines().find(|line| line.starts_with(key)).unwrap_or_default();
            line.split_whitespace().nth(column).and_then(|word| word.parse().ok()).unwrap_or(0)
        };
        let disk = nix::sys::statvfs::statvfs("/tmp")
            .map_or(0, |stat| (stat.blocks() - stat.blocks_free()) * stat.fragment_size() / 1024);
        Self {
            resident: number("/proc/self/status", "VmRSS:", 1),
            slab: number("/proc/meminfo", "SUnreclaim:", 1),
            groups: number("/proc/cgroups", "memory", 2),
            disk,
        }
    }
}
