//! What sort of problem it is.

use std::fmt;

/// The version of the problem package format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `legacy`, the default when `problem.yaml` names none.
    Legacy,
    /// `2023-07` and its draft: the keys of 2025-09, and test data groups as in either.
    Draft,
    /// `2025-09`.
    Modern,
}

impl Format {
    /// The word in `problem_format_version`.
    pub const fn version(self) -> &'static str {
        match self {
            Self::Legacy => "legacy",
            Self::Draft => "2023-07",
            Self::Modern => "2025-09",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.version())
    }
}

/// What a submission can win, and how it talks to the judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Pass or fail, or points.
    pub award: Award,
    /// Input first and output after, or a conversation.
    pub io: Io,
    /// In a multi-pass problem the most passes that a case may take; at least 2.
    pub passes: Option<u32>,
}

/// What a submission can win.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Award {
    /// Accepted or not.
    PassFail,
    /// Points.
    Scoring,
}

/// How a submission gets its input and gives its output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Io {
    /// The input is all there at the start; the output is judged at the end.
    Batch,
    /// The output validator talks with the submission over two pipes.
    Interactive,
}

/// Whether a submission may make and change files in its working directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileWriting {
    /// It may.
    Allowed,
    /// It may only read.
    Denied,
}
