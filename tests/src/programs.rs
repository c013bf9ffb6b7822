//! The programs of `tests/programs` and the attacks of `tests/escape`: what they are, and what they must get.

use std::fs;
use std::path::{Path, PathBuf};

use pyjury_core::{Check, Verdict, decide};
use pyjury_grade::traceback;
use pyjury_sandbox::Outcome;
use pyjury_sandbox::left::EntryKind;
use pyjury_sandbox::plan::{Access, Collect, Input, Plan, Process};

use crate::leftovers::Leftovers;
use crate::lifted::Lifted;
use crate::sandbox::{Bench, stdout};
use crate::surroundings::Surroundings;

/// A program with its expectation, read from its first lines.
#[derive(Clone, Debug)]
pub struct Program {
    /// The file's name without `.py`.
    pub name: String,
    /// The source.
    pub source: String,
    /// Verdicts, any of which is right.
    pub verdicts: Vec<String>,
    /// The reason, where only one is right.
    pub reason: Option<String>,
    /// What it prints, where that matters.
    pub stdout: Option<String>,
    /// What it tries, if it is an attack.
    pub attack: Option<String>,
    /// What not every host offers and it needs: where that is missing, nothing is shown by its being held.
    pub needs: Option<String>,
    /// The guards that it tries.
    pub guards: Vec<String>,
    /// Which guards must be lifted for it to succeed, and what is seen then.
    pub breaks: Vec<Break>,
}

/// With which guards lifted an attack succeeds. The first of them is the one that it shows to be needed; the others
/// would have held it too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// The guards.
    pub guards: Vec<String>,
    /// What is seen: text of stdout, or the verdict, or an error of the sandbox.
    pub seen: Seen,
    /// What not every host offers and it needs beside the attack's own needs.
    pub needs: Option<String>,
}

/// What is seen when an attack succeeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// It says so: a line with `BREACH`.
    Breach,
    /// The run ends with this verdict, which it must not.
    Verdict(String),
    /// The sandbox itself fails, with these words in its error.
    Error(String),
}

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the repository").to_path_buf()
}

/// Holds a generated document against what it is made of; `PYJURY_WRITE=1` writes it anew.
///
/// # Panics
/// When they differ, or it can't be written.
pub fn hold_current(document: &str, text: &str, source: &str) {
    let path = root().join(document);
    if std::env::var_os("PYJURY_WRITE").is_some() {
        fs::write(&path, text).unwrap_or_else(|error| panic!("{document}: {error}"));
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == text, "{document} is not what {source} says: run this test with PYJURY_WRITE=1");
}

/// All programs of `tests/programs`, by name.
pub fn all() -> Vec<Program> {
    sorted(files(&root().join("tests/programs")))
}

/// All attacks of `tests/escape`, by name.
pub fn attacks() -> Vec<Program> {
    let groups = entries(&root().join("tests/escape")).into_iter().filter(|path| path.is_dir());
    sorted(groups.flat_map(|group| files(&group)).collect())
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries.map(|entry| entry.expect("an entry").path()).collect()
}

fn files(folder: &Path) -> Vec<Program> {
    let sources = entries(folder).into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "py"));
    sources.map(|path| read(&path)).collect()
}

fn sorted(mut programs: Vec<Program>) -> Vec<Program> {
    programs.sort_by(|a, b| a.name.cmp(&b.name));
    programs
}

/// The program with this name.
pub fn named(name: &str) -> Program {
    read(&root().join(format!("tests/programs/{name}.py")))
}

fn read(path: &Path) -> Program {
    let source = fs::read_to_string(path).expect("a program");
    let line = |key: &str| source.lines().find_map(|line| line.strip_prefix(key)).map(str::to_owned);
    let expect = line("# expect: ").unwrap_or_else(|| panic!("{} says what it expects", path.display()));
    let (verdicts, reason) = match expect.split_once(' ') {
        Some((verdicts, reason)) => (verdicts.to_owned(), Some(reason.to_owned())),
        None => (expect, None),
    };
    let guards = line("# guards: ").unwrap_or_default();
    let breaks = source.lines().filter_map(|line| line.strip_prefix("# breaks: "));
    Program {
        breaks: breaks.map(read_break).collect(),
        attack: line("# attack: "),
        needs: line("# needs: "),
        guards: guards.split(", ").filter(|guard| !guard.is_empty()).map(str::to_owned).collect(),
        name: path.file_stem().expect("a name").to_string_lossy().into_owned(),
        verdicts: verdicts.split('|').map(str::to_owned).collect(),
        reason,
        stdout: line("# stdout: "),
        source,
    }
}

/// `GUARD [+ GUARD ...] [(NEED)][: VERDICT | : error WORDS]`
fn read_break(text: &str) -> Break {
    let (guards, seen) = text.split_once(": ").unwrap_or((text, "BREACH"));
    let (guards, needs) = match guards.trim().strip_suffix(')').and_then(|rest| rest.split_once('(')) {
        Some((guards, need)) => (guards, Some(need.to_owned())),
        None => (guards, None),
    };
    let seen = match (seen.trim(), seen.trim().strip_prefix("error ")) {
        ("BREACH", _) => Seen::Breach,
        (_, Some(words)) => Seen::Error(words.to_owned()),
        (verdict, None) => Seen::Verdict(verdict.to_owned()),
    };
    Break { guards: guards.split('+').map(|guard| guard.trim().to_owned()).collect(), seen, needs }
}

/// Runs an attack with guards lifted. Only on a throw-away machine.
///
/// # Errors
/// What was seen, when it is not what the attack says.
pub fn break_with(program: &Program, lifted: &Break) -> Result<(), String> {
    let mut bench = Bench::open();
    let mut process = as_judged(&bench, program);
    Lifted::new(&lifted.guards)?.apply(&mut process)?;
    let ran = bench.slot.run(&Plan { processes: vec![process] });
    let outcome = match (ran, &lifted.seen) {
        (Ok(mut outcomes), _) => outcomes.pop().ok_or("no outcome")?,
        (Err(error), Seen::Error(words)) if format!("{error:?}").contains(words) => return Ok(()),
        (Err(error), _) => return Err(format!("the sandbox failed: {error:?}")),
    };
    let (printed, verdict) = (stdout(&outcome), verdict(&outcome));
    let succeeded = match &lifted.seen {
        Seen::Breach => breach(&outcome).is_some(),
        Seen::Verdict(expected) => *expected == verdict,
        Seen::Error(_) => false,
    };
    let stderr = String::from_utf8_lossy(&outcome.execution.stderr.joined()).into_owned();
    succeeded.then_some(()).ok_or_else(|| format!("expected {:?}, got {verdict}: {printed}{stderr}", lifted.seen))
}

fn verdict(outcome: &Outcome) -> String {
    decide(&outcome.execution, None, &Check::Nothing).verdict.code().to_owned()
}

/// A program as a judging places it, feeds it and reads back what it leaves.
fn as_judged(bench: &Bench, program: &Program) -> Process {
    let mut process = bench.python(&program.source);
    process.files.iter_mut().for_each(|file| file.access = Access::ReadOnly);
    process.stdin = Input::Bytes(vec![b'x'; 1 << 20].into());
    process.collect = COLLECTED.iter().map(|name| Collect::file(*name, 64 << 10)).collect();
    process.collect.push(Collect::Tree { max: 1 << 20, entries: 500 });
    process
}

/// Names that attacks leave where a file may be read back.
const COLLECTED: [&str; 7] = ["output.txt", "out.txt", "result", "answer.ans", "loop", "folder/etc/passwd", "hard.txt"];

/// What an attack reached: it says so, or what is read back of it has a line of the host's.
fn breach(outcome: &Outcome) -> Option<String> {
    let printed = stdout(outcome);
    if let Some(said) = printed.lines().find(|line| line.starts_with("BREACH")) {
        return Some(said.to_owned());
    }
    let users = fs::read_to_string("/etc/passwd").expect("the users of the host");
    let root = users.lines().find(|line| line.starts_with("root:")).expect("root is among them").as_bytes();
    let is_of_the_host = |content: &[u8]| content.windows(root.len()).any(|part| part == root);
    let collected = outcome.collected.iter().map(|file| (&file.path, &file.content[..]));
    let left = outcome.left.entries.iter().filter_map(|entry| match &entry.kind {
        EntryKind::File(Some(content)) => Some((&entry.path, &content[..])),
        _ => None,
    });
    let found = collected.chain(left).find(|(_, content)| is_of_the_host(content));
    found.map(|(path, _)| format!("{path}, as it is read back, has a line of the host's /etc/passwd"))
}

/// Whether this host offers what an attack needs: an architecture, or `x32`, its second interface of 64-bit x86.
pub fn is_offered(need: &str) -> bool {
    // getpid(2) by its number of that interface: nothing but ENOSYS where it is switched off.
    let x32 = "import ctypes, os; raise SystemExit(ctypes.CDLL(None).syscall(0x40000000 + 39) != os.getpid())";
    match need {
        "x32" => {
            let asked = std::process::Command::new("/usr/bin/python3").args(["-c", x32]).status();
            std::env::consts::ARCH == "x86_64" && asked.is_ok_and(|status| status.success())
        }
        architecture => architecture == std::env::consts::ARCH,
    }
}

/// Runs programs one after the other in one slot, and tells what is wrong: each that doesn't get what it says,
/// leaves something behind, or is felt by the next run.
pub fn try_all(programs: &[Program]) -> Vec<String> {
    let mut bench = Bench::open();
    // The first runs make what stays for the life of a slot.
    bench.run_source("pass");
    bench.run_source("pass");
    let before = Leftovers::at_rest(bench.slot.number());
    let around = Surroundings::look(&bench);
    let mut failures = Vec::new();
    let (offered, missing): (Vec<_>, Vec<_>) =
        programs.iter().partition(|program| program.needs.as_deref().is_none_or(is_offered));
    for program in &missing {
        eprintln!("{}: not tried, this host doesn't offer {:?}", program.name, program.needs);
    }
    for program in offered {
        if let Err(failure) = try_one(&mut bench, program) {
            failures.push(format!("{}: {failure}", program.name));
        }
        if let Err(after) = Leftovers::settle(bench.slot.number(), &before) {
            failures.push(format!("{} left something: {before:?} became {after:?}", program.name));
        }
        let changes = Surroundings::look(&bench).changes(&around);
        if !changes.is_empty() {
            failures.push(format!("{} changed something: {}", program.name, changes.join("; ")));
        }
        let next = bench.run_source("print('fine')");
        if stdout(&next) != "fine\n" {
            failures.push(format!("after {}: {next:?}", program.name));
        }
    }
    failures
}

fn try_one(bench: &mut Bench, program: &Program) -> Result<(), String> {
    let mut process = as_judged(bench, program);
    if program.reason.as_deref() == Some("cpu") {
        // However busy the host is: it gets to its limit.
        process.limits.wall *= 5;
    }
    let outcome = bench.run(process);
    let stderr = String::from_utf8_lossy(&outcome.execution.stderr.joined()).into_owned();
    let exception = traceback::exception(&stderr);
    let decision = decide(&outcome.execution, exception.as_deref(), &Check::Nothing);
    let got = format!("{} {}", decision.verdict, decision.reason);
    let printed = stdout(&outcome);
    if !program.verdicts.iter().any(|verdict| verdict == decision.verdict.code()) {
        return Err(format!("expected {:?}, got {got}: {printed}{stderr}", program.verdicts));
    }
    if let Some(breach) = breach(&outcome) {
        return Err(format!("{breach}: {stderr}"));
    }
    if program.reason.as_ref().is_some_and(|reason| *reason != decision.reason.to_string()) {
        return Err(format!("expected reason {:?}, got {got}: {stderr}", program.reason));
    }
    // Where several ends are right, what it prints belongs to the good one.
    let told = program.verdicts.len() == 1 || decision.verdict == Verdict::AC;
    match &program.stdout {
        Some(expected) if told && *expected != printed.trim_end() => {
            Err(format!("expected stdout {expected:?}, got {printed:?}"))
        }
        _ => Ok(()),
    }
}
