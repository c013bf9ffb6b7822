//! What of the host is around a run, which none may change.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::sandbox::Bench;

/// Uids from here on are those of runs.
const FIRST_UID: u32 = 2_000_000;

/// Facts about the host by name: the files that runs see, its names, its queues and shared memory, the keys of runs' uids.
#[derive(Debug, PartialEq, Eq)]
pub struct Surroundings(BTreeMap<String, String>);

impl Surroundings {
    /// Looks at what runs of this bench share.
    pub fn look(bench: &Bench) -> Self {
        let mut facts = BTreeMap::new();
        for path in shared_files(bench) {
            facts.insert(path.display().to_string(), state(&path));
        }
        for name in ["kernel/hostname", "kernel/domainname", "kernel/core_pattern", "vm/swappiness"] {
            facts.insert(name.to_owned(), read(&format!("/proc/sys/{name}")));
        }
        for kind in ["shm", "sem", "msg"] {
            // Their number: others may use those that there are.
            let there = read(&format!("/proc/sysvipc/{kind}")).lines().count();
            facts.insert(kind.to_owned(), there.to_string());
        }
        facts.insert("keys".to_owned(), keys_of_runs());
        Self(facts)
    }

    /// What is otherwise than it was, one line each.
    pub fn changes(&self, before: &Self) -> Vec<String> {
        let changed = self.0.iter().filter(|(name, now)| before.0.get(*name) != Some(now));
        changed.map(|(name, now)| format!("{name}: {:?} became {now:?}", before.0.get(name))).collect()
    }
}

/// Files and folders that every run sees: the interpreter, its library, the harness, devices.
fn shared_files(bench: &Bench) -> Vec<PathBuf> {
    let python = PathBuf::from(&bench.runtime.python_argv(&[])[0]);
    let name = python.file_name().expect("the interpreter's name").to_os_string();
    let library = Path::new("/usr/lib").join(name);
    let devices = ["/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"];
    let files = ["os.py", "site.py", "encodings/__init__.py", "encodings/__pycache__"].map(|file| library.join(file));
    let all = devices.map(PathBuf::from).into_iter().chain(files).chain([python, library]);
    all.filter(|path| path.exists()).collect()
}

/// Rights, owner and size; of what is no device the times too; and the locks that are on it.
fn state(path: &Path) -> String {
    let Ok(found) = fs::metadata(path) else { return "not there".to_owned() };
    let times = if path.starts_with("/dev") { (0, 0) } else { (found.mtime_nsec(), found.ctime_nsec()) };
    let inode = format!(":{} ", found.ino());
    let locks = read("/proc/locks").lines().filter(|lock| lock.contains(&inode)).count();
    format!("{:o} {}:{} {} bytes {times:?} {locks} locks", found.mode(), found.uid(), found.gid(), found.len())
}

/// The lines of /proc/key-users that are about uids of runs (keyrings(7)).
fn keys_of_runs() -> String {
    let users = read("/proc/key-users");
    let of_runs = users.lines().filter(|line| {
        line.split(':').next().and_then(|uid| uid.trim().parse().ok()).is_some_and(|uid: u32| uid >= FIRST_UID)
    });
    of_runs.collect::<Vec<_>>().join("\n")
}

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_default()
}
