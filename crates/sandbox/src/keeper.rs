//! The loop that watches a run from outside until every process of it has ended.

use std::io;
use std::os::fd::BorrowedFd;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use pyjury_core::{Breach, Exit};

use crate::SandboxError;
use crate::cancel::Canceller;
use crate::pipes::{Sink, Source};
use crate::tree::{Event, Tree};

/// Watches `trees` until each has ended and everything they wrote has been read.
///
/// # Errors
/// The host's fault; the trees are still to be destroyed by the caller.
pub(crate) fn keep(trees: &mut [Tree], cancel: &Canceller) -> Result<(), SandboxError> {
    let mut ended = 0;
    while !trees.iter().all(Tree::is_over) {
        for ready in wait(trees, cancel)? {
            match ready {
                Ready::Tree(index, event) => handle(trees, index, event, &mut ended)?,
                Ready::Cancelled => trees.iter_mut().try_for_each(|tree| tree.end(Breach::Cancelled))?,
            }
        }
        let now = Instant::now();
        for tree in trees.iter_mut() {
            tree.check(now)?;
        }
        forward_ends(trees, now);
        end_peers(trees)?;
    }
    Ok(())
}

/// What a keeper waits for.
#[derive(Clone, Copy)]
enum Ready {
    /// Something happened to the tree of this number.
    Tree(usize, Event),
    /// The run is cancelled.
    Cancelled,
}

/// Waits for what happens next.
fn wait(trees: &[Tree], cancel: &Canceller) -> Result<Vec<Ready>, SandboxError> {
    let mut sources: Vec<(Ready, BorrowedFd<'_>, PollFlags)> = Vec::new();
    // A cancellation that was seen stays readable: it is not waited for again.
    if !trees.iter().any(|tree| tree.breach() == Some(&Breach::Cancelled)) {
        sources.push((Ready::Cancelled, cancel.fd(), PollFlags::POLLIN));
    }
    for (index, tree) in trees.iter().enumerate() {
        let relay_has_room = reader_of(trees, index).is_none_or(|reader| trees[reader].stdin.has_room());
        for (event, fd, flags) in tree.waits_for(relay_has_room) {
            sources.push((Ready::Tree(index, event), fd, flags));
        }
    }
    let mut polled: Vec<_> = sources.iter().map(|(_, fd, flags)| PollFd::new(*fd, *flags)).collect();
    match poll(&mut polled, timeout(trees)) {
        Ok(_) | Err(Errno::EINTR) => {}
        Err(error) => return Err(SandboxError::keeper("wait for events")(io::Error::from(error))),
    }
    let happened = |fd: &PollFd<'_>| fd.revents().is_some_and(|events| !events.is_empty());
    Ok(sources.iter().zip(&polled).filter(|(_, fd)| happened(fd)).map(|((ready, ..), _)| *ready).collect())
}

fn timeout(trees: &[Tree]) -> PollTimeout {
    let held_back = (0..trees.len()).filter_map(|writer| held_back_until(trees, writer));
    let Some(next) = trees.iter().filter_map(Tree::next_check).chain(held_back).min() else { return PollTimeout::NONE };
    // Rounded up: a timeout of 0 would spin until the time has come.
    let ms = next.saturating_duration_since(Instant::now()).as_micros().div_ceil(1000);
    PollTimeout::try_from(ms).unwrap_or(PollTimeout::MAX)
}

fn handle(trees: &mut [Tree], index: usize, event: Event, ended: &mut u32) -> Result<(), SandboxError> {
    let failed = || SandboxError::keeper("move the data of a run");
    match event {
        Event::Stdout => move_stdout(trees, index, Source::pump)?,
        Event::Stderr => trees[index].stderr.pump(None).map_err(failed())?,
        Event::Stdin => trees[index].stdin.pump().map_err(failed())?,
        Event::Started => trees[index].see_start()?,
        Event::Reported => trees[index].see_report()?,
        Event::Told => trees[index].see_call()?,
        Event::OutOfMemory => trees[index].see_memory()?,
        Event::Ended => {
            move_stdout(trees, index, Source::drain)?;
            trees[index].stderr.drain(None).map_err(failed())?;
            trees[index].see_end(*ended)?;
            *ended += 1;
        }
    }
    // What a relay has just queued is written at once: a conversation is a chain of such steps.
    if let (Event::Stdout | Event::Ended, Some(reader)) = (event, reader_of(trees, index)) {
        trees[reader].stdin.pump().map_err(failed())?;
    }
    trees[index].check_output()
}

/// Moves what a process wrote to stdout, and to its reader if it has one.
fn move_stdout(
    trees: &mut [Tree],
    index: usize,
    how: fn(&mut Source, Option<&mut Sink>) -> io::Result<()>,
) -> Result<(), SandboxError> {
    let failed = || SandboxError::keeper("move the stdout of a run");
    let Some(reader) = reader_of(trees, index) else { return how(&mut trees[index].stdout, None).map_err(failed()) };
    let [tree, peer] = trees.get_disjoint_mut([index, reader]).map_err(|e| failed()(io::Error::other(e)))?;
    how(&mut tree.stdout, Some(&mut peer.stdin)).map_err(failed())
}

/// The process that reads the stdout of process `writer`.
fn reader_of(trees: &[Tree], writer: usize) -> Option<usize> {
    trees.iter().position(|tree| tree.reads_from == Some(writer))
}

/// How long the end of a process's output is kept from whoever reads it while the process goes on.
const END_OF_OUTPUT_DELAY: Duration = Duration::from_millis(100);

/// When the end of what `writer` wrote is told to its reader although the writer has not ended.
fn held_back_until(trees: &[Tree], writer: usize) -> Option<Instant> {
    let reader = reader_of(trees, writer)?;
    trees[writer].stdout.ended().filter(|_| trees[reader].stdin.is_open()).map(|at| at + END_OF_OUTPUT_DELAY)
}

/// Tells readers that nothing more will come.
///
/// A process that dies closes its pipes a moment before it can be waited for. If its reader learned of
/// that first, it could answer and exit before the death was recorded, and the order of the two ends,
/// which decides who is to blame, would be a matter of luck. So the end of the output is told once the
/// writer has ended, or when it evidently goes on without its stdout.
fn forward_ends(trees: &mut [Tree], now: Instant) {
    for writer in 0..trees.len() {
        if let (Some(until), Some(reader)) = (held_back_until(trees, writer), reader_of(trees, writer))
            && (trees[writer].has_ended() || now >= until)
        {
            trees[reader].stdin.finish();
        }
    }
}

/// A breach of one process ends the others; so does the word of a process that judges them.
fn end_peers(trees: &mut [Tree]) -> Result<(), SandboxError> {
    let breached = |tree: &Tree| tree.breach().is_some_and(|breach| *breach != Breach::Peer);
    let said_no = |tree: &Tree| match (tree.ends_plan_unless, tree.exit()) {
        (Some(code), Some(exit)) => exit != Exit::Code(code),
        _ => false,
    };
    if trees.len() > 1 && trees.iter().any(|tree| breached(tree) || said_no(tree)) {
        trees.iter_mut().filter(|tree| !tree.has_ended()).try_for_each(|tree| tree.end(Breach::Peer))?;
    }
    Ok(())
}
