//! What can go wrong below the domain's rules.

use std::path::PathBuf;

use crate::{Key, Shard};

/// The store can't be opened, read or written.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// A folder or file can't be made.
    #[error("can't create {path}: {why}; check that it is on a local disk and writable")]
    Create {
        /// Which.
        path: PathBuf,
        /// What the kernel said.
        why: String,
    },
    /// Another process has it.
    #[error("{path} is in use by another process; stop that one, or choose another --data folder")]
    InUse {
        /// The lock file.
        path: PathBuf,
    },
    /// It was written by a newer version.
    #[error(
        "{path} has schema {found}, this version knows up to {known}; use the version that wrote it or a newer one"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The newest that is known here.
        known: i64,
    },
    /// It isn't set up as the store needs it.
    #[error("{server}: expected {setting} {expected}, got {found}; {remedy}")]
    Setting {
        /// Which server, or our own configuration.
        server: String,
        /// Which setting.
        setting: String,
        /// What it should be.
        expected: String,
        /// What it is.
        found: String,
        /// What to do.
        remedy: String,
    },
    /// Its server refused; nothing happened.
    #[error("the store failed to {step}: {server} says {why}; {remedy}")]
    Refused {
        /// What was being done.
        step: &'static str,
        /// Which server.
        server: String,
        /// What it said.
        why: String,
        /// What to do.
        remedy: String,
    },
    /// Its server can't be reached; nothing happened.
    #[error("{server} can't be reached: {why}; check the URL, and that the server runs")]
    Unreachable {
        /// Which server.
        server: String,
        /// What the system said.
        why: String,
    },
    /// The database failed; whether a write happened is unknown.
    #[error("the store failed to {step}: {why}")]
    Backend {
        /// What was being done.
        step: &'static str,
        /// What the database said.
        why: String,
    },
}

/// A commit didn't happen.
#[derive(Clone, Debug, thiserror::Error)]
pub enum CommitError {
    /// A record isn't as expected: somebody else was faster.
    #[error("{key} is not as expected")]
    Conflict {
        /// The first record that isn't.
        key: Key,
    },
    /// A counter would pass its limit.
    #[error("{counter} is at its limit of {limit}")]
    Limit {
        /// The counter.
        counter: String,
        /// Its limit.
        limit: u64,
    },
    /// A key is in another shard than the commit: a mistake of the caller.
    #[error("{key} is not in shard {}", shard.number())]
    Shard {
        /// The key.
        key: Key,
        /// The commit's shard.
        shard: Shard,
    },
    /// The store failed; whether the commit happened is unknown.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Events can't be followed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum TailError {
    /// Events after the cursor are gone, or the cursor was never given out.
    #[error("the events after {after} are not kept; the oldest cursor is {oldest}")]
    CursorGone {
        /// The cursor.
        after: u64,
        /// The oldest cursor that can be resumed from.
        oldest: u64,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
