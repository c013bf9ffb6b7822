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
    /// C++; every source that [`Language::of`] takes for C++ is compiled together.
    Cpp,
    /// Anything else: never run.
    Other,
}

impl Language {
    /// Whether a compiler must run before the program can.
    pub const fn is_compiled(self) -> bool {
        matches!(self, Self::C | Self::Cpp)
    }

    /// The language of a source file by its name; [`Language::Other`] for headers and all else.
    pub fn of(path: &str) -> Self {
        match path.rsplit_once('.').map(|(_, extension)| extension) {
            Some("py" | "py3") => Self::Python,
            Some("c") => Self::C,
            Some("cc" | "cpp" | "cxx" | "c++" | "C") => Self::Cpp,
            _ => Self::Other,
        }
    }
}

/// Why files make no program.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum FormError {
    /// There is a `build` or a `run` script.
    Script(&'static str),
    /// Several Python files, and none to start with.
    Entry(Vec<String>),
    /// More than one language.
    Mixed,
    /// Python 2.
    OldPython(String),
    /// No source file at all.
    Nothing,
}

impl Program {
    pub(crate) fn is_source(name: &str) -> bool {
        Language::of(name) != Language::Other
    }

    pub(crate) fn is_script(name: &str) -> bool {
        ["build", "run"].contains(&name)
    }

    pub(crate) fn of(name: &str, files: Vec<File>) -> Result<Self, FormError> {
        for script in ["build", "run"] {
            if files.iter().any(|file| file.path == script) {
                return Err(FormError::Script(script));
            }
        }
        let of = |language| files.iter().filter(move |file| Language::of(&file.path) == language);
        let mut languages = [Language::Python, Language::C, Language::Cpp].into_iter();
        let Some(language) = languages.find(|language| of(*language).next().is_some()) else {
            return Err(FormError::Nothing);
        };
        if languages.any(|other| of(other).next().is_some()) {
            return Err(FormError::Mixed);
        }
        let entry = match language {
            Language::Python => python_entry(&files)
                .ok_or_else(|| FormError::Entry(of(Language::Python).map(|file| file.path.clone()).collect()))?,
            _ => of(language).map(|file| file.path.clone()).next().ok_or(FormError::Nothing)?,
        };
        if language == Language::Python && files.iter().any(|file| file.path == entry && is_python_2(file)) {
            return Err(FormError::OldPython(entry));
        }
        Ok(Self { name: name.to_owned(), files, entry, language })
    }
}

/// The file to run: `__main__.py`, or the only one there is.
pub(crate) fn python_entry(files: &[File]) -> Option<String> {
    if files.iter().any(|file| file.path == "__main__.py") {
        return Some("__main__.py".into());
    }
    let mut sources = files.iter().filter(|file| Language::of(&file.path) == Language::Python);
    match (sources.next(), sources.next()) {
        (Some(only), None) => Some(only.path.clone()),
        _ => None,
    }
}

/// Whether the first line asks for Python 2: `#!…python2…`.
pub(crate) fn is_python_2(file: &File) -> bool {
    let Ok(bytes) = file.data.read() else { return false };
    let line = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    line.starts_with(b"#!") && String::from_utf8_lossy(&line[..line.len().min(200)]).contains("python2")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(files: &[(&str, &str)]) -> Result<(String, Language), FormError> {
        let file =
            |(path, text): &(&str, &str)| File { path: (*path).to_owned(), data: text.as_bytes().to_vec().into() };
        Program::of("x", files.iter().map(file).collect()).map(|program| (program.entry, program.language))
    }

    #[test]
    fn programs_are_recognised() {
        for (files, entry, language) in [
            (&[("v.py", "")][..], "v.py", Language::Python),
            (&[("__main__.py", ""), ("b.py", ""), ("data.txt", "")], "__main__.py", Language::Python),
            (&[("v.py", "#!/usr/bin/env python3\n")], "v.py", Language::Python),
            (&[("v.cc", ""), ("v.h", "")], "v.cc", Language::Cpp),
            (&[("a.c", ""), ("b.c", "")], "a.c", Language::C),
        ] {
            assert_eq!(program(files), Ok((entry.to_owned(), language)), "{files:?}");
        }
        for (files, error) in [
            (&[("a.py", ""), ("b.py", "")][..], FormError::Entry(vec!["a.py".into(), "b.py".into()])),
            (&[("a.py", ""), ("run", "")], FormError::Script("run")),
            (&[("build", "")], FormError::Script("build")),
            (&[("a.py", ""), ("b.c", "")], FormError::Mixed),
            (&[("a.py", "#!/usr/bin/python2.7\n")], FormError::OldPython("a.py".into())),
            (&[("a.java", "")], FormError::Nothing),
            (&[], FormError::Nothing),
        ] {
            assert_eq!(program(files), Err(error), "{files:?}");
        }
    }
}
