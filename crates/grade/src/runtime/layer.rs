//! A layer: a folder of packages for one version of CPython, named by a digest over all that is in it.
//!
//! ```text
//! layers/<digest>/layer.json   what it is: the manifest
//!                 files        one line per file: mode, size, SHA-256, path
//!                 site/        the packages, compiled
//! ```
//!
//! The digest is over the manifest and the list, so that what is listed can't change unnoticed. Whether the files
//! are as the list says is looked at by name, size and mode whenever a layer is opened, and by content when asked.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use pyjury_core::{Digest, PythonVersion};
use serde::{Deserialize, Serialize};

use super::StoreError;

/// The packages of a layer.
pub(super) const SITE: &str = "site";
const MANIFEST: &str = "layer.json";
const FILES: &str = "files";

/// What a layer is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The name of its definition.
    pub name: String,
    /// The version of CPython that it is for.
    pub python: PythonVersion,
    /// What its extension modules are made for.
    pub abi: String,
    /// Layers that must lie below it.
    pub requires: Vec<String>,
    /// The lock file that it was made of.
    pub lock: Digest,
    /// Its packages, with their versions.
    pub packages: BTreeMap<String, String>,
}

/// A layer on this host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// What it is.
    pub manifest: Manifest,
    /// Names it and everything in it.
    pub digest: Digest,
    /// Its folder.
    pub folder: PathBuf,
    /// How many files it has, and how many bytes.
    pub size: (usize, u64),
}

/// How thoroughly a layer is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thoroughness {
    /// Names, sizes and modes.
    Names,
    /// And contents.
    Contents,
}

impl Layer {
    /// The folder of packages.
    pub fn site(&self) -> PathBuf {
        self.folder.join(SITE)
    }

    /// Opens a layer, whose folder is named by its digest.
    ///
    /// # Errors
    /// [`StoreError::Tampered`] when it is not what its name says, [`StoreError::Io`].
    pub fn open(folder: &Path, thoroughness: Thoroughness) -> Result<Self, StoreError> {
        let tampered = |why: String| StoreError::Tampered { folder: folder.to_owned(), why };
        let read = |name: &str| StoreError::doing("read", &folder.join(name), fs::read_to_string(folder.join(name)));
        let (text, files) = (read(MANIFEST)?, read(FILES)?);
        let digest = digest(&text, &files);
        if folder.file_name().is_none_or(|name| *name != *digest.hex()) {
            return Err(tampered(format!("its list has the digest {}", digest.hex())));
        }
        let manifest: Manifest = serde_json::from_str(&text).map_err(|error| tampered(error.to_string()))?;
        let there = list(&folder.join(SITE), thoroughness)?;
        let listed: Vec<&str> = files.lines().collect();
        let without_content = |line: &str| {
            let mut words = line.splitn(4, ' ');
            (words.next().map(str::to_owned), words.next().map(str::to_owned), words.nth(1).map(str::to_owned))
        };
        let same = |(listed, there): (&&str, &String)| match thoroughness {
            Thoroughness::Names => without_content(listed) == without_content(there),
            Thoroughness::Contents => *listed == there,
        };
        if let Some((listed, there)) = listed.iter().zip(&there).find(|(listed, there)| !same((listed, there))) {
            return Err(tampered(format!("it lists `{listed}`, and there is `{there}`")));
        }
        if listed.len() != there.len() {
            return Err(tampered(format!("it lists {} files, and there are {}", listed.len(), there.len())));
        }
        let sizes = listed.iter().filter_map(|line| line.split(' ').nth(1)?.parse::<u64>().ok());
        Ok(Self { manifest, digest, folder: folder.to_owned(), size: (listed.len(), sizes.sum()) })
    }

    /// Writes manifest and list beside the packages in `folder`; gives the name that the folder must get.
    pub(super) fn seal(manifest: &Manifest, folder: &Path) -> Result<Digest, StoreError> {
        let text = serde_json::to_string_pretty(manifest).map_err(|error| StoreError::io("write", folder, error))?;
        let files: String =
            list(&folder.join(SITE), Thoroughness::Contents)?.iter().map(|line| format!("{line}\n")).collect();
        for (name, content) in [(MANIFEST, &text), (FILES, &files)] {
            let path = folder.join(name);
            StoreError::doing("write", &path, fs::write(&path, content))?;
        }
        Ok(digest(&text, &files))
    }
}

fn digest(manifest: &str, files: &str) -> Digest {
    Digest::of_parts([("manifest", manifest.as_bytes()), ("files", files.as_bytes())])
}

/// The files below a folder in order, one line each. Without contents, a `-` stands for them.
fn list(site: &Path, thoroughness: Thoroughness) -> Result<Vec<String>, StoreError> {
    let mut lines = Vec::new();
    for (relative, path) in walk(site)? {
        let metadata = StoreError::doing("look at", &path, fs::symlink_metadata(&path))?;
        if !metadata.is_file() {
            let why = format!("{relative} is neither a file nor a folder");
            return Err(StoreError::Tampered { folder: site.to_owned(), why });
        }
        let content = match thoroughness {
            Thoroughness::Names => "-".to_owned(),
            Thoroughness::Contents => Digest::of(&StoreError::doing("read", &path, fs::read(&path))?).hex(),
        };
        let mode = metadata.permissions().mode() & 0o7777;
        lines.push(format!("{mode:o} {} {content} {relative}", metadata.len()));
    }
    Ok(lines)
}

/// Everything below a folder but folders, by name. Links aren't followed.
pub(super) fn walk(root: &Path) -> Result<BTreeMap<String, PathBuf>, StoreError> {
    let mut found = BTreeMap::new();
    let mut folders = vec![(String::new(), root.to_owned())];
    while let Some((prefix, folder)) = folders.pop() {
        for entry in StoreError::doing("list", &folder, fs::read_dir(&folder))? {
            let entry = StoreError::doing("list", &folder, entry)?;
            let (name, path) = (entry.file_name(), entry.path());
            let Some(name) = name.to_str().filter(|name| !name.contains('\n')) else {
                return Err(StoreError::Tampered { folder, why: format!("{} is no name of ours", path.display()) });
            };
            let relative = format!("{prefix}{name}");
            match StoreError::doing("look at", &path, entry.file_type())?.is_dir() {
                true => folders.push((format!("{relative}/"), path)),
                false => drop(found.insert(relative, path)),
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A layer of two files, under its name.
    fn layer(root: &Path) -> PathBuf {
        let site = root.join("new").join(SITE);
        fs::create_dir_all(site.join("p")).unwrap();
        fs::write(site.join("p/__init__.py"), "x = 1\n").unwrap();
        fs::write(site.join("a.py"), "y = 2\n").unwrap();
        let manifest = Manifest {
            name: "base".into(),
            python: "3.11".parse().unwrap(),
            abi: "cpython-311-x86_64-linux-gnu".into(),
            requires: Vec::new(),
            lock: Digest::of(b""),
            packages: BTreeMap::new(),
        };
        let digest = Layer::seal(&manifest, &root.join("new")).unwrap();
        let folder = root.join(digest.hex());
        fs::rename(root.join("new"), &folder).unwrap();
        folder
    }

    #[test]
    fn a_layer_is_what_its_name_says() {
        let root = tempfile::tempdir().unwrap();
        let folder = layer(root.path());
        for thoroughness in [Thoroughness::Names, Thoroughness::Contents] {
            let layer = Layer::open(&folder, thoroughness).unwrap();
            assert_eq!((layer.manifest.name.as_str(), layer.size), ("base", (2, 12)));
        }
    }

    #[test]
    fn whatever_is_changed_is_noticed() {
        let change = |what: &dyn Fn(&Path), thoroughness| {
            let root = tempfile::tempdir().unwrap();
            let folder = layer(root.path());
            what(&folder);
            Layer::open(&folder, thoroughness).map(drop).map_err(|error| error.to_string())
        };
        let names = |what: &dyn Fn(&Path)| change(what, Thoroughness::Names).unwrap_err();
        assert!(names(&|folder| fs::write(folder.join("site/a.py"), "y = 20\n").unwrap()).contains("6 "));
        assert!(names(&|folder| fs::write(folder.join("site/b.py"), "").unwrap()).contains("b.py"));
        assert!(names(&|folder| fs::write(folder.join("site/z.py"), "").unwrap()).contains("there are 3"));
        assert!(names(&|folder| fs::remove_file(folder.join("site/p/__init__.py")).unwrap()).contains("there are 1"));
        assert!(
            names(&|folder| std::os::unix::fs::symlink("/etc/passwd", folder.join("site/l")).unwrap()).contains("l is")
        );
        assert!(names(&|folder| fs::write(folder.join(FILES), "").unwrap()).contains("digest"));
        let mode = |folder: &Path| {
            fs::set_permissions(folder.join("site/a.py"), fs::Permissions::from_mode(0o777)).unwrap();
        };
        assert!(names(&mode).contains("777 "));
        let same_size = |folder: &Path| fs::write(folder.join("site/a.py"), "y = 3\n").unwrap();
        assert_eq!(change(&same_size, Thoroughness::Names), Ok(()));
        assert!(change(&same_size, Thoroughness::Contents).unwrap_err().contains("a.py"));
    }
}
