//! Programs that come with a package: validators.

use crate::File;

/// A validator: its files, and how to start it.
#[derive(Clone, Debug)]
pub struct Program {
    /// The name of its file or folder.
    pub name: String,
    /// Its files, by path relative to the program's own folder.
    pub files: Vec<File>,
    /// The path, among `files`, of what is run (Python) or the first source to compile (C, C++).
    pub entry: String,
    /// What it is written in.
    pub language: Language,
}

/// What a program is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Python 3.
    Python,
    /// C; every `.c` file is compiled together.
    C,
    /// C++; every `.cc`, `.cpp`, `.cxx` or `.c++` file is compiled together.
    Cpp,
    /// Anything else: never run.
    Other,
}

impl Language {
    /// Whether a compiler must run before the program can.
    pub const fn is_compiled(self) -> bool {
        matches!(self, Self::C | Self::Cpp)
    }
}
