//! The slots of this worker, handed out one at a time.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use pyjury_sandbox::{Host, SandboxError, Slot, SlotConfig, Tally};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How often, and how long after one another, a new slot is asked for in place of a broken one.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_secs(1);

/// The slots of this worker.
#[derive(Clone, Debug)]
pub(super) struct Slots {
    free: Arc<Mutex<Vec<Slot>>>,
    permits: Arc<Semaphore>,
    count: usize,
    host: Host,
    /// What was done in all of them.
    tally: Arc<Mutex<Tally>>,
}

/// A slot in use; it goes back when this is dropped.
pub(super) struct Grant {
    slot: Option<Slot>,
    /// How the slot was made, and is made again.
    config: SlotConfig,
    slots: Slots,
    permit: Option<OwnedSemaphorePermit>,
}

impl Slots {
    /// Takes this many slots of the host, each with cores of its own where there are enough.
    pub(super) fn open(host: &Host, count: usize, first_uid: u32) -> Result<Self, SandboxError> {
        let configs = SlotConfig::with_own_cores(first_uid, count).into_iter();
        let slots: Vec<_> = configs.map(|config| Slot::open(host, config)).collect::<Result<_, _>>()?;
        let permits = Arc::new(Semaphore::new(slots.len()));
        Ok(Self { permits, count, free: Arc::new(Mutex::new(slots)), host: host.clone(), tally: Arc::default() })
    }

    /// How many there were at first.
    pub(super) const fn count(&self) -> usize {
        self.count
    }

    /// One permit for each slot.
    pub(super) fn permits(&self) -> Arc<Semaphore> {
        self.permits.clone()
    }

    /// What was done in all of them since this was last asked.
    pub(super) fn take_tally(&self) -> Tally {
        std::mem::take(&mut *self.tally.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The slot that a permit is for.
    pub(super) fn grant(&self, permit: OwnedSemaphorePermit) -> Grant {
        let slot = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let config = slot.as_ref().map(|slot| slot.config().clone()).unwrap_or_default();
        Grant { slot, config, slots: self.clone(), permit: Some(permit) }
    }
}

impl Grant {
    /// The slots of the grant.
    pub(super) fn slots(&mut self) -> &mut [Slot] {
        self.slot.as_mut_slice()
    }

    /// Gives up a slot on which the host failed, and opens a new one. Blocks while the host can't.
    pub(super) fn renew(&mut self) {
        // The old one first: its number, cgroup and launcher go with it.
        self.slot = None;
        for _ in 0..TRIES {
            match Slot::open(&self.slots.host, self.config.clone()) {
                Ok(slot) => {
                    self.slot = Some(slot);
                    return;
                }
                Err(error) => {
                    tracing::error!(%error, "no new slot in place of a broken one; trying again");
                    std::thread::sleep(PAUSE);
                }
            }
        }
        tracing::error!("a slot is lost; restart the worker when the host is mended");
    }
}

impl Drop for Grant {
    fn drop(&mut self) {
        match self.slot.take() {
            Some(mut slot) => {
                *self.slots.tally.lock().unwrap_or_else(PoisonError::into_inner) += slot.take_tally();
                self.slots.free.lock().unwrap_or_else(PoisonError::into_inner).push(slot);
            }
            // One slot less to hand out.
            None => drop(self.permit.take().map(OwnedSemaphorePermit::forget)),
        }
    }
}
