//! Every package of this repository loads, from its folder and from a zip of it, without a warning.
#![allow(clippy::unwrap_used)]

use std::io::{Cursor, Write};
use std::path::Path;

use pyjury_problem::{Language, Problem, Source};

#[test]
fn every_package_loads() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../problems");
    let mut folders: Vec<_> = std::fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    assert!(folders.len() >= 12, "{}", folders.len());
    for folder in folders {
        let source = Source::open(&folder).unwrap();
        let problem = Problem::load(&source).unwrap_or_else(|error| panic!("{}:\n{error}", folder.display()));
        assert_eq!(problem.warnings, Vec::<String>::new(), "{}", folder.display());
        assert!(problem.submissions.iter().all(|s| s.language == Language::Python), "{}", folder.display());
        assert_eq!(problem.root.cases(), (0..problem.cases.len()).collect::<Vec<_>>(), "{}", folder.display());
        let zip = Source::open_zip(&zipped(&source), "x").unwrap();
        assert_eq!(zip.digest(), problem.digest);
        assert_eq!(zip.name(), problem.name);
    }
}

fn zipped(source: &Source) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, data) in source.files() {
        let name = format!("{}/{path}", source.name());
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&data.read().unwrap()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
