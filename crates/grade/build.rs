//! Lists the harness of the Python modes, `python/pyjury*`, so that the binary carries it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../../python");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    for package in sorted(&root)?.into_iter().filter(|path| is_ours(path)) {
        collect(&package, &mut files)?;
    }
    let mut text = String::from(
        "/// Each file of the harness: its path, and its text.\npub(crate) const FILES: &[(&str, &str)] = &[\n",
    );
    for file in files {
        let path = file.strip_prefix(&root).map_err(io::Error::other)?;
        let _ = writeln!(text, "    ({path:?}, include_str!({file:?})),");
    }
    text.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("harness.rs"), text)
}

fn is_ours(path: &Path) -> bool {
    path.is_dir() && path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("pyjury"))
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut entries: Vec<_> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    entries.sort();
    Ok(entries)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for path in sorted(folder)? {
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "py" || extension == "json") {
            files.push(path);
        }
    }
    Ok(())
}
