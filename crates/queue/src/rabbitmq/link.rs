//! One connection, made anew whenever it is lost.
//!
//! The library's own recovery is not used: it replays what a channel did without telling, gives up
//! after some tries, and doesn't bring back a channel that the broker closed. Here a lost connection
//! ends everything on it, loudly, and whoever used it begins anew.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures::stream::{Stream, StreamExt as _};
use lapin::runtime::default_runtime;
use lapin::uri::AMQPUri;
use lapin::{Connection, ConnectionProperties, Event};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::RabbitMqConfig;
use super::refusal::{of_connecting, place, words};
use super::topology::{Broker, Declared, Names};
use crate::QueueError;

/// The pause after the first failure; it doubles up to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// How long saying good-bye may take.
const GOODBYE: Duration = Duration::from_secs(1);

/// How the connection is.
#[derive(Clone)]
pub(super) enum State {
    /// There.
    Up(Arc<Connection>),
    /// There, but the broker takes no messages.
    Blocked(String),
    /// Not there.
    Down(QueueError),
}

/// A connection that a task looks after until the token is cancelled.
pub(super) struct Link {
    state: watch::Receiver<State>,
}

impl Link {
    /// Connects, and sees to it that it stays so. `declared` is declared again on each new connection.
    ///
    /// # Errors
    /// As [`super::RabbitMq::connect`].
    pub(super) async fn open(dial: Dial, declared: Declared, end: CancellationToken) -> Result<Self, QueueError> {
        let connection = dial.connect().await?;
        let (sender, state) = watch::channel(State::Up(connection.clone()));
        tokio::spawn(keep(dial, declared, connection, sender, end));
        Ok(Self { state })
    }

    /// The connection, if it is there.
    ///
    /// # Errors
    /// [`QueueError::Unreachable`], or why the broker doesn't let us in again.
    pub(super) fn connection(&self) -> Result<Arc<Connection>, QueueError> {
        match &*self.state.borrow() {
            State::Up(connection) => Ok(connection.clone()),
            State::Blocked(why) => Err(QueueError::Blocked { why: why.clone() }),
            State::Down(error) => Err(error.clone()),
        }
    }

    pub(super) fn watch(&self) -> watch::Receiver<State> {
        self.state.clone()
    }
}

/// How to connect.
#[derive(Clone)]
pub(super) struct Dial {
    config: RabbitMqConfig,
    uri: AMQPUri,
    names: Names,
    /// What the connection is for, as the broker shows it.
    purpose: &'static str,
}

impl Dial {
    /// Checks the settings.
    ///
    /// # Errors
    /// [`QueueError::Setting`].
    pub(super) fn new(config: &RabbitMqConfig, names: &Names, purpose: &'static str) -> Result<Self, QueueError> {
        config.check_prefix()?;
        let uri = config.address()?;
        Ok(Self { config: config.clone(), uri, names: names.clone(), purpose })
    }

    async fn connect(&self) -> Result<Arc<Connection>, QueueError> {
        let tls = self.config.tls(&self.uri.scheme)?;
        let name = format!("{} {}", self.config.connection_name, self.purpose);
        let properties = ConnectionProperties::default().with_connection_name(name.into());
        let runtime = default_runtime().map_err(|error| of_connecting(&error, &self.uri))?;
        let connecting = Connection::connect_uri_with_config(self.uri.clone(), properties, tls, runtime);
        match tokio::time::timeout(self.config.confirm_within, connecting).await {
            Ok(connected) => connected.map(Arc::new).map_err(|error| of_connecting(&error, &self.uri)),
            Err(_) => Err(self.unreachable(format!("no answer within {:?}", self.config.confirm_within))),
        }
    }

    fn unreachable(&self, why: String) -> QueueError {
        QueueError::Unreachable { place: place(&self.uri), why }
    }
}

/// Looks after a connection.
async fn keep(
    dial: Dial,
    declared: Declared,
    mut connection: Arc<Connection>,
    state: watch::Sender<State>,
    end: CancellationToken,
) {
    loop {
        let why = tokio::select! {
            () = end.cancelled() => break,
            why = lost(&connection, &state) => why,
        };
        tracing::warn!(broker = place(&dial.uri), purpose = dial.purpose, why, "the connection to the broker was lost");
        state.send_replace(State::Down(dial.unreachable(why)));
        connection = tokio::select! {
            () = end.cancelled() => return,
            connection = again(&dial, &state) => connection,
        };
        let patience = dial.config.confirm_within;
        declared.restore(Broker { connection: &connection, names: &dial.names, patience }).await;
        tracing::info!(broker = place(&dial.uri), purpose = dial.purpose, "connected to the broker again");
        state.send_replace(State::Up(connection.clone()));
    }
    // Who still waits for something hears that it ended.
    state.send_replace(State::Down(dial.unreachable("this process has closed the connection".to_owned())));
    let closed = connection.close(200, "the process is done".into());
    if let Ok(Err(error)) = tokio::time::timeout(GOODBYE, closed).await {
        tracing::debug!(%error, "the connection to the broker could not be closed in order");
    }
}

/// Waits until the connection is lost, and tells why.
async fn lost(connection: &Arc<Connection>, state: &watch::Sender<State>) -> String {
    let mut events = pin!(connection.events_listener());
    // What happened before somebody listened was not told.
    if !connection.status().connected() {
        return "it ended at once".to_owned();
    }
    loop {
        match next_event(events.as_mut()).await {
            Event::ConnectionBlocked(why) => {
                tracing::warn!(why, "the broker takes no messages: it is short of memory or disk");
                state.send_replace(State::Blocked(why));
            }
            Event::ConnectionUnblocked => {
                tracing::info!("the broker takes messages again");
                state.send_replace(State::Up(connection.clone()));
            }
            // A channel may have ended too.
            Event::Error(error) if !connection.status().connected() => return words(&error),
            _ => {}
        }
    }
}

async fn next_event(mut events: std::pin::Pin<&mut impl Stream<Item = Event>>) -> Event {
    match events.next().await {
        Some(event) => event,
        // The connection holds the sending end, and we hold the connection.
        None => std::future::pending().await,
    }
}

/// Connects, however often it takes. The latest reason is shown meanwhile.
async fn again(dial: &Dial, state: &watch::Sender<State>) -> Arc<Connection> {
    let mut pause = FIRST_PAUSE;
    loop {
        tokio::time::sleep(jittered(pause)).await;
        match dial.connect().await {
            Ok(connection) => return connection,
            Err(error) => {
                tracing::warn!(%error, purpose = dial.purpose, "no connection to the broker; trying again");
                state.send_replace(State::Down(error));
            }
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Half of it to all of it, so that processes that lost a broker together don't come back together.
fn jittered(pause: Duration) -> Duration {
    let (_, random) = uuid::Uuid::new_v4().as_u64_pair();
    // The low bits of a random UUID are random.
    pause.mul_f64(0.5 + f64::from(random as u16) / f64::from(u16::MAX) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_differ_and_stay_within_bounds() {
        let pauses: Vec<_> = (0..100).map(|_| jittered(LONGEST_PAUSE)).collect();
        assert!(pauses.iter().all(|&pause| pause >= LONGEST_PAUSE / 2 && pause <= LONGEST_PAUSE));
        assert!(pauses.windows(2).any(|pair| pair[0] != pair[1]));
    }
}
