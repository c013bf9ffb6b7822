//! `pyjury doctor`: what this host can and can't do, and the remedy for each.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anstyle::AnsiColor;
use pyjury_core::{Exit, Limits, Ratio, SpeedRange, duration};
use pyjury_grade::calibration;
use pyjury_grade::runtime::Runtime;
use pyjury_grade::runtime::layer::Thoroughness;
use pyjury_sandbox::doctor::{Check, State, examine};
use pyjury_sandbox::plan::{Access, Input, Output, PlacedFile, Plan, Process, Start};
use pyjury_sandbox::{Host, Slot, SlotConfig};

use crate::output;
use crate::runtimes::RuntimesArgs;

/// Say what this host can and can't do, and how to mend what it can't.
///
/// Looks at the kernel, cgroups, namespaces, seccomp, Landlock, interpreters, free space and the clock,
/// runs one small program confined, and measures the speed. Exits 2 when judging would not work.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  pyjury doctor\n  pyjury doctor --json | jq '.checks[] | select(.state != \"good\")'"
)]
pub(crate) struct DoctorArgs {
    /// The folder for state, whose free space is looked at.
    #[arg(long, value_name = "DIR", default_value = "pyjury-data", env = "PYJURY_DATA")]
    data: PathBuf,
    #[command(flatten)]
    runtimes: RuntimesArgs,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(crate) fn doctor(args: &DoctorArgs) -> anyhow::Result<ExitCode> {
    let mut checks = examine(&args.data);
    checks.extend(runtime());
    checks.push(runtimes(&args.runtimes));
    checks.push(trial());
    checks.push(speed());
    let worst = checks.iter().map(|check| check.state).max().unwrap_or(State::Good);
    if args.json {
        output::json(&serde_json::json!({ "state": worst, "checks": checks }))?;
    } else {
        for check in &checks {
            output::line(describe(check))?;
        }
        output::line(match worst {
            State::Good => "This host can judge.",
            State::Weak => "This host can judge; see the remarks.",
            State::Bad => "This host can't judge until what is marked bad is mended.",
        })?;
    }
    Ok(if worst == State::Bad { ExitCode::from(2) } else { ExitCode::SUCCESS })
}

fn describe(check: &Check) -> String {
    let (word, colour) = match check.state {
        State::Good => ("good", AnsiColor::Green),
        State::Weak => ("weak", AnsiColor::Yellow),
        State::Bad => ("bad ", AnsiColor::Red),
    };
    let style = colour.on_default();
    let line = format!("{style}{word}{style:#}  {:<13} {}", check.name, check.found);
    if check.remedy.is_empty() { line } else { format!("{line}\n      {:<13} -> {}", "", check.remedy) }
}

/// Interpreters and compilers.
fn runtime() -> Vec<Check> {
    match Runtime::base() {
        Ok(runtime) => vec![
            Check::good("interpreter", runtime.interpreter_version()),
            match runtime.toolchain() {
                Some(_) => Check::good("compiler", "C and C++ validators can be compiled"),
                None => Check::weak("compiler", "none", "for packages with C or C++ validators: install g++"),
            },
        ],
        Err(error) => vec![Check::bad("interpreter", error.to_string(), "install the python3 of the distribution")],
    }
}

/// The CPythons, and the layers of packages for them.
fn runtimes(args: &RuntimesArgs) -> Check {
    let set = match args.open() {
        Ok(set) => set,
        Err(error) => return Check::bad("runtimes", error.to_string(), "mend what is marked bad above"),
    };
    let offers = set.offers();
    let mut broken = Vec::new();
    for interpreter in set.interpreters().all() {
        for name in set.store().names(&interpreter.abi) {
            broken.extend(set.store().current(&name, &interpreter.abi, Thoroughness::Names).err());
        }
    }
    let found = offers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let found = format!("{found}; layers are in {}", set.store().folder().display());
    match broken.first() {
        Some(error) => Check::bad("runtimes", format!("{found}; {error}"), "make it anew: pyjury runtime build"),
        None if offers.iter().all(|offer| offer.layers.is_empty()) => {
            let remedy = "for problems whose graders import pytest: pyjury runtime build";
            Check::weak("runtimes", found, remedy)
        }
        None => Check::good("runtimes", found),
    }
}

/// One small program, confined for real.
fn trial() -> Check {
    match try_run() {
        Ok(wall) => Check::good("trial run", format!("a confined program ran in {wall} ms")),
        Err(error) => Check::bad("trial run", format!("{error:#}"), "mend what is marked bad above"),
    }
}

/// How fast this host is.
fn speed() -> Check {
    match try_measure() {
        Ok((measured, usual)) => {
            let measured_words = duration::format_fine(measured);
            let known = usual.and_then(|usual| Some((usual, Ratio::of(measured, usual)?)));
            match known {
                Some((usual, factor)) if in_range(factor) => {
                    let usual = duration::format_fine(usual);
                    Check::good(
                        "speed",
                        format!("the calibration takes {measured_words}, factor {factor:.3} of {usual}"),
                    )
                }
                Some((usual, factor)) => Check::weak(
                    "speed",
                    format!(
                        "the calibration takes {measured_words}, factor {factor:.3} of {}",
                        duration::format_fine(usual)
                    ),
                    "a worker of a fleet refuses this: set --reference-time to what it takes on the node that defines \
                     your limits",
                ),
                None => Check::weak(
                    "speed",
                    format!("the calibration takes {measured_words}; no usual time is known for this interpreter"),
                    "for a worker of a fleet: set --reference-time to what it takes on the node that defines your limits",
                ),
            }
        }
        Err(error) => Check::bad("speed", format!("{error:#}"), "mend what is marked bad above"),
    }
}

fn in_range(factor: Ratio) -> bool {
    let SpeedRange { least, most } = SpeedRange::default();
    (least..=most).contains(&factor)
}

/// The CPU time of the calibration, and the usual one.
fn try_measure() -> anyhow::Result<(Duration, Option<Duration>)> {
    let runtime = Runtime::base()?;
    let mut slot = Slot::open(&Host::probe()?, SlotConfig::default())?;
    Ok((calibration::measure(&mut slot, &runtime)?, calibration::usual(runtime.interpreter_version())))
}

fn try_run() -> anyhow::Result<u128> {
    let runtime = Runtime::base()?;
    let started = std::time::Instant::now();
    let mut slot = Slot::open(&Host::probe()?, SlotConfig::default())?;
    let main = PlacedFile { path: "main.py".into(), content: b"print(42)".as_slice().into(), access: Access::ReadOnly };
    let process = Process {
        policy: runtime.policy(),
        argv: runtime.python_argv(&["/box/main.py".to_owned()]),
        env: Vec::new(),
        files: vec![main],
        stdin: Input::Bytes([].into()),
        stdout: Output::Keep { head: 1024, tail: 0 },
        keep_stderr: 4096,
        limits: Limits::default(),
        collect: Vec::new(),
        start: Start::Mark,
        ends_plan_unless: None,
    };
    let outcomes = slot.run(&Plan { processes: vec![process] })?;
    match outcomes.first().map(|outcome| &outcome.execution) {
        Some(e) if e.exit == Some(Exit::Code(0)) && e.stdout.head == b"42\n" => Ok(started.elapsed().as_millis()),
        other => anyhow::bail!("it should print 42 and exit 0, but: {other:?}"),
    }
}
