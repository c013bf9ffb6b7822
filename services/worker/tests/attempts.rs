//! A worker with a real sandbox and the embedded queue, against a service that only remembers.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pyjury_core::judging::AttemptRef;
use pyjury_core::submission::InlineRun;
use pyjury_core::{AttemptId, JudgingId, Limits, SubmissionId, Timing, WorkerId};
use pyjury_proto::internal::v1;
use pyjury_proto::internal::v1::worker_service_server::{WorkerService, WorkerServiceServer};
use pyjury_proto::{Detail, inline_run};
use pyjury_queue::messages::{Control, Fleet, Job, Message, send};
use pyjury_queue::{Consumer, Durability, Embedded, Queue, QueueName};
use pyjury_telemetry::CancellationToken;
use pyjury_worker::{Config, Metrics, Parts, Sandboxed, run};
use tokio::task::JoinHandle;
use tonic::{Request, Response, Status};

#[derive(Clone, Default)]
struct Service {
    source: String,
    lease: Duration,
    /// Whether renewals are answered.
    deaf: bool,
    /// Finish fails so many times before it is confirmed.
    trouble: Arc<Mutex<u32>>,
    seen: Arc<Mutex<Vec<String>>>,
    /// The package to judge against, and its digest; none is an inline run.
    package: Option<(Arc<Vec<u8>>, String)>,
    /// Whether the package is to be verified.
    verify: bool,
}

impl Service {
    fn target(&self) -> v1::start_response::Target {
        let run =
            InlineRun { stdin: Vec::new(), expected: Some(b"1".to_vec()), args: vec![], limits: Limits::default() };
        match &self.package {
            Some((_, digest)) => {
                let (digest, name) = (digest.clone(), "year-hundred".into());
                let package = pyjury_proto::v1::ProblemReference { digest, name };
                match self.verify {
                    true => v1::start_response::Target::Verification(package),
                    false => v1::start_response::Target::Problem(package),
                }
            }
            None => v1::start_response::Target::InlineRun(inline_run(&run, Detail::Full)),
        }
    }

    fn note(&self, what: String) {
        self.seen.lock().unwrap().push(what);
    }

    fn lease(&self) -> Option<prost_types::Duration> {
        prost_types::Duration::try_from(self.lease).ok()
    }
}

#[tonic::async_trait]
impl WorkerService for Service {
    async fn start(&self, _: Request<v1::StartRequest>) -> Result<Response<v1::StartResponse>, Status> {
        Ok(Response::new(v1::StartResponse {
            lease: self.lease(),
            target: Some(self.target()),
            files: vec![pyjury_proto::v1::SourceFile { path: "main.py".into(), content: self.source.clone().into() }],
            runtime: String::new(),
            time_limit: None,
        }))
    }

    async fn register(&self, _: Request<v1::RegisterRequest>) -> Result<Response<v1::RegisterResponse>, Status> {
        Ok(Response::new(v1::RegisterResponse { wanted: None }))
    }

    async fn renew(&self, _: Request<v1::RenewRequest>) -> Result<Response<v1::RenewResponse>, Status> {
        if self.deaf {
            return Err(Status::unavailable("deaf"));
        }
        Ok(Response::new(v1::RenewResponse { lease: self.lease(), ..Default::default() }))
    }

    async fn record_cases(
        &self,
        request: Request<v1::RecordCasesRequest>,
    ) -> Result<Response<v1::RecordCasesResponse>, Status> {
        for case in request.into_inner().cases {
            self.note(format!("case {} of {}", case.index, case.case_count));
        }
        Ok(Response::new(v1::RecordCasesResponse {}))
    }

    async fn finish(&self, request: Request<v1::FinishRequest>) -> Result<Response<v1::FinishResponse>, Status> {
        let mut trouble = self.trouble.lock().unwrap();
        if *trouble > 0 {
            *trouble -= 1;
            return Err(Status::unavailable("not now"));
        }
        let request = request.into_inner();
        for case in &request.last_cases {
            self.note(format!("case {} of {}", case.index, case.case_count));
        }
        if let Some(found) = request.verification {
            self.note(format!("verified with {} s", found.time_limit.unwrap().seconds));
        }
        self.note(format!("finish {}", request.judgement.unwrap().reason));
        Ok(Response::new(v1::FinishResponse::default()))
    }

    async fn give_back(&self, request: Request<v1::GiveBackRequest>) -> Result<Response<v1::GiveBackResponse>, Status> {
        self.note(format!("give back {:?}", request.into_inner().cause()));
        Ok(Response::new(v1::GiveBackResponse {}))
    }

    type FetchPackageStream = Pin<Box<dyn futures::Stream<Item = Result<v1::FetchPackageResponse, Status>> + Send>>;

    async fn fetch_package(
        &self,
        _: Request<v1::FetchPackageRequest>,
    ) -> Result<Response<Self::FetchPackageStream>, Status> {
        let (zip, _) = self.package.clone().ok_or_else(|| Status::unimplemented("no packages here"))?;
        self.note("fetch".into());
        let chunks: Vec<_> =
            zip.chunks(1000).map(|chunk| Ok(v1::FetchPackageResponse { chunk: chunk.to_vec().into() })).collect();
        Ok(Response::new(Box::pin(futures::stream::iter(chunks))))
    }
}

struct Bench {
    queue: Arc<Embedded>,
    fleet: Box<dyn Consumer>,
    worker: WorkerId,
    shutdown: CancellationToken,
    running: JoinHandle<Result<(), pyjury_worker::RunError>>,
    _folder: tempfile::TempDir,
}

impl Bench {
    /// A worker with one slot; `None` where this host can't confine programs.
    async fn open(service: Service, drain: Duration) -> Option<Self> {
        if let Err(error) = pyjury_sandbox::Host::probe() {
            assert!(std::env::var_os("CI").is_none(), "these tests need the sandbox: {error}");
            eprintln!("SKIPPED: these tests need the sandbox: {error}");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let queue = Arc::new(Embedded::open_with(folder.path(), Durability::Process).unwrap());
        queue.declare(QueueName::Fleet).await.unwrap();
        let mut fleet = queue.consume(QueueName::Fleet).await.unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let incoming = tokio_stream::wrappers::TcpListenerStream::new(listener);
        let server = tonic::transport::Server::builder().add_service(WorkerServiceServer::new(service));
        tokio::spawn(server.serve_with_incoming(incoming));
        let channel = tonic::transport::Endpoint::from_shared(format!("http://{address}")).unwrap().connect_lazy();
        let config = Config {
            slots: 1,
            drain,
            timing: Timing {
                margin: Duration::from_millis(500),
                heartbeat: Duration::from_millis(300),
                ..Timing::default()
            },
            ..Config::new("test", folder.path().join("cache"))
        };
        let shutdown = CancellationToken::new();
        let executor = Arc::new(Sandboxed::open(&config).unwrap());
        let parts = Parts { executor, queue: queue.clone(), channel, metrics: Metrics::new().unwrap() };
        let running = tokio::spawn(run(config, parts, shutdown.clone()));
        let worker = loop {
            if let Fleet::Registered(presence) = next(&mut fleet).await {
                break presence.worker;
            }
        };
        Some(Self { queue, fleet, worker, shutdown, running, _folder: folder })
    }

    async fn job(&self) -> AttemptRef {
        let id = uuid::Uuid::new_v4();
        let attempt = AttemptRef { submission: SubmissionId(id), judging: JudgingId(id), attempt: AttemptId(id) };
        send(&*self.queue, QueueName::Worker(self.worker), &Job { attempt }).await.unwrap();
        attempt
    }

    /// Waits until the worker is done with an attempt.
    async fn freed(&mut self, attempt: AttemptRef) {
        let wait =
            async { while next(&mut self.fleet).await != (Fleet::SlotFreed { worker: self.worker, attempt }) {} };
        tokio::time::timeout(Duration::from_secs(120), wait).await.unwrap();
    }

    async fn close(self) {
        self.shutdown.cancel();
        self.running.await.unwrap().unwrap();
    }
}

async fn next(fleet: &mut Box<dyn Consumer>) -> Fleet {
    let delivery = fleet.next().await.unwrap();
    let message = Fleet::decode(&delivery.body).unwrap();
    delivery.ack().await.unwrap();
    message
}

fn service(source: &str) -> Service {
    Service { source: source.into(), lease: Duration::from_secs(5), ..Service::default() }
}

const MINUTE: Duration = Duration::from_secs(60);
const SLEEPER: &str = "import time\ntime.sleep(4)\nprint(1)\n";

#[tokio::test]
async fn an_attempt_is_judged_and_handed_in_however_often_it_takes() {
    let service = Service { trouble: Arc::new(Mutex::new(2)), ..service("print(1)\n") };
    let seen = service.seen.clone();
    let Some(mut bench) = Bench::open(service, MINUTE).await else { return };
    let attempt = bench.job().await;
    bench.freed(attempt).await;
    assert_eq!(*seen.lock().unwrap(), ["case 0 of 1", "finish accepted"]);
    bench.close().await;
}

#[tokio::test]
async fn a_lease_that_is_not_renewed_kills_the_run() {
    let service = Service { deaf: true, lease: Duration::from_secs(2), ..service(SLEEPER) };
    let seen = service.seen.clone();
    let Some(mut bench) = Bench::open(service, MINUTE).await else { return };
    let begun = std::time::Instant::now();
    let attempt = bench.job().await;
    bench.freed(attempt).await;
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    assert!(seen.lock().unwrap().is_empty());
    bench.close().await;
}

#[tokio::test]
async fn a_lease_that_is_renewed_does_not() {
    let service = Service { lease: Duration::from_secs(2), ..service(SLEEPER) };
    let seen = service.seen.clone();
    let Some(mut bench) = Bench::open(service, MINUTE).await else { return };
    let attempt = bench.job().await;
    bench.freed(attempt).await;
    assert_eq!(*seen.lock().unwrap(), ["case 0 of 1", "finish accepted"]);
    bench.close().await;
}

#[tokio::test]
async fn a_cancelled_attempt_is_killed_and_the_next_one_judged() {
    let service = service(SLEEPER);
    let seen = service.seen.clone();
    let Some(mut bench) = Bench::open(service, MINUTE).await else { return };
    let attempt = bench.job().await;
    tokio::time::sleep(Duration::from_millis(700)).await;
    send(&*bench.queue, QueueName::Control(bench.worker), &Control::Cancel { attempt }).await.unwrap();
    let begun = std::time::Instant::now();
    bench.freed(attempt).await;
    assert!(begun.elapsed() < Duration::from_secs(2) && seen.lock().unwrap().is_empty());
    let attempt = bench.job().await;
    bench.freed(attempt).await;
    assert_eq!(seen.lock().unwrap().last().unwrap(), "finish accepted");
    bench.close().await;
}

#[tokio::test]
async fn a_drain_waits_and_then_gives_back() {
    for (drain, expected) in [(MINUTE, "finish accepted"), (Duration::from_millis(200), "give back Draining")] {
        let service = service(SLEEPER);
        let seen = service.seen.clone();
        let Some(bench) = Bench::open(service, drain).await else { return };
        bench.job().await;
        tokio::time::sleep(Duration::from_millis(700)).await;
        bench.close().await;
        assert_eq!(seen.lock().unwrap().last().map(String::as_str), Some(expected));
    }
}

/// A package of this repository, packed.
fn package() -> (Vec<u8>, String) {
    package_with(&[])
}

/// The same with more files.
fn package_with(more: &[(&str, &str)]) -> (Vec<u8>, String) {
    use std::io::Write as _;
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../problems/year-hundred");
    let source = pyjury_problem::Source::open(&folder).unwrap();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut add = |path: &str, content: &[u8]| {
        zip.start_file(path, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    };
    for (path, data) in source.files() {
        add(path, &data.read().unwrap());
    }
    for (path, text) in more {
        add(path, text.as_bytes());
    }
    let zip = zip.finish().unwrap().into_inner();
    let digest = pyjury_problem::Source::open_zip(&zip, "year-hundred").unwrap().digest().to_string();
    (zip, digest)
}

#[tokio::test]
async fn a_package_is_verified_by_its_own_submissions() {
    let bad = ("submissions/accepted/says_nothing.py", "pass\n");
    let count = pyjury_problem::Source::open_zip(&package().0, "year-hundred").unwrap();
    let count = pyjury_problem::Problem::load(&count).unwrap().submissions.len();
    for (more, expected) in [(vec![], "finish accepted"), (vec![bad], "finish wrong_answer")] {
        let (zip, digest) = package_with(&more);
        let service = Service { package: Some((Arc::new(zip), digest)), verify: true, ..service("") };
        let seen = service.seen.clone();
        let Some(mut bench) = Bench::open(service, MINUTE).await else { return };
        let attempt = bench.job().await;
        bench.freed(attempt).await;
        let seen = seen.lock().unwrap().clone();
        let told = seen.iter().filter(|what| what.starts_with("case")).count();
        assert_eq!(told, count + more.len(), "a case for each submission: {seen:?}");
        assert_eq!(seen[seen.len() - 2..], ["verified with 1 s".to_owned(), expected.to_owned()]);
        bench.close().await;
    }
}

#[tokio::test]
async fn a_package_is_fetched_once_and_checked() {
    let (zip, digest) = package();
    let zip = Arc::new(zip);
    let other = pyjury_core::Digest::of(b"something else").to_string();
    for (digest, expected) in [(digest, "finish wrong_answer"), (other, "give back Package")] {
        let service = Service { package: Some((zip.clone(), digest)), ..service("print(1)\n") };
        let seen = service.seen.clone();
        let Some(mut bench) = Bench::open(service, MINUTE).await else { return };
        for _ in 0..2 {
            let attempt = bench.job().await;
            bench.freed(attempt).await;
            assert_eq!(seen.lock().unwrap().last().map(String::as_str), Some(expected));
        }
        let fetches = seen.lock().unwrap().iter().filter(|what| *what == "fetch").count();
        // What was good is kept; what came damaged is asked for once more, by each of the two attempts.
        assert_eq!(fetches, if expected.starts_with("finish") { 1 } else { 4 });
        bench.close().await;
    }
}
