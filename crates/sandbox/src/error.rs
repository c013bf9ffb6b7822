//! The host's faults.

use std::io;
use std::path::PathBuf;

/// Why a plan could not be run. Always the host's fault (or a policy's), never the program's: a judge
/// answers it with JE and tries again elsewhere.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The host lacks something that confinement needs.
    #[error("the host can't confine programs: {what}; {remedy}")]
    Host {
        /// What is missing.
        what: String,
        /// What to do about it.
        remedy: &'static str,
    },
    /// A step with the control groups failed.
    #[error("cgroup: {step} {}", path.display())]
    Cgroup {
        /// The step.
        step: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The kernel's answer.
        source: io::Error,
    },
    /// A step of the keeper failed.
    #[error("keeper: {step}")]
    Keeper {
        /// The step.
        step: &'static str,
        /// The kernel's answer.
        source: io::Error,
    },
    /// The launcher is gone or answered nonsense.
    #[error("launcher: {0}")]
    Launcher(String),
    /// A step between clone and exec failed.
    #[error("could not set up the run: {step}")]
    Setup {
        /// The step, in the words of the child.
        step: String,
        /// The kernel's answer.
        source: io::Error,
    },
    /// The bootstrap ended before the submission started.
    #[error("the bootstrap ended before the submission started ({exit}): {stderr}")]
    NoStart {
        /// How it ended.
        exit: String,
        /// The end of what it said.
        stderr: String,
    },
    /// All slots of the host are taken by other judges.
    #[error("all {0} slots of this host are in use; stop another judge or raise the limit")]
    NoSlot(u32),
}

impl SandboxError {
    pub(crate) fn keeper(step: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Keeper { step, source }
    }

    pub(crate) fn cgroup(step: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Cgroup { step, path, source }
    }
}
