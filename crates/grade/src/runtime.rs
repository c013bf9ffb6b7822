//! Runtimes as the sandbox takes them: an interpreter, layers of packages, and a policy.
//!
//! 1. [`Interpreters`](interpreter::Interpreters) finds the CPythons of the host.
//! 2. [`build`](fn@build::build) makes a [`Layer`] of a definition (`runtimes/*/`) for one of them, and keeps
//!    it in a [`Store`] under the digest of all that is in it.
//! 3. [`RuntimeSet::resolve`] finds what meets a request: a [`Runtime`], which is an interpreter with its layers in
//!    order, each a read-only folder of the run.
//!
//! The standard library alone needs no layer: a host with a CPython and an empty store has a runtime.

pub mod build;
pub mod definitions;
pub mod interpreter;
pub mod layer;
mod set;
mod store;
mod toolchain;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pyjury_core::{Digest, PythonVersion, RuntimeRequest};
use pyjury_problem::runtime::{RuntimeDefinition, RuntimeError, View};
use pyjury_sandbox::guard::Guards;
use pyjury_sandbox::policy::{Definition, Mount, MountKind, Policy, ScratchExec};
use pyjury_sandbox::seccomp::PolicyError;

use crate::harness::{self, HarnessError};
use crate::prefault;

pub use set::RuntimeSet;
pub use store::{RUNTIMES, Store, StoreError};
pub use toolchain::Toolchain;

use interpreter::Interpreter;
use layer::Layer;

/// An interpreter with its layers, its bootstrap and its policy. Made once, shared by all runs.
#[derive(Clone, Debug)]
pub struct Runtime {
    name: String,
    interpreter: Arc<Interpreter>,
    layers: Vec<Layer>,
    args: Vec<String>,
    digest: Digest,
    policy: Arc<Policy>,
    /// Of a trusted suite that runs beside its submission; where there is a layer with one.
    suite: Option<Arc<Policy>>,
    toolchain: Option<Toolchain>,
    /// What every run of it reads: the interpreter, its libraries, the standard library.
    shared: BTreeSet<PathBuf>,
    /// Where it has its layers from, and where others lie.
    store: Store,
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
    /// One of its layers.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An interpreter doesn't run, or can't be used.
    #[error("the interpreter {} can't be used: {why}", path.display())]
    Interpreter {
        /// The interpreter.
        path: PathBuf,
        /// What it said.
        why: String,
    },
    /// The host has none that meets a request.
    #[error("the runtime {wanted} is asked for; this host has {has}; {remedy}")]
    Unmet {
        /// What was asked for.
        wanted: RuntimeRequest,
        /// What is there.
        has: String,
        /// What to do.
        remedy: String,
    },
}

const BASE: &str = include_str!("../../../runtimes/base/runtime.toml");
const BASE_SECCOMP: &str = include_str!("../../../runtimes/base/seccomp.toml");
const BASE_START: &str = include_str!("../../../runtimes/base/start.py");
const SUITE_SECCOMP: &str = include_str!("../../../runtimes/base/suite.toml");
/// Where the bootstrap lies in the root of a run.
const BOOTSTRAP: &str = "/usr/lib/pyjury/start.py";
/// Where layers lie in the root of a run, each by its name. Compiled modules name this place.
const LAYERS: &str = "/usr/lib/pyjury/layers";
/// Tells runs where their layers are, with colons between them.
const LAYERS_VARIABLE: &str = "PYJURY_LAYERS";

impl Runtime {
    /// The standard library on the preferred interpreter of this host.
    ///
    /// # Errors
    /// [`RuntimeLoadError`] when the host has no interpreter, or lacks what it needs.
    pub fn base() -> Result<Arc<Self>, RuntimeLoadError> {
        RuntimeSet::open(Store::at("/nonexistent"))?.plain()
    }

    /// What the policy of [`Runtime::base`] is made of, for tests that change it.
    ///
    /// # Errors
    /// As of [`Runtime::base`].
    pub fn base_definition() -> Result<Definition, RuntimeLoadError> {
        let definition = RuntimeDefinition::parse(BASE)?;
        let view = definition.view(&Self::base()?.interpreter.place)?;
        Ok(policy_of(&definition, &view, &[]))
    }

    /// Reads what every run of it reads, so that no run is charged for it; gives the bytes. Takes as long as reading a
    /// hundred megabytes does.
    pub fn prefault(&self) -> u64 {
        let mapped = prefault::mapped_by(&self.interpreter.place.interpreter);
        prefault::read(&self.shared.union(&mapped).cloned().collect())
    }

    fn new(
        definition: &RuntimeDefinition,
        interpreter: &Arc<Interpreter>,
        (layers, store): (Vec<Layer>, &Store),
        toolchain: Option<Toolchain>,
    ) -> Result<Self, RuntimeLoadError> {
        let view = definition.view(&interpreter.place)?;
        let source = harness::install(&harness::root(), &interpreter.place.interpreter, &interpreter.build)?;
        let mut policy = policy_of(definition, &view, &layers);
        policy.mounts.push(Mount { source, target: harness::INSIDE.into(), kind: MountKind::Folder });
        let shared = policy.mounts.iter().filter(|mount| is_library(mount)).map(|mount| mount.source.clone()).collect();
        let names = layers.iter().map(|layer| layer.manifest.name.as_str()).collect::<Vec<_>>();
        Ok(Self {
            name: if names.is_empty() { definition.name.clone() } else { names.join(",") },
            interpreter: Arc::clone(interpreter),
            args: definition.args.clone(),
            digest: digest(interpreter, &layers),
            suite: match layers.is_empty() {
                true => None,
                false => Some(Arc::new(Policy::new(for_suites(policy.clone()))?)),
            },
            policy: Arc::new(Policy::new(policy)?),
            shared,
            store: store.clone(),
            toolchain,
            layers,
        })
    }

    /// The names of its layers, with commas between them; `base` when it has none.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The interpreter's version, such as `CPython 3.11.2`.
    pub fn interpreter_version(&self) -> &str {
        &self.interpreter.name
    }

    /// The same without the patch release.
    pub fn python(&self) -> PythonVersion {
        self.interpreter.version()
    }

    /// Its layers, the lowest first.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// Names what programs find: the build of the interpreter and the content of every layer. The same on every host
    /// that has the same.
    pub const fn digest(&self) -> Digest {
        self.digest
    }

    /// Whether it meets a request.
    pub fn meets(&self, request: &RuntimeRequest) -> bool {
        let has = |name: &String| self.layers.iter().any(|layer| layer.manifest.name == *name);
        request.takes(self.python()) && request.layers.iter().all(has)
    }

    /// Which layer of the host has a module that none of its own has.
    pub(crate) fn elsewhere(&self, module: &str) -> Option<String> {
        let own = |name: &String| self.layers.iter().any(|layer| layer.manifest.name == *name);
        let abi = &self.interpreter.abi;
        let has = |name: &String| !own(name) && self.store.has_module(name, abi, module);
        self.store.names(abi).into_iter().find(has)
    }

    /// What its runs may see and call.
    pub fn policy(&self) -> Arc<Policy> {
        Arc::clone(&self.policy)
    }

    /// What a trusted suite may see and call, and its forks with the submission.
    pub(crate) fn suite_policy(&self) -> Arc<Policy> {
        Arc::clone(self.suite.as_ref().unwrap_or(&self.policy))
    }

    /// The interpreter with its usual arguments, for a command line of one's own.
    pub fn interpreter_argv(&self) -> Vec<String> {
        let mut argv = vec![self.interpreter.place.interpreter.to_string_lossy().into_owned()];
        argv.extend(self.args.iter().cloned());
        argv
    }

    /// The command line that runs a script by the bootstrap, given the script's path and its arguments.
    /// A run with it starts at the mark.
    pub fn python_argv(&self, script_and_args: &[String]) -> Vec<String> {
        self.harness_argv(&[&[BOOTSTRAP.to_owned()], script_and_args].concat())
    }

    /// The command line that runs a script of ours, given its path and its arguments. It writes the mark by itself.
    pub(crate) fn harness_argv(&self, script_and_args: &[String]) -> Vec<String> {
        let mut argv = self.interpreter_argv();
        argv.extend(script_and_args.iter().cloned());
        argv
    }

    /// What compiles and runs validators that aren't Python; `None` where the host has no compiler.
    pub fn toolchain(&self) -> Option<&Toolchain> {
        self.toolchain.as_ref()
    }
}

fn digest(interpreter: &Interpreter, layers: &[Layer]) -> Digest {
    let layers: Vec<_> = layers.iter().map(|layer| (layer.manifest.name.as_str(), layer.digest.hex())).collect();
    let interpreter = [("interpreter", interpreter.build.as_bytes()), ("abi", interpreter.abi.as_bytes())];
    Digest::of_parts(interpreter.into_iter().chain(layers.iter().map(|(name, digest)| (*name, digest.as_bytes()))))
}

/// Where a layer lies in the root of a run.
fn inside(layer: &str) -> PathBuf {
    Path::new(LAYERS).join(layer)
}

fn policy_of(definition: &RuntimeDefinition, view: &View, layers: &[Layer]) -> Definition {
    let places: Vec<_> = layers.iter().map(|layer| inside(&layer.manifest.name)).collect();
    let mounted = layers.iter().zip(&places).map(|(layer, place)| Mount {
        source: layer.site(),
        target: place.clone(),
        kind: MountKind::Folder,
    });
    let mut env: Vec<_> = definition.env.clone().into_iter().collect();
    if !places.is_empty() {
        let paths = places.iter().map(|place| place.to_string_lossy()).collect::<Vec<_>>().join(":");
        env.push((LAYERS_VARIABLE.to_owned(), paths));
    }
    Definition {
        mounts: mounts(view).chain(mounted).collect(),
        files: vec![(BOOTSTRAP.into(), BASE_START.to_owned())],
        env,
        seccomp: BASE_SECCOMP.to_owned(),
        scratch_exec: ScratchExec::Forbidden,
        guards: Guards::default(),
    }
}

fn for_suites(definition: Definition) -> Definition {
    Definition { seccomp: definition.seccomp + "\n" + SUITE_SECCOMP, ..definition }
}

/// Whether a mount is a library of Python: not those of the whole system, of which few files are read.
fn is_library(mount: &Mount) -> bool {
    let ours = mount.target.starts_with("/usr/lib/pyjury");
    let named = mount.target.file_name().is_some_and(|name| name.to_string_lossy().starts_with("python3"));
    mount.kind != MountKind::Link && mount.kind != MountKind::Empty && (ours || named)
}

fn mounts(view: &View) -> impl Iterator<Item = Mount> {
    let same = |path: &PathBuf, kind| Mount { source: path.clone(), target: path.clone(), kind };
    let kind = |path: &PathBuf| if path.is_dir() { MountKind::Folder } else { MountKind::File };
    let shown = view.mounts.iter().map(move |path| same(path, kind(path)));
    let hidden = view.hides.iter().map(move |path| same(path, MountKind::Empty));
    let links =
        view.links.iter().map(|(path, to)| Mount { source: to.clone(), target: path.clone(), kind: MountKind::Link });
    shown.chain(hidden).chain(links)
}
