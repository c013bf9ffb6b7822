//! Gateway, scheduler and worker in one process.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use pyjury_core::Principal;
use pyjury_core::principal::Role;
use pyjury_gateway::{Gateway, GatewayConfig};
use pyjury_telemetry::CancellationToken;

use super::config::UpConfig;
use super::{ground, key, problems, recover};
use crate::config::Key;
use crate::failure::Failure;
use crate::output;
use crate::process::{Port, Process};
use crate::role::worker::host_name;

/// The tenant of everything that `up` makes by itself.
pub(crate) const TENANT: &str = "local";

/// How long running attempts may go on after a signal. What doesn't end is judged after the next
/// start.
const DRAIN: Duration = Duration::from_secs(10);

/// Runs the cluster until a signal, or until one of its parts fails.
pub(crate) async fn run(config: UpConfig) -> Result<(), Failure> {
    let mut process = Process::open("up", &config.common).await?;
    let port = Port::take(config.listen, Key::LISTEN.0)?;
    let registry = process.registry.clone();
    let Some(ground) = process.until_stopped(ground::open(&config, &registry)).await? else { return Ok(()) };
    let key_file = key::ensure(&ground.ledger, &config.data).await?;
    problems::load(&ground.ledger, &config.problems).await.map_err(Failure::usage)?;
    if config.servers.is_none() {
        // On servers there may be others, whose attempts are theirs: leases tell who is gone.
        recover::earlier_lives(&ground.ledger).await.context("can't take back what an earlier life left")?;
    }
    let address = port.address();
    let gateway = gateway(&mut process, &config, &ground, port).await?;
    // The scheduler goes on until the worker has given back what it held.
    let rest = CancellationToken::new();
    worker(&mut process, &config, &ground, &gateway, rest.clone())?;
    scheduler(&mut process, &config, &ground, rest)?;
    output::line(format_args!(
        "pyjury is up: gRPC on {address}, metrics on http://{}/metrics, key in {}",
        process.http,
        key_file.display()
    ))?;
    drop(gateway);
    process.finish().await
}

async fn gateway(
    process: &mut Process,
    config: &UpConfig,
    ground: &ground::Ground,
    port: Port,
) -> anyhow::Result<Gateway> {
    let metrics = pyjury_gateway::Metrics::new()?;
    metrics.register(&process.registry)?;
    let settings = GatewayConfig {
        scratch: ground.scratch.clone(),
        drain: DRAIN,
        timing: config.timing,
        ..GatewayConfig::default()
    };
    let (ledger, queue, stop) = (ground.ledger.clone(), ground.queue.clone(), process.stop.clone());
    let gateway = Gateway::new(settings, ledger, queue, metrics, stop).await?;
    let (serving, listener) = (gateway.clone(), port.listen()?);
    process.spawn(async move { serving.serve(listener).await.context("the gateway failed") });
    Ok(gateway)
}

fn worker(
    process: &mut Process,
    config: &UpConfig,
    ground: &ground::Ground,
    gateway: &Gateway,
    rest: CancellationToken,
) -> anyhow::Result<()> {
    let metrics = pyjury_worker::Metrics::new()?;
    metrics.register(&process.registry)?;
    let mut settings = pyjury_worker::Config::new(host_name(), ground.cache.clone());
    (settings.slots, settings.drain, settings.fairness) = (config.slots, DRAIN, config.fairness);
    settings.runtimes = Some(config.runtimes.clone());
    (settings.timing, settings.readiness) = (config.timing, process.readiness.clone());
    let executor = Arc::new(pyjury_worker::Sandboxed::open(&settings).context("the worker can't start")?);
    let channel = gateway.connect(worker_principal());
    let parts = pyjury_worker::Parts { executor, queue: ground.queue.clone(), channel, metrics };
    let (stop, last) = (process.stop.clone(), rest.drop_guard());
    process.spawn(async move {
        let _last = last;
        pyjury_worker::run(settings, parts, stop).await.context("the worker failed")
    });
    Ok(())
}

fn scheduler(
    process: &mut Process,
    config: &UpConfig,
    ground: &ground::Ground,
    rest: CancellationToken,
) -> anyhow::Result<()> {
    let metrics = pyjury_scheduler::Metrics::new()?;
    metrics.register(&process.registry)?;
    let time = ground.ledger.clone();
    let clock = Arc::new(move || time.now_ms());
    let parts = pyjury_scheduler::Parts { ledger: ground.ledger.clone(), queue: ground.queue.clone(), metrics, clock };
    let settings = pyjury_scheduler::Config {
        timing: config.timing,
        retention: config.retention.clone(),
        ..pyjury_scheduler::Config::default()
    };
    process.spawn(async move {
        pyjury_scheduler::run(settings, parts, rest).await;
        Ok(())
    });
    Ok(())
}

/// The worker in this process: its channel is its proof.
fn worker_principal() -> Principal {
    Principal { tenant: TENANT.to_owned(), user: "worker".to_owned(), roles: vec![Role::Worker] }
}
