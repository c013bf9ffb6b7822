//! `pyjury worker`: runs attempts. It runs hostile code, so it gets no credentials of the store.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use pyjury_queue::{QueueName, RabbitMqConfig};

use crate::backend;
use crate::client::fleet::WorkerCommand;
use crate::client::tls::TlsFiles;
use crate::client::{self, Ended};
use crate::config::{
    AmqpArgs, Common, CommonArgs, FairnessArgs, Flags, Key, Mistakes, Settings, TimingArgs, WaitArgs, environment,
    value,
};
use crate::failure::Failure;
use crate::output;
use crate::process::{self, Process};
use crate::runtimes;

mod upstream;

pub(crate) use upstream::Upstream;

/// Run a worker: judges on this machine. Several may run on one machine, each with a cache of its own.
///
/// With a subcommand: see the workers of a running cluster, and take them out of service.
#[derive(Args, Debug, Default)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Example:\n  PYJURY_AMQP=amqp://… pyjury worker --gateway http://gateway:50051 --key-file worker.key --cache /var/cache/pyjury\n\nEvery flag can be set as PYJURY_<FLAG> or in the --config file."
)]
pub(crate) struct WorkerArgs {
    #[command(subcommand)]
    command: Option<WorkerCommand>,
    /// A gateway's address, such as http://gateway:50051; several are used in turn.
    #[arg(long, value_name = "URL")]
    gateway: Vec<String>,
    /// The worker's name, for people: it is in each judgement [default: the host's name].
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// How many runs at once [default: one per core].
    #[arg(long, value_name = "N")]
    slots: Option<String>,
    /// A folder for packages, of this worker alone [default: ./pyjury-worker].
    #[arg(long, value_name = "DIR")]
    cache: Option<String>,
    /// The most that the cache holds [default: 2GiB].
    #[arg(long, value_name = "SIZE")]
    cache_size: Option<String>,
    /// A file that holds the worker's key, as `pyjury key create --role worker` made it; or set PYJURY_KEY.
    #[arg(long, value_name = "FILE")]
    key_file: Option<String>,
    /// The first of the uids that runs get, 16 for each slot of the host [default: 2000000].
    #[arg(long, value_name = "UID")]
    first_uid: Option<String>,
    /// The folder of runtimes [default: /var/lib/pyjury/runtimes for root, else $XDG_DATA_HOME/pyjury/runtimes].
    #[arg(long, value_name = "DIR")]
    runtimes: Option<String>,
    /// How long running attempts may go on after a signal before they are given back [default: 60s].
    #[arg(long, value_name = "TIME")]
    drain: Option<String>,
    #[command(flatten)]
    tls: TlsFiles,
    #[command(flatten)]
    amqp: AmqpArgs,
    #[command(flatten)]
    timing: TimingArgs,
    #[command(flatten)]
    fairness: FairnessArgs,
    #[command(flatten)]
    wait: WaitArgs,
    #[command(flatten)]
    common: CommonArgs,
}

/// The configuration of a worker.
struct Config {
    common: Common,
    amqp: RabbitMqConfig,
    upstream: Upstream,
    worker: pyjury_worker::Config,
    wait: Duration,
}

/// Runs a worker until a signal, or does what an operator asks of others.
pub(crate) fn run(mut args: WorkerArgs) -> Ended {
    if let Some(command) = args.command.take() {
        return client::run(client::fleet::command(command));
    }
    let config = Config::read(args, environment()).map_err(Failure::usage)?;
    process::run(&config.common.clone(), serve(config))?;
    Ok(ExitCode::SUCCESS)
}

async fn serve(config: Config) -> Result<(), Failure> {
    let mut process = Process::open("worker", &config.common).await?;
    // Before anything else is waited for: a host that can't confine programs is told at once.
    let executor = Arc::new(pyjury_worker::Sandboxed::open(&config.worker).context("the worker can't start")?);
    let registry = process.registry.clone();
    let backends = async {
        let queue = backend::queue(&config.amqp, &[QueueName::Fleet], config.wait, &registry).await?;
        Ok((queue, config.upstream.connect(config.worker.key.as_deref(), config.wait).await?))
    };
    let Some((queue, channel)) = process.until_stopped(backends).await? else { return Ok(()) };
    let settings = pyjury_worker::Config { readiness: process.readiness.clone(), ..config.worker };
    let metrics = pyjury_worker::Metrics::new()?;
    metrics.register(&process.registry)?;
    let parts = pyjury_worker::Parts { executor, queue, channel, metrics };
    let (stop, name) = (process.stop.clone(), settings.name.clone());
    process.spawn(async move { pyjury_worker::run(settings, parts, stop).await.context("the worker failed") });
    output::line(format_args!("the worker {name} is up: metrics on http://{}/metrics", process.http))?;
    process.finish().await
}

impl Config {
    fn read(args: WorkerArgs, environment: BTreeMap<String, String>) -> Result<Self, Mistakes> {
        let flags = Flags::default()
            .with(Key::GATEWAY, args.gateway)
            .with(Key::NAME, args.name)
            .with(Key::SLOTS, args.slots)
            .with(Key::CACHE, args.cache)
            .with(Key::CACHE_SIZE, args.cache_size)
            .with(Key::KEY_FILE, args.key_file)
            .with(Key::FIRST_UID, args.first_uid)
            .with(Key::RUNTIMES, args.runtimes)
            .with(Key::DRAIN, args.drain);
        let flags = args.wait.flags(args.fairness.flags(args.timing.flags(args.amqp.flags(flags))));
        let (file, flags) = args.common.split(flags);
        let mut settings = Settings::new(file, flags, environment);
        let common = Common::read(&mut settings);
        let wait = WaitArgs::read(&mut settings);
        let amqp = AmqpArgs::needed(&mut settings, "worker");
        let timing = TimingArgs::read(&mut settings);
        let upstream = Upstream::read(&mut settings, timing, &args.tls);
        let name = settings.one(Key::NAME, value::word).unwrap_or_else(host_name);
        let cache = settings.one(Key::CACHE, value::path).unwrap_or_else(|| PathBuf::from("pyjury-worker"));
        let mut worker = pyjury_worker::Config::new(name, cache);
        worker.key = key(&mut settings);
        worker.slots = settings.one(Key::SLOTS, value::slots).unwrap_or(worker.slots);
        worker.cache_size = settings.one(Key::CACHE_SIZE, str::parse).unwrap_or(worker.cache_size);
        worker.first_uid = settings.one(Key::FIRST_UID, value::uid).unwrap_or(worker.first_uid);
        worker.drain = settings.one(Key::DRAIN, value::pause).unwrap_or(worker.drain);
        worker.runtimes = Some(runtimes::folder(&mut settings));
        worker.timing = timing;
        worker.fairness = FairnessArgs::of_a_fleet(&mut settings);
        let config = amqp.zip(upstream).map(|(amqp, upstream)| Self { common, amqp, upstream, worker, wait });
        settings.finish(config)
    }
}

fn key(settings: &mut Settings) -> Option<String> {
    let keys = settings.secrets(Key::KEY, Key::KEY_FILE);
    match keys.as_slice() {
        [key] => return Some(key.clone()),
        [] => {
            let why = "expected a file with a key for a worker, as `pyjury key create --role worker` makes one";
            settings.missing(Key::KEY_FILE, why);
        }
        _ => settings.mistake("--key-file".to_owned(), format!("expected one key, got {}", keys.len())),
    }
    None
}

/// The name of this host.
pub(crate) fn host_name() -> String {
    nix::unistd::gethostname().ok().and_then(|name| name.into_string().ok()).unwrap_or_else(|| "local".to_owned())
}
