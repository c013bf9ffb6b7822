//! The workers: which lives there are, whose they are, what each says of itself, and what an operator
//! wants of whoever bears a name.
//!
//! A life has an id of its own and belongs to the principal that registered it. A worker's name
//! outlives its lives, and so does what an operator wants of it.

use pyjury_core::worker::Standing;
use pyjury_core::{Calibration, Principal, WorkerId};
use serde::{Deserialize, Serialize};

use super::indexes::{SEPARATOR, WANTED, WORKERS, joined};
use super::names;
use super::record::{decode, decode_record, encode};
use crate::{Commit, CommitError, Expected, IndexChange, Key, Ledger, LedgerError, Order, Record, Scan, Shard};

/// What a worker says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkerFacts {
    /// Its name, which outlives its lives.
    pub name: String,
    /// The version of its program.
    pub version: String,
    /// How many attempts it can run at once.
    pub slots: u32,
    /// How many slots are in use.
    pub busy: u32,
    /// How many attempts it holds: running, or waiting for a slot.
    pub attempts: u32,
    /// Whether it takes jobs, and why not.
    pub standing: Standing,
    /// The runtimes that it has.
    pub runtimes: Vec<String>,
    /// How it measures; `None` where it was not calibrated.
    #[serde(default)]
    pub calibration: Option<Calibration>,
}

/// Whom a worker's life belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkerOwner {
    /// The tenant of its credential.
    pub tenant: String,
    /// The user of its credential.
    pub user: String,
}

impl WorkerOwner {
    /// The owner whom a credential proves.
    pub fn of(principal: &Principal) -> Self {
        Self { tenant: principal.tenant.clone(), user: principal.user.clone() }
    }
}

/// A life of a worker as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkerView {
    /// This life.
    pub id: WorkerId,
    /// Whose it is.
    pub owner: WorkerOwner,
    /// What it said last.
    pub facts: WorkerFacts,
    /// When it registered, in milliseconds of Unix time, by the store's clock.
    pub registered_ms: u64,
    /// When its word was written last, by the same clock.
    pub heard_ms: u64,
}

/// What an operator wants of the worker with a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// The mode, and why.
    pub standing: Standing,
    /// Who wants it.
    pub by: String,
}

#[derive(Serialize, Deserialize)]
struct WorkerRecord {
    owner: WorkerOwner,
    facts: WorkerFacts,
}

impl Ledger {
    /// Binds a worker's id to whoever registers it first. The same owner may do so again.
    ///
    /// # Errors
    /// [`LedgerError::WorkerTaken`] when it belongs to somebody else, [`LedgerError::Name`],
    /// [`LedgerError::Store`].
    pub async fn register_worker(
        &self,
        id: WorkerId,
        owner: &WorkerOwner,
        facts: &WorkerFacts,
    ) -> Result<(), LedgerError> {
        names::check("worker's name", &facts.name)?;
        let fresh = self.write_worker(id, owner, facts, Expected::Absent, None).await;
        match fresh {
            Err(CommitError::Conflict { .. }) => self.hear_worker(id, owner, facts).await,
            other => other.map_err(Into::into),
        }
    }

    /// Writes down what a worker says of itself.
    ///
    /// # Errors
    /// [`LedgerError::NoWorker`] when it isn't registered: it was silent for long. It may register
    /// again. [`LedgerError::WorkerTaken`] when it belongs to somebody else.
    pub async fn hear_worker(&self, id: WorkerId, owner: &WorkerOwner, facts: &WorkerFacts) -> Result<(), LedgerError> {
        names::check("worker's name", &facts.name)?;
        loop {
            let Some((known, record)) = self.read_worker(id).await? else { return Err(LedgerError::NoWorker(id)) };
            if known.owner != *owner {
                return Err(LedgerError::WorkerTaken(id));
            }
            let expected = Expected::Version(record.written.sequence);
            match self.write_worker(id, owner, facts, expected, Some(&known.facts.name)).await {
                // Two gateways heard it at once.
                Err(CommitError::Conflict { .. }) => {}
                other => return other.map_err(Into::into),
            }
        }
    }

    /// Whom a worker's id belongs to; `None` when it isn't registered.
    ///
    /// # Errors
    /// [`LedgerError::Store`], [`LedgerError::Unreadable`].
    pub async fn worker_owner(&self, id: WorkerId) -> Result<Option<WorkerOwner>, LedgerError> {
        Ok(self.read_worker(id).await?.map(|(known, _)| known.owner))
    }

    /// Forgets a life that is over.
    ///
    /// # Errors
    /// [`LedgerError::Store`], [`LedgerError::Unreadable`].
    pub async fn forget_worker(&self, id: WorkerId) -> Result<(), LedgerError> {
        let Some((known, _)) = self.read_worker(id).await? else { return Ok(()) };
        let key = worker_key(id);
        let entry = IndexChange::Remove { index: WORKERS, key: entry_name(&known.facts.name, id) };
        self.store().commit(Commit::to(key.shard).named("forget_worker").remove(key).index(entry)).await?;
        Ok(())
    }

    /// Every life that is registered, by name.
    ///
    /// # Errors
    /// [`LedgerError::Store`], [`LedgerError::Unreadable`].
    pub async fn workers(&self) -> Result<Vec<WorkerView>, LedgerError> {
        let entries = self.store().scan(all_of(WORKERS)).await?;
        let ids: Vec<WorkerId> = entries.iter().filter_map(|e| e.key.rsplit(SEPARATOR).next()?.parse().ok()).collect();
        let keys: Vec<Key> = ids.iter().map(|id| worker_key(*id)).collect();
        let records = self.store().get(&keys).await?;
        let mut views = Vec::with_capacity(ids.len());
        for ((id, key), record) in ids.into_iter().zip(&keys).zip(records) {
            let Some(record) = record else { continue };
            let WorkerRecord { owner, facts } = decode_record(key, &record)?;
            views.push(WorkerView {
                id,
                owner,
                facts,
                registered_ms: record.created.at_ms,
                heard_ms: record.written.at_ms,
            });
        }
        Ok(views)
    }

    /// What an operator wants of the worker with a name; `None` when nobody said anything.
    ///
    /// # Errors
    /// [`LedgerError::Store`], [`LedgerError::Unreadable`].
    pub async fn wanted_of(&self, name: &str) -> Result<Option<Wanted>, LedgerError> {
        let key = wanted_key(name);
        let found = self.store().get(std::slice::from_ref(&key)).await?.into_iter().next().flatten();
        found.map(|record| decode_record(&key, &record)).transpose()
    }

    /// Says what an operator wants of whoever bears a name, now and after restarts.
    ///
    /// # Errors
    /// [`LedgerError::Name`], [`LedgerError::Store`].
    pub async fn want(&self, name: &str, wanted: &Wanted) -> Result<(), LedgerError> {
        names::check("worker's name", name)?;
        let key = wanted_key(name);
        let value = encode(wanted);
        let commit = Commit::to(key.shard).named("want");
        let commit = match wanted.standing.mode.takes_jobs() {
            // Nothing but the ordinary is wanted.
            true => commit.remove(key).index(IndexChange::Remove { index: WANTED, key: name.to_owned() }),
            false => {
                commit.put(key, value.clone()).index(IndexChange::Put { index: WANTED, key: name.to_owned(), value })
            }
        };
        self.store().commit(commit).await?;
        Ok(())
    }

    /// What operators want, by name.
    ///
    /// # Errors
    /// [`LedgerError::Store`], [`LedgerError::Unreadable`].
    pub async fn all_wanted(&self) -> Result<Vec<(String, Wanted)>, LedgerError> {
        let entries = self.store().scan(all_of(WANTED)).await?;
        entries.into_iter().map(|entry| Ok((entry.key.clone(), decode(&entry.key, &entry.value)?))).collect()
    }

    async fn read_worker(&self, id: WorkerId) -> Result<Option<(WorkerRecord, Record)>, LedgerError> {
        let key = worker_key(id);
        let found = self.store().get(std::slice::from_ref(&key)).await?.into_iter().next().flatten();
        found.map(|record| Ok((decode_record(&key, &record)?, record))).transpose()
    }

    async fn write_worker(
        &self,
        id: WorkerId,
        owner: &WorkerOwner,
        facts: &WorkerFacts,
        expected: Expected,
        before: Option<&str>,
    ) -> Result<(), CommitError> {
        let key = worker_key(id);
        let value = encode(&WorkerRecord { owner: owner.clone(), facts: facts.clone() });
        let mut commit = Commit::to(key.shard).named("hear_worker").expect(key.clone(), expected).put(key, value);
        if before != Some(facts.name.as_str()) {
            let renamed = before.map(|name| IndexChange::Remove { index: WORKERS, key: entry_name(name, id) });
            let named = IndexChange::Put { index: WORKERS, key: entry_name(&facts.name, id), value: Vec::new() };
            commit.index.extend(renamed.into_iter().chain([named]));
        }
        self.store().commit(commit).await.map(drop)
    }
}

fn worker_key(id: WorkerId) -> Key {
    let name = id.to_string();
    Key::new(Shard::of_name(&name), "worker", name)
}

fn wanted_key(name: &str) -> Key {
    Key::new(Shard::of_name(name), "wanted", name)
}

fn entry_name(name: &str, id: WorkerId) -> String {
    joined(&[name, &id.to_string()])
}

fn all_of(index: crate::Index) -> Scan {
    Scan { index, shard: None, prefix: String::new(), after: None, order: Order::Ascending, limit: usize::MAX }
}
