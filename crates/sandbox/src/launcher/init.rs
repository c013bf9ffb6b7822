//! Init, PID 1 of a run: builds the world, starts the program, gives up its privileges, reaps.
//!
//! It stays outside the run's cgroup, has a uid of its own, and can't be dumped or traced, so that
//! nothing in the run can reach it. When it ends, the kernel kills what is left in the namespace.

use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{SigHandler, SigSet, Signal, signal};
use nix::sys::signalfd::{SfdFlags, SignalFd};
use pyjury_core::Exit;

use super::ground::Ground;
use super::protocol::{self, Handed, Launch, Report};
use super::{confine, root};
use crate::cgroup::WayIn;
use crate::steps::Readings;
use crate::sys::{self, Side};

/// A failed step and the kernel's answer.
pub(super) struct Failure(pub(super) String, pub(super) io::Error);

/// Names the step of an error.
pub(super) fn step<E: Into<io::Error>>(name: &str) -> impl FnOnce(E) -> Failure {
    move |error| Failure(name.to_owned(), error.into())
}

/// Runs as PID 1. Never returns.
pub(super) fn init(launch: &Launch, handed: &Handed, ground: &Ground) -> ! {
    let code = match run(launch, handed, ground) {
        Ok(()) => 0,
        Err(failure) => {
            report_failure(handed.report.as_fd(), failure);
            1
        }
    };
    exit(code)
}

fn run(launch: &Launch, handed: &Handed, ground: &Ground) -> Result<(), Failure> {
    let began = sys::monotonic_ns();
    // First of all: when the launcher dies, so do we. A change of uid clears this; see below.
    die_with_parent()?;
    default_signals()?;
    close_everything_else(handed)?;
    let folder = root::enter(launch, ground.root()?)?;
    if launch.collects {
        let report = protocol::tell(handed.report.as_fd(), &Report::Folder, &[folder.as_raw_fd()]);
        report.map_err(step("hand over the working folder"))?;
    }
    drop(folder);
    let readings = Readings { began, mounted: sys::monotonic_ns(), ..Readings::default() };
    let cgroup = match &handed.cgroup {
        WayIn::Clone(folder) => Some(folder.as_fd()),
        WayIn::Tasks(_) => None,
    };
    let program = match sys::clone_process(0, cgroup).map_err(step("clone the program's process"))? {
        Side::Parent { pid, .. } => pid,
        Side::Child => confine::confine(launch, handed, readings),
    };
    // The program's descriptors are the program's alone: while init held a pipe, it would never end.
    sys::close_all_but(&mut [handed.report.as_raw_fd()]).map_err(step("close descriptors"))?;
    confine::give_up_init(launch.init_uid, &launch.world.guards)?;
    die_with_parent()?;
    let exit = reap_until(program, handed.report.as_fd()).map_err(step("wait for the program"))?;
    let ended = Report::Ended { exit, at: sys::monotonic_ns() };
    protocol::tell(handed.report.as_fd(), &ended, &[]).map_err(step("report the end"))
}

fn die_with_parent() -> Result<(), Failure> {
    nix::sys::prctl::set_pdeathsig(Signal::SIGKILL).map_err(step("ask to die with the launcher"))
}

/// The launcher ignores signals; an ignored signal would stay ignored in the program.
#[allow(unsafe_code, reason = "nix marks signal(2) unsafe for the handlers that one might install")]
fn default_signals() -> Result<(), Failure> {
    for number in Signal::iterator().filter(|s| !matches!(s, Signal::SIGKILL | Signal::SIGSTOP)) {
        // SAFETY: no handler function is installed, only the default.
        unsafe { signal(number, SigHandler::SigDfl) }.map_err(step("reset signals"))?;
    }
    Ok(())
}

/// Closes what the launcher had open and the run isn't given.
fn close_everything_else(handed: &Handed) -> Result<(), Failure> {
    let Handed { launch, report, stdin, stdout, stderr, mark, cgroup } = handed;
    let entries = match cgroup {
        WayIn::Clone(folder) => std::slice::from_ref(folder),
        WayIn::Tasks(files) => files,
    };
    let given = [launch, report, stdin, stdout, stderr, mark].into_iter().chain(entries);
    let mut keep: Vec<_> = given.map(AsRawFd::as_raw_fd).collect();
    sys::close_all_but(&mut keep).map_err(step("close descriptors"))
}

/// Reaps whatever ends until the program does. What is left then ends with this process.
///
/// A keeper that is gone ends the run too: nobody would end it otherwise, should the launcher have died
/// before this process could ask to die with it.
fn reap_until(program: i32, report: BorrowedFd<'_>) -> io::Result<Exit> {
    let mut children = SigSet::empty();
    children.add(Signal::SIGCHLD);
    children.thread_block()?;
    let signals = SignalFd::with_flags(&children, SfdFlags::SFD_CLOEXEC | SfdFlags::SFD_NONBLOCK)?;
    loop {
        // Before waiting: a child may have ended before the signal was blocked.
        while let Some((pid, exit)) = sys::reap()? {
            if pid == program {
                return Ok(exit);
            }
        }
        let mut polled = [PollFd::new(signals.as_fd(), PollFlags::POLLIN), PollFd::new(report, PollFlags::empty())];
        match poll(&mut polled, PollTimeout::NONE) {
            Ok(_) | Err(Errno::EINTR) => {}
            Err(error) => return Err(error.into()),
        }
        if polled[1].revents().is_some_and(|events| !events.is_empty()) {
            exit(1);
        }
        // One signal may stand for many children; the loop above takes them all.
        signals.read_signal()?;
    }
}

/// Tells the keeper of a failed step. If that fails too, the keeper sees the end without a report.
pub(super) fn report_failure(report: BorrowedFd<'_>, Failure(step, error): Failure) {
    let errno = error.raw_os_error().unwrap_or(libc::EIO);
    let _ = protocol::tell(report, &Report::Failed { step, errno }, &[]);
}

/// Ends this process without running anything that was registered to run at exit: that belongs to the
/// process whose memory this is a copy of.
#[allow(unsafe_code, reason = "_exit(2) has no safe wrapper")]
pub(super) fn exit(code: i32) -> ! {
    // SAFETY: it ends the process.
    unsafe { libc::_exit(code) }
}
