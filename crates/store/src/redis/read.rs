//! Reading records, counters and heads.

use std::collections::BTreeMap;

use futures::future::try_join_all;
use redis::{Cmd, FromRedisValue, cmd};

use super::Inner;
use super::link::{Answered, Command, Repeat, Request};
use super::node::Life;
use crate::{Key, Record, Shard, Stamp, StoreError};

impl Inner {
    /// Asks the server of a shard something that changes nothing.
    pub(super) async fn ask<T: FromRedisValue>(
        &self,
        step: &'static str,
        shard: Shard,
        command: &Cmd,
    ) -> Result<(T, Life), StoreError> {
        let request = Request { step, shard, command: Command::Plain(command), repeat: Repeat::Safe };
        let Answered { value, life, .. } = self.link.call(&request).await?;
        let unreadable = |error: redis::ParsingError| StoreError::Backend { step, why: error.to_string() };
        Ok((redis::from_redis_value(value).map_err(unreadable)?, life))
    }

    pub(super) async fn records(&self, keys: &[Key]) -> Result<Vec<Option<Record>>, StoreError> {
        let mut by_shard: BTreeMap<Shard, Vec<usize>> = BTreeMap::new();
        for (place, key) in keys.iter().enumerate() {
            by_shard.entry(key.shard).or_default().push(place);
        }
        let reads = by_shard.into_iter().map(|(shard, places)| async move {
            let mut command = cmd("MGET");
            for place in &places {
                command.arg(self.names.record(&keys[*place]));
            }
            let (values, _): (Vec<Option<Vec<u8>>>, _) = self.ask("read records", shard, &command).await?;
            Ok::<_, StoreError>((places, values))
        });
        let mut records = vec![None; keys.len()];
        for (places, values) in try_join_all(reads).await? {
            for (place, value) in places.into_iter().zip(values) {
                records[place] = value.map(|value| record(&keys[place], value)).transpose()?;
            }
        }
        Ok(records)
    }

    pub(super) async fn sums(&self, names: &[String]) -> Result<Vec<u64>, StoreError> {
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let reads = Shard::all().map(|shard| async move {
            let mut command = cmd("HMGET");
            command.arg(self.names.counts(shard)).arg(names);
            let (values, _): (Vec<Option<u64>>, _) = self.ask("read counters", shard, &command).await?;
            Ok::<_, StoreError>(values)
        });
        let mut sums = vec![0; names.len()];
        for values in try_join_all(reads).await? {
            for (sum, value) in sums.iter_mut().zip(values) {
                *sum += value.unwrap_or_default();
            }
        }
        Ok(sums)
    }

    pub(super) async fn newest(&self, shard: Shard) -> Result<u64, StoreError> {
        let mut command = cmd("HGET");
        command.arg(self.names.clock(shard)).arg("seq");
        let (head, _): (Option<u64>, _) = self.ask("read a head", shard, &command).await?;
        Ok(head.unwrap_or_default())
    }
}

/// A record from its one string.
pub(crate) fn record(key: &Key, mut bytes: Vec<u8>) -> Result<Record, StoreError> {
    let unreadable = || StoreError::Backend { step: "read records", why: format!("{key} has no header") };
    let end = bytes.iter().take(100).position(|byte| *byte == b'\n').ok_or_else(unreadable)?;
    let value = bytes.split_off(end + 1);
    let header = std::str::from_utf8(&bytes[..end]).map_err(|_| unreadable())?;
    let mut words = header.split(' ');
    let mut number = || words.next().and_then(|word| word.parse().ok()).ok_or_else(unreadable);
    let created = Stamp { sequence: number()?, at_ms: number()? };
    let written = Stamp { sequence: number()?, at_ms: number()? };
    Ok(Record { value, created, written })
}
