//! Packages that a test writes, and the runtimes that they are judged in.

use std::path::Path;

use pyjury_grade::runtime::{RUNTIMES, RuntimeSet, Store};

/// Writes files into a folder, with the folders on their way.
pub fn write(folder: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("it is in the folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
}

/// Those of `PYJURY_RUNTIMES`, which `make test` builds, else those of this host.
pub fn runtimes() -> RuntimeSet {
    RuntimeSet::open(std::env::var_os(RUNTIMES).map_or_else(|| Store::usual(true), Store::at)).expect("runtimes")
}
