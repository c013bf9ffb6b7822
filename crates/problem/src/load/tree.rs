//! Folders within folders, as seen from one folder of a package.

use std::collections::BTreeMap;

use crate::{Data, File, Source};

/// A folder of a package.
#[derive(Debug, Default)]
pub(super) struct Folder<'a> {
    /// Its path in the package.
    pub(super) path: String,
    pub(super) files: BTreeMap<String, &'a Data>,
    pub(super) folders: BTreeMap<String, Folder<'a>>,
}

impl<'a> Folder<'a> {
    pub(super) fn of(source: &'a Source, path: &str) -> Self {
        let mut root = Self::named(path.to_owned());
        for (path, data) in source.below(path) {
            let mut folder = &mut root;
            let mut components = path.split('/').peekable();
            while let Some(component) = components.next() {
                if components.peek().is_none() {
                    folder.files.insert(component.to_owned(), data);
                } else {
                    let inner = format!("{}/{component}", folder.path);
                    folder = folder.folders.entry(component.to_owned()).or_insert_with(|| Self::named(inner));
                }
            }
        }
        root
    }

    fn named(path: String) -> Self {
        Self { path, ..Self::default() }
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty() && self.folders.is_empty()
    }

    /// Whether a file of this name is anywhere in it.
    pub(super) fn has_file(&self, name: &str) -> bool {
        self.files.contains_key(name) || self.folders.values().any(|folder| folder.has_file(name))
    }

    /// Whether any input is anywhere in it.
    pub(super) fn has_cases(&self) -> bool {
        self.files.keys().any(|name| name.ends_with(".in")) || self.folders.values().any(Self::has_cases)
    }

    /// Every file in it and below, by path relative to it.
    pub(super) fn all_files(&self) -> Vec<File> {
        let own = self.files.iter().map(|(path, data)| File { path: path.clone(), data: (*data).clone() });
        let below = self.folders.iter().flat_map(|(name, folder)| {
            let files = folder.all_files().into_iter();
            files.map(move |file| File { path: format!("{name}/{}", file.path), data: file.data })
        });
        own.chain(below).collect()
    }
}
