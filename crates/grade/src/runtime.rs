//! Runtimes as the sandbox takes them: an interpreter with its policy.

use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use pyjury_problem::runtime::{ResolvedRuntime, RuntimeDefinition, RuntimeError};
use pyjury_sandbox::guard::Guards;
use pyjury_sandbox::policy::{Definition, Mount, MountKind, Policy, ScratchExec};
use pyjury_sandbox::seccomp::PolicyError;

/// An interpreter with its bootstrap and its policy. Made once, shared by all runs.
#[derive(Clone, Debug)]
pub struct Runtime {
    name: String,
    interpreter: PathBuf,
    args: Vec<String>,
    version: String,
    policy: Arc<Policy>,
    toolchain: Option<Toolchain>,
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
        let policy = policy_of(&definition, &resolved);
        let env = policy.env.clone();
        Ok(Arc::new(Self {
            name: definition.name,
            version: version(&resolved.interpreter)?,
            interpreter: resolved.interpreter,
            args: definition.args,
            policy: Arc::new(Policy::new(policy)?),
            toolchain: toolchain(env)?,
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
        let mut argv = vec![self.interpreter.to_string_lossy().into_owned()];
        argv.extend(self.args.iter().cloned());
        argv.push(BOOTSTRAP.to_owned());
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

fn version(interpreter: &PathBuf) -> Result<String, RuntimeLoadError> {
    let failed = |why: String| RuntimeLoadError::Interpreter { path: interpreter.clone(), why };
    let script = "import platform; print(platform.python_implementation(), platform.python_version())";
    let output = Command::new(interpreter).args(["-I", "-S", "-c", script]).env_clear().output();
    let output = output.map_err(|error| failed(error.to_string()))?;
    match String::from_utf8(output.stdout) {
        Ok(text) if output.status.success() => Ok(text.trim().to_owned()),
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
