//! The host's hierarchy, and the part of it that a slot owns.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use cgroups_rs::fs::Cgroup;
use cgroups_rs::fs::hierarchies;

use super::group::Group;
use super::{v1, v2};
use crate::SandboxError;

/// Which hierarchy the controllers are on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tree {
    /// All controllers on the one v2 tree.
    V2,
    /// The controllers on v1 trees; a v2 tree without controllers may be there too (hybrid).
    V1 {
        /// Whether the v2 tree is mounted.
        hybrid: bool,
    },
}

/// The folder below which all slots are, in every hierarchy.
const TOP: &str = "pyjury";
/// What limits a run: by their names on v1 and on v2.
const V1_CONTROLLERS: [&str; 3] = ["cpuacct", "memory", "pids"];
const V2_CONTROLLERS: [&str; 3] = ["cpu", "memory", "pids"];
/// How often a step is tried while other judges remove what it needs.
const RACES: usize = 10;

impl Tree {
    /// Looks at what is mounted.
    ///
    /// # Errors
    /// [`SandboxError::Host`] when a controller that limits need is missing.
    pub(crate) fn probe() -> Result<Self, SandboxError> {
        let missing = |what: String| SandboxError::Host {
            what,
            remedy: "mount the cgroup controllers cpuacct (v2: cpu), memory and pids, and give this process write access",
        };
        if hierarchies::is_cgroup2_unified_mode() {
            let text = fs::read_to_string("/sys/fs/cgroup/cgroup.controllers").unwrap_or_default();
            return match V2_CONTROLLERS.iter().find(|name| !text.split_whitespace().any(|c| c == **name)) {
                Some(name) => Err(missing(format!("the cgroup v2 controller {name} is not available"))),
                None => Ok(Self::V2),
            };
        }
        match V1_CONTROLLERS.iter().find(|name| v1_mount(name).is_none()) {
            Some(name) => Err(missing(format!("no cgroup v1 hierarchy carries the controller {name}"))),
            None => Ok(Self::V1 { hybrid: Path::new("/sys/fs/cgroup/unified/cgroup.procs").exists() }),
        }
    }

    /// The mode and where the controllers are.
    pub(crate) fn describe(self) -> String {
        match self {
            Self::V2 => format!("v2 ({})", V2_CONTROLLERS.join(", ")),
            Self::V1 { .. } => format!("{} ({} on v1)", self.name(), V1_CONTROLLERS.join(", ")),
        }
    }

    /// Whether runs can be kept from swapping.
    pub(crate) fn limits_swap(self) -> bool {
        match self {
            Self::V2 => true,
            Self::V1 { .. } => {
                v1_mount("memory").is_some_and(|folder| folder.join("memory.memsw.limit_in_bytes").exists())
            }
        }
    }

    /// The mode's name, for people.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::V2 => "v2",
            Self::V1 { hybrid: true } => "hybrid",
            Self::V1 { hybrid: false } => "v1",
        }
    }
}

/// Where the hierarchy with a v1 controller is mounted.
fn v1_mount(controller: &str) -> Option<PathBuf> {
    let mounts = fs::read_to_string("/proc/self/mounts").ok()?;
    mounts.lines().find_map(|line| {
        let mut fields = line.split(' ');
        let (_, point, kind, options) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        (kind == "cgroup" && options.split(',').any(|o| o == controller)).then(|| PathBuf::from(point))
    })
}

/// The part of the hierarchy that a slot owns, for as long as this lives.
#[derive(Debug)]
pub(crate) struct SlotTree {
    tree: Tree,
    cgroup: Cgroup,
    /// One folder per v1 controller, in the order of `V1_CONTROLLERS`; one folder on v2.
    folders: Vec<PathBuf>,
    /// The lock on the first folder. Last, so that it is given back when the folders are gone.
    _lock: File,
}

impl SlotTree {
    /// Takes the slot with this number, makes its group, and empties it of what an earlier owner left. `None`
    /// when another judge has it.
    pub(crate) fn open(tree: Tree, slot: u32) -> Result<Option<Self>, SandboxError> {
        let name = format!("{TOP}/slot-{slot}");
        let (controllers, folders): (_, Vec<_>) = match tree {
            Tree::V2 => (V2_CONTROLLERS, vec![Path::new("/sys/fs/cgroup").join(&name)]),
            Tree::V1 { .. } => {
                (V1_CONTROLLERS, V1_CONTROLLERS.iter().filter_map(|c| Some(v1_mount(c)?.join(&name))).collect())
            }
        };
        let Some(lock) = lock(&folders[0]).map_err(SandboxError::cgroup("take", &folders[0]))? else {
            return Ok(None);
        };
        let specified: Vec<_> = controllers.iter().map(|c| (*c).to_owned()).collect();
        let make = || Cgroup::new_with_specified_controllers(hierarchies::auto(), &name, Some(specified.clone()));
        // Another judge may remove the common parent between two of its steps: then once more.
        let mut made = make();
        for _ in 0..RACES {
            if made.is_ok() {
                break;
            }
            made = make();
        }
        let cgroup = made.map_err(|error| SandboxError::Cgroup {
            step: "make the slot's group",
            path: folders[0].clone(),
            source: io::Error::other(error),
        })?;
        let slot = Self { tree, cgroup, folders, _lock: lock };
        slot.sweep()?;
        if tree == Tree::V2 {
            let file = slot.folders[0].join("cgroup.subtree_control");
            fs::write(&file, "+cpu +memory +pids").map_err(SandboxError::cgroup("delegate controllers in", file))?;
        }
        Ok(Some(slot))
    }

    /// Makes a single-use group for one process tree. The name is one that was never used before: should a
    /// group of an earlier run have stayed, it is in nobody's way.
    pub(crate) fn group(&self, name: &str, memory: u64, processes: u32) -> Result<Group, SandboxError> {
        let folders: Vec<_> = self.folders.iter().map(|folder| folder.join(name)).collect();
        let made = folders
            .iter()
            .try_for_each(|folder| fs::create_dir(folder).map_err(SandboxError::cgroup("make", folder)))
            .and_then(|()| match self.tree {
                Tree::V2 => v2::set_up(&folders[0], memory, processes),
                Tree::V1 { .. } => v1::set_up(folders.clone(), memory, processes),
            });
        if made.is_err() {
            // The first error is the one to tell.
            let _ = folders.iter().try_for_each(|folder| remove(folder));
        }
        made
    }

    /// Removes groups of runs that nobody ended, because their judge was killed. Their processes died
    /// with it.
    fn sweep(&self) -> Result<(), SandboxError> {
        for folder in &self.folders {
            let entries = fs::read_dir(folder).map_err(SandboxError::cgroup("list", folder))?;
            for left in entries.filter_map(Result::ok).filter(|e| e.file_type().is_ok_and(|t| t.is_dir())) {
                remove(&left.path())?;
            }
        }
        Ok(())
    }
}

/// The numbers of the slots that have a group, whoever made it.
pub(crate) fn slots(tree: Tree) -> BTreeSet<u32> {
    let tops: Vec<_> = match tree {
        Tree::V2 => vec![Path::new("/sys/fs/cgroup").join(TOP)],
        Tree::V1 { .. } => V1_CONTROLLERS.iter().filter_map(|c| Some(v1_mount(c)?.join(TOP))).collect(),
    };
    let names = tops.into_iter().flat_map(|top| fs::read_dir(top).into_iter().flatten().flatten());
    names.filter_map(|entry| entry.file_name().to_str()?.strip_prefix("slot-")?.parse().ok()).collect()
}

/// Makes a folder and locks it (flock(2)), unless another process has. The lock is on what the cgroup is, not on
/// a name: it holds for whoever sees this hierarchy, from any namespace, and ends with its process.
fn lock(folder: &Path) -> io::Result<Option<File>> {
    let mut raced = io::Error::other("other judges make and remove it all the time");
    for _ in 0..RACES {
        // Whoever has the lock may be removing it, and the common parent too.
        let opened = fs::create_dir_all(folder).and_then(|()| File::open(folder));
        let file = match opened {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                raced = error;
                continue;
            }
            Err(error) => return Err(error),
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let locked = file.metadata()?;
        if fs::metadata(folder).is_ok_and(|there| (there.dev(), there.ino()) == (locked.dev(), locked.ino())) {
            return Ok(Some(file));
        }
    }
    Err(raced)
}

/// Removes a group. The kernel may still be letting the last process go: then it is tried again, for
/// up to two seconds.
pub(super) fn remove(folder: &Path) -> Result<(), SandboxError> {
    let mut pause = std::time::Duration::from_micros(200);
    loop {
        match fs::remove_dir(folder) {
            Ok(()) => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) if error.raw_os_error() == Some(libc::EBUSY) && pause.as_millis() < 1000 => {
                std::thread::sleep(pause);
                pause *= 2;
            }
            Err(error) => return Err(SandboxError::cgroup("remove", folder)(error)),
        }
    }
}

impl Drop for SlotTree {
    fn drop(&mut self) {
        if let Err(error) = self.cgroup.delete() {
            tracing::warn!(%error, folder = %self.folders[0].display(), "could not remove the slot's cgroup");
        }
        // The common parent goes with the last slot of the host; while others are there it stays.
        for top in self.folders.iter().filter_map(|f| f.parent()) {
            let _ = fs::remove_dir(top);
        }
    }
}
