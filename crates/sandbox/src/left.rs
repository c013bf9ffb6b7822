//! What a program left in its working folder. All of it is hostile: names, links, what is no file.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::sync::Arc;

use nix::dir::{Dir, Type};

use crate::SandboxError;

/// Longer paths are not looked at: no program that does what it is asked for leaves one.
const LONGEST_PATH: usize = 1024;

/// What lay in a working folder after the end, by path. Nothing in it was followed or believed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// Files, folders, and what is neither, in the order of their paths.
    pub entries: Vec<Entry>,
    /// Whether there were entries that aren't among these: more than were to be looked at.
    pub cut: bool,
}

/// Something that lay in a working folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its path in the working folder; what is not UTF-8 in it is replaced.
    pub path: String,
    /// What it is.
    pub kind: EntryKind,
}

/// What an entry of a folder is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A regular file, and its bytes; nothing when they were more than was to be read.
    File(Option<Arc<[u8]>>),
    /// A folder.
    Folder,
    /// A symbolic link. Where it leads isn't looked at.
    Link,
    /// A fifo, a socket or a device, or a name that is not UTF-8.
    Odd,
}

/// Opens a path below the working folder without following any link; nothing when it isn't there.
type Open<'a> = dyn Fn(&str) -> Result<Option<File>, SandboxError> + 'a;

/// Looks at a working folder in which nobody is any more.
pub(crate) struct Walk<'a> {
    open: &'a Open<'a>,
    bytes: u64,
    entries: usize,
    left: Left,
}

impl<'a> Walk<'a> {
    /// Reads at most so many bytes, of at most so many entries.
    pub(crate) fn new(open: &'a Open<'a>, bytes: u64, entries: usize) -> Self {
        Self { open, bytes, entries, left: Left::default() }
    }

    /// Everything in the folder.
    pub(crate) fn all(mut self) -> Result<Left, SandboxError> {
        // A folder may be so deep that a walk by calls would take all of the stack.
        let mut folders = vec![".".to_owned()];
        while let Some(folder) = folders.pop() {
            let Some(opened) = (self.open)(&folder)? else { continue };
            for (name, kind) in list(opened).map_err(SandboxError::keeper("list a working folder"))? {
                let path = if folder == "." { name.clone() } else { format!("{folder}/{name}") };
                if self.left.entries.len() >= self.entries || path.len() > LONGEST_PATH {
                    self.left.cut = true;
                    continue;
                }
                let kind = match kind {
                    Type::Directory => {
                        folders.push(path.clone());
                        EntryKind::Folder
                    }
                    Type::File => self.file(&path)?,
                    Type::Symlink => EntryKind::Link,
                    _ => EntryKind::Odd,
                };
                self.left.entries.push(Entry { path, kind });
            }
        }
        self.left.entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(self.left)
    }

    fn file(&mut self, path: &str) -> Result<EntryKind, SandboxError> {
        let Some(file) = (self.open)(path)? else { return Ok(EntryKind::Odd) };
        // One large file may have any number of names: what isn't given isn't read either.
        if file.metadata().map_err(SandboxError::keeper("look at a file"))?.len() > self.bytes {
            return Ok(EntryKind::File(None));
        }
        let Some((content, _)) = read(Some(file), self.bytes)? else { return Ok(EntryKind::Odd) };
        self.bytes -= content.len() as u64;
        Ok(EntryKind::File(Some(content.into())))
    }
}

/// At most so many bytes of a file, and whether that is all of it; nothing of what isn't a regular file.
pub(crate) fn read(file: Option<File>, most: u64) -> Result<Option<(Vec<u8>, bool)>, SandboxError> {
    let failed = || SandboxError::keeper("read back a file");
    let Some(file) = file else { return Ok(None) };
    if !file.metadata().map_err(failed())?.is_file() {
        return Ok(None);
    }
    let mut content = Vec::new();
    file.take(most + 1).read_to_end(&mut content).map_err(failed())?;
    let whole = content.len() as u64 <= most;
    content.truncate(most as usize);
    Ok(Some((content, whole)))
}

/// The names in a folder and what they are, in the order of the names.
fn list(folder: File) -> io::Result<Vec<(String, Type)>> {
    let mut dir = Dir::from_fd(OwnedFd::from(folder))?;
    let mut found = Vec::new();
    for entry in dir.iter() {
        let entry = entry?;
        let name = OsStr::from_bytes(entry.file_name().to_bytes());
        if name == "." || name == ".." {
            continue;
        }
        // The working folder is a tmpfs, which tells kinds. What has a name that isn't UTF-8 isn't opened.
        let kind = entry.file_type().filter(|_| name.to_str().is_some()).unwrap_or(Type::Fifo);
        found.push((name.to_string_lossy().into_owned(), kind));
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(found)
}
