//! Keeping the beginning and the end of what a process writes.

use std::collections::VecDeque;
use std::mem::take;

use pyjury_core::Capture;

/// Collects a stream of bytes of any length in bounded memory.
#[derive(Debug)]
pub(crate) struct Collector {
    head: Vec<u8>,
    head_room: usize,
    tail: VecDeque<u8>,
    tail_room: usize,
    total: u64,
}

impl Collector {
    /// Keeps the first `head` bytes, and of what follows the last `tail`.
    pub(crate) fn new(head: usize, tail: usize) -> Self {
        Self { head: Vec::new(), head_room: head, tail: VecDeque::new(), tail_room: tail, total: 0 }
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.total += bytes.len() as u64;
        let (first, rest) = bytes.split_at(bytes.len().min(self.head_room - self.head.len()));
        self.head.extend_from_slice(first);
        let rest = &rest[rest.len().saturating_sub(self.tail_room)..];
        let excess = (self.tail.len() + rest.len()).saturating_sub(self.tail_room);
        self.tail.drain(..excess);
        self.tail.extend(rest);
    }

    pub(crate) fn total(&self) -> u64 {
        self.total
    }

    /// Gives what was kept, and keeps nothing of it.
    pub(crate) fn take(&mut self) -> Capture {
        Capture { head: take(&mut self.head), tail: take(&mut self.tail).into(), total: take(&mut self.total) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_and_tail_are_kept_and_the_rest_is_counted() {
        let mut collector = Collector::new(3, 4);
        for chunk in [b"ab".as_slice(), b"cdef", b"", b"ghijklmnop", b"q"] {
            collector.push(chunk);
        }
        let capture = collector.take();
        assert_eq!((capture.head.as_slice(), capture.tail.as_slice(), capture.total), (&b"abc"[..], &b"nopq"[..], 17));
        assert_eq!(capture.dropped(), 10);
    }

    #[test]
    fn nothing_is_dropped_while_it_fits() {
        let mut collector = Collector::new(2, 2);
        collector.push(b"abcd");
        let capture = collector.take();
        assert_eq!((capture.dropped(), capture.joined()), (0, b"abcd".to_vec()));
    }

    #[test]
    fn no_tail_means_head_only() {
        let mut collector = Collector::new(2, 0);
        collector.push(b"abcd");
        let capture = collector.take();
        assert_eq!((capture.joined(), capture.dropped()), (b"ab\n[2 bytes dropped]\n".to_vec(), 2));
    }
}
