//! `pyjury gateway`: the one door of a cluster.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use pyjury_gateway::{Gateway, GatewayConfig, Listener, Listeners, Tls};
use pyjury_queue::{QueueName, RabbitMqConfig};
use pyjury_store::{BlobPlace, RedisConfig};

use crate::backend;
use crate::client::Ended;
use crate::config::{
    AmqpArgs, Common, CommonArgs, Door, DoorArgs, Flags, Key, Mistakes, RedisArgs, Settings, TimingArgs, WaitArgs,
    environment, value,
};
use crate::failure::Failure;
use crate::output;
use crate::process::{self, Port, Process};

/// Run a gateway: the door of a cluster, for clients and for workers. Several may run side by side.
#[derive(Args, Clone, Debug, Default)]
#[command(
    after_help = "Example:\n  PYJURY_AMQP=amqp://… PYJURY_REDIS=redis://… pyjury gateway --blobs /srv/pyjury/blobs\n\nEvery flag can be set as PYJURY_<FLAG> or in the --config file."
)]
pub(crate) struct GatewayArgs {
    /// Where gRPC is served to clients [default: 127.0.0.1:50051].
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// Where gRPC is served to workers, and to nobody else [default: at --listen].
    #[arg(long, value_name = "ADDRESS")]
    internal_listen: Option<String>,
    /// How long NOT_SERVING is shown before the drain, for load balancers to notice [default: 0].
    #[arg(long, value_name = "TIME")]
    lame_duck: Option<String>,
    /// How long calls under way may take to end after a signal [default: 10s].
    #[arg(long, value_name = "TIME")]
    drain: Option<String>,
    #[command(flatten)]
    door: DoorArgs,
    #[command(flatten)]
    amqp: AmqpArgs,
    #[command(flatten)]
    redis: RedisArgs,
    #[command(flatten)]
    timing: TimingArgs,
    #[command(flatten)]
    wait: WaitArgs,
    #[command(flatten)]
    common: CommonArgs,
}

/// The configuration of a gateway.
struct Config {
    common: Common,
    listen: SocketAddr,
    internal: Option<SocketAddr>,
    door: Door,
    amqp: RabbitMqConfig,
    redis: RedisConfig,
    blobs: BlobPlace,
    gateway: GatewayConfig,
    wait: Duration,
}

/// Runs a gateway until a signal.
pub(crate) fn run(args: GatewayArgs) -> Ended {
    let config = Config::read(args, environment()).map_err(Failure::usage)?;
    process::run(&config.common.clone(), serve(config))?;
    Ok(ExitCode::SUCCESS)
}

async fn serve(config: Config) -> Result<(), Failure> {
    let mut process = Process::open("gateway", &config.common).await?;
    let port = Port::take(config.listen, Key::LISTEN.0)?;
    let internal = config.internal.map(|address| Port::take(address, Key::INTERNAL_LISTEN.0)).transpose()?;
    let registry = process.registry.clone();
    let backends = async {
        let ledger = backend::ledger(&config.redis, &config.blobs, config.wait, &registry).await?;
        Ok((ledger, backend::queue(&config.amqp, &[QueueName::Intake], config.wait, &registry).await?))
    };
    let Some((ledger, queue)) = process.until_stopped(backends).await? else { return Ok(()) };
    let metrics = pyjury_gateway::Metrics::new()?;
    metrics.register(&process.registry)?;
    let gateway = Gateway::new(config.gateway, ledger, queue, metrics, process.stop.clone()).await?;
    let address = port.address();
    let listeners = Listeners {
        public: guarded(port, config.door.public)?,
        internal: internal.map(|port| guarded(port, config.door.internal)).transpose()?,
    };
    process.spawn(async move { gateway.serve(listeners).await.context("the gateway failed") });
    output::line(format_args!("the gateway is up: gRPC on {address}, metrics on http://{}/metrics", process.http))?;
    process.finish().await
}

/// Listens, with TLS where there is a certificate.
fn guarded(port: Port, tls: Option<Tls>) -> Result<Listener, Failure> {
    let socket = port.listen()?;
    Ok(match tls {
        Some(tls) => Listener::with_tls(socket, tls.load().map_err(Failure::usage)?),
        None => socket.into(),
    })
}

impl Config {
    fn read(args: GatewayArgs, environment: BTreeMap<String, String>) -> Result<Self, Mistakes> {
        let flags = Flags::default()
            .with(Key::LISTEN, args.listen)
            .with(Key::INTERNAL_LISTEN, args.internal_listen)
            .with(Key::LAME_DUCK, args.lame_duck)
            .with(Key::DRAIN, args.drain);
        let flags = args.door.flags(flags);
        let flags = args.wait.flags(args.timing.flags(args.redis.flags(args.amqp.flags(flags))));
        let (file, flags) = args.common.split(flags);
        let mut settings = Settings::new(file, flags, environment);
        let common = Common::read(&mut settings);
        let listen = settings.one(Key::LISTEN, value::address).unwrap_or(SocketAddr::from(([127, 0, 0, 1], 50051)));
        let internal = settings.one(Key::INTERNAL_LISTEN, value::address);
        settings.distinct(&[
            (Key::LISTEN, Some(listen)),
            (Key::INTERNAL_LISTEN, internal),
            (Key::HTTP, Some(common.http)),
        ]);
        let defaults = GatewayConfig::default();
        let door = Door::read(&mut settings);
        let gateway = GatewayConfig {
            rates: door.rates,
            timing: TimingArgs::read(&mut settings),
            lame_duck: settings.one(Key::LAME_DUCK, value::pause).unwrap_or(defaults.lame_duck),
            drain: settings.one(Key::DRAIN, value::pause).unwrap_or(defaults.drain),
            ..defaults
        };
        let wait = WaitArgs::read(&mut settings);
        let amqp = AmqpArgs::needed(&mut settings, "gateway");
        let store = RedisArgs::needed(&mut settings);
        let config = amqp.zip(store).map(|(amqp, (redis, blobs))| Self {
            common,
            listen,
            internal,
            door,
            amqp,
            redis,
            blobs,
            gateway,
            wait,
        });
        settings.finish(config)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_is_told_and_no_secret() {
        let environment = BTreeMap::from([
            ("PYJURY_AMQP".to_owned(), "http://user:sesame@host".to_owned()),
            ("PYJURY_LEASE".to_owned(), "1s".to_owned()),
            ("PYJURY_HTTP".to_owned(), "127.0.0.1:1".to_owned()),
        ]);
        let args = GatewayArgs { listen: Some("127.0.0.1:1".into()), ..GatewayArgs::default() };
        let text = Config::read(args, environment).err().unwrap().to_string();
        for part in ["--amqp:", "--redis:", "PYJURY_LEASE:", "--listen"] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(!text.contains("sesame"), "{text}");
    }

    #[test]
    fn secrets_come_from_a_file_too() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| {
            std::fs::write(folder.path().join(name), text).unwrap();
            folder.path().join(name).display().to_string()
        };
        let environment = BTreeMap::from([
            ("PYJURY_AMQP".to_owned(), "amqp://weaker".to_owned()),
            ("PYJURY_REDIS_FILE".to_owned(), file("redis", "redis://one\nredis://two\n")),
            ("PYJURY_BLOBS".to_owned(), "/b".to_owned()),
        ]);
        let amqp = AmqpArgs::from_file(file("amqp", "amqp://stronger\n"));
        let config = Config::read(GatewayArgs { amqp, ..GatewayArgs::default() }, environment).ok().unwrap();
        assert_eq!(config.amqp.url, "amqp://stronger");
        assert_eq!(config.redis.urls, ["redis://one", "redis://two"]);
        assert_eq!(config.gateway.timing.lease, Duration::from_secs(15));
    }
}
