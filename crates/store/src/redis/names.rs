//! What the keys and the channel are called.

use crate::{Index, Key, Shard};

/// Makes names with one prefix. The hash tag keeps a shard in one slot of a cluster.
#[derive(Clone, Debug)]
pub(super) struct Names {
    prefix: String,
}

impl Names {
    pub(super) fn new(prefix: &str) -> Self {
        Self { prefix: prefix.to_owned() }
    }

    /// A hash: `seq` and `at` of the newest commit, `floor`: the newest event that isn't kept.
    pub(super) fn clock(&self, shard: Shard) -> String {
        self.of(shard, "clock")
    }

    /// A stream.
    pub(super) fn events(&self, shard: Shard) -> String {
        self.of(shard, "events")
    }

    /// A hash: what this shard adds to each counter.
    pub(super) fn counts(&self, shard: Shard) -> String {
        self.of(shard, "counts")
    }

    /// A string: a header line and the bytes.
    pub(super) fn record(&self, key: &Key) -> String {
        self.of(key.shard, &format!("r:{}:{}", key.table, key.name))
    }

    /// A sorted set with equal scores.
    pub(super) fn index(&self, shard: Shard, index: Index) -> String {
        self.of(shard, &format!("i:{}", index.name))
    }

    /// Where the number of a shard is published when it has new events.
    pub(super) fn channel(&self) -> String {
        format!("{}:changed", self.prefix)
    }

    fn of(&self, shard: Shard, what: &str) -> String {
        format!("{}:{{s{}}}:{what}", self.prefix, shard.number())
    }
}

/// The slot of a shard in a Redis Cluster: CRC16 of its hash tag, as in the cluster's specification.
pub(super) fn slot(shard: Shard) -> u16 {
    let step = |crc: u16, byte: u8| {
        let shift = |crc: u16| if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 };
        (0..8).fold(crc ^ (u16::from(byte) << 8), |crc, _| shift(crc))
    };
    format!("s{}", shard.number()).bytes().fold(0, step) % 16384
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_those_of_redis() {
        // What CLUSTER KEYSLOT answers.
        for (number, expected) in [(0, 11097), (7, 7102), (17, 12616), (63, 10331)] {
            let shard = Shard::new(number).unwrap();
            assert_eq!(slot(shard), expected, "{number}");
        }
    }
}
