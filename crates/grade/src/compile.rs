//! The compile check, and its product: code that every case reuses.
//!
//! A script of ours compiles the submission's files inside the sandbox, with the interpreter that will
//! run them, and neither runs nor imports any. The host only reads the script's answer.

use std::collections::BTreeMap;
use std::sync::Arc;

use pyjury_core::{Decision, Execution, Exit, Limits, Reason, SourceFile, Verdict};
use pyjury_sandbox::plan::{Access, Collect, Input, Output, PlacedFile, Plan, Process, Start};
use pyjury_sandbox::{Outcome, Slot};
use serde::{Deserialize, Serialize};

use crate::entry::{is_ours, is_python};
use crate::{GradeError, Runtime, excerpt, traceback};

const SCRIPT: &str = include_str!("../python/compile.py");
const HINTS: &str = include_str!("../python/newer.py");
/// Where the entry's code object is for the bootstrap.
const CODE: &str = ".pyjury/entry.code";
/// The script's answer is short; what it can't hold in this is no answer.
const LONGEST_ANSWER: usize = 1 << 20;
const LARGEST_CODE: u64 = 64 << 20;
/// NAME_MAX of Linux.
const LONGEST_NAME: usize = 255;

/// A submission that compiles, ready to run any number of times.
#[derive(Clone, Debug)]
pub(crate) struct Compiled {
    files: BTreeMap<String, PlacedFile>,
    entry: String,
}

/// What the compile check says.
#[derive(Clone, Debug)]
pub(crate) enum Checked {
    /// It compiles.
    Good(Compiled),
    /// It does not.
    Bad {
        /// CE and its line.
        decision: Decision,
        /// The compiler's words, for the submitter.
        message: String,
    },
}

#[derive(Serialize)]
struct Request<'a> {
    entry: &'a str,
    root: &'a str,
    files: Vec<&'a str>,
}

#[derive(Deserialize)]
struct Answer {
    compiled: Vec<CompiledFile>,
    error: Option<SyntaxError>,
}

#[derive(Deserialize)]
struct CompiledFile {
    cached: String,
    file: String,
}

#[derive(Deserialize)]
struct SyntaxError {
    path: String,
    kind: String,
    message: String,
    line: Option<u32>,
    column: Option<u32>,
    text: Option<String>,
    hint: Option<String>,
}

/// Compiles a submission whose entry was found before.
pub(crate) fn check(
    files: &[SourceFile],
    entry: &str,
    limits: Limits,
    slot: &mut Slot,
    runtime: &Runtime,
) -> Result<Checked, GradeError> {
    let sources: Vec<_> = files.iter().map(|file| file.path.as_str()).filter(|path| is_python(path)).collect();
    let count = sources.len();
    let request = Request { entry, root: traceback::BOX, files: sources };
    let outcome = run(files, &request, count, limits, slot, runtime)?;
    if let Some(message) = no_answer(&outcome.execution) {
        return Ok(bad(None, message));
    }
    let text = &outcome.execution.stdout.head;
    let answer: Option<Answer> = serde_json::from_slice(text).ok();
    if answer.is_none() && outcome.execution.exit != Some(Exit::Code(0)) {
        // The script stumbled over this source. It is the source's doing: no host will do better.
        return Ok(bad(None, "the compiler failed on this source; make it simpler".to_owned()));
    }
    let answer = answer.ok_or_else(|| GradeError::Script {
        script: "compile.py",
        expected: "a JSON object",
        got: excerpt::shorten(&(excerpt::of(&outcome.execution.stdout) + &excerpt::of(&outcome.execution.stderr)), 500),
    })?;
    if let Some(error) = &answer.error {
        return Ok(bad(error.line, error.to_string()));
    }
    Ok(Checked::Good(Compiled { files: placed(files, &answer, &outcome), entry: entry.to_owned() }))
}

fn run(
    files: &[SourceFile],
    request: &Request<'_>,
    count: usize,
    limits: Limits,
    slot: &mut Slot,
    runtime: &Runtime,
) -> Result<Outcome, GradeError> {
    let list = serde_json::to_vec(request).unwrap_or_default();
    let mut placed = vec![
        read_only("compile.py", SCRIPT.as_bytes()),
        read_only("newer.py", HINTS.as_bytes()),
        read_only("list.json", &list),
        PlacedFile { path: "out/".to_owned(), content: Arc::from([]), access: Access::Writable },
    ];
    placed.extend(files.iter().map(|file| read_only(&format!("source/{}", file.path), &file.content)));
    let collected = (0..count).map(|n| format!("out/{n}.pyc")).chain(["out/entry.code".to_owned()]);
    let process = Process {
        policy: runtime.policy(),
        argv: runtime.python_argv(&["/box/compile.py".to_owned(), "/box/list.json".to_owned()]),
        env: Vec::new(),
        files: placed,
        stdin: Input::Bytes(Arc::from([])),
        stdout: Output::Keep { head: LONGEST_ANSWER, tail: 0 },
        keep_stderr: 4096,
        limits,
        collect: collected.map(|path| Collect::file(path, LARGEST_CODE)).collect(),
        start: Start::Mark,
        ends_plan_unless: None,
    };
    one(slot, process)
}

/// Runs a plan of one process.
pub(crate) fn one(slot: &mut Slot, process: Process) -> Result<Outcome, GradeError> {
    let mut outcomes = slot.run(&Plan { processes: vec![process] })?;
    match outcomes.pop() {
        Some(outcome) if outcome.execution.breach == Some(pyjury_core::Breach::Cancelled) => Err(GradeError::Cancelled),
        Some(outcome) => Ok(outcome),
        None => Err(GradeError::Script { script: "the sandbox", expected: "one outcome", got: "none".to_owned() }),
    }
}

/// Why the compiler gave no answer, if it was the source's doing.
fn no_answer(execution: &Execution) -> Option<String> {
    let what = match (&execution.breach, execution.exit) {
        (Some(breach), _) => format!("took more than it may ({})", breach_word(breach)),
        (None, Some(Exit::Signal(number))) => format!("was ended by {}", Reason::Signal(number)),
        _ => return None,
    };
    Some(format!("compiling the source {what}; make it smaller or simpler"))
}

fn breach_word(breach: &pyjury_core::Breach) -> &'static str {
    use pyjury_core::Breach;
    match breach {
        Breach::Cpu => "CPU time",
        Breach::Wall | Breach::Idle => "time",
        Breach::Memory => "memory",
        Breach::Output => "output",
        _ => "limits",
    }
}

fn bad(line: Option<u32>, message: String) -> Checked {
    Checked::Bad { decision: Decision::new(Verdict::CE, Reason::Syntax(line)), message }
}

impl std::fmt::Display for SyntaxError {
    /// As CPython shows it: place, source line, mark, message; and the hint.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.path)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(text) = &self.text {
            let shown = text.trim_start();
            let text: String = shown.chars().take(100).collect();
            write!(f, "\n    {text}")?;
            // CPython counts characters of the whole line from 1.
            let indent = self.text.as_deref().map_or(0, |whole| whole.chars().count() - shown.chars().count());
            if let Some(at) = self.column.map(|n| n as usize).filter(|n| (1..=100).contains(&n.saturating_sub(indent)))
            {
                write!(f, "\n    {:>width$}", '^', width = at - indent)?;
            }
        }
        write!(f, "\n{}: {}", self.kind, self.message)?;
        match &self.hint {
            Some(hint) => write!(f, "\nhint: {hint}"),
            None => Ok(()),
        }
    }
}

fn placed(files: &[SourceFile], answer: &Answer, outcome: &Outcome) -> BTreeMap<String, PlacedFile> {
    let mut all: BTreeMap<_, _> =
        files.iter().map(|file| (file.path.clone(), read_only(&file.path, &file.content))).collect();
    let code = |path: &str| outcome.collected.iter().find(|file| file.path == path && !file.cut);
    for compiled in &answer.compiled {
        // A name that is too long for a file has no cache: the run compiles it again.
        let fits = compiled.cached.split('/').all(|part| part.len() <= LONGEST_NAME);
        if let Some(file) = code(&compiled.file).filter(|_| fits) {
            all.insert(compiled.cached.clone(), read_only(&compiled.cached, &file.content));
        }
    }
    if let Some(file) = code("out/entry.code") {
        all.insert(CODE.to_owned(), read_only(CODE, &file.content));
    }
    all
}

pub(crate) fn read_only(path: &str, content: &[u8]) -> PlacedFile {
    PlacedFile { path: path.to_owned(), content: content.into(), access: Access::ReadOnly }
}

impl Compiled {
    /// What a process needs to import the submission: its entry inside the sandbox, and files.
    pub(crate) fn module(&self) -> (String, Vec<PlacedFile>) {
        let bare = |path: &&String| *path != CODE;
        let files = self.files.iter().filter(|(path, _)| bare(path)).map(|(_, file)| file.clone());
        (format!("{}{}", traceback::BOX, self.entry), files.collect())
    }

    /// The submitted files alone.
    pub(crate) fn sources(&self) -> Vec<PlacedFile> {
        self.files.iter().filter(|(path, _)| !is_ours(path)).map(|(_, file)| file.clone()).collect()
    }

    /// What a process needs to run the submission: arguments of the bootstrap, and files. `extra`
    /// files come with a case and win over submitted ones of the same name.
    pub(crate) fn launch(&self, args: &[String], extra: Vec<PlacedFile>) -> (Vec<String>, Vec<PlacedFile>) {
        let mut argv = Vec::with_capacity(args.len() + 3);
        if self.files.contains_key(CODE) {
            argv.extend(["--code".to_owned(), format!("{}{CODE}", traceback::BOX)]);
        }
        argv.push(format!("{}{}", traceback::BOX, self.entry));
        argv.extend_from_slice(args);
        let mut files = self.files.clone();
        for file in extra.into_iter().filter(|file| !is_ours(&file.path)) {
            // A submitted file where the case has a folder, or the other way round, gives way too.
            files.retain(|path, _| !are_in_conflict(path, &file.path));
            files.insert(file.path.clone(), file);
        }
        (argv, files.into_values().collect())
    }
}

/// Whether one path names a file where the other needs a folder.
pub(crate) fn are_in_conflict(one: &str, other: &str) -> bool {
    let below = |path: &str, folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    below(one, other) || below(other, one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_and_a_folder_of_one_name_are_in_conflict() {
        for (one, other, expected) in
            [("a", "a/b", true), ("a/b", "a", true), ("a", "ab", false), ("a/b", "a/c", false), ("a", "a", false)]
        {
            assert_eq!(are_in_conflict(one, other), expected, "{one} {other}");
        }
    }

    #[test]
    fn a_syntax_error_is_shown_as_python_shows_it() {
        let error = SyntaxError {
            path: "main.py".into(),
            kind: "SyntaxError".into(),
            message: "invalid syntax".into(),
            line: Some(3),
            column: Some(7),
            text: Some("    x = = 1".into()),
            hint: Some("look again".into()),
        };
        let expected = "main.py, line 3\n    x = = 1\n      ^\nSyntaxError: invalid syntax\nhint: look again";
        assert_eq!(error.to_string(), expected);
        let bare = SyntaxError { line: None, column: Some(9999), text: Some("x".into()), hint: None, ..error };
        assert_eq!(bare.to_string(), "main.py\n    x\nSyntaxError: invalid syntax");
    }
}
