//! One process of pyjury, whatever its role: started, asked, killed, started again.

use std::fs::{self, OpenOptions};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use pyjury_servers::free_port;

use crate::cluster::binary;

/// How long anything may take on a busy machine before it is considered broken.
pub const LONG: Duration = Duration::from_secs(180);

/// One process of a cluster, or the place for it while it doesn't run.
#[derive(Debug)]
pub struct Part {
    name: String,
    program: PathBuf,
    log: PathBuf,
    /// Where it is in the network: the address that its metrics are at.
    address: String,
    namespace: Option<String>,
    http: u16,
    arguments: Vec<String>,
    environment: Vec<(String, String)>,
    child: Option<Child>,
}

impl Part {
    /// A process of a role, not yet started; its files are in `folder`.
    pub fn new(role: &str, n: usize, folder: &Path) -> Self {
        let name = format!("{role}-{n}");
        Self {
            program: binary(),
            log: folder.join(format!("{name}.log")),
            name,
            address: "127.0.0.1".to_owned(),
            namespace: None,
            http: free_port(),
            arguments: vec![role.to_owned()],
            environment: Vec::new(),
            child: None,
        }
    }

    /// Of another pyjury than the one that was built with this test.
    #[must_use]
    pub fn program(mut self, program: &Path) -> Self {
        program.clone_into(&mut self.program);
        self
    }

    /// In a network namespace that has a name, where it has this address.
    #[must_use]
    pub fn inside(mut self, namespace: &str, address: &str) -> Self {
        (self.namespace, self.address) = (Some(namespace.to_owned()), address.to_owned());
        self
    }

    /// With a flag of the command line.
    #[must_use]
    pub fn flag(mut self, flag: &str, value: &str) -> Self {
        self.arguments.extend([flag.to_owned(), value.to_owned()]);
        self
    }

    /// Without a flag of the command line and its value.
    #[must_use]
    pub fn without_flag(mut self, flag: &str) -> Self {
        if let Some(at) = self.arguments.iter().position(|argument| argument == flag) {
            self.arguments.drain(at..at + 2);
        }
        self
    }

    /// With a variable, in place of an earlier one of the same name.
    #[must_use]
    pub fn environment(mut self, name: &str, value: &str) -> Self {
        self.set(name, value);
        self
    }

    /// From the next start on with a variable.
    pub fn set(&mut self, name: &str, value: &str) {
        self.unset(name);
        self.environment.push((name.to_owned(), value.to_owned()));
    }

    /// From the next start on without a variable.
    pub fn unset(&mut self, name: &str) {
        self.environment.retain(|(known, _)| known != name);
    }

    /// Starts it, without waiting until it is ready.
    pub fn start(&mut self) {
        let log = OpenOptions::new().create(true).append(true).open(&self.log).expect("a log file");
        let mut command = match &self.namespace {
            // The process that is started becomes the program: no other stands between it and signals.
            Some(namespace) => {
                let mut command = Command::new("nsenter");
                command.arg(format!("--net=/run/netns/{namespace}")).arg("--").arg(&self.program);
                command
            }
            None => Command::new(&self.program),
        };
        command.args(&self.arguments).args(["--http", &format!("{}:{}", self.address, self.http)]);
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        // What it leaves in its folder, such as a core, goes with the test.
        command.current_dir(self.log.parent().expect("a folder"));
        command.stdin(Stdio::null()).stdout(log.try_clone().expect("a log file")).stderr(log);
        self.child = Some(command.spawn().expect("pyjury starts"));
    }

    /// Waits until it wants work.
    ///
    /// # Panics
    /// When it ends, or doesn't want any in time.
    pub fn wait_until_ready(&mut self) {
        let began = Instant::now();
        while !self.is_ready() {
            assert!(began.elapsed() < LONG, "not ready:\n{}", self.tail());
            let ended = self.ended();
            assert!(ended.is_none(), "ended with {ended:?}:\n{}", self.tail());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Whether it wants work.
    pub fn is_ready(&self) -> bool {
        self.get("/readyz").is_some_and(|answer| answer.starts_with("HTTP/1.1 200"))
    }

    /// A metric that has no labels, or is named with them as in `name{label="value"}`.
    pub fn metric(&self, name: &str) -> Option<f64> {
        let answer = self.get("/metrics")?;
        let line = answer.lines().find(|line| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(' ')))?;
        line.rsplit(' ').next()?.trim().parse().ok()
    }

    /// A metric, summed over all labels.
    pub fn metric_sum(&self, name: &str) -> Option<f64> {
        let answer = self.get("/metrics")?;
        let of = |line: &str| line.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', '{']));
        let values = answer.lines().filter(|line| of(line)).filter_map(|line| line.rsplit(' ').next());
        Some(values.filter_map(|value| value.parse::<f64>().ok()).sum())
    }

    fn get(&self, path: &str) -> Option<String> {
        let address = format!("{}:{}", self.address, self.http).parse().ok()?;
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_millis(500)).ok()?;
        // A stopped process has a port that accepts, and never answers.
        stream.set_read_timeout(Some(Duration::from_secs(2))).ok()?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        Some(answer)
    }

    /// Whether it was started and not ended by us. It may have ended by itself.
    pub fn is_running(&self) -> bool {
        self.child.is_some()
    }

    /// How it ended by itself, if it did.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        let ended = self.child.as_mut()?.try_wait().expect("a child");
        if ended.is_some() {
            self.child = None;
        }
        ended
    }

    /// Waits until it has ended by itself.
    ///
    /// # Panics
    /// When it doesn't.
    pub fn wait_for_end(&mut self) -> ExitStatus {
        let began = Instant::now();
        loop {
            if let Some(ended) = self.ended() {
                return ended;
            }
            assert!(self.is_running(), "{} does not run", self.name);
            assert!(began.elapsed() < LONG, "it goes on:\n{}", self.tail());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Ends it with SIGKILL.
    pub fn kill(&mut self) {
        let mut child = self.child.take().expect("a running process");
        child.kill().expect("SIGKILL");
        child.wait().expect("a child");
    }

    /// Ends it with SIGTERM, and with SIGKILL when it doesn't; gives the exit code.
    pub fn terminate(&mut self) -> Option<i32> {
        // One that is stopped must go on to end.
        self.signal(Signal::SIGTERM);
        self.signal(Signal::SIGCONT);
        let mut child = self.child.take().expect("a running process");
        let began = Instant::now();
        while began.elapsed() < LONG {
            if let Some(ended) = child.try_wait().expect("a child") {
                return ended.code();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        child.kill().expect("SIGKILL");
        child.wait().expect("a child").code()
    }

    /// Sends it a signal.
    pub fn signal(&self, signal: Signal) {
        let child = self.child.as_ref().expect("a running process");
        // One that has ended already is no error: it isn't waited for yet, so its pid is nobody else's.
        let _ = kill(Pid::from_raw(child.id().try_into().expect("a pid")), signal);
    }

    /// Whether it is stopped, as by SIGSTOP.
    pub fn is_stopped(&self) -> bool {
        let Some(child) = &self.child else { return false };
        let status = fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap_or_default();
        status.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('T'))
    }

    /// Its process, while it runs.
    pub fn pid(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// The port of its metrics and its health.
    pub fn http(&self) -> u16 {
        self.http
    }

    /// Its name, such as `worker-0`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// All that it logged, in all its lives.
    pub fn read_log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// The last that it logged.
    pub fn tail(&self) -> String {
        let log = self.read_log();
        let last: Vec<_> = log.lines().rev().take(30).collect();
        let last: Vec<_> = last.into_iter().rev().collect();
        format!("--- {}\n{}", self.name, last.join("\n"))
    }
}

/// Makes a key in a store, which flags like `--redis URL` name, and gives its secret.
pub fn make_key(program: &Path, store: &[&str], user: &str, roles: &[&str]) -> String {
    let mut command = Command::new(program);
    command.args(["key", "create", "--tenant", "school", "--user", user]).args(store);
    for role in roles {
        command.args(["--role", role]);
    }
    let output = command.stdin(Stdio::null()).output().expect("pyjury runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("a key").trim().to_owned()
}
