//! What a cluster in one process stands on: its data folder, and the servers if it has any.

use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use pyjury_queue::{Queue, QueueName};
use pyjury_store::{BlobPlace, Blobs, Ledger};
use pyjury_telemetry::Registry;

use super::config::{Servers, UpConfig};
use crate::backend;
use crate::failure::Failure;

/// What is open.
pub(crate) struct Ground {
    /// The truth.
    pub(crate) ledger: Ledger,
    /// What carries references to it.
    pub(crate) queue: Arc<dyn Queue>,
    /// For uploads under way.
    pub(crate) scratch: PathBuf,
    /// For the worker's packages.
    pub(crate) cache: PathBuf,
}

/// Opens the data folder, and the store and the queue in it or on the servers.
pub(crate) async fn open(config: &UpConfig, registry: &Registry) -> Result<Ground, Failure> {
    let (ledger, queue) = match &config.servers {
        None => embedded(&config.data, registry)?,
        Some(Servers { amqp, redis, blobs, wait }) => {
            let blobs = blobs.clone().unwrap_or_else(|| BlobPlace::Folder(config.data.join("blobs")));
            let ledger = backend::ledger(redis, &blobs, *wait, registry).await?;
            (ledger, backend::queue(amqp, &[QueueName::Intake, QueueName::Fleet], *wait, registry).await?)
        }
    };
    Ok(Ground { ledger, queue, scratch: folder(&config.data, "tmp")?, cache: folder(&config.data, "worker")? })
}

fn embedded(data: &Path, registry: &Registry) -> anyhow::Result<(Ledger, Arc<dyn Queue>)> {
    let store = pyjury_store::Embedded::open(&folder(data, "store")?)?;
    let blobs = Blobs::local(&folder(data, "blobs")?)?;
    let queue = pyjury_queue::Embedded::open(&folder(data, "queue")?)?;
    let ledger = backend::measured_ledger(Arc::new(store), blobs, registry)?;
    Ok((ledger, backend::measured_queue(Arc::new(queue), registry)?))
}

/// A folder in the data folder; made, for its owner alone, if it isn't there.
fn folder(data: &Path, name: &str) -> anyhow::Result<PathBuf> {
    let path = data.join(name);
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&path);
    made.with_context(|| format!("can't make {}; choose another folder with --data", path.display()))?;
    Ok(path)
}
