//! A private Redis.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use nix::sys::signal::Signal;
use tempfile::TempDir;

use crate::free_port;
use crate::process::Process;
use crate::resp::{Reply, ask};

/// When Redis syncs what it wrote to the disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fsync {
    /// Before it answers.
    #[default]
    Always,
    /// Once a second.
    EverySecond,
}

/// A redis-server with an append-only file, no eviction and no snapshots.
#[derive(Debug)]
pub struct Redis {
    folder: TempDir,
    port: u16,
    arguments: Vec<String>,
    process: Option<Process>,
}

impl Redis {
    /// Starts one that syncs each write.
    pub fn start() -> Self {
        Self::start_with(Fsync::Always, &[])
    }

    /// Starts one with further arguments, such as `["--maxmemory", "10mb"]`.
    pub fn start_with(fsync: Fsync, arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let fsync = match fsync {
            Fsync::Always => "always",
            Fsync::EverySecond => "everysec",
        };
        let own = ["--appendonly", "yes", "--appendfsync", fsync, "--save", "", "--maxmemory-policy", "noeviction"];
        let arguments = own.iter().chain(arguments).map(|&word| word.to_owned()).collect();
        let mut redis = Self { folder, port: free_port(), arguments, process: None };
        redis.go_on();
        redis
    }

    /// Starts it again on the same data and port.
    pub fn go_on(&mut self) {
        let log = fs::OpenOptions::new().create(true).append(true).open(self.log()).expect("a log file");
        let mut command = Command::new("redis-server");
        command.args(["--port", &self.port.to_string(), "--bind", "127.0.0.1", "--protected-mode", "no", "--dir"]);
        command.arg(self.folder.path()).args(&self.arguments);
        command.stdin(Stdio::null()).stdout(log.try_clone().expect("a log file")).stderr(log);
        let (port, log) = (self.port, self.log());
        let read_log = move || fs::read_to_string(&log).unwrap_or_default();
        self.process = Some(Process::start(&mut command, || answers(port), read_log));
    }

    /// Ends it with SIGKILL.
    pub fn kill(&mut self) {
        self.process.take().expect("a running server").end(Signal::SIGKILL);
    }

    /// Stops or continues it: SIGSTOP, SIGCONT.
    pub fn signal(&self, signal: Signal) {
        self.process.as_ref().expect("a running server").signal(signal);
    }

    /// Sends it a command, as a user without a password.
    ///
    /// # Panics
    /// When it doesn't answer.
    pub fn ask(&self, words: &[impl AsRef<[u8]>]) -> Reply {
        ask(self.port, words)
    }

    /// Sends it a command that is answered with `OK`.
    ///
    /// # Panics
    /// When the answer is another.
    pub fn expect_ok(&self, words: &[&str]) {
        assert_eq!(self.ask(words), Reply::Text("OK".to_owned()), "{words:?}");
    }

    /// Its port on 127.0.0.1.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Its process, while it runs.
    pub fn pid(&self) -> Option<u32> {
        self.process.as_ref().map(Process::pid)
    }

    /// Its URL.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn log(&self) -> std::path::PathBuf {
        self.folder.path().join("redis.log")
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        if let Some(process) = self.process.take() {
            // Nothing of it is needed any more.
            process.end(Signal::SIGKILL);
        }
    }
}

/// Whether it has read its data: before, it answers LOADING. One that wants a password is there too.
fn answers(port: u16) -> bool {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else { return false };
    let mut answer = [0; 7];
    let asked = stream.set_read_timeout(Some(Duration::from_secs(1))).is_ok() && stream.write_all(b"PING\r\n").is_ok();
    asked && stream.read_exact(&mut answer).is_ok() && (answer == *b"+PONG\r\n" || answer == *b"-NOAUTH")
}
