//! A real gateway on a port of its own, over the embedded store and queue in a temporary folder.
#![allow(clippy::unwrap_used, dead_code, unreachable_pub)]

pub mod certificates;
pub mod packages;
pub mod worker;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use pyjury_core::Scopes;
use pyjury_core::principal::Role;
use pyjury_gateway::{Gateway, GatewayConfig, GatewayError, Listeners, Metrics};
use pyjury_proto::internal::v1::worker_service_client::WorkerServiceClient;
use pyjury_proto::v1;
use pyjury_proto::v1::audit_service_client::AuditServiceClient;
use pyjury_proto::v1::judge_service_client::JudgeServiceClient;
use pyjury_proto::v1::key_service_client::KeyServiceClient;
use pyjury_proto::v1::problem_service_client::ProblemServiceClient;
use pyjury_proto::v1::submit_request::Target;
use pyjury_store::ledger::NewApiKey;
use pyjury_store::{Blobs, Ledger};
use pyjury_telemetry::{CancellationToken, Registry};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Request, Status};
use tonic_types::StatusExt as _;

/// Puts a key on every call.
#[derive(Clone)]
pub struct Key(pub MetadataValue<Ascii>);

impl Key {
    pub fn new(secret: &str) -> Self {
        Self(format!("Bearer {secret}").parse().unwrap())
    }
}

impl tonic::service::Interceptor for Key {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        request.metadata_mut().insert("authorization", self.0.clone());
        Ok(request)
    }
}

pub type Keyed = InterceptedService<Channel, Key>;
pub type Judge = JudgeServiceClient<Keyed>;
pub type Problems = ProblemServiceClient<Keyed>;
pub type Keys = KeyServiceClient<Keyed>;
pub type Audit = AuditServiceClient<Keyed>;
pub type Workers = WorkerServiceClient<Keyed>;

/// The gateway and what it stands on.
pub struct Harness {
    pub folder: TempDir,
    pub ledger: Ledger,
    pub queue: Arc<dyn pyjury_queue::Queue>,
    pub gateway: Gateway,
    pub address: SocketAddr,
    pub registry: Registry,
    pub draining: CancellationToken,
    pub server: JoinHandle<Result<(), GatewayError>>,
}

impl Harness {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub async fn start_with(change: impl FnOnce(&mut GatewayConfig)) -> Self {
        Self::listen_with(change, Into::into).await
    }

    /// With what the first listener is wrapped in.
    pub async fn listen_with(
        change: impl FnOnce(&mut GatewayConfig),
        listen: impl FnOnce(TcpListener) -> Listeners,
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let scratch = folder.path().join("scratch");
        std::fs::create_dir(&scratch).unwrap();
        let store = Arc::new(pyjury_store::Embedded::open(&folder.path().join("store")).unwrap());
        let blobs = Blobs::local(&folder.path().join("blobs")).unwrap();
        let ledger = Ledger::new(store, blobs);
        std::fs::create_dir_all(folder.path().join("queue")).unwrap();
        let queue: Arc<dyn pyjury_queue::Queue> =
            Arc::new(pyjury_queue::Embedded::open(&folder.path().join("queue")).unwrap());
        let mut config = GatewayConfig { scratch, ..GatewayConfig::default() };
        change(&mut config);
        let registry = Registry::new();
        let metrics = Metrics::new().unwrap();
        metrics.register(&registry).unwrap();
        let draining = CancellationToken::new();
        let gateway = Gateway::new(config, ledger.clone(), queue.clone(), metrics, draining.clone()).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let serving = gateway.clone();
        let listeners = listen(listener);
        let server = tokio::spawn(async move { serving.serve(listeners).await });
        Self { folder, ledger, queue, gateway, address, registry, draining, server }
    }

    /// Another gateway over the same store and queue.
    pub async fn another_gateway(&self) -> Gateway {
        let config = GatewayConfig { scratch: self.folder.path().join("scratch"), ..GatewayConfig::default() };
        let metrics = Metrics::new().unwrap();
        let (ledger, queue) = (self.ledger.clone(), self.queue.clone());
        Gateway::new(config, ledger, queue, metrics, self.draining.clone()).await.unwrap()
    }

    /// A new key's secret.
    pub async fn key(&self, tenant: &str, user: &str, role: Role) -> String {
        let new = NewApiKey::of(tenant, user, [role]);
        self.ledger.create_api_key(new).await.unwrap().1
    }

    /// A new key's secret, narrowed to some scopes.
    pub async fn narrow_key(&self, tenant: &str, user: &str, role: Role, scopes: Scopes) -> String {
        let new = NewApiKey { scopes, ..NewApiKey::of(tenant, user, [role]) };
        self.ledger.create_api_key(new).await.unwrap().1
    }

    pub async fn keys(&self, secret: &str) -> Keys {
        KeyServiceClient::with_interceptor(self.channel().await, Key::new(secret))
    }

    pub async fn audit(&self, secret: &str) -> Audit {
        AuditServiceClient::with_interceptor(self.channel().await, Key::new(secret))
    }

    pub async fn workers(&self, secret: &str) -> Workers {
        WorkerServiceClient::with_interceptor(self.channel().await, Key::new(secret))
    }

    pub async fn channel(&self) -> Channel {
        Endpoint::from_shared(format!("http://{}", self.address)).unwrap().connect().await.unwrap()
    }

    pub async fn judge(&self, user: &str, role: Role) -> Judge {
        let key = self.key("acme", user, role).await;
        self.judge_with(&key).await
    }

    pub async fn judge_with(&self, secret: &str) -> Judge {
        let key = Key(format!("Bearer {secret}").parse().unwrap());
        JudgeServiceClient::with_interceptor(self.channel().await, key)
            .max_encoding_message_size(usize::MAX)
            .max_decoding_message_size(usize::MAX)
    }

    pub async fn problems(&self, user: &str, role: Role) -> Problems {
        let key = Key(format!("Bearer {}", self.key("acme", user, role).await).parse().unwrap());
        ProblemServiceClient::with_interceptor(self.channel().await, key)
    }
}

/// A request that is in order: an inline run.
pub fn run(source: &str) -> v1::SubmitRequest {
    v1::SubmitRequest {
        target: Some(Target::InlineRun(v1::InlineRun::default())),
        files: vec![v1::SourceFile { path: "main.py".into(), content: source.into() }],
        ..Default::default()
    }
}

/// Submits and returns the id.
pub async fn submit(judge: &mut Judge, request: v1::SubmitRequest) -> String {
    judge.submit(request).await.unwrap().into_inner().submission.unwrap().submission_id
}

/// The paths of the fields that a refusal complains of.
pub fn fields(status: &Status) -> Vec<String> {
    let bad = status.get_details_bad_request().map(|bad| bad.field_violations);
    bad.unwrap_or_default().into_iter().map(|violation| violation.field).collect()
}

/// The constant reason of a refusal.
pub fn reason(status: &Status) -> String {
    let info = status.get_details_error_info().unwrap_or_else(|| panic!("no ErrorInfo in {status:?}"));
    assert_eq!(info.domain, "pyjury");
    info.reason
}

/// Checks a refusal: code, reason, fields.
#[track_caller]
pub fn refused<T: std::fmt::Debug>(result: Result<T, Status>, code: Code, why: &str, paths: &[&str]) -> Status {
    let status = result.expect_err("expected a refusal");
    assert_eq!(status.code(), code, "{status:?}");
    assert_eq!(reason(&status), why);
    assert_eq!(fields(&status), paths, "{status:?}");
    status
}

/// Tries again and again until there is an answer.
///
/// # Panics
/// When the time is over: it is promised to users, and generous for a machine.
pub async fn within<T>(time: Duration, mut attempt: impl AsyncFnMut() -> Option<T>) -> T {
    let end = tokio::time::Instant::now() + time;
    loop {
        if let Some(found) = attempt().await {
            return found;
        }
        assert!(tokio::time::Instant::now() < end, "expected it within {time:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
