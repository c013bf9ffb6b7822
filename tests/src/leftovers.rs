//! What a run may leave behind: nothing.
//!
//! Namespaces, mounts and descriptors are looked for where they could stay: in this process, and in the launchers, which
//! prepare them for runs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::sandbox::time_scale;

/// How long the kernel, and a launcher, may take to let go of what a run had: a leak stays.
const MOMENT: Duration = Duration::from_secs(2);

/// Everything of this process, of what descends from it, and of slots, that could leak.
#[derive(Debug, PartialEq, Eq)]
pub struct Leftovers {
    descriptors: usize,
    /// Of all their mount namespaces.
    mounts: usize,
    /// Groups that still hold processes or memory.
    held: BTreeSet<String>,
    /// Groups beyond the one that a slot keeps for its next run, over all hierarchies.
    groups: usize,
    children: usize,
    /// Of every kind, those of the machine included.
    namespaces: usize,
}

impl Leftovers {
    /// Looks at this process and its descendants, and at the groups below the slot of this number.
    fn look(slot: u32) -> Self {
        let own = std::process::id();
        let family: Vec<u32> = [own].into_iter().chain(descendants(own)).collect();
        let groups = groups(Path::new("/sys/fs/cgroup"), &format!("slot-{slot}"));
        let spare: BTreeSet<_> = groups.iter().filter_map(|group| group.parent()).collect();
        Self {
            held: groups.iter().filter(|group| is_held(group)).map(|group| group.display().to_string()).collect(),
            groups: groups.len().saturating_sub(spare.len()),
            descriptors: family.iter().map(|process| entries(*process, "fd").count()).sum(),
            mounts: mounts(&family),
            children: family.len() - 1,
            namespaces: family.iter().flat_map(|process| namespaces(*process)).collect::<BTreeSet<_>>().len(),
        }
    }

    /// What there is while nothing happens: a launcher makes ready what the next run needs without being waited for.
    pub fn at_rest(slot: u32) -> Self {
        at_rest(|| Self::look(slot))
    }

    /// Looks until there is no more than `before`, for a moment.
    ///
    /// # Errors
    /// What there still is then.
    pub fn settle(slot: u32, before: &Self) -> Result<(), Self> {
        let deadline = Instant::now() + MOMENT * time_scale();
        loop {
            let now = Self::look(slot);
            if !now.exceeds(before) {
                return Ok(());
            }
            if Instant::now() > deadline {
                return Err(now);
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Whether this is more than what was there before. It may be less: a slot keeps a clean group for its next
    /// run, with its files open, and has none after a run that used it up.
    fn exceeds(&self, before: &Self) -> bool {
        let counts = |of: &Self| [of.groups, of.descriptors, of.mounts, of.children, of.namespaces];
        !self.held.is_subset(&before.held) || counts(self).iter().zip(counts(before)).any(|(now, then)| *now > then)
    }
}

/// What is seen once five looks, a moment apart, have shown the same.
pub fn at_rest<T: PartialEq>(look: impl Fn() -> T) -> T {
    let pause = Duration::from_millis(10) * time_scale();
    let mut seen = vec![look()];
    while seen.len() < 5 {
        std::thread::sleep(pause);
        let now = look();
        if seen.last() != Some(&now) {
            seen.clear();
        }
        seen.push(now);
    }
    seen.pop().expect("five looks")
}

/// What a process has open, by what it is, `socket` or a file's path, and how often.
pub fn descriptors(process: u32) -> BTreeMap<String, usize> {
    let mut open = BTreeMap::new();
    // It may be closed between the two looks.
    for target in entries(process, "fd").filter_map(|path| fs::read_link(path).ok()) {
        let target = target.to_string_lossy();
        let kind = target.split_once(":[").map_or(&*target, |(kind, _)| kind);
        *open.entry(kind.to_owned()).or_default() += 1;
    }
    open
}

/// Processes that descend from `parent`.
pub fn descendants(parent: u32) -> Vec<u32> {
    children(parent).into_iter().flat_map(|child| [vec![child], descendants(child)].concat()).collect()
}

/// The children of all threads of a process.
pub fn children(parent: u32) -> Vec<u32> {
    let threads = fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten();
    let lists = threads.map(|thread| fs::read_to_string(thread.path().join("children")).unwrap_or_default());
    lists.flat_map(|list| list.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<_>>()).collect()
}

/// What is in a folder of a process's in /proc; nothing of one that has ended.
fn entries(process: u32, folder: &str) -> impl Iterator<Item = PathBuf> {
    let found = fs::read_dir(format!("/proc/{process}/{folder}")).into_iter().flatten().flatten();
    found.map(|entry| entry.path())
}

/// The namespaces of a process, such as `mnt:[4026531841]`.
fn namespaces(process: u32) -> impl Iterator<Item = PathBuf> {
    entries(process, "ns").filter_map(|path| fs::read_link(path).ok())
}

/// The mounts of all mount namespaces of some processes.
fn mounts(processes: &[u32]) -> usize {
    let mut seen = BTreeSet::new();
    let counted = processes.iter().filter(|process| {
        fs::read_link(format!("/proc/{process}/ns/mnt")).is_ok_and(|namespace| seen.insert(namespace))
    });
    let text = |process| fs::read_to_string(format!("/proc/{process}/mountinfo")).unwrap_or_default();
    counted.map(|process| text(process).lines().count()).sum()
}

/// Folders of groups below those named `slot`.
fn groups(top: &Path, slot: &str) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let folders = |folder: &Path| {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir())).map(|entry| entry.path())
    };
    // A hierarchy each on v1; on v2 the judge's part may lie deeper.
    let mut below = vec![top.to_path_buf()];
    while let Some(folder) = below.pop() {
        match folder.ends_with("pyjury") {
            true => found.extend(folders(&folder.join(slot))),
            false => below.extend(folders(&folder)),
        }
    }
    found
}

/// Whether processes are in a group, or more than a mebibyte is charged to it.
fn is_held(group: &Path) -> bool {
    let read = |file: &str| fs::read_to_string(group.join(file)).unwrap_or_default();
    let charged = ["memory.current", "memory.usage_in_bytes"].map(|file| read(file).trim().parse().unwrap_or(0_u64));
    !read("cgroup.procs").is_empty() || charged.iter().any(|bytes| *bytes > 1 << 20)
}
