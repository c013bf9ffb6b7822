//! The program's process, between clone and exec: every privilege is given up here.
//!
//! The order is part of the design. Each step says what must come before it.

use std::ffi::CString;
use std::io;
use std::os::fd::{AsFd, AsRawFd};

use caps::{CapSet, CapsHashSet};
use nix::sched::{CloneFlags, CpuSet, sched_setaffinity, unshare};
use nix::sys::prctl;
use nix::sys::stat::{Mode, umask};
use nix::unistd::{Pid, execve, fchown, setgroups, setresgid, setresuid, setsid, write};

use super::init::{Failure, exit, report_failure, step};
use super::protocol::{self, Handed, Launch, Report};
use crate::cgroup::WayIn;
use crate::guard::{Guard, Guards};
use crate::ids::group_of;
use crate::plan::MARK_FD;
use crate::steps::Readings;
use crate::sys;

/// Becomes the program. Never returns.
/// `readings`: of the clock, so far.
pub(super) fn confine(launch: &Launch, handed: &Handed, readings: Readings) -> ! {
    let Err(failure) = run(launch, handed, readings);
    report_failure(handed.report.as_fd(), failure);
    exit(127)
}

fn run(launch: &Launch, handed: &Handed, mut readings: Readings) -> Result<std::convert::Infallible, Failure> {
    let guards = &launch.world.guards;
    // Before anything is allocated that the run should pay for. One thread: the cheap way in (v1).
    enter_cgroup(handed)?;
    let entered = sys::cpu_ns();
    // From within the cgroup, so that it is the root of what the program could see.
    if guards.has(Guard::CgroupNamespace) {
        unshare(CloneFlags::CLONE_NEWCGROUP).map_err(step("enter a cgroup namespace"))?;
    }
    // A session of its own: no controlling terminal, no group to signal.
    setsid().map_err(step("start a session"))?;
    umask(Mode::from_bits_truncate(0o022));
    place_descriptors(launch, handed)?;
    // While still privileged: hard limits may have to go up to the scratch size's worth.
    for &(resource, limit) in &launch.rlimits {
        sys::set_limit(resource, limit).map_err(step("set a resource limit"))?;
    }
    keep_to_cores(&launch.cores)?;
    let (program, arguments, environment) = strings(launch)?;
    give_up_rights(launch.uid, guards)?;
    // Before the filters: without it an unprivileged process may not install any.
    if guards.has(Guard::NoNewPrivileges) {
        prctl::set_no_new_privs().map_err(step("forbid new privileges"))?;
    }
    readings.without_rights = sys::monotonic_ns();
    // Last: after the main filter, only calls that it allows.
    for filter in &launch.errno_filters {
        sys::install_filter(filter).map_err(step("install a filter"))?;
    }
    let listener = sys::install_filter_with_listener(&launch.main_filter).map_err(step("install the filter"))?;
    readings.filtered = sys::monotonic_ns();
    readings.cpu = sys::cpu_ns().saturating_sub(entered);
    protocol::tell(handed.report.as_fd(), &Report::Listener(readings), &[listener.as_raw_fd()])
        .map_err(step("hand over the listener"))?;
    execve(&program, &arguments, &environment).map_err(step(&format!("start {}", launch.argv[0])))
}

/// Init's own share: another uid, nothing to gain by reaching it.
pub(super) fn give_up_init(uid: u32, guards: &Guards) -> Result<(), Failure> {
    give_up_rights(uid, guards)?;
    prctl::set_no_new_privs().map_err(step("forbid new privileges"))?;
    prctl::set_dumpable(!guards.has(Guard::Undumpable)).map_err(step("forbid dumps"))
}

/// The bounding set needs CAP_SETPCAP, so it goes before the uid; the uid takes the rest.
fn give_up_rights(uid: u32, guards: &Guards) -> Result<(), Failure> {
    if guards.has(Guard::Capabilities) {
        drop_bounding_set()?;
    } else {
        // What is kept must outlive the change of uid.
        prctl::set_keepcaps(true).map_err(step("keep capabilities"))?;
    }
    change_identity(uid)?;
    match guards.has(Guard::Capabilities) {
        true => drop_capabilities(),
        false => keep_capabilities(),
    }
}

fn enter_cgroup(handed: &Handed) -> Result<(), Failure> {
    let WayIn::Tasks(files) = &handed.cgroup else { return Ok(()) };
    for file in files {
        write(file, b"0").map_err(step("enter the cgroup"))?;
    }
    Ok(())
}

/// Puts the pipes where the program expects them; everything else closes at the exec.
fn place_descriptors(launch: &Launch, handed: &Handed) -> Result<(), Failure> {
    let failed = || step::<io::Error>("place descriptors");
    // The numbers 0 to 3 may be in use by what is placed: duplicates above them first.
    let above = |fd: &std::os::fd::OwnedFd| {
        let number = nix::fcntl::fcntl(fd, nix::fcntl::FcntlArg::F_DUPFD_CLOEXEC(MARK_FD + 1))?;
        sys::inherited(number)
    };
    let report = handed.report.as_raw_fd();
    if report <= MARK_FD {
        return Err(failed()(io::Error::from_raw_os_error(libc::EBADF)));
    }
    let mut placed = Vec::new();
    for fd in [&handed.stdin, &handed.stdout, &handed.stderr, &handed.mark] {
        placed.push(above(fd).map_err(failed())?);
    }
    // The pipes become the program's own, so that it can open /dev/stdin.
    for pipe in placed.iter().take(3) {
        let (uid, gid) = group_of(launch.uid);
        fchown(pipe, Some(uid), Some(gid)).map_err(|error| failed()(error.into()))?;
    }
    let wanted = if launch.marked { 4 } else { 3 };
    for (number, fd) in placed.iter().take(wanted).enumerate() {
        sys::put_at(fd.as_fd(), number as i32).map_err(failed())?;
    }
    let closed = launch.world.guards.has(Guard::ClosedDescriptors);
    sys::close_on_exec_from(wanted as u32, closed).map_err(failed())?;
    // Kept open until the exec closes them: the mark's end tells the keeper that the program runs.
    placed.into_iter().for_each(std::mem::forget);
    Ok(())
}

fn keep_to_cores(cores: &[usize]) -> Result<(), Failure> {
    if cores.is_empty() {
        return Ok(());
    }
    let mut set = CpuSet::new();
    for &core in cores {
        set.set(core).map_err(step("choose cores"))?;
    }
    sched_setaffinity(Pid::from_raw(0), &set).map_err(step("choose cores"))
}

fn drop_bounding_set() -> Result<(), Failure> {
    for set in [CapSet::Bounding, CapSet::Ambient] {
        caps::clear(None, set).map_err(|e| step("drop the capability bounding set")(io::Error::other(e)))?;
    }
    Ok(())
}

/// Groups first: without root they can't be changed any more.
fn change_identity(uid: u32) -> Result<(), Failure> {
    let (uid, gid) = group_of(uid);
    setgroups(&[]).map_err(step("drop the supplementary groups"))?;
    setresgid(gid, gid, gid).map_err(step("change the group"))?;
    setresuid(uid, uid, uid).map_err(step("change the user"))
}

/// The change of uid has emptied the effective and permitted sets; the inheritable one stays. All three
/// are set, and read back, because nothing may be left.
fn drop_capabilities() -> Result<(), Failure> {
    let failed = || |e: caps::errors::CapsError| step("drop capabilities")(io::Error::other(e));
    for set in [CapSet::Effective, CapSet::Permitted, CapSet::Inheritable] {
        caps::set(None, set, &CapsHashSet::new()).map_err(failed())?;
        if !caps::read(None, set).map_err(failed())?.is_empty() {
            return Err(step("drop capabilities")(io::Error::from_raw_os_error(libc::EPERM)));
        }
    }
    Ok(())
}

/// Makes what the change of uid has left in the permitted set effective.
fn keep_capabilities() -> Result<(), Failure> {
    let failed = || |e: caps::errors::CapsError| step("keep capabilities")(io::Error::other(e));
    let permitted = caps::read(None, CapSet::Permitted).map_err(failed())?;
    for set in [CapSet::Effective, CapSet::Inheritable, CapSet::Ambient] {
        caps::set(None, set, &permitted).map_err(failed())?;
    }
    Ok(())
}

type Strings = (CString, Vec<CString>, Vec<CString>);

fn strings(launch: &Launch) -> Result<Strings, Failure> {
    let list = |texts: &[String]| {
        let strings: Result<Vec<_>, _> = texts.iter().map(|t| CString::new(t.as_str())).collect();
        strings.map_err(|e| step("read the arguments")(io::Error::other(e)))
    };
    let arguments = list(&launch.argv)?;
    let program = arguments.first().cloned();
    let program = program.ok_or_else(|| step("read the arguments")(io::Error::from_raw_os_error(libc::EINVAL)))?;
    Ok((program, arguments, list(&launch.env)?))
}
