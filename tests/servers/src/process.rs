//! A child process that can be killed, stopped and started again.

use std::hash::{BuildHasher as _, RandomState};
use std::net::TcpListener;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// The ports to take from: below those that the kernel gives to connections (`ip_local_port_range`, from 32768
/// on), of which any may be taken before it is used.
const PORTS: std::ops::Range<u16> = 12_000..32_000;

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    let random = || RandomState::new().hash_one(std::process::id());
    let port = || PORTS.start + (random() % u64::from(PORTS.end - PORTS.start)) as u16;
    let free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    std::iter::repeat_with(port).take(1000).find(free).expect("a free port")
}

/// A server as a child process.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
}

impl Process {
    /// Starts it and waits until `ready`, a minute at most.
    ///
    /// # Panics
    /// When it can't be started, ends, or isn't ready in time; with what `log` says.
    pub(crate) fn start(command: &mut Command, ready: impl Fn() -> bool, log: impl Fn() -> String) -> Self {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command.spawn().unwrap_or_else(|error| {
            panic!("{name} can't be started: {error}; `make setup-test` installs what the tests need")
        });
        let mut process = Self { child };
        let started = Instant::now();
        while !ready() {
            let ended = process.child.try_wait().expect("a child");
            assert!(ended.is_none(), "{name} ended with {ended:?}:\n{}", log());
            assert!(started.elapsed() < Duration::from_secs(60), "{name} is not ready:\n{}", log());
            std::thread::sleep(Duration::from_millis(10));
        }
        process
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(self.child.id().try_into().expect("a pid"));
        // One that has ended already is no error.
        let _ = kill(pid, signal);
    }

    /// Ends it and waits until it is gone.
    pub(crate) fn end(mut self, signal: Signal) {
        self.signal(signal);
        self.child.wait().expect("a child");
    }
}
