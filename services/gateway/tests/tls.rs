//! TLS: whom a client believes, whom a gateway lets in, and certificates that change.
#![allow(clippy::unwrap_used)]

mod support;

use std::error::Error as _;
use std::time::Duration;

use pyjury_core::principal::Role;
use pyjury_gateway::{Listener, Listeners};
use pyjury_proto::internal::v1 as internal;
use pyjury_proto::internal::v1::worker_service_client::WorkerServiceClient;
use pyjury_proto::v1;
use pyjury_proto::v1::judge_service_client::JudgeServiceClient;
use support::certificates::{Pair, Signer, Valid};
use support::worker::presence;
use support::{Harness, Key, refused, run, submit};
use tokio::net::TcpListener;
use tonic::Code;
use tonic::transport::{Certificate, Channel, ClientTlsConfig, Endpoint, Identity};
use uuid::Uuid;

/// Connects as a client that believes `signer` and shows `identity`.
async fn connect(port: u16, signer: &Signer, identity: Option<&Pair>) -> Result<Channel, tonic::transport::Error> {
    let mut config =
        ClientTlsConfig::new().ca_certificate(Certificate::from_pem(signer.pem())).domain_name("localhost");
    if let Some(pair) = identity {
        config = config.identity(Identity::from_pem(&pair.certificate, &pair.key));
    }
    Endpoint::from_shared(format!("https://127.0.0.1:{port}")).unwrap().tls_config(config).unwrap().connect().await
}

fn words(error: &tonic::transport::Error) -> String {
    let mut words = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        words = format!("{words}: {error}");
        source = error.source();
    }
    words
}

#[tokio::test]
async fn a_client_believes_its_own_ca_only_and_no_expired_certificate() {
    let (signer, other, folder) = (Signer::new(), Signer::new(), tempfile::tempdir().unwrap());
    let files = signer.sign(Valid::Long).write(folder.path());
    let harness = Harness::listen_with(|_| {}, |socket| Listener::with_tls(socket, files.load().unwrap()).into()).await;
    let key = harness.key("acme", "ann", Role::Submitter).await;

    let channel = connect(harness.address.port(), &signer, None).await.unwrap();
    let mut judge = JudgeServiceClient::with_interceptor(channel, Key::new(&key));
    submit(&mut judge, run("print(1)")).await;

    let error = connect(harness.address.port(), &other, None).await.unwrap_err();
    assert!(words(&error).contains("UnknownIssuer"), "{}", words(&error));
    let plain = Endpoint::from_shared(format!("http://{}", harness.address)).unwrap().connect().await;
    let mut plain = JudgeServiceClient::with_interceptor(plain.unwrap(), Key::new(&key));
    plain.list(v1::ListRequest::default()).await.expect_err("a call in the clear");

    // The certificate has expired: a new connection sees the new file.
    signer.sign(Valid::NoLonger).write(folder.path());
    let error = connect(harness.address.port(), &signer, None).await.unwrap_err();
    assert!(words(&error).contains("xpired"), "{}", words(&error));
    submit(&mut judge, run("print(1)")).await;

    // A broken file is not taken: the last good one stays.
    std::fs::write(folder.path().join("server.pem"), "nothing").unwrap();
    let error = connect(harness.address.port(), &signer, None).await.unwrap_err();
    assert!(words(&error).contains("xpired"), "{}", words(&error));
    signer.sign(Valid::Long).write(folder.path());
    connect(harness.address.port(), &signer, None).await.unwrap();
}

#[tokio::test]
async fn workers_are_asked_for_a_certificate_on_a_listener_of_their_own() {
    let (signer, workers_ca, other) = (Signer::new(), Signer::new(), Signer::new());
    let folder = tempfile::tempdir().unwrap();
    let mut files = signer.sign(Valid::Long).write(folder.path());
    let client_ca = folder.path().join("workers.pem");
    std::fs::write(&client_ca, workers_ca.pem()).unwrap();
    let internal_socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = internal_socket.local_addr().unwrap().port();
    files.client_ca = Some(client_ca);
    let internal = Some(Listener::with_tls(internal_socket, files.load().unwrap()));
    let harness = Harness::listen_with(|_| {}, |socket| Listeners { public: socket.into(), internal }).await;

    let worker_key = Key::new(&harness.key("acme", "w1", Role::Worker).await);
    let worker_id = Uuid::new_v4().to_string();
    let heartbeat = || internal::RenewRequest { worker_id: worker_id.clone(), ..Default::default() };
    let good = workers_ca.sign(Valid::Long);
    let channel = connect(port, &signer, Some(&good)).await.unwrap();
    let mut worker = WorkerServiceClient::with_interceptor(channel.clone(), worker_key.clone());
    let hello = internal::RegisterRequest { worker_id: worker_id.clone(), presence: Some(presence("w1")) };
    worker.register(hello).await.unwrap();
    worker.renew(heartbeat()).await.unwrap();

    // A certificate alone opens nothing, and a client has no business here.
    let mut without_key = WorkerServiceClient::new(channel.clone());
    refused(without_key.renew(heartbeat()).await, Code::Unauthenticated, "BAD_KEY", &[]);
    let ann = Key::new(&harness.key("acme", "ann", Role::Submitter).await);
    let mut judge = JudgeServiceClient::with_interceptor(channel, ann.clone());
    assert_eq!(judge.submit(run("1")).await.unwrap_err().code(), Code::Unimplemented);

    // The server says no after its side of the handshake, so a client may learn it from its first call.
    let stranger = other.sign(Valid::Long);
    let expired = workers_ca.sign(Valid::NoLonger);
    for (identity, alert) in
        [(None, "CertificateRequired"), (Some(&stranger), "UnknownCA"), (Some(&expired), "CertificateExpired")]
    {
        let told = match connect(port, &signer, identity).await {
            Ok(channel) => {
                let mut client = WorkerServiceClient::with_interceptor(channel, worker_key.clone());
                format!("{:?}", client.renew(heartbeat()).await.expect_err(alert))
            }
            Err(error) => words(&error),
        };
        assert!(told.contains(alert), "{alert} in {told}");
    }

    // The public listener asks for no certificate and doesn't serve workers.
    let public = harness.channel().await;
    let mut on_public = WorkerServiceClient::with_interceptor(public.clone(), worker_key);
    assert_eq!(on_public.renew(heartbeat()).await.unwrap_err().code(), Code::Unimplemented);
    submit(&mut JudgeServiceClient::with_interceptor(public, ann), run("1")).await;

    harness.draining.cancel();
    tokio::time::timeout(Duration::from_secs(15), harness.server).await.unwrap().unwrap().unwrap();
}

#[test]
fn mistakes_in_the_files_name_the_file_and_what_is_wrong() {
    let (signer, folder) = (Signer::new(), tempfile::tempdir().unwrap());
    let good = signer.sign(Valid::Long).write(folder.path());
    let other = folder.path().join("other.key");
    std::fs::write(&other, signer.sign(Valid::Long).key).unwrap();
    let text = folder.path().join("text.pem");
    std::fs::write(&text, "hello").unwrap();
    let missing = folder.path().join("missing.pem");
    let table = [
        (pyjury_gateway::Tls { certificate: missing, ..good.clone() }, vec!["missing.pem", "can't read"]),
        (
            pyjury_gateway::Tls { certificate: text.clone(), ..good.clone() },
            vec!["text.pem", "BEGIN CERTIFICATE", "none"],
        ),
        (pyjury_gateway::Tls { key: text.clone(), ..good.clone() }, vec!["text.pem", "BEGIN PRIVATE KEY", "none"]),
        (pyjury_gateway::Tls { key: other, ..good.clone() }, vec!["other.key", "server.pem", "private key"]),
        (pyjury_gateway::Tls { client_ca: Some(text), ..good.clone() }, vec!["text.pem", "BEGIN CERTIFICATE"]),
    ];
    for (files, expected) in table {
        let words = files.clone().load().unwrap_err().to_string();
        for part in expected {
            assert!(words.contains(part), "{part:?} in {words:?}");
        }
    }
    good.load().unwrap();
}
