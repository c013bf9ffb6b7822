//! The CPythons of a host. They are asked for what they are only when somebody needs them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, OnceLock};

use pyjury_core::PythonVersion;
use pyjury_problem::runtime::Place;

use super::RuntimeLoadError;

/// The minor versions that are looked for.
const MINORS: std::ops::RangeInclusive<u16> = 10..=19;
/// Names interpreters and prefixes of the host's own, with colons between them.
pub const PYTHONS: &str = "PYJURY_PYTHONS";
/// Folders that look different to a run, so that nothing in them can be shown to it.
const PRIVATE: [&str; 6] = ["/box", "/dev", "/etc", "/proc", "/sys", "/tmp"];
/// Asked of an interpreter. One line each.
const QUESTION: &str = "\
import _imp, os, sys
print(sys.implementation.name)
print(sys.version.split()[0])
print(' '.join(sys.version.split()))
print(os.path.realpath(sys.executable))
print(os.path.realpath(sys.base_prefix))
print(os.path.realpath(os.path.dirname(os.__file__)))
print(_imp.extension_suffixes()[0])
";

/// A CPython of this host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interpreter {
    /// Where it lies.
    pub place: Place,
    /// Its version as it is told in a judgement, such as `CPython 3.11.2`.
    pub name: String,
    /// Which build of it this is: version, date, compiler.
    pub build: String,
    /// What extension modules are made for, such as `cpython-311-x86_64-linux-gnu`.
    pub abi: String,
}

impl Interpreter {
    /// Its version, without the patch release.
    pub const fn version(&self) -> PythonVersion {
        self.place.version
    }

    /// Asks the program at a path.
    ///
    /// # Errors
    /// [`RuntimeLoadError::Interpreter`] when it doesn't answer, or can't be shown to a run.
    pub fn ask(path: &Path) -> Result<Self, RuntimeLoadError> {
        let failed = |why: String| RuntimeLoadError::Interpreter { path: path.to_owned(), why };
        // What a shim of a version manager needs to find the interpreter.
        let kept = ["PATH", "HOME"].into_iter().filter_map(|name| Some((name, std::env::var_os(name)?)));
        let mut command = Command::new(path);
        command.args(["-I", "-S", "-c", QUESTION]).env_clear().envs(kept).current_dir("/");
        let output = command.output().map_err(|error| failed(error.to_string()))?;
        if !output.status.success() {
            return Err(failed(String::from_utf8_lossy(&output.stderr).trim().to_owned()));
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let lines: Vec<&str> = text.lines().collect();
        let [kind, release, build, executable, prefix, stdlib, suffix] = lines[..] else {
            return Err(failed(format!("it answered {text:?}")));
        };
        let minor = release.split('.').take(2).collect::<Vec<_>>().join(".");
        let abi = suffix.strip_prefix('.').and_then(|suffix| suffix.strip_suffix(".so")).unwrap_or_default();
        let (Ok(version), true) = (minor.parse::<PythonVersion>(), kind == "cpython") else {
            return Err(failed(format!("expected a CPython, got {kind} {release}")));
        };
        if !abi.starts_with(&format!("cpython-{}{}-", version.major, version.minor)) {
            return Err(failed(format!("expected an ordinary build, got one for {suffix}")));
        }
        if let Some(folder) = PRIVATE.iter().find(|folder| Path::new(prefix).starts_with(folder)) {
            return Err(failed(format!("it lies in {folder}, which is another folder to a run; install it elsewhere")));
        }
        let place = Place { interpreter: executable.into(), prefix: prefix.into(), stdlib: stdlib.into(), version };
        Ok(Self { place, name: format!("CPython {release}"), build: build.to_owned(), abi: abi.to_owned() })
    }
}

/// The CPythons of a host, the preferred one first.
#[derive(Debug)]
pub struct Interpreters(Vec<Candidate>);

#[derive(Debug)]
struct Candidate {
    path: PathBuf,
    /// The version, as the name says.
    named: Option<PythonVersion>,
    /// Found by chance in PATH: it is no trouble when it doesn't work.
    by_chance: bool,
    asked: OnceLock<Result<Arc<Interpreter>, String>>,
}

impl Interpreters {
    /// Looks for them: those of the distribution, then those that PYJURY_PYTHONS names, then `kept`, which
    /// layers were built with, then those in PATH. None is asked yet.
    pub fn find(distribution: &[PathBuf], kept: &[PathBuf]) -> Self {
        let split = |name| std::env::var_os(name).map(|text| std::env::split_paths(&text).collect::<Vec<_>>());
        let named = split(PYTHONS).unwrap_or_default();
        // A folder that depends on where a command is started is nobody's choice.
        let folders = split("PATH").unwrap_or_default().into_iter().filter(|folder| folder.is_absolute());
        let known = distribution.iter().cloned().chain(named.iter().flat_map(|path| programs(path)));
        let known = known.chain(kept.iter().cloned()).map(|path| (path, false));
        let by_chance = folders.flat_map(|folder| in_folder(&folder)).map(|path| (path, true));
        let mut seen = BTreeSet::new();
        let found = known.chain(by_chance).filter(|(path, _)| path.is_file());
        let found = found.filter(|(path, _)| seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone())));
        Self(found.map(|(path, by_chance)| Candidate::new(path, by_chance)).collect())
    }

    /// Those whose version is wanted, the preferred one first, one of each version. Each is asked when it is its turn.
    pub fn each(&self, wanted: impl Fn(PythonVersion) -> bool) -> impl Iterator<Item = Arc<Interpreter>> {
        let mut seen = BTreeSet::new();
        self.0.iter().filter_map(move |candidate| {
            let fits = |version: &PythonVersion| wanted(*version) && !seen.contains(version);
            if !candidate.named.as_ref().is_none_or(fits) {
                return None;
            }
            let interpreter = candidate.ask().ok().filter(|interpreter| fits(&interpreter.version()))?;
            seen.insert(interpreter.version());
            Some(interpreter)
        })
    }

    /// All of them.
    pub fn all(&self) -> Vec<Arc<Interpreter>> {
        self.each(|_| true).collect()
    }

    /// The preferred one whose version is wanted.
    pub fn first(&self, wanted: impl Fn(PythonVersion) -> bool) -> Option<Arc<Interpreter>> {
        self.each(wanted).next()
    }

    /// Why those that were named don't work.
    pub fn complaints(&self) -> Vec<String> {
        let named = self.0.iter().filter(|candidate| !candidate.by_chance);
        named.filter_map(|candidate| candidate.ask().err()).collect()
    }
}

impl Candidate {
    fn new(path: PathBuf, by_chance: bool) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let named = name.strip_prefix("python").and_then(|version| version.parse().ok());
        Self { named, path, by_chance, asked: OnceLock::new() }
    }

    fn ask(&self) -> Result<Arc<Interpreter>, String> {
        let asked = self.asked.get_or_init(|| Interpreter::ask(&self.path).map(Arc::new).map_err(|e| e.to_string()));
        asked.clone()
    }
}

/// The interpreters that a path means: itself, or those of the prefix or the folder that it is.
pub fn programs(path: &Path) -> Vec<PathBuf> {
    if !path.is_dir() {
        return vec![path.to_owned()];
    }
    [in_folder(&path.join("bin")), in_folder(path)].concat()
}

/// The newest first.
fn in_folder(folder: &Path) -> Vec<PathBuf> {
    let paths = MINORS.rev().map(|minor| folder.join(format!("python3.{minor}")));
    paths.filter(|path| path.is_file()).collect()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn program(folder: &Path, name: &str, script: &str) -> PathBuf {
        let path = folder.join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    /// What answers as a CPython does.
    fn cpython(folder: &Path, version: &str, prefix: &str) -> PathBuf {
        let digits = version.replace('.', "");
        let script = format!(
            "printf '%s\\n' cpython {version}.1 '{version}.1 (main)' {prefix}/bin/python{version} {prefix} \
             {prefix}/lib/python{version} .cpython-{digits}-x86_64-linux-gnu.so"
        );
        program(folder, &format!("python{version}"), &script)
    }

    #[test]
    fn the_preferred_one_comes_first_and_the_others_are_not_asked() {
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (cpython(folder.path(), "3.11", "/opt/a"), cpython(folder.path(), "3.13", "/opt/b"));
        let broken = program(folder.path(), "python3.12", "echo broken >&2; exit 1");
        let all = Interpreters::find(&[old.clone(), broken, new, old], &[]);
        assert_eq!(all.first(|_| true).unwrap().name, "CPython 3.11.1");
        assert!(all.0[1].asked.get().is_none() && all.0[2].asked.get().is_none());
        let newer = all.first(|version| version.minor > 11).unwrap();
        assert_eq!((newer.abi.as_str(), newer.place.prefix.to_str()), ("cpython-313-x86_64-linux-gnu", Some("/opt/b")));
        assert!(all.complaints()[0].contains("broken"));
        assert_eq!(all.each(|version| version.minor == 11).count(), 1);
    }

    #[test]
    fn what_a_run_could_not_see_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let error = |path: &Path| Interpreter::ask(path).unwrap_err().to_string();
        assert!(error(&cpython(folder.path(), "3.13", "/tmp/x")).contains("it lies in /tmp"));
        let other = program(folder.path(), "other", "echo pypy; echo 3.11; echo; echo; echo; echo; echo x");
        assert!(error(&other).contains("expected a CPython, got pypy"), "{}", error(&other));
        assert!(error(&folder.path().join("none")).contains("No such file"));
    }
}
