//! The keeper's ends of a process's pipes.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Arc;
use std::time::Instant;

use crate::capture::Collector;

/// How much is moved at a time, and how much a relay holds back before it stops reading.
const CHUNK: usize = 64 << 10;

/// What a process writes: read, counted, kept in part.
#[derive(Debug)]
pub(crate) struct Source {
    pipe: Option<File>,
    /// When the end of file was read.
    ended: Option<Instant>,
    pub(crate) collector: Collector,
}

impl Source {
    pub(crate) fn new(pipe: File, collector: Collector) -> Self {
        Self { pipe: Some(pipe), ended: None, collector }
    }

    /// The descriptor to wait on; `None` after the end of file.
    pub(crate) fn fd(&self) -> Option<BorrowedFd<'_>> {
        self.pipe.as_ref().map(AsFd::as_fd)
    }

    pub(crate) fn is_at_end(&self) -> bool {
        self.pipe.is_none()
    }

    /// When its end of file was read.
    pub(crate) fn ended(&self) -> Option<Instant> {
        self.ended
    }

    /// Reads what is there, at most a chunk, and gives it to `relay` too if there is one.
    pub(crate) fn pump(&mut self, relay: Option<&mut Sink>) -> io::Result<()> {
        self.read(CHUNK, relay).map(drop)
    }

    /// Reads what is there to its end, and lets go of the pipe. For when every writer is dead: a descriptor
    /// that still travels in a socket that nobody has would keep the pipe open until the kernel finds it.
    pub(crate) fn drain(&mut self, mut relay: Option<&mut Sink>) -> io::Result<()> {
        while self.read(usize::MAX, relay.as_deref_mut())? > 0 {}
        if self.pipe.take().is_some() {
            self.ended = Some(Instant::now());
        }
        Ok(())
    }

    /// Reads until nothing is there or `most` bytes are; gives how many were. A packet pipe gives a byte a
    /// read, so one read isn't enough for one wait.
    fn read(&mut self, most: usize, mut relay: Option<&mut Sink>) -> io::Result<usize> {
        let mut chunk = [0; CHUNK];
        let mut total = 0;
        while let Some(pipe) = self.pipe.as_mut().filter(|_| total < most) {
            match pipe.read(&mut chunk) {
                Ok(0) => {
                    self.pipe = None;
                    self.ended = Some(Instant::now());
                }
                Ok(length) => {
                    total += length;
                    self.collector.push(&chunk[..length]);
                    if let Some(sink) = relay.as_deref_mut() {
                        sink.queue(&chunk[..length]);
                    }
                }
                Err(error) if is_transient(&error) => break,
                Err(error) => return Err(error),
            }
        }
        Ok(total)
    }
}

/// What a process reads from its stdin.
#[derive(Debug)]
pub(crate) struct Sink {
    pipe: Option<File>,
    queue: VecDeque<u8>,
    /// Bytes that were there from the beginning; not copied.
    given: Arc<[u8]>,
    position: usize,
    finished: bool,
}

impl Sink {
    /// A stdin with all its bytes known.
    pub(crate) fn bytes(pipe: File, given: Arc<[u8]>) -> Self {
        let mut sink = Self { pipe: Some(pipe), queue: VecDeque::new(), given, position: 0, finished: true };
        sink.close_if_done();
        sink
    }

    /// A stdin that is fed by another process.
    pub(crate) fn relay(pipe: File) -> Self {
        let given = Arc::from([]);
        Self { pipe: Some(pipe), queue: VecDeque::new(), given, position: 0, finished: false }
    }

    /// The descriptor to wait on while something is to be written.
    pub(crate) fn fd(&self) -> Option<BorrowedFd<'_>> {
        let waiting = self.position < self.given.len() || !self.queue.is_empty();
        self.pipe.as_ref().filter(|_| waiting).map(AsFd::as_fd)
    }

    /// Whether the feeding process may write more: it waits while the reader is behind.
    pub(crate) fn has_room(&self) -> bool {
        self.queue.len() < CHUNK
    }

    /// Takes what another process wrote. A reader that has closed its stdin doesn't stop the writer.
    fn queue(&mut self, bytes: &[u8]) {
        if self.pipe.is_some() {
            self.queue.extend(bytes);
        }
    }

    /// Whether more may come.
    pub(crate) fn is_open(&self) -> bool {
        !self.finished
    }

    /// Nothing more will come.
    pub(crate) fn finish(&mut self) {
        self.finished = true;
        self.close_if_done();
    }

    /// Lets go of the process: whatever it didn't read is lost.
    pub(crate) fn close(&mut self) {
        self.pipe = None;
        self.queue.clear();
    }

    /// Writes as much as the pipe takes.
    pub(crate) fn pump(&mut self) -> io::Result<()> {
        while let Some(pipe) = &mut self.pipe {
            let given = &self.given[self.position..];
            let next = if given.is_empty() { self.queue.as_slices().0 } else { given };
            if next.is_empty() {
                break;
            }
            match pipe.write(next) {
                Ok(length) if given.is_empty() => drop(self.queue.drain(..length)),
                Ok(length) => self.position += length,
                Err(error) if is_transient(&error) => break,
                // The program has closed its stdin, or ended: it may.
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => self.close(),
                Err(error) => return Err(error),
            }
        }
        self.close_if_done();
        Ok(())
    }

    fn close_if_done(&mut self) {
        if self.finished && self.position == self.given.len() && self.queue.is_empty() {
            self.pipe = None;
        }
    }
}

fn is_transient(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}
