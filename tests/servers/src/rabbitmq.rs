//! A private RabbitMQ.

use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use nix::sys::signal::Signal;
use tempfile::TempDir;

use crate::free_port;
use crate::process::Process;

/// Where `make test` says which broker the tests share.
const SHARED: &str = "PYJURY_TEST_AMQP";

/// The server itself: the wrapper on the PATH refuses to run as root.
const BIN: &str = "/usr/lib/rabbitmq/bin";

/// A broker that is ended when it is dropped.
#[derive(Debug)]
pub struct RabbitMq {
    folder: TempDir,
    name: String,
    address: String,
    port: u16,
    distribution: u16,
    epmd: u16,
    process: Option<Process>,
}

/// A broker that tests share, or one of their own.
#[derive(Debug)]
pub enum Broker {
    /// Its URL. Whoever started it ends it.
    Shared(String),
    /// Ended when this is dropped.
    Own(Box<RabbitMq>),
}

impl Broker {
    /// Its URL.
    pub fn url(&self) -> String {
        match self {
            Self::Shared(url) => url.clone(),
            Self::Own(broker) => broker.url(),
        }
    }
}

impl RabbitMq {
    /// The broker that this run of the tests shares; without one, one of its own. Use names of
    /// queues that nobody else has.
    pub fn shared() -> Broker {
        match std::env::var(SHARED) {
            Ok(url) if !url.is_empty() => Broker::Shared(url),
            _ => Broker::Own(Box::new(Self::start())),
        }
    }

    /// Starts one on 127.0.0.1.
    pub fn start() -> Self {
        Self::start_on("127.0.0.1")
    }

    /// Starts one that listens on an address of this machine.
    pub fn start_on(address: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (port, distribution, epmd) = (free_port(), free_port(), free_port());
        let name = format!("pyjury-{port}@localhost");
        fs::write(folder.path().join("plugins"), "[].\n").expect("a file");
        // Whoever reaches it may log in as guest: it lives for a test, on an address of this machine.
        fs::write(folder.path().join("rabbitmq.conf"), "loopback_users = none\n").expect("a file");
        let address = address.to_owned();
        let mut broker = Self { folder, name, address, port, distribution, epmd, process: None };
        broker.go_on();
        broker
    }

    /// Starts it again on the same data and ports.
    pub fn go_on(&mut self) {
        let log = fs::OpenOptions::new().create(true).append(true).open(self.log()).expect("a log file");
        let mut command = Command::new(format!("{BIN}/rabbitmq-server"));
        self.environment(&mut command);
        // The process that is started becomes the broker: no shell stands between it and signals.
        command.env("RUNNING_UNDER_SYSTEMD", "true");
        command.stdin(Stdio::null()).stdout(log.try_clone().expect("a log file")).stderr(log);
        let log = self.log();
        let read_log = move || fs::read_to_string(&log).unwrap_or_default();
        self.process = Some(Process::start(&mut command, || greets(&self.address, self.port), read_log));
    }

    fn environment(&self, command: &mut Command) {
        let folder = self.folder.path();
        command.env("HOME", folder).env("ERL_EPMD_PORT", self.epmd.to_string()).env("ERL_EPMD_ADDRESS", "127.0.0.1");
        let own = [
            ("NODENAME", self.name.clone()),
            ("NODE_IP_ADDRESS", self.address.clone()),
            ("NODE_PORT", self.port.to_string()),
            ("DIST_PORT", self.distribution.to_string()),
            // Its schedulers don't spin while they wait: tests share their cores with it.
            ("SERVER_ADDITIONAL_ERL_ARGS", "+sbwt none +sbwtdcpu none +sbwtdio none".to_owned()),
        ];
        for (key, value) in own {
            command.env(format!("RABBITMQ_{key}"), value);
        }
        let files = [
            ("MNESIA_BASE", "mnesia"),
            ("LOG_BASE", "log"),
            ("ENABLED_PLUGINS_FILE", "plugins"),
            ("CONFIG_FILE", "rabbitmq.conf"),
            ("ADVANCED_CONFIG_FILE", "advanced"),
            ("CONF_ENV_FILE", "environment"),
            ("PID_FILE", "pid"),
        ];
        for (key, file) in files {
            command.env(format!("RABBITMQ_{key}"), folder.join(file));
        }
    }

    /// Runs `rabbitmqctl` on it.
    ///
    /// # Panics
    /// When it fails.
    pub fn ctl(&self, arguments: &[&str]) -> String {
        let mut command = Command::new(format!("{BIN}/rabbitmqctl"));
        self.environment(&mut command);
        let output: Output = command.args(arguments).stdin(Stdio::null()).output().expect("rabbitmqctl runs");
        assert!(output.status.success(), "rabbitmqctl {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Ends it with SIGKILL.
    pub fn kill(&mut self) {
        self.process.take().expect("a running broker").end(Signal::SIGKILL);
    }

    /// Ends it in order.
    pub fn terminate(&mut self) {
        self.process.take().expect("a running broker").end(Signal::SIGTERM);
    }

    /// Stops or continues it: SIGSTOP, SIGCONT.
    pub fn signal(&self, signal: Signal) {
        self.process.as_ref().expect("a running broker").signal(signal);
    }

    /// Its port.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Its process, while it runs.
    pub fn pid(&self) -> Option<u32> {
        self.process.as_ref().map(Process::pid)
    }

    /// Its URL, for the user that a new broker has.
    pub fn url(&self) -> String {
        format!("amqp://guest:guest@{}:{}/%2f", self.address, self.port)
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("rabbitmq.log")
    }
}

impl Drop for RabbitMq {
    fn drop(&mut self) {
        if let Some(process) = self.process.take() {
            // Nothing of it is needed any more.
            process.end(Signal::SIGKILL);
        }
        self.end_port_mapper();
    }
}

impl RabbitMq {
    /// The port mapper that a broker starts outlives it, and refuses to end until it has noticed that the
    /// broker is gone.
    fn end_port_mapper(&self) {
        for _ in 0..500 {
            if TcpStream::connect(("127.0.0.1", self.epmd)).is_err() {
                return;
            }
            let mut epmd = Command::new("epmd");
            epmd.args(["-port", &self.epmd.to_string(), "-kill"]).stdin(Stdio::null()).stdout(Stdio::null());
            if epmd.stderr(Stdio::null()).status().is_err() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        eprintln!("the port mapper on port {} was not ended", self.epmd);
    }
}

/// Whether it speaks AMQP.
fn greets(address: &str, port: u16) -> bool {
    use std::io::{Read as _, Write as _};
    let Ok(mut stream) = TcpStream::connect((address, port)) else { return false };
    let mut answer = [0; 1];
    let asked = stream.set_read_timeout(Some(std::time::Duration::from_secs(2))).is_ok()
        && stream.write_all(b"AMQP\x00\x00\x09\x01").is_ok();
    // The first octet of connection.start: a method frame.
    asked && stream.read_exact(&mut answer).is_ok() && answer == [1]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listens(port: u16) -> bool {
        TcpStream::connect(("127.0.0.1", port)).is_ok()
    }

    #[test]
    fn a_broker_is_killed_and_goes_on() {
        let mut broker = RabbitMq::start();
        assert!(broker.ctl(&["list_vhosts"]).contains('/'));
        broker.kill();
        assert!(!listens(broker.port()));
        broker.go_on();
        let (epmd, port) = (broker.epmd, broker.port());
        drop(broker);
        assert!(!listens(port) && !listens(epmd), "nothing is left");
    }
}
