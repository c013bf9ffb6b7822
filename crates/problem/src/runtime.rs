//! Runtime definitions: `runtime.toml`, which names an interpreter and what a run may see of the host.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// A runtime as its file says, before it meets a host.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuntimeDefinition {
    /// Its name.
    pub name: String,
    /// Paths of interpreters; the first that exists is used.
    pub interpreters: Vec<PathBuf>,
    /// Arguments before the bootstrap.
    #[serde(default)]
    pub args: Vec<String>,
    /// The bootstrap's file, beside this one.
    pub bootstrap: String,
    /// The system-call policy's file, beside this one.
    pub seccomp: String,
    /// Environment variables of every run.
    #[serde(default)]
    pub env: BTreeMap<String, String>,
    /// Read-only views of the host.
    #[serde(default, rename = "mount")]
    pub mounts: Vec<MountDefinition>,
    /// Symbolic links.
    #[serde(default, rename = "link")]
    pub links: Vec<LinkDefinition>,
}

/// A read-only view of a file or folder of the host, at the same path inside.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MountDefinition {
    /// The path; `{interpreter}`, `{python}` and `{multiarch}` are filled in.
    pub source: String,
    /// Whether a host may lack it.
    #[serde(default)]
    pub optional: bool,
    /// Why a run needs it.
    pub why: String,
}

/// A symbolic link inside.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkDefinition {
    /// Where it is; `{python}` is filled in.
    pub path: String,
    /// What it says; `{python}` is filled in.
    pub to: String,
}

/// Why a runtime can't be used.
#[derive(Debug, thiserror::Error)]
pub enum RuntimeError {
    /// The file is no runtime definition.
    #[error("runtime.toml: {0}")]
    Syntax(#[from] toml::de::Error),
    /// No interpreter is there.
    #[error("runtime {runtime}: none of its interpreters is on this host ({}); install one, such as Debian's python3", list(.looked))]
    NoInterpreter {
        /// The runtime.
        runtime: String,
        /// Where it was looked for.
        looked: Vec<PathBuf>,
    },
    /// A view of the host is not there.
    #[error("runtime {runtime}: {} is not on this host, and a run needs it: {why}", path.display())]
    MissingMount {
        /// The runtime.
        runtime: String,
        /// The path.
        path: PathBuf,
        /// What it is for.
        why: String,
    },
}

fn list(paths: &[PathBuf]) -> String {
    paths.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", ")
}

/// A runtime as it is on this host.
#[derive(Clone, Debug)]
pub struct ResolvedRuntime {
    /// The interpreter.
    pub interpreter: PathBuf,
    /// Files and folders that a run may see, at the same path inside.
    pub mounts: Vec<PathBuf>,
    /// Symbolic links inside: where, and what they say.
    pub links: Vec<(PathBuf, PathBuf)>,
}

impl RuntimeDefinition {
    /// Reads a runtime.toml.
    ///
    /// # Errors
    /// [`RuntimeError::Syntax`] with line and key.
    pub fn parse(text: &str) -> Result<Self, RuntimeError> {
        Ok(toml::from_str(text)?)
    }

    /// Finds the interpreter and everything that a run needs on this host.
    ///
    /// # Errors
    /// [`RuntimeError`] naming what is missing.
    pub fn resolve(&self) -> Result<ResolvedRuntime, RuntimeError> {
        let interpreter = self.interpreters.iter().find(|path| path.is_file());
        let interpreter = interpreter.ok_or_else(|| RuntimeError::NoInterpreter {
            runtime: self.name.clone(),
            looked: self.interpreters.clone(),
        })?;
        let fill = |text: &str| fill(text, interpreter);
        let mut mounts = Vec::new();
        for mount in &self.mounts {
            let path = PathBuf::from(fill(&mount.source));
            match path.exists() {
                true => mounts.push(path),
                false if mount.optional => {}
                false => {
                    let (runtime, why) = (self.name.clone(), mount.why.clone());
                    return Err(RuntimeError::MissingMount { runtime, path, why });
                }
            }
        }
        let links = self.links.iter().map(|link| (fill(&link.path).into(), fill(&link.to).into())).collect();
        Ok(ResolvedRuntime { interpreter: interpreter.clone(), mounts, links })
    }
}

fn fill(text: &str, interpreter: &Path) -> String {
    let python = interpreter.file_name().unwrap_or_default().to_string_lossy();
    text.replace("{interpreter}", &interpreter.to_string_lossy())
        .replace("{python}", &python)
        .replace("{multiarch}", &format!("{}-linux-gnu", std::env::consts::ARCH))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
        name = "test"
        interpreters = ["/nowhere/python3.99", "/bin/sh"]
        bootstrap = "start.py"
        seccomp = "seccomp.toml"
        [[mount]]
        source = "{interpreter}"
        why = "it"
        [[mount]]
        source = "/nowhere/{python}"
        optional = true
        why = "perhaps"
        [[link]]
        path = "/bin/python"
        to = "{python}"
    "#;

    #[test]
    fn the_first_interpreter_that_is_there_is_used() {
        let resolved = RuntimeDefinition::parse(TEXT).unwrap().resolve().unwrap();
        assert_eq!(resolved.interpreter, Path::new("/bin/sh"));
        assert_eq!(resolved.mounts, [Path::new("/bin/sh")]);
        assert_eq!(resolved.links, [(PathBuf::from("/bin/python"), PathBuf::from("sh"))]);
    }

    #[test]
    fn what_is_missing_is_named() {
        let error = |text: &str| RuntimeDefinition::parse(text).and_then(|r| r.resolve()).unwrap_err().to_string();
        assert!(error(&TEXT.replace("optional = true", "")).contains("/nowhere/sh is not on this host"));
        assert!(error(&TEXT.replace("/bin/sh", "/nowhere/sh")).contains("/nowhere/python3.99, /nowhere/sh"));
        assert!(error(&TEXT.replace("why = \"it\"", "")).contains("why"));
    }
}
