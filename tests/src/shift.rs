//! A clock that jumps, for one process and without its knowledge.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The library that shifts a clock, and the file that says how far.
#[derive(Debug)]
pub struct Shift {
    library: PathBuf,
    file: PathBuf,
}

impl Shift {
    /// Builds it in a folder; the clock is right for now.
    pub fn build(folder: &Path) -> Self {
        let (library, file) = (folder.join("shift.so"), folder.join("shift"));
        let source = crate::programs::root().join("tests/src/shift.c");
        let built = Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).status();
        assert!(built.expect("a C compiler").success(), "the library is built");
        fs::write(&file, [0; 16]).expect("a file");
        Self { library, file }
    }

    /// What a process needs in its environment.
    pub fn environment(&self) -> [(&'static str, String); 2] {
        [("LD_PRELOAD", self.library.display().to_string()), ("SHIFT_FILE", self.file.display().to_string())]
    }

    /// From now on the clock is so many seconds off.
    pub fn jump(&self, seconds: i64) {
        use std::os::unix::fs::FileExt as _;
        // Written in place: the process has the file mapped.
        let file = fs::OpenOptions::new().write(true).open(&self.file).expect("a file");
        file.write_all_at(&seconds.to_ne_bytes(), 0).expect("a shift");
    }

    /// How often the process has read a clock: one that reads none through the library isn't shifted.
    pub fn readings(&self) -> u64 {
        let shared = fs::read(&self.file).expect("a file");
        u64::from_ne_bytes(shared[8..16].try_into().expect("eight bytes"))
    }
}
