//! Reference submissions, and the files that are added to every submission.

use std::collections::BTreeMap;

use pyjury_core::scoring::Group;

use super::meta::Meta;
use super::submissions_yaml::{self, Metadata};
use super::tree::Folder;
use super::{folders, scores};
use crate::error::Complaints;
use crate::program::{is_python_2, python_entry};
use crate::reference::TimeUse;
use crate::{Expectation, File, Language, ReferenceSubmission, Source, SubmitRules, glob};

/// The most reference submissions. Each is judged when the package is verified.
const MOST: usize = 1000;

pub(super) fn read(
    source: &Source,
    (meta, rules): (&Meta, &SubmitRules),
    root: &Group,
    complaints: &mut Complaints,
) -> Vec<ReferenceSubmission> {
    let all = Folder::of(source, "submissions");
    let metadata = submissions_yaml::read(&all, meta, complaints);
    for name in all.files.keys().filter(|name| *name != submissions_yaml::NAME) {
        complaints.warn(format!("submissions/{name} is skipped: put it into a folder named for its verdict"));
    }
    let mut found = Vec::new();
    let mut foreign = Vec::new();
    for (name, folder) in &all.folders {
        let promised = folders::rules(name, meta, root);
        let promised = match (promised, metadata.mentions(name)) {
            (Some(promised), _) => promised,
            (None, true) => Vec::new(),
            (None, false) => {
                let known = folders::KNOWN.join(", ");
                complaints.warn(format!("submissions/{name} is skipped: it is none of {known}"));
                continue;
            }
        };
        if name == "partially_accepted" && !scores(meta) {
            complaints
                .at(&folder.path, 0)
                .expected("no partially_accepted in a pass-fail problem", "it")
                .remedy("move the submissions, or add `type: scoring`");
        }
        let programs = programs(folder);
        if found.len() + programs.len() > MOST {
            complaints
                .at(&folder.path, 0)
                .expected(format!("at most {MOST} submissions in all"), "more")
                .remedy("keep those that differ");
            break;
        }
        for (path, files) in programs {
            let path = format!("{name}/{path}");
            let expectation = Expectation { rules: metadata.rules_for(&path, name, promised.clone()) };
            let time_use = metadata.time_use(&path).unwrap_or(folders::time_use(name, meta));
            let submission = Found { path, folder: name.clone(), files, expectation, time_use };
            if !submission.is_python(&metadata) {
                foreign.push(submission.path.clone());
            }
            found.push(submission.understood((meta, rules), &metadata, complaints));
        }
    }
    complaints.warn_if_any(foreign, "under submissions/ are skipped, since they are not in Python 3");
    if !found.iter().any(|s| s.folder == "accepted" && s.language == Language::Python) {
        complaints.warn("there is no accepted submission in Python: nothing shows that the problem can be solved here");
    }
    found
}

/// Each file and each folder is a submission of its own.
fn programs(folder: &Folder<'_>) -> Vec<(String, Vec<File>)> {
    let single = folder.files.iter().map(|(name, data)| {
        let file = File { path: name.clone(), data: (*data).clone() };
        (name.clone(), vec![file])
    });
    let whole = folder.folders.iter().map(|(name, inner)| (name.clone(), inner.all_files()));
    single.chain(whole).collect()
}

struct Found {
    path: String,
    folder: String,
    files: Vec<File>,
    expectation: Expectation,
    time_use: TimeUse,
}

impl Found {
    /// Finds out the language and the entry. What isn't Python is kept as [`Language::Other`].
    fn understood(
        self,
        (meta, rules): (&Meta, &SubmitRules),
        metadata: &Metadata,
        complaints: &mut Complaints,
    ) -> ReferenceSubmission {
        let python = self.is_python(metadata);
        let entry = match metadata.entrypoint(&self.path) {
            Some(entry) if self.files.iter().any(|file| file.path == entry) => Some(entry.to_owned()),
            Some(entry) if python => {
                complaints
                    .at(format!("submissions/{}", self.path), 0)
                    .expected(format!("the entrypoint {entry:?} that submissions.yaml names"), "no such file")
                    .remedy("correct the name");
                None
            }
            _ => self.required(rules).or_else(|| python_entry(&self.files)).or_else(|| self.main()),
        };
        let language = match (&entry, python) {
            (Some(_), true) => Language::Python,
            (None, true) => {
                complaints.warn(format!(
                    "submissions/{} is skipped: name the file to run __main__.py, or say `entrypoint` in submissions.yaml",
                    self.path
                ));
                Language::Other
            }
            (_, false) => Language::Other,
        };
        ReferenceSubmission {
            path: self.path,
            folder: self.folder,
            files: self.files.into_iter().map(|file| meta.constants.apply(file)).collect(),
            entry: entry.filter(|_| language == Language::Python),
            language,
            expectation: self.expectation,
            time_use: self.time_use,
        }
    }

    fn is_python(&self, metadata: &Metadata) -> bool {
        let mut sources = self.files.iter().filter(|file| Language::of(&file.path) == Language::Python).peekable();
        match metadata.language(&self.path) {
            Some(language) => language.starts_with("python3"),
            None => sources.peek().is_some() && !sources.any(is_python_2),
        }
    }

    /// The file that submissions to the problem must have first; the first that a name or a pattern stands for.
    fn required(&self, rules: &SubmitRules) -> Option<String> {
        let is_python = |file: &&File| Language::of(&file.path) == Language::Python;
        let stands_for = |name: &String| {
            let matches = |file: &&File| file.path == *name || glob::matches_path(name, &file.path);
            self.files.iter().filter(is_python).find(matches).map(|file| file.path.clone())
        };
        rules.files.iter().find_map(stands_for)
    }

    fn main(&self) -> Option<String> {
        self.files.iter().find(|file| file.path == "main.py").map(|file| file.path.clone())
    }
}

/// Files for every submission in Python: `include/default`, and over it those for Python.
pub(super) fn included(source: &Source, meta: &Meta, complaints: &mut Complaints) -> Vec<File> {
    let mut files: BTreeMap<String, File> = BTreeMap::new();
    let all = Folder::of(source, "include");
    for name in ["default", "python3", "python3numpy"] {
        if let Some(folder) = all.folders.get(name) {
            for file in folder.all_files() {
                let file = meta.constants.apply(file);
                files.insert(file.path.clone(), file);
            }
        }
    }
    for name in all.files.keys() {
        complaints.warn(format!("include/{name} is left out: put it into include/default"));
    }
    files.into_values().collect()
}
