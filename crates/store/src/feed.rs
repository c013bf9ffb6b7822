//! The newest events of each shard in memory, and waking those who follow.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::sync::watch;

use crate::store::locked;
use crate::{Event, Shard, TailError};

/// How many events of a shard are in memory.
const IN_MEMORY: usize = 256;

/// How many bytes of events of a shard are in memory: 32 MiB for all 64 shards.
const BYTES_IN_MEMORY: usize = 512 << 10;

pub(crate) struct Feeds {
    shards: Vec<Feed>,
}

struct Feed {
    state: Mutex<State>,
    head: watch::Sender<u64>,
}

struct State {
    /// The newest commit.
    head: u64,
    /// Events up to here are no longer kept.
    floor: u64,
    /// Every event after this one is in `recent`.
    complete_after: u64,
    recent: VecDeque<Arc<Event>>,
    /// Of the bodies in `recent`.
    bytes: usize,
}

/// What is in memory after a cursor.
pub(crate) enum Recent {
    /// At least one event.
    Events(Vec<Arc<Event>>),
    /// Nothing has happened since.
    None,
    /// The cursor is older than what is in memory.
    Older,
}

impl Feeds {
    /// Feeds that know the head and the floor of each shard, and no events.
    pub(crate) fn new(shards: impl IntoIterator<Item = (u64, u64)>) -> Self {
        let feed = |(head, floor)| Feed {
            state: Mutex::new(State { head, floor, complete_after: head, recent: VecDeque::new(), bytes: 0 }),
            head: watch::Sender::new(head),
        };
        Self { shards: shards.into_iter().map(feed).collect() }
    }

    fn of(&self, shard: Shard) -> &Feed {
        &self.shards[usize::from(shard.number())]
    }

    pub(crate) fn head(&self, shard: Shard) -> u64 {
        locked(&self.of(shard).state).head
    }

    pub(crate) fn follow(&self, shard: Shard) -> watch::Receiver<u64> {
        self.of(shard).head.subscribe()
    }

    /// How many follow a shard now.
    pub(crate) fn followers(&self, shard: Shard) -> usize {
        self.of(shard).head.receiver_count()
    }

    /// Forgets the events of a shard, whose head and floor are now these: it may have lost some.
    pub(crate) fn reset(&self, shard: Shard, head: u64, floor: u64) {
        let feed = self.of(shard);
        *locked(&feed.state) = State { head, floor, complete_after: head, recent: VecDeque::new(), bytes: 0 };
        feed.head.send_replace(head);
    }

    /// Whether a cursor can be resumed from.
    pub(crate) fn check(&self, shard: Shard, after: u64) -> Result<(), TailError> {
        locked(&self.of(shard).state).check(after)
    }

    pub(crate) fn recent(&self, shard: Shard, after: u64) -> Result<Recent, TailError> {
        let state = locked(&self.of(shard).state);
        state.check(after)?;
        if after < state.complete_after {
            return Ok(Recent::Older);
        }
        let first = state.recent.partition_point(|event| event.sequence <= after);
        let events: Vec<_> = state.recent.iter().skip(first).cloned().collect();
        Ok(if events.is_empty() { Recent::None } else { Recent::Events(events) })
    }

    /// Tells what was written, after it is durable.
    pub(crate) fn publish(&self, shard: Shard, head: u64, events: Vec<Arc<Event>>) {
        let feed = self.of(shard);
        {
            let mut state = locked(&feed.state);
            state.head = head;
            state.bytes += events.iter().map(|event| event.body.len()).sum::<usize>();
            state.recent.extend(events);
            while state.recent.len() > IN_MEMORY || state.bytes > BYTES_IN_MEMORY {
                let Some(event) = state.recent.pop_front() else { break };
                state.bytes -= event.body.len();
                state.complete_after = event.sequence;
            }
        }
        feed.head.send_replace(head);
    }

    /// Events up to `floor` are no longer kept.
    pub(crate) fn raise_floor(&self, shard: Shard, floor: u64) {
        let mut state = locked(&self.of(shard).state);
        state.floor = floor;
        state.complete_after = state.complete_after.max(floor);
        state.recent.retain(|event| event.sequence > floor);
        state.bytes = state.recent.iter().map(|event| event.body.len()).sum();
    }
}

impl State {
    fn check(&self, after: u64) -> Result<(), TailError> {
        if (self.floor..=self.head).contains(&after) {
            Ok(())
        } else {
            Err(TailError::CursorGone { after, oldest: self.floor })
        }
    }
}
