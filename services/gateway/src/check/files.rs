//! The files of a submission.

use std::collections::BTreeSet;

use pyjury_core::submission::check_path;
use pyjury_core::{Bytes, SourceFile};
use pyjury_proto::{Invalid, v1};

use super::source;

/// Most files of one submission.
const MOST_FILES: usize = 64;

/// Most bytes of all files of one submission.
const MOST_BYTES: Bytes = Bytes::mib(1);

/// Checks and converts files. The first is the entry: it is Python whatever its name, and must not
/// be empty.
pub(crate) fn files(wire: Vec<v1::SourceFile>, invalid: &mut Vec<Invalid>) -> Vec<SourceFile> {
    if wire.is_empty() {
        invalid.push(Invalid::new("files", "expected 1 to 64 files, the entry first, got none"));
    }
    if wire.len() > MOST_FILES {
        invalid.push(Invalid::new("files", format_args!("expected 1 to {MOST_FILES} files, got {}", wire.len())));
        return Vec::new();
    }
    let total: usize = wire.iter().map(|file| file.content.len()).sum();
    if total as u64 > MOST_BYTES.get() {
        let got = Bytes(total as u64);
        invalid.push(Invalid::new("files", format_args!("expected at most {MOST_BYTES} in all files, got {got}")));
        return Vec::new();
    }
    let mut seen = BTreeSet::new();
    for (index, file) in wire.iter().enumerate() {
        let path = format!("files[{index}].path");
        match check_path(&file.path) {
            Err(error) => invalid.push(Invalid::new(path, error)),
            Ok(()) if !seen.insert(file.path.as_str()) => {
                invalid.push(Invalid::new(path, format_args!("expected different paths, got {:?} twice", file.path)));
            }
            Ok(()) => {}
        }
        let content = format!("files[{index}].content");
        if index == 0 && file.content.is_empty() {
            invalid.push(Invalid::new(content, "expected Python source in the entry file, got an empty file"));
        } else if (index == 0 || is_python(&file.path))
            && let Err(error) = source::check(&file.content)
        {
            invalid.push(Invalid::new(content, error));
        }
    }
    for (index, file) in wire.iter().enumerate() {
        let parent = parents(&file.path).find(|parent| seen.contains(parent));
        if let Some(parent) = parent {
            let why = format!("expected a file or a folder of one name, got {parent:?} as both");
            invalid.push(Invalid::new(format!("files[{index}].path"), why));
        }
    }
    wire.into_iter().map(Into::into).collect()
}

fn is_python(path: &str) -> bool {
    path.ends_with(".py") || path.ends_with(".pyi") || path.ends_with(".pyw")
}

fn parents(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(wire: &[(&str, &[u8])]) -> Vec<String> {
        let mut invalid = Vec::new();
        let file = |(path, content): &(&str, &[u8])| v1::SourceFile { path: (*path).into(), content: content.to_vec() };
        files(wire.iter().map(file).collect(), &mut invalid);
        invalid.into_iter().map(|invalid| invalid.field).collect()
    }

    #[test]
    fn good_files_pass() {
        let none: [&str; 0] = [];
        assert_eq!(errors(&[("main.py", b"1"), ("pkg/__init__.py", b""), ("data.bin", b"\0\xff")]), none);
        assert_eq!(errors(&[("solution", b"1")]), none);
        let most = vec![b'#'; 1 << 20];
        assert_eq!(errors(&[("a.py", &most)]), none);
    }

    #[test]
    fn bad_files_are_named() {
        assert_eq!(errors(&[]), ["files"]);
        assert_eq!(errors(&[("a.py", b"")]), ["files[0].content"]);
        assert_eq!(errors(&[("solution", b"\0")]), ["files[0].content"]);
        assert_eq!(errors(&[("a.py", b"1"), ("../b.py", b"\xff")]), ["files[1].path", "files[1].content"]);
        assert_eq!(errors(&[("a.py", b"1"), ("a.py", b"1")]), ["files[1].path"]);
        assert_eq!(errors(&[("a.py/b.py", b"1"), ("a.py", b"1")]), ["files[0].path"]);
        let large = vec![b'#'; (1 << 20) + 1];
        assert_eq!(errors(&[("a.py", &large)]), ["files"]);
        let many: Vec<String> = (0..65).map(|n| format!("{n}.py")).collect();
        let many: Vec<(&str, &[u8])> = many.iter().map(|path| (path.as_str(), &b"1"[..])).collect();
        assert_eq!(errors(&many), ["files"]);
    }
}
