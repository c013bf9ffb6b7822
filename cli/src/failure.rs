//! Why a command could not do what it was asked, and the exit code that says so.

use std::fmt;
use std::process::ExitCode;

use crate::output;

/// Trouble: the network, the disk, a server.
const TROUBLE: u8 = 1;
/// Bad usage or a bad package.
const USAGE: u8 = 2;
/// A judging error.
const JUDGING_ERROR: u8 = 3;

/// The exit code of a command that met a judging error.
pub(crate) fn judging_error() -> ExitCode {
    ExitCode::from(JUDGING_ERROR)
}

/// Why a command could not do what it was asked.
#[derive(Debug)]
pub(crate) struct Failure {
    code: u8,
    error: anyhow::Error,
}

impl Failure {
    /// What the caller can put right: a flag, a file, a package.
    pub(crate) fn usage(error: impl Into<anyhow::Error>) -> Self {
        Self { code: USAGE, error: error.into() }
    }

    /// The same in words.
    pub(crate) fn usage_words(words: impl fmt::Display) -> Self {
        Self { code: USAGE, error: anyhow::anyhow!("{words}") }
    }

    /// What was being done, before why it failed.
    pub(crate) fn context(self, words: impl fmt::Display) -> Self {
        Self { error: self.error.context(words.to_string()), ..self }
    }

    /// Prints it once, on stderr.
    pub(crate) fn report(&self) -> ExitCode {
        output::error(format_args!("{:#}", self.error));
        ExitCode::from(self.code)
    }
}

/// Anything else is trouble.
impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self { code: TROUBLE, error: error.into() }
    }
}
