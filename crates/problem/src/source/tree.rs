//! Names and links: from raw entries to a map without links.

use std::collections::BTreeMap;

use super::{SourceError, SourceLimits, too_much};
use crate::data::Data;

/// Raw entries, each with a checked name.
pub(super) struct Tree {
    entries: BTreeMap<String, Entry>,
    ignored: Vec<String>,
    limits: SourceLimits,
}

enum Entry {
    File(Data),
    Link(String),
}

/// Most links on the way from one name to a file.
const LONGEST_CHAIN: usize = 16;
/// Most folders within each other.
const DEEPEST: usize = 24;

/// What a name makes of its entry.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Name {
    Kept,
    /// Starts with a dot or a dash, or is what a tool leaves behind: as if it weren't there.
    Hidden,
    /// Has characters that the format has no place for: as if it weren't there, with a warning.
    Odd,
}

/// Checks a whole path. Only dangerous names are errors here.
pub(super) fn check_name(path: &str) -> Result<Name, SourceError> {
    let error = |why| Err(SourceError::Name { path: path.chars().take(80).collect(), why });
    if path.len() > 1024 {
        return error("there are more than 1024 bytes");
    }
    if path.starts_with('/') {
        return error("it is absolute");
    }
    if path.contains('\\') || path.chars().any(char::is_control) {
        return error("there is a backslash or a control character");
    }
    let components: Vec<_> = path.split('/').collect();
    if components.len() > DEEPEST {
        return error("there are more than 24 folders within each other");
    }
    for component in &components {
        match *component {
            "" => return error("a component is empty"),
            "." | ".." => return error("there is a `.` or `..`"),
            c if c.len() > 255 => return error("a component has more than 255 bytes"),
            _ => {}
        }
    }
    if components.iter().any(|c| c.starts_with(['.', '-']) || ["__pycache__", "__MACOSX"].contains(c)) {
        return Ok(Name::Hidden);
    }
    let plain = |c: &&str| c.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b));
    Ok(if components.iter().all(plain) { Name::Kept } else { Name::Odd })
}

impl Tree {
    pub(super) fn new(limits: SourceLimits) -> Self {
        Self { entries: BTreeMap::new(), ignored: Vec::new(), limits }
    }

    /// Adds a file; `data` is asked for only when the name is kept.
    pub(super) fn add_file(
        &mut self,
        path: &str,
        data: impl FnOnce() -> Result<Data, SourceError>,
    ) -> Result<(), SourceError> {
        self.add(path, || data().map(Entry::File))
    }

    pub(super) fn add_link(&mut self, path: &str, target: String) -> Result<(), SourceError> {
        self.add(path, || Ok(Entry::Link(target)))
    }

    fn add(&mut self, path: &str, entry: impl FnOnce() -> Result<Entry, SourceError>) -> Result<(), SourceError> {
        match check_name(path)? {
            Name::Hidden => return Ok(()),
            Name::Odd => self.ignored.push(path.to_owned()),
            Name::Kept => {
                if self.entries.insert(path.to_owned(), entry()?).is_some() {
                    return Err(SourceError::Clash { first: path.to_owned(), second: path.to_owned() });
                }
            }
        }
        if self.entries.len() + self.ignored.len() > self.limits.entries {
            return Err(too_much("files, folders and links", self.limits.entries));
        }
        Ok(())
    }

    /// Replaces links by what they lead to, and checks the whole.
    pub(super) fn resolve(self, limits: SourceLimits) -> Result<(BTreeMap<String, Data>, Vec<String>), SourceError> {
        let mut out = Resolved { files: BTreeMap::new(), total: 0, limits };
        for (path, entry) in &self.entries {
            match entry {
                Entry::File(data) => out.add(path.clone(), data)?,
                Entry::Link(_) => self.follow(path, path, 0, &mut out)?,
            }
        }
        check_clashes(&out.files)?;
        Ok((out.files, self.ignored))
    }

    /// Puts what lies at `from` to `path`.
    fn follow(&self, path: &str, from: &str, depth: usize, out: &mut Resolved) -> Result<(), SourceError> {
        let target = self.locate(path, from, depth)?;
        if let Some(Entry::File(data)) = self.entries.get(&target) {
            return out.add(path.to_owned(), data);
        }
        let link = |why| SourceError::Link { path: path.to_owned(), why };
        let folder = format!("{target}/");
        if path.starts_with(&folder) || target.is_empty() {
            return Err(link("leads into a folder that contains it"));
        }
        let mut children = self.entries.range(folder.clone()..).take_while(|(p, _)| p.starts_with(&folder)).peekable();
        if children.peek().is_none() {
            return Err(link("leads nowhere"));
        }
        for (child, entry) in children {
            let path = format!("{path}/{}", &child[folder.len()..]);
            match entry {
                Entry::File(data) => out.add(path, data)?,
                Entry::Link(_) => self.follow(&path, child, depth + 1, out)?,
            }
        }
        Ok(())
    }

    /// The path without links that `from` leads to; it names a file, a folder, or nothing.
    fn locate(&self, path: &str, from: &str, depth: usize) -> Result<String, SourceError> {
        let link = |why| SourceError::Link { path: path.to_owned(), why };
        let mut rest: Vec<String> = from.split('/').rev().map(str::to_owned).collect();
        let mut place: Vec<String> = Vec::new();
        let mut links = depth;
        while let Some(component) = rest.pop() {
            match component.as_str() {
                "" | "." => continue,
                ".." => {
                    place.pop().ok_or_else(|| link("leads out of the package"))?;
                    continue;
                }
                _ => place.push(component),
            }
            if let Some(Entry::Link(target)) = self.entries.get(&place.join("/")) {
                links += 1;
                if links > LONGEST_CHAIN {
                    return Err(link("leads in a circle"));
                }
                if target.starts_with('/') {
                    return Err(link("is absolute"));
                }
                if target.len() > 1024 || rest.len() > 1024 {
                    return Err(link("is too long"));
                }
                place.pop();
                rest.extend(target.split('/').rev().map(str::to_owned));
            }
        }
        Ok(place.join("/"))
    }
}

struct Resolved {
    files: BTreeMap<String, Data>,
    total: u64,
    limits: SourceLimits,
}

impl Resolved {
    fn add(&mut self, path: String, data: &Data) -> Result<(), SourceError> {
        self.total = self.total.saturating_add(data.len());
        if self.total > self.limits.total.get() {
            return Err(too_much("in all files together", self.limits.total));
        }
        if self.files.len() >= self.limits.entries {
            return Err(too_much("files, folders and links", self.limits.entries));
        }
        check_name(&path)?;
        self.files.insert(path, data.clone());
        Ok(())
    }
}

/// No file is also a folder, and no two names are one on a file system that ignores case.
fn check_clashes(files: &BTreeMap<String, Data>) -> Result<(), SourceError> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for path in files.keys() {
        if let Some(first) = seen.insert(path.to_ascii_lowercase(), path) {
            return Err(SourceError::Clash { first: first.to_owned(), second: path.clone() });
        }
    }
    for path in files.keys() {
        let lower = path.to_ascii_lowercase();
        let parents = lower.match_indices('/').map(|(end, _)| &lower[..end]);
        if let Some(first) = parents.into_iter().find_map(|parent| seen.get(parent)) {
            return Err(SourceError::Clash { first: (*first).to_owned(), second: path.clone() });
        }
    }
    Ok(())
}
