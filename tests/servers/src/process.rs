//! A child process that can be killed, stopped and started again.

use std::hash::{BuildHasher as _, RandomState};
use std::net::TcpListener;
use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::net::{SocketAddr, UnixListener};
use std::process::{Child, Command};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// The ports to take from: below those that the kernel gives to connections (`ip_local_port_range`, from 32768
/// on), of which any may be taken before it is used.
const PORTS: std::ops::Range<u16> = 12_000..32_000;

/// What this process holds of the ports that it has taken.
static CLAIMS: Mutex<Vec<UnixListener>> = Mutex::new(Vec::new());

/// A port that nobody listens on, and that nobody else is given as long as this process lives.
///
/// Whoever listens on the abstract socket of its name has it: between the look and the use, another test could take it.
pub fn free_port() -> u16 {
    let random = || RandomState::new().hash_one(std::process::id());
    let port = || PORTS.start + (random() % u64::from(PORTS.end - PORTS.start)) as u16;
    let claim = |port: u16| {
        let name = SocketAddr::from_abstract_name(format!("pyjury-test-port-{port}")).expect("a short name");
        let claim = UnixListener::bind_addr(&name).ok()?;
        TcpListener::bind(("127.0.0.1", port)).ok()?;
        Some((port, claim))
    };
    let (port, claim) = std::iter::repeat_with(port).take(1000).find_map(claim).expect("a free port");
    CLAIMS.lock().expect("nobody panics with it").push(claim);
    port
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_given_once() {
        // Of 20,000 at random, 400 would almost surely have a pair.
        let mut ports: Vec<_> = (0..400).map(|_| free_port()).collect();
        ports.sort_unstable();
        ports.dedup();
        assert_eq!(ports.len(), 400);
    }
}
