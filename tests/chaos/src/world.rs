//! The processes of the cluster: started, killed, started again.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use pyjury_servers::{Fsync, RabbitMq, Redis};
use pyjury_tests::cluster::Key;
use pyjury_tests::part::{Part, make_key};
use tempfile::TempDir;

use crate::faults::{OF_EACH, Target};
use crate::network::{Host, Network};

const GRPC: u16 = 50051;

/// Short, so that what was lost is taken up again soon.
const LEASE: &str = "5s";

/// The metric that counts refused stale writes.
const STALE: &str = "pyjury_gateway_stale_attempts_total";

/// A cluster. All of it is ended when this is dropped.
#[derive(Debug)]
pub struct World {
    roles: BTreeMap<Target, Mutex<Role>>,
    redis: Mutex<Redis>,
    broker: Mutex<RabbitMq>,
    key: String,
    /// Stale writes counted by gateways that were killed since.
    stale: AtomicU64,
    folder: TempDir,
    _network: Network,
}

/// A process of a role, and the cable to where it is.
#[derive(Debug)]
struct Role {
    part: Part,
    host: Host,
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
        let blobs = folder.path().join("blobs").display().to_string();
        let key = |user: &str, role: &str| make_key(binary, &["--redis", &redis_url], user, &[role]);
        let mut role = |kind: &str, number: usize| -> anyhow::Result<Role> {
            let role = Role::new(binary, folder.path(), (kind, number), network.host()?);
            Ok(role.flag("--lease", LEASE).flag("--amqp", &broker.url()).flag("--amqp-heartbeat", "2s"))
        };
        let stored = |role: Role| role.flag("--redis", &redis_url).flag("--blobs", &blobs);

        let mut roles = BTreeMap::new();
        let mut gateways = Vec::new();
        for number in 0..OF_EACH {
            let gateway = stored(role("gateway", number)?);
            let listen = format!("{}:{GRPC}", gateway.host.address);
            gateways.push(format!("http://{listen}"));
            roles.insert(Target::Gateway(number), gateway.flag("--listen", &listen));
        }
        for number in 0..OF_EACH {
            roles.insert(Target::Scheduler(number), stored(role("scheduler", number)?));
        }
        for number in 0..OF_EACH {
            let name = format!("worker-{number}");
            let file = |kind: &str| folder.path().join(format!("{name}.{kind}")).display().to_string();
            fs::write(file("key"), key(&name, "worker"))?;
            let mut worker = role("worker", number)?.flag("--name", &name).flag("--slots", "2");
            // Whatever else the machine does: each worker is as fast as itself.
            worker = worker.flag("--reference-time", "own");
            worker = worker.flag("--key-file", &file("key")).flag("--cache", &file("cache"));
            // Any gateway will do: a worker goes on with another one when its own is gone.
            for gateway in &gateways {
                worker = worker.flag("--gateway", gateway);
            }
            roles.insert(Target::Worker(number), worker);
        }
        let roles = roles.into_iter().map(|(target, role)| (target, Mutex::new(role))).collect();
        let world = Self {
            roles,
            redis: Mutex::new(redis),
            broker: Mutex::new(broker),
            key: key("chaos", "admin"),
            stale: AtomicU64::new(0),
            folder,
            _network: network,
        };
        for role in world.roles.values() {
            role.lock().unwrap().part.start();
        }
        for role in world.roles.values() {
            role.lock().unwrap().part.wait_until_ready();
        }
        Ok(world)
    }

    /// The addresses of the gateways.
    pub fn gateways(&self) -> Vec<String> {
        let gateways = self.roles.iter().filter(|(part, _)| matches!(part, Target::Gateway(_)));
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
    pub fn kill(&self, part: Target, away: Duration) -> anyhow::Result<()> {
        match part {
            Target::Redis => {
                let mut redis = self.redis.lock().unwrap();
                redis.kill();
                std::thread::sleep(away);
                redis.go_on();
            }
            Target::RabbitMq => {
                let mut broker = self.broker.lock().unwrap();
                broker.kill();
                std::thread::sleep(away);
                broker.go_on();
            }
            part => {
                let mut role = self.role(part)?;
                if matches!(part, Target::Gateway(_)) {
                    self.stale.fetch_add(role.stale_writes(), Ordering::Relaxed);
                }
                role.part.kill();
                std::thread::sleep(away);
                role.part.start();
            }
        }
        Ok(())
    }

    /// Pulls a cable.
    ///
    /// # Errors
    /// When the kernel refuses.
    pub fn cut(&self, part: Target) -> anyhow::Result<()> {
        self.cable(part)?.cut()
    }

    /// Plugs it in again.
    ///
    /// # Errors
    /// When the kernel refuses.
    pub fn join(&self, part: Target) -> anyhow::Result<()> {
        self.cable(part)?.join()
    }

    /// Stale writes that were refused, as far as the gateways lived to tell.
    pub fn stale_writes(&self) -> u64 {
        let living = self.roles.iter().filter(|(part, _)| matches!(part, Target::Gateway(_)));
        let living: u64 = living.map(|(_, role)| role.lock().unwrap().stale_writes()).sum();
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

    fn role(&self, part: Target) -> anyhow::Result<std::sync::MutexGuard<'_, Role>> {
        let role = self.roles.get(&part).with_context(|| format!("{part:?} is no process of ours"))?;
        Ok(role.lock().unwrap())
    }

    fn cable(&self, part: Target) -> anyhow::Result<Host> {
        Ok(self.role(part)?.host.clone())
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // Workers first: a cluster in order gives back what it holds.
        for (target, role) in self.roles.iter().rev() {
            let mut role = role.lock().unwrap();
            if role.part.is_running() && role.part.terminate() != Some(0) {
                eprintln!("{target:?} was not ended in order:\n{}", role.part.tail());
            }
        }
    }
}

impl Role {
    /// With its metrics at its own address.
    fn new(program: &Path, folder: &Path, (kind, number): (&str, usize), host: Host) -> Self {
        let part = Part::new(kind, number, folder).program(program).inside(&host.namespace, &host.address);
        Self { part, host }
    }

    /// Stale writes that it refused in this life; 0 when it doesn't answer.
    fn stale_writes(&self) -> u64 {
        self.part.metric_sum(STALE).unwrap_or_default() as u64
    }

    fn flag(self, flag: &str, value: &str) -> Self {
        Self { part: self.part.flag(flag, value), ..self }
    }
}
