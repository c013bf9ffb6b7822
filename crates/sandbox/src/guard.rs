//! The guards that are no system-call rule, by name.
//!
//! A policy has all of them. Only a test makes one without a guard, to show that it is this guard that holds
//! an attack; so each is a fact that can be tried, and docs/guards.md is made of what was tried.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// One guard. What each does is told in docs/guards.md under its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Guard {
    /// A pid namespace, of which init is PID 1.
    PidNamespace,
    /// A network namespace with nothing but loopback.
    NetworkNamespace,
    /// An ipc namespace.
    IpcNamespace,
    /// A uts namespace with a host name that says nothing.
    UtsNamespace,
    /// A cgroup namespace, rooted at the run's own group.
    CgroupNamespace,
    /// The host's tree is let go after the pivot.
    HostTreeGone,
    /// Views, devices, /proc and the root itself are read-only.
    ReadOnly,
    /// Set-uid bits do nothing on any mount.
    NoSetUid,
    /// Device files do nothing in the scratch space.
    NoDevices,
    /// Files of the scratch space can't be executed.
    NoExecution,
    /// /proc shows the run's own processes and nothing of the kernel.
    SmallProc,
    /// The scratch space has room for so many files.
    ScratchFiles,
    /// A uid of the slot's for the program, another for init; no groups.
    Uid,
    /// No capability in any set.
    Capabilities,
    /// No program gives more rights.
    NoNewPrivileges,
    /// Init can't be dumped or traced.
    Undumpable,
    /// 1024 descriptors.
    DescriptorLimit,
    /// The size of a file.
    FileSizeLimit,
    /// Locked memory.
    LockedMemoryLimit,
    /// POSIX queues and pending signals.
    QueueLimits,
    /// Core dumps.
    CoreLimit,
    /// Priorities.
    PriorityLimits,
    /// No descriptor but those of the plan stays open in the program.
    ClosedDescriptors,
    /// What a run leaves is reached without a link, beneath its working folder.
    NoLinks,
    /// A run has so many TCP sockets.
    SocketLimit,
    /// A TCP socket holds so much that nobody has read.
    SocketBuffers,
    /// A run has so many file locks.
    LockLimit,
    /// Refused calls are bounded.
    RefusalLimit,
    /// Calls by the numbers of another architecture are refused.
    OwnArchitecture,
}

/// By what name tests lift them.
const NAMES: [(Guard, &str); 29] = [
    (Guard::PidNamespace, "namespace/pid"),
    (Guard::NetworkNamespace, "namespace/network"),
    (Guard::IpcNamespace, "namespace/ipc"),
    (Guard::UtsNamespace, "namespace/uts"),
    (Guard::CgroupNamespace, "namespace/cgroup"),
    (Guard::HostTreeGone, "namespace/mount"),
    (Guard::ReadOnly, "mount/read-only"),
    (Guard::NoSetUid, "mount/nosuid"),
    (Guard::NoDevices, "mount/nodev"),
    (Guard::NoExecution, "mount/noexec"),
    (Guard::SmallProc, "mount/small-proc"),
    (Guard::ScratchFiles, "scratch/files"),
    (Guard::Uid, "identity/uid"),
    (Guard::Capabilities, "identity/capabilities"),
    (Guard::NoNewPrivileges, "identity/no-new-privileges"),
    (Guard::Undumpable, "identity/dumpable"),
    (Guard::DescriptorLimit, "rlimit/files"),
    (Guard::FileSizeLimit, "rlimit/file-size"),
    (Guard::LockedMemoryLimit, "rlimit/locked-memory"),
    (Guard::QueueLimits, "rlimit/queues"),
    (Guard::CoreLimit, "rlimit/core"),
    (Guard::PriorityLimits, "rlimit/priority"),
    (Guard::ClosedDescriptors, "result/descriptors"),
    (Guard::NoLinks, "result/collector"),
    (Guard::SocketLimit, "tcp/sockets"),
    (Guard::SocketBuffers, "tcp/buffers"),
    (Guard::LockLimit, "keeper/locks"),
    (Guard::RefusalLimit, "seccomp/flood"),
    (Guard::OwnArchitecture, "seccomp/architecture"),
];

impl Guard {
    /// The guard with this name of docs/guards.md.
    pub fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(_, own)| *own == name).map(|(guard, _)| *guard)
    }
}

/// The guards that a policy has: all, but for those that a test has lifted. So one that is forgotten somewhere is in
/// place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guards {
    lifted: BTreeSet<Guard>,
}

impl Guards {
    /// These without one: for a test that shows what it holds.
    #[must_use]
    pub fn without(mut self, guard: Guard) -> Self {
        self.lifted.insert(guard);
        self
    }

    /// Whether the guard is in place.
    pub fn has(&self, guard: Guard) -> bool {
        !self.lifted.contains(&guard)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_guard_has_a_name_and_is_there_by_default() {
        let names: BTreeSet<_> = NAMES.iter().map(|(_, name)| name).collect();
        assert_eq!(names.len(), NAMES.len());
        for (guard, name) in NAMES {
            assert_eq!(Guard::named(name), Some(guard));
            assert!(Guards::default().has(guard));
            assert!(!Guards::default().without(guard).has(guard));
        }
    }
}
