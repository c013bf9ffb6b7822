//! One pure function from facts to an opinion.

use crate::{Breach, Execution, Exit, Reason, Verdict};

/// What a checker said of a program's output.
#[derive(Clone, Debug, PartialEq)]
pub enum Check {
    /// There is nothing to compare: a run without an expected answer.
    Nothing,
    /// The answer is right. `score` is what a scoring validator gave, in points.
    Accepted {
        /// Points from score.txt, where the validator wrote one.
        score: Option<f64>,
        /// Factor from score_multiplier.txt, where the validator wrote one.
        multiplier: Option<f64>,
    },
    /// The answer is wrong.
    Wrong,
    /// The answer is wrong only in white space or case.
    Presentation,
    /// The checker itself failed: its package is to blame.
    Broken,
}

/// A verdict and its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What the judge says.
    pub verdict: Verdict,
    /// Why.
    pub reason: Reason,
}

impl Decision {
    /// A decision from its two parts.
    pub const fn new(verdict: Verdict, reason: Reason) -> Self {
        Self { verdict, reason }
    }
}

/// Turns one execution of a submission and the checker's answer into a verdict.
///
/// `exception` is the type of the exception that Python reported as uncaught, by its last name.
/// It comes from stderr, which the program writes, so it only ever refines one kind of failure
/// into another: it is looked at when the program has already exited with a code that isn't 0.
///
/// The order is part of the contract:
/// 1. what the keeper ended (`breach`) is never outvoted by the output or the exit;
/// 2. then how the program ended by itself;
/// 3. then the checker's word, which counts only for a program that exited 0.
///
/// A checker that failed gives JE only when its word would have counted.
pub fn decide(execution: &Execution, exception: Option<&str>, check: &Check) -> Decision {
    if let Some(breach) = &execution.breach {
        return match breach {
            Breach::Cpu => Decision::new(Verdict::TLE, Reason::Cpu),
            Breach::Wall => Decision::new(Verdict::TLE, Reason::Wall),
            Breach::Idle => Decision::new(Verdict::TLE, Reason::Idle),
            Breach::Memory => Decision::new(Verdict::MLE, Reason::Memory),
            Breach::Output => Decision::new(Verdict::OLE, Reason::Output),
            Breach::Syscall { name } => Decision::new(Verdict::SV, Reason::Syscall(name.clone())),
            Breach::SyscallFlood { name } => Decision::new(Verdict::SV, Reason::SyscallFlood(name.clone())),
            // Ended because of another process of the plan: whoever reads that one knows why.
            Breach::Peer => by_check(check),
            // A cancelled run has no opinion; the judging's state says Cancelled.
            Breach::Cancelled => Decision::new(Verdict::JE, Reason::Host),
        };
    }
    match (execution.exit, exception) {
        (None, _) => Decision::new(Verdict::JE, Reason::Host),
        (Some(Exit::Signal(number)), _) => Decision::new(Verdict::RTE, Reason::Signal(number)),
        (Some(Exit::Code(0)), _) => by_check(check),
        (Some(Exit::Code(_)), Some("MemoryError")) => Decision::new(Verdict::MLE, Reason::Memory),
        (Some(Exit::Code(_)), Some(name)) => Decision::new(Verdict::RTE, Reason::Exception(Some(name.to_owned()))),
        (Some(Exit::Code(code)), None) => Decision::new(Verdict::RTE, Reason::ExitCode(code)),
    }
}

fn by_check(check: &Check) -> Decision {
    match check {
        Check::Nothing | Check::Accepted { .. } => Decision::new(Verdict::AC, Reason::Accepted),
        Check::Wrong => Decision::new(Verdict::WA, Reason::WrongAnswer),
        Check::Presentation => Decision::new(Verdict::PE, Reason::Presentation),
        Check::Broken => Decision::new(Verdict::JE, Reason::Validator),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Capture, Usage};

    fn execution(exit: Option<Exit>, breach: Option<Breach>) -> Execution {
        Execution {
            exit,
            breach,
            usage: Usage::default(),
            stdout: Capture::default(),
            stderr: Capture::default(),
            denied: Vec::new(),
            end_order: 0,
        }
    }

    /// The full table: every breach × exit × exception × check.
    #[test]
    fn truth_table() {
        let full = Check::Accepted { score: None, multiplier: None };
        let checks = [
            (Check::Nothing, "AC accepted"),
            (full, "AC accepted"),
            (Check::Wrong, "WA wrong_answer"),
            (Check::Presentation, "PE presentation"),
            (Check::Broken, "JE validator"),
        ];
        let name = || "ptrace".to_owned();
        let breaches = [
            (Breach::Cpu, Some("TLE cpu")),
            (Breach::Wall, Some("TLE wall")),
            (Breach::Idle, Some("TLE idle")),
            (Breach::Memory, Some("MLE memory")),
            (Breach::Output, Some("OLE output")),
            (Breach::Syscall { name: name() }, Some("SV syscall:ptrace")),
            (Breach::SyscallFlood { name: name() }, Some("SV syscall_flood:ptrace")),
            (Breach::Cancelled, Some("JE host")),
            (Breach::Peer, None),
        ];
        let exits = [
            // exit, without exception, with ValueError, with MemoryError; None: the check decides
            (None, [Some("JE host"); 3]),
            (Some(Exit::Code(0)), [None; 3]),
            (Some(Exit::Code(1)), [Some("RTE exit_code:1"), Some("RTE exception:ValueError"), Some("MLE memory")]),
            (Some(Exit::Code(-7)), [Some("RTE exit_code:-7"), Some("RTE exception:ValueError"), Some("MLE memory")]),
            (Some(Exit::Signal(9)), [Some("RTE signal:SIGKILL"); 3]),
            (Some(Exit::Signal(11)), [Some("RTE signal:SIGSEGV"); 3]),
        ];
        let exceptions = [None, Some("ValueError"), Some("MemoryError")];
        let mut rows = 0;
        for (check, by_check) in &checks {
            for (exit, by_exit) in &exits {
                for (exception, by_exception) in exceptions.iter().zip(by_exit) {
                    let said = |breach| {
                        let decision = decide(&execution(*exit, breach), *exception, check);
                        format!("{} {}", decision.verdict, decision.reason)
                    };
                    assert_eq!(said(None), by_exception.unwrap_or(by_check), "{exit:?} {exception:?} {check:?}");
                    for (breach, expected) in &breaches {
                        assert_eq!(said(Some(breach.clone())), expected.unwrap_or(by_check), "{breach:?} {exit:?}");
                        rows += 1;
                    }
                    rows += 1;
                }
            }
        }
        assert_eq!(rows, checks.len() * exits.len() * exceptions.len() * (breaches.len() + 1));
    }
}
