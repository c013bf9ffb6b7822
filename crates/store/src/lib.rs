//! The store: the truth for everything that was accepted.
//!
//! Two layers. Below, the trait [`Store`]: one write primitive, [`Store::commit`], plus get, scan
//! and tail, over shards. [`Embedded`] is its backend for one process: SQLite, crash-safe, many
//! commits in one fsync. [`Redis`] is the one for many processes, over a Redis or a Redis Cluster.
//! [`conformance::suite`] is what every backend must pass.
//!
//! Above, the [`Ledger`]: the domain's rules, written once for all backends. The gateway writes
//! through it what clients and workers do; the leader of the schedulers writes through it what it
//! decides, each write carrying its [`Epoch`](ledger::Epoch). Nobody else writes.
//!
//! | module | noun |
//! |---|---|
//! | [`ledger::submissions`] | create (idempotent, within quotas), read, list, watch |
//! | [`ledger::attempts`] | what a worker does with an attempt: start, renew, cases, finish, give back |
//! | [`ledger::placements`] | what the leader decides: place, take back, count deaths, expire |
//! | [`ledger::pending`] | what hasn't ended: the scheduler's index is rebuilt from it |
//! | [`ledger::problems`] | packages by digest and by name |
//! | [`ledger::retire`] | how long what has ended is kept |
//! | [`ledger::api_keys`] | who asks, and what for |
//! | [`ledger::audit`] | who did what, beyond one's own submissions |
//! | [`ledger::workers`] | which workers there are, and what operators want of them |
//! | [`ledger::dead`], [`ledger::rejudge`] | what was abandoned, and judging once more |
//!
//! Large things are in [`Blobs`], by digest, written before the record that names them.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod blobs;
mod clock;
pub mod commit;
pub mod conformance;
pub mod durability;
pub mod embedded;
pub mod error;
mod feed;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
pub mod key;
pub mod ledger;
pub mod measured;
pub mod redis;
pub mod scan;
pub mod store;

pub use blobs::{BlobError, BlobPlace, Blobs};
pub use commit::{Commit, Count, Expected, IndexChange, NewEvent, Put};
pub use durability::Durability;
pub use embedded::Embedded;
pub use error::{CommitError, StoreError, TailError};
pub use key::{Key, Shard};
pub use ledger::{Ledger, LedgerError};
pub use measured::{Measured, Metrics};
pub use redis::{ClientCertificate, Redis, RedisConfig, Topology};
pub use scan::{Entry, Index, Order, Scan};
pub use store::{Event, Record, Stamp, Store};
