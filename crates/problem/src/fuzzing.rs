//! What is held of every package, whatever its bytes. For tests and the fuzzer only: see tests/corpus.

use std::collections::BTreeSet;

use pyjury_core::Bytes;
use pyjury_core::scoring::{Group, Member};
use serde_json::Value as Json;

use crate::source::SourceLimits;
use crate::{File, ListedCase, LoadError, OutputValidator, Problem, Source, SourceError};

/// Files of a package, by their paths.
type Files = Vec<(String, Vec<u8>)>;

/// Small, so that the fuzzer meets them.
const LIMITS: SourceLimits =
    SourceLimits { entries: 100, file: Bytes::kib(64), total: Bytes::kib(256), archive: Bytes::kib(64), ratio: 100 };

/// The longest text of one error: what a package says is told in part.
const LONGEST: usize = 4096;

/// A zip, as it is uploaded.
pub fn archive(zip: &[u8]) {
    let source = match Source::open_zip_within(zip, "x", LIMITS) {
        Ok(source) => source,
        Err(error) => return assert!(error.to_string().len() <= LONGEST && !is_ours(&error), "{error}"),
    };
    is_inside(&source);
    assert!(source.files().count() + source.ignored().len() <= LIMITS.entries * 2);
    assert!(source.files().map(|(_, data)| data.len()).sum::<u64>() <= LIMITS.total.get());
    assert!(source.files().all(|(_, data)| data.len() <= LIMITS.file.get()));
    // The files alone are the package.
    let copy = Source::from_files(source.name(), contents(&source)).expect("accepted files are accepted again");
    assert_eq!(copy.digest(), source.digest());
    assert!(copy.ignored().is_empty());
}

/// The files of a package as text: see [`files`].
pub fn package(text: &[u8]) {
    let source = match Source::from_files("x", files(text)) {
        Ok(source) => source,
        Err(error) => return assert!(error.to_string().len() <= LONGEST, "{error}"),
    };
    is_inside(&source);
    let problem = match Problem::load(&source) {
        Ok(problem) => problem,
        Err(LoadError::Package(errors)) => {
            assert!(!errors.0.is_empty(), "it says what is wrong");
            for error in &errors.0 {
                assert!(!error.file.is_empty() && error.line != Some(0), "{error:?}");
                assert!(!error.expected.is_empty() && !error.got.is_empty() && !error.remedy.is_empty(), "{error:?}");
                assert!(error.to_string().len() <= LONGEST, "{error:?}");
            }
            return;
        }
        Err(error) => panic!("everything is in memory: {error}"),
    };
    holds_together(&problem, &source);
}

/// An error of a zip's reader is about the zip: nothing on disk is touched.
fn is_ours(error: &SourceError) -> bool {
    matches!(error, SourceError::Io { .. })
}

/// Every path is one of plain components below the root, and no file is a folder too.
fn is_inside(source: &Source) {
    let paths: BTreeSet<&str> = source.files().map(|(path, _)| path).collect();
    for path in &paths {
        let plain = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b));
        let dangerous = |name: &str| name.is_empty() || name.starts_with(['.', '-']) || !plain(name);
        assert!(!path.split('/').any(dangerous), "{path:?}");
        assert!(!path.match_indices('/').any(|(end, _)| paths.contains(&path[..end])), "{path:?}");
    }
}

/// What was loaded is of the package, and complete.
fn holds_together(problem: &Problem, source: &Source) {
    assert_eq!(problem.digest, source.digest());
    assert!(!problem.title.is_empty() && !problem.name.is_empty() && !problem.runtime.layers.is_empty());
    let mut judged = problem.root.cases();
    judged.sort_unstable();
    assert_eq!(judged, (0..problem.cases.len()).collect::<Vec<_>>(), "each case is judged once");
    is_a_tree(&problem.root);
    let names: BTreeSet<&str> = problem.cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names.len(), problem.cases.len(), "no two cases have one name");
    for case in &problem.cases {
        are_of(source, &case.files);
        for tolerance in [case.compare.float_absolute, case.compare.float_relative].into_iter().flatten() {
            assert!(tolerance >= 0.0 && tolerance.is_finite());
        }
    }
    for program in &problem.input_validators {
        are_of(source, &program.files);
    }
    if let OutputValidator::Custom(program) = &problem.validator {
        are_of(source, &program.files);
        assert!(program.files.iter().any(|file| file.path == program.entry));
    }
    for submission in &problem.submissions {
        are_of(source, &submission.files);
        let entry = submission.entry.as_deref();
        assert!(entry.is_none_or(|entry| submission.files.iter().any(|file| file.path == entry)));
    }
    are_of(source, &problem.include);
    is_graded(problem, source);
}

/// Graders and rules are given JSON, and rules have a case each unless they are advice.
fn is_graded(problem: &Problem, source: &Source) {
    for rule in &problem.rules {
        assert!(serde_json::from_str::<Json>(&rule.text).is_ok_and(|text| text["id"] == *rule.id), "{rule:?}");
        assert!(rule.points.is_none_or(|points| points > 0.0 && points.is_finite()), "{rule:?}");
        let has_case = problem.cases.iter().any(|case| case.name == rule.case_name());
        assert!(rule.advisory || has_case || problem.is_unlisted(), "{rule:?}");
    }
    let Some(grader) = &problem.grader else { return };
    are_of(source, &grader.files);
    for case in &grader.written {
        assert!(serde_json::from_slice::<Json>(&case.input).is_ok(), "{case:?}");
    }
    // A grader has cases of its own beside these.
    let more = ListedCase { name: "\u{fdd0}".into(), points: 1.0, open: true, description: None, input: Vec::new() };
    let listed = problem.listed(vec![more]).expect("what is written can be listed");
    is_a_tree(&listed.root);
    let counted = problem.rules.iter().filter(|rule| !rule.advisory).count();
    assert_eq!(listed.cases.len(), grader.written.len() + counted + 1);
}

/// A group has a bound that is a number, and comes after what it waits for.
fn is_a_tree(group: &Group) {
    assert!(group.bound().is_none_or(f64::is_finite), "{group:?}");
    for member in &group.members {
        if let Member::Group(inner) = member {
            is_a_tree(inner);
        }
    }
}

fn are_of(source: &Source, files: &[File]) {
    for file in files {
        let found =
            source.files().any(|(path, data)| path.ends_with(&file.path) && data.digest() == file.data.digest());
        assert!(found, "{:?} is not in the package", file.path);
    }
}

fn contents(source: &Source) -> Files {
    let read = |data: &crate::Data| data.read().expect("it is in memory").to_vec();
    source.files().map(|(path, data)| (path.to_owned(), read(data))).collect()
}

/// A line of `=== path` and the file's content, as often as there are files.
fn files(text: &[u8]) -> Files {
    let mut files = Files::new();
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        match (line.strip_prefix(b"=== "), files.last_mut()) {
            (Some(path), _) => files.push((String::from_utf8_lossy(path.trim_ascii()).into_owned(), Vec::new())),
            (None, Some((_, content))) => content.extend_from_slice(line),
            (None, None) => {}
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::{Cursor, Write as _};
    use std::path::Path;

    use zip::write::SimpleFileOptions;
    use zip::{CompressionMethod, ZipWriter};

    use super::*;

    /// The problems of this project, their test data cut to a few bytes.
    fn problems() -> Vec<(String, Files)> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../problems");
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if !path.is_dir() {
                continue;
            }
            let source = Source::open_dir(&path).unwrap();
            let short = |path: &str, bytes: &[u8]| {
                let room = if path.ends_with(".yaml") { bytes.len() } else { 40 };
                bytes[..room.min(bytes.len())].to_vec()
            };
            let files = source.files().map(|(path, data)| (path.to_owned(), short(path, &data.read().unwrap())));
            found.push((source.name().to_owned(), files.collect()));
        }
        found.sort();
        found
    }

    /// Packages of the Python modes, in few bytes.
    const MODES: [&str; 7] = [
        "=== problem.yaml\nproblem_format_version: 2025-09\nname: X\nuuid: 01234567-89ab-cdef-0123-456789abcdef\n\
         type: scoring\n=== pyjury.yaml\nmode: function\nsubmit: {files: [m.py]}\n\
         static:\n- {id: a, must_use: for, in: f}\n- {id: b, docstrings: all, points: 3}\n\
         === grader/cases.yaml\ncomparison: {relative: 1e-6, absolute: 2}\ncases:\n\
         - {name: x, call: f, arguments: [1, {python: 2j}], expected: 1.5, points: 2, open: true}\n\
         - {call: g.h, keywords: {k: [a, null]}, raises: {type: E, message: m}, take: 3, await: true}\n",
        "=== problem.yaml\nproblem_format_version: 2025-09\nname: X\nuuid: 01234567-89ab-cdef-0123-456789abcdef\n\
         === pyjury.yaml\nmode: function\nsubmit: {files: [m.py]}\n=== grader/grade.py\nx\n\
         === grader/cases.yaml\n- steps:\n  - {name: s, call: S}\n\
         \x20 - {call: s.p, arguments: [{a: true}], mutates: {0: []}, prints: p}\n\
         \x20 - {get: s.z, expected: -7, comparison: {checker: 'c.py:f'}}\n",
        "=== problem.yaml\nproblem_format_version: 2025-09\nname: X\nuuid: 01234567-89ab-cdef-0123-456789abcdef\n\
         === pyjury.yaml\nmode: pytest\nsubmit: {files: [m.py]}\nstatic:\n\
         - {id: c, naming: pep8, advisory: true, message: m}\n=== grader/test_m.py\nx\n",
        "=== problem.yaml\nproblem_format_version: 2025-09\nname: X\nuuid: 01234567-89ab-cdef-0123-456789abcdef\n\
         type: scoring\n=== pyjury.yaml\nmode: static\nstatic:\n- {id: a, max_lines: 30, points: 1.5}\n\
         - {id: b, layers: [a, [b, c]], at_most: 2}\n- {id: c, must_not_use: [eval, import os], files: x.py}\n",
        "=== problem.yaml\nproblem_format_version: 2025-09\nname: X\nuuid: 01234567-89ab-cdef-0123-456789abcdef\n\
         type: scoring\n=== pyjury.yaml\nmode: tests\nsubmit: {files: ['test_*.py']}\nweights: {'a*': 2.5}\n\
         coverage: 0.5\nreference_runs: 2\nminimum_tests: 3\n\
         === grader/reference/m.py\nx\n=== grader/mutants/a.py\ny\n=== grader/mutants/b/m.py\nz\n",
        "=== problem.yaml\nproblem_format_version: 2025-09\nname: X\nuuid: 01234567-89ab-cdef-0123-456789abcdef\n\
         === pyjury.yaml\nmode: cli\nsubmit: {files: [m.py]}\n=== grader/before/a.txt\nx\n=== grader/c.py\nx\n\
         === grader/cases.yaml\ncases:\n- args: [a, 1]\n  env: {N: x}\n  stdin: {file: before/a.txt}\n  tree: before\n\
         \x20 files: {b: c}\n  expect: {exit: [0, 2], stdout: {text: a, compare: json, ignore: [x], tolerance: 1e-6},\n\
         \x20   stderr: {contains: a, matches: b}, files: {z: ~, y: {file: c.py}}, tree: before, only: true, checker: 'c.py:f'}\n\
         - steps: [{expect: {stdout: a}}, {expect: {files: {a: {checker: 'c.py:g'}}}}]\n",
        "=== problem.yaml\nproblem_format_version: 2025-09\nname: X\nuuid: 01234567-89ab-cdef-0123-456789abcdef\n\
         === pyjury.yaml\nruntime: base\nstatic: [{id: a, no_dynamic_code: true}]\n\
         === data/secret/1.in\n1\n=== data/secret/1.ans\n1\n",
    ];

    fn text(files: &[(String, Vec<u8>)]) -> Vec<u8> {
        let one = |(path, content): &(String, Vec<u8>)| [b"=== ", path.as_bytes(), b"\n", content, b"\n"].concat();
        files.iter().flat_map(one).collect()
    }

    /// A zip; a name that ends in `@` is a link to its content.
    fn zipped(files: &[(String, Vec<u8>)], method: CompressionMethod) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(method);
        for (name, content) in files {
            match (name.strip_suffix('@'), name.strip_suffix('/')) {
                (Some(link), _) => zip.add_symlink(link, str::from_utf8(content).unwrap(), options).unwrap(),
                (None, Some(folder)) => zip.add_directory(folder, options).unwrap(),
                (None, None) => {
                    zip.start_file(name, options).unwrap();
                    zip.write_all(content).unwrap();
                }
            }
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn the_problems_of_this_project_are_packages() {
        let seeds: Vec<_> = problems().iter().map(|(_, files)| text(files)).collect();
        for ((name, _), seed) in problems().iter().zip(&seeds) {
            let loaded = Problem::load(&Source::from_files(name, files(seed)).unwrap());
            assert!(loaded.is_ok(), "{name}: {loaded:?}");
        }
        let modes = MODES.map(|text| text.as_bytes().to_vec());
        for mode in &modes {
            assert!(Problem::load(&Source::from_files("x", files(mode)).unwrap()).is_ok(), "a seed is a package");
        }
        pyjury_corpus::replay("package", package, seeds.into_iter().chain(modes));
    }

    #[test]
    fn archives_are_read() {
        let files = |files: &[(&str, &str)]| -> Files {
            files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
        };
        let mut all: Vec<Files> = vec![
            files(&[]),
            files(&[("x/problem.yaml", "name: X\n"), ("x/data/secret/1.in", "1"), ("x/data/secret/2.in@", "1.in")]),
            files(&[("a/", ""), ("a/b", "1"), ("c@", "a"), ("d@", "c/b"), ("e/f@", "../a/b")]),
            files(&[("a@", "b"), ("b@", "a")]),
            files(&[("a@", "../x"), ("b@", "/etc/passwd")]),
            files(&[(".git/config", ""), ("__MACOSX/x", ""), ("a b", ""), ("-x", "")]),
            files(&[("a", ""), ("A", ""), ("a/b", "")]),
            files(&[("a", &"0".repeat(70_000))]),
        ];
        all.extend(problems().into_iter().take(2).map(|(_, files)| files.into_iter().take(12).collect()));
        let methods = [CompressionMethod::Stored, CompressionMethod::Deflated];
        let seeds = methods.iter().flat_map(|method| all.iter().map(|files| zipped(files, *method)));
        pyjury_corpus::replay("archive", archive, seeds);
    }
}
