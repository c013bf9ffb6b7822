//! What every serving process has: signals, a small HTTP server for those who watch, and parts that live and
//! end together.

use std::future::Future;
use std::net::SocketAddr;

use anyhow::Context as _;
use pyjury_telemetry::{CancellationToken, Readiness, Registry, build_info, http, logging, shutdown};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::config::Common;
use crate::failure::Failure;

/// A serving process: its parts start with [`Self::spawn`] and end in [`Self::finish`].
pub(crate) struct Process {
    /// What is measured.
    pub(crate) registry: Registry,
    /// Cancelled by the first signal, and when a part fails.
    pub(crate) stop: CancellationToken,
    /// Where metrics and health are served.
    pub(crate) http: SocketAddr,
    /// Whether it wants work. Its parts may hold it back.
    pub(crate) readiness: Readiness,
    parts: JoinSet<anyhow::Result<()>>,
    /// Metrics and health outlive the parts.
    watched: JoinSet<anyhow::Result<()>>,
    unwatched: CancellationToken,
}

/// Sets up logging and the async runtime, and runs a process on it.
pub(crate) fn run(common: &Common, process: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    logging::init(common.log_format, &common.log).map_err(Failure::usage)?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().context("can't start the async runtime")?;
    runtime.block_on(process)
}

impl Process {
    /// Listens for signals, and answers those who watch: alive, and not yet ready.
    pub(crate) async fn open(role: &'static str, common: &Common) -> Result<Self, Failure> {
        let stop = shutdown::on_signals().context("can't listen for signals")?;
        let listener = http::bind(common.http).await?;
        let (registry, readiness, unwatched) = (Registry::new(), Readiness::default(), CancellationToken::new());
        build_info::register(&registry, env!("CARGO_PKG_VERSION"), role)?;
        let http = listener.local_addr()?;
        let mut watched = JoinSet::new();
        let served = http::serve(listener, registry.clone(), readiness.clone(), unwatched.clone());
        watched.spawn(async move { served.await.context("the HTTP server failed") });
        Ok(Self { registry, stop, http, readiness, parts: JoinSet::new(), watched, unwatched })
    }

    /// Starts a part.
    pub(crate) fn spawn(&mut self, part: impl Future<Output = anyhow::Result<()>> + Send + 'static) {
        self.parts.spawn(part);
    }

    /// Waits for something that must be there before any part starts; `None` when a signal came first.
    pub(crate) async fn until_stopped<T>(
        &self,
        start: impl Future<Output = Result<T, Failure>>,
    ) -> Result<Option<T>, Failure> {
        tokio::select! {
            started = start => started.map(Some),
            () = self.stop.cancelled() => Ok(None),
        }
    }

    /// Ready from now on, until a signal; then waits for the end of every part. One that fails ends the
    /// others too.
    pub(crate) async fn finish(mut self) -> Result<(), Failure> {
        self.readiness.ready();
        let (stop, readiness) = (self.stop.clone(), self.readiness.clone());
        tokio::spawn(async move {
            stop.cancelled().await;
            readiness.draining();
        });
        let mut first_failure = None;
        while let Some(ended) = tokio::select! {
            ended = self.parts.join_next() => ended,
            Some(ended) = self.watched.join_next() => Some(ended),
        } {
            if let Err(error) = ended.context("a part broke").and_then(|result| result) {
                first_failure.get_or_insert(error);
                self.stop.cancel();
            }
        }
        self.unwatched.cancel();
        self.watched.join_all().await;
        first_failure.map_or(Ok(()), |error| Err(error.into()))
    }
}

/// A port that is taken but on which nobody is answered yet: until the backends are there, clients are refused
/// rather than kept waiting.
pub(crate) struct Port {
    socket: tokio::net::TcpSocket,
    address: SocketAddr,
}

impl Port {
    /// Takes an address; `setting` is the one to change if it can't be had.
    pub(crate) fn take(address: SocketAddr, setting: &str) -> anyhow::Result<Self> {
        let words = || format!("can't listen on {address} for gRPC; choose another with --{setting}");
        let socket = match address {
            SocketAddr::V4(_) => tokio::net::TcpSocket::new_v4(),
            SocketAddr::V6(_) => tokio::net::TcpSocket::new_v6(),
        };
        let socket = socket.with_context(words)?;
        // Connections of an earlier life of this server may still be closing.
        socket.set_reuseaddr(true).with_context(words)?;
        socket.bind(address).with_context(words)?;
        let address = socket.local_addr().with_context(words)?;
        Ok(Self { socket, address })
    }

    /// Where it is.
    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// From now on connections are accepted.
    pub(crate) fn listen(self) -> anyhow::Result<TcpListener> {
        self.socket.listen(1024).with_context(|| format!("can't listen on {} for gRPC", self.address))
    }
}
