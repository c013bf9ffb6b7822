//! `pyjury run`: one program in the sandbox.

use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use pyjury_core::submission::InlineRun;
use pyjury_core::{Breach, Bytes, Capture, Decision, Execution, Limits, RuntimeRequest, Usage, Verdict, duration};
use pyjury_grade::{Cache, Options, Ran, run_once, traceback};
use serde_json::{Value, json};

use super::{ground, report, sources};
use crate::failure::{Failure, judging_error};
use crate::output;
use crate::runtimes::RuntimesArgs;

/// The most that is read from stdin for the program.
const MOST_STDIN: u64 = 256 << 20;

/// Run one program in the sandbox, with this command's stdin.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  echo 1 2 | pyjury run sum.py
  pyjury run --time 2s --memory 256MiB --json prog.py -- --verbose input.txt")]
pub(crate) struct Args {
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
    /// The runtime: layers, and bounds on the version of CPython, such as base,qa or python>=3.13.
    #[arg(long, value_name = "R", default_value = "base")]
    runtime: RuntimeRequest,
    #[command(flatten)]
    runtimes: RuntimesArgs,
    /// CPU time, such as 500ms or 2s.
    #[arg(long, value_name = "T", value_parser = duration::parse, default_value = "10s")]
    time: Duration,
    /// Wall-clock time [default: three times the CPU time and 5s]
    #[arg(long, value_name = "T", value_parser = duration::parse)]
    wall: Option<Duration>,
    /// Memory, such as 256MiB.
    #[arg(long, value_name = "B", default_value = "256MiB")]
    memory: Bytes,
    /// What may be written to stdout, and as much to stderr, such as 64KiB.
    #[arg(long, value_name = "B", default_value = "8MiB")]
    output: Bytes,
    /// Processes and threads that may live at once.
    #[arg(long, value_name = "N", default_value_t = Limits::default().processes)]
    processes: u32,
    /// The program: a Python file.
    file: PathBuf,
    /// Arguments of the program.
    #[arg(last = true, value_name = "ARG")]
    args: Vec<String>,
}

/// Runs the command.
pub(crate) fn execute(args: &Args) -> Result<ExitCode, Failure> {
    let limits = limits(args)?;
    let files = sources::read(&args.file)?;
    let mut ground = ground::prepare(1, &args.runtimes)?;
    let runtime = ground.runtime(&args.runtime.clone().plain());
    let runtime = runtime.map_err(|error| Failure::usage_words(format_args!("--runtime: {error}")))?;
    let run = InlineRun { stdin: stdin()?, expected: None, args: args.args.clone(), limits };
    let cache = Cache::new();
    let [slot] = &mut ground.slots[..] else { return Err(anyhow::anyhow!("expected one slot").into()) };
    match run_once(&run, &files, slot, &runtime, &Options::new(&cache)) {
        Ok(ran) if args.json => show_json(&ran),
        Ok(ran) => show(&ran),
        Err(error) => Ok(ground::no_judgement(error)),
    }
}

fn limits(args: &Args) -> Result<Limits, Failure> {
    let limits = Limits {
        cpu: args.time,
        wall: args.wall.unwrap_or(Limits::wall_for(args.time)),
        memory: args.memory,
        output: args.output,
        processes: args.processes,
        ..Limits::default()
    };
    // Where no wall limit is asked for, a long CPU limit must not fail for the one that follows from it.
    let wall = if args.wall.is_none() { limits.wall.min(pyjury_core::limits::CEILING.wall) } else { limits.wall };
    let limits = Limits { wall, ..limits };
    match limits.check() {
        Ok(()) => Ok(limits),
        Err(errors) => {
            let words: Vec<_> = errors.iter().map(|error| format!("--{}: {error}", error.field)).collect();
            Err(Failure::usage_words(words.join("\n")))
        }
    }
}

fn stdin() -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::io::stdin().take(MOST_STDIN + 1).read_to_end(&mut bytes)?;
    anyhow::ensure!(bytes.len() as u64 <= MOST_STDIN, "expected at most {} on stdin, got more", Bytes(MOST_STDIN));
    Ok(bytes)
}

fn show_json(ran: &Ran) -> Result<ExitCode, Failure> {
    let (decision, document) = match ran {
        Ran::Refused { decision, message } => (decision, refused(decision, message)),
        Ran::Ended { decision, execution, .. } => (decision, ended(decision, execution)),
    };
    output::json(&document)?;
    Ok(code(decision))
}

fn ended(decision: &Decision, execution: &Execution) -> Value {
    let mut document = head(decision, execution.usage);
    document["exit"] = json!(execution.exit);
    document["breach"] = json!(execution.breach.as_ref().map(breach));
    put_stream(&mut document, "stdout", &execution.stdout, str::to_owned);
    put_stream(&mut document, "stderr", &execution.stderr, traceback::clean);
    document["denied_syscalls"] = json!(execution.denied);
    document
}

fn refused(decision: &Decision, message: &str) -> Value {
    let mut document = head(decision, Usage::default());
    document["exit"] = Value::Null;
    document["breach"] = Value::Null;
    document["stdout"] = "".into();
    document["stderr"] = message.into();
    document["stdout_bytes"] = 0.into();
    document["stderr_bytes"] = message.len().into();
    document["denied_syscalls"] = json!([]);
    document
}

fn head(decision: &Decision, usage: Usage) -> Value {
    json!({
        "verdict": decision.verdict,
        "reason": decision.reason,
        "cpu_time_ms": report::ms(usage.cpu),
        "wall_time_ms": report::ms(usage.wall),
        "memory_bytes": usage.memory.get(),
    })
}

/// Bytes that are no UTF-8 are replaced, and there as base64 too.
fn put_stream(document: &mut Value, name: &str, capture: &Capture, clean: fn(&str) -> String) {
    let bytes = capture.joined();
    let text = String::from_utf8_lossy(&bytes);
    document[name] = clean(&text).into();
    document[format!("{name}_bytes")] = capture.total.into();
    if std::str::from_utf8(&bytes).is_err() {
        document[format!("{name}_base64")] = STANDARD.encode(&bytes).into();
    }
}

fn breach(breach: &Breach) -> &'static str {
    match breach {
        Breach::Cpu => "cpu",
        Breach::Wall => "wall",
        Breach::Idle => "idle",
        Breach::Memory => "memory",
        Breach::Output => "output",
        Breach::Syscall { .. } => "syscall",
        Breach::SyscallFlood { .. } => "syscall_flood",
        Breach::Peer => "peer",
        Breach::Cancelled => "cancelled",
    }
}

/// The program's output as it is, then a line about the run on stderr.
fn show(ran: &Ran) -> Result<ExitCode, Failure> {
    let mut words = anstream::stderr();
    match ran {
        Ran::Refused { decision, message } => {
            writeln!(words, "{message}\n{} {}", output::coloured(decision.verdict), decision.reason)?;
            Ok(code(decision))
        }
        Ran::Ended { decision, execution, .. } => {
            let mut stdout = std::io::stdout().lock();
            stdout.write_all(&execution.stdout.joined())?;
            stdout.flush()?;
            let stderr = traceback::clean(&String::from_utf8_lossy(&execution.stderr.joined()));
            write!(words, "{stderr}")?;
            let used = report::used(execution.usage);
            writeln!(words, "{} {}  {}", output::coloured(decision.verdict), decision.reason, used.trim_start())?;
            Ok(code(decision))
        }
    }
}

fn code(decision: &Decision) -> ExitCode {
    if decision.verdict == Verdict::JE { judging_error() } else { ExitCode::SUCCESS }
}
