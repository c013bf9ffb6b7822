//! One copy of a package on this disk.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pyjury_core::Digest;
use pyjury_problem::{LoadError, Problem, ReadError, Source, SourceError};

use super::PackageError;

/// A copy of a package, complete and compared with its digest. Its folder is deleted with it.
pub(crate) struct LocalCopy {
    /// The package.
    pub(crate) digest: Digest,
    /// The problem: its data is read from the folder when it is needed, and compared again.
    pub(crate) problem: Arc<Problem>,
    /// The bytes of its files.
    pub(crate) size: u64,
    _folder: Folder,
}

impl LocalCopy {
    /// Unpacks a zip into a new folder below `cache`. Whenever this is given up, the folder goes.
    pub(super) async fn make((digest, name): (Digest, &str), zip: Vec<u8>, cache: &Path) -> Result<Self, PackageError> {
        // Each copy has a folder of its own: an older one of the same package may still be in use.
        let folder = Folder(cache.join(format!("{}-{}", digest.hex(), uuid::Uuid::new_v4().simple())));
        let place = folder.0.join(folder_name(name));
        let failed = place.clone();
        let work = tokio::task::spawn_blocking(move || {
            let packed = unpack(digest, &zip, &place)?;
            let (problem, size) = load(digest, &place, &packed)?;
            Ok(Self { digest, problem: Arc::new(problem), size, _folder: folder })
        });
        work.await.map_err(|error| PackageError::Disk { path: failed, source: io::Error::other(error) })?
    }
}

/// Puts the files of a zip into a folder, if they are those of the package.
fn unpack(digest: Digest, zip: &[u8], place: &Path) -> Result<Source, PackageError> {
    let packed = Source::open_zip(zip, "package").map_err(|source| PackageError::Open { digest, source })?;
    if packed.digest() != digest {
        return Err(PackageError::Digest { expected: digest, got: packed.digest() });
    }
    packed.write_to(place).map_err(|error| match error {
        ReadError::Io { path, source } => PackageError::Disk { path, source },
        error @ ReadError::Changed { .. } => {
            PackageError::Disk { path: place.to_path_buf(), source: io::Error::other(error) }
        }
    })?;
    Ok(packed)
}

/// Loads the problem from the folder, so that its data stays there.
fn load(digest: Digest, place: &Path, packed: &Source) -> Result<(Problem, u64), PackageError> {
    let disk = |source| PackageError::Disk { path: place.to_path_buf(), source };
    let source = Source::open_dir(place).map_err(|error| match error {
        SourceError::Io { path, source } => PackageError::Disk { path, source },
        source => PackageError::Open { digest, source },
    })?;
    if source.digest() != digest {
        // It was right in memory a moment ago.
        return Err(disk(io::Error::other("it does not hold what was written to it")));
    }
    let problem = Problem::load(&source).map_err(|error| match error {
        LoadError::Read(error) => disk(io::Error::other(error)),
        error => PackageError::Load { digest, source: Box::new(error) },
    })?;
    Ok((problem, packed.files().map(|(_, data)| data.len()).sum()))
}

/// A folder that is deleted when this is dropped.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let path = std::mem::take(&mut self.0);
        let delete = move || match std::fs::remove_dir_all(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                tracing::warn!(%error, folder = %path.display(), "can't delete a copy of a package");
            }
            _ => {}
        };
        match tokio::runtime::Handle::try_current() {
            // Thousands of files may be in it.
            Ok(runtime) => drop(runtime.spawn_blocking(delete)),
            Err(_) => delete(),
        }
    }
}

/// A problem's name as the name of a folder: the package's short name is that of its folder.
fn folder_name(name: &str) -> String {
    let plain: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).take(100).collect();
    if plain.is_empty() { "problem".to_owned() } else { plain }
}
