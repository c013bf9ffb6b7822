//! CPython's own tests, outside and inside: `tests/cpython`.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::Read as _;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use pyjury_core::{Breach, Bytes, DeniedCall, Limits};
use pyjury_problem::runtime::RuntimeDefinition;
use pyjury_sandbox::plan::{Access, Collect, Input, Output, PlacedFile, Process, Start};
use serde::Deserialize;

use crate::programs::root;
use crate::sandbox::{Bench, time_scale};

/// How long a module may take.
const WALL: Duration = Duration::from_secs(900);
/// What a module may write into its file of outcomes.
const MOST_OUTCOMES: u64 = 64 << 20;
/// What the one outside runs in: namespaces that end with it and take its files along, and nothing else. `$1` is the
/// runner's source, the rest its command line.
const OUTSIDE: &str = r#"
mount -t tmpfs -o mode=1777 tmpfs /tmp && mount -t tmpfs -o mode=1777 tmpfs /dev/shm || exit 1
mkdir -m 777 /tmp/box && cd /tmp/box && printf %s "$1" >run.py && ulimit -n 1024 || exit 1
shift
setpriv --reuid 2050000 --regid 2050000 --clear-groups setsid "$@" >&2
cat outcomes
"#;

/// `tests/cpython/modules.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Modules {
    /// The version of CPython whose differences are listed.
    pub python: String,
    /// Modules that are run each time.
    pub quick: Vec<String>,
    /// And those that take longer.
    pub long: Vec<String>,
    /// Every test that differs inside.
    #[serde(rename = "difference")]
    pub differences: Vec<Difference>,
}

/// Tests that have another outcome inside.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// Their module.
    pub module: String,
    /// Their ids, without the module.
    pub tests: Vec<String>,
    /// The outcome inside. One that begins with `SV ` ends the run: such a test is run alone.
    pub inside: String,
    /// Whether it is so only on hosts that have what a run lacks.
    #[serde(default)]
    pub depends_on_host: bool,
    /// Why.
    pub why: String,
}

impl Modules {
    /// Reads the file.
    pub fn read() -> Self {
        let text = fs::read_to_string(root().join("tests/cpython/modules.toml")).expect("modules.toml");
        toml::from_str(&text).unwrap_or_else(|error| panic!("modules.toml: {error}"))
    }

    /// What is listed of a module: the outcome inside of each test that differs.
    fn of(&self, module: &str) -> BTreeMap<&str, &str> {
        let its = self.differences.iter().filter(|difference| difference.module == module);
        its.flat_map(|difference| difference.tests.iter().map(|test| (test.as_str(), difference.inside.as_str())))
            .collect()
    }
}

/// What came of one test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// `pass`, `fail`, `error`, `skip`, `expected failure`, `unexpected success` or `not run`.
    pub outcome: String,
    /// Why it was skipped, or the traceback.
    pub reason: String,
}

impl Outcome {
    fn new(outcome: &str) -> Self {
        Self { outcome: outcome.to_owned(), reason: String::new() }
    }

    /// Tracebacks have addresses and line numbers; reasons to skip are the same, but for uids and pids, or tell
    /// something.
    fn same(&self, other: &Self) -> bool {
        let words = |outcome: &Self| outcome.reason.replace(|letter: char| letter.is_ascii_digit(), "");
        self.outcome == other.outcome && (self.outcome != "skip" || words(self) == words(other))
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.outcome, self.reason.trim_end().replace('\n', "\n    "))
    }
}

/// What came of the tests of a module, by id.
pub type Outcomes = BTreeMap<String, Outcome>;

/// What came of a module.
#[derive(Debug)]
pub struct Report {
    /// Its name.
    pub module: String,
    /// Its tests, outside.
    pub outside: Outcomes,
    /// The tests that have another outcome inside: outside and inside.
    pub differ: BTreeMap<String, (Outcome, Outcome)>,
    /// Calls that were refused and told.
    pub denied: Vec<DeniedCall>,
    /// Differences that aren't listed, and listed ones that aren't there.
    pub mistakes: Vec<String>,
}

/// Runs a module outside and inside, and compares. What differs once and not again was luck: each side gets three
/// tries to agree with the list.
pub fn compare(bench: &mut Bench, modules: &Modules, module: &str) -> Report {
    let mut report = try_once(bench, modules, module);
    for _ in 0..2 {
        if report.mistakes.is_empty() {
            break;
        }
        let again = try_once(bench, modules, module);
        // A mistake that isn't made twice in the same test is none.
        report = if again.mistakes.is_empty() { again } else { merged(modules, report, again) };
    }
    report
}

fn merged(modules: &Modules, first: Report, mut second: Report) -> Report {
    let listed = modules.of(&first.module);
    // What isn't listed must differ in both; what is, in one.
    second.differ.retain(|test, _| listed.contains_key(test.as_str()) || first.differ.contains_key(test));
    for (test, pair) in first.differ {
        if listed.contains_key(test.as_str()) {
            second.differ.entry(test).or_insert(pair);
        }
    }
    second.mistakes = mistakes(modules, &second.module, &second.differ);
    second
}

fn try_once(bench: &mut Bench, modules: &Modules, module: &str) -> Report {
    let outside = outside(bench, module);
    let listed = modules.of(module);
    let alone: Vec<_> = listed.iter().filter(|(_, inside)| inside.starts_with("SV ")).map(|(test, _)| *test).collect();
    let without: Vec<_> = alone.iter().map(|test| format!("-{test}")).collect();
    let (mut inside, denied) = inside(bench, module, &without);
    for test in alone {
        let (outcomes, _) = self::inside(bench, module, &[test.to_owned()]);
        inside.extend(outcomes.into_iter().filter(|(name, _)| name == test));
    }
    let differ = differences(&outside, &inside);
    let mistakes = mistakes(modules, module, &differ);
    Report { module: module.to_owned(), outside, differ, denied, mistakes }
}

fn differences(outside: &Outcomes, inside: &Outcomes) -> BTreeMap<String, (Outcome, Outcome)> {
    let absent = Outcome::new("not run");
    let names = outside.keys().chain(inside.keys());
    let pairs = names.map(|name| (name, outside.get(name).unwrap_or(&absent), inside.get(name).unwrap_or(&absent)));
    let differ = pairs.filter(|(_, outside, inside)| !outside.same(inside));
    differ.map(|(name, outside, inside)| (name.clone(), (outside.clone(), inside.clone()))).collect()
}

fn mistakes(modules: &Modules, module: &str, differ: &BTreeMap<String, (Outcome, Outcome)>) -> Vec<String> {
    let listed = modules.of(module);
    let mut mistakes = Vec::new();
    for (test, (outside, inside)) in differ {
        match listed.get(test.as_str()) {
            Some(expected) if *expected == inside.outcome => {}
            Some(expected) => mistakes.push(format!("{module} {test}: listed as {expected}, got {inside}")),
            None => mistakes.push(format!("{module} {test}: not listed\n  outside: {outside}\n  inside: {inside}")),
        }
    }
    // Another version has other tests.
    let current = interpreter_version().starts_with(&modules.python);
    let certain = modules.differences.iter().filter(|listed| listed.module == module && !listed.depends_on_host);
    let gone = certain.flat_map(|listed| &listed.tests).filter(|test| current && !differ.contains_key(*test));
    mistakes.extend(gone.map(|test| format!("{module} {test}: listed, and does not differ any more")));
    mistakes
}

/// The version of the interpreter of the base runtime, such as `3.11.2`.
fn interpreter_version() -> String {
    let runtime = pyjury_grade::runtime::Runtime::base().expect("the base runtime");
    runtime.interpreter_version().trim_start_matches("CPython ").to_owned()
}

/// The interpreter of the base runtime and its arguments, without the bootstrap.
fn interpreter(bench: &Bench) -> Vec<String> {
    let mut argv = bench.runtime.python_argv(&[]);
    argv.pop();
    argv
}

fn runner() -> String {
    fs::read_to_string(root().join("tests/cpython/run.py")).expect("run.py")
}

/// Runs a module on the bare host: an ordinary user with the environment of a run.
fn outside(bench: &Bench, module: &str) -> Outcomes {
    let text = fs::read_to_string(root().join("runtimes/base/runtime.toml")).expect("runtime.toml");
    let mut env = RuntimeDefinition::parse(&text).expect("the base runtime").env;
    env.insert("HOME".to_owned(), "/tmp/box".to_owned());
    // Ended with this process, however that ends.
    let mut command = Command::new("setpriv");
    command.args([
        "--pdeathsig",
        "KILL",
        "unshare",
        "--mount",
        "--pid",
        "--fork",
        "--kill-child=KILL",
        "--mount-proc",
        "sh",
        "-c",
        OUTSIDE,
        "sh",
    ]);
    command.arg(runner()).args(interpreter(bench)).args(["/tmp/box/run.py", module, "outcomes"]);
    command.env_clear().envs(env).current_dir("/");
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("unshare(1)");
    drop(child.stdin.take());
    let text = read_within(&mut child, WALL * time_scale());
    // What an interpreter dies of outside as well is no matter of the sandbox; the report has it.
    outcomes(&text).unwrap_or_else(|test| BTreeMap::from([(test, Outcome::new("ended the interpreter"))]))
}

/// Everything that a child writes; it is killed when it takes longer.
fn read_within(child: &mut Child, limit: Duration) -> String {
    let mut stdout = child.stdout.take().expect("a pipe");
    let (told, done) = channel();
    let reader = std::thread::spawn(move || {
        let mut text = Vec::new();
        stdout.read_to_end(&mut text).expect("a pipe");
        // Nobody listens when it took too long.
        let _ = told.send(());
        text
    });
    if done.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
        child.kill().expect("a child");
    }
    child.wait().expect("a child");
    String::from_utf8_lossy(&reader.join().expect("a reader")).into_owned()
}

/// Runs a module in the sandbox: all of it, a test, or (`-test`) all but some.
fn inside(bench: &mut Bench, module: &str, which: &[String]) -> (Outcomes, Vec<DeniedCall>) {
    let mut argv = interpreter(bench);
    argv.extend(["/box/run.py", module, "outcomes"].map(str::to_owned));
    argv.extend(which.iter().cloned());
    let process = Process {
        policy: bench.runtime.policy(),
        argv,
        env: Vec::new(),
        files: vec![PlacedFile {
            path: "run.py".into(),
            content: runner().as_bytes().into(),
            access: Access::ReadOnly,
        }],
        stdin: Input::Bytes([].into()),
        stdout: Output::Keep { head: 0, tail: 0 },
        keep_stderr: 0,
        limits: Limits {
            cpu: WALL * time_scale(),
            wall: WALL * time_scale(),
            memory: Bytes::mib(1024),
            output: Bytes::mib(64),
            processes: 512,
            scratch: Bytes::mib(512),
        },
        collect: vec![Collect::file("outcomes", MOST_OUTCOMES)],
        start: Start::Exec,
        ends_plan_unless: None,
    };
    let outcome = bench.run(process);
    let text = outcome.collected.first().map(|file| String::from_utf8_lossy(&file.content).into_owned());
    let outcomes = outcomes(&text.unwrap_or_default()).unwrap_or_else(|test| {
        let end = match &outcome.execution.breach {
            Some(Breach::Syscall { name }) => format!("SV {name}"),
            _ => format!("ended: {:?} {:?}", outcome.execution.breach, outcome.execution.exit),
        };
        BTreeMap::from([(test, Outcome::new(&end))])
    });
    (outcomes, outcome.execution.denied)
}

/// Reads what the runner wrote.
///
/// # Errors
/// The test in which it ended, if it didn't come to its end.
fn outcomes(text: &str) -> Result<Outcomes, String> {
    #[derive(Deserialize)]
    struct Line {
        test: String,
        outcome: String,
        reason: String,
    }
    let mut outcomes = BTreeMap::new();
    let mut begun = "its beginning".to_owned();
    for line in text.lines() {
        // The last line may be half a line.
        let Ok(line) = serde_json::from_str::<Line>(line) else { break };
        match line.outcome.as_str() {
            "began" => begun = line.test,
            "end" => return Ok(outcomes),
            _ => drop(outcomes.insert(line.test, Outcome { outcome: line.outcome, reason: line.reason })),
        }
    }
    Err(begun)
}
