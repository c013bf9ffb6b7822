//! What somebody sent.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Digest, Limits, Principal, SubmissionId};

/// What somebody sent to be judged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Submission {
    /// Its name.
    pub id: SubmissionId,
    /// Whose it is.
    pub principal: Principal,
    /// The user of the same tenant who sent it for its owner; `None` when the owner did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_by: Option<String>,
    /// What it is judged against.
    pub target: Target,
    /// The files, the entry first.
    pub files: Vec<SourceFile>,
    /// The runtime asked for; `None` is the problem's own.
    pub runtime: Option<String>,
    /// How urgent it is.
    pub lane: Lane,
    /// The client's own words, for its own filters. Never trusted.
    pub labels: BTreeMap<String, String>,
    /// The moment after which it isn't worth starting, in milliseconds of Unix time.
    pub deadline_ms: Option<u64>,
    /// When the store accepted it, in milliseconds of Unix time.
    pub created_ms: u64,
}

/// What a submission is judged against.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A problem package, pinned by digest when the submission was created.
    Problem {
        /// The package.
        digest: Digest,
        /// The name it was asked for by, for people.
        name: String,
    },
    /// One run with its own input and limits.
    Inline(InlineRun),
    /// A problem package itself: its own submissions must get the verdicts that they say.
    Package {
        /// The package.
        digest: Digest,
        /// The name it was uploaded under, for people.
        name: String,
    },
}

impl Target {
    /// The package that it needs.
    pub const fn package(&self) -> Option<Digest> {
        match self {
            Self::Problem { digest, .. } | Self::Package { digest, .. } => Some(*digest),
            Self::Inline(_) => None,
        }
    }
}

/// A run without a problem package: what LMS clients need.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InlineRun {
    /// Bytes for stdin.
    pub stdin: Vec<u8>,
    /// The expected stdout, compared as tokens; `None` when nothing is compared.
    pub expected: Option<Vec<u8>>,
    /// Arguments after the program's name.
    pub args: Vec<String>,
    /// The limits.
    pub limits: Limits,
}

/// One file of a submission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// A relative path of plain components, checked by [`check_path`].
    pub path: String,
    /// The bytes.
    pub content: Vec<u8>,
}

/// Three classes of urgency. Within one, the scheduler is fair between tenants and users.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// A person waits for it.
    #[default]
    Interactive,
    /// A running contest.
    Contest,
    /// Rejudgings and verification: when there is room.
    Batch,
}

/// Most components of a submitted path.
const DEEPEST_PATH: usize = 8;

/// Why a path is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a relative path such as solution.py or pkg/mod.py, got {path:?}: {why}")]
pub struct PathError {
    /// The path as it came, shortened.
    pub path: String,
    /// What is wrong with it.
    pub why: &'static str,
}

/// Checks the path of a submitted or packaged file: relative, no `.` or `..`, no empty component,
/// no NUL or control character, no backslash, no component that starts with a dash.
///
/// # Errors
/// [`PathError`] with the first thing that is wrong.
pub fn check_path(path: &str) -> Result<(), PathError> {
    let error = |why| Err(PathError { path: path.chars().take(80).collect(), why });
    if path.is_empty() || path.len() > 255 {
        return error("it must have 1 to 255 bytes");
    }
    if path.contains('\\') || path.chars().any(char::is_control) {
        return error("backslashes and control characters are refused");
    }
    if path.starts_with('/') {
        return error("it is absolute");
    }
    let components: Vec<_> = path.split('/').collect();
    if components.len() > DEEPEST_PATH {
        return error("it has more than 8 components");
    }
    for component in components {
        match component {
            "" => return error("it has an empty component"),
            "." | ".." => return error("`.` and `..` are refused"),
            c if c.starts_with('-') => return error("a component starts with a dash"),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        for good in ["a.py", "pkg/__init__.py", "a b.py", "ü.py", ".env", "a..b"] {
            assert_eq!(check_path(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "/etc/passwd",
            "../x",
            "a/../b",
            "a//b",
            "a/",
            "./a",
            "a\0b",
            "a\nb",
            "a\\b",
            "-rf",
            "a/b/c/d/e/f/g/h/i",
        ] {
            assert!(check_path(bad).is_err(), "{bad:?}");
        }
        assert!(check_path(&"x".repeat(256)).is_err());
    }
}
