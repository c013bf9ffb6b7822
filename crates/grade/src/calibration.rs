//! How fast this node is: one fixed program in the sandbox, several times.
//!
//! Neighbours, interrupts and cold caches only ever add CPU time, so the least of the runs is what the node can do.
//! The program is `python/calibrate.py`; its digest is part of what is told of a node's speed.

use std::sync::Arc;
use std::time::Duration;

use pyjury_core::{Bytes, Calibration, Decision, Digest, Exit, Limits, Ratio, Speed, Usage};
use pyjury_sandbox::Slot;
use pyjury_sandbox::plan::{Input, Output, Process, Start};

use crate::compile::{one, read_only};
use crate::{GradeError, Runtime, excerpt};

/// What is run.
const WORKLOAD: &str = include_str!("../python/calibrate.py");
/// What it prints.
const ANSWER: &[u8] = b"30806346\n";

/// The least CPU time of [`WORKLOAD`] on the node that defines what limits mean unless an operator sets another, by
/// the minor version of the interpreter. Measured in the sandbox as in [`measure`], on an idle core of a virtual
/// machine with Intel Xeon (Sapphire Rapids) processors, with Debian 12's interpreter. Interpreters that are not here
/// have no usual reference: their relative speed would be a guess.
const REFERENCES: [(&str, Duration); 1] = [("CPython 3.11", Duration::from_millis(390))];

/// The most runs of a measurement, and the fewest.
const RUNS: std::ops::RangeInclusive<usize> = 3..=5;
/// The two least runs are this close together: more runs would tell little.
const CLOSE: Ratio = Ratio::percent(1);
/// How often the base line is run.
const BASE_RUNS: usize = 3;

/// Enough for a node many times slower than the reference.
const LIMITS: Limits = Limits {
    cpu: Duration::from_secs(60),
    wall: Duration::from_secs(600),
    memory: Bytes::mib(256),
    output: Bytes::kib(64),
    processes: 16,
    scratch: Bytes::mib(16),
};

/// What the CPU time of the workload is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {
    /// This node itself: its factor is 1, whatever it is.
    Own,
    /// What is known of the interpreter.
    Usual,
    /// This.
    Stated(Duration),
}

/// Why a node's speed isn't known.
#[derive(Debug, thiserror::Error)]
pub enum CalibrationError {
    /// The workload could not be run.
    #[error("the calibration could not be run")]
    Run(#[from] GradeError),
    /// It ended otherwise than it must.
    #[error("the calibration must print {} and exit with 0, but {what}", String::from_utf8_lossy(ANSWER).trim())]
    Ended {
        /// What it did.
        what: String,
    },
    /// Nobody said how fast the reference is.
    #[error(
        "no reference time is known for {interpreter}; set --reference-time to what the calibration takes on the node \
         that defines your limits (here it takes {}), or to `own` where this node does",
        pyjury_core::duration::format_fine(*measured)
    )]
    NoReference {
        /// The interpreter.
        interpreter: String,
        /// What the workload takes on this node.
        measured: Duration,
    },
}

/// The program that is run, as a digest.
pub fn workload() -> Digest {
    Digest::of(WORKLOAD.as_bytes())
}

/// The usual reference for an interpreter such as `CPython 3.11.2`.
pub fn usual(interpreter: &str) -> Option<Duration> {
    let minor =
        |known: &str| interpreter.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    REFERENCES.iter().find(|(known, _)| minor(known)).map(|(_, time)| *time)
}

/// Finds how this node measures: its speed, unless it is the reference itself, and the interpreter's own share.
/// Blocks, for one to two seconds where the reference isn't the node's own.
///
/// # Errors
/// [`CalibrationError`].
pub fn calibrate(slot: &mut Slot, runtime: &Runtime, reference: Reference) -> Result<Calibration, CalibrationError> {
    let speed = match reference {
        Reference::Own => None,
        Reference::Usual | Reference::Stated(_) => {
            let measured = measure(slot, runtime)?;
            let interpreter = runtime.interpreter_version();
            let reference = match reference {
                Reference::Stated(time) => Some(time),
                _ => usual(interpreter),
            };
            let known = reference.and_then(|reference| Some((reference, Ratio::of(measured, reference)?)));
            let (reference, factor) =
                known.ok_or_else(|| CalibrationError::NoReference { interpreter: interpreter.to_owned(), measured })?;
            Some(Speed { factor, workload: workload(), measured, reference })
        }
    };
    let mut base: Option<Usage> = None;
    for _ in 0..BASE_RUNS {
        let usage = run(slot, runtime, "", b"")?;
        let least =
            base.map_or(usage, |b| Usage { cpu: b.cpu.min(usage.cpu), memory: b.memory.min(usage.memory), ..b });
        base = Some(least);
    }
    let base = base.unwrap_or_default();
    Ok(Calibration { speed, base_cpu: base.cpu, base_memory: base.memory })
}

/// The least CPU time of the workload on this node. Blocks.
///
/// # Errors
/// [`CalibrationError`].
pub fn measure(slot: &mut Slot, runtime: &Runtime) -> Result<Duration, CalibrationError> {
    let mut times = Vec::with_capacity(*RUNS.end());
    while !is_enough(&mut times) {
        times.push(run(slot, runtime, WORKLOAD, ANSWER)?.cpu);
    }
    Ok(times.first().copied().unwrap_or_default())
}

/// Whether the least of these times is what the node can do. Sorts them.
fn is_enough(times: &mut [Duration]) -> bool {
    times.sort_unstable();
    let is_close = |pair: &[Duration]| Ratio::of(pair[1], pair[0]).is_some_and(|ratio| ratio.off_one() <= CLOSE);
    times.len() >= *RUNS.end() || (times.len() >= *RUNS.start() && times.get(..2).is_some_and(is_close))
}

fn run(slot: &mut Slot, runtime: &Runtime, source: &str, answer: &[u8]) -> Result<Usage, CalibrationError> {
    let process = Process {
        policy: runtime.policy(),
        argv: runtime.python_argv(&["/box/main.py".to_owned()]),
        env: Vec::new(),
        files: vec![read_only("main.py", source.as_bytes())],
        stdin: Input::Bytes(Arc::from([])),
        stdout: Output::Keep { head: 1024, tail: 0 },
        keep_stderr: 4096,
        limits: LIMITS,
        collect: Vec::new(),
        start: Start::Mark,
        ends_plan_unless: None,
    };
    let execution = one(slot, process)?.execution;
    if execution.breach.is_none() && execution.exit == Some(Exit::Code(0)) && execution.stdout.head == answer {
        return Ok(execution.usage);
    }
    let Decision { verdict, reason } = crate::mode::decide(&execution, &pyjury_core::Check::Nothing);
    let said = [&execution.stdout, &execution.stderr].map(|text| excerpt::of(text).trim().to_owned()).join("\n");
    Err(CalibrationError::Ended { what: format!("it ended with {verdict} {reason} and said: {}", said.trim()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_of_a_minor_version() {
        let (_, time) = REFERENCES[0];
        for known in ["CPython 3.11", "CPython 3.11.2", "CPython 3.11.15"] {
            assert_eq!(usual(known), Some(time), "{known}");
        }
        for unknown in ["CPython 3.1", "CPython 3.12.1", "CPython 3.110.0", "PyPy 3.11.2", ""] {
            assert_eq!(usual(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn it_is_measured_until_the_least_two_agree() {
        let enough =
            |times: &[u64]| is_enough(&mut times.iter().copied().map(Duration::from_millis).collect::<Vec<_>>());
        for (times, expected) in [
            (&[][..], false),
            (&[400], false),
            (&[400, 400], false),
            (&[400, 900, 401], true),
            (&[400, 500, 600], false),
            (&[400, 500, 600, 403], true),
            (&[400, 500, 600, 700, 800], true),
        ] {
            assert_eq!(enough(times), expected, "{times:?}");
        }
    }
}
