//! What keeper, launcher and init say to each other.

use std::io::{self, IoSlice, IoSliceMut};
use std::os::fd::{AsRawFd, BorrowedFd, OwnedFd, RawFd};

use nix::cmsg_space;
use nix::sys::socket::{ControlMessage, ControlMessageOwned, MsgFlags, recvmsg, sendmsg};
use pyjury_core::Exit;
use serde::{Deserialize, Serialize};

use crate::cgroup::WayIn;
use crate::guard::Guards;
use crate::plan::Access;
use crate::policy::Mount;
use crate::steps::Readings;
use crate::sys::Instruction;

/// What the keeper asks of the launcher. Descriptors go with it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Request {
    /// Become root of a new user namespace, which the keeper then fills.
    EnterUserNamespace,
    /// Start a process: those of [`Handed`].
    Launch(WayInKind),
    /// Open a file of a working folder for reading: the folder. Answered with the file. `links`: also over links.
    Open { path: String, links: bool },
    /// Make ready what the next run of the last policy needs. Not answered.
    Prepare,
}

/// What a run sees, but for what is its own: files of its working folder, scratch space, /proc.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct World {
    pub(crate) mounts: Vec<Mount>,
    /// Files of the read-only root.
    pub(crate) files: Vec<(std::path::PathBuf, String)>,
    /// What of it is guarded.
    pub(crate) guards: Guards,
}

/// Everything about a run that isn't a descriptor.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Launch {
    pub(crate) argv: Vec<String>,
    pub(crate) env: Vec<String>,
    pub(crate) world: World,
    /// Files of the working folder.
    pub(crate) files: Vec<File>,
    pub(crate) scratch: Scratch,
    /// The program's uid and gid.
    pub(crate) uid: u32,
    /// Init's uid and gid.
    pub(crate) init_uid: u32,
    /// Resource, and its limit: soft and hard.
    pub(crate) rlimits: Vec<(u32, u64)>,
    pub(crate) errno_filters: Vec<Vec<Instruction>>,
    pub(crate) main_filter: Vec<Instruction>,
    /// The cores that the program may use; empty for all.
    pub(crate) cores: Vec<usize>,
    /// Whether the mark stays open in the program, as descriptor 3.
    pub(crate) marked: bool,
    /// Whether the keeper wants the working folder's descriptor.
    pub(crate) collects: bool,
}

/// The scratch file system.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Scratch {
    pub(crate) bytes: u64,
    /// The most files; 0 for no bound.
    pub(crate) inodes: u64,
    pub(crate) exec: bool,
}

/// A file to place.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct File {
    pub(crate) path: String,
    #[serde(with = "bytes")]
    pub(crate) content: std::sync::Arc<[u8]>,
    pub(crate) access: Access,
}

/// The content of a file as one run of bytes, where serde would go byte by byte.
mod bytes {
    use std::sync::Arc;

    pub(super) fn serialize<S: serde::Serializer>(content: &Arc<[u8]>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(content)
    }

    pub(super) fn deserialize<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Arc<[u8]>, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Arc<[u8]>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E: serde::de::Error>(self, content: &[u8]) -> Result<Self::Value, E> {
                Ok(content.into())
            }
        }
        deserializer.deserialize_bytes(Visitor)
    }
}

/// The descriptors of a request, in this order on the wire; those of `tasks` are last.
pub(crate) struct Handed {
    /// A memory file with a [`Launch`].
    pub(crate) launch: OwnedFd,
    /// Where init and the program's process report.
    pub(crate) report: OwnedFd,
    pub(crate) stdin: OwnedFd,
    pub(crate) stdout: OwnedFd,
    pub(crate) stderr: OwnedFd,
    pub(crate) mark: OwnedFd,
    pub(crate) cgroup: WayIn,
}

/// How to read the descriptors after the sixth: as which [`WayIn`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum WayInKind {
    Clone,
    Tasks,
}

impl Handed {
    pub(crate) fn from_wire(kind: WayInKind, descriptors: Vec<OwnedFd>) -> Option<Self> {
        let mut descriptors = descriptors.into_iter();
        let mut next = || descriptors.next();
        let (launch, report, stdin, stdout, stderr, mark) = (next()?, next()?, next()?, next()?, next()?, next()?);
        let cgroup = match kind {
            WayInKind::Clone => WayIn::Clone(next()?),
            WayInKind::Tasks => WayIn::Tasks(descriptors.collect()),
        };
        Some(Self { launch, report, stdin, stdout, stderr, mark, cgroup })
    }
}

/// The launcher's answer; with `Ok` go the pidfd of a launched init and what tells of its sockets, or an opened file.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Answer {
    Ok,
    Failed { step: String, errno: i32 },
}

/// What init and the program's process tell the keeper.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Report {
    /// A step before the exec failed.
    Failed { step: String, errno: i32 },
    /// The working folder is attached.
    Folder,
    /// The listener of the filter is attached; what the clock read until now.
    Listener(Readings),
    /// The main process ended, at this reading of the monotonic clock in nanoseconds.
    Ended { exit: Exit, at: u64 },
}

/// Descriptors that fit into one message.
const MOST_DESCRIPTORS: usize = 16;
/// Bytes that fit into one message.
const MOST_BYTES: usize = 4096;

/// Sends one message.
pub(crate) fn send(socket: BorrowedFd<'_>, message: &[u8], descriptors: &[RawFd]) -> io::Result<()> {
    let rights = [ControlMessage::ScmRights(descriptors)];
    let rights = if descriptors.is_empty() { &rights[..0] } else { &rights[..] };
    let parts = [IoSlice::new(message)];
    sendmsg::<()>(socket.as_raw_fd(), &parts, rights, MsgFlags::MSG_NOSIGNAL, None)?;
    Ok(())
}

/// Sends one value.
pub(crate) fn tell<T: Serialize>(socket: BorrowedFd<'_>, value: &T, descriptors: &[RawFd]) -> io::Result<()> {
    send(socket, &write(value)?, descriptors)
}

/// Receives one message; `None` when the other end is closed.
pub(crate) fn receive(socket: BorrowedFd<'_>) -> io::Result<Option<(Vec<u8>, Vec<OwnedFd>)>> {
    let mut buffer = vec![0; MOST_BYTES];
    let mut parts = [IoSliceMut::new(&mut buffer)];
    let mut space = cmsg_space!([RawFd; MOST_DESCRIPTORS]);
    let flags = MsgFlags::MSG_CMSG_CLOEXEC;
    let message = loop {
        match recvmsg::<()>(socket.as_raw_fd(), &mut parts, Some(&mut space), flags) {
            Err(nix::errno::Errno::EINTR) => {}
            other => break other?,
        }
    };
    let mut descriptors = Vec::new();
    for control in message.cmsgs()? {
        if let ControlMessageOwned::ScmRights(received) = control {
            for fd in received {
                descriptors.push(crate::sys::inherited(fd)?);
            }
        }
    }
    let length = message.bytes;
    if length == 0 && descriptors.is_empty() {
        return Ok(None);
    }
    buffer.truncate(length);
    Ok(Some((buffer, descriptors)))
}

/// Writes a value into a message.
pub(crate) fn write<T: Serialize>(value: &T) -> io::Result<Vec<u8>> {
    postcard::to_stdvec(value).map_err(io::Error::other)
}

/// Reads a value out of a message.
pub(crate) fn read<'a, T: Deserialize<'a>>(message: &'a [u8]) -> io::Result<T> {
    postcard::from_bytes(message).map_err(io::Error::other)
}
