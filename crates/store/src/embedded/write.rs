//! Writing: every commit that waits goes into one transaction.

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};
use tokio::sync::oneshot;

use super::read::{number, sql_number};
use super::{Inner, backend};
use crate::store::locked;
use crate::{Commit, CommitError, Event, Expected, IndexChange, Key, Shard, Stamp, StoreError};

/// A commit that waits for its transaction.
pub(super) struct Job {
    pub(super) commit: Commit,
    pub(super) answer: oneshot::Sender<Result<Stamp, CommitError>>,
}

/// Old events of a shard are looked for when this many new ones were written.
const PRUNE_EVERY: usize = 64;

/// The connection that writes.
pub(super) struct Writer {
    connection: Connection,
    /// How many events each shard got since its old ones were looked for.
    unpruned: Vec<usize>,
}

impl Writer {
    pub(super) fn new(connection: Connection) -> Self {
        Self { connection, unpruned: vec![PRUNE_EVERY; usize::from(Shard::COUNT)] }
    }
}

/// What a transaction wrote to a shard, to be told when it is durable.
#[derive(Default)]
struct Written {
    head: u64,
    events: Vec<Arc<Event>>,
    floor: Option<u64>,
}

/// The state of one transaction.
struct Batch<'a> {
    transaction: &'a Transaction<'a>,
    now_ms: u64,
    sequence: u64,
    written: BTreeMap<Shard, Written>,
}

impl Inner {
    /// Writes what waits, and answers when it is durable.
    pub(super) fn write_waiting(&self) {
        let mut writer = locked(&self.writer);
        let jobs = std::mem::take(&mut *locked(&self.waiting));
        if jobs.is_empty() {
            return;
        }
        let (commits, waiters): (Vec<Commit>, Vec<_>) = jobs.into_iter().map(|job| (job.commit, job.answer)).unzip();
        match self.transact(&mut writer, &commits) {
            Ok(answers) => {
                for (waiter, answer) in waiters.into_iter().zip(answers) {
                    // Whoever asked may have gone away.
                    let _ = waiter.send(answer);
                }
            }
            Err(error) => {
                tracing::error!(%error, commits = commits.len(), "a transaction failed");
                for waiter in waiters {
                    let _ = waiter.send(Err(error.clone().into()));
                }
            }
        }
    }

    fn transact(&self, writer: &mut Writer, commits: &[Commit]) -> Result<Vec<Result<Stamp, CommitError>>, StoreError> {
        let begin = writer.connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = begin.map_err(backend("begin a transaction"))?;
        let (answers, written) = {
            let clock = transaction.query_row("SELECT seq, ms FROM clock", [], |r| Ok((number(r, 0)?, number(r, 1)?)));
            let (sequence, last_ms) = clock.map_err(backend("read the clock"))?;
            let now_ms = (self.options.clock)().max(last_ms);
            let mut batch = Batch { transaction: &transaction, now_ms, sequence, written: BTreeMap::new() };
            // What one commit finds unexpected is no error of the others; a database error is everybody's.
            let apply = |commit: &Commit| match batch.apply(commit) {
                Ok(answer) => Ok(answer),
                Err(error) => Err(backend("write")(error)),
            };
            let answers: Vec<_> = commits.iter().map(apply).collect::<Result<_, _>>()?;
            batch.close(&mut writer.unpruned, self.options.retained_events).map_err(backend("write"))?;
            (answers, batch.written)
        };
        transaction.commit().map_err(backend("commit"))?;
        for (shard, Written { head, events, floor }) in written {
            self.feeds.publish(shard, head, events);
            if let Some(floor) = floor {
                self.feeds.raise_floor(shard, floor);
            }
        }
        Ok(answers)
    }
}

impl Batch<'_> {
    fn apply(&mut self, commit: &Commit) -> rusqlite::Result<Result<Stamp, CommitError>> {
        // Every check comes before the first write: a refused commit leaves nothing.
        for (key, expected) in &commit.expected {
            if !self.holds(key, expected)? {
                return Ok(Err(CommitError::Conflict { key: key.clone() }));
            }
        }
        for count in &commit.counts {
            if let Some(limit) = count.at_most
                && self.counter(&count.name)?.saturating_add_signed(count.delta) > limit
            {
                return Ok(Err(CommitError::Limit { counter: count.name.clone(), limit }));
            }
        }
        self.sequence += u64::try_from(commit.events.len().max(1)).unwrap_or(u64::MAX);
        let stamp = Stamp { sequence: self.sequence, at_ms: self.now_ms };
        self.write(commit, stamp)?;
        Ok(Ok(stamp))
    }

    fn holds(&self, key: &Key, expected: &Expected) -> rusqlite::Result<bool> {
        let mut select = self
            .transaction
            .prepare_cached("SELECT seq, value FROM records WHERE tbl = ?1 AND name = ?2 AND shard = ?3")?;
        let found = select
            .query_row(params![key.table, key.name, key.shard.number()], |row| {
                Ok(match expected {
                    Expected::Absent => false,
                    Expected::Version(version) => number(row, 0)? == *version,
                    Expected::Value(value) => row.get_ref(1)?.as_blob()? == value.as_slice(),
                })
            })
            .optional()?;
        Ok(found.unwrap_or(*expected == Expected::Absent))
    }

    fn counter(&self, name: &str) -> rusqlite::Result<u64> {
        let mut select = self.transaction.prepare_cached("SELECT n FROM counts WHERE name = ?1")?;
        Ok(select.query_row([name], |row| number(row, 0)).optional()?.unwrap_or_default())
    }

    fn write(&mut self, commit: &Commit, stamp: Stamp) -> rusqlite::Result<()> {
        let (shard, sequence, at_ms) = (commit.shard.number(), sql_number(stamp.sequence), sql_number(stamp.at_ms));
        let tx = self.transaction;
        for put in &commit.puts {
            tx.prepare_cached(
                "INSERT INTO records VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?5, ?6)
                 ON CONFLICT DO UPDATE SET value = ?4, seq = ?5, ms = ?6",
            )?
            .execute(params![shard, put.key.table, put.key.name, put.value, sequence, at_ms])?;
        }
        for key in &commit.removes {
            tx.prepare_cached("DELETE FROM records WHERE tbl = ?1 AND name = ?2 AND shard = ?3")?
                .execute(params![key.table, key.name, shard])?;
        }
        for change in &commit.index {
            match change {
                IndexChange::Put { index, key, value } => tx
                    .prepare_cached("INSERT OR REPLACE INTO entries VALUES (?1, ?2, ?3, ?4, ?5)")?
                    .execute(params![index.name, key, shard, value, sequence])?,
                IndexChange::Remove { index, key } => tx
                    .prepare_cached("DELETE FROM entries WHERE idx = ?1 AND key = ?2 AND shard = ?3")?
                    .execute(params![index.name, key, shard])?,
                IndexChange::RemovePrefix { index, prefix } => tx
                    .prepare_cached("DELETE FROM entries WHERE idx = ?1 AND key >= ?2 AND key < ?3 AND shard = ?4")?
                    .execute(params![index.name, prefix, format!("{prefix}{}", char::MAX), shard])?,
            };
        }
        for count in &commit.counts {
            tx.prepare_cached(
                "INSERT INTO counts VALUES (?1, max(?2, 0)) ON CONFLICT DO UPDATE SET n = max(n + ?2, 0)",
            )?
            .execute(params![count.name, count.delta])?;
        }
        let written = self.written.entry(commit.shard).or_default();
        written.head = stamp.sequence;
        let first = stamp.sequence + 1 - commit.events.len() as u64;
        for (event, sequence) in commit.events.iter().zip(first..) {
            tx.prepare_cached("INSERT INTO events VALUES (?1, ?2, ?3, ?4, ?5)")?.execute(params![
                sql_number(sequence),
                shard,
                at_ms,
                event.subject,
                event.body
            ])?;
            let (subject, body) = (event.subject.clone(), event.body.clone());
            written.events.push(Arc::new(Event { sequence, at_ms: stamp.at_ms, subject, body }));
        }
        Ok(())
    }

    /// Writes the clock and the heads, and removes events that are too many.
    fn close(&mut self, unpruned: &mut [usize], retained: usize) -> rusqlite::Result<()> {
        let tx = self.transaction;
        tx.prepare_cached("UPDATE clock SET seq = ?1, ms = ?2")?
            .execute(params![sql_number(self.sequence), sql_number(self.now_ms)])?;
        for (shard, written) in &mut self.written {
            tx.prepare_cached("UPDATE shards SET head = ?2 WHERE shard = ?1")?
                .execute(params![shard.number(), sql_number(written.head)])?;
            let unpruned = &mut unpruned[usize::from(shard.number())];
            *unpruned += written.events.len();
            if *unpruned < PRUNE_EVERY {
                continue;
            }
            *unpruned = 0;
            // The newest event that is one too many.
            let floor = tx
                .prepare_cached("SELECT seq FROM events WHERE shard = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ?2")?
                .query_row(params![shard.number(), sql_number(retained as u64)], |row| number(row, 0))
                .optional()?;
            if let Some(floor) = floor {
                tx.prepare_cached("DELETE FROM events WHERE shard = ?1 AND seq <= ?2")?
                    .execute(params![shard.number(), sql_number(floor)])?;
                tx.prepare_cached("UPDATE shards SET floor = ?2 WHERE shard = ?1")?
                    .execute(params![shard.number(), sql_number(floor)])?;
                written.floor = Some(floor);
            }
        }
        Ok(())
    }
}
