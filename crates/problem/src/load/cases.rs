//! Files of one folder, put together to cases.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::meta::{Meta, Validation};
use super::tree::Folder;
use crate::error::Complaints;
use crate::kind::{Format, Io};
use crate::validator::CompareFlags;
use crate::{Case, Data, Disclosure, Secrecy};

/// What holds for a case unless it says otherwise itself. Shared by all that it holds for: there may be many.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) args: Arc<[String]>,
    pub(super) input_validator_args: Arc<[(Option<String>, Vec<String>)]>,
    pub(super) validator_args: Arc<[String]>,
    pub(super) compare: CompareFlags,
    pub(super) disclosure: Disclosure,
}

impl Settings {
    pub(super) fn new(secrecy: Secrecy) -> Self {
        Self {
            args: Arc::from([]),
            input_validator_args: Arc::from([]),
            validator_args: Arc::from([]),
            compare: CompareFlags::default(),
            disclosure: match secrecy {
                Secrecy::Sample => Disclosure::Open,
                Secrecy::Secret => Disclosure::Closed,
            },
        }
    }

    /// Takes over arguments of the output validator; those of the default one must make sense.
    pub(super) fn set_validator_args(
        &mut self,
        args: Vec<String>,
        meta: &Meta,
        (file, line): (&str, u32),
        complaints: &mut Complaints,
    ) {
        let length: usize = args.iter().map(String::len).sum();
        if length > LONGEST_ARGS || args.len() > MOST_ARGS {
            // Groups add theirs to those of the package: thousands of groups would have thousands of copies.
            let expected =
                format!("at most {MOST_ARGS} arguments of the output validator, of {LONGEST_ARGS} bytes in all");
            let got = format!("{} of {length} bytes", args.len());
            complaints.at(file, line).expected(expected, got).remedy("remove some");
            return;
        }
        if meta.validation == Validation::Default {
            match CompareFlags::parse(&args) {
                Ok(flags) => self.compare = flags,
                Err(error) => complaints.at(file, line).expected(error.expected, error.got).remedy(error.remedy),
            }
        }
        self.validator_args = args.into();
    }
}

/// The most arguments of the output validator for one case,
const MOST_ARGS: usize = 256;
/// and how many bytes they may have together.
const LONGEST_ARGS: usize = 16 << 10;

/// What belongs to one case, by extension.
#[derive(Debug, Default)]
pub(super) struct Stem<'a> {
    pub(super) parts: BTreeMap<&'static str, &'a Data>,
    pub(super) files: Option<&'a Folder<'a>>,
}

/// A member of a folder with test data, in judging order.
pub(super) enum Entry<'a> {
    Case(String, Stem<'a>),
    Folder(&'a str, &'a Folder<'a>),
}

/// Extensions of the files of a case; the longer ones first.
const EXTENSIONS: [&str; 15] = [
    "in.statement",
    "ans.statement",
    "in.download",
    "ans.download",
    "interaction",
    "yaml",
    "hint",
    "desc",
    "jpeg",
    "png",
    "jpg",
    "svg",
    "out",
    "ans",
    "in",
];

/// Files that say how a group is judged.
pub(super) const LEGACY_GROUP: &str = "testdata.yaml";
pub(super) const MODERN_GROUP: &str = "test_group.yaml";

/// The members of a folder in order of their names. Mistakes in the set of files are noted.
pub(super) fn members<'a>(folder: &'a Folder<'a>, meta: &Meta, complaints: &mut Complaints) -> Vec<Entry<'a>> {
    let mut stems: BTreeMap<&str, Stem<'a>> = BTreeMap::new();
    for (name, data) in &folder.files {
        let path = || format!("{}/{name}", folder.path);
        if name == LEGACY_GROUP || name == MODERN_GROUP {
            continue;
        }
        let split = EXTENSIONS.iter().find_map(|extension| {
            let base = name.strip_suffix(extension)?.strip_suffix('.')?;
            (!base.is_empty()).then_some((base, *extension))
        });
        match split {
            Some((base, extension)) => {
                stems.entry(base).or_default().parts.insert(extension, data);
            }
            None => complaints.warn(format!("{} is left out: no file of a case ends like that", path())),
        }
    }
    let mut folders = Vec::new();
    for (name, inner) in &folder.folders {
        match name.strip_suffix(".files") {
            Some(base) if !base.is_empty() => stems.entry(base).or_default().files = Some(inner),
            _ => folders.push((name.as_str(), inner)),
        }
    }
    let mut members: Vec<Entry<'a>> = Vec::new();
    for (base, stem) in stems {
        if is_case(base, &stem, folder, meta, complaints) {
            members.push(Entry::Case(base.to_owned(), stem));
        }
    }
    for (name, inner) in folders {
        if members.iter().any(|member| matches!(member, Entry::Case(base, _) if base == name)) {
            complaints
                .at(format!("{}/{name}", folder.path), 0)
                .expected("a folder named like no case beside it", format!("`{name}` and `{name}.in`"))
                .remedy("rename one of them");
        }
        members.push(Entry::Folder(name, inner));
    }
    members.sort_by(|a, b| a.name().cmp(b.name()));
    members
}

impl Entry<'_> {
    fn name(&self) -> &str {
        match self {
            Self::Case(name, _) => name,
            Self::Folder(name, _) => name,
        }
    }
}

/// Whether the files make a case. Those of a case that isn't there are a mistake, or no more than odd.
fn is_case(base: &str, stem: &Stem<'_>, folder: &Folder<'_>, meta: &Meta, complaints: &mut Complaints) -> bool {
    let path = |extension: &str| format!("{}/{base}.{extension}", folder.path);
    let has = |extension: &str| stem.parts.contains_key(extension);
    let talks = meta.kind.io == Io::Interactive || meta.kind.passes.is_some();
    if !has("in") {
        // A conversation alone is shown with the statement and isn't judged.
        if has("interaction") && talks && !has("ans") {
            return false;
        }
        let lonely = ["ans", "out", "interaction"].into_iter().find(|extension| has(extension));
        match (lonely, stem.files) {
            (Some(extension), _) => complaints
                .at(path(extension), 0)
                .expected(format!("an input {base}.in beside it"), "none")
                .remedy("add the input, or remove the file"),
            (None, Some(_)) => complaints
                .at(path("files"), 0)
                .expected(format!("an input {base}.in beside it"), "none")
                .remedy("add the input (an empty one will do), or remove the folder"),
            (None, None) => {
                let names: Vec<_> = stem.parts.keys().map(|extension| format!("{base}.{extension}")).collect();
                complaints.warn(format!("{}: {} is left out: there is no {base}.in", folder.path, names.join(", ")));
            }
        }
        return false;
    }
    if !has("ans") && meta.kind.io == Io::Batch {
        complaints
            .at(path("in"), 0)
            .expected(format!("an answer {base}.ans beside it"), "none")
            .remedy("add the answer; it may be empty where a validator needs none");
    }
    if base == "test_group" && meta.format != Format::Legacy {
        complaints
            .at(path("in"), 0)
            .expected("a case that is not named test_group", "one that is")
            .remedy("rename it: test_group.yaml has another meaning");
    }
    true
}

/// A case, with the settings that hold for it.
pub(super) fn case(
    base: &str,
    stem: &Stem<'_>,
    folder: &Folder<'_>,
    settings: &Settings,
    complaints: &mut Complaints,
) -> Case {
    let name = format!("{}/{base}", folder.path.strip_prefix("data/").unwrap_or(&folder.path));
    let part = |extension| stem.parts.get(extension).map(|data| (*data).clone()).unwrap_or_default();
    let mut words = |extension: &str| {
        let data = stem.parts.get(extension)?;
        super::text_of(&format!("{}/{base}.{extension}", folder.path), data, complaints)
    };
    Case {
        secrecy: if name.starts_with("sample/") { Secrecy::Sample } else { Secrecy::Secret },
        name,
        input: part("in"),
        answer: part("ans"),
        files: stem.files.map(Folder::all_files).unwrap_or_default(),
        args: settings.args.clone(),
        validator_args: settings.validator_args.clone(),
        compare: settings.compare,
        input_validator_args: settings.input_validator_args.clone(),
        disclosure: settings.disclosure,
        hint: words("hint"),
        description: words("desc"),
    }
}
