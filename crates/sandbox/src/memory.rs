//! What memory a run uses, looked at now and then.

use std::time::{Duration, Instant};

use pyjury_core::MemorySplit;

use crate::SandboxError;
use crate::cgroup::Group;
use crate::locks::{self, Locks};

/// When memory is looked at first; from then on after twice the time,
const FIRST_LOOK: Duration = Duration::from_millis(8);
/// up to this.
const LAST_LOOKS: Duration = Duration::from_millis(250);

/// The looks at the memory of one run.
#[derive(Debug)]
pub(crate) struct MemoryWatch {
    next: Instant,
    /// How long after that again.
    pause: Duration,
    /// What memory was used for when most of it was in use.
    split: Option<MemorySplit>,
    locks: Locks,
}

/// What a look shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    Nothing,
    /// More file locks than a run may have: memory that its group isn't charged for.
    TooManyLocks,
}

impl MemoryWatch {
    /// Looks from `now` on.
    pub(crate) fn new(now: Instant) -> Self {
        Self { next: now + FIRST_LOOK, pause: FIRST_LOOK, split: None, locks: Locks::new(now) }
    }

    /// When the next look is.
    pub(crate) fn next(&self) -> Instant {
        self.next
    }

    /// What memory was used for when most of it was in use; short runs are not looked at.
    pub(crate) fn split(&self) -> Option<MemorySplit> {
        self.split
    }

    /// Looks, if it is time.
    ///
    /// # Errors
    /// The host doesn't tell.
    pub(crate) fn look(&mut self, now: Instant, group: &mut Group) -> Result<Seen, SandboxError> {
        if now < self.next {
            return Ok(Seen::Nothing);
        }
        self.pause = (2 * self.pause).min(LAST_LOOKS);
        self.next = now + self.pause;
        if let Some(split) = group.look_at_memory()? {
            self.split = Some(split);
        }
        let failed = || SandboxError::keeper("count the locks of a run");
        let many =
            self.locks.may_be_many(now).map_err(failed())? && locks::too_many(&group.members()?).map_err(failed())?;
        Ok(if many { Seen::TooManyLocks } else { Seen::Nothing })
    }
}
