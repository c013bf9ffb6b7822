//! What the leader of the schedulers decides. Every write carries its epoch and is refused when
//! another scheduler has raised it since.

use futures::future::try_join_all;
use pyjury_core::judging::{AttemptRef, JudgingRef, Placement, ReplaceCause, State};
use pyjury_core::submission::Lane;

use super::transition::Step;
use crate::{Commit, CommitError, Expected, Key, Ledger, LedgerError, Shard, Stamp};

/// A term of leadership.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Epoch(u64);

impl Epoch {
    /// Its number.
    pub const fn number(self) -> u64 {
        self.0
    }

    /// Kept in every shard, so that a write can check it where it happens.
    pub(crate) fn key(self, shard: Shard) -> Key {
        key(shard)
    }

    pub(crate) fn value(self) -> Vec<u8> {
        self.0.to_string().into_bytes()
    }
}

fn key(shard: Shard) -> Key {
    Key::new(shard, "epoch", "leader")
}

impl Ledger {
    /// Begins a term of leadership: from now on the writes of every earlier one are refused.
    ///
    /// # Errors
    /// [`LedgerError::Deposed`] when another scheduler raises it at the same time.
    pub async fn raise_epoch(&self) -> Result<Epoch, LedgerError> {
        let keys: Vec<Key> = Shard::all().map(key).collect();
        let found = self.store().get(&keys).await?;
        let mut highest = 0;
        for (key, record) in keys.iter().zip(&found) {
            let Some(record) = record else { continue };
            let number = std::str::from_utf8(&record.value).ok().and_then(|text| text.parse::<u64>().ok());
            highest = highest.max(number.ok_or_else(|| LedgerError::Unreadable {
                what: key.to_string(),
                why: "expected a decimal number".to_owned(),
            })?);
        }
        let epoch = Epoch(highest + 1);
        let raise = |(key, record): (Key, Option<crate::Record>)| async move {
            let expected = record.map_or(Expected::Absent, |r| Expected::Version(r.written.sequence));
            let commit =
                Commit::to(key.shard).named("raise_epoch").expect(key.clone(), expected).put(key, epoch.value());
            match self.store().commit(commit).await {
                Ok(_) => Ok(()),
                Err(CommitError::Conflict { .. }) => Err(LedgerError::Deposed { epoch: epoch.0 }),
                Err(error) => Err(error.into()),
            }
        };
        try_join_all(keys.into_iter().zip(found).map(raise)).await?;
        Ok(epoch)
    }

    /// Proves that an epoch leads and that the store can be written, and tells the store's time.
    ///
    /// # Errors
    /// [`LedgerError::Deposed`] when another scheduler leads, [`LedgerError::Store`] when the store
    /// can't be written.
    pub async fn prove(&self, epoch: Epoch, shard: Shard) -> Result<Stamp, LedgerError> {
        let commit = Commit::to(shard)
            .named("prove")
            .expect(key(shard), Expected::Value(epoch.value()))
            .put(Key::new(shard, "epoch", "proved"), epoch.value());
        match self.store().commit(commit).await {
            Err(CommitError::Conflict { .. }) => Err(LedgerError::Deposed { epoch: epoch.0 }),
            other => Ok(other?),
        }
    }

    /// Queued → Placed, and the lane that it waited in. Publish the job only after this returned `Ok`.
    ///
    /// # Errors
    /// [`LedgerError::Refused`] when it is no longer queued, [`LedgerError::Deposed`].
    pub async fn place(&self, of: JudgingRef, to: Placement) -> Result<Lane, LedgerError> {
        let step = |record: &mut super::record::JudgingRecord| {
            record.judging.place(to)?;
            record.timings.begin_again();
            Ok(Step::Moved)
        };
        Ok(self.change(of, Some(Epoch(to.epoch)), step).await?.lane)
    }

    /// Placed → Queued, uncounted: it was not started in time, or its job could not be published.
    ///
    /// # Errors
    /// [`LedgerError::Refused`] when it was started or has ended, [`LedgerError::Deposed`].
    pub async fn unplace(&self, epoch: Epoch, attempt: AttemptRef) -> Result<(), LedgerError> {
        let step = |record: &mut super::record::JudgingRecord| {
            record.judging.unplace(attempt.attempt)?;
            Ok(Step::Replaced(ReplaceCause::NotStarted))
        };
        self.change(attempt.judging(), Some(epoch), step).await.map(drop)
    }

    /// Running → Queued, or Abandoned at the poison limit: its lease ran out. Returns the new state.
    ///
    /// # Errors
    /// [`LedgerError::Refused`] when the attempt doesn't run any more, [`LedgerError::Deposed`].
    pub async fn worker_died(&self, epoch: Epoch, attempt: AttemptRef) -> Result<State, LedgerError> {
        let step = |record: &mut super::record::JudgingRecord| {
            record.judging.worker_died(attempt.attempt)?;
            Ok(Step::Replaced(ReplaceCause::WorkerLost))
        };
        Ok(self.change(attempt.judging(), Some(epoch), step).await?.judging.state)
    }

    /// Queued or Placed → Expired: its deadline passed.
    ///
    /// # Errors
    /// [`LedgerError::Refused`] when it runs or has ended, [`LedgerError::Deposed`].
    pub async fn expire(&self, epoch: Epoch, of: JudgingRef) -> Result<(), LedgerError> {
        let step = |record: &mut super::record::JudgingRecord| {
            record.judging.expire()?;
            Ok(Step::Moved)
        };
        self.change(of, Some(epoch), step).await.map(drop)
    }

    /// Any open state → Abandoned: it can't be judged.
    ///
    /// # Errors
    /// [`LedgerError::Refused`] when it has ended, [`LedgerError::Deposed`].
    pub async fn abandon(&self, epoch: Epoch, of: JudgingRef, why: String) -> Result<(), LedgerError> {
        let step = |record: &mut super::record::JudgingRecord| {
            record.judging.abandon(why.clone())?;
            Ok(Step::Moved)
        };
        self.change(of, Some(epoch), step).await.map(drop)
    }
}
