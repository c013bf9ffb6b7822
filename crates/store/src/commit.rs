//! The one write: what it expects and what it changes.

use crate::{CommitError, Index, Key, Shard};

/// A write to one shard. All of it happens, or nothing.
#[derive(Clone, Debug)]
pub struct Commit {
    /// What the commit is, for metrics and for tests that fail it: a word from a closed set.
    pub name: &'static str,
    /// The shard. Every key below must be in it.
    pub shard: Shard,
    /// What must hold, else nothing is written.
    pub expected: Vec<(Key, Expected)>,
    /// Records to write.
    pub puts: Vec<Put>,
    /// Records to remove if they are there, none of them written by this commit.
    pub removes: Vec<Key>,
    /// Index entries to write and to remove, in this order.
    pub index: Vec<IndexChange>,
    /// Counters to change.
    pub counts: Vec<Count>,
    /// Events to append to the shard's stream, in this order.
    pub events: Vec<NewEvent>,
}

impl Commit {
    /// A commit that changes nothing yet.
    pub const fn to(shard: Shard) -> Self {
        Self {
            name: "commit",
            shard,
            expected: Vec::new(),
            puts: Vec::new(),
            removes: Vec::new(),
            index: Vec::new(),
            counts: Vec::new(),
            events: Vec::new(),
        }
    }

    /// The same commit by another name.
    #[must_use]
    pub const fn named(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    /// Also expects something of a record.
    #[must_use]
    pub fn expect(mut self, key: Key, expected: Expected) -> Self {
        self.expected.push((key, expected));
        self
    }

    /// Also writes a record.
    #[must_use]
    pub fn put(mut self, key: Key, value: Vec<u8>) -> Self {
        self.puts.push(Put { key, value });
        self
    }

    /// Also removes a record.
    #[must_use]
    pub fn remove(mut self, key: Key) -> Self {
        self.removes.push(key);
        self
    }

    /// Also changes an index.
    #[must_use]
    pub fn index(mut self, change: IndexChange) -> Self {
        self.index.push(change);
        self
    }

    /// Also changes a counter.
    #[must_use]
    pub fn count(mut self, count: Count) -> Self {
        self.counts.push(count);
        self
    }

    /// Also appends an event.
    #[must_use]
    pub fn event(mut self, subject: impl Into<String>, body: Vec<u8>) -> Self {
        self.events.push(NewEvent { subject: subject.into(), body });
        self
    }

    /// Whether every key is in the commit's shard.
    pub(crate) fn check_shard(&self) -> Result<(), CommitError> {
        let expected = self.expected.iter().map(|(key, _)| key);
        let mut keys = expected.chain(self.puts.iter().map(|put| &put.key)).chain(&self.removes);
        match keys.find(|key| key.shard != self.shard) {
            Some(key) => Err(CommitError::Shard { key: key.clone(), shard: self.shard }),
            None => Ok(()),
        }
    }
}

/// What must hold of a record for a commit to happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// There is none.
    Absent,
    /// It was last written by the commit with this sequence.
    Version(u64),
    /// It holds exactly these bytes.
    Value(Vec<u8>),
}

/// A record to write.
#[derive(Clone, Debug)]
pub struct Put {
    /// Its key.
    pub key: Key,
    /// Its bytes.
    pub value: Vec<u8>,
}

/// A change of an index.
#[derive(Clone, Debug)]
pub enum IndexChange {
    /// Writes an entry, in place of the one with the same key.
    Put {
        /// The index.
        index: Index,
        /// The entry's key. Keys are unique in an index over all shards.
        key: String,
        /// What the entry holds.
        value: Vec<u8>,
    },
    /// Removes an entry if it is there.
    Remove {
        /// The index.
        index: Index,
        /// The entry's key.
        key: String,
    },
    /// Removes every entry of this shard whose key starts so.
    RemovePrefix {
        /// The index.
        index: Index,
        /// How the keys start.
        prefix: String,
    },
}

/// A change of a counter. Counters span shards, never go below 0, and are exact. So are their limits
/// for the commits of one process; several processes that share a store may together pass a limit by
/// what the others added in the last moments.
#[derive(Clone, Debug)]
pub struct Count {
    /// Which counter.
    pub name: String,
    /// What is added.
    pub delta: i64,
    /// The commit is refused if the counter would be larger than this.
    pub at_most: Option<u64>,
}

/// An event to append.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// What it is about, for those who follow one subject.
    pub subject: String,
    /// What happened.
    pub body: Vec<u8>,
}
