//! The harness of the Python modes: the trusted Python code that runs inside the sandbox, beside a submission or
//! against it.
//!
//! The binary carries its text. A host keeps it as a folder that is named by its digest, compiled once by the
//! interpreter that runs it, and every run sees that folder at [`INSIDE`], read-only.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use pyjury_core::Digest;

include!(concat!(env!("OUT_DIR"), "/harness.rs"));

/// Where it is in the root of a run.
pub(crate) const INSIDE: &str = "/usr/lib/pyjury/python";

/// The harness could not be put onto this host.
#[derive(Debug, thiserror::Error)]
#[error("expected to write the judge's Python code to {}, got: {why}; make the folder writable, or name another with PYJURY_RUNTIMES", folder.display())]
pub struct HarnessError {
    folder: PathBuf,
    why: String,
}

/// Where a host keeps what runtimes are made of: `PYJURY_RUNTIMES`, or where programs keep their data.
pub(crate) fn root() -> PathBuf {
    let folder = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let of_user = || {
        let data = folder("XDG_DATA_HOME").or_else(|| folder("HOME").map(|home| home.join(".local/share")));
        data.map(|data| data.join("pyjury/runtimes"))
    };
    let of_host = || PathBuf::from("/var/lib/pyjury/runtimes");
    // The owner of a process's folder is its effective uid (proc(5)).
    let is_root = fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0);
    folder("PYJURY_RUNTIMES").or_else(|| if is_root { None } else { of_user() }).unwrap_or_else(of_host)
}

/// The folder with the harness, compiled for an interpreter of this version; made below `root` unless it is there.
pub(crate) fn install(root: &Path, interpreter: &Path, version: &str) -> Result<PathBuf, HarnessError> {
    let folder = root.join("harness").join(digest(version).to_string());
    if folder.is_dir() {
        return Ok(folder);
    }
    let made = make(&folder, interpreter);
    match made {
        Ok(()) => Ok(folder),
        Err(why) => Err(HarnessError { folder, why: why.to_string() }),
    }
}

/// What the folder's content follows from.
fn digest(version: &str) -> Digest {
    let mut text = format!("{version}\n");
    for (path, content) in FILES {
        text.push_str(&format!("{path} {}\n", Digest::of(content.as_bytes())));
    }
    Digest::of(text.as_bytes())
}

/// Makes it under a name of its own first: whoever sees the folder sees all of it.
fn make(folder: &Path, interpreter: &Path) -> io::Result<()> {
    let temporary = folder.with_extension(format!("{}.part", std::process::id()));
    let made = write(&temporary).and_then(|()| compile(&temporary, interpreter)).and_then(|()| {
        match fs::rename(&temporary, folder) {
            // Another judge was faster.
            Err(_) if folder.is_dir() => Ok(()),
            renamed => renamed,
        }
    });
    if temporary.exists() {
        fs::remove_dir_all(&temporary)?;
    }
    made
}

fn write(folder: &Path) -> io::Result<()> {
    for (path, content) in FILES {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(&path, content)?;
    }
    Ok(())
}

/// Compiles every file to a cache that is valid whatever the time of its source, under its name in a run.
fn compile(folder: &Path, interpreter: &Path) -> io::Result<()> {
    let mut command = Command::new(interpreter);
    command.args(["-I", "-S", "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", "-s"]);
    let output = command.arg(folder).args(["-p", INSIDE]).arg(folder).env_clear().output()?;
    match output.status.success() {
        true => Ok(()),
        false => Err(io::Error::other(String::from_utf8_lossy(&output.stdout).into_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_harness_is_made_once_and_is_compiled() {
        let root = std::env::temp_dir().join(format!("pyjury-harness-{}", std::process::id()));
        let runtime = crate::Runtime::base().unwrap();
        let python = Path::new(&runtime.python_argv(&[])[0]).to_owned();
        let folder = install(&root, &python, "CPython x").unwrap();
        let cached = folder.join("pyjury/__pycache__");
        assert!(fs::read_dir(&cached).unwrap().count() > 0, "{}", cached.display());
        let made = fs::metadata(&folder).unwrap().modified().unwrap();
        assert_eq!(install(&root, &python, "CPython x").unwrap(), folder);
        assert_eq!(fs::metadata(&folder).unwrap().modified().unwrap(), made, "it was there");
        assert_ne!(install(&root, &python, "CPython y").unwrap(), folder, "another interpreter, another cache");
        assert_eq!(fs::read_dir(root.join("harness")).unwrap().count(), 2, "nothing half made is left");
        fs::remove_dir_all(&root).unwrap();
        let error = install(Path::new("/proc/nowhere"), &python, "x").unwrap_err().to_string();
        assert!(error.contains("/proc/nowhere") && error.contains("PYJURY_RUNTIMES"), "{error}");
    }
}
