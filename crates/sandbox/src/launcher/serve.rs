//! The launcher's loop.

use std::fs::{self, File};
use std::io;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::os::unix::fs::FileExt;

use nix::sys::signal::{SigHandler, SigSet, SigmaskHow, Signal, signal, sigprocmask};

use super::protocol::{self, Handed, Launch, Launched};
use super::{SOCKET_FD, init};
use crate::sys::{self, Side};

/// The namespaces of a run. The cgroup namespace is entered later, from within the run's cgroup.
const NAMESPACES: i32 =
    libc::CLONE_NEWPID | libc::CLONE_NEWNS | libc::CLONE_NEWNET | libc::CLONE_NEWIPC | libc::CLONE_NEWUTS;

/// Serves requests until the keeper is gone. Never returns.
pub(super) fn serve() -> ! {
    let code = match run() {
        Ok(()) => 0,
        Err(_) => 1,
    };
    std::process::exit(code)
}

fn run() -> io::Result<()> {
    sys::close_all_but(&mut [0, 1, 2, SOCKET_FD])?;
    let socket = sys::inherited(SOCKET_FD)?;
    reap_children()?;
    be_mortal()?;
    while let Some((kind, descriptors)) = protocol::receive(socket.as_fd())? {
        let answered = match Handed::from_wire(kind.first().copied().unwrap_or(0), descriptors) {
            Some(handed) => launch(handed),
            None => Err(("read the request".to_owned(), io::Error::from_raw_os_error(libc::EPROTO))),
        };
        match answered {
            Ok(pidfd) => protocol::tell(socket.as_fd(), &Launched::Ok, &[pidfd.as_raw_fd()])?,
            Err((step, error)) => {
                let errno = error.raw_os_error().unwrap_or(libc::EIO);
                protocol::tell(socket.as_fd(), &Launched::Failed { step, errno }, &[])?;
            }
        }
    }
    Ok(())
}

/// The kernel reaps the inits: the keeper knows of their end by pidfd. And signals meant for the
/// terminal's foreground group are the keeper's business: it closes the socket.
#[allow(unsafe_code, reason = "nix marks signal(2) unsafe for the handlers that one might install")]
fn reap_children() -> io::Result<()> {
    sigprocmask(SigmaskHow::SIG_SETMASK, Some(&SigSet::empty()), None)?;
    for number in [Signal::SIGCHLD, Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP] {
        // SAFETY: no handler function is installed, the signals are ignored.
        unsafe { signal(number, SigHandler::SigIgn) }?;
    }
    Ok(())
}

/// A judge that the kernel is told to spare when memory ends would hand that on to every run.
fn be_mortal() -> io::Result<()> {
    let file = "/proc/self/oom_score_adj";
    match fs::read_to_string(file)?.trim().parse::<i32>() {
        Ok(adjustment) if adjustment < 0 => fs::write(file, "0"),
        _ => Ok(()),
    }
}

fn launch(handed: Handed) -> Result<OwnedFd, (String, io::Error)> {
    let failed = |step: &str| {
        let step = step.to_owned();
        move |error: io::Error| (step, error)
    };
    let launch = read(&handed.launch).map_err(failed("read the request"))?;
    match sys::clone_process(NAMESPACES, None).map_err(failed("clone into new namespaces"))? {
        Side::Parent { pidfd, .. } => Ok(pidfd),
        Side::Child => init::init(launch, handed),
    }
}

fn read(memory: &OwnedFd) -> io::Result<Launch> {
    let file = File::from(memory.try_clone()?);
    let mut text = vec![0; file.metadata()?.len().try_into().map_err(io::Error::other)?];
    file.read_exact_at(&mut text, 0)?;
    protocol::read(&text)
}
