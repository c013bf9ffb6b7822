//! Which principal speaks for which life of a worker.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use pyjury_core::worker::Standing;
use pyjury_core::{Principal, WorkerId};
use pyjury_store::ledger::{WorkerFacts, WorkerOwner};
use pyjury_store::{Ledger, LedgerError};

use crate::Refusal;

/// Most lives that are remembered here. More mean that a worker restarts all the time.
const MOST: usize = 100_000;

/// How long what a worker says is not written again while it says the same.
const WRITE_EVERY: Duration = Duration::from_secs(10);

/// The registered workers. The store has the truth: a worker id belongs to whoever registered it
/// first. What this gateway has seen is remembered, so that most calls need no read.
pub(crate) struct Registry {
    ledger: Ledger,
    known: Mutex<HashMap<WorkerId, Known>>,
}

struct Known {
    owner: WorkerOwner,
    /// What was written last through this gateway, and when.
    written: Option<(WorkerFacts, Instant)>,
}

impl Registry {
    /// A registry over the truth.
    pub(crate) fn new(ledger: Ledger) -> Self {
        Self { ledger, known: Mutex::default() }
    }

    /// Makes a worker known.
    pub(crate) async fn register(&self, id: WorkerId, by: &Principal, facts: WorkerFacts) -> Result<(), Refusal> {
        let owner = WorkerOwner::of(by);
        self.ledger.register_worker(id, &owner, &facts).await?;
        tracing::info!(worker = %id, name = facts.name, user = by.user, slots = facts.slots, "a worker registered");
        self.remember(id, owner, Some(facts));
        Ok(())
    }

    /// Refuses a caller that a worker id doesn't belong to.
    pub(crate) async fn check(&self, id: WorkerId, by: &Principal) -> Result<(), Refusal> {
        let owner = WorkerOwner::of(by);
        let remembered = self.lock().get(&id).map(|known| known.owner.clone());
        let known = match remembered {
            Some(known) => known,
            None => {
                let found = self.ledger.worker_owner(id).await?.ok_or(Refusal::UnknownWorker(id))?;
                self.remember(id, found.clone(), None);
                found
            }
        };
        if known == owner {
            return Ok(());
        }
        tracing::warn!(user = by.user, worker = %id, "a worker used another's id");
        Err(LedgerError::WorkerTaken(id).into())
    }

    /// Writes down what a worker says of itself, when that is new or was written a while ago.
    pub(crate) async fn hear(&self, id: WorkerId, by: &Principal, facts: WorkerFacts) -> Result<(), Refusal> {
        let fresh = self.lock().get(&id).is_some_and(|known| {
            let written = known.written.as_ref();
            written.is_some_and(|(before, when)| *before == facts && when.elapsed() < WRITE_EVERY)
        });
        if fresh {
            return Ok(());
        }
        let owner = WorkerOwner::of(by);
        let heard = self.ledger.hear_worker(id, &owner, &facts).await;
        match heard {
            Ok(()) => self.remember(id, owner, Some(facts)),
            // It aged out: it must register again, wherever it does.
            Err(LedgerError::NoWorker(_)) => drop(self.lock().remove(&id)),
            Err(_) => {}
        }
        Ok(heard?)
    }

    /// What an operator wants of a worker.
    pub(crate) async fn wanted(&self, name: &str) -> Result<Standing, Refusal> {
        Ok(self.ledger.wanted_of(name).await?.map(|wanted| wanted.standing).unwrap_or_default())
    }

    fn remember(&self, id: WorkerId, owner: WorkerOwner, written: Option<WorkerFacts>) {
        let mut known = self.lock();
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(id, Known { owner, written: written.map(|facts| (facts, Instant::now())) });
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<WorkerId, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
