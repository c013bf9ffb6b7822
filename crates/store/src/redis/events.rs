//! Reading a shard's stream.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use redis::{Value, from_redis_value_ref};

use super::Inner;
use super::link::{Answered, Command, Repeat, Request};
use super::node::Life;
use super::script::Text;
use crate::{Event, Shard, StoreError};

static EVENTS: LazyLock<Text> = LazyLock::new(|| Text::new(include_str!("events.lua")));

/// The most events of one answer.
pub(super) const EVENTS_AT_ONCE: usize = 256;

/// Part of a stream, as it was at one moment.
pub(super) struct Stretch {
    /// The newest commit.
    pub(super) head: u64,
    /// Events up to here are no longer kept.
    pub(super) floor: u64,
    /// In order; [`EVENTS_AT_ONCE`] when there may be more.
    pub(super) events: Vec<Arc<Event>>,
    /// The life of the server that answered.
    pub(super) life: Life,
}

impl Inner {
    /// The events of a shard after a cursor.
    pub(super) async fn stretch(&self, shard: Shard, after: u64) -> Result<Stretch, StoreError> {
        let step = "read events";
        let make = |form| {
            let mut command = EVENTS.call(form);
            command.arg(2).arg(self.names.clock(shard)).arg(self.names.events(shard));
            command.arg(after).arg(EVENTS_AT_ONCE).to_owned()
        };
        let request = Request { step, shard, command: Command::Script(&make), repeat: Repeat::Safe };
        let Answered { value, life, .. } = self.link.call(&request).await?;
        let unreadable =
            || StoreError::Backend { step, why: format!("shard {} has an event without its parts", shard.number()) };
        let Value::Array(parts) = value else { return Err(unreadable()) };
        let [head, floor, Value::Array(entries)] = parts.as_slice() else { return Err(unreadable()) };
        let number = |value: &Value| from_redis_value_ref::<u64>(value).map_err(|_| unreadable());
        let events: Option<Vec<_>> = entries.iter().map(|entry| event(entry).map(Arc::new)).collect();
        Ok(Stretch { head: number(head)?, floor: number(floor)?, events: events.ok_or_else(unreadable)?, life })
    }
}

fn event(entry: &Value) -> Option<Event> {
    let Value::Array(entry) = entry else { return None };
    let [id, fields] = entry.as_slice() else { return None };
    let id: String = from_redis_value_ref(id).ok()?;
    let mut fields: HashMap<String, Vec<u8>> = from_redis_value_ref(fields).ok()?;
    Some(Event {
        sequence: id.split('-').next()?.parse().ok()?,
        at_ms: std::str::from_utf8(fields.get("m")?).ok()?.parse().ok()?,
        subject: String::from_utf8(fields.remove("s")?).ok()?,
        body: fields.remove("b")?,
    })
}
