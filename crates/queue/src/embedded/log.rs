//! The log of declared queues and of messages that aren't acked.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use tokio::sync::oneshot;

use super::Durability;
use crate::{QueueError, QueueName};

/// One change.
pub(super) enum Op {
    Declare(QueueName),
    Delete(QueueName),
    Put { id: u64, queue: QueueName, body: Arc<[u8]> },
    Remove(Vec<u64>),
}

/// What the log holds when it is opened.
pub(super) struct Kept {
    pub(super) queues: Vec<QueueName>,
    pub(super) messages: Vec<(u64, QueueName, Arc<[u8]>)>,
    pub(super) last: u64,
}

type Job = (Op, oneshot::Sender<Result<(), QueueError>>);

pub(super) struct Log {
    shared: Arc<Shared>,
}

struct Shared {
    waiting: Mutex<Vec<Job>>,
    /// Whoever holds it writes a transaction with everything that waits.
    turn: tokio::sync::Mutex<()>,
    connection: Mutex<Connection>,
}

const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS queues (name TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS messages (id INTEGER PRIMARY KEY, queue TEXT NOT NULL, body BLOB NOT NULL);
";

impl Log {
    pub(super) fn open(path: &Path, durability: Durability) -> Result<(Self, Kept), QueueError> {
        let failed = |why: String| QueueError::Open { path: path.to_path_buf(), why };
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|e| failed(e.to_string()))?;
        }
        let open = || -> rusqlite::Result<(Connection, Kept)> {
            let mut connection = Connection::open(path)?;
            let synchronous = match durability {
                Durability::Host => "FULL",
                Durability::Process => "NORMAL",
            };
            connection
                .execute_batch(&format!("PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous}; {TABLES}"))?;
            let kept = load(&mut connection)?;
            Ok((connection, kept))
        };
        let (connection, kept) = open().map_err(|e| failed(e.to_string()))?;
        let shared = Shared {
            waiting: Mutex::default(),
            turn: tokio::sync::Mutex::default(),
            connection: Mutex::new(connection),
        };
        Ok((Self { shared: Arc::new(shared) }, kept))
    }

    /// Writes a change; it is durable when this returns. Changes that wait share a transaction.
    pub(super) async fn write(&self, op: Op) -> Result<(), QueueError> {
        let (answer, mut answered) = oneshot::channel();
        self.shared.waiting.lock().unwrap_or_else(PoisonError::into_inner).push((op, answer));
        {
            let _turn = self.shared.turn.lock().await;
            if let Ok(answer) = answered.try_recv() {
                return answer;
            }
            let shared = self.shared.clone();
            let written = tokio::task::spawn_blocking(move || shared.write_waiting()).await;
            written.map_err(|e| QueueError::Backend { step: "write", why: e.to_string() })?;
        }
        let lost = |_| QueueError::Backend { step: "write", why: "the writer stopped".to_owned() };
        answered.await.map_err(lost)?
    }
}

impl Shared {
    fn write_waiting(&self) {
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let jobs = std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        if jobs.is_empty() {
            return;
        }
        let written = transact(&mut connection, &jobs)
            .map_err(|error| QueueError::Backend { step: "write", why: error.to_string() });
        if let Err(error) = &written {
            tracing::error!(%error, changes = jobs.len(), "a transaction of the queue failed");
        }
        for (_, answer) in jobs {
            // Whoever asked may have gone away.
            let _ = answer.send(written.clone());
        }
    }
}

fn transact(connection: &mut Connection, jobs: &[Job]) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for (op, _) in jobs {
        apply(&transaction, op)?;
    }
    transaction.commit()
}

fn apply(transaction: &Transaction<'_>, op: &Op) -> rusqlite::Result<()> {
    match op {
        Op::Declare(queue) => {
            let sql = "INSERT OR IGNORE INTO queues VALUES (?1)";
            transaction.prepare_cached(sql)?.execute([queue.to_string()])?;
        }
        Op::Delete(queue) => {
            transaction.prepare_cached("DELETE FROM queues WHERE name = ?1")?.execute([queue.to_string()])?;
            transaction.prepare_cached("DELETE FROM messages WHERE queue = ?1")?.execute([queue.to_string()])?;
        }
        Op::Put { id, queue, body } => {
            let sql = "INSERT INTO messages VALUES (?1, ?2, ?3)";
            transaction.prepare_cached(sql)?.execute(params![signed(*id), queue.to_string(), &body[..]])?;
        }
        Op::Remove(ids) => {
            let mut remove = transaction.prepare_cached("DELETE FROM messages WHERE id = ?1")?;
            for id in ids {
                remove.execute([signed(*id)])?;
            }
        }
    }
    Ok(())
}

/// Reads everything, and forgets the queues that don't outlive their consumers.
fn load(connection: &mut Connection) -> rusqlite::Result<Kept> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut kept = Kept { queues: Vec::new(), messages: Vec::new(), last: 0 };
    {
        let mut select = transaction.prepare("SELECT name FROM queues")?;
        let names: Vec<String> = select.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        for name in names {
            match name.parse::<QueueName>() {
                Ok(queue) if queue.expires().is_none() => kept.queues.push(queue),
                _ => {
                    transaction.execute("DELETE FROM queues WHERE name = ?1", [&name])?;
                    transaction.execute("DELETE FROM messages WHERE queue = ?1", [&name])?;
                }
            }
        }
        let mut select = transaction.prepare("SELECT id, queue, body FROM messages ORDER BY id")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let id = u64::try_from(id).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(0, id))?;
            kept.last = id;
            let body: Vec<u8> = row.get(2)?;
            if let Ok(queue) = row.get::<_, String>(1)?.parse() {
                kept.messages.push((id, queue, body.into()));
            }
        }
    }
    transaction.commit()?;
    Ok(kept)
}

/// SQLite's integers are signed. Numbers of messages are counted up from 1.
fn signed(id: u64) -> i64 {
    i64::try_from(id).unwrap_or(i64::MAX)
}
