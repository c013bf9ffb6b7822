//! Thin wrappers of the system calls that no safe crate has.

use std::ffi::{CStr, CString};
use std::io;
use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};

use libc::{c_int, c_long, c_uint, c_ulong};
use pyjury_core::Exit;

/// `CLONE_INTO_CGROUP` (linux/sched.h). The libc crate's constant is 0: it overflows its type.
const CLONE_INTO_CGROUP: u64 = 0x2_0000_0000;

fn checked(result: c_long) -> io::Result<c_long> {
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(result) }
}

fn owned(result: c_long) -> io::Result<OwnedFd> {
    let fd = checked(result)? as RawFd;
    // SAFETY: the kernel has just made this descriptor for us, so nothing else owns it.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

/// Which side of a clone this is.
pub(crate) enum Side {
    /// The caller.
    Parent {
        /// The child, as a descriptor that is readable once the child has ended.
        pidfd: OwnedFd,
        /// The child's number in the caller's pid namespace.
        pid: i32,
    },
    /// The new process, with a copy of the caller's memory.
    Child,
}

/// clone3(2) with a pidfd: a fork into the namespaces of `flags` and, on v2, into a cgroup (5.7).
///
/// The caller must be single-threaded, as after fork(2): otherwise a lock that another thread held is
/// held for ever in the child.
pub(crate) fn clone_process(flags: c_int, cgroup: Option<BorrowedFd<'_>>) -> io::Result<Side> {
    let mut pidfd: RawFd = -1;
    // SAFETY: clone_args is plain integers, for which zero is valid.
    let mut args: libc::clone_args = unsafe { std::mem::zeroed() };
    args.flags = flags as u64 | libc::CLONE_PIDFD as u64;
    args.pidfd = &raw mut pidfd as u64;
    args.exit_signal = libc::SIGCHLD as u64;
    if let Some(cgroup) = cgroup {
        args.flags |= CLONE_INTO_CGROUP;
        args.cgroup = cgroup.as_raw_fd() as u64;
    }
    // SAFETY: without CLONE_VM the child runs on a copy of this stack, as after fork(2); `args` and
    // `pidfd` outlive the call. Callers are the launcher and init, both single-threaded.
    let pid = checked(unsafe { libc::syscall(libc::SYS_clone3, &raw mut args, size_of::<libc::clone_args>()) })?;
    if pid == 0 {
        return Ok(Side::Child);
    }
    // SAFETY: with CLONE_PIDFD the kernel has stored a new descriptor there.
    Ok(Side::Parent { pidfd: unsafe { OwnedFd::from_raw_fd(pidfd) }, pid: pid as i32 })
}

/// Sends SIGKILL to the process behind a pidfd. A process that has ended already is no error.
pub(crate) fn kill(pidfd: BorrowedFd<'_>) -> io::Result<()> {
    let info: *const libc::siginfo_t = std::ptr::null();
    // SAFETY: a null siginfo is documented (pidfd_send_signal(2)) and the descriptor is open.
    let result = unsafe { libc::syscall(libc::SYS_pidfd_send_signal, pidfd.as_raw_fd(), libc::SIGKILL, info, 0) };
    match checked(result) {
        Err(error) if error.raw_os_error() != Some(libc::ESRCH) => Err(error),
        _ => Ok(()),
    }
}

/// waitpid(2) for any child that has ended; `None` when there is none. The exit is an exit code or a signal
/// of any number: nix has no word for real-time signals.
pub(crate) fn reap() -> io::Result<Option<(i32, Exit)>> {
    let mut status = 0;
    // SAFETY: `status` outlives the call.
    let pid = unsafe { libc::waitpid(-1, &raw mut status, libc::WNOHANG) };
    match pid {
        0 => Ok(None),
        -1 => match io::Error::last_os_error() {
            error if matches!(error.raw_os_error(), Some(libc::ECHILD | libc::EINTR)) => Ok(None),
            error => Err(error),
        },
        _ if libc::WIFSIGNALED(status) => Ok(Some((pid, Exit::Signal(libc::WTERMSIG(status))))),
        _ => Ok(Some((pid, Exit::Code(libc::WEXITSTATUS(status))))),
    }
}

/// open_tree(2): a detached copy of the mount at `path`, with what is mounted below it.
pub(crate) fn open_tree(at: BorrowedFd<'_>, path: &CStr) -> io::Result<OwnedFd> {
    let flags = libc::OPEN_TREE_CLONE | libc::OPEN_TREE_CLOEXEC | libc::AT_RECURSIVE as c_uint;
    // SAFETY: `path` is NUL-terminated and outlives the call.
    owned(unsafe { libc::syscall(libc::SYS_open_tree, at.as_raw_fd(), path.as_ptr(), flags) })
}

/// mount_setattr(2) (5.12): sets `attributes` (`MOUNT_ATTR_*`) on a detached tree and all below it.
pub(crate) fn set_mount_attributes(tree: BorrowedFd<'_>, attributes: u64) -> io::Result<()> {
    let attributes = libc::mount_attr { attr_set: attributes, attr_clr: 0, propagation: 0, userns_fd: 0 };
    let flags = libc::AT_EMPTY_PATH | libc::AT_RECURSIVE;
    let size = size_of::<libc::mount_attr>();
    // SAFETY: the empty path is NUL-terminated; `attributes` is valid for `size` bytes.
    let result = unsafe {
        libc::syscall(libc::SYS_mount_setattr, tree.as_raw_fd(), c"".as_ptr(), flags, &raw const attributes, size)
    };
    checked(result).map(drop)
}

/// fsopen(2), fsconfig(2), fsmount(2): a new detached file system of `kind` with `options`.
pub(crate) fn new_mount(kind: &CStr, options: &[(&CStr, CString)], attributes: u64) -> io::Result<OwnedFd> {
    // SAFETY: `kind` is NUL-terminated.
    let context = owned(unsafe {
        libc::syscall(libc::SYS_fsopen, kind.as_ptr(), 1 /* FSOPEN_CLOEXEC */)
    })?;
    let fd = context.as_raw_fd();
    for (key, value) in options {
        let set = libc::FSCONFIG_SET_STRING;
        // SAFETY: key and value are NUL-terminated and outlive the call.
        checked(unsafe { libc::syscall(libc::SYS_fsconfig, fd, set, key.as_ptr(), value.as_ptr(), 0) })?;
    }
    let none: *const libc::c_char = std::ptr::null();
    // SAFETY: FSCONFIG_CMD_CREATE takes neither key nor value.
    checked(unsafe { libc::syscall(libc::SYS_fsconfig, fd, libc::FSCONFIG_CMD_CREATE, none, none, 0) })?;
    // SAFETY: the context is open; flags are plain integers.
    owned(unsafe {
        libc::syscall(libc::SYS_fsmount, fd, 1 /* FSMOUNT_CLOEXEC */, attributes as c_ulong)
    })
}

/// move_mount(2): attaches a detached tree at `path`.
pub(crate) fn attach(tree: BorrowedFd<'_>, path: &CStr) -> io::Result<()> {
    let flags = libc::MOVE_MOUNT_F_EMPTY_PATH;
    // SAFETY: both paths are NUL-terminated and outlive the call.
    let result = unsafe {
        libc::syscall(libc::SYS_move_mount, tree.as_raw_fd(), c"".as_ptr(), libc::AT_FDCWD, path.as_ptr(), flags)
    };
    checked(result).map(drop)
}

/// openat2(2) (5.6): opens `path` below `folder` and nowhere else: no link is followed, no magic link,
/// and nothing above. `links`: links are followed, wherever they lead.
pub(crate) fn open_beneath(folder: BorrowedFd<'_>, path: &CStr, links: bool) -> io::Result<OwnedFd> {
    // SAFETY: open_how is plain integers, for which zero is valid.
    let mut how: libc::open_how = unsafe { std::mem::zeroed() };
    // O_NONBLOCK: a fifo left there by the program must not make the keeper wait.
    how.flags = (libc::O_RDONLY | libc::O_CLOEXEC | libc::O_NONBLOCK | libc::O_NOCTTY) as u64;
    if !links {
        how.flags |= libc::O_NOFOLLOW as u64;
        how.resolve = libc::RESOLVE_BENEATH | libc::RESOLVE_NO_SYMLINKS | libc::RESOLVE_NO_MAGICLINKS;
    }
    let size = size_of::<libc::open_how>();
    // SAFETY: `path` is NUL-terminated; `how` is valid for `size` bytes.
    owned(unsafe { libc::syscall(libc::SYS_openat2, folder.as_raw_fd(), path.as_ptr(), &raw const how, size) })
}

/// close_range(2): has every descriptor from `first` on closed by the exec (5.11), or stay open.
pub(crate) fn close_on_exec_from(first: c_uint, closed: bool) -> io::Result<()> {
    if closed {
        // SAFETY: it only changes flags of descriptors.
        let result = unsafe { libc::syscall(libc::SYS_close_range, first, c_uint::MAX, libc::CLOSE_RANGE_CLOEXEC) };
        return checked(result).map(drop);
    }
    for fd in (first as RawFd..256).filter(|fd| nix::fcntl::fcntl(borrowed(*fd), nix::fcntl::FcntlArg::F_GETFD).is_ok())
    {
        nix::fcntl::fcntl(borrowed(fd), nix::fcntl::FcntlArg::F_SETFD(nix::fcntl::FdFlag::empty()))?;
    }
    Ok(())
}

/// The cores that this process may use.
pub(crate) fn cores() -> io::Result<Vec<usize>> {
    let set = nix::sched::sched_getaffinity(nix::unistd::Pid::from_raw(0))?;
    Ok((0..nix::sched::CpuSet::count()).filter(|core| set.is_set(*core).unwrap_or(false)).collect())
}

/// setdomainname(2): the NIS domain of this uts namespace.
pub(crate) fn set_domain_name(name: &str) -> io::Result<()> {
    // SAFETY: the name is valid for its length.
    checked(unsafe { libc::setdomainname(name.as_ptr().cast(), name.len()) }.into()).map(drop)
}

/// close_range(2): closes every descriptor of this process but those in `keep`.
///
/// Only for init and the launcher, which own nothing beyond what they list.
pub(crate) fn close_all_but(keep: &mut [RawFd]) -> io::Result<()> {
    keep.sort_unstable();
    let mut from: c_uint = 0;
    let close = |from: c_uint, to: c_uint| {
        // SAFETY: the caller lists every descriptor that it still uses.
        checked(unsafe { libc::syscall(libc::SYS_close_range, from, to, 0) }).map(drop)
    };
    for &fd in keep.iter() {
        let fd = fd as c_uint;
        if fd > from {
            close(from, fd - 1)?;
        }
        from = fd + 1;
    }
    close(from, c_uint::MAX)
}

/// Takes over the descriptor with number `fd`.
///
/// Only for descriptors whose number is a contract between parent and child.
pub(crate) fn inherited(fd: RawFd) -> io::Result<OwnedFd> {
    nix::fcntl::fcntl(borrowed(fd), nix::fcntl::FcntlArg::F_GETFD)?;
    // SAFETY: it is open (checked above), and the contract says that nobody else in this process owns it.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

fn borrowed(fd: RawFd) -> BorrowedFd<'static> {
    // SAFETY: used for one call that fails harmlessly when the descriptor isn't open.
    unsafe { BorrowedFd::borrow_raw(fd) }
}

/// The reading of the monotonic clock, the same in every process of the host.
pub(crate) fn monotonic() -> std::time::Duration {
    // It can't fail for this clock (clock_gettime(2)).
    nix::time::ClockId::CLOCK_MONOTONIC.now().map_or(std::time::Duration::ZERO, std::time::Duration::from)
}

/// The same in nanoseconds, as it goes over a wire.
pub(crate) fn monotonic_ns() -> u64 {
    monotonic().as_nanos().try_into().unwrap_or(u64::MAX)
}

/// The CPU time of this process, in nanoseconds.
pub(crate) fn cpu_ns() -> u64 {
    let spent = nix::time::ClockId::CLOCK_PROCESS_CPUTIME_ID.now();
    spent.map_or(0, |spent| std::time::Duration::from(spent).as_nanos().try_into().unwrap_or(u64::MAX))
}

/// The folder that relative paths start from (`AT_FDCWD`).
pub(crate) fn here() -> BorrowedFd<'static> {
    borrowed(libc::AT_FDCWD)
}

/// dup2(2) onto a well-known number; the new descriptor is not close-on-exec.
pub(crate) fn put_at(fd: BorrowedFd<'_>, number: RawFd) -> io::Result<()> {
    // SAFETY: callers own the numbers they overwrite (0 to 3 of a process about to exec).
    checked(unsafe { libc::dup2(fd.as_raw_fd(), number) }.into()).map(drop)
}

/// Brings the loopback interface of this network namespace up.
pub(crate) fn loopback_up() -> io::Result<()> {
    // SAFETY: plain socket(2).
    let socket = owned(unsafe { libc::socket(libc::AF_INET, libc::SOCK_DGRAM | libc::SOCK_CLOEXEC, 0) }.into())?;
    // SAFETY: ifreq is plain data, for which zero is valid.
    let mut request: libc::ifreq = unsafe { std::mem::zeroed() };
    request.ifr_name[0] = b'l' as libc::c_char;
    request.ifr_name[1] = b'o' as libc::c_char;
    request.ifr_ifru.ifru_flags = (libc::IFF_UP | libc::IFF_RUNNING) as libc::c_short;
    // SAFETY: SIOCSIFFLAGS reads an ifreq.
    checked(unsafe { libc::ioctl(socket.as_raw_fd(), libc::SIOCSIFFLAGS, &raw const request) }.into()).map(drop)
}

/// setrlimit(2) for a resource by its number. What only root of the machine may raise stays as low as it is.
pub(crate) fn set_limit(resource: u32, limit: u64) -> io::Result<()> {
    let set = |limit| {
        let limit = libc::rlimit { rlim_cur: limit, rlim_max: limit };
        // SAFETY: `limit` is valid for the call; an unknown resource is EINVAL.
        checked(unsafe { libc::setrlimit(resource as _, &raw const limit) }.into()).map(drop)
    };
    match set(limit) {
        Err(error) if error.raw_os_error() == Some(libc::EPERM) => {
            let mut now = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
            // SAFETY: `now` is valid for the call.
            checked(unsafe { libc::getrlimit(resource as _, &raw mut now) }.into())?;
            set(now.rlim_max.min(limit))
        }
        done => done,
    }
}

/// One instruction of a classic BPF program, as the kernel takes it (linux/filter.h).
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Instruction {
    /// Operation.
    pub(crate) code: u16,
    /// Jump if true.
    pub(crate) jt: u8,
    /// Jump if false.
    pub(crate) jf: u8,
    /// Operand.
    pub(crate) k: u32,
}

/// seccomp(2): installs a filter for this thread and what it starts.
pub(crate) fn install_filter(program: &[Instruction]) -> io::Result<()> {
    seccomp_set(program, 0).map(drop)
}

/// seccomp(2) with a listener (5.0): the descriptor on which calls that the filter answers with
/// `SECCOMP_RET_USER_NOTIF` are told.
pub(crate) fn install_filter_with_listener(program: &[Instruction]) -> io::Result<OwnedFd> {
    owned(seccomp_set(program, libc::SECCOMP_FILTER_FLAG_NEW_LISTENER)?)
}

fn seccomp_set(program: &[Instruction], flags: c_ulong) -> io::Result<c_long> {
    let program = libc::sock_fprog {
        len: program.len().try_into().map_err(|_| io::Error::from_raw_os_error(libc::EINVAL))?,
        filter: program.as_ptr().cast_mut().cast(),
    };
    // SAFETY: Instruction has the layout of sock_filter; the kernel copies and checks the program.
    checked(unsafe { libc::syscall(libc::SYS_seccomp, libc::SECCOMP_SET_MODE_FILTER, flags, &raw const program) })
}

/// A system call that a filter told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Notification {
    pub(crate) id: u64,
    pub(crate) number: i32,
    pub(crate) arch: u32,
    pub(crate) args: [u64; 6],
}

/// Receives one notification; `None` when the caller died meanwhile or there is none.
pub(crate) fn receive_notification(listener: BorrowedFd<'_>) -> io::Result<Option<Notification>> {
    // SAFETY: seccomp_notif is plain integers; the kernel demands that it is zeroed.
    let mut told: libc::seccomp_notif = unsafe { std::mem::zeroed() };
    // SAFETY: the ioctl writes one seccomp_notif.
    let result = unsafe { libc::ioctl(listener.as_raw_fd(), libc::SECCOMP_IOCTL_NOTIF_RECV as _, &raw mut told) };
    match checked(result.into()) {
        Ok(_) => {
            Ok(Some(Notification { id: told.id, number: told.data.nr, arch: told.data.arch, args: told.data.args }))
        }
        Err(error) if matches!(error.raw_os_error(), Some(libc::ENOENT | libc::EINTR | libc::EAGAIN)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Answers a notification with an errno, or with success where that is 0. A caller that died meanwhile is no error.
pub(crate) fn refuse(listener: BorrowedFd<'_>, notification: Notification, errno: i32) -> io::Result<()> {
    respond(listener, libc::seccomp_notif_resp { id: notification.id, val: 0, error: -errno, flags: 0 })
}

/// Has the call of a notification done (5.5). A caller that died meanwhile is no error.
pub(crate) fn proceed(listener: BorrowedFd<'_>, notification: Notification) -> io::Result<()> {
    let flags = libc::SECCOMP_USER_NOTIF_FLAG_CONTINUE as u32;
    respond(listener, libc::seccomp_notif_resp { id: notification.id, val: 0, error: 0, flags })
}

fn respond(listener: BorrowedFd<'_>, answer: libc::seccomp_notif_resp) -> io::Result<()> {
    // SAFETY: the ioctl reads one seccomp_notif_resp.
    let result = unsafe { libc::ioctl(listener.as_raw_fd(), libc::SECCOMP_IOCTL_NOTIF_SEND as _, &raw const answer) };
    match checked(result.into()) {
        Err(error) if error.raw_os_error() != Some(libc::ENOENT) => Err(error),
        _ => Ok(()),
    }
}
