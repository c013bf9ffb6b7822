//! The file: its lock, its tables, its settings.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::backend;
use crate::{Durability, StoreError};

/// The version of the tables, kept in `user_version`.
const SCHEMA: i64 = 1;

const TABLES: &str = "
    CREATE TABLE records (
        shard INTEGER NOT NULL, tbl TEXT NOT NULL, name TEXT NOT NULL, value BLOB NOT NULL,
        created_seq INTEGER NOT NULL, created_ms INTEGER NOT NULL, seq INTEGER NOT NULL, ms INTEGER NOT NULL,
        PRIMARY KEY (tbl, name, shard)
    );
    CREATE TABLE entries (
        idx TEXT NOT NULL, key TEXT NOT NULL, shard INTEGER NOT NULL, value BLOB NOT NULL, seq INTEGER NOT NULL,
        PRIMARY KEY (idx, key)
    ) WITHOUT ROWID;
    CREATE TABLE counts (name TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE events (
        seq INTEGER PRIMARY KEY, shard INTEGER NOT NULL, ms INTEGER NOT NULL, subject TEXT NOT NULL, body BLOB NOT NULL
    );
    CREATE INDEX events_of_shard ON events (shard, seq);
    CREATE TABLE shards (
        shard INTEGER PRIMARY KEY, head INTEGER NOT NULL DEFAULT 0, floor INTEGER NOT NULL DEFAULT 0
    );
    CREATE TABLE clock (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL, ms INTEGER NOT NULL);
    INSERT INTO clock VALUES (1, 0, 0);
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 63) INSERT INTO shards (shard) SELECT i FROM n;
    PRAGMA user_version = 1;
";

/// Takes a folder for this process. The kernel gives it back when the process ends, however it does.
pub(super) fn lock(folder: &Path) -> Result<File, StoreError> {
    let create =
        |path: &Path, error: std::io::Error| StoreError::Create { path: path.to_path_buf(), why: error.to_string() };
    std::fs::create_dir_all(folder).map_err(|e| create(folder, e))?;
    let path = folder.join("store.lock");
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(|e| create(&path, e))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse { path }),
        Err(TryLockError::Error(error)) => Err(create(&path, error)),
    }
}

/// The connection that writes; makes the tables in a new file.
pub(super) fn open_writer(path: &Path, durability: Durability) -> Result<Connection, StoreError> {
    let connection = Connection::open(path).map_err(backend("open"))?;
    let synchronous = match durability {
        Durability::Host => "FULL",
        Durability::Process => "NORMAL",
    };
    let settings = format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous}; PRAGMA cache_size = -16000;
         PRAGMA wal_autocheckpoint = 4000;"
    );
    connection.execute_batch(&settings).map_err(backend("open"))?;
    connection.set_prepared_statement_cache_capacity(64);
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(backend("open"))?;
    match found {
        SCHEMA => {}
        0 => {
            let tables = format!("BEGIN IMMEDIATE; {TABLES} COMMIT;");
            connection.execute_batch(&tables).map_err(backend("create tables"))?;
        }
        found => return Err(StoreError::Newer { path: path.to_path_buf(), found, known: SCHEMA }),
    }
    Ok(connection)
}

/// A connection that reads. In WAL mode it neither waits for the writer nor makes it wait.
pub(super) fn open_reader(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(backend("open"))?;
    connection.busy_timeout(std::time::Duration::from_secs(5)).map_err(backend("open"))?;
    Ok(connection)
}
