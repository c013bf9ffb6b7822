//! The processes of the cluster: started, killed, started again.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use pyjury_servers::{Fsync, RabbitMq, Redis};
use pyjury_tests::cluster::Key;
use tempfile::TempDir;

use crate::faults::{OF_EACH, Part};
use crate::network::{Host, Network};

const GRPC: u16 = 50051;
const HTTP: u16 = 8080;

/// How long a part may take to be ready, with everything else being killed around it.
const READY: Duration = Duration::from_secs(60);

/// Short, so that what was lost is taken up again soon.
const LEASE: &str = "5s";

/// The metric that counts refused stale writes.
const STALE: &str = "pyjury_gateway_stale_attempts_total";

/// A cluster. All of it is ended when this is dropped.
#[derive(Debug)]
pub struct World {
    binary: PathBuf,
    roles: BTreeMap<Part, Mutex<Role>>,
    redis: Mutex<Redis>,
    broker: Mutex<RabbitMq>,
    key: String,
    /// Stale writes counted by gateways that were killed since.
    stale: AtomicU64,
    folder: TempDir,
    _network: Network,
}

/// A process of a role, in a namespace of its own.
#[derive(Debug)]
struct Role {
    host: Host,
    http: u16,
    arguments: Vec<String>,
    log: PathBuf,
    child: Option<Child>,
}

impl World {
    /// Starts everything, and waits until it is ready.
    ///
    /// # Errors
    /// When something can't be started.
    pub fn start(binary: &Path) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let mut network = Network::new()?;
        let address = network.address();
        let redis = Redis::start_with(Fsync::Always, &["--bind", &address, "127.0.0.1"]);
        let broker = RabbitMq::start_on(&address);
        let redis_url = format!("redis://{address}:{}", redis.port());
        let store =
            ["--redis".to_owned(), redis_url, "--blobs".to_owned(), folder.path().join("blobs").display().to_string()];
        let queue = ["--amqp".to_owned(), broker.url(), "--amqp-heartbeat".to_owned(), "2s".to_owned()];
        let key = |user: &str, role: &str| make_key(binary, &store, user, role);
        let client_key = key("chaos", "admin")?;

        let mut roles = BTreeMap::new();
        let mut gateways = Vec::new();
        for number in 0..OF_EACH {
            let host = network.host()?;
            gateways.push(format!("http://{}:{GRPC}", host.address));
            let listen = format!("{}:{GRPC}", host.address);
            let own = ["gateway".to_owned(), "--listen".to_owned(), listen, "--lease".to_owned(), LEASE.to_owned()];
            let role = Role::new(host, [&own[..], &store, &queue].concat(), folder.path(), "gateway", number);
            roles.insert(Part::Gateway(number), Mutex::new(role));
        }
        for number in 0..OF_EACH {
            let own = ["scheduler".to_owned(), "--lease".to_owned(), LEASE.to_owned()];
            let arguments = [&own[..], &store, &queue].concat();
            let role = Role::new(network.host()?, arguments, folder.path(), "scheduler", number);
            roles.insert(Part::Scheduler(number), Mutex::new(role));
        }
        for number in 0..OF_EACH {
            let name = format!("worker-{number}");
            let key_file = folder.path().join(format!("{name}.key"));
            fs::write(&key_file, key(&name, "worker")?)?;
            let cache = folder.path().join(format!("{name}.cache"));
            let mut own = vec!["worker".to_owned(), "--name".to_owned(), name];
            own.extend(["--slots", "2", "--lease", LEASE, "--key-file"].map(str::to_owned));
            own.extend([key_file.display().to_string(), "--cache".to_owned(), cache.display().to_string()]);
            // Any gateway will do: a worker goes on with another one when its own is gone.
            own.extend(gateways.iter().flat_map(|url| ["--gateway".to_owned(), url.clone()]));
            let role = Role::new(network.host()?, [&own[..], &queue].concat(), folder.path(), "worker", number);
            roles.insert(Part::Worker(number), Mutex::new(role));
        }
        let world = Self {
            binary: binary.to_owned(),
            roles,
            redis: Mutex::new(redis),
            broker: Mutex::new(broker),
            key: client_key,
            stale: AtomicU64::new(0),
            folder,
            _network: network,
        };
        for role in world.roles.values() {
            role.lock().unwrap().go_on(&world.binary)?;
        }
        for role in world.roles.values() {
            role.lock().unwrap().wait_until_ready()?;
        }
        Ok(world)
    }

    /// The addresses of the gateways.
    pub fn gateways(&self) -> Vec<String> {
        let gateways = self.roles.iter().filter(|(part, _)| matches!(part, Part::Gateway(_)));
        gateways.map(|(_, role)| format!("http://{}:{GRPC}", role.lock().unwrap().host.address)).collect()
    }

    /// A client's key.
    pub fn key(&self) -> Key {
        Key(format!("Bearer {}", self.key).parse().unwrap())
    }

    /// Where logs and the journal are.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Kills a part, and starts it again after a while. Blocks until it is started.
    ///
    /// # Errors
    /// When it can't be started again.
    pub fn kill(&self, part: Part, away: Duration) -> anyhow::Result<()> {
        match part {
            Part::Redis => {
                let mut redis = self.redis.lock().unwrap();
                redis.kill();
                std::thread::sleep(away);
                redis.go_on();
            }
            Part::RabbitMq => {
                let mut broker = self.broker.lock().unwrap();
                broker.kill();
                std::thread::sleep(away);
                broker.go_on();
            }
            part => {
                let mut role = self.role(part)?;
                if matches!(part, Part::Gateway(_)) {
                    self.stale.fetch_add(role.counter(STALE).unwrap_or_default(), Ordering::Relaxed);
                }
                role.end(Signal::SIGKILL)?;
                std::thread::sleep(away);
                role.go_on(&self.binary)?;
            }
        }
        Ok(())
    }

    /// Pulls a part's cable; workers share one.
    ///
    /// # Errors
    /// When the kernel refuses.
    pub fn cut(&self, part: Part) -> anyhow::Result<()> {
        self.cable(part)?.cut()
    }

    /// Plugs it in again.
    ///
    /// # Errors
    /// When the kernel refuses.
    pub fn join(&self, part: Part) -> anyhow::Result<()> {
        self.cable(part)?.join()
    }

    /// Stale writes that were refused, as far as the gateways lived to tell.
    pub fn stale_writes(&self) -> u64 {
        let living = self.roles.iter().filter(|(part, _)| matches!(part, Part::Gateway(_)));
        let living: u64 = living.filter_map(|(_, role)| role.lock().unwrap().counter(STALE)).sum();
        self.stale.load(Ordering::Relaxed) + living
    }

    /// Copies logs and the journal.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn copy_logs(&self, to: &Path) -> anyhow::Result<()> {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(self.folder.path())?.flatten() {
            let name = entry.file_name();
            if entry.path().extension().is_some_and(|kind| kind == "log") || name == "journal" {
                fs::copy(entry.path(), to.join(name))?;
            }
        }
        Ok(())
    }

    fn role(&self, part: Part) -> anyhow::Result<std::sync::MutexGuard<'_, Role>> {
        let role = self.roles.get(&part).with_context(|| format!("{part:?} is no process of ours"))?;
        Ok(role.lock().unwrap())
    }

    fn cable(&self, part: Part) -> anyhow::Result<Host> {
        Ok(self.role(part)?.host.clone())
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // Workers first: a cluster in order gives back what it holds.
        for (part, role) in self.roles.iter().rev() {
            let mut role = role.lock().unwrap();
            if let Err(error) = role.end(Signal::SIGTERM) {
                eprintln!("{part:?} was not ended: {error:#}");
            }
        }
    }
}

impl Role {
    fn new(host: Host, mut arguments: Vec<String>, folder: &Path, kind: &str, number: usize) -> Self {
        let http = HTTP + u16::try_from(number).unwrap_or_default();
        arguments.extend(["--http".to_owned(), format!("{}:{http}", host.address)]);
        Self { host, http, arguments, log: folder.join(format!("{kind}-{number}.log")), child: None }
    }

    fn go_on(&mut self, binary: &Path) -> anyhow::Result<()> {
        let log = fs::OpenOptions::new().create(true).append(true).open(&self.log)?;
        let mut command = self.host.command(binary);
        command.args(&self.arguments).stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        self.child = Some(command.spawn()?);
        Ok(())
    }

    fn wait_until_ready(&mut self) -> anyhow::Result<()> {
        let started = Instant::now();
        while !self.ask("/readyz").is_some_and(|answer| answer.starts_with("HTTP/1.1 200")) {
            let ended = self.child.as_mut().and_then(|child| child.try_wait().ok().flatten());
            ensure!(
                ended.is_none() && started.elapsed() < READY,
                "{} ({ended:?}):\n{}",
                self.log.display(),
                self.tail()
            );
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    fn end(&mut self, signal: Signal) -> anyhow::Result<()> {
        let Some(mut child) = self.child.take() else { return Ok(()) };
        kill(Pid::from_raw(child.id().cast_signed()), signal)?;
        let status = child.wait()?;
        ensure!(signal == Signal::SIGKILL || status.success(), "{status}:\n{}", self.tail());
        Ok(())
    }

    /// A counter of the process, over all labels.
    fn counter(&self, name: &str) -> Option<u64> {
        let answer = self.ask("/metrics")?;
        let values = answer.lines().filter(|line| line.starts_with(name)).filter_map(|line| line.rsplit(' ').next());
        Some(values.filter_map(|value| value.parse::<u64>().ok()).sum())
    }

    fn ask(&self, path: &str) -> Option<String> {
        let address = format!("{}:{}", self.host.address, self.http).parse().ok()?;
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_millis(500)).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(1))).ok()?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: pyjury\r\nConnection: close\r\n\r\n").ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        Some(answer)
    }

    fn tail(&self) -> String {
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        let last: Vec<_> = log.lines().rev().take(30).collect();
        last.into_iter().rev().collect::<Vec<_>>().join("\n")
    }
}

fn make_key(binary: &Path, store: &[String], user: &str, role: &str) -> anyhow::Result<String> {
    let mut command = Command::new(binary);
    command.args(["key", "create", "--tenant", "chaos", "--user", user, "--role", role]).args(store);
    let output = command.stdin(Stdio::null()).output()?;
    ensure!(output.status.success(), "key create: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}
