//! Groups on v1 hierarchies: one folder per controller.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};

use nix::sys::eventfd::{EfdFlags, EventFd};

use super::group::{Charges, CpuClock, Files, Group, WayIn};
use crate::SandboxError;

/// Sets up a group in folders that were just made: cpuacct, memory, pids, in this order, and cpu, which needs no setting:
/// each group counts the same (`cpu.shares`).
pub(super) fn set_up(folders: Vec<PathBuf>, memory: u64, processes: u32) -> Result<Group, SandboxError> {
    let [cpu, mem, pids, ..] = &folders[..] else {
        return Err(SandboxError::cgroup("set up", "pyjury")(io::Error::other("expected three hierarchies")));
    };
    limit(&folders, memory, processes, Direction::Down)?;
    set(mem, "memory.swappiness", 0)?;
    let oom_control = open(mem, "memory.oom_control")?;
    let oom = oom_event(mem, &oom_control)?;
    let tasks: Result<Vec<_>, _> =
        folders.iter().map(|f| OpenOptions::new().write(true).open(f.join("tasks")).map(Into::into)).collect();
    Ok(Group {
        way_in: WayIn::Tasks(tasks.map_err(SandboxError::cgroup("open the tasks of", cpu))?),
        cpu: CpuClock::Nanoseconds(open(cpu, "cpuacct.usage")?),
        files: Files {
            tasks: open(pids, "pids.current")?,
            usage: open(mem, "memory.usage_in_bytes")?,
            charges: Charges::V1(open(mem, "memory.stat")?),
            peak: Some(peak(mem)?),
            oom: oom_control,
            limit_hits: None,
            tasks_peak: File::open(pids.join("pids.peak")).ok(),
            tasks_events: File::open(pids.join("pids.events")).ok(),
        },
        oom: Some(oom),
        limit: memory,
        processes,
        before: super::group::Before::default(),
        seen: 0,
        folders,
    })
}

/// Which way a limit goes: the two limits of memory must never cross.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Down,
    Up,
}

/// Sets the limits of a group.
pub(super) fn limit(
    folders: &[PathBuf],
    memory: u64,
    processes: u32,
    direction: Direction,
) -> Result<(), SandboxError> {
    let [_, mem, pids, ..] = folders else {
        return Err(SandboxError::cgroup("set up", "pyjury")(io::Error::other("expected three hierarchies")));
    };
    // Memory and swap together. Without swap accounting the file isn't there; then swap must be off, which doctor
    // looks at.
    let both = "memory.memsw.limit_in_bytes";
    let mut files: Vec<_> =
        ["memory.limit_in_bytes", both].into_iter().filter(|file| *file != both || mem.join(both).exists()).collect();
    if direction == Direction::Up {
        files.reverse();
    }
    files.iter().try_for_each(|file| set(mem, file, memory))?;
    // Socket buffers are a counter of their own on v1; without this they are nobody's.
    if mem.join("memory.kmem.tcp.limit_in_bytes").exists() {
        set(mem, "memory.kmem.tcp.limit_in_bytes", memory)?;
    }
    set(pids, "pids.max", processes.into())
}

/// The file of the peak, which starts anew when it is written to.
fn peak(folder: &Path) -> Result<File, SandboxError> {
    let path = folder.join("memory.max_usage_in_bytes");
    OpenOptions::new().read(true).write(true).open(&path).map_err(SandboxError::cgroup("open", path))
}

/// An eventfd that is signalled when the group runs out of memory
/// (Documentation/admin-guide/cgroup-v1/memory.rst, 10).
fn oom_event(folder: &Path, oom_control: &File) -> Result<EventFd, SandboxError> {
    let failed = || SandboxError::cgroup("watch for lack of memory in", folder);
    let event = EventFd::from_flags(EfdFlags::EFD_CLOEXEC | EfdFlags::EFD_NONBLOCK)
        .map_err(io::Error::from)
        .map_err(failed())?;
    let line = format!("{} {}", std::os::fd::AsFd::as_fd(&event).as_raw_fd(), oom_control.as_raw_fd());
    fs::write(folder.join("cgroup.event_control"), line).map_err(failed())?;
    Ok(event)
}

fn open(folder: &Path, file: &str) -> Result<File, SandboxError> {
    let path = folder.join(file);
    File::open(&path).map_err(SandboxError::cgroup("open", path))
}

fn set(folder: &Path, file: &str, value: u64) -> Result<(), SandboxError> {
    let path = folder.join(file);
    fs::write(&path, value.to_string()).map_err(SandboxError::cgroup("set", path))
}
