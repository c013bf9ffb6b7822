//! Ending a run from another thread.

use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Arc;

use nix::sys::eventfd::{EfdFlags, EventFd};

/// Ends the run of a slot from any thread. Cancelling before a run ends the next run at once; it holds
/// until [`Canceller::reset`].
#[derive(Clone, Debug)]
pub struct Canceller(Arc<EventFd>);

impl Canceller {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self(Arc::new(EventFd::from_flags(EfdFlags::EFD_CLOEXEC | EfdFlags::EFD_NONBLOCK)?)))
    }

    /// Ends the run that is under way, and every later one until [`Canceller::reset`].
    pub fn cancel(&self) {
        // A write fails only when the counter is at its limit: then it is set already.
        let _ = self.0.write(1);
    }

    /// Lets the slot run again.
    pub fn reset(&self) {
        // Fails when there was nothing to reset.
        let _ = self.0.read();
    }

    pub(crate) fn fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}
