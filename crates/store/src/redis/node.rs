//! One server and the connection to it.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Cmd, PushInfo, PushKind, RedisResult, Value};
use tokio::sync::watch;
use tokio::time::{Instant, timeout};

use super::reach::Reach;
use super::server::{self, Unfit};
use super::trouble;
use crate::StoreError;
use crate::store::locked;

/// How long a server may take to accept a connection.
const CONNECT_WITHIN: Duration = Duration::from_secs(2);

/// How long after a failed attempt the next one is made, however many callers wait.
const PAUSE: Duration = Duration::from_millis(20);

/// Which life of a server: its `run_id`.
pub(super) type Life = Arc<str>;

/// A server and, while there is one, the connection to it.
pub(super) struct Node {
    pub(super) address: String,
    reach: Arc<Reach>,
    state: std::sync::Mutex<State>,
    /// Whoever holds it connects; the others wait for the result.
    connecting: tokio::sync::Mutex<()>,
    /// Counts the lives of all servers.
    lives: watch::Sender<u64>,
}

#[derive(Default)]
struct State {
    live: Option<Live>,
    last_life: Option<Life>,
    failed: Option<(Instant, Unreachable)>,
}

/// A connection that was open a moment ago.
#[derive(Clone)]
pub(super) struct Live {
    connection: MultiplexedConnection,
    broken: Arc<AtomicBool>,
    pub(super) life: Life,
}

/// Why there is no connection.
#[derive(Clone, Debug)]
pub(super) enum Unreachable {
    /// Try again: it starts, or is gone for a moment.
    Now(StoreError),
    /// A replica: look for the master, where there are several servers.
    Replica(StoreError),
    /// Somebody must act.
    Settings(StoreError),
}

impl Unreachable {
    pub(super) fn into_error(self) -> StoreError {
        match self {
            Self::Now(error) | Self::Replica(error) | Self::Settings(error) => error,
        }
    }
}

impl Node {
    pub(super) fn new(address: String, reach: Arc<Reach>, lives: watch::Sender<u64>) -> Self {
        Self { address, reach, state: std::sync::Mutex::default(), connecting: tokio::sync::Mutex::default(), lives }
    }

    /// The connection, if there is one that isn't known to be broken.
    pub(super) fn open(&self) -> Option<Live> {
        locked(&self.state).live.clone().filter(Live::is_open)
    }

    /// The connection, or one attempt to make one.
    pub(super) async fn live(&self) -> Result<Live, Unreachable> {
        if let Some(live) = self.open() {
            return Ok(live);
        }
        let _turn = self.connecting.lock().await;
        if let Some(live) = self.open() {
            return Ok(live);
        }
        if let Some((at, failure)) = &locked(&self.state).failed
            && at.elapsed() < PAUSE
        {
            return Err(failure.clone());
        }
        let connected = timeout(CONNECT_WITHIN, self.connect()).await.unwrap_or_else(|_| {
            Err(Unreachable::Now(self.unreachable(&format!("no answer within {CONNECT_WITHIN:?}"))))
        });
        self.note(connected)
    }

    fn note(&self, connected: Result<Live, Unreachable>) -> Result<Live, Unreachable> {
        let mut state = locked(&self.state);
        match connected {
            Ok(live) => {
                let again = state.last_life.as_ref().is_some_and(|last| *last != live.life);
                if again {
                    tracing::warn!(
                        server = self.address,
                        "redis has begun another life: what it acknowledged last may be gone"
                    );
                } else {
                    tracing::info!(server = self.address, "connected to redis");
                }
                state.failed = None;
                state.last_life = Some(live.life.clone());
                state.live = Some(live.clone());
                self.lives.send_modify(|lives| *lives += 1);
                Ok(live)
            }
            Err(failure) => {
                if state.failed.is_none() {
                    let error = failure.clone().into_error();
                    tracing::warn!(server = self.address, %error, "no connection to redis");
                }
                state.failed = Some((Instant::now(), failure.clone()));
                Err(failure)
            }
        }
    }

    async fn connect(&self) -> Result<Live, Unreachable> {
        let broken = Arc::new(AtomicBool::new(false));
        let noticed = broken.clone();
        let notice = move |push: PushInfo| {
            if push.kind == PushKind::Disconnection {
                noticed.store(true, Ordering::Release);
            }
            Ok::<(), redis::aio::SendError>(())
        };
        // Calls have deadlines of their own.
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(CONNECT_WITHIN))
            .set_response_timeout(None)
            .set_push_sender(notice);
        let client = self.reach.client(&self.address).map_err(Unreachable::Settings)?;
        let connection = client.get_multiplexed_async_connection_with_config(&config).await;
        let mut connection = connection.map_err(|error| match trouble::reaction("connect", &self.address, &error) {
            trouble::Reaction::Refused(error) => Unreachable::Settings(error),
            trouble::Reaction::Lost => Unreachable::Now(self.unreachable(&error.to_string())),
            _ => Unreachable::Now(trouble::refusal("connect", &self.address, &error)),
        })?;
        let (durability, topology) = (self.reach.durability, self.reach.topology);
        let life = server::inspect(&self.address, &mut connection, durability, topology).await;
        let life = life.map_err(|unfit| match unfit {
            Unfit::NotNow(error) => Unreachable::Now(trouble::refusal("connect", &self.address, &error)),
            Unfit::Replica(error) => Unreachable::Replica(error),
            Unfit::Settings(error) => Unreachable::Settings(error),
        })?;
        Ok(Live { connection, broken, life: life.into() })
    }

    fn unreachable(&self, why: &str) -> StoreError {
        StoreError::Unreachable { server: self.address.clone(), why: why.to_owned() }
    }
}

impl Live {
    fn is_open(&self) -> bool {
        !self.broken.load(Ordering::Acquire)
    }

    /// No further call is made on this connection.
    pub(super) fn give_up(&self) {
        self.broken.store(true, Ordering::Release);
    }

    /// Sends a command.
    pub(super) async fn send(&self, command: &Cmd) -> RedisResult<Value> {
        self.connection.clone().send_packed_command(command).await?.extract_error()
    }

    /// Sends a command about a slot that this server is about to get.
    pub(super) async fn send_asking(&self, command: &Cmd) -> RedisResult<Value> {
        let mut pipeline = redis::pipe();
        pipeline.cmd("ASKING").add_command(command.clone());
        let answers = self.connection.clone().send_packed_commands(&pipeline, 1, 1).await?;
        answers.into_iter().next().unwrap_or(Value::Nil).extract_error()
    }
}

/// The servers that are known, by address.
pub(super) type Nodes = HashMap<String, Arc<Node>>;
