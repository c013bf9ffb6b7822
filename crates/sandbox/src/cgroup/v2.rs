//! Groups on the v2 hierarchy: one folder.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};

use super::group::{Charges, CpuClock, Files, Group, WayIn};
use crate::SandboxError;

/// Sets up a group in a folder that was just made.
pub(super) fn set_up(folder: &Path, memory: u64, processes: u32) -> Result<Group, SandboxError> {
    limit(folder, memory, processes)?;
    // Without swap in the kernel the file isn't there.
    if folder.join("memory.swap.max").exists() {
        set(folder, "memory.swap.max", "0")?;
    }
    // One process of a run out of memory ends the whole run, as the verdict says it does.
    set(folder, "memory.oom.group", "1")?;
    Ok(Group {
        way_in: WayIn::Clone(File::open(folder).map_err(SandboxError::cgroup("open", folder))?.into()),
        cpu: CpuClock::Stat(open(folder, "cpu.stat")?),
        files: Files {
            tasks: open(folder, "pids.current")?,
            usage: open(folder, "memory.current")?,
            charges: Charges::V2(open(folder, "memory.stat")?),
            peak: peak(folder),
            oom: open(folder, "memory.events")?,
            limit_hits: Some(open(folder, "memory.events")?),
            tasks_peak: File::open(folder.join("pids.peak")).ok(),
            tasks_events: File::open(folder.join("pids.events")).ok(),
        },
        oom: None,
        limit: memory,
        processes,
        before: super::group::Before::default(),
        seen: 0,
        folders: vec![folder.to_path_buf()],
    })
}

/// The file of the peak; for writing too where the kernel can start it anew (6.12).
fn peak(folder: &Path) -> Option<File> {
    let path: PathBuf = folder.join("memory.peak");
    OpenOptions::new().read(true).write(true).open(&path).or_else(|_| File::open(&path)).ok()
}

/// Sets the limits of a group.
pub(super) fn limit(folder: &Path, memory: u64, processes: u32) -> Result<(), SandboxError> {
    set(folder, "memory.max", &memory.to_string())?;
    set(folder, "pids.max", &processes.to_string())
}

fn open(folder: &Path, file: &str) -> Result<File, SandboxError> {
    let path = folder.join(file);
    File::open(&path).map_err(SandboxError::cgroup("open", path))
}

fn set(folder: &Path, file: &str, value: &str) -> Result<(), SandboxError> {
    let path = folder.join(file);
    fs::write(&path, value).map_err(SandboxError::cgroup("set", path))
}
