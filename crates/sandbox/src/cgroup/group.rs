//! The single-use group of one process tree.

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use std::time::Duration;

use nix::sys::eventfd::EventFd;

use super::tree::remove;
use crate::SandboxError;

/// The single-use group of one process tree. Removed by [`Group::remove`].
#[derive(Debug)]
pub(crate) struct Group {
    pub(super) folders: Vec<PathBuf>,
    pub(super) entry: Entry,
    pub(super) cpu: CpuClock,
    pub(super) files: Files,
    /// Readable when the group ran out of memory (v1).
    pub(super) oom: Option<EventFd>,
    /// The memory limit in bytes.
    pub(super) limit: u64,
}

/// How far below its limit a group can be when it runs out: what the kernel charges at once.
const CHARGE: u64 = 4 << 20;

/// How a process gets into the group.
#[derive(Debug)]
pub(super) enum Entry {
    /// It is cloned into this folder (v2).
    Clone(OwnedFd),
    /// It writes `0` to each of these `tasks` files (v1).
    Tasks(Vec<OwnedFd>),
}

/// The file with the CPU time of the group.
#[derive(Debug)]
pub(super) enum CpuClock {
    /// Nanoseconds (v1 `cpuacct.usage`).
    Nanoseconds(File),
    /// A line `usage_usec N` (v2 `cpu.stat`).
    Stat(File),
}

/// Files that are read at the end.
#[derive(Debug)]
pub(super) struct Files {
    /// The most memory at once; missing before 5.19 on v2.
    pub(super) peak: Option<File>,
    /// Lines `oom_kill N` (v1 `memory.oom_control`, v2 `memory.events`).
    pub(super) oom: File,
    /// A line `oom N`: how often the group itself ran out (v2 `memory.events`). v1 doesn't tell: its failcnt
    /// no longer counts in newer kernels.
    pub(super) limit_hits: Option<File>,
    /// The most tasks at once; missing before 6.1, and on v1.
    pub(super) tasks_peak: Option<File>,
    /// A line `max N`: refused forks.
    pub(super) tasks_events: Option<File>,
}

/// What the group used.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Readings {
    pub(crate) memory: u64,
    pub(crate) oom_kills: u64,
    /// Whether the group reached its own limit, not one above it.
    pub(crate) hit_limit: bool,
    pub(crate) processes: Option<u32>,
    pub(crate) refused_tasks: u64,
}

impl Group {
    /// The folder to clone into, on v2.
    pub(crate) fn clone_into(&self) -> Option<BorrowedFd<'_>> {
        match &self.entry {
            Entry::Clone(folder) => Some(folder.as_fd()),
            Entry::Tasks(_) => None,
        }
    }

    /// The files that a process writes `0` to, on v1.
    pub(crate) fn tasks(&self) -> &[OwnedFd] {
        match &self.entry {
            Entry::Clone(_) => &[],
            Entry::Tasks(files) => files,
        }
    }

    /// CPU time of every process that ever was in the group.
    pub(crate) fn cpu(&self) -> Result<Duration, SandboxError> {
        let (file, unit): (_, fn(u64) -> Duration) = match &self.cpu {
            CpuClock::Nanoseconds(file) => (file, Duration::from_nanos),
            CpuClock::Stat(file) => (file, Duration::from_micros),
        };
        let text = read(file).map_err(SandboxError::cgroup("read the CPU time of", &self.folders[0]))?;
        let number = match &self.cpu {
            CpuClock::Nanoseconds(_) => text.trim().parse().ok(),
            CpuClock::Stat(_) => line(&text, "usage_usec"),
        };
        number.map(unit).ok_or_else(|| {
            SandboxError::cgroup("read the CPU time of", &self.folders[0])(io::Error::other(format!("got {text:?}")))
        })
    }

    /// The descriptor that is readable when the group ran out of memory (v1 only).
    pub(crate) fn oom(&self) -> Option<BorrowedFd<'_>> {
        self.oom.as_ref().map(AsFd::as_fd)
    }

    /// Whether the group reached its own memory limit. Drains the event, so that it can be waited for again.
    pub(crate) fn is_out_of_memory(&self) -> Result<bool, SandboxError> {
        if let Some(event) = &self.oom {
            // Fails when it was drained before.
            let _ = event.read();
        }
        self.hit_limit()
    }

    fn hit_limit(&self) -> Result<bool, SandboxError> {
        let failed = || SandboxError::cgroup("read the counters of", &self.folders[0]);
        let text = |file: &Option<File>| file.as_ref().map(read).transpose().map_err(failed());
        match text(&self.files.limit_hits)? {
            Some(events) => Ok(line(&events, "oom").unwrap_or(0) > 0),
            None => {
                let peak: u64 = text(&self.files.peak)?.and_then(|t| t.trim().parse().ok()).unwrap_or(0);
                Ok(peak.saturating_add(CHARGE) >= self.limit)
            }
        }
    }

    /// What the group used. Called once all its processes have ended.
    pub(crate) fn readings(&self) -> Result<Readings, SandboxError> {
        let failed = || SandboxError::cgroup("read the counters of", &self.folders[0]);
        let text = |file: &Option<File>| file.as_ref().map(read).transpose().map_err(failed());
        let oom = read(&self.files.oom).map_err(failed())?;
        Ok(Readings {
            memory: text(&self.files.peak)?.and_then(|t| t.trim().parse().ok()).unwrap_or(0),
            oom_kills: line(&oom, "oom_kill").unwrap_or(0),
            hit_limit: self.hit_limit()?,
            processes: text(&self.files.tasks_peak)?.and_then(|t| t.trim().parse().ok()),
            refused_tasks: text(&self.files.tasks_events)?.and_then(|t| line(&t, "max")).unwrap_or(0),
        })
    }

    /// Removes the group. All its processes have ended.
    pub(crate) fn remove(self) -> Result<(), SandboxError> {
        self.folders.iter().try_for_each(|folder| remove(folder))
    }
}

/// Reads a small kernel file from its beginning.
fn read(file: &File) -> io::Result<String> {
    let mut buffer = [0; 4096];
    let length = file.read_at(&mut buffer, 0)?;
    Ok(String::from_utf8_lossy(&buffer[..length]).into_owned())
}

/// The number of the line that starts with `key`.
fn line(text: &str, key: &str) -> Option<u64> {
    text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(' ')?.trim().parse().ok())
}
