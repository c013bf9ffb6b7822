//! The programs of `tests/programs`: what they are and what they must get.

use std::fs;
use std::path::{Path, PathBuf};

/// A program with its expectation, read from its first lines.
#[derive(Clone, Debug)]
pub struct Program {
    /// The file's name without `.py`.
    pub name: String,
    /// The source.
    pub source: String,
    /// Verdicts, any of which is right.
    pub verdicts: Vec<String>,
    /// The reason, where only one is right.
    pub reason: Option<String>,
    /// What it prints, where that matters.
    pub stdout: Option<String>,
}

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the repository").to_path_buf()
}

/// All programs, by name.
pub fn all() -> Vec<Program> {
    let folder = root().join("tests/programs");
    let entries = fs::read_dir(&folder).expect("tests/programs is there");
    let mut programs: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "py"))
        .map(|path| read(&path))
        .collect();
    programs.sort_by(|a, b| a.name.cmp(&b.name));
    programs
}

/// The program with this name.
pub fn named(name: &str) -> Program {
    read(&root().join(format!("tests/programs/{name}.py")))
}

fn read(path: &Path) -> Program {
    let source = fs::read_to_string(path).expect("a program");
    let line = |key: &str| source.lines().find_map(|line| line.strip_prefix(key)).map(str::to_owned);
    let expect = line("# expect: ").unwrap_or_else(|| panic!("{} says what it expects", path.display()));
    let (verdicts, reason) = match expect.split_once(' ') {
        Some((verdicts, reason)) => (verdicts.to_owned(), Some(reason.to_owned())),
        None => (expect, None),
    };
    Program {
        name: path.file_stem().expect("a name").to_string_lossy().into_owned(),
        verdicts: verdicts.split('|').map(str::to_owned).collect(),
        reason,
        stdout: line("# stdout: "),
        source,
    }
}
