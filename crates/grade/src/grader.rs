//! A problem's grader: the trusted process of the Python modes.

use std::sync::Arc;

use pyjury_core::{Breach, Exit, Limits};
use pyjury_problem::{ListedCase, Problem};
use pyjury_sandbox::plan::{Access, Collect, Input, Output, PlacedFile, Process, Start};
use pyjury_sandbox::{Outcome, Slot};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::compile::{one, read_only};
use crate::harness::INSIDE;
use crate::{GradeError, Options, Runtime, excerpt};

/// What a grader reports; what it can't hold in this is no report.
const LARGEST_REPORT: u64 = 4 << 20;
const REPORT: &str = "report.json";
const LISTING: &str = "collected.json";
/// Files of its own, beside those of the package.
const SCRATCH: pyjury_core::Bytes = pyjury_core::Bytes::mib(64);
/// The end of the grader ends the plan, whatever its exit code is: no code is this one.
const ENDS_PLAN: Option<i32> = Some(-1);

/// A grader that is ready to run any number of times.
#[derive(Clone, Debug)]
pub(crate) struct Grader {
    files: Vec<PlacedFile>,
    limits: Limits,
}

/// What a grader says of one case.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Report {
    /// What became of the case.
    pub(crate) outcome: CaseOutcome,
    /// The share of the case's points, 0 to 1.
    #[serde(default)]
    pub(crate) score: f64,
    /// Words for the submitter, where the case is open.
    #[serde(default)]
    pub(crate) team: String,
    /// Words for the jury.
    #[serde(default)]
    pub(crate) jury: String,
    /// The type of the submission's exception that failed the case.
    #[serde(default)]
    pub(crate) exception: Option<String>,
    /// Where it came from, in the submitter's own files.
    #[serde(default)]
    pub(crate) traceback: Option<String>,
}

/// What became of a case, as its grader saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CaseOutcome {
    /// As it must be.
    Passed,
    /// Otherwise.
    Failed,
    /// The submission's process was gone in the middle of it.
    SubmissionEnded,
    /// The submission's process said what no submission says that just runs.
    Protocol,
    /// The grader's own code failed.
    Package,
}

#[derive(Deserialize)]
struct Listing {
    #[serde(default)]
    cases: Vec<Listed>,
    #[serde(default)]
    error: Option<Mistake>,
}

#[derive(Deserialize)]
struct Listed {
    name: String,
    points: f64,
    #[serde(default)]
    open: bool,
    #[serde(default)]
    description: Option<String>,
}

/// A mistake in the grader's own code.
#[derive(Deserialize)]
struct Mistake {
    file: Option<String>,
    line: Option<u32>,
    message: String,
}

impl Grader {
    /// Reads the files of a problem's grader. A problem without one has nothing to run.
    pub(crate) fn prepare(problem: &Problem, options: &Options<'_>) -> Result<Option<Self>, GradeError> {
        let Some(grader) = &problem.grader else { return Ok(None) };
        let place = |file: &pyjury_problem::File| -> Result<_, GradeError> {
            Ok(PlacedFile {
                path: format!("grader/{}", file.path),
                content: file.data.read()?,
                access: Access::ReadOnly,
            })
        };
        let files = grader.files.iter().map(place).collect::<Result<_, _>>()?;
        let cpu = problem.limits.validation_time;
        let limits = options.allowance.scaled(Limits {
            cpu,
            wall: Limits::wall_for(cpu),
            memory: problem.limits.validation_memory,
            output: problem.limits.validation_output,
            scratch: SCRATCH,
            ..Limits::default()
        });
        Ok(Some(Self { files, limits }))
    }

    /// What it may use.
    pub(crate) fn limits(&self) -> Limits {
        self.limits
    }

    /// The process that judges one case; `pipes` join it to the submission.
    pub(crate) fn process(&self, case: &Arc<[u8]>, (stdin, stdout): (Input, Output), runtime: &Runtime) -> Process {
        let mut files = self.files.clone();
        files.push(read_only("case.json", case));
        let arguments = ["run", "/box/case.json", "/box/report.json"];
        Process { stdin, stdout, ends_plan_unless: ENDS_PLAN, ..self.of(&arguments, files, REPORT, runtime) }
    }

    fn of(&self, arguments: &[&str], files: Vec<PlacedFile>, report: &str, runtime: &Runtime) -> Process {
        let script = format!("{INSIDE}/pyjury/__main__.py");
        let argv: Vec<_> = [script.as_str()].iter().chain(arguments).map(|word| (*word).to_owned()).collect();
        Process {
            policy: runtime.policy(),
            argv: runtime.harness_argv(&argv),
            env: Vec::new(),
            files,
            stdin: Input::Bytes(Arc::from([])),
            stdout: Output::Keep { head: excerpt::LONGEST, tail: 0 },
            keep_stderr: excerpt::LONGEST,
            limits: self.limits,
            collect: vec![Collect { path: report.to_owned(), max: LARGEST_REPORT }],
            start: Start::Mark,
            ends_plan_unless: None,
        }
    }

    /// Reads what it says of a case.
    ///
    /// # Errors
    /// Why there is nothing to read, in words for the jury.
    pub(crate) fn read(&self, outcome: &Outcome) -> Result<Report, String> {
        let report: Report = read(outcome, REPORT)?;
        match report.outcome {
            CaseOutcome::Package => Err(report.jury),
            _ => Ok(report),
        }
    }

    /// Asks it for its cases, without any submission.
    fn list(&self, slot: &mut Slot, runtime: &Runtime) -> Result<Vec<ListedCase>, GradeError> {
        let arguments = ["collect", "/box/collected.json"];
        let outcome = one(slot, self.of(&arguments, self.files.clone(), LISTING, runtime))?;
        let listing: Listing = read(&outcome, LISTING).map_err(GradeError::Package)?;
        if let Some(Mistake { file, line, message }) = listing.error {
            let place = file.map(|file| match line {
                Some(line) => format!("{file}:{line}: "),
                None => format!("{file}: "),
            });
            return Err(GradeError::Package(place.unwrap_or_default() + &message));
        }
        let case = |case: Listed| ListedCase {
            input: json!({"kind": "function", "name": case.name}).to_string().into_bytes(),
            name: case.name,
            points: case.points,
            open: case.open,
            description: case.description,
        };
        Ok(listing.cases.into_iter().map(case).collect())
    }
}

/// The problem with its cases: those of the package, or what its grader lists when it is asked.
///
/// # Errors
/// [`GradeError::Package`] when the grader can't say; anything else when the host failed.
pub fn listed(
    problem: &Problem,
    slot: &mut Slot,
    runtime: &Runtime,
    options: &Options<'_>,
) -> Result<Arc<Problem>, GradeError> {
    options.cache.listed(problem.digest, || {
        let Some(grader) = Grader::prepare(problem, options)?.filter(|_| problem.is_unlisted()) else {
            return Ok(problem.clone());
        };
        let cases = grader.list(slot, runtime)?;
        match cases.is_empty() {
            true => Err(GradeError::Package("grader: expected at least one case, got none; add one".to_owned())),
            false => Ok(problem.listed(cases)),
        }
    })
}

fn read<T: DeserializeOwned>(outcome: &Outcome, name: &str) -> Result<T, String> {
    let said = || {
        let words = excerpt::of(&outcome.execution.stderr);
        excerpt::shorten(words.trim(), 4000)
    };
    match (&outcome.execution.breach, outcome.execution.exit) {
        (Some(Breach::Peer), Some(Exit::Code(0))) | (None, Some(Exit::Code(0))) => {}
        (Some(breach), _) => return Err(format!("the grader went over its limits ({breach:?})\n{}", said())),
        (None, exit) => return Err(format!("the grader ended with {exit:?}, expected exit code 0\n{}", said())),
    }
    let file = outcome.collected.iter().find(|file| file.path == name && !file.cut);
    let file =
        file.ok_or_else(|| format!("the grader left no {name} of at most {LARGEST_REPORT} bytes\n{}", said()))?;
    serde_json::from_slice(&file.content)
        .map_err(|error| format!("the grader's {name} is not what it must be: {error}"))
}
