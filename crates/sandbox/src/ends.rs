//! What lies between a process and its keeper: the keeper's ends, and the process's.

use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::sync::Arc;

use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::sys::socket::{AddressFamily, SockFlag, SockType, socketpair};
use nix::unistd::pipe2;

use crate::capture::Collector;
use crate::pipes::{Sink, Source};
use crate::plan::{Input, Output, Process};

/// The keeper's ends.
pub(crate) struct Ends {
    pub(crate) stdin: Sink,
    pub(crate) stdout: Source,
    pub(crate) stderr: Source,
    /// Where a bootstrap marks the start.
    pub(crate) mark: File,
    /// Where init and the program's process report.
    pub(crate) report: OwnedFd,
}

impl Ends {
    /// Makes what a process needs; gives the process's ends too: report, stdin, stdout, stderr, mark.
    ///
    /// # Errors
    /// There are no more descriptors.
    pub(crate) fn of(process: &Process) -> io::Result<(Self, [OwnedFd; 5])> {
        let (stdin, stdin_end) = pipe(KeeperEnd::Write)?;
        let (stdout, stdout_end) = pipe(KeeperEnd::Read)?;
        let (stderr, stderr_end) = pipe(KeeperEnd::Read)?;
        let (mark, mark_end) = pipe(KeeperEnd::Read)?;
        let (report, report_end) = socketpair(AddressFamily::Unix, SockType::SeqPacket, None, SockFlag::SOCK_CLOEXEC)?;
        let (head, tail) = match process.stdout {
            Output::Keep { head, tail } => (head, tail),
            Output::Relay { head } => (head, 0),
        };
        let half = process.keep_stderr / 2;
        let ours = Self {
            stdin: match &process.stdin {
                Input::Bytes(bytes) => Sink::bytes(stdin, Arc::clone(bytes)),
                Input::Peer(_) => Sink::relay(stdin),
            },
            stdout: Source::new(stdout, Collector::new(head, tail)),
            stderr: Source::new(stderr, Collector::new(half, half)),
            mark,
            report,
        };
        Ok((ours, [report_end, stdin_end, stdout_end, stderr_end, mark_end]))
    }
}

/// Which end of a pipe the keeper has. It is the one that doesn't block.
enum KeeperEnd {
    /// The keeper reads.
    Read,
    /// The keeper writes.
    Write,
}

/// Makes a pipe; gives the keeper's end and the process's end.
fn pipe(keeper: KeeperEnd) -> io::Result<(File, OwnedFd)> {
    let (read, write) = pipe2(OFlag::O_CLOEXEC)?;
    let (ours, theirs) = match keeper {
        KeeperEnd::Read => (read, write),
        KeeperEnd::Write => (write, read),
    };
    fcntl(&ours, FcntlArg::F_SETFL(OFlag::O_NONBLOCK))?;
    Ok((File::from(ours), theirs))
}
