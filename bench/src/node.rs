//! Processes of a measured cluster whose worker judges nothing: `pyjury-bench worker` and `embedded`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Subcommand;
use pyjury_core::Principal;
use pyjury_core::principal::Role;
use pyjury_gateway::{Gateway, GatewayConfig};
use pyjury_queue::{Queue, RabbitMq, RabbitMqConfig};
use pyjury_store::ledger::NewApiKey;
use pyjury_store::{Blobs, Ledger};
use pyjury_telemetry::{LogFormat, logging, shutdown};
use tokio::net::TcpListener;
use tonic::transport::{Channel, Endpoint};

use crate::fixed::Fixed;

/// Attempts at once: what a worker with many cores would have.
const SLOTS: usize = 16;

/// A process of a measured cluster.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum Node {
    /// A worker that answers at once, of a cluster over RabbitMQ.
    Worker {
        /// The gateway's URL.
        #[arg(long)]
        gateway: String,
        /// The broker's URL.
        #[arg(long)]
        amqp: String,
        /// The worker's key.
        #[arg(long)]
        key: String,
        /// A folder for the package cache.
        #[arg(long)]
        cache: PathBuf,
    },
    /// The whole cluster in one process on the embedded backends, with a worker that answers at once.
    /// Writes a client's key to `client.key` in the folder.
    Embedded {
        /// Where to listen.
        #[arg(long)]
        listen: SocketAddr,
        /// The folder.
        #[arg(long)]
        data: PathBuf,
    },
}

/// Runs it until a signal.
pub(crate) async fn run(node: Node) -> anyhow::Result<()> {
    logging::init(LogFormat::Text, "warn")?;
    match node {
        Node::Worker { gateway, amqp, key, cache } => {
            let queue = Arc::new(RabbitMq::connect(RabbitMqConfig::new(amqp)).await?);
            let channel = Endpoint::from_shared(gateway)?.tcp_nodelay(true).connect_lazy();
            let stop = shutdown::on_signals()?;
            worker(queue, channel, Some(key), cache, stop).await
        }
        Node::Embedded { listen, data } => embedded(listen, data).await,
    }
}

async fn worker(
    queue: Arc<dyn Queue>,
    channel: Channel,
    key: Option<String>,
    cache: PathBuf,
    stop: pyjury_telemetry::CancellationToken,
) -> anyhow::Result<()> {
    let mut config = pyjury_worker::Config::new("fixed", cache);
    (config.slots, config.key, config.drain) = (SLOTS, key, Duration::from_secs(1));
    let executor = Arc::new(Fixed::new(SLOTS));
    let parts = pyjury_worker::Parts { executor, queue, channel, metrics: pyjury_worker::Metrics::new()? };
    Ok(pyjury_worker::run(config, parts, stop).await?)
}

async fn embedded(listen: SocketAddr, data: PathBuf) -> anyhow::Result<()> {
    let store = pyjury_store::Embedded::open(&data)?;
    let ledger = Ledger::new(Arc::new(store), Blobs::local(&data.join("blobs"))?);
    let queue: Arc<dyn Queue> = Arc::new(pyjury_queue::Embedded::open(&data)?);
    let key = NewApiKey::of("t", "u", [Role::Admin]);
    let (_, secret) = ledger.create_api_key(key).await?;

    let stop = shutdown::on_signals()?;
    let metrics = pyjury_gateway::Metrics::new()?;
    let config = GatewayConfig { scratch: data.clone(), ..GatewayConfig::default() };
    let gateway = Gateway::new(config, ledger.clone(), queue.clone(), metrics, stop.clone()).await?;
    let principal = Principal { tenant: "t".into(), user: "fixed".into(), roles: vec![Role::Worker] };
    let channel = gateway.connect(principal);
    let clock = Arc::new(pyjury_store::embedded::unix_ms);
    let metrics = pyjury_scheduler::Metrics::new()?;
    let parts = pyjury_scheduler::Parts { ledger, queue: queue.clone(), metrics, clock };
    tokio::spawn(pyjury_scheduler::run(pyjury_scheduler::Config::default(), parts, stop.clone()));
    let listener = TcpListener::bind(listen).await?;
    std::fs::write(data.join("client.key"), secret)?;
    let serving = tokio::spawn(async move { gateway.serve(listener).await });
    worker(queue, channel, None, data.join("cache"), stop).await?;
    Ok(serving.await??)
}
