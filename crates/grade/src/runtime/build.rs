//! Making layers: uv installs what the lock file pins, the interpreter compiles it, and the result gets its name.
//!
//! What is made depends on the lock file and the interpreter only. Nothing of a package runs: only wheels are
//! installed, and compiling doesn't import.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use pyjury_core::PythonVersion;

use super::definitions::{DefinitionError, Definitions};
use super::interpreter::Interpreter;
use super::layer::{Layer, Manifest, SITE, Thoroughness, walk};
use super::{Store, StoreError};

/// Names the program that installs.
pub const UV: &str = "PYJURY_UV";
/// Compiles a layer.
const COMPILE: &str = include_str!("../../python/compile_layer.py");
/// What installers note of an installation. It differs from host to host, and nothing of ours reads it.
const NOTES: [&str; 6] = ["RECORD", "INSTALLER", "REQUESTED", "direct_url.json", "uv_cache.json", "uv_build.json"];

/// Why a layer can't be made.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// Its definition.
    #[error(transparent)]
    Definition(#[from] DefinitionError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It isn't for this version of CPython.
    #[error(
        "the layer {name} is not for CPython {version}, see `python` in its runtime.toml; choose another with --python"
    )]
    Version {
        /// The layer.
        name: String,
        /// The version.
        version: PythonVersion,
    },
    /// There is no uv.
    #[error(
        "uv makes layers, and it is neither in PATH nor named by {UV}; install it, such as with `python3 -m pip install uv`, or in a folder of its own: `python3 -m venv uv && uv/bin/pip install uv`, then set {UV}=uv/bin/uv"
    )]
    NoUv,
    /// A program could not be started.
    #[error("can't run {}", program.display())]
    Run {
        /// The program.
        program: PathBuf,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// A program failed.
    #[error("{doing} the layer {name} for CPython {version} failed: {said}")]
    Failed {
        /// What was done.
        doing: &'static str,
        /// The layer.
        name: String,
        /// The version.
        version: PythonVersion,
        /// What the program said.
        said: String,
    },
}

/// Whether there was something to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was made.
    Built,
    /// It was there, made of the same lock file, and every file is what it was.
    Kept,
}

/// Layers by name, each after what it requires.
///
/// # Errors
/// [`DefinitionError::Unknown`].
pub fn in_order(definitions: &Definitions, names: &[String]) -> Result<Vec<String>, DefinitionError> {
    let mut order: Vec<String> = Vec::new();
    for name in names {
        let (definition, _) = definitions.get(name)?;
        for name in definition.requires.iter().chain([name]) {
            if !order.contains(name) {
                order.push(name.clone());
            }
        }
    }
    Ok(order)
}

/// Makes a layer for an interpreter, or finds that it is there. It is current afterwards.
///
/// # Errors
/// [`BuildError`]; the store is then as it was.
pub fn build(
    store: &Store,
    definitions: &Definitions,
    name: &str,
    interpreter: &Interpreter,
) -> Result<(Layer, Outcome), BuildError> {
    let (definition, lock) = definitions.get(name)?;
    let version = interpreter.version();
    if !definition.takes(version) {
        return Err(BuildError::Version { name: name.to_owned(), version });
    }
    // What isn't what it was is made again.
    let there = store.current(name, &interpreter.abi, Thoroughness::Contents).ok().flatten();
    if let Some(layer) = there.filter(|layer| layer.manifest.lock == lock.digest()) {
        return Ok((layer, Outcome::Kept));
    }
    let layers = store.layers();
    StoreError::doing("make", &layers, fs::create_dir_all(&layers))?;
    let new = tempfile::Builder::new().prefix(".new-").tempdir_in(&layers);
    let new = StoreError::doing("make a folder in", &layers, new)?;
    let work = Work { name, interpreter, folder: new.path().join("layer") };
    StoreError::doing("make", &work.folder, fs::create_dir(&work.folder))?;
    work.install(&lock.text)?;
    work.tidy()?;
    work.compile()?;
    work.set_modes()?;
    let manifest = Manifest {
        name: name.to_owned(),
        python: version,
        abi: interpreter.abi.clone(),
        requires: definition.requires.clone(),
        lock: lock.digest(),
        packages: work.packages()?,
    };
    let digest = Layer::seal(&manifest, &work.folder)?;
    store.keep(&work.folder, digest, (name, &interpreter.abi))?;
    let made = store.current(name, &interpreter.abi, Thoroughness::Names)?;
    let gone = || StoreError::Tampered { folder: layers.join(digest.hex()), why: "it is gone".to_owned() };
    Ok((made.ok_or_else(gone)?, Outcome::Built))
}

/// Remembers an interpreter that is in no usual place, so that runs find it again.
///
/// # Errors
/// [`StoreError::Io`].
pub fn remember(store: &Store, interpreter: &Interpreter) -> Result<(), StoreError> {
    store.remember(&interpreter.place.interpreter)
}

/// A layer that is being made.
struct Work<'a> {
    name: &'a str,
    interpreter: &'a Interpreter,
    /// A new folder.
    folder: PathBuf,
}

impl Work<'_> {
    fn site(&self) -> PathBuf {
        self.folder.join(SITE)
    }

    /// Installs what the lock file pins, and nothing else: a hash that differs ends it.
    fn install(&self, lock: &str) -> Result<(), BuildError> {
        let uv = find_uv().ok_or(BuildError::NoUv)?;
        let file = self.folder.with_file_name("requirements.lock");
        StoreError::doing("write", &file, fs::write(&file, lock))?;
        let mut command = Command::new(&uv);
        command.args(["pip", "install", "--quiet", "--no-progress", "--require-hashes", "--no-deps"]);
        command.args(["--only-binary", ":all:", "--link-mode", "copy", "--no-compile-bytecode", "--python"]);
        command.arg(&self.interpreter.place.interpreter).arg("--target").arg(self.site()).arg("-r").arg(&file);
        // No project's settings apply here, and no other interpreter is wanted.
        command.current_dir(&self.folder).env("UV_PYTHON_DOWNLOADS", "never").env_remove("VIRTUAL_ENV");
        self.run("installing", &uv, command).map(drop)
    }

    /// Takes away what differs from host to host, and scripts that name an interpreter.
    fn tidy(&self) -> Result<(), BuildError> {
        let site = self.site();
        for (relative, path) in walk(&site)? {
            let (folder, name) = relative.rsplit_once('/').unwrap_or(("", &relative));
            let is_note = folder.ends_with(".dist-info") && NOTES.contains(&name);
            let is_leftover = folder.is_empty() && name == ".lock";
            let is_compiled = folder.ends_with("__pycache__");
            let is_script = folder == "bin" && is_script(&path)?;
            if is_note || is_leftover || is_compiled || is_script {
                StoreError::doing("remove", &path, fs::remove_file(&path))?;
            }
        }
        Ok(())
    }

    /// Compiles every module for the place where runs see it.
    fn compile(&self) -> Result<(), BuildError> {
        let program = &self.interpreter.place.interpreter;
        let mut command = Command::new(program);
        // The order of sets, and with it a compiled module, follows the seed.
        command.args(["-s", "-S", "-P", "-W", "ignore", "-c", COMPILE]).arg(self.site()).arg(super::inside(self.name));
        command.env_clear().env("PYTHONHASHSEED", "0").env("PYTHONUTF8", "1").current_dir("/");
        let output = self.run("compiling", program, command)?;
        let broken = String::from_utf8_lossy(&output.stdout);
        tracing::debug!(layer = self.name, modules = %broken.trim(), "modules that don't compile stay as they are");
        Ok(())
    }

    /// Nobody writes to a layer; what may be executed stays so.
    fn set_modes(&self) -> Result<(), BuildError> {
        let set = |path: &Path, mode| {
            StoreError::doing("set the mode of", path, fs::set_permissions(path, fs::Permissions::from_mode(mode)))
        };
        for path in walk(&self.site())?.values() {
            let metadata = StoreError::doing("look at", path, fs::symlink_metadata(path))?;
            if metadata.is_file() {
                set(path, if metadata.permissions().mode() & 0o100 == 0 { 0o444 } else { 0o555 })?;
            }
        }
        let mut folders = vec![self.folder.clone()];
        while let Some(folder) = folders.pop() {
            set(&folder, 0o755)?;
            for entry in StoreError::doing("list", &folder, fs::read_dir(&folder))? {
                let entry = StoreError::doing("list", &folder, entry)?;
                if StoreError::doing("look at", &folder, entry.file_type())?.is_dir() {
                    folders.push(entry.path());
                }
            }
        }
        Ok(())
    }

    /// What was installed: `<name>-<version>.dist-info`.
    fn packages(&self) -> Result<BTreeMap<String, String>, BuildError> {
        let site = self.site();
        let mut packages = BTreeMap::new();
        for entry in StoreError::doing("list", &site, fs::read_dir(&site))? {
            let name = StoreError::doing("list", &site, entry)?.file_name().to_string_lossy().into_owned();
            if let Some((package, version)) = name.strip_suffix(".dist-info").and_then(|name| name.split_once('-')) {
                packages.insert(package.to_ascii_lowercase().replace(['_', '.'], "-"), version.to_owned());
            }
        }
        Ok(packages)
    }

    fn run(&self, doing: &'static str, program: &Path, mut command: Command) -> Result<Output, BuildError> {
        let output = command.output();
        let output = output.map_err(|source| BuildError::Run { program: program.to_owned(), source })?;
        if output.status.success() {
            return Ok(output);
        }
        let (name, version) = (self.name.to_owned(), self.interpreter.version());
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        Err(BuildError::Failed { doing, name, version, said })
    }
}

fn is_script(path: &Path) -> Result<bool, StoreError> {
    Ok(StoreError::doing("read", path, fs::read(path))?.starts_with(b"#!"))
}

/// The program that installs: the one that is named, or the one in PATH.
fn find_uv() -> Option<PathBuf> {
    let in_path = |path: OsString| std::env::split_paths(&path).map(|folder| folder.join("uv")).find(|uv| uv.is_file());
    match std::env::var_os(UV).filter(|path| !path.is_empty()) {
        Some(named) => Some(PathBuf::from(named)),
        None => std::env::var_os("PATH").and_then(in_path),
    }
}
