//! Reading.

use std::sync::Arc;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Row, params, params_from_iter};

use crate::{Entry, Event, Key, Order, Record, Scan, Shard, Stamp};

/// The most events of one answer.
const EVENTS_AT_ONCE: i64 = 256;

pub(super) fn records(connection: &mut Connection, keys: &[Key]) -> rusqlite::Result<Vec<Option<Record>>> {
    // One transaction: records read together are from the same moment.
    let transaction = connection.transaction()?;
    let mut found = Vec::with_capacity(keys.len());
    {
        let mut select = transaction.prepare_cached(
            "SELECT value, created_seq, created_ms, seq, ms FROM records WHERE tbl = ?1 AND name = ?2 AND shard = ?3",
        )?;
        for key in keys {
            found.push(select.query_row(params![key.table, key.name, key.shard.number()], record).optional()?);
        }
    }
    transaction.commit()?;
    Ok(found)
}

fn record(row: &Row<'_>) -> rusqlite::Result<Record> {
    let created = Stamp { sequence: number(row, 1)?, at_ms: number(row, 2)? };
    let written = Stamp { sequence: number(row, 3)?, at_ms: number(row, 4)? };
    Ok(Record { value: row.get(0)?, created, written })
}

pub(super) fn entries(connection: &mut Connection, scan: &Scan) -> rusqlite::Result<Vec<Entry>> {
    let mut sql = String::from("SELECT key, shard, value, seq FROM entries WHERE idx = ? AND key >= ? AND key < ?");
    let mut values: Vec<Value> = vec![
        scan.index.name.to_owned().into(),
        scan.prefix.clone().into(),
        // No key goes on with the largest character.
        format!("{}{}", scan.prefix, char::MAX).into(),
    ];
    let (beyond, direction) = match scan.order {
        Order::Ascending => (" AND key > ?", "ASC"),
        Order::Descending => (" AND key < ?", "DESC"),
    };
    if let Some(after) = &scan.after {
        sql.push_str(beyond);
        values.push(after.clone().into());
    }
    if let Some(shard) = scan.shard {
        sql.push_str(" AND shard = ?");
        values.push(i64::from(shard.number()).into());
    }
    sql.push_str(&format!(" ORDER BY key {direction} LIMIT ?"));
    values.push(i64::try_from(scan.limit).unwrap_or(i64::MAX).into());
    let mut select = connection.prepare_cached(&sql)?;
    let rows = select.query_map(params_from_iter(values), |row| {
        let shard = shard(row, 1)?;
        Ok(Entry { shard, key: row.get(0)?, value: row.get(2)?, sequence: number(row, 3)? })
    })?;
    rows.collect()
}

pub(super) fn counts(connection: &mut Connection, names: &[String]) -> rusqlite::Result<Vec<u64>> {
    let mut select = connection.prepare_cached("SELECT n FROM counts WHERE name = ?1")?;
    let count = |name| select.query_row([name], |row| number(row, 0)).optional().map(Option::unwrap_or_default);
    names.iter().map(count).collect()
}

pub(super) fn events(connection: &mut Connection, shard: Shard, after: u64) -> rusqlite::Result<Vec<Arc<Event>>> {
    let mut select = connection.prepare_cached(
        "SELECT seq, ms, subject, body FROM events WHERE shard = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
    )?;
    let rows = select.query_map(params![shard.number(), sql_number(after), EVENTS_AT_ONCE], |row| {
        let (sequence, at_ms) = (number(row, 0)?, number(row, 1)?);
        Ok(Arc::new(Event { sequence, at_ms, subject: row.get(2)?, body: row.get(3)? }))
    })?;
    rows.collect()
}

/// The head and the floor of each shard, in order.
pub(super) fn shards(connection: &Connection) -> rusqlite::Result<Vec<(u64, u64)>> {
    let mut select = connection.prepare("SELECT head, floor FROM shards ORDER BY shard")?;
    let rows = select.query_map([], |row| Ok((number(row, 0)?, number(row, 1)?)))?;
    rows.collect()
}

/// A number that is never negative here.
pub(super) fn number(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let number: i64 = row.get(column)?;
    u64::try_from(number).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, number))
}

pub(super) fn shard(row: &Row<'_>, column: usize) -> rusqlite::Result<Shard> {
    let number: u8 = row.get(column)?;
    Shard::new(number).ok_or(rusqlite::Error::IntegralValueOutOfRange(column, number.into()))
}

/// SQLite's integers are signed; a larger number is larger than any that was given out.
pub(super) fn sql_number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
