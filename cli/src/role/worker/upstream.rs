//! The gateways of a worker.

use std::time::Duration;

use pyjury_core::Timing;
use pyjury_proto::internal::v1::RenewRequest;
use pyjury_proto::internal::v1::worker_service_client::WorkerServiceClient;
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Request, Status};

use crate::backend::{Hope, patiently};
use crate::client::tls::TlsFiles;
use crate::config::{Key, Settings};
use crate::failure::Failure;

/// The gateways of a worker, used in turn.
#[derive(Clone)]
pub(crate) struct Upstream {
    endpoints: Vec<Endpoint>,
}

/// Why no gateway answered.
#[derive(Debug, thiserror::Error)]
#[error("the gateway answers {}: {}", .0.code(), .0.message())]
struct NoAnswer(Status);

impl Upstream {
    /// Reads where they are. A connection that is silent for two heartbeats is given up.
    pub(crate) fn read(settings: &mut Settings, timing: Timing, tls: &TlsFiles) -> Option<Self> {
        let urls = settings.urls(Key::GATEWAY);
        if urls.is_empty() {
            settings.missing(Key::GATEWAY, "expected the URL of a gateway, such as http://gateway:50051");
            return None;
        }
        let mut endpoints = Vec::new();
        for url in urls {
            match Endpoint::from_shared(url.clone()) {
                Ok(endpoint) if endpoint.uri().scheme_str().is_some_and(|s| s == "http" || s == "https") => {
                    match tls.apply(endpoint) {
                        Ok(endpoint) => endpoints.push(patient(endpoint, timing.heartbeat)),
                        Err(error) => settings.mistake("--gateway".to_owned(), format!("{error:#}")),
                    }
                }
                _ => {
                    let why = format!("expected a URL such as http://gateway:50051, got {url:?}");
                    settings.mistake("--gateway".to_owned(), why);
                }
            }
        }
        Some(Self { endpoints })
    }

    /// A channel to all of them, once one answers. A key that is refused is told at once.
    pub(crate) async fn connect(&self, key: Option<&str>, wait: Duration) -> Result<Channel, Failure> {
        let channel = match self.endpoints.as_slice() {
            [one] => one.connect_lazy(),
            several => Channel::balance_list(several.iter().cloned()),
        };
        let header = key.map(|key| format!("Bearer {key}").parse()).transpose();
        let header =
            header.map_err(|_| Failure::usage_words("--key-file: expected a key of visible ASCII characters"))?;
        let ask = || {
            let mut client = WorkerServiceClient::new(channel.clone());
            // Nobody registered this id: a gateway that reaches its store says so, and nothing comes of it.
            let worker_id = uuid::Uuid::new_v4().to_string();
            let mut request = Request::new(RenewRequest { worker_id, ..RenewRequest::default() });
            if let Some(header) = header.clone() {
                request.metadata_mut().insert("authorization", header);
            }
            async move { reached(client.renew(request).await.err()) }
        };
        patiently("the gateway", Key::GATEWAY.0, wait, ask, hope).await?;
        Ok(channel)
    }
}

/// Whether a gateway answered the question, whatever it said, that leaves no lease renewed.
fn reached(answer: Option<Status>) -> Result<(), NoAnswer> {
    use Code::{Cancelled, DeadlineExceeded, Internal, PermissionDenied, Unauthenticated, Unavailable, Unknown};
    match answer {
        Some(status)
            if matches!(
                status.code(),
                Cancelled | DeadlineExceeded | Internal | PermissionDenied | Unauthenticated | Unavailable | Unknown
            ) =>
        {
            Err(NoAnswer(status))
        }
        _ => Ok(()),
    }
}

fn hope(NoAnswer(status): &NoAnswer) -> Hope {
    match status.code() {
        Code::PermissionDenied | Code::Unauthenticated => Hope::None,
        _ => Hope::Wait,
    }
}

fn patient(endpoint: Endpoint, silence: Duration) -> Endpoint {
    endpoint
        .connect_timeout(Duration::from_secs(5))
        .http2_keep_alive_interval(silence)
        .keep_alive_timeout(silence)
        .keep_alive_while_idle(true)
        .tcp_nodelay(true)
}
