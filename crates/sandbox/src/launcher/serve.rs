//! The launcher's loop.

use std::ffi::CString;
use std::fs::{self, File};
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::FileExt;

use nix::sched::{CloneFlags, unshare};
use nix::sys::signal::{SigHandler, SigSet, SigmaskHow, Signal, signal, sigprocmask};

use super::ground::{Ground, own_namespaces};
use super::init::{Failure, step};
use super::protocol::{self, Answer, Handed, Launch, Request, WayInKind};
use super::{SOCKET_FD, init};
use crate::sys::{self, Side};

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
    let mut ground = None;
    while let Some((message, descriptors)) = protocol::receive(socket.as_fd())? {
        let answered = match protocol::read(&message)? {
            Request::EnterUserNamespace => {
                unshare(CloneFlags::CLONE_NEWUSER).map(|()| Vec::new()).map_err(step("enter a user namespace"))
            }
            Request::Launch(entry) => launch(&mut ground, entry, descriptors),
            Request::Open { path, links } => open(descriptors, &path, links).map(|file| vec![file]),
            Request::Prepare => {
                // What can't be made ahead is made when it is needed, and fails there.
                ground.as_mut().map(Ground::prepare);
                continue;
            }
        };
        answer(socket.as_fd(), answered)?;
    }
    Ok(())
}

fn answer(socket: BorrowedFd<'_>, answered: Result<Vec<OwnedFd>, Failure>) -> io::Result<()> {
    match answered {
        Ok(descriptors) => {
            let descriptors: Vec<_> = descriptors.iter().map(AsRawFd::as_raw_fd).collect();
            protocol::tell(socket, &Answer::Ok, &descriptors)
        }
        Err(Failure(step, error)) => {
            let errno = error.raw_os_error().unwrap_or(libc::EIO);
            protocol::tell(socket, &Answer::Failed { step, errno }, &[])
        }
    }
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

/// Starts an init; gives its pidfd, and what tells of its sockets.
fn launch(ground: &mut Option<Ground>, entry: WayInKind, descriptors: Vec<OwnedFd>) -> Result<Vec<OwnedFd>, Failure> {
    let incomplete = || step("read the request")(io::Error::from_raw_os_error(libc::EPROTO));
    let handed = Handed::from_wire(entry, descriptors).ok_or_else(incomplete)?;
    let launch: Launch = read(&handed.launch).map_err(step("read the request"))?;
    let ground = match ground {
        Some(ground) => ground,
        none => none.insert(Ground::new()?),
    };
    ground.set(&launch.world)?;
    ground.prepare()?;
    let own = own_namespaces(&launch.world.guards);
    match sys::clone_process(own.bits(), None).map_err(step("clone into new namespaces"))? {
        Side::Parent { pidfd, .. } => Ok([pidfd].into_iter().chain(ground.use_up()).collect()),
        Side::Child => init::init(&launch, &handed, ground),
    }
}

fn read(memory: &OwnedFd) -> io::Result<Launch> {
    let file = File::from(memory.try_clone()?);
    let mut text = vec![0; file.metadata()?.len().try_into().map_err(io::Error::other)?];
    file.read_exact_at(&mut text, 0)?;
    protocol::read(&text)
}

/// Opens what a program may have left in its working folder. The launcher does it, because files belong to uids
/// over which an ordinary user has rights in the launcher's user namespace only.
fn open(descriptors: Vec<OwnedFd>, path: &str, links: bool) -> Result<OwnedFd, Failure> {
    let failed = || step::<io::Error>("open a file of the working folder");
    let folder = descriptors.first().ok_or_else(|| failed()(io::Error::from_raw_os_error(libc::EPROTO)))?;
    let path = CString::new(path).map_err(|_| failed()(io::Error::from_raw_os_error(libc::ENOENT)))?;
    sys::open_beneath(folder.as_fd(), &path, links).map_err(failed())
}
