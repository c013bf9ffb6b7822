//! What a run may leave behind: nothing.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Everything of this process, and of slots, that could leak.
#[derive(Debug, PartialEq, Eq)]
pub struct Leftovers {
    descriptors: usize,
    mounts: usize,
    cgroups: BTreeSet<String>,
    children: usize,
    namespaces: usize,
}

impl Leftovers {
    /// Looks at this process: its descriptors, mounts, children, and the groups below the slot `number`.
    pub fn look(slot: u32) -> Self {
        Self {
            descriptors: fs::read_dir("/proc/self/fd").map_or(0, Iterator::count),
            mounts: fs::read_to_string("/proc/self/mountinfo").unwrap_or_default().lines().count(),
            cgroups: cgroups(Path::new("/sys/fs/cgroup"), &format!("slot-{slot}")),
            children: descendants(std::process::id()),
            namespaces: fs::read_dir("/proc/self/ns").map_or(0, Iterator::count),
        }
    }
}

/// Processes that descend from `parent`.
pub fn descendants(parent: u32) -> usize {
    let children = children(parent);
    children.len() + children.into_iter().map(descendants).sum::<usize>()
}

/// The children of all threads of a process.
pub fn children(parent: u32) -> Vec<u32> {
    let threads = fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten();
    let lists = threads.map(|thread| fs::read_to_string(thread.path().join("children")).unwrap_or_default());
    lists.flat_map(|list| list.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<_>>()).collect()
}

/// Folders of groups below those named `slot`.
fn cgroups(top: &Path, slot: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let hierarchies = fs::read_dir(top).into_iter().flatten().flatten().map(|entry| entry.path());
    for hierarchy in hierarchies.chain([top.to_path_buf()]) {
        let runs = fs::read_dir(hierarchy.join("pyjury").join(slot)).into_iter().flatten().flatten();
        let folders = runs.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
        found.extend(folders.map(|entry| entry.path().display().to_string()));
    }
    found
}
