//! The group of one process tree.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use std::time::Duration;

use nix::sys::eventfd::EventFd;
use pyjury_core::{Bytes, MemorySplit};

use super::slot_tree::remove;
use super::{v1, v2};
use crate::SandboxError;

/// The group of one process tree at a time. Removed by [`Group::remove`].
#[derive(Debug)]
pub(crate) struct Group {
    pub(super) folders: Vec<PathBuf>,
    pub(super) way_in: WayIn,
    pub(super) cpu: CpuClock,
    pub(super) files: Files,
    /// Readable when the group ran out of memory (v1).
    pub(super) oom: Option<EventFd>,
    /// The memory limit in bytes, as the kernel has it.
    pub(super) limit: u64,
    /// The limit of tasks.
    pub(super) processes: u32,
    pub(super) before: Before,
    /// The kernel's counter of memory at the last look, when it was above those of all looks before it.
    pub(super) seen: u64,
}

/// What the group's counters held when it was given to a run: none of the run's doing.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Before {
    cpu: Duration,
    /// Memory in bytes, at most [`RESIDUE`].
    memory: u64,
}

/// The most memory, in bytes, that may stay charged to a group that is used again: what the kernel keeps for its
/// own purposes after the last process is gone.
const RESIDUE: u64 = 1 << 20;

/// In what state a run has left its group.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum State {
    /// As good as new.
    Clean,
    /// In order, but some counter can't be started anew.
    Spent,
    /// Something of the run is still there: what.
    Unclean(String),
}

/// How far below its limit a group can be when it runs out: what the kernel charges at once.
const CHARGE: u64 = 4 << 20;

/// How a process gets into the group.
#[derive(Debug)]
pub(crate) enum WayIn {
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

/// Lines of `memory.stat`.
#[derive(Debug)]
pub(super) enum Charges {
    V1(File),
    V2(File),
}

/// Files that are read at the end.
#[derive(Debug)]
pub(super) struct Files {
    /// How many tasks there are (`pids.current`). Not `cgroup.procs`: what v1 says there may be a second old.
    pub(super) tasks: File,
    /// Memory in use.
    pub(super) usage: File,
    /// What it is used for.
    pub(super) charges: Charges,
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
    /// The most memory at once, in bytes.
    pub(crate) memory: u64,
    /// Processes that were killed because memory ran out, of the group or above it.
    pub(crate) oom_kills: u64,
    /// Whether the group reached its own limit, not one above it.
    pub(crate) hit_limit: bool,
    /// The most tasks at once, where the kernel tells.
    pub(crate) processes: Option<u32>,
    /// Tasks that could not be made because there were as many as there may be.
    pub(crate) refused_tasks: u64,
}

impl Group {
    /// How a process gets into it.
    pub(crate) fn way_in(&self) -> &WayIn {
        &self.way_in
    }

    /// The processes in it now. The file is opened anew: what v1 tells of a process in an open one may be a second old.
    pub(crate) fn members(&self) -> Result<BTreeSet<u32>, SandboxError> {
        let path = self.folders[0].join("cgroup.procs");
        let text =
            fs::read_to_string(&path).map_err(SandboxError::cgroup("read the processes of", &self.folders[0]))?;
        Ok(text.lines().filter_map(|line| line.parse().ok()).collect())
    }

    /// CPU time of every process that ever was in the group.
    pub(crate) fn cpu(&self) -> Result<Duration, SandboxError> {
        Ok(self.cpu_counter()?.saturating_sub(self.before.cpu))
    }

    fn cpu_counter(&self) -> Result<Duration, SandboxError> {
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
        match self.ran_out()? {
            Some(ran_out) => Ok(ran_out),
            None => Ok(self.peak()?.saturating_add(CHARGE) >= self.limit),
        }
    }

    /// Whether the group itself ran out, where the kernel tells (v2).
    fn ran_out(&self) -> Result<Option<bool>, SandboxError> {
        let hits = |file| self.text(file).map(|events| line(&events, "oom").unwrap_or(0) > 0);
        self.files.limit_hits.as_ref().map(hits).transpose()
    }

    /// The most memory at once. A kernel that doesn't tell (v2 before 5.19) is asked what is in use now and then;
    /// and where memory ran out, it was all of it.
    fn peak(&self) -> Result<u64, SandboxError> {
        if let Some(peak) = &self.files.peak {
            return self.number(peak);
        }
        Ok(match self.ran_out()? {
            Some(true) => self.limit,
            _ => self.seen.max(self.before.memory),
        })
    }

    /// What memory is used for at this moment, if that is the most so far.
    pub(crate) fn look_at_memory(&mut self) -> Result<Option<MemorySplit>, SandboxError> {
        let usage = self.number(&self.files.usage)?;
        if usage <= self.seen {
            return Ok(None);
        }
        self.seen = usage;
        let bytes = |text: &str, keys: &[&str]| Bytes(keys.iter().filter_map(|key| line(text, key)).sum());
        Ok(Some(match &self.files.charges {
            Charges::V1(stat) => {
                let text = self.text(stat)?;
                let (anonymous, file) = (bytes(&text, &["rss"]), bytes(&text, &["cache"]));
                let kernel = usage.saturating_sub(anonymous.get() + file.get());
                MemorySplit { anonymous, file, kernel: Bytes(kernel) }
            }
            Charges::V2(stat) => {
                let text = self.text(stat)?;
                // One sum since 5.18; its larger parts before.
                let kernel = match line(&text, "kernel") {
                    Some(_) => bytes(&text, &["kernel", "sock"]),
                    None => bytes(&text, &["slab", "kernel_stack", "pagetables", "percpu", "sock"]),
                };
                MemorySplit { anonymous: bytes(&text, &["anon"]), file: bytes(&text, &["file"]), kernel }
            }
        }))
    }

    /// What the group used. Called once all its processes have ended.
    pub(crate) fn readings(&self) -> Result<Readings, SandboxError> {
        let refused = |file| self.text(file).map(|text| line(&text, "max").unwrap_or(0));
        Ok(Readings {
            memory: self.peak()?.saturating_sub(self.before.memory),
            oom_kills: line(&self.text(&self.files.oom)?, "oom_kill").unwrap_or(0),
            hit_limit: self.hit_limit()?,
            processes: self.tasks_peak()?,
            refused_tasks: self.files.tasks_events.as_ref().map(refused).transpose()?.unwrap_or(0),
        })
    }

    fn tasks_peak(&self) -> Result<Option<u32>, SandboxError> {
        let peak = self.files.tasks_peak.as_ref().map(|file| self.number(file)).transpose()?;
        Ok(peak.map(|peak| peak.try_into().unwrap_or(u32::MAX)))
    }

    /// Starts the counters anew, and says whether the group can be given to another run.
    pub(super) fn reset(&mut self) -> Result<State, SandboxError> {
        let residue = match self.residue()? {
            Ok(residue) => residue,
            Err(what) => return Ok(State::Unclean(what)),
        };
        let readings = self.readings()?;
        // A peak of tasks can't be started anew; but every run has at least one.
        let tells_tasks = readings.processes.is_none_or(|peak| peak <= 1);
        if readings.oom_kills > 0 || readings.hit_limit || readings.refused_tasks > 0 || !tells_tasks {
            return Ok(State::Spent);
        }
        let Some(peak) = &self.files.peak else { return Ok(State::Spent) };
        if peak.write_at(b"0", 0).is_err() {
            return Ok(State::Spent);
        }
        self.before = Before { cpu: self.cpu_counter()?, memory: residue };
        self.seen = 0;
        Ok(State::Clean)
    }

    /// The memory in bytes that is charged to it while nobody is in it; what of a run is still there, if something is.
    pub(super) fn residue(&self) -> Result<Result<u64, String>, SandboxError> {
        if self.number(&self.files.tasks)? > 0 {
            return Ok(Err("processes are left in it".into()));
        }
        let residue = self.number(&self.files.usage)?;
        Ok(if residue <= RESIDUE { Ok(residue) } else { Err(format!("{residue} bytes are still charged to it")) })
    }

    /// Gives another run its limits. What stayed charged isn't the run's: its limit is so much higher.
    pub(super) fn limit_to(&mut self, memory: u64, processes: u32) -> Result<(), SandboxError> {
        let memory = memory + self.before.memory;
        if (memory, processes) == (self.limit, self.processes) {
            return Ok(());
        }
        match &self.way_in {
            WayIn::Clone(_) => v2::limit(&self.folders[0], memory, processes)?,
            WayIn::Tasks(_) => {
                let up = if memory > self.limit { v1::Direction::Up } else { v1::Direction::Down };
                v1::limit(&self.folders, memory, processes, up)?;
            }
        }
        (self.limit, self.processes) = (memory, processes);
        Ok(())
    }

    fn text(&self, file: &File) -> Result<String, SandboxError> {
        read(file).map_err(SandboxError::cgroup("read the counters of", &self.folders[0]))
    }

    fn number(&self, file: &File) -> Result<u64, SandboxError> {
        let text = self.text(file)?;
        let unreadable = |_| io::Error::other(format!("expected a number, got {text:?}"));
        text.trim().parse().map_err(unreadable).map_err(SandboxError::cgroup("read the counters of", &self.folders[0]))
    }

    #[cfg(test)]
    pub(super) fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// Whether the kernel counts how often the group ran out (v2).
    #[cfg(test)]
    pub(super) fn has_counter_of_limit(&self) -> bool {
        self.files.limit_hits.is_some()
    }

    /// Makes this kernel as old as those that don't tell the peak (v2 before 5.19).
    #[cfg(test)]
    pub(super) fn forget_peak(&mut self) {
        self.files.peak = None;
    }

    /// Makes this kernel as old as those that can't start the peak anew (v2 before 6.12): only root's permission makes
    /// the file writable there.
    #[cfg(test)]
    pub(super) fn forget_reset(&mut self) {
        use std::os::fd::AsRawFd as _;
        let same = |file: &File| File::open(format!("/proc/self/fd/{}", file.as_raw_fd())).expect("the same file");
        self.files.peak = self.files.peak.as_ref().map(same);
    }

    /// Removes the group of a run that failed; of two errors the run's is the one to tell.
    pub(crate) fn abandon(self) {
        if let Err(error) = self.remove() {
            tracing::error!(%error, "could not remove the cgroup of a run that failed");
        }
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

/// The number of the line `KEY NUMBER`, as files of cgroups and `/proc/vmstat` have them.
pub(crate) fn line(text: &str, key: &str) -> Option<u64> {
    text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(' ')?.trim().parse().ok())
}
