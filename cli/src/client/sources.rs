//! The files to submit.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use pyjury_proto::v1;

/// Most files that are read: the server takes 64.
const MOST_FILES: usize = 64;

/// Most bytes that are read of one file: far more than the server takes.
const LARGEST_FILE: u64 = 16 << 20;

/// Reads files and folders. A file is sent under its own name, the files of a folder under their
/// paths within it; `__main__.py` or `main.py` of a folder comes first.
pub(crate) fn read(paths: &[PathBuf]) -> anyhow::Result<Vec<v1::SourceFile>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let mut found = Vec::new();
            walk(path, "", &mut found)?;
            found.sort_by_key(|name| (!matches!(name.as_str(), "__main__.py" | "main.py"), name.clone()));
            for name in found {
                files.push(file(&path.join(&name), name)?);
            }
        } else {
            let name = path.file_name().with_context(|| format!("{} names no file", path.display()))?;
            let Some(name) = name.to_str() else {
                bail!("{}: expected a name in UTF-8; rename the file", path.display());
            };
            files.push(file(path, name.to_owned())?);
        }
    }
    Ok(files)
}

fn file(path: &Path, name: String) -> anyhow::Result<v1::SourceFile> {
    let meta = std::fs::metadata(path).with_context(|| format!("can't read {}", path.display()))?;
    if meta.len() > LARGEST_FILE {
        bail!("{}: expected a source file, got {} bytes; a submission may have 1 MiB", path.display(), meta.len());
    }
    let content = std::fs::read(path).with_context(|| format!("can't read {}", path.display()))?;
    Ok(v1::SourceFile { path: name, content })
}

/// Collects the files of a folder, without those that tools leave behind.
fn walk(root: &Path, below: &str, found: &mut Vec<String>) -> anyhow::Result<()> {
    let folder = root.join(below);
    let entries = std::fs::read_dir(&folder).with_context(|| format!("can't list {}", folder.display()))?;
    for entry in entries {
        let entry = entry.with_context(|| format!("can't list {}", folder.display()))?;
        let Ok(name) = entry.file_name().into_string() else {
            bail!("{}: expected names in UTF-8; rename the file", entry.path().display());
        };
        if name.starts_with('.') || name == "__pycache__" {
            continue;
        }
        let path = if below.is_empty() { name } else { format!("{below}/{name}") };
        // A link may lead anywhere: only what is in the folder itself is sent.
        let kind = entry.file_type().with_context(|| format!("can't read {}", entry.path().display()))?;
        if kind.is_dir() {
            walk(root, &path, found)?;
        } else if kind.is_file() {
            found.push(path);
        }
        if found.len() > MOST_FILES {
            bail!("{}: expected at most {MOST_FILES} files, got more", root.display());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_send_what_belongs_to_them_with_the_entry_first() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "1").unwrap();
        };
        for path in ["a.py", "main.py", "pkg/b.py", "__pycache__/a.pyc", ".git/config"] {
            write(path);
        }
        std::os::unix::fs::symlink("/etc/passwd", folder.path().join("leak.py")).unwrap();
        let paths: Vec<_> = read(&[folder.path().to_owned()]).unwrap().into_iter().map(|file| file.path).collect();
        assert_eq!(paths, ["main.py", "a.py", "pkg/b.py"]);
        let single = read(&[folder.path().join("pkg/b.py")]).unwrap();
        assert_eq!(single[0].path, "b.py");
        assert!(read(&[folder.path().join("none.py")]).is_err());
    }
}
