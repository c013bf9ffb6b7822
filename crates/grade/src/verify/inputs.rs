//! Input validators: `prog [args] < x.in`, and 42 means that the input is well-formed.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use pyjury_core::{Allowance, Exit, Limits, Reason};
use pyjury_problem::{Case, Language, Problem, Program};
use pyjury_sandbox::Slot;
use pyjury_sandbox::plan::{Input, Output, Process, Start};

use crate::checker::native;
use crate::compile::{one, read_only};
use crate::{GradeError, Options, Runtime, excerpt, traceback};

const VALID: i32 = 42;
const BINARY: &str = ".pyjury/validator";

/// An input that a validator of the package refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadInput {
    /// The case.
    pub case: String,
    /// The validator.
    pub validator: String,
    /// What it did instead of exiting with 42.
    pub got: String,
    /// What it said.
    pub said: String,
}

impl fmt::Display for BadInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "data/{}.in: expected 42 from input validator {:?}, it {}", self.case, self.validator, self.got)?;
        if self.said.is_empty() { Ok(()) } else { write!(f, ": {}", self.said) }
    }
}

/// Runs every input validator on every input, side by side on the slots.
pub(super) fn check(
    problem: &Problem,
    slots: &mut [Slot],
    runtime: &Runtime,
    options: &Options<'_>,
) -> Result<Vec<BadInput>, GradeError> {
    let mut bad = Vec::new();
    for program in &problem.input_validators {
        let slot = slots.first_mut().ok_or(GradeError::NoSlot)?;
        let validator = Ready::prepare(program, problem, slot, runtime, options)?;
        bad.extend(check_all(problem, &validator, slots)?);
    }
    Ok(bad)
}

fn check_all(problem: &Problem, validator: &Ready<'_>, slots: &mut [Slot]) -> Result<Vec<BadInput>, GradeError> {
    let next = Mutex::new(problem.cases.iter().enumerate());
    let found = Mutex::new(Vec::new());
    let take = || next.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work = |slot: &mut Slot| {
        while let Some((index, case)) = take() {
            let result = validator.check(case, slot).transpose();
            found.lock().unwrap_or_else(PoisonError::into_inner).extend(result.map(|bad| (index, bad)));
        }
    };
    std::thread::scope(|scope| {
        for slot in slots {
            scope.spawn(|| work(slot));
        }
    });
    let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.sort_by_key(|(index, _)| *index);
    found.into_iter().map(|(_, bad)| bad).collect()
}

/// A validator that is ready to run any number of times.
struct Ready<'a> {
    program: &'a Program,
    problem: &'a Problem,
    runtime: &'a Runtime,
    allowance: Allowance,
    files: Vec<pyjury_sandbox::plan::PlacedFile>,
}

impl<'a> Ready<'a> {
    fn prepare(
        program: &'a Program,
        problem: &'a Problem,
        slot: &mut Slot,
        runtime: &'a Runtime,
        options: &Options<'_>,
    ) -> Result<Self, GradeError> {
        let mut files = Vec::with_capacity(program.files.len() + 1);
        for file in &program.files {
            files.push(read_only(&file.path, &file.data.read()?));
        }
        match program.language {
            Language::Python => {}
            Language::C | Language::Cpp => {
                let binary = native::binary(program, problem, slot, runtime, options.cache)?;
                files.push(native::executable(BINARY, binary));
            }
            Language::Other => return Err(crate::checker::program::unknown_language(program)),
        }
        Ok(Self { program, problem, runtime, allowance: options.allowance, files })
    }

    fn check(&self, case: &Case, slot: &mut Slot) -> Result<Option<BadInput>, GradeError> {
        let args = case.input_args(&self.program.name);
        let (command, start, policy) = match self.program.language.is_compiled() {
            false => (format!("/box/{}", self.program.entry), Start::Mark, self.runtime.policy()),
            true => (format!("/box/{BINARY}"), Start::Exec, native::policy(self.runtime)),
        };
        let argv = [&[command], args].concat();
        let mut files = self.files.clone();
        for file in &case.files {
            files.push(read_only(&file.path, &file.data.read()?));
        }
        let limits = &self.problem.limits;
        let process = Process {
            policy,
            argv: if start == Start::Mark { self.runtime.python_argv(&argv) } else { argv },
            env: Vec::new(),
            files,
            stdin: Input::Bytes(case.input.read()?),
            stdout: Output::Keep { head: 4096, tail: 0 },
            keep_stderr: 8192,
            limits: self.allowance.scaled(Limits {
                cpu: limits.validation_time,
                wall: Limits::wall_for(limits.validation_time),
                memory: limits.validation_memory,
                output: limits.validation_output,
                ..Limits::default()
            }),
            collect: Vec::new(),
            start,
            ends_plan_unless: None,
        };
        let execution = one(slot, process)?.execution;
        let got = match (&execution.breach, execution.exit) {
            (None, Some(Exit::Code(VALID))) => return Ok(None),
            (Some(breach), _) => format!("went over its own limits ({breach:?})").to_lowercase(),
            (None, Some(Exit::Code(code))) => format!("exited with {code}"),
            (None, Some(Exit::Signal(number))) => format!("was ended by {}", Reason::Signal(number)),
            (None, None) => "was not started".to_owned(),
        };
        let said =
            [&execution.stdout, &execution.stderr].map(|text| traceback::clean(&excerpt::of(text)).trim().to_owned());
        let said = excerpt::shorten(said.join("\n").trim(), 2000);
        Ok(Some(BadInput { case: case.name.clone(), validator: self.program.name.clone(), got, said }))
    }
}
