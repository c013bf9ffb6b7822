//! One queue in memory.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use tokio::sync::watch;

use crate::name::Sharing;

/// A queue: messages that wait and messages that were taken, by number.
pub(super) struct Line {
    ready: BTreeMap<u64, Waiting>,
    /// The oldest first. It is the active one where only one is.
    consumers: VecDeque<Holder>,
    /// Counts changes. Dropped with the line, which ends its consumers.
    changes: watch::Sender<u64>,
}

struct Waiting {
    body: Arc<[u8]>,
    redelivered: bool,
}

struct Holder {
    id: u64,
    taken: BTreeMap<u64, Arc<[u8]>>,
}

/// A message that a consumer took.
pub(super) struct Taken {
    pub(super) message: u64,
    pub(super) body: Arc<[u8]>,
    pub(super) redelivered: bool,
}

impl Default for Line {
    fn default() -> Self {
        Self { ready: BTreeMap::new(), consumers: VecDeque::new(), changes: watch::Sender::new(0) }
    }
}

impl Line {
    pub(super) fn put(&mut self, message: u64, body: Arc<[u8]>, redelivered: bool) {
        self.ready.insert(message, Waiting { body, redelivered });
        self.tell();
    }

    /// The first message, if this consumer may have it.
    pub(super) fn take(&mut self, consumer: u64, sharing: Sharing) -> Option<Taken> {
        if !self.is_active(consumer, sharing) {
            return None;
        }
        let holder = self.consumers.iter_mut().find(|c| c.id == consumer)?;
        let (message, Waiting { body, redelivered }) = self.ready.pop_first()?;
        holder.taken.insert(message, body.clone());
        Some(Taken { message, body, redelivered })
    }

    pub(super) fn take_ready(&mut self) -> Vec<u64> {
        std::mem::take(&mut self.ready).into_keys().collect()
    }

    pub(super) fn has(&self, consumer: u64) -> bool {
        self.consumers.iter().any(|c| c.id == consumer)
    }

    pub(super) fn holds(&self, consumer: u64, message: u64) -> bool {
        self.consumers.iter().any(|c| c.id == consumer && c.taken.contains_key(&message))
    }

    pub(super) fn is_active(&self, consumer: u64, sharing: Sharing) -> bool {
        match sharing {
            Sharing::Competing => true,
            Sharing::SingleActive => self.consumers.front().is_some_and(|first| first.id == consumer),
        }
    }

    pub(super) fn join(&mut self, consumer: u64) -> watch::Receiver<u64> {
        self.consumers.push_back(Holder { id: consumer, taken: BTreeMap::new() });
        self.changes.subscribe()
    }

    /// A consumer is gone: what it held waits again, in its old place.
    pub(super) fn leave(&mut self, consumer: u64) {
        let Some(place) = self.consumers.iter().position(|c| c.id == consumer) else { return };
        if let Some(holder) = self.consumers.remove(place) {
            let back = holder.taken.into_iter().map(|(id, body)| (id, Waiting { body, redelivered: true }));
            self.ready.extend(back);
        }
        self.tell();
    }

    /// Forgets a message that a consumer holds, and tells whether it held it.
    pub(super) fn settle(&mut self, consumer: u64, message: u64) -> bool {
        self.let_go(consumer, message).is_some()
    }

    pub(super) fn give_back(&mut self, consumer: u64, message: u64) {
        if let Some(body) = self.let_go(consumer, message) {
            self.put(message, body, true);
        }
    }

    fn let_go(&mut self, consumer: u64, message: u64) -> Option<Arc<[u8]>> {
        self.consumers.iter_mut().find(|c| c.id == consumer)?.taken.remove(&message)
    }

    fn tell(&self) {
        self.changes.send_modify(|count| *count += 1);
    }
}
