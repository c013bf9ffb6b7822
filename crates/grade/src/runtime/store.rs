//! The runtime store: a folder of layers, and which of them is current.
//!
//! ```text
//! layers/<digest>/        see `layer`
//! current/<name>.<abi>    a link to the layer that is used for a name and an ABI
//! interpreters/python3.N  a link to an interpreter that a layer was built with, so that it is found again
//! ```
//!
//! Whatever changes it makes a new name and renames it into place: readers see the old state or the new.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use pyjury_core::Digest;

use super::layer::{Layer, SITE, Thoroughness};

/// Names the folder of runtimes.
pub const RUNTIMES: &str = "PYJURY_RUNTIMES";
/// Where root keeps runtimes.
const OF_ROOT: &str = "/var/lib/pyjury/runtimes";

/// What is wrong with the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file system.
    #[error("can't {doing} {}", path.display())]
    Io {
        /// What was tried.
        doing: &'static str,
        /// With what.
        path: PathBuf,
        /// Why it failed.
        #[source]
        source: io::Error,
    },
    /// A layer isn't what it was.
    #[error("the layer {} isn't what it was when it was built: {why}; `pyjury runtime build` makes it anew", folder.display())]
    Tampered {
        /// Its folder.
        folder: PathBuf,
        /// What differs.
        why: String,
    },
    /// Layers that don't go together.
    #[error("the layers {} and {} don't go together: {package} is {} in one and {} in the other", names.0, names.1, versions.0, versions.1)]
    Disagree {
        /// The layers.
        names: (String, String),
        /// The package.
        package: String,
        /// Its version in each.
        versions: (String, String),
    },
}

impl StoreError {
    pub(super) fn io(doing: &'static str, path: &Path, source: impl Into<io::Error>) -> Self {
        Self::Io { doing, path: path.to_owned(), source: source.into() }
    }

    pub(super) fn doing<T>(doing: &'static str, path: &Path, result: io::Result<T>) -> Result<T, Self> {
        result.map_err(|error| Self::io(doing, path, error))
    }

    /// Whether something isn't there at all.
    fn is_absence(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }
}

/// A folder of layers. It need not be there before something is built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Store(PathBuf);

impl Store {
    /// The store in a folder.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        Self(folder.canonicalize().unwrap_or(folder))
    }

    /// The store that PYJURY_RUNTIMES names, or that this user has.
    pub fn usual(is_root: bool) -> Self {
        let set = |name: &str| std::env::var_os(name).filter(|text| !text.is_empty()).map(PathBuf::from);
        let own = || set("XDG_DATA_HOME").or_else(|| Some(set("HOME")?.join(".local/share")));
        Self::at(match (set(RUNTIMES), is_root) {
            (Some(folder), _) => folder,
            (None, true) => PathBuf::from(OF_ROOT),
            (None, false) => own().map_or_else(|| PathBuf::from(OF_ROOT), |data| data.join("pyjury/runtimes")),
        })
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.0
    }

    /// Where new layers are made, on the same file system as the finished ones.
    pub(super) fn layers(&self) -> PathBuf {
        self.0.join("layers")
    }

    /// The layer that is current for a name and an ABI; `None` where none was built.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn current(&self, name: &str, abi: &str, thoroughness: Thoroughness) -> Result<Option<Layer>, StoreError> {
        let link = self.link(name, abi);
        let target = match StoreError::doing("read", &link, fs::read_link(&link)) {
            Ok(target) => target,
            Err(error) if error.is_absence() => return Ok(None),
            Err(error) => return Err(error),
        };
        let folder = self.layers().join(target.file_name().unwrap_or_default());
        let layer = Layer::open(&folder, thoroughness)?;
        if layer.manifest.name != name || layer.manifest.abi != abi {
            let why =
                format!("it is {} for {}, and {name} for {abi} links to it", layer.manifest.name, layer.manifest.abi);
            return Err(StoreError::Tampered { folder, why });
        }
        Ok(Some(layer))
    }

    /// The names of the layers that are current for an ABI.
    pub fn names(&self, abi: &str) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.0.join("current")) else { return Vec::new() };
        let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
        let mut names: Vec<String> =
            names.filter_map(|name| Some(name.strip_suffix(abi)?.strip_suffix('.')?.to_owned())).collect();
        names.sort();
        names
    }

    /// Whether the layer that is current for a name and an ABI has a module of this name.
    pub(super) fn has_module(&self, name: &str, abi: &str, module: &str) -> bool {
        let site = self.link(name, abi).join(SITE);
        [module.to_owned(), format!("{module}.py")].iter().any(|file| site.join(file).exists())
    }

    /// Moves a finished layer to its place, and makes it current.
    pub(super) fn keep(&self, new: &Path, digest: Digest, (name, abi): (&str, &str)) -> Result<(), StoreError> {
        let place = self.layers().join(digest.hex());
        match fs::rename(new, &place) {
            Ok(()) => {}
            // It is there already. If it isn't what it was, it goes; runs that have it open keep it.
            Err(_) if Layer::open(&place, Thoroughness::Contents).is_ok() => {}
            Err(_) if place.exists() => {
                let old = new.join("old");
                StoreError::doing("move away", &place, fs::rename(&place, &old))?;
                let moved = self.layers().join(format!("{}.new", digest.hex()));
                StoreError::doing("remove", &old, fs::remove_dir_all(&old))?;
                StoreError::doing("rename", new, fs::rename(new, &moved))?;
                StoreError::doing("rename", &moved, fs::rename(&moved, &place))?;
            }
            Err(error) => return Err(StoreError::io("rename", new, error)),
        }
        self.point(&self.link(name, abi), &Path::new("../layers").join(digest.hex()))
    }

    /// Remembers an interpreter that was named.
    pub(super) fn remember(&self, interpreter: &Path) -> Result<(), StoreError> {
        self.point(&self.0.join("interpreters").join(interpreter.file_name().unwrap_or_default()), interpreter)
    }

    /// The interpreters that are remembered, the newest first.
    pub fn interpreters(&self) -> Vec<PathBuf> {
        super::interpreter::programs(&self.0.join("interpreters")).into_iter().filter(|path| path.is_file()).collect()
    }

    fn link(&self, name: &str, abi: &str) -> PathBuf {
        self.0.join("current").join(format!("{name}.{abi}"))
    }

    fn point(&self, link: &Path, to: &Path) -> Result<(), StoreError> {
        let folder = link.parent().unwrap_or(&self.0);
        StoreError::doing("make", folder, fs::create_dir_all(folder))?;
        let new = folder.join(format!(".new-{}", std::process::id()));
        let _ = fs::remove_file(&new);
        StoreError::doing("make", &new, std::os::unix::fs::symlink(to, &new))?;
        StoreError::doing("make", link, fs::rename(&new, link))
    }
}
