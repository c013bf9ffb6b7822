//! The one write: what it expects and what it changes.

use crate::{Index, Key, Shard};

/// A write to one shard. All of it happens, or nothing.
#[derive(Clone, Debug)]
pub struct Commit {
    /// The shard. Every key below must be in it.
    pub shard: Shard,
    /// What must hold, else nothing is written.
    pub expected: Vec<(Key, Expected)>,
    /// Records to write.
    pub puts: Vec<Put>,
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
            shard,
            expected: Vec::new(),
            puts: Vec::new(),
            index: Vec::new(),
            counts: Vec::new(),
            events: Vec::new(),
        }
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

/// A change of a counter. Counters span shards, never go below 0, and are exact; only a backend
/// whose shards are on several machines may let as many commits pass a limit as are under way.
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
