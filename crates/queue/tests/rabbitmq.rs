//! The queue over a real RabbitMQ that others use too.
#![allow(clippy::unwrap_used)]

mod support;

use std::sync::Mutex;

use pyjury_queue::{RabbitMq, RabbitMqConfig, conformance};
use pyjury_servers::RabbitMq as Server;
use support::{LONG, Noted, Place};
use tokio::io::AsyncReadExt as _;

struct Fixture(Place);

impl conformance::Fixture for Fixture {
    type Queue = Noted;

    async fn open(&self) -> Noted {
        self.0.connect().await
    }
}

#[tokio::test]
async fn it_does_what_the_trait_promises() {
    let server = Server::shared();
    let places = Mutex::new(Vec::new());
    let make = || {
        let place = Place::new(server.url());
        places.lock().unwrap().push(place.clone());
        Fixture(place)
    };
    conformance::suite(make).await;
    for place in places.into_inner().unwrap() {
        place.clear().await;
    }
}

/// The library without its TLS, which is optional, would speak in the clear.
#[tokio::test]
async fn nothing_is_said_in_the_clear_over_amqps() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let connecting = RabbitMq::connect(RabbitMqConfig::new(format!("amqps://u:p@127.0.0.1:{port}/%2f")));
    let heard = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.read_u8().await.unwrap()
    };
    let (connected, first) = tokio::time::timeout(LONG, async { tokio::join!(connecting, heard) }).await.unwrap();
    assert_eq!(first, 0x16, "a handshake of TLS");
    assert!(connected.err().unwrap().to_string().contains("--amqp"));
}
