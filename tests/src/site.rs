//! A real cluster: gateways, schedulers and workers, each a child process with a log file of its own, over a
//! private Redis and a RabbitMQ.

mod client;
mod outcomes;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use pyjury_proto::v1;
use pyjury_servers::{Broker, RabbitMq, Redis, free_port};
use tempfile::TempDir;

pub use crate::part::{LONG, Part};
pub use client::Client;
pub use outcomes::Outcomes;

use crate::cluster::{Key, binary};
use crate::part::make_key;

/// How many processes of each kind there are, and how they are set up.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Doors.
    pub gateways: usize,
    /// Of which one leads.
    pub schedulers: usize,
    /// Judges.
    pub workers: usize,
    /// Runs at once of each worker.
    pub slots: usize,
    /// How long an attempt is its worker's without a renewal.
    pub lease: Duration,
}

impl Default for Shape {
    fn default() -> Self {
        Self { gateways: 1, schedulers: 1, workers: 1, slots: 1, lease: Duration::from_secs(15) }
    }
}

/// A running cluster.
#[derive(Debug)]
pub struct Site {
    /// Its doors.
    pub gateways: Vec<Part>,
    /// Its schedulers.
    pub schedulers: Vec<Part>,
    /// Its judges.
    pub workers: Vec<Part>,
    /// Its store.
    pub redis: Redis,
    /// Its broker.
    pub broker: Broker,
    prefix: String,
    ports: Vec<u16>,
    key: Key,
    folder: TempDir,
}

impl Site {
    /// Starts a cluster over a Redis of its own and the broker that the tests share.
    pub fn start(shape: &Shape) -> Self {
        Self::start_over(shape, Redis::start(), RabbitMq::shared())
    }

    /// Starts a cluster over these servers.
    pub fn start_over(shape: &Shape, redis: Redis, broker: Broker) -> Self {
        let mut site = Self::prepare(shape, redis, broker);
        for part in site.parts() {
            part.start();
        }
        site.wait_until_ready();
        site
    }

    /// Makes a cluster of which no process was started.
    pub fn prepare(shape: &Shape, redis: Redis, broker: Broker) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let prefix = format!("site-{}", uuid::Uuid::new_v4().simple());
        let admin = make_key(&binary(), &["--redis", &redis.url()], "ann", &["admin", "operator"]);
        let mut site = Self {
            gateways: Vec::new(),
            schedulers: Vec::new(),
            workers: Vec::new(),
            redis,
            broker,
            prefix,
            ports: (0..shape.gateways).map(|_| free_port()).collect(),
            key: Key(format!("Bearer {admin}").parse().expect("a header")),
            folder,
        };
        site.gateways = (0..shape.gateways).map(|n| site.gateway(shape, n)).collect();
        site.schedulers = (0..shape.schedulers).map(|n| site.scheduler(shape, n)).collect();
        site.workers = (0..shape.workers).map(|n| site.worker(shape, n)).collect();
        site
    }

    fn part(&self, role: &str, n: usize, shape: &Shape) -> Part {
        let lease = format!("{}ms", shape.lease.as_millis());
        Part::new(role, n, self.folder.path())
            .flag("--lease", &lease)
            .flag("--amqp-prefix", &self.prefix)
            .flag("--amqp-heartbeat", "1s")
            .environment("PYJURY_AMQP", &self.broker.url())
    }

    fn gateway(&self, shape: &Shape, n: usize) -> Part {
        let listen = format!("127.0.0.1:{}", self.ports[n]);
        self.stored(self.part("gateway", n, shape)).flag("--listen", &listen)
    }

    fn scheduler(&self, shape: &Shape, n: usize) -> Part {
        self.stored(self.part("scheduler", n, shape))
    }

    fn worker(&self, shape: &Shape, n: usize) -> Part {
        let key = make_key(&binary(), &["--redis", &self.redis.url()], &format!("worker-{n}"), &["worker"]);
        let file = self.path(&format!("worker-{n}.key"));
        std::fs::write(&file, key).expect("a key file");
        let mut part = self.part("worker", n, shape).flag("--key-file", &file.display().to_string());
        for port in &self.ports {
            part = part.flag("--gateway", &format!("http://127.0.0.1:{port}"));
        }
        let cache = self.path(&format!("worker-{n}.cache"));
        // Whatever else the machine does: each worker is as fast as itself.
        part.environment("PYJURY_REFERENCE_TIME", "own")
            .flag("--name", &format!("worker-{n}"))
            .flag("--slots", &shape.slots.to_string())
            .flag("--cache", &cache.display().to_string())
    }

    fn stored(&self, part: Part) -> Part {
        let blobs = self.path("blobs");
        part.flag("--blobs", &blobs.display().to_string()).environment("PYJURY_REDIS", &self.redis.url())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Every process.
    pub fn parts(&mut self) -> impl Iterator<Item = &mut Part> {
        self.gateways.iter_mut().chain(&mut self.schedulers).chain(&mut self.workers)
    }

    /// The process with this number, counted as in [`Self::parts`].
    pub fn part_mut(&mut self, n: usize) -> &mut Part {
        self.parts().nth(n).expect("a process")
    }

    /// Waits until every process that runs wants work.
    pub fn wait_until_ready(&mut self) {
        for part in self.parts().filter(|part| part.is_running()) {
            part.wait_until_ready();
        }
    }

    /// The prefix of the names of its queues.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Whoever uses it.
    pub fn client(&self) -> Client {
        Client { ports: self.ports.clone(), key: self.key.clone() }
    }

    /// Submits a program: see [`Client::submit`].
    pub async fn submit(&self, source: &str) -> String {
        self.client().submit(source).await
    }

    /// Checks that each is judged AC, and came to an end once.
    pub async fn all_accepted(&self, ids: &[String]) {
        let client = self.client();
        for id in ids {
            let submission = client.ended(id).await;
            let verdict = submission.judgement.as_ref().map(v1::Judgement::verdict);
            assert_eq!(verdict, Some(v1::Verdict::Ac), "{submission:?}");
        }
        let outcomes = self.outcomes();
        for id in ids {
            assert_eq!(outcomes.ends(id), 1, "{id}: {outcomes:?}");
        }
    }

    /// What its streams of events say of every submission.
    pub fn outcomes(&self) -> Outcomes {
        Outcomes::read(self.redis.port())
    }

    /// The ends of all logs.
    pub fn tell(&self) -> String {
        let parts = self.gateways.iter().chain(&self.schedulers).chain(&self.workers);
        parts.map(Part::tail).collect::<Vec<_>>().join("\n")
    }

    /// The scheduler that leads, if one says so.
    pub fn leader(&self) -> Option<usize> {
        let leads = |part: &Part| part.metric("pyjury_scheduler_leading") == Some(1.0);
        self.schedulers.iter().position(leads)
    }

    /// Waits for something; a minute and more, since machines are busy.
    pub async fn wait_for<T>(&mut self, what: &str, mut look: impl FnMut(&mut Self) -> Option<T>) -> T {
        let began = Instant::now();
        loop {
            if let Some(found) = look(self) {
                return found;
            }
            assert!(began.elapsed() < LONG, "{what}: not within {LONG:?}\n{}", self.tell());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Ends every process in order, workers first; each must end well.
    pub fn terminate(&mut self) {
        for parts in [&mut self.workers, &mut self.schedulers, &mut self.gateways] {
            for part in parts.iter_mut().filter(|part| part.is_running()) {
                let code = part.terminate();
                assert_eq!(code, Some(0), "{}", part.tail());
            }
        }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}", self.tell());
        }
        for parts in [&mut self.workers, &mut self.schedulers, &mut self.gateways] {
            for part in parts.iter_mut().filter(|part| part.is_running()) {
                part.terminate();
            }
        }
    }
}
