//! The slots of this worker, handed out one at a time.

use std::sync::{Arc, Mutex, PoisonError};

use pyjury_sandbox::{Host, SandboxError, Slot, SlotConfig};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The slots of this worker.
#[derive(Clone)]
pub(crate) struct Slots {
    free: Arc<Mutex<Vec<Slot>>>,
    permits: Arc<Semaphore>,
}

/// A slot in use; it goes back when this is dropped.
pub(crate) struct Grant {
    slot: Option<Slot>,
    slots: Slots,
    _permit: OwnedSemaphorePermit,
}

impl Slots {
    /// Takes this many slots of the host.
    pub(crate) fn open(host: &Host, count: usize, first_uid: u32) -> Result<Self, SandboxError> {
        let config = SlotConfig { first_uid, ..SlotConfig::default() };
        let slots: Vec<_> = (0..count).map(|_| Slot::open(host, config.clone())).collect::<Result<_, _>>()?;
        Ok(Self { permits: Arc::new(Semaphore::new(slots.len())), free: Arc::new(Mutex::new(slots)) })
    }

    /// Waits for a slot.
    pub(crate) async fn take(&self) -> Option<Grant> {
        let permit = self.permits.clone().acquire_owned().await.ok()?;
        let slot = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        slot.map(|slot| Grant { slot: Some(slot), slots: self.clone(), _permit: permit })
    }
}

impl Grant {
    /// The slots of the grant.
    pub(crate) fn slots(&mut self) -> &mut [Slot] {
        self.slot.as_mut_slice()
    }
}

impl Drop for Grant {
    fn drop(&mut self) {
        let slot = self.slot.take();
        self.slots.free.lock().unwrap_or_else(PoisonError::into_inner).extend(slot);
    }
}
