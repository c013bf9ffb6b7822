//! Commands: the submission is started with arguments, standard input and files, once or several times, each time with
//! the files that the time before left. The grader then compares what came of it, in a process of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use pyjury_core::{Check, Decision, Execution, Exit, Measured, Reason, Usage, Verdict};
use pyjury_problem::Disclosure;
use pyjury_sandbox::left::{Entry, EntryKind, Left};
use pyjury_sandbox::plan::{Access, Collect, Input, PlacedFile, Process, Start};
use pyjury_sandbox::{Outcome, Slot};
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::stdio::{keep, whole};
use super::{Pass, Setting, decide, exception};
use crate::checker::Opinion;
use crate::checker::program::Subject;
use crate::compile::{are_in_conflict, one, read_only};
use crate::entry::is_ours;
use crate::grader::{self, CaseOutcome, Grader};
use crate::{GradeError, excerpt};

/// The most that is read of the files that a command leaves.
const MOST_LEFT: u64 = 16 << 20;
/// And the most of files and folders.
const MOST_ENTRIES: usize = 2000;
/// The most that a grader is given of a case: what all commands wrote and left. The judge holds it until the last has ended.
const MOST_SEEN: u64 = 128 << 20;

/// What the package says of a case (`load/cli_yaml.rs` of the problem crate writes it).
#[derive(Deserialize)]
struct Commands {
    /// What lies in the working folder at first.
    files: BTreeMap<String, Content>,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    line: u32,
    args: Vec<String>,
    env: BTreeMap<String, String>,
    stdin: Option<Content>,
    expect: Expected,
}

/// What the worker must know of what is expected: the rest is the grader's.
#[derive(Deserialize)]
struct Expected {
    exit: Vec<i32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Content {
    Text(String),
    /// A file in grader/, by its path in there.
    File(String),
}

/// What came of the steps so far.
#[derive(Default)]
struct Seen {
    /// For the grader, a description of each step.
    steps: Vec<Json>,
    /// And the files that the descriptions name.
    files: Vec<PlacedFile>,
    /// What lay in the folder after the last command, by path: its content, and where the grader finds it. What stays as
    /// it is, the grader is given once.
    last: BTreeMap<String, (Arc<[u8]>, String)>,
    /// How much all of it is.
    bytes: u64,
    usage: Usage,
    measured: Measured,
}

/// Runs the commands of a case, and has the grader compare.
pub(super) fn pass(
    setting: &Setting<'_>,
    grader: &Grader,
    subject: &Subject<'_>,
    slot: &mut Slot,
) -> Result<Pass, GradeError> {
    let commands: Commands = serde_json::from_slice(&subject.input).map_err(|error| GradeError::Script {
        script: "the package loader",
        expected: "commands as JSON",
        got: error.to_string(),
    })?;
    let mut given = Vec::with_capacity(commands.files.len());
    for (path, content) in &commands.files {
        given.push(writable(path, content_of(setting, content)?));
    }
    let mut seen = Seen::default();
    let mut last = None;
    for (number, step) in commands.steps.iter().enumerate() {
        let program = setting.program.launch(&step.args, given);
        let own: BTreeSet<_> =
            program.1.iter().filter(|file| file.access == Access::ReadOnly).map(|file| file.path.clone()).collect();
        let mut outcome = run(setting, step, program, slot)?;
        let measured = setting.allowance.read(setting.limits.cpu, &mut outcome.execution);
        seen.usage = seen.usage.max(outcome.execution.usage);
        seen.measured = seen.measured.max(measured);
        // Its own files are laid out afresh for the next command: what lies in the place of one, or is in the way, goes.
        let of_its_own = |path: &String| own.iter().any(|file| file == path || are_in_conflict(file, path));
        outcome.left.entries.retain(|entry| !is_ours(&entry.path) && !of_its_own(&entry.path));
        let failed = failure(step, &outcome.execution).or_else(|| {
            let too_much = || {
                (
                    Decision::new(Verdict::OLE, Reason::Output),
                    format!("it and the commands before left and wrote more than {MOST_SEEN} bytes"),
                )
            };
            (!seen.add(&outcome)).then(too_much)
        });
        if let Some((decision, words)) = failed {
            let words = [where_it_is(&commands, number), words];
            let words = words.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(": ");
            return Ok(seen.pass(decision, outcome.execution, told(words, subject.case.disclosure)));
        }
        given = carried(&outcome.left);
        last = Some(outcome.execution);
    }
    let execution = last.ok_or_else(|| GradeError::Package("expected at least one step, got none".to_owned()))?;
    let mut files = std::mem::take(&mut seen.files);
    files.push(read_only("case.json", &subject.input));
    files.push(read_only("seen.json", Json::from(std::mem::take(&mut seen.steps)).to_string().as_bytes()));
    let arguments = ["/box/case.json", "/box/seen.json", "/box/report.json"];
    let judge = one(slot, grader.process(&arguments, files, setting.runtime))?;
    let (decision, opinion) = judged(&judge, subject.case.disclosure);
    Ok(seen.pass(decision, execution, opinion))
}

/// What follows from what the grader left. The commands have ended as they were to.
pub(crate) fn judged(judge: &Outcome, disclosure: Disclosure) -> (Decision, Opinion) {
    match grader::report(judge) {
        Err(why) => (Decision::new(Verdict::JE, Reason::Validator), Opinion::broken(why)),
        Ok(report) => {
            let decision = match report.outcome {
                CaseOutcome::Passed => Decision::new(Verdict::AC, Reason::Accepted),
                _ => Decision::new(Verdict::WA, Reason::WrongAnswer),
            };
            (decision, report.opinion(disclosure))
        }
    }
}

fn run(
    setting: &Setting<'_>,
    step: &Step,
    (argv, files): (Vec<String>, Vec<PlacedFile>),
    slot: &mut Slot,
) -> Result<Outcome, GradeError> {
    let stdin = match &step.stdin {
        Some(content) => content_of(setting, content)?,
        None => Arc::from([]),
    };
    let process = Process {
        policy: setting.runtime.policy(),
        argv: setting.runtime.python_argv(&argv),
        env: step.env.clone().into_iter().collect(),
        files,
        stdin: Input::Bytes(stdin),
        stdout: keep(setting.limits.output.get()),
        // All that may be written is judged; half of this is kept from the beginning.
        keep_stderr: usize::try_from(setting.limits.output.get().saturating_mul(2)).unwrap_or(usize::MAX),
        limits: setting.allowance.granted(setting.limits),
        collect: vec![Collect::Tree { max: MOST_LEFT, entries: MOST_ENTRIES }],
        start: Start::Mark,
        ends_plan_unless: None,
    };
    one(slot, process)
}

/// How a command failed, if it did by itself. A traceback is one whatever exit code is expected: Python's own is 1,
/// which a package may well ask for.
fn failure(step: &Step, execution: &Execution) -> Option<(Decision, String)> {
    let by_itself = decide(execution, &Check::Nothing);
    let stderr = excerpt::of(&execution.stderr);
    match (&execution.breach, execution.exit) {
        (None, Some(Exit::Code(_))) if exception(execution, &stderr).is_some() => Some((by_itself, String::new())),
        (None, Some(Exit::Code(code))) if step.expect.exit.contains(&code) => None,
        (None, Some(Exit::Code(code))) => {
            let any = step.expect.exit.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ");
            let decision = match step.expect.exit.contains(&0) {
                true => by_itself,
                false => Decision::new(Verdict::WA, Reason::WrongAnswer),
            };
            Some((decision, format!("expected exit code {any}, got {code}")))
        }
        _ => Some((by_itself, String::new())),
    }
}

/// Which of several commands it was.
fn where_it_is(commands: &Commands, number: usize) -> String {
    match (commands.steps.len(), commands.steps.get(number)) {
        (0 | 1, _) | (_, None) => String::new(),
        (_, Some(step)) => format!("step {} (line {})", number + 1, step.line),
    }
}

/// The files and folders for the next command. Links and what else is no file end here.
fn carried(left: &Left) -> Vec<PlacedFile> {
    let placed = |Entry { path, kind }: &Entry| match kind {
        EntryKind::File(Some(content)) => Some(writable(path, Arc::clone(content))),
        EntryKind::Folder => Some(writable(&format!("{path}/"), Arc::from([]))),
        EntryKind::File(None) | EntryKind::Link | EntryKind::Odd => None,
    };
    left.entries.iter().filter_map(placed).collect()
}

fn content_of(setting: &Setting<'_>, content: &Content) -> Result<Arc<[u8]>, GradeError> {
    match content {
        Content::Text(text) => Ok(text.as_bytes().into()),
        Content::File(path) => {
            let files = setting.problem.grader.iter().flat_map(|grader| &grader.files);
            let file = files.into_iter().find(|file| file.path == *path);
            let file = file.ok_or_else(|| GradeError::Package(format!("grader/{path}: no such file; add it")))?;
            Ok(file.data.read()?)
        }
    }
}

fn writable(path: &str, content: Arc<[u8]>) -> PlacedFile {
    PlacedFile { path: path.to_owned(), content, access: Access::Writable }
}

fn told(words: String, disclosure: Disclosure) -> Opinion {
    let team = if disclosure == Disclosure::Open { words.clone() } else { String::new() };
    Opinion { check: Check::Wrong, team, jury: words, next: None }
}

impl Seen {
    /// Takes what a command that ended as expected wrote and left, under names of ours. False when that is too much.
    fn add(&mut self, outcome: &Outcome) -> bool {
        let folder = format!("seen/{}", self.steps.len());
        let execution = &outcome.execution;
        let stdout = self.keep(format!("{folder}/stdout"), whole(&execution.stdout).into());
        let stderr = self.keep(format!("{folder}/stderr"), whole(&execution.stderr).into());
        let mut before = std::mem::take(&mut self.last);
        let mut entries = Vec::with_capacity(outcome.left.entries.len());
        for (number, Entry { path, kind }) in outcome.left.entries.iter().enumerate() {
            entries.push(match kind {
                EntryKind::File(Some(content)) => {
                    let (content, at) = match before.remove(path) {
                        Some((old, at)) if old == *content => (old, at),
                        _ => {
                            let at = self.keep(format!("{folder}/file-{number}"), Arc::clone(content));
                            (Arc::clone(content), at)
                        }
                    };
                    let entry = json!({"path": path, "kind": "file", "at": at});
                    self.last.insert(path.clone(), (content, at));
                    entry
                }
                EntryKind::File(None) => json!({"path": path, "kind": "large"}),
                EntryKind::Folder => json!({"path": path, "kind": "folder"}),
                EntryKind::Link => json!({"path": path, "kind": "link"}),
                EntryKind::Odd => json!({"path": path, "kind": "odd"}),
            });
        }
        let exit = match execution.exit {
            Some(Exit::Code(code)) => Some(code),
            _ => None,
        };
        self.steps.push(
            json!({"exit": exit, "stdout": stdout, "stderr": stderr, "entries": entries, "cut": outcome.left.cut}),
        );
        self.bytes <= MOST_SEEN
    }

    /// Has a file laid out for the grader, and gives its path.
    fn keep(&mut self, path: String, content: Arc<[u8]>) -> String {
        self.bytes += content.len() as u64;
        self.files.push(PlacedFile { path: path.clone(), content, access: Access::ReadOnly });
        path
    }

    /// The pass, with what its most hungry command used.
    fn pass(self, decision: Decision, execution: Execution, opinion: Opinion) -> Pass {
        let submission = Execution { usage: self.usage, ..execution };
        Pass { decision, submission, measured: self.measured, opinion }
    }
}
