//! Where connections come from: sockets, with TLS or without.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures::{Stream, StreamExt as _, stream};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_rustls::server::TlsStream;
use tonic::transport::server::Connected;

use crate::tls::Certificates;

/// How long a handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(5);

/// Most handshakes at once; further connections wait in the kernel's queue.
const HANDSHAKES: usize = 512;

/// How long to wait when no connection can be accepted: there are no descriptors left.
const EXHAUSTED: Duration = Duration::from_millis(100);

/// A socket, with TLS or without.
#[derive(Debug)]
pub struct Listener {
    socket: TcpListener,
    certificates: Option<Arc<Certificates>>,
}

/// What a gateway listens on.
#[derive(Debug)]
pub struct Listeners {
    /// For clients. Without [`internal`](Self::internal) also for workers.
    pub public: Listener,
    /// For workers alone, so that they can be asked for a certificate where clients aren't.
    pub internal: Option<Listener>,
}

impl From<TcpListener> for Listener {
    fn from(socket: TcpListener) -> Self {
        Self { socket, certificates: None }
    }
}

impl From<TcpListener> for Listeners {
    fn from(socket: TcpListener) -> Self {
        Listener::from(socket).into()
    }
}

impl From<Listener> for Listeners {
    fn from(public: Listener) -> Self {
        Self { public, internal: None }
    }
}

impl Listener {
    /// A socket with TLS.
    pub fn with_tls(socket: TcpListener, certificates: Certificates) -> Self {
        Self { socket, certificates: Some(Arc::new(certificates)) }
    }

    /// The connections, each after its handshake. One that fails is logged and left out.
    pub(crate) fn connections(self) -> impl Stream<Item = io::Result<Wire>> {
        let Self { socket, certificates } = self;
        let accepted = stream::unfold(socket, async |socket| {
            loop {
                match socket.accept().await {
                    Ok(accepted) => return Some((accepted, socket)),
                    Err(error) => {
                        tracing::warn!(%error, "a connection can't be accepted");
                        tokio::time::sleep(EXHAUSTED).await;
                    }
                }
            }
        });
        let shaken = move |(stream, address)| shake(stream, address, certificates.clone());
        accepted.map(shaken).buffer_unordered(HANDSHAKES).filter_map(async |wire| wire.map(Ok))
    }
}

async fn shake(stream: TcpStream, address: SocketAddr, certificates: Option<Arc<Certificates>>) -> Option<Wire> {
    // Answers are small frames: without this each waits 40 ms for the other side's acknowledgement.
    stream.set_nodelay(true).ok()?;
    let peer = Peer { address };
    let Some(certificates) = certificates else { return Some(Wire { flow: Flow::Plain(stream), peer }) };
    match timeout(HANDSHAKE, certificates.acceptor().accept(stream)).await {
        Ok(Ok(stream)) => Some(Wire { flow: Flow::Tls(Box::new(stream)), peer }),
        Ok(Err(error)) => {
            tracing::info!(%address, %error, "a TLS handshake failed");
            None
        }
        Err(_) => {
            tracing::info!(%address, "a TLS handshake took too long");
            None
        }
    }
}

/// The other end of a connection, left in the extensions of its requests.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer {
    /// Its address.
    pub(crate) address: SocketAddr,
}

/// A connection.
pub(crate) struct Wire {
    flow: Flow,
    peer: Peer,
}

enum Flow {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

impl Connected for Wire {
    type ConnectInfo = Peer;

    fn connect_info(&self) -> Peer {
        self.peer
    }
}

impl AsyncRead for Wire {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match &mut self.get_mut().flow {
            Flow::Plain(stream) => Pin::new(stream).poll_read(context, buffer),
            Flow::Tls(stream) => Pin::new(stream).poll_read(context, buffer),
        }
    }
}

impl AsyncWrite for Wire {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match &mut self.get_mut().flow {
            Flow::Plain(stream) => Pin::new(stream).poll_write(context, bytes),
            Flow::Tls(stream) => Pin::new(stream).poll_write(context, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.get_mut().flow {
            Flow::Plain(stream) => Pin::new(stream).poll_flush(context),
            Flow::Tls(stream) => Pin::new(stream).poll_flush(context),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.get_mut().flow {
            Flow::Plain(stream) => Pin::new(stream).poll_shutdown(context),
            Flow::Tls(stream) => Pin::new(stream).poll_shutdown(context),
        }
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match &mut self.get_mut().flow {
            Flow::Plain(stream) => Pin::new(stream).poll_write_vectored(context, pieces),
            Flow::Tls(stream) => Pin::new(stream).poll_write_vectored(context, pieces),
        }
    }

    fn is_write_vectored(&self) -> bool {
        match &self.flow {
            Flow::Plain(stream) => stream.is_write_vectored(),
            Flow::Tls(stream) => stream.is_write_vectored(),
        }
    }
}
