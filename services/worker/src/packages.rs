//! Problem packages: fetched once, verified, kept on disk and open in memory.
//!
//! What is on disk is compared with its digests whenever it is read. A damaged copy is forgotten, and a
//! copy that is forgotten, or dropped because there is too much, stays on disk while somebody judges with it.

mod local_copy;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pyjury_core::judging::AttemptRef;
use pyjury_core::{Bytes, Digest};
use pyjury_problem::{LoadError, SourceError, SourceLimits};
use tokio::sync::OnceCell;

use crate::metrics::Metrics;
use crate::upstream::{Refusal, Upstream};

pub(crate) use local_copy::LocalCopy;

/// How often a package that comes damaged is fetched before the attempt is given back.
const TRIES: u32 = 2;

/// Why a package could not be had.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PackageError {
    /// It could not be fetched.
    #[error("can't fetch package {digest}")]
    Fetch {
        digest: Digest,
        #[source]
        source: Refusal,
    },
    /// What came is not what was asked for.
    #[error("expected package {expected}, got {got}; it is fetched again")]
    Digest { expected: Digest, got: Digest },
    /// It is larger than any package.
    #[error("expected package {digest} to be at most {most}, got more; upload a smaller one")]
    TooLarge { digest: Digest, most: Bytes },
    /// It can't be opened.
    #[error("package {digest} can't be opened")]
    Open {
        digest: Digest,
        #[source]
        source: SourceError,
    },
    /// It can't be loaded. The upload was checked, so this worker is older or the file was damaged.
    #[error("package {digest} can't be loaded")]
    Load {
        digest: Digest,
        #[source]
        source: Box<LoadError>,
    },
    /// The cache's folder can't be used.
    #[error("can't use the package cache at {path}; make room there, and make it writable")]
    Disk {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
}

impl PackageError {
    /// Whether the bytes that came are to blame, so that they may be right the next time.
    const fn is_damage(&self) -> bool {
        matches!(self, Self::Digest { .. } | Self::Open { .. })
    }
}

/// The packages of this worker.
pub(crate) struct Packages {
    folder: PathBuf,
    most: Bytes,
    metrics: Metrics,
    entries: Mutex<HashMap<Digest, Entry>>,
}

#[derive(Clone, Default)]
struct Entry {
    copy: Arc<OnceCell<Arc<LocalCopy>>>,
    /// Counts up with each use of the cache: the smallest is dropped first.
    used: u64,
}

impl Packages {
    /// Uses `folder`, which is emptied: what it holds was not verified by this process.
    pub(crate) fn open(folder: &Path, most: Bytes, metrics: Metrics) -> Result<Self, PackageError> {
        let disk = |source| PackageError::Disk { path: folder.to_path_buf(), source };
        match std::fs::remove_dir_all(folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(disk(error)),
            _ => {}
        }
        std::fs::create_dir_all(folder).map_err(disk)?;
        Ok(Self { folder: folder.to_path_buf(), most, metrics, entries: Mutex::default() })
    }

    /// The package with this digest. Attempts that want the same one wait for one fetch; when the attempt
    /// that fetches is dropped or refused, the next one fetches.
    pub(crate) async fn get(
        &self,
        (digest, name): (Digest, &str),
        attempt: AttemptRef,
        upstream: &Upstream,
    ) -> Result<Arc<LocalCopy>, PackageError> {
        let cell = self.entry(digest);
        if let Some(copy) = cell.get() {
            self.metrics.cache_hits.inc();
            return Ok(copy.clone());
        }
        let got = cell.get_or_try_init(|| self.fetch((digest, name), attempt, upstream)).await.cloned();
        match &got {
            Ok(copy) => self.make_room(copy),
            Err(_) => self.forget_failure(digest, &cell),
        }
        got
    }

    async fn fetch(
        &self,
        (digest, name): (Digest, &str),
        attempt: AttemptRef,
        upstream: &Upstream,
    ) -> Result<Arc<LocalCopy>, PackageError> {
        let timer = self.metrics.fetching.start_timer();
        let mut tries = 0;
        loop {
            tries += 1;
            self.metrics.cache_misses.inc();
            let zip = fetch(digest, attempt, upstream).await?;
            match LocalCopy::make((digest, name), zip, &self.folder).await {
                Err(error) if error.is_damage() && tries < TRIES => {
                    tracing::warn!(%error, "a package came damaged; fetching it again");
                }
                Err(error) => return Err(error),
                Ok(copy) => {
                    timer.observe_duration();
                    return Ok(Arc::new(copy));
                }
            }
        }
    }

    /// Forgets a damaged copy, so that the package is fetched again. A newer copy stays.
    pub(crate) fn forget(&self, damaged: &Arc<LocalCopy>) {
        let mut entries = self.entries();
        let held = entries.get(&damaged.digest).and_then(|entry| entry.copy.get());
        if held.is_some_and(|copy| Arc::ptr_eq(copy, damaged)) {
            tracing::warn!(package = %damaged.digest, "a copy of a package is damaged and is fetched again");
            entries.remove(&damaged.digest);
        }
    }

    fn entry(&self, digest: Digest) -> Arc<OnceCell<Arc<LocalCopy>>> {
        let mut entries = self.entries();
        let now = entries.values().map(|entry| entry.used).max().unwrap_or(0) + 1;
        let entry = entries.entry(digest).or_default();
        entry.used = now;
        entry.copy.clone()
    }

    /// A fetch failed, and nobody else waits for it.
    fn forget_failure(&self, digest: Digest, cell: &Arc<OnceCell<Arc<LocalCopy>>>) {
        let mut entries = self.entries();
        // Ours and that of the map.
        if Arc::strong_count(cell) <= 2 && entries.get(&digest).is_some_and(|entry| entry.copy.get().is_none()) {
            entries.remove(&digest);
        }
    }

    /// Drops the longest unused copies that nobody judges with while there is too much.
    fn make_room(&self, newest: &Arc<LocalCopy>) {
        let mut entries = self.entries();
        let size = |entry: &Entry| entry.copy.get().map_or(0, |copy| copy.size);
        while entries.values().map(size).sum::<u64>() > self.most.get() {
            let idle = entries.iter().filter(|(digest, entry)| **digest != newest.digest && entry.is_idle());
            let Some(oldest) = idle.min_by_key(|(_, entry)| entry.used).map(|(digest, _)| *digest) else { break };
            entries.remove(&oldest);
        }
    }

    fn entries(&self) -> MutexGuard<'_, HashMap<Digest, Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entry {
    /// Whether it is there, and held by nobody but the cache.
    fn is_idle(&self) -> bool {
        self.copy.get().is_some_and(|copy| Arc::strong_count(copy) == 1) && Arc::strong_count(&self.copy) == 1
    }
}

/// The zip of a package.
async fn fetch(digest: Digest, attempt: AttemptRef, upstream: &Upstream) -> Result<Vec<u8>, PackageError> {
    let most = SourceLimits::default().archive;
    let mut zip = Vec::new();
    let fits = |zip: &Vec<u8>| zip.len() as u64 <= most.get();
    let take = |chunk: &[u8]| {
        zip.extend_from_slice(chunk);
        fits(&zip)
    };
    upstream.fetch_package(attempt, digest, take).await.map_err(|source| PackageError::Fetch { digest, source })?;
    if fits(&zip) { Ok(zip) } else { Err(PackageError::TooLarge { digest, most }) }
}
