//! Runtime definitions: `runtime.toml`, which says what a run may see of the host, and which packages a layer has.

mod layer;
mod lock;

use std::collections::BTreeMap;
use std::path::PathBuf;

use pyjury_core::PythonVersion;
use serde::Deserialize;

pub use layer::LayerDefinition;
pub use lock::{Lock, LockError};

/// A runtime as its file says, before it meets a host.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuntimeDefinition {
    /// Its name.
    pub name: String,
    /// Where the distribution puts interpreters: the first is the best.
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
    /// Folders within the views that are shown empty.
    #[serde(default, rename = "hide")]
    pub hides: Vec<HideDefinition>,
    /// Symbolic links.
    #[serde(default, rename = "link")]
    pub links: Vec<LinkDefinition>,
    /// The packages of the layer of the same name.
    #[serde(default)]
    pub layer: Option<LayerDefinition>,
}

/// Where an interpreter lies on this host, as it says itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The program, without links: `{interpreter}`, and `{python}` is its name.
    pub interpreter: PathBuf,
    /// `{prefix}`.
    pub prefix: PathBuf,
    /// The folder of the standard library: `{stdlib}`.
    pub stdlib: PathBuf,
    /// `{version}`.
    pub version: PythonVersion,
}

/// A read-only view of a file or folder of the host, at the same path inside.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MountDefinition {
    /// The path; the words of [`Place`] and `{multiarch}` are filled in.
    pub source: String,
    /// Whether a host may lack it.
    #[serde(default)]
    pub optional: bool,
    /// Why a run needs it.
    pub why: String,
}

/// A folder that is shown empty.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HideDefinition {
    /// The path, filled in like that of a mount; a host may lack it.
    pub path: String,
    /// Why it is no business of a run.
    pub why: String,
}

/// A symbolic link inside. Both are filled in like a mount.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkDefinition {
    /// Where it is.
    pub path: String,
    /// What it says.
    pub to: String,
}

/// Why a runtime can't be used.
#[derive(Debug, thiserror::Error)]
pub enum RuntimeError {
    /// The file is no runtime definition.
    #[error("runtime.toml: {0}")]
    Syntax(#[from] toml::de::Error),
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

/// What a run with an interpreter of this host sees of the host.
#[derive(Clone, Debug)]
pub struct View {
    /// Files and folders that a run may see, at the same path inside.
    pub mounts: Vec<PathBuf>,
    /// Folders below them that are shown empty.
    pub hides: Vec<PathBuf>,
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

    /// Finds everything that a run with an interpreter needs on this host.
    ///
    /// # Errors
    /// [`RuntimeError::MissingMount`].
    pub fn view(&self, place: &Place) -> Result<View, RuntimeError> {
        let fill = |text: &str| PathBuf::from(fill(text, place));
        let mut mounts = Vec::new();
        for mount in &self.mounts {
            let path = fill(&mount.source);
            match path.exists() {
                true => mounts.push(path),
                false if mount.optional => {}
                false => {
                    let (runtime, why) = (self.name.clone(), mount.why.clone());
                    return Err(RuntimeError::MissingMount { runtime, path, why });
                }
            }
        }
        let hides = self.hides.iter().map(|hide| fill(&hide.path)).filter(|path| path.is_dir()).collect();
        let links = self.links.iter().map(|link| (fill(&link.path), fill(&link.to))).collect();
        Ok(View { mounts, hides, links })
    }
}

fn fill(text: &str, place: &Place) -> String {
    let python = place.interpreter.file_name().unwrap_or_default().to_string_lossy();
    text.replace("{interpreter}", &place.interpreter.to_string_lossy())
        .replace("{python}", &python)
        .replace("{prefix}", &place.prefix.to_string_lossy())
        .replace("{stdlib}", &place.stdlib.to_string_lossy())
        .replace("{version}", &place.version.to_string())
        .replace("{multiarch}", &format!("{}-linux-gnu", std::env::consts::ARCH))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const TEXT: &str = r#"
        name = "test"
        interpreters = ["/bin/sh"]
        bootstrap = "start.py"
        seccomp = "seccomp.toml"
        [[mount]]
        source = "{interpreter}"
        why = "it"
        [[mount]]
        source = "/nowhere/{python}{version}"
        optional = true
        why = "perhaps"
        [[hide]]
        path = "{stdlib}"
        why = "a folder"
        [[hide]]
        path = "{stdlib}/nowhere"
        why = "not there"
        [[link]]
        path = "{prefix}/python"
        to = "{interpreter}"
    "#;

    fn view(text: &str) -> Result<View, RuntimeError> {
        let version = PythonVersion { major: 3, minor: 12 };
        let place = Place { interpreter: "/bin/sh".into(), prefix: "/p".into(), stdlib: "/usr/lib".into(), version };
        RuntimeDefinition::parse(text)?.view(&place)
    }

    #[test]
    fn what_a_run_sees_follows_the_interpreter() {
        let view = view(TEXT).unwrap();
        assert_eq!(view.mounts, [Path::new("/bin/sh")]);
        assert_eq!(view.hides, [Path::new("/usr/lib")]);
        assert_eq!(view.links, [(PathBuf::from("/p/python"), PathBuf::from("/bin/sh"))]);
    }

    #[test]
    fn what_is_missing_is_named() {
        let error = |text: &str| view(text).unwrap_err().to_string();
        assert!(error(&TEXT.replace("optional = true", "")).contains("/nowhere/sh3.12 is not on this host"));
        assert!(error(&TEXT.replace("why = \"it\"", "")).contains("why"));
    }
}
