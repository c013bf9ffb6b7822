//! Whether a worker takes jobs, and why not.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Whether a worker takes jobs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkerMode {
    /// It does.
    #[default]
    Ready,
    /// It finishes what it runs and takes nothing new: it shuts down, or an operator wants it empty.
    Draining,
    /// Its host failed a check, or an operator doubts it; somebody must look at it.
    Cordoned,
}

/// A word that names no mode.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a worker's mode, ready, draining or cordoned, got {0:?}")]
pub struct ParseWorkerModeError(String);

impl WorkerMode {
    /// Every mode.
    pub const ALL: [Self; 3] = [Self::Ready, Self::Draining, Self::Cordoned];

    /// Its name, as metrics and people say it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Draining => "draining",
            Self::Cordoned => "cordoned",
        }
    }

    /// Whether a worker in this mode takes jobs.
    pub const fn takes_jobs(self) -> bool {
        matches!(self, Self::Ready)
    }
}

impl fmt::Display for WorkerMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for WorkerMode {
    type Err = ParseWorkerModeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mode = Self::ALL.into_iter().find(|mode| mode.name() == text);
        mode.ok_or_else(|| ParseWorkerModeError(text.to_owned()))
    }
}

/// A mode and why: what a worker is in, or what an operator wants.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The mode.
    pub mode: WorkerMode,
    /// Why, for people; empty when it is ready.
    #[serde(default)]
    pub reason: String,
}

impl Standing {
    /// A mode for a reason.
    pub fn new(mode: WorkerMode, reason: impl Into<String>) -> Self {
        Self { mode, reason: reason.into() }
    }
}
