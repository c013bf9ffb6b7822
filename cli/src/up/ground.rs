//! The data folder: what a cluster in one process stands on.

use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use pyjury_queue::Queue;
use pyjury_store::{Blobs, Ledger};

/// What is open of the data folder.
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

/// Opens the data folder; makes it, for its owner alone, if it isn't there.
pub(crate) fn open(data: &Path) -> anyhow::Result<Ground> {
    let folder = |name: &str| -> anyhow::Result<PathBuf> {
        let path = data.join(name);
        let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&path);
        made.with_context(|| format!("can't make {}; choose another folder with --data", path.display()))?;
        Ok(path)
    };
    let store = pyjury_store::Embedded::open(&folder("store")?)?;
    let blobs = Blobs::local(&folder("blobs")?)?;
    let queue = pyjury_queue::Embedded::open(&folder("queue")?)?;
    Ok(Ground {
        ledger: Ledger::new(Arc::new(store), blobs),
        queue: Arc::new(queue),
        scratch: folder("tmp")?,
        cache: folder("worker")?,
    })
}
