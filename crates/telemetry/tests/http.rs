//! The HTTP server answers over a real socket.
#![allow(clippy::unwrap_used)]

use prometheus::IntCounter;
use pyjury_telemetry::{CancellationToken, Readiness, Registry, http};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

async fn get(address: std::net::SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn metrics_and_health_are_told_until_shutdown() {
    let registry = Registry::new();
    let counter = IntCounter::new("pyjury_test_things_total", "Things.").unwrap();
    registry.register(Box::new(counter.clone())).unwrap();
    counter.inc();
    let readiness = Readiness::default();
    let shutdown = CancellationToken::new();
    let listener = http::bind("127.0.0.1:0".parse().unwrap()).await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(http::serve(listener, registry, readiness.clone(), shutdown.clone()));

    let metrics = get(address, "/metrics").await;
    assert!(metrics.starts_with("HTTP/1.1 200"), "{metrics}");
    assert!(metrics.contains("pyjury_test_things_total 1"), "{metrics}");
    assert!(get(address, "/healthz").await.starts_with("HTTP/1.1 200"));
    assert!(get(address, "/readyz").await.starts_with("HTTP/1.1 503"));
    readiness.ready();
    assert!(get(address, "/readyz").await.starts_with("HTTP/1.1 200"));
    readiness.draining();
    assert!(get(address, "/readyz").await.starts_with("HTTP/1.1 503"));
    assert!(get(address, "/nothing").await.starts_with("HTTP/1.1 404"));

    let taken = http::bind(address).await.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(taken.contains("--http"), "{taken}");
    shutdown.cancel();
    server.await.unwrap().unwrap();
}
