//! The bytes of a packaged file.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pyjury_core::Digest;

/// A file and where it lies.
#[derive(Clone, Debug)]
pub struct File {
    /// A relative path of checked components.
    pub path: String,
    /// Its bytes.
    pub data: Data,
}

/// The bytes of a file, read when asked for. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Data {
    content: Content,
    len: u64,
    digest: Digest,
}

#[derive(Clone, Debug)]
enum Content {
    Memory(Arc<[u8]>),
    Disk(Arc<Path>),
}

/// A file that can't be read, or that is no longer what it was when the package was opened.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file can't be read.
    #[error("can't read {path}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The file changed.
    #[error("{path} changed after the package was opened; open the package again")]
    Changed {
        /// The file.
        path: PathBuf,
    },
}

impl Data {
    /// A file on disk, with the length and digest that it was seen to have.
    pub(crate) fn on_disk(path: PathBuf, len: u64, digest: Digest) -> Self {
        Self { content: Content::Disk(path.into()), len, digest }
    }

    /// How many bytes there are.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The digest of the bytes.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The bytes. A file on disk is read anew and compared with its digest, so that a judgement
    /// never depends on anything but the package that was opened.
    ///
    /// # Errors
    /// [`ReadError`] when the file can't be read or has changed since the package was opened.
    pub fn read(&self) -> Result<Arc<[u8]>, ReadError> {
        match &self.content {
            Content::Memory(bytes) => Ok(bytes.clone()),
            Content::Disk(path) => {
                let error = |source| ReadError::Io { path: path.to_path_buf(), source };
                if fs::metadata(path).map_err(error)?.len() != self.len {
                    return Err(ReadError::Changed { path: path.to_path_buf() });
                }
                let bytes = fs::read(path).map_err(error)?;
                if Digest::of(&bytes) != self.digest {
                    return Err(ReadError::Changed { path: path.to_path_buf() });
                }
                Ok(bytes.into())
            }
        }
    }
}

impl From<Vec<u8>> for Data {
    fn from(bytes: Vec<u8>) -> Self {
        Self { len: bytes.len() as u64, digest: Digest::of(&bytes), content: Content::Memory(bytes.into()) }
    }
}

impl Default for Data {
    fn default() -> Self {
        Vec::new().into()
    }
}
