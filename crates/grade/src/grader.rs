//! A problem's grader: the trusted process of the Python modes.

use std::fmt;
use std::sync::Arc;

use pyjury_core::{Check, Exit, Limits};
use pyjury_problem::{Disclosure, ListedCase, Mode, Problem};
use pyjury_sandbox::plan::{Access, Collect, Input, Output, PlacedFile, Process, Start};
use pyjury_sandbox::{Outcome, Slot};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};

use crate::checker::Opinion;
use crate::compile::{one, read_only};
use crate::harness::INSIDE;
use crate::mode::pytest::Sentinels;
use crate::{GradeError, Options, Runtime, excerpt};

/// What a grader reports; what it can't hold in this is no report.
const LARGEST_REPORT: u64 = 4 << 20;
/// What a grader writes, in its working folder.
const REPORT: &str = "report.json";
/// Files of its own, beside those of the package.
const SCRATCH: pyjury_core::Bytes = pyjury_core::Bytes::mib(64);
/// The end of the grader ends the plan, whatever its exit code is: no code is this one.
const ENDS_PLAN: Option<i32> = Some(-1);

/// A grader that is ready to run any number of times.
#[derive(Clone, Debug)]
pub(crate) struct Grader {
    script: &'static str,
    files: Vec<PlacedFile>,
    limits: Limits,
    sentinels: Sentinels,
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

impl Report {
    /// What the grader thinks of the case, and says to whom.
    pub(crate) fn opinion(self, disclosure: Disclosure) -> Opinion {
        let check = match self.outcome {
            CaseOutcome::Passed if self.score < 1.0 => {
                Check::Accepted { score: None, multiplier: Some(self.score.clamp(0.0, 1.0)) }
            }
            CaseOutcome::Passed => Check::Accepted { score: None, multiplier: None },
            _ => Check::Wrong,
        };
        let traceback = self.traceback.unwrap_or_default();
        let join = |words: &str| [words, &traceback].map(str::trim).join("\n").trim().to_owned();
        let team = if disclosure == Disclosure::Open { join(&self.team) } else { String::new() };
        Opinion { check, team, jury: join(&self.jury), next: None }
    }
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

/// What a grader says when it is asked for its cases.
#[derive(Deserialize)]
struct Collected {
    #[serde(default)]
    cases: Vec<CollectedCase>,
    #[serde(default)]
    tests: Vec<Json>,
    #[serde(default)]
    error: Option<Mistake>,
}

/// A case of grade.py.
#[derive(Deserialize)]
struct CollectedCase {
    name: String,
    points: f64,
    #[serde(default)]
    open: bool,
    #[serde(default)]
    description: Option<String>,
}

/// A test of a suite; the suite is given the whole of its description again.
#[derive(Deserialize)]
struct CollectedTest {
    id: String,
    weight: f64,
    #[serde(default)]
    open: bool,
    /// Why the suite itself doesn't want it run.
    #[serde(default)]
    skipped: Option<String>,
}

/// A mistake in the grader's own code.
#[derive(Debug, Deserialize)]
pub(crate) struct Mistake {
    #[serde(default)]
    file: String,
    #[serde(default)]
    line: u32,
    message: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.file.as_str(), self.line) {
            ("", _) => write!(f, "grader/: {}", self.message),
            (file, 0) => write!(f, "grader/{file}: {}", self.message),
            (file, line) => write!(f, "grader/{file}:{line}: {}", self.message),
        }
    }
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
        let script = match problem.mode {
            mode if mode.needs_pytest() => "pyjury_pytest",
            Mode::Cli => "pyjury_cli",
            _ => "pyjury",
        };
        Ok(Some(Self { script, files, limits: limits(problem, options), sentinels: Sentinels::new() }))
    }

    /// What holds rules against a submission's source.
    pub(crate) fn of_rules(problem: &Problem, options: &Options<'_>) -> Self {
        let limits = limits(problem, options);
        Self { script: "pyjury_static", files: Vec::new(), limits, sentinels: Sentinels::new() }
    }

    /// The same with the contradictions of its tests that the reference fails.
    pub(crate) fn with_sentinels(self, sentinels: Sentinels) -> Self {
        Self { sentinels, ..self }
    }

    /// For each test the contradictions that the reference fails.
    pub(crate) fn sentinels(&self) -> &Sentinels {
        &self.sentinels
    }

    /// What it may use.
    pub(crate) fn limits(&self) -> Limits {
        self.limits
    }

    /// A process of the grader, with files beside its own.
    pub(crate) fn process(&self, arguments: &[&str], files: Vec<PlacedFile>, runtime: &Runtime) -> Process {
        let script = format!("{INSIDE}/{}/__main__.py", self.script);
        let argv: Vec<_> = [script.as_str()].iter().chain(arguments).map(|word| (*word).to_owned()).collect();
        Process {
            policy: runtime.policy(),
            argv: runtime.harness_argv(&argv),
            env: Vec::new(),
            files: self.files.iter().cloned().chain(files).collect(),
            stdin: Input::Bytes(Arc::from([])),
            stdout: Output::Keep { head: excerpt::LONGEST, tail: 0 },
            keep_stderr: excerpt::LONGEST,
            limits: self.limits,
            collect: vec![Collect::file(REPORT, LARGEST_REPORT)],
            start: Start::Mark,
            ends_plan_unless: None,
        }
    }

    /// The process that judges one case of function mode; `pipes` join it to the submission.
    pub(crate) fn beside(&self, case: &Arc<[u8]>, (stdin, stdout): (Input, Output), runtime: &Runtime) -> Process {
        let arguments = ["run", "/box/case.json", "/box/report.json"];
        let process = self.process(&arguments, vec![read_only("case.json", case)], runtime);
        Process { stdin, stdout, ends_plan_unless: ENDS_PLAN, ..process }
    }

    /// Reads what it says of a case.
    ///
    /// # Errors
    /// Why there is nothing to read, in words for the jury.
    pub(crate) fn report(&self, outcome: &Outcome) -> Result<Report, String> {
        let report: Report = self.answer(outcome)?;
        match report.outcome {
            CaseOutcome::Package => Err(report.jury),
            _ => Ok(report),
        }
    }

    /// Reads what it wrote.
    ///
    /// # Errors
    /// Why there is nothing to read, in words for the jury.
    pub(crate) fn answer<T: DeserializeOwned>(&self, outcome: &Outcome) -> Result<T, String> {
        let said = || excerpt::shorten(excerpt::of(&outcome.execution.stderr).trim(), 4000);
        match (&outcome.execution.breach, outcome.execution.exit) {
            (None, Some(Exit::Code(0))) => {}
            (Some(breach), _) => return Err(format!("the grader went over its limits ({breach:?})\n{}", said())),
            (None, exit) => return Err(format!("the grader ended with {exit:?}, expected exit code 0\n{}", said())),
        }
        let file = outcome.collected.iter().find(|file| file.path == REPORT && !file.cut);
        let file =
            file.ok_or_else(|| format!("the grader left no report of at most {LARGEST_REPORT} bytes\n{}", said()))?;
        serde_json::from_slice(&file.content)
            .map_err(|error| format!("the grader's report is not what it must be: {error}"))
    }

    /// Asks it for its cases, without any submission.
    fn list(&self, problem: &Problem, slot: &mut Slot, runtime: &Runtime) -> Result<Vec<ListedCase>, GradeError> {
        let suite = problem.grader.as_ref().map(|grader| &grader.suite);
        let plan = json!({
            "submitted": problem.submit.files,
            "weights": suite.map(|suite| &suite.weights),
            "open": suite.map(|suite| &suite.open),
        });
        let plan = plan.to_string();
        let (arguments, files) = match problem.mode {
            Mode::Pytest => {
                (&["collect", "/box/plan.json", "/box/report.json"][..], vec![read_only("plan.json", plan.as_bytes())])
            }
            _ => (&["collect", "/box/report.json"][..], Vec::new()),
        };
        let outcome = one(slot, self.process(arguments, files, runtime))?;
        let collected: Collected = self.answer(&outcome).map_err(GradeError::Package)?;
        if let Some(mistake) = collected.error {
            return Err(GradeError::Package(mistake.to_string()));
        }
        let mut listed: Vec<_> = collected.cases.into_iter().map(ListedCase::from).collect();
        for test in collected.tests {
            listed.extend(of_test(test).map_err(|error| GradeError::Package(format!("grader/: {error}")))?);
        }
        Ok(listed)
    }
}

/// What a trusted process may use: as much as an output validator.
fn limits(problem: &Problem, options: &Options<'_>) -> Limits {
    let cpu = problem.limits.validation_time;
    options.allowance.scaled(Limits {
        cpu,
        wall: Limits::wall_for(cpu),
        memory: problem.limits.validation_memory,
        output: problem.limits.validation_output,
        scratch: SCRATCH,
        ..Limits::default()
    })
}

impl From<CollectedCase> for ListedCase {
    fn from(case: CollectedCase) -> Self {
        Self {
            input: json!({"kind": "function", "name": case.name}).to_string().into_bytes(),
            name: case.name,
            points: case.points,
            open: case.open,
            description: case.description,
        }
    }
}

/// The case of a test; nothing for one that its suite skips.
fn of_test(test: Json) -> serde_json::Result<Option<ListedCase>> {
    let input = test.to_string().into_bytes();
    let test: CollectedTest = serde_json::from_value(test)?;
    let case = ListedCase { name: test.id, points: test.weight, open: test.open, description: None, input };
    Ok(test.skipped.is_none().then_some(case))
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
        let cases = grader.list(problem, slot, runtime)?;
        match cases.is_empty() {
            true => Err(GradeError::Package("grader: expected at least one case, got none; add one".to_owned())),
            false => Ok(problem.listed(cases)),
        }
    })
}
