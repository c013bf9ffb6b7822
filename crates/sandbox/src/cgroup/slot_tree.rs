//! The part of the hierarchy that a slot owns.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::group::{Group, State};
use super::hierarchy::{Hierarchy, RACES, hand_on};
use super::{v1, v2};
use crate::SandboxError;

/// The part of the hierarchy that a slot owns, for as long as this lives.
#[derive(Debug)]
pub(crate) struct SlotTree {
    hierarchy: Hierarchy,
    /// One folder per v1 controller; one folder on v2.
    folders: Vec<PathBuf>,
    /// Groups of ended runs, as good as new.
    clean: Vec<Group>,
    /// How many groups were made.
    made: u64,
    /// How many could not be verified and were thrown away, since this was last asked.
    thrown_away: u64,
    /// The lock on the first folder. Last, so that it is given back when the folders are gone.
    _lock: File,
}

impl SlotTree {
    /// Takes the slot with this number, makes its group, and empties it of what an earlier owner left. `None`
    /// when another judge has it.
    pub(crate) fn open(hierarchy: &Hierarchy, slot: u32) -> Result<Option<Self>, SandboxError> {
        let folders: Vec<_> = hierarchy.tops().iter().map(|top| top.join(format!("slot-{slot}"))).collect();
        let Some(lock) = lock(&folders[0]).map_err(SandboxError::cgroup("take", &folders[0]))? else {
            return Ok(None);
        };
        // From here on the common parent stays.
        hierarchy.prepare()?;
        for folder in &folders[1..] {
            make(folder).map_err(SandboxError::cgroup("make", folder))?;
        }
        hierarchy.weigh()?;
        let slot =
            Self { hierarchy: hierarchy.clone(), folders, clean: Vec::new(), made: 0, thrown_away: 0, _lock: lock };
        slot.sweep()?;
        if let Hierarchy::V2 { controllers, .. } = &slot.hierarchy {
            hand_on(&slot.folders[0], controllers)?;
        }
        Ok(Some(slot))
    }

    /// A group for one process tree: one of an earlier run that is as good as new, or a new one.
    pub(crate) fn group(&mut self, memory: u64, processes: u32) -> Result<Group, SandboxError> {
        while let Some(mut group) = self.clean.pop() {
            // It was verified after its last run; nothing is to have come to it since.
            if let Err(what) = group.residue().map_err(|error| error.to_string()).flatten() {
                self.throw_away(group, &what)?;
                continue;
            }
            let Err(error) = group.limit_to(memory, processes) else { return Ok(group) };
            group.abandon();
            return Err(error);
        }
        // The name is one that was never used before: should a group have stayed, it is in nobody's way.
        self.made += 1;
        self.make(&format!("run-{}", self.made), memory, processes)
    }

    /// Takes the group of an ended run back, and keeps it if it is verified to be as good as new.
    pub(crate) fn take_back(&mut self, mut group: Group) -> Result<(), SandboxError> {
        match group.reset() {
            Ok(State::Clean) => self.clean.push(group),
            Ok(State::Spent) => group.remove()?,
            Ok(State::Unclean(what)) => self.throw_away(group, &what)?,
            Err(error) => self.throw_away(group, &error.to_string())?,
        }
        Ok(())
    }

    fn throw_away(&mut self, group: Group, why: &str) -> Result<(), SandboxError> {
        tracing::warn!(why, "a cgroup can't be used again and is thrown away");
        self.thrown_away += 1;
        group.remove()
    }

    /// How many groups could not be verified and were thrown away, since this was last asked.
    pub(crate) fn take_thrown_away(&mut self) -> u64 {
        std::mem::take(&mut self.thrown_away)
    }

    fn make(&self, name: &str, memory: u64, processes: u32) -> Result<Group, SandboxError> {
        let folders: Vec<_> = self.folders.iter().map(|folder| folder.join(name)).collect();
        let made = folders
            .iter()
            .try_for_each(|folder| fs::create_dir(folder).map_err(SandboxError::cgroup("make", folder)))
            .and_then(|()| match self.hierarchy {
                Hierarchy::V2 { .. } => v2::set_up(&folders[0], memory, processes),
                Hierarchy::V1 { .. } => v1::set_up(folders.clone(), memory, processes),
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
pub(crate) fn slots(hierarchy: &Hierarchy) -> BTreeSet<u32> {
    let names = hierarchy.tops().into_iter().flat_map(|top| fs::read_dir(top).into_iter().flatten().flatten());
    names.filter_map(|entry| entry.file_name().to_str()?.strip_prefix("slot-")?.parse().ok()).collect()
}

/// Makes a folder below a parent that other judges make and remove.
fn make(folder: &Path) -> io::Result<()> {
    let mut made = fs::create_dir_all(folder);
    for _ in 0..RACES {
        match &made {
            Err(error) if error.kind() == io::ErrorKind::NotFound => made = fs::create_dir_all(folder),
            _ => break,
        }
    }
    made
}

/// Makes a folder and locks it (flock(2)), unless another process has. The lock is on what the cgroup is, not on
/// a name: it holds for whoever sees this hierarchy, from any namespace, and ends with its process.
fn lock(folder: &Path) -> io::Result<Option<File>> {
    let mut raced = io::Error::other("other judges make and remove it all the time");
    for _ in 0..RACES {
        // Whoever has the lock may be removing it, and the common parent too.
        let file = match make(folder).and_then(|()| File::open(folder)) {
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
        let removed = self.clean.drain(..).try_for_each(Group::remove);
        if let Err(error) = removed.and_then(|()| self.folders.iter().try_for_each(|folder| remove(folder))) {
            tracing::warn!(%error, "could not remove the slot's cgroup");
        }
        // The common parent goes with the last slot of the host; while others are there it stays.
        for top in self.hierarchy.tops() {
            let _ = fs::remove_dir(top);
        }
    }
}
