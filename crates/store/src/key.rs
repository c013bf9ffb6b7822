//! Where things are kept: shards and keys.

use std::fmt;

use pyjury_core::{Digest, SubmissionId};

/// One of [`Shard::COUNT`] parts of the store. What must change together is in the same shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shard(u8);

impl Shard {
    /// How many shards there are. It is part of every key: changing it needs a migration.
    pub const COUNT: u8 = 64;

    /// A shard by its number.
    pub const fn new(number: u8) -> Option<Self> {
        if number < Self::COUNT { Some(Self(number)) } else { None }
    }

    /// Every shard.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..Self::COUNT).map(Self)
    }

    /// The shard of a submission and of everything about it: the last six bits of its random id.
    pub const fn of(submission: SubmissionId) -> Self {
        Self(submission.0.as_bytes()[15] % Self::COUNT)
    }

    /// The shard of anything that isn't about one submission, by the hash of its name.
    pub fn of_name(name: &str) -> Self {
        let hex = Digest::of(name.as_bytes()).hex();
        let last = hex.bytes().next_back().unwrap_or_default();
        let before = hex.bytes().nth_back(1).unwrap_or_default();
        Self((last ^ (before << 2)) % Self::COUNT)
    }

    /// Its number, from 0.
    pub const fn number(self) -> u8 {
        self.0
    }
}

/// Names a record: its shard, its table and its name within the table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Where it is kept.
    pub shard: Shard,
    /// What it is, such as `judging`.
    pub table: &'static str,
    /// Which one.
    pub name: String,
}

impl Key {
    /// A key.
    pub fn new(shard: Shard, table: &'static str, name: impl Into<String>) -> Self {
        Self { shard, table, name: name.into() }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{s{}}}:{}:{}", self.shard.0, self.table, self.name)
    }
}
