//! Problem packages: fetched once, verified, kept on disk and open in memory.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use pyjury_core::judging::AttemptRef;
use pyjury_core::{Bytes, Digest};
use pyjury_problem::{LoadError, Problem, Source, SourceError};
use tokio::sync::OnceCell;

use crate::metrics::Metrics;
use crate::upstream::{Refusal, Upstream};

/// The zip of a package that is larger than this is not read to its end.
const LARGEST_PACKAGE: usize = 1 << 30;

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
    #[error("package {0} is larger than {bytes}; upload a smaller one", bytes = Bytes(LARGEST_PACKAGE as u64))]
    TooLarge(Digest),
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
    #[error("can't use the package cache {path}")]
    Disk {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
}

/// The packages of this worker.
pub(crate) struct Packages {
    folder: PathBuf,
    most: Bytes,
    metrics: Metrics,
    open: Mutex<HashMap<Digest, Entry>>,
}

#[derive(Clone, Default)]
struct Entry {
    problem: Arc<OnceCell<Arc<Problem>>>,
    size: u64,
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
        Ok(Self { folder: folder.to_path_buf(), most, metrics, open: Mutex::default() })
    }

    /// The problem with this digest. Attempts that want the same package wait for one fetch.
    pub(crate) async fn get(
        &self,
        (digest, name): (Digest, &str),
        attempt: AttemptRef,
        upstream: &Upstream,
    ) -> Result<Arc<Problem>, PackageError> {
        let cell = self.entry(digest);
        if let Some(problem) = cell.get() {
            self.metrics.cache_hits.inc();
            return Ok(problem.clone());
        }
        let fetch = async {
            self.metrics.cache_misses.inc();
            let timer = self.metrics.fetching.start_timer();
            let zip = fetch(digest, attempt, upstream).await?;
            let place = self.folder.join(digest.hex()).join(folder_name(name));
            let unpacked = unpack(digest, zip, place).await;
            if unpacked.is_err() {
                // Half a package would fill the disk and never be counted.
                self.delete(digest);
            }
            let (problem, size) = unpacked?;
            timer.observe_duration();
            self.keep(digest, size);
            Ok(Arc::new(problem))
        };
        cell.get_or_try_init(|| fetch).await.cloned()
    }

    /// Forgets a package, so that it is fetched again.
    pub(crate) fn forget(&self, digest: Digest) {
        if self.lock().remove(&digest).is_some() {
            self.delete(digest);
        }
    }

    /// Whoever still judges with it gets a read error, and its attempt is made again.
    fn delete(&self, digest: Digest) {
        let folder = self.folder.join(digest.hex());
        if let Err(error) = std::fs::remove_dir_all(&folder) {
            tracing::warn!(%error, folder = %folder.display(), "can't delete a cached package");
        }
    }

    fn entry(&self, digest: Digest) -> Arc<OnceCell<Arc<Problem>>> {
        let mut open = self.lock();
        let now = next(&open);
        let entry = open.entry(digest).or_default();
        entry.used = now;
        entry.problem.clone()
    }

    /// Notes a package's size, and drops the longest unused ones that nobody judges with while there is
    /// too much.
    fn keep(&self, digest: Digest, size: u64) {
        let mut open = self.lock();
        if let Some(entry) = open.get_mut(&digest) {
            entry.size = size;
        }
        while open.values().map(|entry| entry.size).sum::<u64>() > self.most.get() {
            let idle = open.iter().filter(|(other, entry)| **other != digest && entry.is_idle());
            let Some(oldest) = idle.min_by_key(|(_, entry)| entry.used).map(|(digest, _)| *digest) else { break };
            open.remove(&oldest);
            self.delete(oldest);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Digest, Entry>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entry {
    /// Whether it is there, and held by nobody but the cache.
    fn is_idle(&self) -> bool {
        self.problem.get().is_some_and(|problem| Arc::strong_count(problem) == 1)
            && Arc::strong_count(&self.problem) == 1
    }
}

fn next(open: &HashMap<Digest, Entry>) -> u64 {
    open.values().map(|entry| entry.used).max().unwrap_or(0) + 1
}

async fn fetch(digest: Digest, attempt: AttemptRef, upstream: &Upstream) -> Result<Vec<u8>, PackageError> {
    let mut zip = Vec::new();
    let take = |chunk: &[u8]| {
        zip.extend_from_slice(chunk);
        zip.len() <= LARGEST_PACKAGE
    };
    upstream.fetch_package(attempt, digest, take).await.map_err(|source| PackageError::Fetch { digest, source })?;
    if zip.len() > LARGEST_PACKAGE { Err(PackageError::TooLarge(digest)) } else { Ok(zip) }
}

/// Puts the files of a zip into a folder, checks the digest, and loads the problem from there: its data
/// stays on disk, and every read is compared with its digest.
async fn unpack(digest: Digest, zip: Vec<u8>, place: PathBuf) -> Result<(Problem, u64), PackageError> {
    let failed = place.clone();
    let work = tokio::task::spawn_blocking(move || {
        let open = |source| PackageError::Open { digest, source };
        let disk = |source| PackageError::Disk { path: place.clone(), source };
        let packed = Source::open_zip(&zip, "package").map_err(open)?;
        if packed.digest() != digest {
            return Err(PackageError::Digest { expected: digest, got: packed.digest() });
        }
        let mut size = 0;
        for (path, data) in packed.files() {
            let target = place.join(path);
            std::fs::create_dir_all(target.parent().unwrap_or(&place)).map_err(disk)?;
            let content = data.read().map_err(|error| disk(std::io::Error::other(error)))?;
            std::fs::write(&target, &content).map_err(disk)?;
            size += data.len();
        }
        let source = Source::open_dir(&place).map_err(open)?;
        let problem =
            Problem::load(&source).map_err(|source| PackageError::Load { digest, source: Box::new(source) })?;
        Ok((problem, size))
    });
    work.await.map_err(|error| PackageError::Disk { path: failed, source: std::io::Error::other(error) })?
}

/// A problem's name as the name of a folder: the package's short name is that of its folder.
fn folder_name(name: &str) -> String {
    let plain: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).take(100).collect();
    if plain.is_empty() { "problem".to_owned() } else { plain }
}
