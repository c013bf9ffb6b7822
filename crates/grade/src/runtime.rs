//! Runtimes as the sandbox takes them: an interpreter with its policy.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use pyjury_problem::runtime::{ResolvedRuntime, RuntimeDefinition, RuntimeError};
use pyjury_sandbox::guard::Guards;
use pyjury_sandbox::policy::{Definition, Mount, MountKind, Policy, ScratchExec};
use pyjury_sandbox::seccomp::PolicyError;

use crate::harness::{self, HarnessError};
use crate::prefault;

/// An interpreter with its bootstrap and its policy. Made once, shared by all runs.
#[derive(Clone, Debug)]
pub struct Runtime {
    name: String,
    interpreter: PathBuf,
    args: Vec<String>,
    version: String,
    policy: Arc<Policy>,
    toolchain: Option<Toolchain>,
    /// What every run of it reads: the interpreter, its libraries, the standard library.
    shared: BTreeSet<PathBuf>,
}

/// What the interpreter says of itself.
struct Answer {
    version: String,
    /// The files that it has mapped: itself and its libraries.
    mapped: BTreeSet<PathBuf>,
}

/// What compiles and runs validators that aren't Python.
#[derive(Clone, Debug)]
pub struct Toolchain {
    /// The C++ compiler, a path inside the sandbox.
    pub compiler: PathBuf,
    /// What compilers and compiled programs may see: all of `/usr`, and programs in the working folder.
    pub policy: Arc<Policy>,
}

/// Why a runtime can't be used.
#[derive(Debug, thiserror::Error)]
pub enum RuntimeLoadError {
    /// Its definition, or what it needs of the host.
    #[error(transparent)]
    Definition(#[from] RuntimeError),
    /// The judge's own Python code.
    #[error(transparent)]
    Harness(#[from] HarnessError),
    /// Its system-call policy.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// Its interpreter doesn't run.
    #[error("the interpreter {} can't be asked for its version: {why}", path.display())]
    Interpreter {
        /// The interpreter.
        path: PathBuf,
        /// What it said.
        why: String,
    },
}

const BASE: &str = include_str!("../../../runtimes/base/runtime.toml");
const BASE_SECCOMP: &str = include_str!("../../../runtimes/base/seccomp.toml");
const BASE_START: &str = include_str!("../../../runtimes/base/start.py");
/// Where the bootstrap lies in the root of a run.
const BOOTSTRAP: &str = "/usr/lib/pyjury/start.py";
/// C++ compilers, by path.
const COMPILERS: [&str; 2] = ["/usr/bin/g++", "/usr/bin/clang++"];

impl Runtime {
    /// The base runtime: the host's CPython and its standard library.
    ///
    /// # Errors
    /// [`RuntimeLoadError`] when the host has no interpreter, or lacks what it needs.
    pub fn base() -> Result<Arc<Self>, RuntimeLoadError> {
        let definition = RuntimeDefinition::parse(BASE)?;
        let resolved = definition.resolve()?;
        let Answer { version, mapped: mut shared } = ask(&resolved.interpreter)?;
        let mut policy = policy_of(&definition, &resolved);
        let source = harness::install(&harness::root(), &resolved.interpreter, &version)?;
        shared.extend(policy.mounts.iter().filter(|mount| is_library(&mount.target)).map(|mount| mount.source.clone()));
        shared.insert(source.clone());
        policy.mounts.push(Mount { source, target: harness::INSIDE.into(), kind: MountKind::Folder });
        let env = policy.env.clone();
        Ok(Arc::new(Self {
            name: definition.name,
            version,
            interpreter: resolved.interpreter,
            args: definition.args,
            policy: Arc::new(Policy::new(policy)?),
            toolchain: toolchain(env)?,
            shared,
        }))
    }

    /// What the base runtime's policy is made of, for tests that change it.
    ///
    /// # Errors
    /// As of [`Runtime::base`].
    pub fn base_definition() -> Result<Definition, RuntimeLoadError> {
        let definition = RuntimeDefinition::parse(BASE)?;
        Ok(policy_of(&definition, &definition.resolve()?))
    }

    /// Reads what every run of it reads, so that no run is charged for it; gives the bytes. Takes as long as reading a
    /// hundred megabytes does.
    pub fn prefault(&self) -> u64 {
        prefault::read(&self.shared)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The interpreter's version, such as `CPython 3.11.2`.
    pub fn interpreter_version(&self) -> &str {
        &self.version
    }

    /// What its runs may see and call.
    pub fn policy(&self) -> Arc<Policy> {
        Arc::clone(&self.policy)
    }

    /// The command line that runs a script by the bootstrap, given the script's path and its arguments.
    /// A run with it starts at the mark.
    pub fn python_argv(&self, script_and_args: &[String]) -> Vec<String> {
        self.harness_argv(&[&[BOOTSTRAP.to_owned()], script_and_args].concat())
    }

    /// The command line that runs a script of ours, given its path and its arguments. It writes the mark by itself.
    pub(crate) fn harness_argv(&self, script_and_args: &[String]) -> Vec<String> {
        let mut argv = vec![self.interpreter.to_string_lossy().into_owned()];
        argv.extend(self.args.iter().cloned());
        argv.extend(script_and_args.iter().cloned());
        argv
    }

    /// What compiles and runs validators that aren't Python; `None` where the host has no compiler.
    pub fn toolchain(&self) -> Option<&Toolchain> {
        self.toolchain.as_ref()
    }
}

fn policy_of(definition: &RuntimeDefinition, resolved: &ResolvedRuntime) -> Definition {
    Definition {
        mounts: mounts(resolved),
        files: vec![(BOOTSTRAP.into(), BASE_START.to_owned())],
        env: definition.env.clone().into_iter().collect(),
        seccomp: BASE_SECCOMP.to_owned(),
        scratch_exec: ScratchExec::Forbidden,
        guards: Guards::default(),
    }
}

fn mounts(resolved: &ResolvedRuntime) -> Vec<Mount> {
    let view = |path: &PathBuf| Mount {
        source: path.clone(),
        target: path.clone(),
        kind: if path.is_dir() { MountKind::Folder } else { MountKind::File },
    };
    let link =
        |(path, to): &(PathBuf, PathBuf)| Mount { source: to.clone(), target: path.clone(), kind: MountKind::Link };
    resolved.mounts.iter().map(view).chain(resolved.links.iter().map(link)).collect()
}

/// Whether a mount is a library of Python: not those of the whole system, of which few files are read.
fn is_library(target: &Path) -> bool {
    target.file_name().is_some_and(|name| name.to_string_lossy().starts_with("python3"))
}

fn ask(interpreter: &PathBuf) -> Result<Answer, RuntimeLoadError> {
    let failed = |why: String| RuntimeLoadError::Interpreter { path: interpreter.clone(), why };
    let script = "import platform; print(platform.python_implementation(), platform.python_version()); \
                  print(open('/proc/self/maps').read())";
    let output = Command::new(interpreter).args(["-I", "-S", "-c", script]).env_clear().output();
    let output = output.map_err(|error| failed(error.to_string()))?;
    match String::from_utf8(output.stdout) {
        Ok(text) if output.status.success() => {
            let (version, maps) = text.split_once('\n').unwrap_or((&text, ""));
            Ok(Answer { version: version.trim().to_owned(), mapped: prefault::mapped(maps) })
        }
        _ => Err(failed(String::from_utf8_lossy(&output.stderr).into_owned())),
    }
}

/// Compilers are many programs in many folders, all below `/usr`: these runs see all of it. They compile
/// and run a package's validators, never a submission.
fn toolchain(env: Vec<(String, String)>) -> Result<Option<Toolchain>, RuntimeLoadError> {
    let Some(compiler) = COMPILERS.iter().map(PathBuf::from).find(|path| path.exists()) else { return Ok(None) };
    let folder = |path: &str| Mount { source: path.into(), target: path.into(), kind: MountKind::Folder };
    let link = |path: &str, to: &str| Mount { source: to.into(), target: path.into(), kind: MountKind::Link };
    let mut mounts =
        vec![folder("/usr"), link("/bin", "usr/bin"), link("/lib", "usr/lib"), link("/lib64", "usr/lib64")];
    // Debian's compilers are links to links in this folder.
    if std::path::Path::new("/etc/alternatives").is_dir() {
        mounts.push(folder("/etc/alternatives"));
    }
    let policy = Policy::new(Definition {
        mounts,
        files: Vec::new(),
        env,
        seccomp: BASE_SECCOMP.to_owned(),
        scratch_exec: ScratchExec::Allowed,
        guards: Guards::default(),
    })?;
    Ok(Some(Toolchain { compiler, policy: Arc::new(policy) }))
}
