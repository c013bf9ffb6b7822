//! The cluster's own share of a judgement: everything but judging, which a worker here answers at once.

use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use futures::stream::{self, StreamExt as _, TryStreamExt as _};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use pyjury_proto::v1;
use pyjury_proto::v1::judge_service_client::JudgeServiceClient;
use pyjury_servers::{Fsync, RabbitMq, Redis, free_port};
use pyjury_tests::cluster::{Judge, Key, inline};
use pyjury_tests::part::make_key;
use tempfile::TempDir;
use tonic::transport::Endpoint;

use crate::processor;
use crate::spread::Spread;

/// What a cluster is built on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ground {
    Embedded,
    Servers(Fsync),
}

/// Measures each ground in turn.
pub(crate) async fn measure(pyjury: &Path, idle: usize, load: usize, in_flight: usize) -> anyhow::Result<()> {
    println!("the cluster's own share: a worker with 16 slots that answers at once, unary Submit");
    println!("fsync of 4 KiB, ms (p10 p50 p90 p99): {}", fsyncs(200)?);
    for ground in [Ground::Embedded, Ground::Servers(Fsync::Always), Ground::Servers(Fsync::EverySecond)] {
        println!();
        println!("{}", ground.words());
        let cluster = Cluster::start(pyjury, ground).await?;
        let judge = cluster.judge().await?;
        // Everything is connected and warm.
        one_by_one(&judge, 50).await?;
        println!("created to stored, ms                          p10      p50      p90      p99");
        println!("idle, one at a time, {idle:<24}  {}", one_by_one(&judge, idle).await?);
        let full = at_once(&cluster, &judge, load, in_flight).await?;
        println!("{:<45}  {}   {:.0} jobs/s", format!("{in_flight} in flight, {load}"), full.spread, full.rate);
        let parts: Vec<_> = full.parts.iter().map(|(name, ms)| format!("{name} {ms:.2}")).collect();
        println!("  processor ms per job: {}", parts.join(", "));
        let rate = full.rate * 0.7;
        let paced = paced(&judge, load, rate).await?;
        println!("{:<45}  {}", format!("at 70 %: {rate:.0} a second, {load}"), paced);
    }
    Ok(())
}

/// What the disk below all backends takes to make an appended page durable.
fn fsyncs(count: usize) -> anyhow::Result<Spread> {
    let mut file = tempfile::tempfile()?;
    let times: std::io::Result<Vec<_>> = (0..count)
        .map(|_| {
            let began = Instant::now();
            file.write_all(&[b'x'; 4096]).and_then(|()| file.sync_data()).map(|()| began.elapsed())
        })
        .collect();
    Ok(Spread::of(times?))
}

impl Ground {
    const fn words(self) -> &'static str {
        match self {
            Self::Embedded => "embedded backends, one process; every commit synced",
            Self::Servers(Fsync::Always) => {
                "RabbitMQ and Redis, a process for each role; durability host (fsync always)"
            }
            Self::Servers(Fsync::EverySecond) => {
                "RabbitMQ and Redis, a process for each role; durability process (fsync each second)"
            }
        }
    }
}

/// A measured cluster; all of it is ended when this is dropped.
struct Cluster {
    address: String,
    key: String,
    /// What is started here, by name, in the order of starting.
    nodes: Vec<(&'static str, Child)>,
    redis: Option<Redis>,
    broker: Option<RabbitMq>,
    _folder: TempDir,
}

impl Cluster {
    async fn start(pyjury: &Path, ground: Ground) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let port = free_port();
        let address = format!("http://127.0.0.1:{port}");
        let mut cluster =
            Self { address, key: String::new(), nodes: Vec::new(), redis: None, broker: None, _folder: folder };
        let data = cluster._folder.path().to_owned();
        let listen = format!("127.0.0.1:{port}");
        match ground {
            Ground::Embedded => {
                let mut node = Command::new(std::env::current_exe()?);
                cluster.spawn("all", node.args(["embedded", "--listen", &listen, "--data"]).arg(&data))?;
                cluster.key = wait_for(|| std::fs::read_to_string(data.join("client.key")).ok()).await?;
            }
            Ground::Servers(fsync) => cluster.start_roles(pyjury, fsync, &listen, &data).await?,
        }
        Ok(cluster)
    }

    async fn start_roles(&mut self, pyjury: &Path, fsync: Fsync, listen: &str, data: &Path) -> anyhow::Result<()> {
        let redis = Redis::start_with(fsync, &[]);
        let broker = tokio::task::spawn_blocking(RabbitMq::start).await?;
        let (redis_url, amqp) = (redis.url(), broker.url());
        (self.redis, self.broker) = (Some(redis), Some(broker));
        let durability = if fsync == Fsync::Always { "host" } else { "process" };
        let store = ["--redis", &redis_url, "--durability", durability];
        let blobs = data.join("blobs");
        let key = |user: &str, role: &str| make_key(pyjury, &store, user, &[role]);
        let worker_key = key("fixed", "worker");
        self.key = key("u", "admin");
        let http = || format!("127.0.0.1:{}", free_port());
        let common = |command: &mut Command| {
            command.args(["--log", "warn", "--http", &http(), "--amqp", &amqp]).args(store).arg("--blobs").arg(&blobs);
        };
        let mut gateway = Command::new(pyjury);
        common(gateway.args(["gateway", "--listen", listen]));
        let mut scheduler = Command::new(pyjury);
        common(scheduler.arg("scheduler"));
        self.spawn("gateway", &mut gateway)?;
        self.spawn("scheduler", &mut scheduler)?;
        let mut worker = Command::new(std::env::current_exe()?);
        worker.args(["worker", "--gateway", &self.address, "--amqp", &amqp, "--key", &worker_key, "--cache"]);
        self.spawn("worker", worker.arg(data.join("cache")))
    }

    fn spawn(&mut self, name: &'static str, command: &mut Command) -> anyhow::Result<()> {
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().context(name)?;
        self.nodes.push((name, child));
        Ok(())
    }

    async fn judge(&self) -> anyhow::Result<Judge> {
        let key = Key(format!("Bearer {}", self.key).parse()?);
        let started = Instant::now();
        loop {
            match Endpoint::from_shared(self.address.clone())?.tcp_nodelay(true).connect().await {
                Ok(channel) => {
                    return Ok(JudgeServiceClient::with_interceptor(channel, key).max_decoding_message_size(64 << 20));
                }
                Err(error) if started.elapsed() > Duration::from_secs(60) => return Err(error.into()),
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    /// Processor time of each part so far.
    fn used(&self) -> Vec<(&'static str, Duration)> {
        let own = self.nodes.iter().map(|(name, child)| (*name, child.id()));
        let servers = [
            ("Redis", self.redis.as_ref().and_then(Redis::pid)),
            ("RabbitMQ", self.broker.as_ref().and_then(RabbitMq::pid)),
        ];
        let servers = servers.into_iter().filter_map(|(name, pid)| Some((name, pid?)));
        let all = own.chain(servers).chain([("client", std::process::id())]);
        all.map(|(name, pid)| (name, processor::used(pid))).collect()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        for (name, child) in self.nodes.iter_mut().rev() {
            let pid = Pid::from_raw(child.id().cast_signed());
            if let Err(error) = kill(pid, Signal::SIGTERM).map(|()| child.wait()) {
                eprintln!("{name} was not ended: {error}");
            }
        }
    }
}

async fn wait_for<T>(mut look: impl FnMut() -> Option<T>) -> anyhow::Result<T> {
    for _ in 0..1200 {
        if let Some(found) = look() {
            return Ok(found);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    anyhow::bail!("not there after a minute")
}

async fn submit(judge: &Judge) -> anyhow::Result<String> {
    let answer = judge.clone().submit(inline("print('hello, world')\n")).await?.into_inner();
    Ok(answer.submission.context("a submission")?.submission_id)
}

/// When a submission was created and stored, in milliseconds by the store's clock, and for how long it was
/// judged by its worker's.
struct Judged {
    created_ms: u64,
    stored_ms: u64,
    judging_ms: u64,
}

impl Judged {
    /// Created to stored, less judging.
    const fn share(&self) -> Duration {
        Duration::from_millis(self.stored_ms.saturating_sub(self.created_ms).saturating_sub(self.judging_ms))
    }
}

/// Follows a submission to its end.
async fn follow(judge: &Judge, id: &str) -> anyhow::Result<()> {
    let request = v1::WatchRequest { submission_id: id.to_owned(), after_sequence: 0 };
    let mut events = judge.clone().watch(request).await?.into_inner();
    while events.message().await?.is_some() {}
    Ok(())
}

async fn read(judge: &Judge, id: &str) -> anyhow::Result<v1::Submission> {
    let request = v1::GetRequest { submission_id: id.to_owned(), include_files: false };
    judge.clone().get(request).await?.into_inner().submission.context("a submission")
}

/// What the cluster's own clocks say.
fn judged(submission: &v1::Submission) -> anyhow::Result<Judged> {
    let verdict = submission.judgement.as_ref().map(v1::Judgement::verdict);
    ensure!(verdict == Some(v1::Verdict::Ac), "{} got {verdict:?}", submission.submission_id);
    let timings = submission.timings.context("timings")?;
    let at =
        |moment: Option<_>| -> anyhow::Result<u64> { Ok(pyjury_proto::to_millis("", &moment.context("a moment")?)?) };
    let judging_ms = at(timings.judged_at)?.saturating_sub(at(timings.fetched_at)?);
    Ok(Judged { created_ms: at(timings.created_at)?, stored_ms: at(timings.stored_at)?, judging_ms })
}

async fn one_by_one(judge: &Judge, count: usize) -> anyhow::Result<Spread> {
    let mut shares = Vec::with_capacity(count);
    for _ in 0..count {
        let id = submit(judge).await?;
        follow(judge, &id).await?;
        shares.push(judged(&read(judge, &id).await?)?.share());
    }
    Ok(Spread::of(shares))
}

struct Full {
    spread: Spread,
    rate: f64,
    /// Milliseconds of processor time per job.
    parts: Vec<(&'static str, f64)>,
}

/// So many Submit calls in flight; the rate is that of the judgements.
async fn at_once(cluster: &Cluster, judge: &Judge, count: usize, in_flight: usize) -> anyhow::Result<Full> {
    let before = cluster.used();
    let submits = stream::iter(0..count).map(|_| submit(judge)).buffer_unordered(in_flight);
    let ids: Vec<String> = submits.try_collect().await?;
    follow_last(judge, &ids).await?;
    // Before the results are read, which is no part of the road.
    let parts = cluster.used().into_iter().zip(before);
    let per_job = |time: Duration| time.as_secs_f64() * 1e3 / count as f64;
    let parts = parts.map(|((name, now), (_, before))| (name, per_job(now.saturating_sub(before)))).collect();
    let all = all_judged(judge, &ids).await?;
    let began = all.iter().map(|one| one.created_ms).min().unwrap_or_default();
    let ended = all.iter().map(|one| one.stored_ms).max().unwrap_or_default();
    let rate = count as f64 / (ended.saturating_sub(began).max(1) as f64 / 1e3);
    Ok(Full { spread: Spread::of(all.iter().map(Judged::share).collect()), rate, parts })
}

/// Submits at a steady rate, however long answers take.
async fn paced(judge: &Judge, count: usize, rate: f64) -> anyhow::Result<Spread> {
    let began = tokio::time::Instant::now();
    let submits = (0..count).map(|n| async move {
        tokio::time::sleep_until(began + Duration::from_secs_f64(n as f64 / rate)).await;
        submit(judge).await
    });
    let ids: Vec<String> = futures::future::try_join_all(submits).await?;
    follow_last(judge, &ids).await?;
    Ok(Spread::of(all_judged(judge, &ids).await?.iter().map(Judged::share).collect()))
}

/// Ids are in order of arrival: when the last has ended, hardly any is left.
async fn follow_last(judge: &Judge, ids: &[String]) -> anyhow::Result<()> {
    match ids.iter().max() {
        Some(last) => follow(judge, last).await,
        None => Ok(()),
    }
}

/// Reads all, those that haven't ended again.
async fn all_judged(judge: &Judge, ids: &[String]) -> anyhow::Result<Vec<Judged>> {
    let one = |id: &String| {
        let (judge, id) = (judge.clone(), id.clone());
        async move {
            loop {
                let submission = read(&judge, &id).await?;
                if submission.state().is_terminal() {
                    return judged(&submission);
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
    };
    stream::iter(ids).map(one).buffer_unordered(16).try_collect().await
}
