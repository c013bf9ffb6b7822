//! How a problem is judged, and what a submission to it consists of.

use std::fmt;

/// The judging mode, from `pyjury.yaml` or, without one, from the kind of problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Standard input to standard output, each case by itself.
    Stdio,
    /// A conversation with the output validator.
    Interactive,
    /// A grader in a process of its own calls the submission's functions and classes.
    Function,
    /// A trusted pytest suite, in the submission's interpreter.
    Pytest,
    /// The submission is a suite of tests: it must pass on a reference and fail on wrong versions of it.
    Tests,
    /// Commands: arguments, standard input and files in, exit code, output and files out.
    Cli,
    /// Rules over the source, and nothing else.
    Static,
}

impl Mode {
    /// Every mode that this version serves.
    pub const SERVED: [Self; 7] =
        [Self::Stdio, Self::Interactive, Self::Function, Self::Pytest, Self::Tests, Self::Cli, Self::Static];

    /// The modes that the package format knows and this version does not serve.
    pub const UNSERVED: [&'static str; 7] = ["service", "client", "artifact", "perf", "build", "notebook", "config"];

    /// Whether one run judges every case.
    pub const fn judges_at_once(self) -> bool {
        matches!(self, Self::Pytest | Self::Tests | Self::Static)
    }

    /// Whether runs need pytest, which is in a layer.
    pub const fn needs_pytest(self) -> bool {
        matches!(self, Self::Pytest | Self::Tests)
    }

    /// The word in `pyjury.yaml`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Stdio => "stdio",
            Self::Interactive => "interactive",
            Self::Function => "function",
            Self::Pytest => "pytest",
            Self::Tests => "tests",
            Self::Cli => "cli",
            Self::Static => "static",
        }
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// What a submission consists of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubmitRules {
    /// Names or globs (`*` within a name, `{a,b}`) that the files must match; the first is the
    /// entry. Empty: any files, with the entry found as for a reference submission.
    pub files: Vec<String>,
}
