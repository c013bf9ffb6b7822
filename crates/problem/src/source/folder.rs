//! Reading a folder. Links are read, never followed.

use std::fs;
use std::io::Read;
use std::path::Path;

use pyjury_core::Digest;
use sha2::Digest as _;

use super::tree::{Name, Tree, check_name};
use super::{SourceError, SourceLimits, too_much};
use crate::data::Data;

pub(super) fn read(root: &Path, limits: SourceLimits) -> Result<Tree, SourceError> {
    let mut tree = Tree::new(limits);
    let mut pending = vec![String::new()];
    let mut folders = 0;
    let mut total = 0_u64;
    while let Some(folder) = pending.pop() {
        folders += 1;
        if folders > limits.entries {
            return Err(too_much("files, folders and links", limits.entries));
        }
        let at = root.join(&folder);
        let error = |source| SourceError::Io { path: at.clone(), source };
        for entry in fs::read_dir(&at).map_err(error)? {
            let entry = entry.map_err(error)?;
            let name = entry.file_name();
            let Some(name) = name.to_str() else {
                let path = entry.path().to_string_lossy().into_owned();
                return Err(SourceError::Name { path, why: "a name is not UTF-8" });
            };
            let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
            // What is hidden isn't even looked at: a .git folder may hold anything.
            if check_name(&path)? == Name::Hidden {
                continue;
            }
            let kind = entry.file_type().map_err(error)?;
            if kind.is_dir() {
                pending.push(path);
            } else if kind.is_symlink() {
                let target = fs::read_link(entry.path()).map_err(error)?;
                let Some(target) = target.to_str() else {
                    return Err(SourceError::Link { path, why: "is not UTF-8" });
                };
                tree.add_link(&path, target.to_owned())?;
            } else if kind.is_file() {
                let at = entry.path();
                tree.add_file(&path, || {
                    let data = measure(&at, &path, limits)?;
                    total = total.saturating_add(data.len());
                    if total > limits.total.get() {
                        return Err(too_much("in all files together", limits.total));
                    }
                    Ok(data)
                })?;
            } else {
                return Err(SourceError::Entry { path, what: "a device, a socket or a named pipe" });
            }
        }
    }
    Ok(tree)
}

/// Reads a file once, for its length and digest, without holding it.
fn measure(at: &Path, path: &str, limits: SourceLimits) -> Result<Data, SourceError> {
    let error = |source| SourceError::Io { path: at.to_path_buf(), source };
    let file = fs::File::open(at).map_err(error)?;
    if !file.metadata().map_err(error)?.is_file() {
        return Err(SourceError::Entry { path: path.to_owned(), what: "something that was a file a moment ago" });
    }
    let mut file = file.take(limits.file.get() + 1);
    let mut hash = sha2::Sha256::new();
    let mut buffer = vec![0; 64 << 10];
    let mut len = 0;
    loop {
        match file.read(&mut buffer).map_err(error)? {
            0 => break,
            n => {
                hash.update(&buffer[..n]);
                len += n as u64;
            }
        }
    }
    if len > limits.file.get() {
        return Err(too_much("in one file", limits.file));
    }
    let at = at.canonicalize().map_err(error)?;
    Ok(Data::on_disk(at, len, Digest::from_bytes(hash.finalize().into())))
}
