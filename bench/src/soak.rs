//! Whether many runs leave anything behind, or become slower.

use std::fs;
use std::time::{Duration, Instant};

use anyhow::ensure;
use pyjury_core::Exit;
use pyjury_sandbox::plan::Plan;
use pyjury_tests::leftovers::Leftovers;
use pyjury_tests::sandbox::Bench;

use crate::sandbox::spawn;
use crate::spread::Spread;

/// Runs in each figure.
const PART: usize = 1000;

/// Runs a small program `runs` times in one slot, each time beside the same without a sandbox, and tells what of it
/// is left and how the last runs compare with the first. A machine that becomes slower or faster meanwhile does so
/// for both: what is compared is how much longer a confined run takes.
pub(crate) fn measure(runs: usize) -> anyhow::Result<()> {
    let mut bench = Bench::open();
    let number = bench.slot.number();
    let program = |path: &str| format!("open({path:?}, 'w').write('x' * 100000)");
    let plan = Plan { processes: vec![bench.python(&program("f"))] };
    let folder = tempfile::tempdir()?;
    let outside = program(&folder.path().join("f").to_string_lossy());
    let python = bench.runtime.python_argv(&[])[0].clone();
    let control = [python.as_str(), "-I", "-S", "-c", &outside].map(str::to_owned);
    let mut run = || -> anyhow::Result<(Duration, Duration)> {
        let started = Instant::now();
        let outcomes = bench.slot.run(&plan)?;
        let elapsed = started.elapsed();
        ensure!(outcomes[0].execution.exit == Some(Exit::Code(0)), "it failed: {:?}", outcomes[0].execution);
        Ok((elapsed, spawn(&control)?))
    };
    // From the second run on there are namespaces that were made ahead.
    run()?;
    run()?;
    let before = (Leftovers::at_rest(number), State::look());
    let took = (0..runs).map(|_| run()).collect::<anyhow::Result<Vec<_>>>()?;
    let after = State::look();
    let left = Leftovers::settle(number, &before.0);
    println!("{runs} runs, ms                   p10      p50      p90      p99   over plain");
    let parts: Vec<_> = took.chunks(PART).map(Part::of).collect();
    for (name, part) in [("first", parts.first()), ("last", parts.last())] {
        let Some(part) = part else { continue };
        println!("the {name:<5} {PART} confined {}   x{:.3}", part.confined, part.ratio());
        println!("the {name:<5} {PART} plain    {}", part.plain);
    }
    let ratios: Vec<_> = parts.iter().map(|part| format!("{:.3}", part.ratio())).collect();
    println!("over plain, each {PART}: {}", ratios.join(" "));
    let done = bench.slot.take_tally();
    println!("cgroups thrown away: {} of {} runs", done.groups_thrown_away, done.runs);
    println!("before: {:?}\nafter:  {after:?}", before.1);
    left.map_err(|left| anyhow::anyhow!("it left something: {:?} became {left:?}", before.0))?;
    println!("left behind: nothing beyond {:?}", before.0);
    Ok(())
}

/// Runs that followed each other.
struct Part {
    confined: Spread,
    plain: Spread,
}

impl Part {
    fn of(took: &[(Duration, Duration)]) -> Self {
        let (confined, plain) = took.iter().copied().unzip();
        Self { confined: Spread::of(confined), plain: Spread::of(plain) }
    }

    /// How many times longer a confined run takes, by the medians.
    fn ratio(&self) -> f64 {
        self.confined.median_ms() / self.plain.median_ms()
    }
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
