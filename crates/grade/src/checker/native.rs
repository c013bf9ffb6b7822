//! Validators in C and C++: compiled once, in the sandbox.

use std::sync::Arc;

use pyjury_core::{Digest, Exit, Limits};
use pyjury_problem::{Language, Problem, Program};
use pyjury_sandbox::plan::{Access, Collect, Input, Output, PlacedFile, Process, Start};
use pyjury_sandbox::{Policy, Slot};

use crate::cache::Cache;
use crate::compile::one;
use crate::runtime::Toolchain;
use crate::{GradeError, Runtime, excerpt, traceback};

const BINARY: &str = "out/validator";
const LARGEST_BINARY: u64 = 64 << 20;
/// Templates and libraries of contests need far more than the limits of a submission's source.
const LEAST_TIME: std::time::Duration = std::time::Duration::from_secs(60);
const LEAST_MEMORY: pyjury_core::Bytes = pyjury_core::Bytes::mib(2048);

/// A validator's executable: the one that was kept, or one that is compiled now.
pub(crate) fn binary(
    program: &Program,
    problem: &Problem,
    slot: &mut Slot,
    runtime: &Runtime,
    cache: &Cache,
) -> Result<Arc<[u8]>, GradeError> {
    let parts: Vec<_> = program.files.iter().map(|file| (file.path.as_str(), file.data.digest().hex())).collect();
    let digest = Digest::of_parts(parts.iter().map(|(path, hex)| (*path, hex.as_bytes())));
    cache.binary(digest, || build(program, problem, slot, runtime))
}

/// What an executable may see and call.
pub(crate) fn policy(runtime: &Runtime) -> Arc<Policy> {
    runtime.toolchain().map_or_else(|| runtime.policy(), |toolchain| toolchain.policy.clone())
}

/// A program to place into the working folder.
pub(crate) fn executable(path: &str, binary: Arc<[u8]>) -> PlacedFile {
    PlacedFile { path: path.to_owned(), content: binary, access: Access::Executable }
}

fn build(program: &Program, problem: &Problem, slot: &mut Slot, runtime: &Runtime) -> Result<Arc<[u8]>, GradeError> {
    let toolchain = runtime.toolchain().ok_or_else(|| {
        GradeError::Package(format!(
            "the validator {:?} is written in C or C++ and there is no compiler; install gcc and g++ on this host, or \
             write the validator in Python",
            program.name
        ))
    })?;
    let cpu = problem.limits.compilation_time.max(LEAST_TIME);
    let limits = Limits {
        cpu,
        wall: Limits::wall_for(cpu),
        memory: problem.limits.compilation_memory.max(LEAST_MEMORY),
        scratch: pyjury_core::Bytes(LARGEST_BINARY * 2),
        ..Limits::default()
    };
    let mut files = vec![PlacedFile { path: "out/".to_owned(), content: Arc::from([]), access: Access::Writable }];
    for file in &program.files {
        files.push(PlacedFile { path: file.path.clone(), content: file.data.read()?, access: Access::ReadOnly });
    }
    let process = Process {
        policy: toolchain.policy.clone(),
        argv: argv(program, toolchain),
        env: Vec::new(),
        files,
        stdin: Input::Bytes(Arc::from([])),
        stdout: Output::Keep { head: excerpt::LONGEST, tail: 0 },
        keep_stderr: excerpt::LONGEST,
        limits,
        collect: vec![Collect::file(BINARY, LARGEST_BINARY)],
        start: Start::Exec,
        ends_plan_unless: None,
    };
    let outcome = one(slot, process)?;
    let good = outcome.execution.exit == Some(Exit::Code(0)) && outcome.execution.breach.is_none();
    match outcome.collected.into_iter().find(|file| good && !file.cut) {
        Some(binary) => Ok(binary.content.into()),
        None => {
            let said = traceback::clean(&excerpt::of(&outcome.execution.stderr));
            Err(GradeError::Package(format!("the validator {:?} doesn't compile:\n{said}", program.name)))
        }
    }
}

fn argv(program: &Program, toolchain: &Toolchain) -> Vec<String> {
    let (language, endings): (&[&str], &[&str]) = match program.language {
        // The toolchain's driver is that of C++.
        Language::C => (&["-x", "c", "-std=gnu17"], &[".c"]),
        _ => (&["-std=gnu++20"], &[".cc", ".cpp", ".cxx", ".c++", ".C"]),
    };
    let sources = program.files.iter().map(|file| file.path.clone());
    let mut argv = vec![toolchain.compiler.to_string_lossy().into_owned(), "-O2".to_owned(), "-I.".to_owned()];
    argv.extend(language.iter().map(|word| (*word).to_owned()));
    argv.extend(sources.filter(|path| endings.iter().any(|ending| path.ends_with(ending))));
    argv.extend(["-o", BINARY, "-lm"].map(str::to_owned));
    argv
}
