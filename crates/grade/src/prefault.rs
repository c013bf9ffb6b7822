//! Reading what every run reads, before any does.
//!
//! The kernel charges a page of a file to the cgroup that reads it first (cgroup v2, "Memory Ownership"). Read here, by
//! the judge, the pages of the runtime are shared by all runs and charged to none.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Far more than any standard library, and little beside the memory of a worker.
const MOST_BYTES: u64 = 1 << 30;

/// Reads the files, and those below the folders, up to a gibibyte; gives the bytes. What can't be read is left out: a
/// run would be charged for it, which is no more than unfair.
pub(crate) fn read(paths: &BTreeSet<PathBuf>) -> u64 {
    let mut total = 0;
    let mut buffer = vec![0; 1 << 20];
    for path in paths {
        total += below(path, MOST_BYTES.saturating_sub(total), &mut buffer);
    }
    total
}

fn below(path: &Path, most: u64, buffer: &mut [u8]) -> u64 {
    let Ok(found) = fs::symlink_metadata(path) else { return 0 };
    if found.is_file() {
        return if found.len() <= most { through(path, buffer).unwrap_or(0) } else { 0 };
    }
    // Never through a link: it may lead anywhere.
    if !found.is_dir() {
        return 0;
    }
    let mut total = 0;
    for entry in fs::read_dir(path).into_iter().flatten().flatten() {
        total += below(&entry.path(), most.saturating_sub(total), buffer);
    }
    total
}

fn through(path: &Path, buffer: &mut [u8]) -> io::Result<u64> {
    let (mut file, mut total) = (File::open(path)?, 0);
    loop {
        match file.read(buffer)? {
            0 => return Ok(total),
            length => total += length as u64,
        }
    }
}

/// The files that an interpreter maps when it starts: itself and its libraries. None when it can't be asked.
pub(crate) fn mapped_by(interpreter: &Path) -> BTreeSet<PathBuf> {
    let mut command = Command::new(interpreter);
    let output = command.args(["-I", "-S", "-c", "print(open('/proc/self/maps').read())"]).env_clear().output();
    output.map(|output| mapped(&String::from_utf8_lossy(&output.stdout))).unwrap_or_default()
}

/// The files that a process has mapped, of the text of its /proc/PID/maps (proc(5)).
fn mapped(maps: &str) -> BTreeSet<PathBuf> {
    let path = |line: &str| line.split_once('/').map(|(_, path)| PathBuf::from(format!("/{path}")));
    maps.lines().filter_map(path).filter(|path| path.is_file()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_read_whole_and_what_is_missing_is_left_out() {
        let root = std::env::temp_dir().join(format!("pyjury-prefault-{}", std::process::id()));
        fs::create_dir_all(root.join("a/b")).unwrap();
        fs::write(root.join("a/x"), vec![0; 3 << 20]).unwrap();
        fs::write(root.join("a/b/y"), b"12345").unwrap();
        std::os::unix::fs::symlink("/", root.join("a/out")).unwrap();
        let paths = BTreeSet::from([root.join("a"), root.join("nothing")]);
        assert_eq!(read(&paths), (3 << 20) + 5);
        fs::remove_dir_all(&root).unwrap();
    }

    #[test]
    fn mapped_files_are_named() {
        let maps = fs::read_to_string("/proc/self/maps").unwrap();
        let own = std::env::current_exe().unwrap();
        assert!(mapped(&maps).contains(&own), "{maps}");
        assert!(mapped("7ffd000-7ffe000 r-xp 00000000 00:00 0  [vdso]\n").is_empty());
    }
}
