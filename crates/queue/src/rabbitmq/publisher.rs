//! Publishing with confirms: many messages in flight on one channel.
//!
//! One task owns the channel. It must, for two reasons. The library numbers a message and queues its
//! frames in two steps, so that two tasks that publish on one channel could swap numbers. And it hands a
//! returned message to whichever confirm comes next, which may be that of another message: only who sees
//! all confirms can tell whose it was.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use futures::stream::{FuturesUnordered, StreamExt as _};
use lapin::message::BasicReturnMessage;
use lapin::options::{BasicPublishOptions, ConfirmSelectOptions};
use lapin::types::{AMQPValue, FieldTable};
use lapin::{BasicProperties, Channel, Confirmation, Connection};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::link::{Link, State};
use super::refusal::{Step, of_step, words};
use super::topology::{Broker, Names};
use super::within;
use crate::{QueueError, QueueName};

/// Messages that may wait for the task.
const WAITING: usize = 1_024;
/// Messages that may wait for their confirms. Further ones wait with their callers.
const IN_FLIGHT: usize = 8_192;
/// How long to wait when no channel can be opened.
const PAUSE: Duration = Duration::from_millis(100);
/// On the disk before it is confirmed.
const PERSISTENT: u8 = 2;
/// In memory: it is lost with the broker.
const TRANSIENT: u8 = 1;
/// A probe that nobody took by then is of no use.
const PROBE_LIVES: Duration = Duration::from_secs(5);

/// The header that makes a message a probe; its value says whose.
pub(super) const PROBE: &str = "pyjury-probe";
/// The header of a dead message that says where it came from.
const FROM: &str = "pyjury-from";

/// What a message is.
pub(super) enum Sort {
    /// One that the caller has something to say with.
    Plain,
    /// One that asks a queue who its active consumer is.
    Probe(Uuid),
    /// One that could not be read, and where it was.
    Dead(QueueName),
}

/// The way to the task that publishes. Cheap to clone.
#[derive(Clone)]
pub(super) struct Publisher {
    posts: mpsc::Sender<Post>,
    patience: Duration,
}

impl Publisher {
    /// Starts the task. It ends when `end` is cancelled.
    pub(super) fn start(link: &Link, names: Names, patience: Duration, end: CancellationToken) -> Self {
        let (posts, waiting) = mpsc::channel(WAITING);
        let state = link.watch();
        tokio::spawn(async move {
            tokio::select! {
                () = end.cancelled() => {}
                () = run(waiting, state, names, patience) => {}
            }
        });
        Self { posts, patience }
    }

    /// Publishes, and waits until the broker has the message.
    ///
    /// # Errors
    /// As [`crate::Queue::publish`].
    pub(super) async fn publish(&self, to: QueueName, body: Vec<u8>, sort: Sort) -> Result<(), QueueError> {
        let (answer, answered) = oneshot::channel();
        let post = Post { to, body, sort, answer };
        let published = timeout(self.patience, async {
            self.posts.send(post).await.ok()?;
            answered.await.ok()
        });
        match published.await {
            Ok(Some(answer)) => answer,
            Ok(None) => {
                Err(QueueError::Backend { step: "publish", why: "this process has closed the connection".into() })
            }
            Err(_) => Err(QueueError::Unconfirmed { queue: to, after: self.patience }),
        }
    }

    /// Asks a queue who its active consumer is, without waiting for anything.
    pub(super) fn probe(&self, queue: QueueName, consumer: Uuid) {
        let (answer, _) = oneshot::channel();
        let post = Post { to: queue, body: Vec::new(), sort: Sort::Probe(consumer), answer };
        // With so much to do the next one will.
        let _ = self.posts.try_send(post);
    }
}

struct Post {
    to: QueueName,
    body: Vec<u8>,
    sort: Sort,
    answer: oneshot::Sender<Result<(), QueueError>>,
}

impl Post {
    fn answer(self, answer: Result<(), QueueError>) {
        // The caller may have gone away.
        let _ = self.answer.send(answer);
    }
}

/// Publishes while there is a connection, and refuses while there is none.
async fn run(mut posts: mpsc::Receiver<Post>, mut link: watch::Receiver<State>, names: Names, patience: Duration) {
    loop {
        let state = link.borrow_and_update().clone();
        let refusal = match state {
            State::Up(connection) => match Outbox::open(connection, names.clone(), patience).await {
                Ok(outbox) => {
                    outbox.serve(&mut posts, &mut link).await;
                    continue;
                }
                Err(error) => error,
            },
            State::Blocked(why) => QueueError::Blocked { why },
            State::Down(error) => error,
        };
        let changed = async {
            // Without a new state it is worth another try all the same.
            let waited = timeout(PAUSE, link.changed()).await;
            matches!(waited, Ok(Err(_)))
        };
        let refuse = async {
            while let Some(post) = posts.recv().await {
                post.answer(Err(refusal.clone()));
            }
        };
        tokio::select! {
            gone = changed => if gone { return },
            () = refuse => return,
        }
    }
}

/// A channel, and the messages in flight on it.
struct Outbox {
    connection: Arc<Connection>,
    channel: Channel,
    names: Names,
    patience: Duration,
    /// Exchanges that are known to be there. A message to one that isn't would end the channel.
    exchanges: BTreeSet<String>,
    flights: FuturesUnordered<BoxFuture<'static, Landing>>,
    waiting: HashMap<u64, Waiting>,
    /// Messages that went to no queue; their confirms are yet to come.
    returned: HashSet<u64>,
    last: u64,
}

struct Waiting {
    to: QueueName,
    answer: oneshot::Sender<Result<(), QueueError>>,
}

struct Landing {
    number: u64,
    confirmed: lapin::Result<Confirmation>,
}

impl Outbox {
    async fn open(connection: Arc<Connection>, names: Names, patience: Duration) -> Result<Self, QueueError> {
        let channel = Broker { connection: &connection, names: &names, patience }.channel().await?;
        let selected = within(patience, "ask for confirms", channel.confirm_select(ConfirmSelectOptions::default()));
        selected.await?.map_err(|error| QueueError::Backend { step: "ask for confirms", why: words(&error) })?;
        Ok(Self {
            connection,
            channel,
            names,
            patience,
            exchanges: BTreeSet::new(),
            flights: FuturesUnordered::new(),
            waiting: HashMap::new(),
            returned: HashSet::new(),
            last: 0,
        })
    }

    /// Publishes until the connection changes or the channel ends; then all that is in flight fails.
    async fn serve(mut self, posts: &mut mpsc::Receiver<Post>, link: &mut watch::Receiver<State>) {
        while self.channel.status().connected() {
            tokio::select! {
                biased;
                _ = link.changed() => break,
                Some(first) = self.flights.next(), if !self.flights.is_empty() => self.land(first),
                post = posts.recv(), if self.flights.len() < IN_FLIGHT => match post {
                    Some(post) => self.dispatch(post).await,
                    None => break,
                }
            }
        }
        // Those that the channel failed know why.
        while let Some(Some(landing)) = self.flights.next().now_or_never() {
            self.land(landing);
        }
        let why = match &*link.borrow() {
            State::Up(_) => QueueError::Backend { step: "publish", why: "the channel was closed".into() },
            State::Blocked(why) => QueueError::Blocked { why: why.clone() },
            State::Down(error) => error.clone(),
        };
        for waiting in self.waiting.into_values() {
            let _ = waiting.answer.send(Err(why.clone()));
        }
    }

    async fn dispatch(&mut self, post: Post) {
        let to = post.to;
        let exchange = self.names.exchange(to);
        if !self.exchanges.contains(&exchange) {
            let broker = Broker { connection: &self.connection, names: &self.names, patience: self.patience };
            match broker.has_exchange(to).await {
                Ok(true) => self.exchanges.insert(exchange.clone()),
                Ok(false) => return post.answer(Err(QueueError::NoQueue(to))),
                Err(error) => return post.answer(Err(error)),
            };
        }
        self.last += 1;
        let number = self.last;
        let properties = properties(post.to, &post.sort, number);
        let Post { body, answer, .. } = post;
        let (channel, queue) = (self.channel.clone(), self.names.queue(to));
        let options = BasicPublishOptions { mandatory: true, ..BasicPublishOptions::default() };
        let publish = async move {
            let sent = channel.basic_publish(exchange.into(), queue.into(), options, &body, properties);
            sent.await?.await
        };
        self.flights.push(publish.map(move |confirmed| Landing { number, confirmed }).boxed());
        self.waiting.insert(number, Waiting { to, answer });
    }

    /// Takes all confirms that are there before it answers any: a message that was returned is noted at
    /// a confirm that came no later than its own.
    fn land(&mut self, first: Landing) {
        let mut landings = vec![first];
        while let Some(Some(landing)) = self.flights.next().now_or_never() {
            landings.push(landing);
        }
        let returned = landings.iter().filter_map(|landing| number_of(returned_with(landing)?));
        self.returned.extend(returned);
        for Landing { number, confirmed } in landings {
            let went_nowhere = self.returned.remove(&number);
            let Some(Waiting { to, answer }) = self.waiting.remove(&number) else { continue };
            let _ = answer.send(match confirmed {
                _ if went_nowhere => Err(QueueError::NoQueue(to)),
                Ok(Confirmation::Ack(_)) => Ok(()),
                Ok(Confirmation::Nack(_) | Confirmation::NotRequested) => Err(QueueError::Backend {
                    step: "publish",
                    why: format!("the broker could not keep a message to {to}; its log says why"),
                }),
                Err(error) => Err(of_step(&error, Step::Publish, &self.names.queue(to))),
            });
        }
    }
}

fn properties(to: QueueName, sort: &Sort, number: u64) -> BasicProperties {
    let properties = BasicProperties::default()
        .with_delivery_mode(if to.persists() { PERSISTENT } else { TRANSIENT })
        .with_content_type("application/json".into())
        .with_message_id(number.to_string().into());
    let header = |key: &str, value: String| {
        let mut headers = FieldTable::default();
        headers.insert(key.into(), AMQPValue::LongString(value.into()));
        headers
    };
    match sort {
        Sort::Plain => properties,
        Sort::Probe(consumer) => properties
            .with_headers(header(PROBE, consumer.to_string()))
            .with_expiration(PROBE_LIVES.as_millis().to_string().into()),
        Sort::Dead(from) => properties.with_headers(header(FROM, from.to_string())),
    }
}

fn returned_with(landing: &Landing) -> Option<&BasicReturnMessage> {
    match landing.confirmed.as_ref().ok()? {
        Confirmation::Ack(message) | Confirmation::Nack(message) => message.as_ref(),
        Confirmation::NotRequested => None,
    }
}

fn number_of(message: &BasicReturnMessage) -> Option<u64> {
    message.properties.message_id().as_ref()?.as_str().parse().ok()
}
