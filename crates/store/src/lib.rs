//! The store: the truth for everything that was accepted.
//!
//! Two layers. Below, the trait [`Store`]: one write primitive, [`Store::commit`], plus get, scan
//! and tail, over shards. [`Embedded`] is its backend for one process: SQLite, crash-safe, many
//! commits in one fsync. [`conformance::suite`] is what every backend must pass.
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
//! | [`ledger::api_keys`] | who asks |
//!
//! Large things are in [`Blobs`], by digest, written before the record that names them.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod blobs;
pub mod commit;
pub mod conformance;
pub mod embedded;
pub mod error;
pub mod key;
pub mod ledger;
pub mod scan;
pub mod store;

pub use blobs::{BlobError, Blobs};
pub use commit::{Commit, Count, Expected, IndexChange, NewEvent, Put};
pub use embedded::{Durability, Embedded};
pub use error::{CommitError, StoreError, TailError};
pub use key::{Key, Shard};
pub use ledger::{Ledger, LedgerError};
pub use scan::{Entry, Index, Order, Scan};
pub use store::{Event, Record, Stamp, Store};
