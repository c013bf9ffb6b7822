//! Reading indexes.

use crate::Shard;

/// A named, sorted collection of entries. A scan shows every commit that returned before it began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Index {
    /// Its name.
    pub name: &'static str,
}

/// Which way to go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// From the smallest key.
    #[default]
    Ascending,
    /// From the largest key.
    Descending,
}

/// Which entries to read.
#[derive(Clone, Debug)]
pub struct Scan {
    /// The index.
    pub index: Index,
    /// Only entries of this shard; `None` for all shards, merged in the order of keys.
    pub shard: Option<Shard>,
    /// Only keys that start so.
    pub prefix: String,
    /// Only keys beyond this one, in the direction of the scan: the last key of the page before.
    pub after: Option<String>,
    /// Which way to go.
    pub order: Order,
    /// The most entries. Fewer come only when there are no more.
    pub limit: usize,
}

/// An entry of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The shard of the commit that wrote it.
    pub shard: Shard,
    /// Its key.
    pub key: String,
    /// What it holds.
    pub value: Vec<u8>,
    /// The sequence of the commit that wrote it.
    pub sequence: u64,
}
