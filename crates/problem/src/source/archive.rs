//! Reading a zip. Nothing in it is believed: sizes are counted while unpacking.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::tree::{Name, Tree, check_name};
use super::{SourceError, SourceLimits, too_much};

/// Below this the ratio isn't looked at: test data of a million equal lines is no bomb.
const HARMLESS: u64 = 64 << 20;

pub(super) fn read(bytes: &[u8], limits: SourceLimits) -> Result<Tree, SourceError> {
    if bytes.len() as u64 > limits.archive.get() {
        return Err(too_much("of zip archive", limits.archive));
    }
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(SourceError::Zip)?;
    if zip.len() > limits.entries {
        return Err(too_much("files, folders and links", limits.entries));
    }
    if zip.has_duplicate_names() {
        return Err(SourceError::Entry { path: "the zip".into(), what: "two entries of the same name" });
    }
    if zip.has_overlapping_files().map_err(SourceError::Zip)? {
        return Err(SourceError::Entry { path: "the zip".into(), what: "entries that share their bytes" });
    }
    let most = limits.total.get().min((bytes.len() as u64).saturating_mul(limits.ratio).max(HARMLESS));
    let mut tree = Tree::new(limits);
    let mut total = 0_u64;
    for index in 0..zip.len() {
        let entry = zip.by_index_data(index).map_err(SourceError::Zip)?;
        let shown = || String::from_utf8_lossy(entry.name_raw()).chars().take(80).collect();
        let name = std::str::from_utf8(entry.name_raw())
            .map_err(|_| SourceError::Name { path: shown(), why: "a name is not UTF-8" })?
            .to_owned();
        let (is_folder, encrypted) = (entry.is_dir(), entry.encrypted());
        let kind = kind_of(entry.unix_mode());
        let path = name.strip_suffix('/').unwrap_or(&name);
        let kept = check_name(path)?;
        let refused = |what| Err(SourceError::Entry { path: path.to_owned(), what });
        match kind {
            _ if encrypted => return refused("an encrypted entry"),
            Kind::Special => return refused("a device, a socket or a named pipe"),
            Kind::Link if is_folder => return refused("a link that is also a folder"),
            _ if is_folder || kept == Name::Hidden => continue,
            Kind::File | Kind::Link => {}
        }
        let content = unpack(&mut zip, index, limits.file.get().min(most.saturating_sub(total)))?;
        let Some(content) = content else {
            let fits = most - total > limits.file.get();
            return Err(match fits {
                true => too_much("in one file", limits.file),
                false if most < limits.total.get() => too_much("times the size of the zip", limits.ratio),
                false => too_much("in all files together", limits.total),
            });
        };
        total += content.len() as u64;
        if kind == Kind::Link {
            let target = String::from_utf8(content)
                .map_err(|_| SourceError::Link { path: path.to_owned(), why: "is not UTF-8" })?;
            tree.add_link(path, target)?;
        } else {
            tree.add_file(path, || Ok(content.into()))?;
        }
    }
    Ok(tree)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Link,
    Special,
}

/// The type bits of the entry's mode, as stat(2) has them.
fn kind_of(mode: Option<u32>) -> Kind {
    match mode.unwrap_or(0) & 0o170_000 {
        0 | 0o100_000 | 0o040_000 => Kind::File,
        0o120_000 => Kind::Link,
        _ => Kind::Special,
    }
}

/// The content of an entry; `None` when there is more than `most`.
fn unpack(zip: &mut ZipArchive<Cursor<&[u8]>>, index: usize, most: u64) -> Result<Option<Vec<u8>>, SourceError> {
    let entry = zip.by_index(index).map_err(SourceError::Zip)?;
    let mut content = Vec::new();
    let read = entry.take(most + 1).read_to_end(&mut content);
    read.map_err(|error| SourceError::Zip(zip::result::ZipError::Io(error)))?;
    Ok((content.len() as u64 <= most).then_some(content))
}
