//! Layers that are really built, for every CPython of this host, and programs that import from them in the sandbox.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod common;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use common::{problem, said, slots, source};
use pyjury_core::submission::InlineRun;
use pyjury_core::{Limits, RuntimeOffer, RuntimeRequest};
use pyjury_grade::runtime::build::{BuildError, Outcome, UV, build};
use pyjury_grade::runtime::definitions::Definitions;
use pyjury_grade::runtime::interpreter::Interpreter;
use pyjury_grade::runtime::layer::Thoroughness;
use pyjury_grade::{Cache, Options, Ran, Runtime, RuntimeSet, Store, judge, run_once};
use pyjury_sandbox::Slot;

/// Whether layers can be built here.
fn has_uv() -> bool {
    let in_path =
        std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(|p| p.join("uv").is_file()));
    if in_path || std::env::var_os(UV).is_some() {
        return true;
    }
    assert!(std::env::var_os("CI").is_none(), "these tests need uv; tools/test.sh installs it");
    eprintln!("SKIPPED: these tests need uv in PATH or {UV}; tools/test.sh installs it");
    false
}

fn set(store: &Path) -> RuntimeSet {
    RuntimeSet::open(Store::at(store)).unwrap()
}

fn request(text: &str) -> RuntimeRequest {
    text.parse().unwrap()
}

/// The interpreters of this host that the base layer is for.
fn interpreters(set: &RuntimeSet) -> Vec<Arc<Interpreter>> {
    let found: Vec<_> = set.interpreters().each(|version| version.minor >= 11).collect();
    if found.len() < 2 {
        eprintln!("SKIPPED in part: this host has {} CPython from 3.11 on; PYJURY_PYTHONS names others", found.len());
    }
    found
}

/// What a program prints.
fn printed(slot: &mut Slot, runtime: &Runtime, text: &str) -> String {
    let run = InlineRun { stdin: Vec::new(), expected: None, args: Vec::new(), limits: Limits::default() };
    match run_once(&run, &[source("main.py", text)], slot, runtime, &Options::new(&Cache::new())).unwrap() {
        Ran::Ended { execution, .. } => {
            let both = [execution.stdout.joined(), execution.stderr.joined()].concat();
            String::from_utf8_lossy(&both).into_owned()
        }
        Ran::Refused { message, .. } => message,
    }
}

const IMPORTS: &str = "\
import sys, os
import pytest, hypothesis, pytest_asyncio
from importlib.metadata import version
for module in (pytest, hypothesis):
    assert module.__file__.startswith('/usr/lib/pyjury/layers/base/'), module.__file__
    assert os.path.exists(module.__spec__.cached), module.__spec__.cached
    assert module.__loader__.get_code(module.__name__).co_filename == module.__file__
assert sys.path[0] == '/box' and sys.path[-1] == '/usr/lib/pyjury/layers/base', sys.path
assert version('pytest') == pytest.__version__
assert os.statvfs(pytest.__file__).f_flag & os.ST_RDONLY
print('%d.%d' % sys.version_info[:2])
";

#[test]
fn every_cpython_of_the_host_gets_its_layer_and_programs_import_from_it() {
    let Some(mut slots) = slots(1).filter(|_| has_uv()) else { return };
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let definitions = Definitions::ours().unwrap();
    let mut digests = Vec::new();
    for interpreter in interpreters(&set(folders[0].path())) {
        let version = interpreter.version();
        let build_in = |folder: &Path| build(&Store::at(folder), &definitions, "base", &interpreter).unwrap();
        let (layer, outcome) = build_in(folders[0].path());
        assert_eq!((outcome, layer.manifest.python), (Outcome::Built, version));
        assert_eq!(build_in(folders[0].path()), (layer.clone(), Outcome::Kept));
        assert_eq!(build_in(folders[1].path()).0.digest, layer.digest, "{version}: the same, wherever it is built");
        assert!(layer.manifest.packages.contains_key("pytest"), "{:?}", layer.manifest.packages);

        let set = set(folders[0].path());
        let runtime = set.resolve(&request(&format!("base,python=={version}"))).unwrap();
        assert_eq!((runtime.name(), runtime.python(), runtime.layers().len()), ("base", version, 1));
        let said = printed(&mut slots[0], &runtime, IMPORTS);
        assert_eq!(said, format!("{version}\n"));
        // Without the layer there is the standard library and nothing else, whatever is installed on the host.
        let plain = set.resolve(&request(&format!("python=={version}"))).unwrap();
        let said = printed(
            &mut slots[0],
            &plain,
            "import sqlite3, ssl\ntry:\n import pip\nexcept ImportError: import pytest\n",
        );
        assert!(said.contains("No module named 'pytest'"), "{version}: {said}");
        assert_ne!(plain.digest(), runtime.digest());
        digests.extend([plain.digest(), runtime.digest()]);
    }
    let count = digests.len();
    digests.sort();
    digests.dedup();
    assert_eq!(digests.len(), count, "each has a name of its own");
}

#[test]
fn what_was_changed_is_not_used_and_made_anew() {
    if !has_uv() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let definitions = Definitions::ours().unwrap();
    let interpreter = set(folder.path()).interpreters().first(|version| version.minor >= 11).unwrap();
    let store = Store::at(folder.path());
    let (layer, _) = build(&store, &definitions, "base", &interpreter).unwrap();
    let wanted = request(&format!("base,python=={}", interpreter.version()));
    let module = layer.site().join("pytest/__init__.py");
    let text = fs::read_to_string(&module).unwrap();
    let put = |text: &str| {
        fs::remove_file(&module).unwrap();
        fs::write(&module, text).unwrap();
    };
    put(&(text.clone() + "\n"));
    let error = set(folder.path()).resolve(&wanted).unwrap_err().to_string();
    assert!(error.contains("isn't what it was") && error.contains("pytest/__init__.py"), "{error}");
    assert!(set(folder.path()).offers().iter().all(|offer| offer.layers.is_empty()));
    let (mended, outcome) = build(&store, &definitions, "base", &interpreter).unwrap();
    assert_eq!((mended.digest, outcome), (layer.digest, Outcome::Built));
    assert_eq!(fs::read_to_string(&module).unwrap(), text);
    assert!(set(folder.path()).resolve(&wanted).is_ok());
    // Of the same size, with the same mode: only reading it all tells.
    put(&text.replacen('a', "b", 1));
    let set_mode = |mode| fs::set_permissions(&module, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
    set_mode(0o444);
    assert!(store.current("base", &interpreter.abi, Thoroughness::Names).is_ok());
    assert!(store.current("base", &interpreter.abi, Thoroughness::Contents).is_err());
    let leftovers = fs::read_dir(folder.path().join("layers")).unwrap().count();
    assert_eq!(leftovers, 1, "nothing half-made is left");
}

#[test]
fn a_package_that_is_not_the_one_of_the_lock_file_is_refused() {
    if !has_uv() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("definitions/own");
    fs::create_dir_all(&own).unwrap();
    fs::write(own.join("runtime.toml"), "[layer]\nrequirements = ['iniconfig']\n").unwrap();
    let hash = "0".repeat(64);
    fs::write(own.join("requirements.lock"), format!("iniconfig==2.1.0 --hash=sha256:{hash}\n")).unwrap();
    let definitions = Definitions::with(&folder.path().join("definitions")).unwrap();
    let store = Store::at(folder.path().join("store"));
    let interpreter = set(folder.path()).interpreters().first(|version| version.minor >= 11).unwrap();
    let error = build(&store, &definitions, "own", &interpreter).unwrap_err();
    assert!(matches!(error, BuildError::Failed { doing: "installing", .. }), "{error}");
    assert!(error.to_string().to_lowercase().contains("hash"), "{error}");
    assert_eq!(fs::read_dir(store.folder().join("layers")).unwrap().count(), 0);
    assert!(store.names(&interpreter.abi).is_empty());
    let old = build(
        &store,
        &definitions,
        "base",
        &Interpreter {
            place: pyjury_problem::runtime::Place { version: "3.10".parse().unwrap(), ..interpreter.place.clone() },
            ..(*interpreter).clone()
        },
    );
    assert!(old.unwrap_err().to_string().contains("not for CPython 3.10"));
}

#[test]
fn what_is_not_there_is_told_with_the_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let set = set(folder.path());
    let offers = set.offers();
    assert!(offers.iter().all(|offer| offer.layers.is_empty()), "{offers:?}");
    let version = offers.first().and_then(|offer: &RuntimeOffer| offer.python).unwrap();
    let error = set.resolve(&request("base,qa")).unwrap_err().to_string();
    assert!(error.starts_with("the runtime base,qa is asked for; this host has python3."), "{error}");
    assert!(error.ends_with(&format!("`pyjury runtime build base qa --python {version}` makes it")), "{error}");
    let error = set.resolve(&request("python>=3.99")).unwrap_err().to_string();
    assert!(error.contains("install such a CPython, or name one in PYJURY_PYTHONS"), "{error}");
    let plain = set.plain().unwrap();
    assert_eq!((plain.name(), plain.python()), ("base", version));
    assert!(plain.meets(&request("python")) && !plain.meets(&request("base")));
}

#[test]
fn a_problem_is_not_judged_with_another_runtime_than_it_asks_for() {
    let Some(mut slots) = slots(1) else { return };
    let mut problem = problem(&[("", "")]);
    problem.runtime = request("base,qa");
    let judgement =
        judge(&problem, &[source("main.py", "")], &mut slots, &Runtime::base().unwrap(), &Options::new(&Cache::new()));
    let judgement = judgement.unwrap();
    assert_eq!(said(&judgement), "JE package");
    assert!(
        judgement.feedback.jury.contains("asks for the runtime base,qa, this is base"),
        "{}",
        judgement.feedback.jury
    );
    assert!(judgement.provenance.runtime_digest.is_some());
}
