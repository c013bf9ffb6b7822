//! A package as a checked map from path to file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pyjury_core::Digest;

/// The files of a package, from a folder or a zip: every path checked, every link resolved.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    files: BTreeMap<String, Data>,
    ignored: Vec<String>,
}

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
        source: std::io::Error,
    },
    /// The file changed.
    #[error("{path} changed after the package was opened; open the package again")]
    Changed {
        /// The file.
        path: PathBuf,
    },
}

/// Why a folder or a zip is no package that may be opened.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// A file or folder can't be read.
    #[error("can't read {path}")]
    Io {
        /// The path.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

impl Data {
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

    /// The bytes. A file on disk is read anew and compared with its digest.
    ///
    /// # Errors
    /// [`ReadError`] when the file can't be read or has changed since the package was opened.
    pub fn read(&self) -> Result<Arc<[u8]>, ReadError> {
        match &self.content {
            Content::Memory(bytes) => Ok(bytes.clone()),
            Content::Disk(path) => {
                let bytes = std::fs::read(path).map_err(|source| ReadError::Io { path: path.to_path_buf(), source })?;
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

impl Source {
    /// Opens a folder.
    ///
    /// # Errors
    /// [`SourceError`] with the first file that is refused.
    pub fn open_dir(path: &Path) -> Result<Self, SourceError> {
        std::fs::read_dir(path).map_err(|source| SourceError::Io { path: path.to_path_buf(), source })?;
        Ok(Self { name: String::new(), files: BTreeMap::new(), ignored: Vec::new() })
    }

    /// The name of the folder.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The digest of the package: the same for a folder and for its zip.
    pub fn digest(&self) -> Digest {
        Digest::of_parts(self.files.keys().map(|path| (path.as_str(), path.as_bytes())))
    }

    /// Paths that were left out.
    pub fn ignored(&self) -> &[String] {
        &self.ignored
    }
}
