//! A package as a checked map from path to file.
//!
//! A folder and a zip of it give the same map and the same digest. What is refused is refused for
//! both: names that lead out, links that lead out, two names that differ only in case, more or
//! larger files than [`SourceLimits`] allows, and anything that is neither file, folder nor link.
//!
//! As the format asks, files and folders whose name starts with a dot or a dash are not there, and
//! neither are names with characters outside `[a-zA-Z0-9_.-]`; the latter are listed in
//! [`Source::ignored`]. Folders that tools leave behind (`__pycache__`, `__MACOSX`) are not there.

mod archive;
mod folder;
mod tree;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use pyjury_core::{Bytes, Digest};

use crate::data::{Data, ReadError};

/// The files of a package, from a folder or a zip: every path checked, every link resolved.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    files: BTreeMap<String, Data>,
    ignored: Vec<String>,
}

/// How large a package may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceLimits {
    /// Files, folders and links; links count as what they lead to.
    pub entries: usize,
    /// One file.
    pub file: Bytes,
    /// All files together.
    pub total: Bytes,
    /// The zip itself.
    pub archive: Bytes,
    /// How many times larger than its zip a package of more than 64 MiB may be.
    pub ratio: u64,
}

impl Default for SourceLimits {
    fn default() -> Self {
        Self { entries: 20_000, file: Bytes::mib(256), total: Bytes::mib(1024), archive: Bytes::mib(256), ratio: 100 }
    }
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
        source: io::Error,
    },
    /// The bytes are no zip, or a damaged one.
    #[error(
        "expected a zip archive of a problem package, got something that can't be read as one; make it with `zip -r`"
    )]
    Zip(#[source] zip::result::ZipError),
    /// A name that is dangerous.
    #[error("{path:?}: expected a relative path inside the package, got one where {why}; rename it")]
    Name {
        /// The path as it came, shortened.
        path: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// An entry that must not be there.
    #[error("{path}: expected a plain file, a folder or a link inside the package, got {what}; remove it")]
    Entry {
        /// The path.
        path: String,
        /// What it is.
        what: &'static str,
    },
    /// A link that leads out, nowhere, or in a circle.
    #[error("{path}: expected a link to a file or folder of the package, got one that {why}; replace it by a copy")]
    Link {
        /// The link.
        path: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Two entries that can't both be there.
    #[error("{first} and {second}: expected names that differ by more than case, got two for one file; rename one")]
    Clash {
        /// One of them.
        first: String,
        /// The other.
        second: String,
    },
    /// Too much of something.
    #[error("expected at most {most} {of}, got more; make the package smaller")]
    Size {
        /// What there is too much of.
        of: &'static str,
        /// The most that is allowed.
        most: String,
    },
}

impl Source {
    /// Opens a folder or a zip, by what is at `path`.
    ///
    /// # Errors
    /// [`SourceError`] with the first thing that is refused.
    pub fn open(path: &Path) -> Result<Self, SourceError> {
        let meta = std::fs::metadata(path).map_err(|source| SourceError::Io { path: path.to_path_buf(), source })?;
        if meta.is_dir() { Self::open_dir(path) } else { Self::open_zip_file(path) }
    }

    /// Opens a folder. Its files stay on disk and are read when asked for.
    ///
    /// # Errors
    /// [`SourceError`] with the first thing that is refused.
    pub fn open_dir(path: &Path) -> Result<Self, SourceError> {
        Self::open_dir_within(path, SourceLimits::default())
    }

    /// Opens a folder, with limits of the caller's.
    ///
    /// # Errors
    /// [`SourceError`] with the first thing that is refused.
    pub fn open_dir_within(path: &Path, limits: SourceLimits) -> Result<Self, SourceError> {
        let tree = folder::read(path, limits)?;
        let absolute = path.canonicalize().map_err(|source| SourceError::Io { path: path.to_path_buf(), source })?;
        let name = absolute.file_name().map(|name| name.to_string_lossy().into_owned());
        Self::from_tree(name.unwrap_or_default(), tree, limits)
    }

    /// Opens a zip on disk. Its contents are held in memory.
    ///
    /// # Errors
    /// [`SourceError`] with the first thing that is refused.
    pub fn open_zip_file(path: &Path) -> Result<Self, SourceError> {
        let error = |source| SourceError::Io { path: path.to_path_buf(), source };
        let limits = SourceLimits::default();
        if std::fs::metadata(path).map_err(error)?.len() > limits.archive.get() {
            return Err(too_much("of zip archive", limits.archive));
        }
        let bytes = std::fs::read(path).map_err(error)?;
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        Self::open_zip_within(&bytes, &stem, limits)
    }

    /// Opens a zip from its bytes. `name` is used where the zip has no top folder.
    ///
    /// # Errors
    /// [`SourceError`] with the first thing that is refused.
    pub fn open_zip(bytes: &[u8], name: &str) -> Result<Self, SourceError> {
        Self::open_zip_within(bytes, name, SourceLimits::default())
    }

    /// Opens a zip from its bytes, with limits of the caller's.
    ///
    /// # Errors
    /// [`SourceError`] with the first thing that is refused.
    pub fn open_zip_within(bytes: &[u8], name: &str, limits: SourceLimits) -> Result<Self, SourceError> {
        let mut source = Self::from_tree(name.to_owned(), archive::read(bytes, limits)?, limits)?;
        source.strip_top_folder();
        Ok(source)
    }

    /// A package made of files in memory; paths are checked as those of a folder are.
    ///
    /// # Errors
    /// [`SourceError`] with the first thing that is refused.
    pub fn from_files(name: &str, files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Result<Self, SourceError> {
        let limits = SourceLimits::default();
        let mut tree = tree::Tree::new(limits);
        for (path, bytes) in files {
            tree.add_file(&path, || Ok(bytes.into()))?;
        }
        Self::from_tree(name.to_owned(), tree, limits)
    }

    fn from_tree(name: String, tree: tree::Tree, limits: SourceLimits) -> Result<Self, SourceError> {
        let (files, ignored) = tree.resolve(limits)?;
        Ok(Self { name, files, ignored })
    }

    /// The name of the folder, or of the zip.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The digest of the package, over the sorted paths and the digests of the files: the same for
    /// a folder and for its zip.
    pub fn digest(&self) -> Digest {
        let digests: Vec<_> = self.files.iter().map(|(path, data)| (path, data.digest().to_string())).collect();
        Digest::of_parts(digests.iter().map(|(path, digest)| (path.as_str(), digest.as_bytes())))
    }

    /// Every file in order of its path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &Data)> {
        self.files.iter().map(|(path, data)| (path.as_str(), data))
    }

    /// The file at a path.
    pub fn get(&self, path: &str) -> Option<&Data> {
        self.files.get(path)
    }

    /// Every file below a folder, by path relative to it, in order.
    pub fn below<'a>(&'a self, folder: &str) -> impl Iterator<Item = (&'a str, &'a Data)> + use<'a> {
        let prefix = format!("{folder}/");
        let start = prefix.clone();
        let skip = prefix.len();
        self.files
            .range(start..)
            .take_while(move |(path, _)| path.starts_with(&prefix))
            .map(move |(path, data)| (&path[skip..], data))
    }

    /// Paths that are left out because the format has no place for their names.
    pub fn ignored(&self) -> &[String] {
        &self.ignored
    }

    /// Writes every file below `folder`, which must be empty or not exist: how a worker keeps a
    /// package that came as a zip.
    ///
    /// # Errors
    /// [`ReadError`] when a file can't be read or written.
    pub fn write_to(&self, folder: &Path) -> Result<(), ReadError> {
        for (path, data) in &self.files {
            let path = folder.join(path);
            let error = |source| ReadError::Io { path: path.clone(), source };
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent).map_err(error)?;
            }
            let mut options = std::fs::OpenOptions::new();
            let mut file = options.write(true).create_new(true).open(&path).map_err(error)?;
            io::Write::write_all(&mut file, &data.read()?).map_err(error)?;
        }
        Ok(())
    }

    /// A zip usually holds one folder that holds the package.
    fn strip_top_folder(&mut self) {
        if self.files.contains_key("problem.yaml") {
            return;
        }
        let Some(top) = self.files.keys().next().and_then(|path| path.split_once('/')).map(|(top, _)| top.to_owned())
        else {
            return;
        };
        let prefix = format!("{top}/");
        if !self.files.keys().all(|path| path.starts_with(&prefix)) {
            return;
        }
        let files = std::mem::take(&mut self.files);
        self.files = files.into_iter().map(|(path, data)| (path[prefix.len()..].to_owned(), data)).collect();
        for path in &mut self.ignored {
            if let Some(rest) = path.strip_prefix(&prefix) {
                *path = rest.to_owned();
            }
        }
        self.name = top;
    }
}

fn too_much(of: &'static str, most: impl ToString) -> SourceError {
    SourceError::Size { of, most: most.to_string() }
}

#[cfg(test)]
mod tests;
