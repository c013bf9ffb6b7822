//! Following shards: one subscription and one read per change for all followers of this process.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::StreamExt as _;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep, timeout};

use super::Inner;
use super::events::EVENTS_AT_ONCE;
use super::node::Life;
use crate::feed::{Feeds, Recent};
use crate::{Event, Shard, StoreError, TailError};

/// A shard that is followed is read this often even if nobody wakes it: a message may be lost.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Reads of one shard are so far apart, so that many commits are read at once.
const GATHER: Duration = Duration::from_millis(5);

/// A subscription that brought nothing for so long is checked.
const SILENCE: Duration = Duration::from_secs(10);

/// What is followed in this process.
pub(super) struct Followed {
    feeds: Feeds,
    shards: Vec<Followers>,
    subscribed: AtomicBool,
}

/// Those who follow one shard.
#[derive(Default)]
struct Followers {
    /// Whoever holds it reads.
    position: tokio::sync::Mutex<Position>,
    wake: Notify,
    /// Whether a task keeps the feed.
    kept: AtomicBool,
}

#[derive(Default)]
struct Position {
    /// The life of the server that was read last.
    life: Option<Life>,
    /// What comes after this sequence hasn't been read.
    after: u64,
    read: Option<Instant>,
    failed: Option<(Instant, StoreError)>,
}

impl Followed {
    pub(super) fn new() -> Self {
        Self {
            feeds: Feeds::new(Shard::all().map(|_| (0, 0))),
            shards: Shard::all().map(|_| Followers::default()).collect(),
            subscribed: AtomicBool::new(false),
        }
    }

    fn of(&self, shard: Shard) -> &Followers {
        &self.shards[usize::from(shard.number())]
    }

    fn wake_all(&self) {
        for followers in &self.shards {
            followers.wake.notify_one();
        }
    }
}

impl Inner {
    pub(super) async fn follow(self: &Arc<Self>, shard: Shard, after: u64) -> Result<Vec<Arc<Event>>, TailError> {
        let feeds = &self.followed.feeds;
        let mut heads = feeds.follow(shard);
        self.keep(shard);
        self.read_if_older_than(LOOK_AGAIN * 2, shard).await?;
        loop {
            // What comes after this look is noticed below.
            heads.mark_unchanged();
            if after > feeds.head(shard) {
                // It may be the sequence of a commit that wasn't read here yet.
                self.read_if_older_than(Duration::ZERO, shard).await?;
            }
            match feeds.recent(shard, after)? {
                Recent::Events(events) => return Ok(events),
                Recent::None => {}
                Recent::Older => {
                    let found = self.stretch(shard, after).await?;
                    if !(found.floor..=found.head).contains(&after) {
                        return Err(TailError::CursorGone { after, oldest: found.floor });
                    }
                    if !found.events.is_empty() {
                        return Ok(found.events);
                    }
                }
            }
            let closed = |_| StoreError::Backend { step: "follow", why: "the store closed".to_owned() };
            heads.changed().await.map_err(closed)?;
        }
    }

    /// Sees to it that the feed of a shard is kept.
    fn keep(self: &Arc<Self>, shard: Shard) {
        if !self.followed.subscribed.swap(true, Ordering::AcqRel) {
            self.spawn(subscribe(self.clone()));
        }
        if !self.followed.of(shard).kept.swap(true, Ordering::AcqRel) {
            self.spawn(keep(self.clone(), shard));
        }
    }

    /// Reads what a shard has new into its feed.
    async fn read_if_older_than(&self, age: Duration, shard: Shard) -> Result<(), StoreError> {
        let asked = Instant::now();
        let mut position = self.followed.of(shard).position.lock().await;
        // Those who waited for a read that failed don't try in turn, each as long.
        if let Some((at, error)) = &position.failed
            && *at >= asked
        {
            return Err(error.clone());
        }
        let read = self.read_on(&mut position, age, shard).await;
        position.failed = read.as_ref().err().map(|error| (Instant::now(), error.clone()));
        read
    }

    async fn read_on(&self, position: &mut Position, age: Duration, shard: Shard) -> Result<(), StoreError> {
        let feeds = &self.followed.feeds;
        if position.read.is_some_and(|read| read.elapsed() < age) {
            return Ok(());
        }
        loop {
            let begun = Instant::now();
            let found = self.stretch(shard, position.after).await?;
            if position.life.as_ref() != Some(&found.life) {
                // The first look, or another life: it may have lost what was read before.
                feeds.reset(shard, found.head, found.floor);
                *position = Position { life: Some(found.life), after: found.head, read: Some(begun), failed: None };
                return Ok(());
            }
            let more = found.events.len() == EVENTS_AT_ONCE;
            let last = found.events.last().map_or(found.head, |event| event.sequence);
            let head = if more { last } else { found.head.max(last) };
            if head != position.after {
                feeds.publish(shard, head, found.events);
                feeds.raise_floor(shard, found.floor);
            }
            position.after = head;
            position.read = Some(begun);
            if !more {
                return Ok(());
            }
        }
    }
}

/// Keeps the feed of a shard while somebody follows it.
async fn keep(inner: Arc<Inner>, shard: Shard) {
    let followers = inner.followed.of(shard);
    loop {
        // Lost or not, in a while it is time to look.
        let _ = timeout(LOOK_AGAIN, followers.wake.notified()).await;
        if inner.followed.feeds.followers(shard) == 0 {
            // Whoever comes next reads first.
            followers.position.lock().await.read = None;
            if inner.followed.feeds.followers(shard) == 0 {
                continue;
            }
        }
        if let Err(error) = inner.read_if_older_than(Duration::ZERO, shard).await {
            tracing::debug!(shard = shard.number(), %error, "events can't be read");
        }
        sleep(GATHER).await;
    }
}

/// Hears which shards have changed.
async fn subscribe(inner: Arc<Inner>) {
    for attempt in 0.. {
        if let Err(error) = listen(&inner, attempt).await {
            tracing::debug!(%error, "no subscription; shards are looked at each second");
        }
        sleep(LOOK_AGAIN).await;
    }
}

async fn listen(inner: &Inner, attempt: usize) -> Result<(), StoreError> {
    let failed = |error: redis::RedisError| StoreError::Backend { step: "subscribe", why: error.to_string() };
    let slow = |_| StoreError::Backend { step: "subscribe", why: "no answer".to_owned() };
    let client = inner.link.any_client(attempt)?;
    let connection = timeout(inner.link.response_within(), client.get_async_pubsub()).await;
    let (mut asks, mut messages) = connection.map_err(slow)?.map_err(failed)?.split();
    let subscribed = timeout(inner.link.response_within(), asks.subscribe(inner.names.channel())).await;
    subscribed.map_err(slow)?.map_err(failed)?;
    // What was published before is not told.
    inner.followed.wake_all();
    loop {
        match timeout(SILENCE, messages.next()).await {
            Ok(Some(message)) => {
                let shard = message.get_payload::<u8>().ok().and_then(Shard::new);
                if let Some(shard) = shard {
                    inner.followed.of(shard).wake.notify_one();
                }
            }
            Ok(None) => return Ok(()),
            Err(_) => {
                let answered = timeout(inner.link.response_within(), asks.ping::<redis::Value>()).await;
                answered.map_err(slow)?.map_err(failed)?;
            }
        }
    }
}
