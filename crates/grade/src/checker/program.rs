//! Output validators that are programs: `prog input answer feedback_dir/ [args] < output`.

use std::sync::Arc;

use pyjury_core::Limits;
use pyjury_problem::{Case, Language, Problem, Program};
use pyjury_sandbox::plan::{Access, Collect, Input, Output, PlacedFile, Process, Start};
use pyjury_sandbox::{Policy, Slot};

use super::feedback_dir::{self, FOLDER, Passes, STATE};
use super::{Opinion, native};
use crate::compile::{one, read_only};
use crate::{GradeError, Options, Runtime, excerpt};

/// Runs a validator and keeps its feedback folder for the next pass.
const KEEPER: &str = include_str!("../../python/pass.py");
const BINARY: &str = "validator/validator";
/// What a package's limits can't say: files beside the feedback, and room for the runtime.
const LEAST_SCRATCH: pyjury_core::Bytes = pyjury_core::Bytes::mib(64);

/// A validator that is ready to run any number of times.
#[derive(Clone, Debug)]
pub(crate) struct Validator {
    name: String,
    files: Vec<PlacedFile>,
    /// Starts the validator, before its arguments; a program for the interpreter or for itself.
    launch: Launch,
    limits: Limits,
    passes: Passes,
}

#[derive(Clone, Debug)]
enum Launch {
    Python { script: String },
    Native { policy: Arc<Policy> },
}

/// What one run of a validator looks at.
pub(crate) struct Subject<'a> {
    /// The case.
    pub(crate) case: &'a Case,
    /// The input of this pass.
    pub(crate) input: Arc<[u8]>,
    /// What `pass.py` kept of the pass before.
    pub(crate) state: Option<Arc<[u8]>>,
}

impl Validator {
    /// Reads, and where needed compiles, a validator.
    pub(crate) fn prepare(
        program: &Program,
        problem: &Problem,
        slot: &mut Slot,
        runtime: &Runtime,
        options: &Options<'_>,
    ) -> Result<Self, GradeError> {
        let mut files = Vec::with_capacity(program.files.len());
        for file in &program.files {
            let path = format!("validator/{}", file.path);
            files.push(PlacedFile { path, content: file.data.read()?, access: Access::ReadOnly });
        }
        let launch = match program.language {
            Language::Python => Launch::Python { script: format!("/box/validator/{}", program.entry) },
            Language::C | Language::Cpp => {
                let binary = native::binary(program, problem, slot, runtime, options.cache)?;
                files.push(native::executable(BINARY, binary));
                Launch::Native { policy: native::policy(runtime) }
            }
            Language::Other => return Err(unknown_language(program)),
        };
        let output = problem.limits.validation_output;
        let limits = options.allowance.scaled(Limits {
            cpu: problem.limits.validation_time,
            wall: Limits::wall_for(problem.limits.validation_time),
            memory: problem.limits.validation_memory,
            output,
            scratch: output.max(LEAST_SCRATCH),
            ..Limits::default()
        });
        let passes = match problem.kind.passes {
            Some(_) => Passes::Several { largest: output.get() },
            None => Passes::One,
        };
        Ok(Self { name: program.name.clone(), files, launch, limits, passes })
    }

    /// Judges an output. A validator that breaks its contract is asked once more.
    pub(crate) fn check(
        &self,
        subject: &Subject<'_>,
        output: &Arc<[u8]>,
        slot: &mut Slot,
        runtime: &Runtime,
    ) -> Result<Opinion, GradeError> {
        let args = &subject.case.validator_args;
        let stdout = Output::Keep { head: excerpt::LONGEST, tail: 0 };
        let mut ask = || -> Result<Opinion, GradeError> {
            let process = self.process(subject, args, (Input::Bytes(output.clone()), stdout.clone()), runtime)?;
            Ok(self.read(&one(slot, process)?))
        };
        match ask()? {
            Opinion { check: pyjury_core::Check::Broken, .. } => ask(),
            opinion => Ok(opinion),
        }
    }

    /// Reads what a run of this validator said.
    pub(crate) fn read(&self, outcome: &pyjury_sandbox::Outcome) -> Opinion {
        feedback_dir::read(&self.name, outcome)
    }

    /// What the validator may use.
    pub(crate) fn limits(&self) -> Limits {
        self.limits
    }

    /// The process of one run, with these ends of its pipes.
    pub(crate) fn process(
        &self,
        subject: &Subject<'_>,
        args: &[String],
        (stdin, stdout): (Input, Output),
        runtime: &Runtime,
    ) -> Result<Process, GradeError> {
        let base = subject.case.name.rsplit('/').next().unwrap_or("case");
        let (input, answer) = (format!("case/{base}.in"), format!("case/{base}.ans"));
        let mut files = self.files.clone();
        files.push(PlacedFile { path: input.clone(), content: subject.input.clone(), access: Access::ReadOnly });
        let content = subject.case.answer.read()?;
        files.push(PlacedFile { path: answer.clone(), content, access: Access::ReadOnly });
        files.push(PlacedFile { path: "feedback/".to_owned(), content: Arc::from([]), access: Access::Writable });
        let mut called = vec![format!("/box/{input}"), format!("/box/{answer}"), FOLDER.to_owned()];
        called.extend_from_slice(args);
        let (argv, start) = self.argv(called, runtime, subject.state.as_ref(), &mut files);
        Ok(Process {
            policy: match &self.launch {
                Launch::Python { .. } => runtime.policy(),
                Launch::Native { policy } => policy.clone(),
            },
            argv,
            env: Vec::new(),
            files,
            stdin,
            stdout,
            keep_stderr: excerpt::LONGEST,
            limits: self.limits,
            collect: self.collect(),
            start,
            ends_plan_unless: None,
        })
    }

    fn argv(
        &self,
        args: Vec<String>,
        runtime: &Runtime,
        state: Option<&Arc<[u8]>>,
        files: &mut Vec<PlacedFile>,
    ) -> (Vec<String>, Start) {
        let command = match &self.launch {
            Launch::Python { script } => runtime.python_argv(&[std::slice::from_ref(script), args.as_slice()].concat()),
            Launch::Native { .. } => [&[format!("/box/{BINARY}")], args.as_slice()].concat(),
        };
        match (self.passes, &self.launch) {
            (Passes::One, Launch::Python { .. }) => (command, Start::Mark),
            (Passes::One, Launch::Native { .. }) => (command, Start::Exec),
            (Passes::Several { .. }, _) => {
                files.push(read_only("pass.py", KEEPER.as_bytes()));
                if let Some(state) = state {
                    let content = state.clone();
                    files.push(PlacedFile { path: "feedback.before".into(), content, access: Access::ReadOnly });
                }
                let kept =
                    ["/box/pass.py", FOLDER, "/box/feedback.before", &format!("/box/{STATE}")].map(str::to_owned);
                (runtime.python_argv(&[&kept, command.as_slice()].concat()), Start::Mark)
            }
        }
    }

    fn collect(&self) -> Vec<Collect> {
        feedback_dir::collect(self.passes)
    }
}

/// A validator that is in no language of ours.
pub(crate) fn unknown_language(program: &Program) -> GradeError {
    GradeError::Package(format!(
        "the validator {:?} is in a language that this judge can't run; write it in Python, C or C++",
        program.name
    ))
}
