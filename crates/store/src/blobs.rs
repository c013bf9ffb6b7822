//! Large things by digest: packages, large sources, artifacts. Written and verified before the
//! record that names them, read with verification, collected by mark and sweep.

mod place;

use std::collections::HashSet;
use std::path::Path as FilePath;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::{Stream, StreamExt as _, TryStreamExt as _};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _};
use pyjury_core::Digest;
use sha2::Digest as _;

pub use place::{BlobPlace, ParseBlobPlaceError};

/// Why a blob can't be had.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// There is none.
    #[error("there is no blob {digest}; upload it again")]
    Missing {
        /// Its digest.
        digest: Digest,
    },
    /// What is kept, or was sent, isn't what its name says.
    #[error("expected bytes with digest {digest}, got {got}; the copy is damaged: upload it again")]
    Corrupt {
        /// What was expected.
        digest: Digest,
        /// What came.
        got: Digest,
    },
    /// The storage failed.
    #[error("the blob storage failed to {step}")]
    Storage {
        /// What was being done.
        step: &'static str,
        /// What it said.
        #[source]
        source: object_store::Error,
    },
    /// This build has no client for the place.
    #[error("{place} needs a build with the cargo feature `s3`; use one, or a folder that all gateways share")]
    Unsupported {
        /// Which.
        place: String,
    },
    /// The folder can't be made.
    #[error("can't create the blob folder {path}")]
    Folder {
        /// Which.
        path: std::path::PathBuf,
        /// What the kernel said.
        #[source]
        source: std::io::Error,
    },
}

/// A place for blobs. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Blobs {
    objects: Arc<dyn ObjectStore>,
}

impl Blobs {
    /// Blobs over any object store.
    pub fn new(objects: Arc<dyn ObjectStore>) -> Self {
        Self { objects }
    }

    /// Blobs in a local folder, which is made if it isn't there.
    ///
    /// # Errors
    /// [`BlobError::Folder`], [`BlobError::Storage`].
    pub fn local(folder: &FilePath) -> Result<Self, BlobError> {
        let path = || folder.to_path_buf();
        std::fs::create_dir_all(folder).map_err(|source| BlobError::Folder { path: path(), source })?;
        let local = LocalFileSystem::new_with_prefix(folder)
            .map_err(|source| BlobError::Storage { step: "open", source })?
            // A blob must be on the disk before the record that names it.
            .with_fsync(true);
        Ok(Self::new(Arc::new(local)))
    }

    /// Blobs at a place. Credentials for S3 come from the environment: AWS_ACCESS_KEY_ID,
    /// AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT and so on, or the machine's own role.
    ///
    /// # Errors
    /// [`BlobError::Folder`], [`BlobError::Storage`], [`BlobError::Unsupported`].
    pub fn open(place: &BlobPlace) -> Result<Self, BlobError> {
        match place {
            BlobPlace::Folder(folder) => Self::local(folder),
            #[cfg(feature = "s3")]
            BlobPlace::S3 { bucket, prefix } => place::s3(bucket, prefix).map(Self::new),
            #[cfg(not(feature = "s3"))]
            place @ BlobPlace::S3 { .. } => Err(BlobError::Unsupported { place: place.to_string() }),
        }
    }

    /// No blobs, and a place that forgets: for whoever reads and writes records only.
    pub fn none() -> Self {
        Self::new(Arc::new(object_store::memory::InMemory::new()))
    }

    /// Keeps a blob. One that is there already is written again, so that it counts as young.
    ///
    /// # Errors
    /// [`BlobError::Corrupt`] when the bytes don't have the digest, [`BlobError::Storage`].
    pub async fn put(&self, digest: Digest, bytes: Bytes) -> Result<(), BlobError> {
        let got = Digest::of(&bytes);
        if got != digest {
            return Err(BlobError::Corrupt { digest, got });
        }
        let put = self.objects.put(&path(digest), bytes.into()).await;
        put.map(drop).map_err(|source| BlobError::Storage { step: "write", source })
    }

    /// Reads a blob and verifies it.
    ///
    /// # Errors
    /// [`BlobError::Missing`], [`BlobError::Corrupt`], [`BlobError::Storage`].
    pub async fn get(&self, digest: Digest) -> Result<Bytes, BlobError> {
        let storage = |source| match source {
            object_store::Error::NotFound { .. } => BlobError::Missing { digest },
            source => BlobError::Storage { step: "read", source },
        };
        let bytes = self.objects.get(&path(digest)).await.map_err(storage)?.bytes().await.map_err(storage)?;
        let got = Digest::of(&bytes);
        if got == digest { Ok(bytes) } else { Err(BlobError::Corrupt { digest, got }) }
    }

    /// Reads a blob piece by piece. The stream ends with [`BlobError::Corrupt`] when what came isn't what
    /// its name says: only a stream that ends without an error was right.
    ///
    /// # Errors
    /// [`BlobError::Missing`], [`BlobError::Storage`]; the same for each piece.
    pub async fn stream(
        &self,
        digest: Digest,
    ) -> Result<impl Stream<Item = Result<Bytes, BlobError>> + Send + use<>, BlobError> {
        let storage = move |source| match source {
            object_store::Error::NotFound { .. } => BlobError::Missing { digest },
            source => BlobError::Storage { step: "read", source },
        };
        let pieces = self.objects.get(&path(digest)).await.map_err(storage)?.into_stream();
        let read = futures::stream::unfold(Some((pieces, sha2::Sha256::new())), move |open| async move {
            let (mut pieces, mut hash) = open?;
            match pieces.next().await {
                Some(Ok(piece)) => {
                    hash.update(&piece);
                    Some((Ok(piece), Some((pieces, hash))))
                }
                Some(Err(error)) => Some((Err(storage(error)), None)),
                None => {
                    let got = Digest::from_bytes(hash.finalize().into());
                    (got != digest).then_some((Err(BlobError::Corrupt { digest, got }), None))
                }
            }
        });
        Ok(read)
    }

    /// Whether a blob is there, without reading it.
    ///
    /// # Errors
    /// [`BlobError::Storage`].
    pub async fn exists(&self, digest: Digest) -> Result<bool, BlobError> {
        match self.objects.head(&path(digest)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(source) => Err(BlobError::Storage { step: "look up", source }),
        }
    }

    /// Removes every blob that isn't in `keep` and is older than `age`, and tells how many. The age
    /// spares blobs whose record is about to be written: make it hours.
    ///
    /// # Errors
    /// [`BlobError::Storage`].
    pub async fn sweep(&self, keep: &HashSet<Digest>, age: Duration) -> Result<usize, BlobError> {
        let storage = |source| BlobError::Storage { step: "list", source };
        let mut listed = self.objects.list(None);
        let mut unwanted = Vec::new();
        while let Some(object) = listed.try_next().await.map_err(storage)? {
            let old = std::time::SystemTime::from(object.last_modified).elapsed().is_ok_and(|old| old >= age);
            if old && digest_of(&object.location).is_some_and(|digest| !keep.contains(&digest)) {
                unwanted.push(object.location);
            }
        }
        for path in &unwanted {
            match self.objects.delete(path).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(source) => return Err(BlobError::Storage { step: "remove", source }),
            }
        }
        Ok(unwanted.len())
    }
}

/// Two levels, so that no folder gets too many files.
fn path(digest: Digest) -> Path {
    let hex = digest.hex();
    Path::from_iter([&hex[..2], hex.as_str()])
}

fn digest_of(path: &Path) -> Option<Digest> {
    format!("sha256:{}", path.filename()?).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blobs() -> (tempfile::TempDir, Blobs) {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::local(folder.path()).unwrap();
        (folder, blobs)
    }

    #[tokio::test]
    async fn blobs_are_what_their_name_says() {
        let (folder, blobs) = blobs();
        let digest = Digest::of(b"data");
        assert!(matches!(blobs.get(digest).await, Err(BlobError::Missing { .. })));
        assert!(!blobs.exists(digest).await.unwrap());
        assert!(matches!(blobs.put(digest, Bytes::from_static(b"other")).await, Err(BlobError::Corrupt { .. })));
        blobs.put(digest, Bytes::from_static(b"data")).await.unwrap();
        assert_eq!(blobs.get(digest).await.unwrap(), "data");

        let file = folder.path().join(&digest.hex()[..2]).join(digest.hex());
        std::fs::write(&file, b"dat4").unwrap();
        assert!(matches!(blobs.get(digest).await, Err(BlobError::Corrupt { .. })));
        let pieces: Vec<_> = blobs.stream(digest).await.unwrap().collect().await;
        assert!(matches!(pieces.last(), Some(Err(BlobError::Corrupt { .. }))), "{pieces:?}");
        blobs.put(digest, Bytes::from_static(b"data")).await.unwrap();
        assert_eq!(blobs.get(digest).await.unwrap(), "data", "a damaged copy is replaced");
    }

    #[tokio::test]
    async fn a_large_blob_comes_in_pieces() {
        let (_folder, blobs) = blobs();
        let bytes: Bytes = (0..1_000_000_u32).flat_map(u32::to_le_bytes).collect::<Vec<_>>().into();
        let digest = Digest::of(&bytes);
        assert!(matches!(blobs.stream(digest).await.err(), Some(BlobError::Missing { .. })));
        blobs.put(digest, bytes.clone()).await.unwrap();
        let pieces: Vec<Bytes> = blobs.stream(digest).await.unwrap().try_collect().await.unwrap();
        assert!(pieces.len() > 1 && pieces.iter().all(|piece| piece.len() < bytes.len()));
        assert_eq!(pieces.concat(), bytes);
    }

    #[tokio::test]
    async fn a_folder_is_opened_by_its_url() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("file://{}/new", folder.path().display());
        let blobs = Blobs::open(&url.parse().unwrap()).unwrap();
        blobs.put(Digest::of(b"data"), Bytes::from_static(b"data")).await.unwrap();
        assert!(folder.path().join("new").join(&Digest::of(b"data").hex()[..2]).is_dir());
        std::fs::write(folder.path().join("file"), b"").unwrap();
        let taken = Blobs::open(&BlobPlace::Folder(folder.path().join("file")));
        assert!(matches!(taken, Err(BlobError::Folder { .. })));
    }

    #[cfg(not(feature = "s3"))]
    #[test]
    fn what_this_build_can_not_do_is_said() {
        let place = "s3://bucket/prefix".parse().unwrap();
        assert!(matches!(Blobs::open(&place), Err(BlobError::Unsupported { .. })));
    }

    #[tokio::test]
    async fn the_sweep_spares_what_is_marked_and_what_is_young() {
        let (_folder, blobs) = blobs();
        let [kept, gone] = [b"kept", b"gone"].map(|b| Digest::of(b));
        blobs.put(kept, Bytes::from_static(b"kept")).await.unwrap();
        blobs.put(gone, Bytes::from_static(b"gone")).await.unwrap();
        let keep = HashSet::from([kept]);
        assert_eq!(blobs.sweep(&keep, Duration::from_secs(3600)).await.unwrap(), 0);
        assert_eq!(blobs.sweep(&keep, Duration::ZERO).await.unwrap(), 1);
        assert!(blobs.exists(kept).await.unwrap() && !blobs.exists(gone).await.unwrap());
    }
}
