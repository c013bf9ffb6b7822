//! Running programs in a real slot.

use std::sync::Arc;
use std::time::Duration;

use pyjury_core::Limits;
use pyjury_grade::runtime::Runtime;
use pyjury_sandbox::plan::{Access, Input, Output, PlacedFile, Plan, Process, Start};
use pyjury_sandbox::{Host, Outcome, Slot, SlotConfig};

/// A slot with the base runtime.
pub struct Bench {
    /// The slot.
    pub slot: Slot,
    /// The runtime.
    pub runtime: Arc<Runtime>,
}

/// How much slower than an ordinary machine this one is, from `PYJURY_TEST_TIME_SCALE`: an emulated one is
/// about 20 times slower.
pub fn time_scale() -> u32 {
    std::env::var("PYJURY_TEST_TIME_SCALE").map_or(1, |text| text.parse().expect("a whole number"))
}

/// The limits of a test run.
pub fn limits() -> Limits {
    let cpu = Duration::from_secs(2) * time_scale();
    Limits { cpu, wall: Limits::wall_for(cpu), ..Limits::default() }
}

impl Bench {
    /// Opens a slot.
    pub fn open() -> Self {
        Self::on_cores(Vec::new())
    }

    /// Opens a slot whose runs use these cores; all, if there are none.
    pub fn on_cores(cores: Vec<usize>) -> Self {
        let host = Host::probe().expect("this host can confine programs");
        let slot = Slot::open(&host, SlotConfig { cores, ..SlotConfig::default() }).expect("a slot");
        Self { slot, runtime: Runtime::base().expect("the base runtime") }
    }

    /// A Python program as a process.
    pub fn python(&self, source: &str) -> Process {
        Process {
            policy: self.runtime.policy(),
            argv: self.runtime.python_argv(&["/box/main.py".to_owned()]),
            env: Vec::new(),
            files: vec![file("main.py", source)],
            stdin: Input::Bytes([].into()),
            stdout: Output::Keep { head: 1 << 20, tail: 1 << 10 },
            keep_stderr: 64 << 10,
            limits: limits(),
            collect: Vec::new(),
            start: Start::Mark,
            ends_plan_unless: None,
        }
    }

    /// Runs one process.
    pub fn run(&mut self, process: Process) -> Outcome {
        let mut outcomes = self.slot.run(&Plan { processes: vec![process] }).expect("a healthy host");
        outcomes.pop().expect("one process")
    }

    /// Runs a Python program with the usual limits.
    pub fn run_source(&mut self, source: &str) -> Outcome {
        let process = self.python(source);
        self.run(process)
    }
}

/// A file that the program owns.
pub fn file(path: &str, content: &str) -> PlacedFile {
    PlacedFile { path: path.to_owned(), content: content.as_bytes().into(), access: Access::Writable }
}

/// What was written to stdout, as text.
pub fn stdout(outcome: &Outcome) -> String {
    String::from_utf8_lossy(&outcome.execution.stdout.joined()).into_owned()
}
