//! Gateway, scheduler and worker in one process.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use pyjury_core::Principal;
use pyjury_core::principal::Role;
use pyjury_gateway::{Gateway, GatewayConfig};
use pyjury_telemetry::{CancellationToken, Readiness, Registry, http, shutdown};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::config::UpConfig;
use super::{ground, key, problems, recover};
use crate::failure::Failure;
use crate::output;

/// The tenant of everything that `up` makes by itself.
pub(crate) const TENANT: &str = "local";

/// How long running attempts may go on after a signal. What doesn't end is judged after the next
/// start.
const DRAIN: Duration = Duration::from_secs(10);

/// Runs the cluster until a signal, or until one of its parts fails.
pub(crate) async fn run(config: UpConfig) -> Result<(), Failure> {
    let stop = shutdown::on_signals().context("can't listen for signals")?;
    let ground = ground::open(&config.data)?;
    let key_file = key::ensure(&ground.ledger, &config.data).await?;
    problems::load(&ground.ledger, &config.problems).await.map_err(Failure::usage)?;
    recover::earlier_lives(&ground.ledger).await.context("can't take back what an earlier life left")?;

    let grpc = TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("can't listen on {} for gRPC; choose another with --listen", config.listen))?;
    let http = http::bind(config.http).await?;
    let (grpc_address, http_address) = (grpc.local_addr()?, http.local_addr()?);

    let registry = Registry::new();
    let readiness = Readiness::default();
    let rest = CancellationToken::new();
    let mut parts = JoinSet::new();

    let gateway = gateway(&ground, &registry, stop.clone()).await?;
    let channel = gateway.connect(worker_principal());
    parts.spawn(async move { gateway.serve(grpc).await.context("the gateway failed") });

    let metrics = pyjury_worker::Metrics::new()?;
    metrics.register(&registry)?;
    let mut worker = pyjury_worker::Config::new(host_name(), ground.cache);
    (worker.slots, worker.drain) = (config.slots, DRAIN);
    let (queue, stopping) = (ground.queue.clone(), stop.clone());
    // The scheduler goes on until the worker has given back what it held.
    let last = rest.clone().drop_guard();
    parts.spawn(async move {
        let _last = last;
        pyjury_worker::run(worker, queue, channel, metrics, stopping).await.context("the worker failed")
    });

    let metrics = pyjury_scheduler::Metrics::new()?;
    metrics.register(&registry)?;
    let clock = Arc::new(pyjury_store::embedded::unix_ms);
    let scheduler = pyjury_scheduler::Parts { ledger: ground.ledger, queue: ground.queue, metrics, clock };
    let stopping = rest.clone();
    parts.spawn(async move {
        pyjury_scheduler::run(pyjury_scheduler::Config::default(), scheduler, stopping).await;
        Ok(())
    });

    let (watched, stopping) = (readiness.clone(), rest.clone());
    parts.spawn(async move { Ok(http::serve(http, registry, watched, stopping).await?) });

    readiness.ready();
    output::line(format_args!(
        "pyjury is up: gRPC on {grpc_address}, metrics on http://{http_address}/metrics, key in {}",
        key_file.display()
    ))?;
    supervise(parts, readiness, &stop).await
}

/// Waits for the end of every part. One that fails ends the others too.
async fn supervise(
    mut parts: JoinSet<anyhow::Result<()>>,
    readiness: Readiness,
    stop: &CancellationToken,
) -> Result<(), Failure> {
    let draining = stop.clone();
    tokio::spawn(async move {
        draining.cancelled().await;
        readiness.draining();
    });
    let mut first_failure = None;
    while let Some(ended) = parts.join_next().await {
        if let Err(error) = ended.context("a part of the cluster broke").and_then(|result| result) {
            first_failure.get_or_insert(error);
            stop.cancel();
        }
    }
    first_failure.map_or(Ok(()), |error| Err(error.into()))
}

async fn gateway(ground: &ground::Ground, registry: &Registry, stop: CancellationToken) -> anyhow::Result<Gateway> {
    let metrics = pyjury_gateway::Metrics::new()?;
    metrics.register(registry)?;
    let config = GatewayConfig { scratch: ground.scratch.clone(), drain: DRAIN, ..GatewayConfig::default() };
    Ok(Gateway::new(config, ground.ledger.clone(), ground.queue.clone(), metrics, stop).await?)
}

/// The worker in this process: its channel is its proof.
fn worker_principal() -> Principal {
    Principal { tenant: TENANT.to_owned(), user: "worker".to_owned(), roles: vec![Role::Worker] }
}

fn host_name() -> String {
    nix::unistd::gethostname().ok().and_then(|name| name.into_string().ok()).unwrap_or_else(|| "local".to_owned())
}
