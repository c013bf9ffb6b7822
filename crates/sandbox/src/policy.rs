//! What a run may see and call. Immutable: made once from a runtime's definition, shared by its runs.

use std::path::PathBuf;

use pyjury_core::Digest;
use serde::{Deserialize, Serialize};

use crate::guard::Guards;
use crate::seccomp::{Filters, PolicyError, Rules};

/// What a run may see and call.
#[derive(Clone, Debug)]
pub struct Policy {
    pub(crate) mounts: Vec<Mount>,
    pub(crate) files: Vec<(PathBuf, String)>,
    pub(crate) env: Vec<(String, String)>,
    pub(crate) scratch_exec: ScratchExec,
    pub(crate) guards: Guards,
    pub(crate) filters: Filters,
    digest: Digest,
}

/// A read-only view of a file or folder of the host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mount {
    /// The path on the host. It must exist.
    pub source: PathBuf,
    /// The path inside.
    pub target: PathBuf,
    /// What the view is.
    pub kind: MountKind,
}

/// What a mount shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MountKind {
    /// A folder with what is below it.
    Folder,
    /// One file.
    File,
    /// A symbolic link at `target` whose text is `source`.
    Link,
    /// An empty folder over one that a view shows at `target`; `source` isn't looked at.
    Empty,
}

/// Whether files in the working folder may be executed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScratchExec {
    /// No: interpreters read their scripts.
    #[default]
    Forbidden,
    /// Yes: compiled validators run from there.
    Allowed,
}

/// What a policy is made of.
#[derive(Clone, Debug, Default)]
pub struct Definition {
    /// Views of the host. `/dev`, `/proc`, `/box`, `/tmp` and the basic files of `/etc` are always there.
    pub mounts: Vec<Mount>,
    /// Small files of the read-only root beside those: where, and what is in them.
    pub files: Vec<(PathBuf, String)>,
    /// Environment variables of every run.
    pub env: Vec<(String, String)>,
    /// The system-call rules, as the text of a policy file (docs/sandbox.md).
    pub seccomp: String,
    /// Whether files in the working folder may be executed.
    pub scratch_exec: ScratchExec,
    /// The other guards: all of them, but in tests that show what each holds.
    pub guards: Guards,
}

impl Policy {
    /// Makes a policy.
    ///
    /// # Errors
    /// [`PolicyError`] when the system-call rules can't be read or compiled; it names the rule.
    pub fn new(definition: Definition) -> Result<Self, PolicyError> {
        let filters = Rules::parse(&definition.seccomp)?.compile(&definition.guards)?;
        let mounts = format!("{:?} {:?}", definition.mounts, definition.files);
        let env = format!("{:?} {:?}", definition.env, definition.scratch_exec);
        let guards = format!("{:?}", definition.guards);
        let digest = Digest::of_parts([
            ("mounts", mounts.as_bytes()),
            ("env", env.as_bytes()),
            ("guards", guards.as_bytes()),
            ("seccomp", definition.seccomp.as_bytes()),
        ]);
        Ok(Self {
            mounts: definition.mounts,
            files: etc().chain(definition.files).collect(),
            env: definition.env,
            scratch_exec: definition.scratch_exec,
            guards: definition.guards,
            filters,
            digest,
        })
    }

    /// Names what the policy says: mounts, environment and rules.
    pub fn digest(&self) -> Digest {
        self.digest
    }
}

/// The files of `/etc` that ordinary programs look for. They say nothing of the host.
fn etc() -> impl Iterator<Item = (PathBuf, String)> {
    let files = [
        ("/etc/passwd", "root:x:0:0:root:/:/bin/false\nrunner:x:65534:65534:runner:/box:/bin/false\n"),
        ("/etc/group", "root:x:0:\nrunner:x:65534:\n"),
        ("/etc/hosts", "127.0.0.1 localhost\n::1 localhost\n"),
        ("/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n"),
    ];
    files.into_iter().map(|(path, text)| (PathBuf::from(path), text.to_owned()))
}
