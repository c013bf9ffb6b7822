//! Which file of a submission is run, and whether it is one that may be judged.

use std::borrow::Cow;

use pyjury_core::SourceFile;
use pyjury_core::submission::check_path;
use pyjury_problem::{Language, SubmitRules};

/// Folders in the working folder that are ours: what was compiled.
const OURS: [&str; 2] = [".pyjury", "__pycache__"];

/// Why the files of a submission can't be judged, in words for the submitter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// There is no file at all.
    #[error("expected at least one Python file, got no files; send the program")]
    NoFiles,
    /// A path that is refused.
    #[error("{0}")]
    Path(String),
    /// A file that was sent twice.
    #[error("expected every file once, got {0:?} twice; send it once")]
    Twice(String),
    /// No file can be run.
    #[error("expected a Python file whose name ends in .py, got {0}; rename it or send the Python source")]
    NoPython(String),
    /// There are too many bytes.
    #[error("expected at most {most} of source, got {got}; send less")]
    TooLarge {
        /// The package's limit.
        most: pyjury_core::Bytes,
        /// What came.
        got: pyjury_core::Bytes,
    },
}

/// The file that is run: `named`, if it is there; `__main__.py`; the only Python file; otherwise the
/// first one (a submission lists its entry first).
///
/// # Errors
/// [`EntryError`] when nothing can be run, or a path is refused.
pub(crate) fn find<'a>(files: &'a [SourceFile], named: Option<&str>) -> Result<&'a str, EntryError> {
    if files.is_empty() {
        return Err(EntryError::NoFiles);
    }
    let mut seen = std::collections::BTreeSet::new();
    for file in files {
        check_path(&file.path).map_err(|error| EntryError::Path(error.to_string()))?;
        if is_ours(&file.path) {
            let why = format!("the names {} belong to the judge, got {:?}", OURS.join(" and "), file.path);
            return Err(EntryError::Path(why));
        }
        if !seen.insert(&file.path) {
            return Err(EntryError::Twice(file.path.clone()));
        }
    }
    let path = |wanted: &str| files.iter().map(|file| file.path.as_str()).find(|path| *path == wanted);
    let first = || files.iter().map(|file| file.path.as_str()).find(|path| is_python(path));
    let all = || files.iter().take(5).map(|file| format!("{:?}", file.path)).collect::<Vec<_>>().join(", ");
    named
        .and_then(path)
        .filter(|path| is_python(path))
        .or_else(|| path("__main__.py"))
        .or_else(first)
        .ok_or_else(|| EntryError::NoPython(all()))
}

/// The files under the names that the problem asks for: where it asks for one file and one came, that is the one.
pub(crate) fn as_required<'a>(files: &'a [SourceFile], rules: &SubmitRules) -> Cow<'a, [SourceFile]> {
    match (files, rules.files.as_slice()) {
        ([only], [required]) if only.path != *required && is_python(&only.path) && !is_pattern(required) => {
            Cow::Owned(vec![SourceFile { path: required.clone(), ..only.clone() }])
        }
        _ => Cow::Borrowed(files),
    }
}

/// Whether a required name stands for several.
fn is_pattern(required: &str) -> bool {
    required.contains(['*', '{'])
}

/// Whether a path has a component that is ours.
pub(crate) fn is_ours(path: &str) -> bool {
    path.split('/').any(|part| OURS.contains(&part))
}

/// Whether a path names Python source.
pub(crate) fn is_python(path: &str) -> bool {
    Language::of(path) == Language::Python
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(paths: &[&str]) -> Vec<SourceFile> {
        paths.iter().map(|path| SourceFile { path: (*path).to_owned(), content: Vec::new() }).collect()
    }

    #[test]
    fn the_entry_is_found() {
        let rows: &[(&[&str], Option<&str>, Option<&str>)] = &[
            (&["a.py"], None, Some("a.py")),
            (&["b.py", "a.py"], None, Some("b.py")),
            (&["b.py", "__main__.py"], None, Some("__main__.py")),
            (&["b.py", "a.py"], Some("a.py"), Some("a.py")),
            (&["b.py"], Some("a.py"), Some("b.py")),
            (&["data.txt", "a.py"], None, Some("a.py")),
            (&["a.cpp"], None, None),
            (&[], None, None),
            (&["a.py", "a.py"], None, None),
            (&["../a.py"], None, None),
            (&[".pyjury/entry.code", "a.py"], None, None),
        ];
        for (paths, named, expected) in rows {
            assert_eq!(find(&files(paths), *named).ok(), *expected, "{paths:?}");
        }
    }
}
