//! What the Python modes add: a call over the boundary of function mode, a test of pytest mode beside plain pytest.
//!
//! Each figure is the difference between a submission that is judged with one call (test) and with many, over their number:
//! starts cancel out.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use pyjury_core::{SourceFile, Verdict};
use pyjury_grade::runtime::{RUNTIMES, Runtime, RuntimeSet, Store};
use pyjury_grade::{Cache, Options, judge};
use pyjury_problem::{Problem, Source};
use pyjury_sandbox::{Host, Slot, SlotConfig};

use crate::spread::Spread;

const CALLS: u32 = 5000;
const TESTS: u32 = 100;
const PROBLEM: &str = "problem_format_version: 2025-09\nname: X\nuuid: 01234567-89ab-cdef-0123-456789abcdef\n";
const LIMITS: &str = "submit: {files: [sub.py]}\nlimits: {time: 60s, wall: 300s}\n";
const SUBMISSION: &str = "def f(n):\n    return n\n";

/// Measures both, `rounds` times in turns.
pub(crate) fn measure(rounds: usize) -> anyhow::Result<()> {
    let mut slots = [Slot::open(&Host::probe()?, SlotConfig::default())?];
    let store = std::env::var_os(RUNTIMES).map_or_else(|| Store::usual(true), Store::at);
    let runtimes = RuntimeSet::open(store)?;
    println!("Python modes ({rounds} rounds, in turns)                       p10      p50      p90      p99");
    let [one, many] = [function(1), function(CALLS)].map(|files| Judged::load(files, &runtimes, &mut slots));
    let (mut one, mut many) = (one?, many?);
    let mut calls = Vec::with_capacity(rounds);
    for _ in 0..rounds {
        let (least, most) = (one.judge(&mut slots)?, many.judge(&mut slots)?);
        calls.push(most.saturating_sub(least) * 1000 / (CALLS - 1));
    }
    println!("function mode, a call, us                      {}", Spread::of(calls));

    let suites = [(1, false), (TESTS, false), (1, true), (TESTS, true)];
    let mut suites: Vec<_> = suites
        .into_iter()
        .map(|(tests, sentinels)| Judged::load(pytest(tests, sentinels), &runtimes, &mut slots))
        .collect::<anyhow::Result<_>>()?;
    let plain = [Plain::new(1, &suites[0].runtime)?, Plain::new(TESTS, &suites[0].runtime)?];
    let (mut bare, mut guarded, mut without) = (Vec::new(), Vec::new(), Vec::new());
    let each = |least: Duration, most: Duration| most.saturating_sub(least) / (TESTS - 1);
    for _ in 0..rounds {
        let mut times = [Duration::ZERO; 4];
        for (time, suite) in times.iter_mut().zip(&mut suites) {
            *time = suite.judge(&mut slots)?;
        }
        bare.push(each(times[0], times[1]));
        guarded.push(each(times[2], times[3]));
        without.push(each(plain[0].run()?, plain[1].run()?));
    }
    let [bare, guarded, without] = [bare, guarded, without].map(Spread::of);
    println!("pytest mode, a test, ms                        {bare}");
    println!("  with its contradiction beside it             {guarded}");
    println!("plain pytest, a test, ms                       {without}");
    Ok(())
}

/// A problem of function mode whose only case calls so often.
fn function(calls: u32) -> Vec<(String, String)> {
    let grade = format!(
        "from pyjury import case\n@case\ndef calls(submission):\n    f = submission.f\n    for n in range({calls}):\n        assert f(n) == n\n"
    );
    package("function", vec![("grader/grade.py".to_owned(), grade)])
}

/// A problem of pytest mode with so many tests. Contradictions are held against a reference: without one there are none.
fn pytest(tests: u32, sentinels: bool) -> Vec<(String, String)> {
    let mut files = vec![("grader/test_sub.py".to_owned(), suite(tests))];
    if sentinels {
        files.push(("submissions/accepted/sub.py".to_owned(), SUBMISSION.to_owned()));
    }
    package("pytest", files)
}

fn suite(tests: u32) -> String {
    let mut text = "from sub import f\n".to_owned();
    for n in 0..tests {
        let _ = write!(text, "\ndef test_{n}():\n    assert f({n}) == {n}\n");
    }
    text
}

fn package(mode: &str, files: Vec<(String, String)>) -> Vec<(String, String)> {
    let own = [
        ("problem.yaml", PROBLEM.to_owned()),
        ("pyjury.yaml", format!("mode: {mode}\n{LIMITS}")),
        ("statement/problem.en.md", "# X\n".to_owned()),
    ];
    own.into_iter().map(|(path, text)| (path.to_owned(), text)).chain(files).collect()
}

/// A problem, and what judges the submission to it.
struct Judged {
    problem: Problem,
    runtime: std::sync::Arc<Runtime>,
    cache: Cache,
}

impl Judged {
    /// Loads it, and judges once, so that its cases and contradictions are known.
    fn load(files: Vec<(String, String)>, runtimes: &RuntimeSet, slots: &mut [Slot]) -> anyhow::Result<Self> {
        let files = files.into_iter().map(|(path, text)| (path, text.into_bytes()));
        let problem = Problem::load(&Source::from_files("x", files)?)?;
        let runtime = runtimes.resolve(&problem.runtime_needed()).context("make the base layer: make layers")?;
        let mut judged = Self { problem, runtime, cache: Cache::new() };
        judged.judge(slots)?;
        Ok(judged)
    }

    fn judge(&mut self, slots: &mut [Slot]) -> anyhow::Result<Duration> {
        let files = [SourceFile { path: "sub.py".to_owned(), content: SUBMISSION.as_bytes().to_vec() }];
        let started = Instant::now();
        let judgement = judge(&self.problem, &files, slots, &self.runtime, &Options::new(&self.cache))?;
        ensure!(judgement.verdict == Verdict::AC, "{judgement:?}");
        Ok(started.elapsed())
    }
}

/// The same suite under pytest alone, outside any sandbox.
struct Plain {
    folder: tempfile::TempDir,
    python: String,
    layer: PathBuf,
}

impl Plain {
    fn new(tests: u32, runtime: &Runtime) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        std::fs::write(folder.path().join("test_sub.py"), suite(tests))?;
        std::fs::write(folder.path().join("sub.py"), SUBMISSION)?;
        let layer = runtime.layers().first().context("a layer with pytest")?.site();
        Ok(Self { folder, python: runtime.interpreter_argv()[0].clone(), layer })
    }

    fn run(&self) -> anyhow::Result<Duration> {
        let started = Instant::now();
        let status = Command::new(&self.python)
            .args(["-m", "pytest", "-q", "-p", "no:cacheprovider"])
            .arg(self.folder.path())
            .current_dir(self.folder.path())
            .env("PYTHONPATH", &self.layer)
            .env("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
            .stdout(Stdio::null())
            .status()?;
        ensure!(status.success(), "pytest ended with {status}: {}", Path::display(self.folder.path()));
        Ok(started.elapsed())
    }
}
