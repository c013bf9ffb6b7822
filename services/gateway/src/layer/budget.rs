//! Bytes of requests that are in memory at once, over all connections.
//!
//! tonic reads a message whole before it hands it on, of every stream of every connection. So this
//! layer reads the length that stands before each message, and lets the message in only when the
//! budget has room for it. Until then nothing of it is read, and the connection's flow control
//! holds the client back. What was let in goes back with the answer, or with the next message of
//! the same stream.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Context, Poll};
use std::time::Duration;

use futures::future::BoxFuture as Waiting;
use http_body::Frame;
use pyjury_core::Bytes as Size;
use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};
use tonic::Status;
use tonic::body::Body;
use tonic::codegen::Bytes;
use tower::{Layer, Service};

use super::methods::{self, Access};
use super::{BoxFuture, HttpRequest, HttpResponse};
use crate::Refusal;
use crate::caller::Caller;

/// How long a client's message waits for room. A worker's waits for as long as the worker does: what
/// it brings must not be lost.
const PATIENCE: Duration = Duration::from_secs(5);

/// The bytes before a message: whether it is compressed, and its length.
const PREFIX: usize = 5;

/// The part of the room that one user may take: whoever announces large messages and then doesn't send
/// them shuts out nobody but themselves.
const SHARE: u32 = 8;

/// From how many users on those that hold nothing are forgotten.
const SWEEP_AT: usize = 1_000;

/// Room for messages, of clients and of workers apart: neither can shut the other out.
#[derive(Clone)]
pub(crate) struct BudgetLayer {
    clients: Arc<Room>,
    workers: Arc<Room>,
}

/// How much room there is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extent {
    /// In all.
    pub(crate) total: Size,
    /// For one message. What is larger is refused by its service before it is read.
    pub(crate) largest: Size,
}

struct Room {
    free: Arc<Semaphore>,
    share: u32,
    largest: u32,
    shares: Mutex<HashMap<String, Weak<Semaphore>>>,
    patience: Option<Duration>,
}

/// What was taken: of the whole, and of the user's share.
type Taken = [OwnedSemaphorePermit; 2];

impl Room {
    fn new(extent: Extent, patience: Option<Duration>) -> Self {
        let bytes = |size: Size| u32::try_from(size.get()).unwrap_or(u32::MAX);
        let largest = bytes(extent.largest);
        let total = bytes(extent.total).max(largest);
        Self {
            free: Arc::new(Semaphore::new(total as usize)),
            share: (total / SHARE).max(largest),
            largest,
            shares: Mutex::default(),
            patience,
        }
    }

    /// Waits for room.
    async fn take(self: Arc<Self>, user: String, bytes: u64) -> Result<Taken, Refusal> {
        // Nothing for what is refused anyway.
        let bytes = u32::try_from(bytes).ok().filter(|bytes| *bytes <= self.largest).unwrap_or_default();
        let share = self.share_of(user);
        let taken = async {
            let of_user = share.acquire_many_owned(bytes).await?;
            Ok::<_, AcquireError>([self.free.clone().acquire_many_owned(bytes).await?, of_user])
        };
        let taken = match self.patience {
            Some(patience) => tokio::time::timeout(patience, taken).await.map_err(|_| Refusal::Busy)?,
            None => taken.await,
        };
        taken.map_err(|closed| Refusal::Internal(closed.into()))
    }

    fn share_of(&self, user: String) -> Arc<Semaphore> {
        let mut shares = self.shares.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(share) = shares.get(&user).and_then(Weak::upgrade) {
            return share;
        }
        if shares.len() >= SWEEP_AT {
            shares.retain(|_, share| share.strong_count() > 0);
        }
        let share = Arc::new(Semaphore::new(self.share as usize));
        shares.insert(user, Arc::downgrade(&share));
        share
    }
}

impl BudgetLayer {
    /// Room for messages of clients and of workers.
    pub(crate) fn new(clients: Extent, workers: Extent) -> Self {
        Self { clients: Arc::new(Room::new(clients, Some(PATIENCE))), workers: Arc::new(Room::new(workers, None)) }
    }
}

impl<S> Layer<S> for BudgetLayer {
    type Service = BudgetService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        BudgetService { inner, budget: self.clone() }
    }
}

/// Lets messages in as there is room for them.
#[derive(Clone)]
pub(crate) struct BudgetService<S> {
    inner: S,
    budget: BudgetLayer,
}

impl<S> Service<HttpRequest> for BudgetService<S>
where
    S: Service<HttpRequest, Response = HttpResponse>,
    S::Future: Send + 'static,
{
    type Response = HttpResponse;
    type Error = S::Error;
    type Future = BoxFuture<Result<HttpResponse, S::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: HttpRequest) -> Self::Future {
        let access = methods::method(request.uri().path()).map(|method| method.access);
        let room = match access {
            Some(Access::Worker) => self.budget.workers.clone(),
            _ => self.budget.clients.clone(),
        };
        // Calls without a caller are health and reflection: they share one share.
        let caller = request.extensions().get::<Caller>();
        let user = caller.map(Caller::name).unwrap_or_default();
        let held = Held::default();
        let meter = Meter { room, user, held: held.clone(), message: Message::default(), wait: None };
        let metered = |body| Body::new(Metered { body, meter });
        let answer = self.inner.call(request.map(metered));
        Box::pin(async move {
            let answered = answer.await;
            held.give_back();
            answered
        })
    }
}

/// What a call was let in with.
#[derive(Clone, Default)]
struct Held(Arc<Mutex<Option<Taken>>>);

impl Held {
    fn give_back(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    fn keep(&self, taken: Taken) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(taken);
    }
}

/// Where in its message a stream of bytes is.
#[derive(Debug, Default)]
pub(crate) struct Message {
    prefix: Vec<u8>,
    left: u64,
}

impl Message {
    /// Reads on, and tells how many bytes the messages that begin here have in all.
    pub(crate) fn begun(&mut self, mut bytes: &[u8]) -> u64 {
        let mut begun = 0;
        while !bytes.is_empty() {
            if self.left > 0 {
                let step = usize::try_from(self.left).unwrap_or(usize::MAX).min(bytes.len());
                self.left -= step as u64;
                bytes = &bytes[step..];
                continue;
            }
            let step = (PREFIX - self.prefix.len()).min(bytes.len());
            self.prefix.extend_from_slice(&bytes[..step]);
            bytes = &bytes[step..];
            if let [_, length @ ..] = self.prefix.as_slice()
                && let Ok(length) = <[u8; 4]>::try_from(length)
            {
                self.left = u64::from(u32::from_be_bytes(length));
                begun += self.left;
                self.prefix.clear();
            }
        }
        begun
    }
}

/// A frame that waits for room, and the room that it waits for.
struct Wait {
    frame: Option<Frame<Bytes>>,
    room: Waiting<'static, Result<Taken, Refusal>>,
}

/// Takes the bytes of a stream's messages from the budget.
struct Meter {
    room: Arc<Room>,
    user: String,
    held: Held,
    message: Message,
    wait: Option<Wait>,
}

/// A body whose messages are let in as there is room for them.
struct Metered {
    body: Body,
    meter: Meter,
}

impl http_body::Body for Metered {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let Self { body, meter } = self.get_mut();
        loop {
            if let Some(wait) = &mut meter.wait {
                let room = std::task::ready!(wait.room.as_mut().poll(context));
                let frame = wait.frame.take();
                meter.wait = None;
                return Poll::Ready(match room {
                    Ok(taken) => {
                        meter.held.keep(taken);
                        frame.map(Ok)
                    }
                    Err(refusal) => Some(Err(refusal.into())),
                });
            }
            let frame = match std::task::ready!(Pin::new(&mut *body).poll_frame(context)) {
                Some(Ok(frame)) => frame,
                other => return Poll::Ready(other),
            };
            let begun = frame.data_ref().map_or(0, |data| meter.message.begun(data));
            if begun == 0 {
                return Poll::Ready(Some(Ok(frame)));
            }
            // The message before this one was handed on. Its room goes back first, or a stream of large
            // messages could wait for itself.
            meter.held.give_back();
            let room = meter.room.clone().take(meter.user.clone(), begun);
            meter.wait = Some(Wait { frame: Some(frame), room: Box::pin(room) });
        }
    }

    fn is_end_stream(&self) -> bool {
        self.meter.wait.is_none() && self.body.is_end_stream()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(length: u32) -> Vec<u8> {
        let mut bytes = vec![0];
        bytes.extend(length.to_be_bytes());
        bytes.resize(PREFIX + length as usize, 7);
        bytes
    }

    #[test]
    fn lengths_are_read_however_the_bytes_are_cut() {
        let bytes = [message(3), message(0), message(300)].concat();
        for cut in 1..bytes.len() {
            let mut state = Message::default();
            let begun: u64 = bytes.chunks(cut).map(|piece| state.begun(piece)).sum();
            assert_eq!((begun, state.left, state.prefix.len()), (303, 0, 0), "cut by {cut}");
        }
    }

    async fn take(room: &Arc<Room>, user: &str, bytes: u64) -> Result<Taken, Refusal> {
        room.clone().take(user.into(), bytes).await
    }

    #[tokio::test(start_paused = true)]
    async fn clients_are_refused_when_there_is_no_room_and_workers_wait() {
        let extent = Extent { total: Size(800), largest: Size(100) };
        let layer = BudgetLayer::new(extent, extent);
        let (clients, workers) = (&layer.clients, &layer.workers);
        let mut held = vec![take(clients, "ann", 100).await.unwrap()];
        assert!(matches!(take(clients, "ann", 1).await, Err(Refusal::Busy)), "over her share");
        drop(take(clients, "ann", 101).await.unwrap());
        for n in 1..8 {
            held.push(take(clients, &n.to_string(), 100).await.unwrap());
        }
        assert!(matches!(take(clients, "bob", 1).await, Err(Refusal::Busy)), "there is no more");
        drop(take(workers, "w", 100).await.unwrap());
        drop(held);
        drop(take(clients, "bob", 100).await.unwrap());

        let whole = take(workers, "w", 100).await.unwrap();
        let waiting = tokio::spawn(workers.clone().take("w".into(), 1));
        tokio::time::sleep(PATIENCE * 10).await;
        assert!(!waiting.is_finished());
        drop(whole);
        drop(waiting.await.unwrap().unwrap());
    }

    #[tokio::test]
    async fn users_that_hold_nothing_are_forgotten() {
        let room = Arc::new(Room::new(Extent { total: Size(800), largest: Size(100) }, None));
        for n in 0..5 * SWEEP_AT {
            drop(take(&room, &n.to_string(), 1).await.unwrap());
        }
        assert!(room.shares.lock().unwrap().len() <= SWEEP_AT);
    }
}
