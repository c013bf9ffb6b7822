//! What the launcher has ready for the next run: namespaces that nobody has used, and roots of the worlds that
//! were asked for last.

use std::fs;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

use nix::mount::{MntFlags, MsFlags, mount, umount2};
use nix::sched::{CloneFlags, unshare};
use nix::unistd::sethostname;

use super::init::{Failure, step};
use super::protocol::World;
use super::root;
use crate::guard::{Guard, Guards};
use crate::sockets::tellers;
use crate::sys;

/// Where roots are prepared, in a mount namespace of the launcher's own: a folder that every host has and that no
/// run sees.
const STAGE: &str = "/sys";
/// Worlds that are kept: an interpreter's with the layers of submission and grader, the compiler's for a validator.
const MOST_STAGES: usize = 4;

/// What a TCP socket may hold that nobody has read or sent, in bytes: least, usual, most (tcp(7)).
const BUFFERS: [(&str, &str); 2] =
    [("/proc/sys/net/ipv4/tcp_rmem", "4096 131072 131072"), ("/proc/sys/net/ipv4/tcp_wmem", "4096 65536 262144")];
/// Connections are made by connect(2) alone, not by the first data.
const FAST_OPEN: (&str, &str) = ("/proc/sys/net/ipv4/tcp_fastopen", "0");

/// Namespaces that are made ahead, each used by one run.
const AHEAD: [(Guard, CloneFlags); 3] = [
    (Guard::NetworkNamespace, CloneFlags::CLONE_NEWNET),
    (Guard::IpcNamespace, CloneFlags::CLONE_NEWIPC),
    (Guard::UtsNamespace, CloneFlags::CLONE_NEWUTS),
];

/// What the launcher has ready.
pub(super) struct Ground {
    /// Namespaces that the launcher has entered and that no run has used.
    ahead: CloneFlags,
    /// What tells of the sockets of the network namespace.
    sockets: Vec<OwnedFd>,
    /// Prepared roots, the one that was asked for last at the end.
    stages: Vec<Stage>,
    /// How many roots were made.
    made: u64,
}

struct Stage {
    world: World,
    at: PathBuf,
}

impl Ground {
    /// Leaves the host's mount namespace: nothing mounted from here on shows up on the host.
    pub(super) fn new() -> Result<Self, Failure> {
        unshare(CloneFlags::CLONE_NEWNS).map_err(step("enter a mount namespace"))?;
        mount::<str, str, str, str>(None, "/", None, MsFlags::MS_REC | MsFlags::MS_PRIVATE, None)
            .map_err(step("make the mounts private"))?;
        let stage = sys::new_mount(c"tmpfs", &[(c"mode", c"0700".to_owned())], 0).map_err(step("make the stage"))?;
        root::attach(&stage, Path::new(STAGE))?;
        Ok(Self { ahead: CloneFlags::empty(), sockets: Vec::new(), stages: Vec::new(), made: 0 })
    }

    /// Prepares a world's root, if it isn't ready.
    pub(super) fn set(&mut self, world: &World) -> Result<(), Failure> {
        if let Some(index) = self.stages.iter().position(|stage| stage.world == *world) {
            let stage = self.stages.remove(index);
            self.stages.push(stage);
            return Ok(());
        }
        if self.stages.len() == MOST_STAGES {
            let oldest = self.stages.remove(0);
            umount2(&oldest.at, MntFlags::MNT_DETACH).map_err(step("let an old root go"))?;
        }
        self.made += 1;
        let at = Path::new(STAGE).join(self.made.to_string());
        std::fs::create_dir(&at).map_err(step("make the stage"))?;
        root::build(world, &at)?;
        self.stages.push(Stage { world: world.clone(), at });
        Ok(())
    }

    /// The root of the world that was set last.
    pub(super) fn root(&self) -> Result<&Path, Failure> {
        let none = || step("find the root")(std::io::Error::from_raw_os_error(libc::ENOENT));
        self.stages.last().map(|stage| stage.at.as_path()).ok_or_else(none)
    }

    /// Makes the namespaces for the next run of the last world, those of them that aren't ready.
    pub(super) fn prepare(&mut self) -> Result<(), Failure> {
        let Some(stage) = self.stages.last() else { return Ok(()) };
        let wanted = AHEAD.iter().filter(|(guard, _)| stage.world.guards.has(*guard)).map(|(_, flag)| *flag);
        let missing = wanted.fold(CloneFlags::empty(), CloneFlags::union).difference(self.ahead);
        unshare(missing).map_err(step("enter new namespaces"))?;
        furnish(missing)?;
        if missing.contains(CloneFlags::CLONE_NEWNET) && stage.world.guards.has(Guard::SocketBuffers) {
            bound_buffers()?;
        }
        if self.sockets.is_empty() {
            self.sockets = tellers().map_err(step("open what tells of sockets"))?;
        }
        self.ahead |= missing;
        Ok(())
    }

    /// Gives the namespaces that are ready to a run: nobody else gets them. Gives what tells of its sockets.
    pub(super) fn use_up(&mut self) -> Vec<OwnedFd> {
        self.ahead = CloneFlags::empty();
        std::mem::take(&mut self.sockets)
    }
}

/// The namespaces that are a run's from its start. The others are the launcher's, and inherited.
pub(super) fn own_namespaces(guards: &Guards) -> CloneFlags {
    let pid = if guards.has(Guard::PidNamespace) { CloneFlags::CLONE_NEWPID } else { CloneFlags::empty() };
    pid | CloneFlags::CLONE_NEWNS
}

/// Bounds what TCP sockets of this network namespace can hold.
fn bound_buffers() -> Result<(), Failure> {
    for (file, value) in BUFFERS.into_iter().chain([FAST_OPEN]) {
        fs::write(file, value).map_err(step(&format!("set {file}, which has to be writable")))?;
    }
    Ok(())
}

/// Makes new namespaces what a run expects to find.
fn furnish(new: CloneFlags) -> Result<(), Failure> {
    if new.contains(CloneFlags::CLONE_NEWUTS) {
        sethostname("box").map_err(step("set the host name"))?;
        sys::set_domain_name("(none)").map_err(step("set the domain name"))?;
    }
    if new.contains(CloneFlags::CLONE_NEWNET) {
        sys::loopback_up().map_err(step("bring the loopback interface up"))?;
    }
    Ok(())
}
