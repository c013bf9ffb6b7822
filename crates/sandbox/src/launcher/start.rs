//! Starting a launcher, and asking it: the keeper's side.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::{AsFd, AsRawFd, OwnedFd, RawFd};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use nix::fcntl::{FcntlArg, SealFlag, fcntl};
use nix::sys::memfd::{MFdFlags, memfd_create};
use nix::sys::socket::{AddressFamily, SockFlag, SockType, socketpair};

use super::protocol::{self, Answer, Launch, Request, WayInKind};
use super::{NAME, SOCKET_FD};
use crate::host::Form;
use crate::sockets::Sockets;
use crate::{SandboxError, sys};

/// The launcher of one slot.
#[derive(Debug)]
pub(crate) struct Launcher {
    socket: OwnedFd,
    child: Child,
}

/// A copy of this executable that nobody can change.
fn image() -> Result<&'static File, SandboxError> {
    static IMAGE: OnceLock<File> = OnceLock::new();
    if let Some(image) = IMAGE.get() {
        return Ok(image);
    }
    let image = copy_of_self().map_err(SandboxError::keeper("copy the executable into memory"))?;
    Ok(IMAGE.get_or_init(|| image))
}

fn copy_of_self() -> io::Result<File> {
    let mut image = File::from(memfd_create(NAME, MFdFlags::MFD_CLOEXEC | MFdFlags::MFD_ALLOW_SEALING)?);
    io::copy(&mut File::open("/proc/self/exe")?, &mut image)?;
    let seals = SealFlag::F_SEAL_SEAL | SealFlag::F_SEAL_SHRINK | SealFlag::F_SEAL_GROW | SealFlag::F_SEAL_WRITE;
    fcntl(&image, FcntlArg::F_ADD_SEALS(seals))?;
    Ok(image)
}

impl Launcher {
    /// Starts a launcher.
    pub(crate) fn start(form: Form) -> Result<Self, SandboxError> {
        let image = image()?;
        let failed = || SandboxError::keeper("start the launcher");
        let (ours, theirs) = socketpair(AddressFamily::Unix, SockType::SeqPacket, None, SockFlag::SOCK_CLOEXEC)
            .map_err(io::Error::from)
            .map_err(failed())?;
        let mut command = Command::new(format!("/proc/self/fd/{}", image.as_raw_fd()));
        command.arg0(NAME).env_clear().stdin(Stdio::null()).stdout(Stdio::null()).current_dir("/");
        place(&mut command, theirs);
        let launcher = Self { child: command.spawn().map_err(failed())?, socket: ours };
        if let Form::Rootless(subordinate, _) = form {
            launcher.ask(&Request::EnterUserNamespace, &[])?;
            let mapped = subordinate.map_into(launcher.child.id());
            mapped.map_err(SandboxError::keeper("fill the launcher's user namespace"))?;
        }
        Ok(launcher)
    }

    /// Asks for one process; gives its init as a pidfd, and what tells of its sockets.
    pub(crate) fn launch(
        &self,
        entry: WayInKind,
        launch: &Launch,
        descriptors: &[RawFd],
    ) -> Result<(OwnedFd, Sockets), SandboxError> {
        let memory = in_memory(launch).map_err(SandboxError::keeper("ask the launcher"))?;
        let descriptors: Vec<_> = [memory.as_raw_fd()].into_iter().chain(descriptors.iter().copied()).collect();
        let mut given = self.ask(&Request::Launch(entry), &descriptors)?;
        if given.is_empty() {
            return Err(SandboxError::Launcher("its answer lacks the pidfd".into()));
        }
        Ok((given.remove(0), Sockets::new(given)))
    }

    /// Opens a file of a working folder; `None` when it isn't there, or isn't reached without a link. `links`: with them,
    /// for a test.
    pub(crate) fn open(&self, folder: &OwnedFd, path: &str, links: bool) -> Result<Option<File>, SandboxError> {
        match self.ask(&Request::Open { path: path.to_owned(), links }, &[folder.as_raw_fd()]) {
            Ok(mut given) => Ok(given.pop().map(File::from)),
            Err(SandboxError::Setup { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Has what the next run needs made ready, without waiting for it.
    pub(crate) fn prepare(&self) -> Result<(), SandboxError> {
        let asked = protocol::tell(self.socket.as_fd(), &Request::Prepare, &[]);
        asked.map_err(SandboxError::keeper("ask the launcher"))
    }

    /// Asks, and gives the descriptors of the answer.
    fn ask(&self, request: &Request, descriptors: &[RawFd]) -> Result<Vec<OwnedFd>, SandboxError> {
        let failed = || SandboxError::keeper("ask the launcher");
        protocol::tell(self.socket.as_fd(), request, descriptors).map_err(failed())?;
        let Some((message, received)) = protocol::receive(self.socket.as_fd()).map_err(failed())? else {
            return Err(SandboxError::Launcher("it ended".into()));
        };
        match protocol::read(&message).map_err(failed())? {
            Answer::Ok => Ok(received),
            Answer::Failed { step, errno } => {
                Err(SandboxError::Setup { step, source: io::Error::from_raw_os_error(errno) })
            }
        }
    }
}

fn in_memory(launch: &Launch) -> io::Result<File> {
    let mut file = File::from(memfd_create("launch", MFdFlags::MFD_CLOEXEC)?);
    file.write_all(&protocol::write(launch)?)?;
    Ok(file)
}

/// Has the child find its socket at [`SOCKET_FD`].
#[allow(unsafe_code, reason = "pre_exec runs between fork and exec")]
fn place(command: &mut Command, socket: OwnedFd) {
    // SAFETY: the closure makes one system call, dup2, on a descriptor that it owns: it takes no lock
    // and allocates nothing.
    unsafe { command.pre_exec(move || sys::put_at(socket.as_fd(), SOCKET_FD)) };
}

impl Drop for Launcher {
    fn drop(&mut self) {
        // It ends by itself when its socket closes; killing it only makes that certain.
        let _ = self.child.kill();
        if let Err(error) = self.child.wait() {
            tracing::warn!(%error, "could not reap the launcher");
        }
    }
}
