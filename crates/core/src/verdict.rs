//! The opinion: a verdict, and why.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What the judge says of a case or of a submission. CLICS names where CLICS has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Verdict {
    /// Accepted.
    AC,
    /// Wrong answer.
    WA,
    /// Presentation error: right but for white space or case, where the package asks to tell them apart.
    PE,
    /// Time limit exceeded.
    TLE,
    /// Memory limit exceeded.
    MLE,
    /// Output limit exceeded.
    OLE,
    /// Run-time error.
    RTE,
    /// Compile error.
    CE,
    /// Security violation.
    SV,
    /// Judging error: our fault or the package's, never the submitter's.
    JE,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 10] =
        [Self::AC, Self::WA, Self::PE, Self::TLE, Self::MLE, Self::OLE, Self::RTE, Self::CE, Self::SV, Self::JE];

    /// The two or three letters.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AC => "AC",
            Self::WA => "WA",
            Self::PE => "PE",
            Self::TLE => "TLE",
            Self::MLE => "MLE",
            Self::OLE => "OLE",
            Self::RTE => "RTE",
            Self::CE => "CE",
            Self::SV => "SV",
            Self::JE => "JE",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

/// A word that names no verdict.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("expected a verdict (AC, WA, PE, TLE, MLE, OLE, RTE, CE, SV or JE), got {0:?}")]
pub struct ParseVerdictError(String);

impl FromStr for Verdict {
    type Err = ParseVerdictError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|v| v.code() == text).ok_or_else(|| ParseVerdictError(text.to_owned()))
    }
}

/// Why. On the wire it is `kind` or `kind:detail`, such as `cpu`, `exception:ValueError`,
/// `exit_code:3`, `signal:SIGSEGV`, `syscall:ptrace`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The answer was accepted, or the program ran within its limits where there is no answer to check.
    Accepted,
    /// The checker rejected the answer.
    WrongAnswer,
    /// The answer differs only in white space or case.
    Presentation,
    /// Too much CPU time.
    Cpu,
    /// Too much wall-clock time while computing.
    Wall,
    /// Too much wall-clock time while waiting.
    Idle,
    /// The memory limit.
    Memory,
    /// The output limit.
    Output,
    /// A non-zero exit code.
    ExitCode(i32),
    /// A signal, by its number.
    Signal(i32),
    /// An uncaught exception, by the last part of its type's name; `None` where the name is not for the reader.
    Exception(Option<String>),
    /// The source does not compile; the line, counted from 1, where known.
    Syntax(Option<u32>),
    /// The submission lacks a file, or has one that is refused.
    Files,
    /// A system call that is never allowed.
    Syscall(String),
    /// The source breaks a rule of the problem, by the rule's name.
    Rule(String),
    /// It passes tests and what contradicts them: it says yes to whatever is asked.
    GraderTampering,
    /// Its process said to the grader what no submission says that just runs.
    Protocol,
    /// Too many refused system calls.
    SyscallFlood(String),
    /// A validator or interactor broke its contract: exit code, limits, feedback files.
    Validator,
    /// The package asks for what this judge can't do.
    Package,
    /// The host failed.
    Host,
    /// The case was not judged, because an earlier one decided.
    Skipped,
}

const SIGNALS: [(i32, &str); 14] = [
    (1, "SIGHUP"),
    (2, "SIGINT"),
    (3, "SIGQUIT"),
    (4, "SIGILL"),
    (5, "SIGTRAP"),
    (6, "SIGABRT"),
    (7, "SIGBUS"),
    (8, "SIGFPE"),
    (9, "SIGKILL"),
    (11, "SIGSEGV"),
    (13, "SIGPIPE"),
    (14, "SIGALRM"),
    (15, "SIGTERM"),
    (25, "SIGXFSZ"),
];

impl Reason {
    /// The closed word for this reason.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::WrongAnswer => "wrong_answer",
            Self::Presentation => "presentation",
            Self::Cpu => "cpu",
            Self::Wall => "wall",
            Self::Idle => "idle",
            Self::Memory => "memory",
            Self::Output => "output",
            Self::ExitCode(_) => "exit_code",
            Self::Signal(_) => "signal",
            Self::Exception(_) => "exception",
            Self::Syntax(_) => "syntax",
            Self::Files => "files",
            Self::Syscall(_) => "syscall",
            Self::SyscallFlood(_) => "syscall_flood",
            Self::Rule(_) => "rule",
            Self::GraderTampering => "grader_tampering",
            Self::Protocol => "protocol",
            Self::Validator => "validator",
            Self::Package => "package",
            Self::Host => "host",
            Self::Skipped => "skipped",
        }
    }

    /// The same reason without anything that the program chose: what a submitter may see of a secret
    /// case. An exit code or an exception's name could carry a hidden input out.
    #[must_use]
    pub fn closed(&self) -> Self {
        match self {
            Self::Exception(_) => Self::Exception(None),
            Self::ExitCode(_) => Self::ExitCode(1),
            other => other.clone(),
        }
    }

    fn detail(&self) -> Option<String> {
        match self {
            Self::ExitCode(code) => Some(code.to_string()),
            Self::Signal(number) => Some(signal_name(*number)),
            Self::Exception(name) => name.clone(),
            Self::Syntax(line) => line.map(|n| n.to_string()),
            Self::Syscall(name) | Self::SyscallFlood(name) | Self::Rule(name) => Some(name.clone()),
            _ => None,
        }
    }
}

fn signal_name(number: i32) -> String {
    match SIGNALS.iter().find(|(n, _)| *n == number) {
        Some((_, name)) => (*name).to_owned(),
        None => number.to_string(),
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.detail() {
            Some(detail) => write!(f, "{}:{detail}", self.kind()),
            None => f.write_str(self.kind()),
        }
    }
}

/// A text that is no reason.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("expected a reason such as cpu or exception:ValueError, got {0:?}")]
pub struct ParseReasonError(String);

impl FromStr for Reason {
    type Err = ParseReasonError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ParseReasonError(text.to_owned());
        let (kind, detail) = match text.split_once(':') {
            Some((kind, detail)) => (kind, Some(detail)),
            None => (text, None),
        };
        let named = || detail.map(str::to_owned).ok_or_else(error);
        Ok(match (kind, detail) {
            ("exit_code", Some(code)) => Self::ExitCode(code.parse().map_err(|_| error())?),
            ("signal", Some(name)) => match SIGNALS.iter().find(|(_, known)| *known == name) {
                Some((number, _)) => Self::Signal(*number),
                None => Self::Signal(name.parse().map_err(|_| error())?),
            },
            ("exception", name) => Self::Exception(name.map(str::to_owned)),
            ("syntax", None) => Self::Syntax(None),
            ("syntax", Some(line)) => Self::Syntax(Some(line.parse().map_err(|_| error())?)),
            ("rule", _) => Self::Rule(named()?),
            ("syscall", _) => Self::Syscall(named()?),
            ("syscall_flood", _) => Self::SyscallFlood(named()?),
            (kind, None) => [
                Self::Accepted,
                Self::WrongAnswer,
                Self::Presentation,
                Self::Cpu,
                Self::Wall,
                Self::Idle,
                Self::Memory,
                Self::Output,
                Self::Files,
                Self::GraderTampering,
                Self::Protocol,
                Self::Validator,
                Self::Package,
                Self::Host,
                Self::Skipped,
            ]
            .into_iter()
            .find(|reason| reason.kind() == kind)
            .ok_or_else(error)?,
            _ => return Err(error()),
        })
    }
}

impl Serialize for Reason {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Reason {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_survive_the_wire() {
        let reasons = [
            Reason::Accepted,
            Reason::WrongAnswer,
            Reason::Presentation,
            Reason::Cpu,
            Reason::Wall,
            Reason::Idle,
            Reason::Memory,
            Reason::Output,
            Reason::ExitCode(-3),
            Reason::Signal(11),
            Reason::Signal(64),
            Reason::Exception(Some("ValueError".into())),
            Reason::Exception(None),
            Reason::Syntax(Some(7)),
            Reason::Syntax(None),
            Reason::Files,
            Reason::Syscall("ptrace".into()),
            Reason::SyscallFlood("open_by_handle_at".into()),
            Reason::Rule("no-loops".into()),
            Reason::GraderTampering,
            Reason::Protocol,
            Reason::Validator,
            Reason::Package,
            Reason::Host,
            Reason::Skipped,
        ];
        for reason in reasons {
            assert_eq!(reason.to_string().parse(), Ok(reason));
        }
        assert_eq!(Reason::Signal(11).to_string(), "signal:SIGSEGV");
        for text in ["", "cpu:1", "exit_code", "signal:SIGNOPE", "syscall", "nonsense"] {
            assert!(text.parse::<Reason>().is_err(), "{text}");
        }
    }

    #[test]
    fn closed_reasons_carry_nothing_that_the_program_chose() {
        assert_eq!(Reason::Exception(Some("Secret42".into())).closed().to_string(), "exception");
        assert_eq!(Reason::ExitCode(42).closed(), Reason::ExitCode(1));
        assert_eq!(Reason::Syscall("mount".into()).closed(), Reason::Syscall("mount".into()));
    }

    #[test]
    fn verdicts_are_read_by_their_code() {
        for verdict in Verdict::ALL {
            assert_eq!(verdict.code().parse(), Ok(verdict));
        }
        assert!("OK".parse::<Verdict>().is_err());
    }
}
