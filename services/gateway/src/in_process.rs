//! A channel over pipes in memory.

use hyper_util::rt::TokioIo;
use tokio::io::DuplexStream;
use tokio::sync::mpsc;
use tonic::transport::{Channel, Endpoint, Uri};
use tower::service_fn;

/// The size of a pipe: one piece of a package.
const PIPE: usize = 64 << 10;

/// A channel that connects, when it is first used, by handing one end of a pipe to `dial`.
pub(crate) fn channel(dial: mpsc::Sender<DuplexStream>) -> Channel {
    Endpoint::from_static("http://in-process").connect_with_connector_lazy(service_fn(move |_: Uri| {
        let dial = dial.clone();
        async move {
            let (near, far) = tokio::io::duplex(PIPE);
            let gone =
                |_| std::io::Error::new(std::io::ErrorKind::ConnectionRefused, "the in-process server has ended");
            dial.send(far).await.map_err(gone)?;
            Ok::<_, std::io::Error>(TokioIo::new(near))
        }
    }))
}
