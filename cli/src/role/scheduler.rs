//! `pyjury scheduler`: places judgings on workers, fairly.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use pyjury_queue::{QueueName, RabbitMqConfig};
use pyjury_store::{BlobPlace, RedisConfig};

use crate::backend;
use crate::client::Ended;
use crate::config::{
    AmqpArgs, Common, CommonArgs, Flags, Mistakes, RedisArgs, RetentionArgs, Settings, TimingArgs, WaitArgs,
    environment,
};
use crate::failure::Failure;
use crate::output;
use crate::process::{self, Process};

/// Run a scheduler: places judgings on workers. Of several one leads, and the next takes over when it dies.
#[derive(Args, Clone, Debug, Default)]
#[command(
    after_help = "Example:\n  PYJURY_AMQP=amqp://… PYJURY_REDIS=redis://… pyjury scheduler --blobs /srv/pyjury/blobs --http 127.0.0.1:8081\n\nEvery flag can be set as PYJURY_<FLAG> or in the --config file."
)]
pub(crate) struct SchedulerArgs {
    #[command(flatten)]
    amqp: AmqpArgs,
    #[command(flatten)]
    redis: RedisArgs,
    #[command(flatten)]
    timing: TimingArgs,
    #[command(flatten)]
    retention: RetentionArgs,
    #[command(flatten)]
    wait: WaitArgs,
    #[command(flatten)]
    common: CommonArgs,
}

/// The configuration of a scheduler.
struct Config {
    common: Common,
    amqp: RabbitMqConfig,
    redis: RedisConfig,
    blobs: BlobPlace,
    scheduler: pyjury_scheduler::Config,
    wait: Duration,
}

/// Runs a scheduler until a signal.
pub(crate) fn run(args: SchedulerArgs) -> Ended {
    let config = Config::read(args, environment()).map_err(Failure::usage)?;
    process::run(&config.common.clone(), serve(config))?;
    Ok(ExitCode::SUCCESS)
}

async fn serve(config: Config) -> Result<(), Failure> {
    let mut process = Process::open("scheduler", &config.common).await?;
    let registry = process.registry.clone();
    let backends = async {
        let ledger = backend::ledger(&config.redis, &config.blobs, config.wait, &registry).await?;
        Ok((
            ledger,
            backend::queue(&config.amqp, &[QueueName::Intake, QueueName::Fleet], config.wait, &registry).await?,
        ))
    };
    let Some((ledger, queue)) = process.until_stopped(backends).await? else { return Ok(()) };
    let metrics = pyjury_scheduler::Metrics::new()?;
    metrics.register(&process.registry)?;
    let time = ledger.clone();
    let clock = Arc::new(move || time.now_ms());
    let parts = pyjury_scheduler::Parts { ledger, queue, metrics, clock };
    let stop = process.stop.clone();
    process.spawn(async move {
        pyjury_scheduler::run(config.scheduler, parts, stop).await;
        Ok(())
    });
    output::line(format_args!("the scheduler is up: metrics on http://{}/metrics", process.http))?;
    process.finish().await
}

impl Config {
    fn read(args: SchedulerArgs, environment: BTreeMap<String, String>) -> Result<Self, Mistakes> {
        let flags = args.amqp.flags(Flags::default());
        let flags = args.retention.flags(flags);
        let flags = args.wait.flags(args.timing.flags(args.redis.flags(flags)));
        let (file, flags) = args.common.split(flags);
        let mut settings = Settings::new(file, flags, environment);
        let common = Common::read(&mut settings);
        let timing = TimingArgs::read(&mut settings);
        let retention = RetentionArgs::read(&mut settings);
        let scheduler = pyjury_scheduler::Config { timing, retention, ..pyjury_scheduler::Config::default() };
        let wait = WaitArgs::read(&mut settings);
        let amqp = AmqpArgs::needed(&mut settings, "scheduler");
        let store = RedisArgs::needed(&mut settings);
        let config = amqp.zip(store).map(|(amqp, (redis, blobs))| Self { common, amqp, redis, blobs, scheduler, wait });
        settings.finish(config)
    }
}
