//! The package cache of a worker, against a service that counts, damages and holds back what it sends. The
//! executor reads the whole package and judges nothing.

#![allow(clippy::unwrap_used)]

use std::collections::HashMap;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pyjury_core::judgement::Feedback;
use pyjury_core::judging::AttemptRef;
use pyjury_core::{
    AttemptId, Bytes, Digest, Judgement, JudgingId, Measured, Provenance, Reason, SubmissionId, Usage, Verdict,
    WorkerId,
};
use pyjury_grade::GradeError;
use pyjury_problem::Source;
use pyjury_proto::internal::v1;
use pyjury_proto::internal::v1::worker_service_server::{WorkerService, WorkerServiceServer};
use pyjury_queue::messages::{Control, Fleet, Job, Message, send};
use pyjury_queue::{Durability, Embedded, Queue, QueueName};
use pyjury_telemetry::CancellationToken;
use pyjury_worker::{Config, Executor, Judged, Metrics, Order, Parts, Unsound, Work, run};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinHandle;
use tonic::{Request, Response, Status};

/// A package: its zip and its digest.
#[derive(Clone)]
struct Package {
    zip: Vec<u8>,
    digest: Digest,
}

fn package(title: &str) -> Package {
    let yaml = format!("name: {title}\n");
    let files: [(&str, &[u8]); 5] = [
        ("problem.yaml", yaml.as_bytes()),
        ("problem_statement/problem.en.md", b"# Echo"),
        ("data/secret/1.in", &[b'a'; 5000]),
        ("data/secret/1.ans", b"a\n"),
        ("submissions/accepted/echo.py", b"print(input())\n"),
    ];
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (path, content) in files {
        writer.start_file(path, stored).unwrap();
        writer.write_all(content).unwrap();
    }
    let zip = writer.finish().unwrap().into_inner();
    let digest = Source::open_zip(&zip, "package").unwrap().digest();
    Package { zip, digest }
}

/// The internal service.
#[derive(Clone)]
struct Service {
    packages: Arc<HashMap<Digest, Vec<u8>>>,
    /// Which package each attempt needs.
    wanted: Arc<Mutex<HashMap<String, Digest>>>,
    /// So many fetches bring something else.
    damaged: Arc<Mutex<u32>>,
    /// A fetch brings nothing before it has a permit.
    gate: Arc<Semaphore>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

/// What the service was asked, and by which attempt.
#[derive(Clone, Debug, PartialEq)]
enum Seen {
    Start,
    Fetch(String),
    Finish(String),
    GiveBack(String, v1::GiveBackCause, String),
}

impl Service {
    fn note(&self, seen: Seen) {
        self.seen.lock().unwrap().push(seen);
    }
}

fn attempt_of(attempt: Option<v1::Attempt>) -> String {
    attempt.unwrap().attempt_id
}

fn long() -> Option<prost_types::Duration> {
    Some(prost_types::Duration { seconds: 3600, nanos: 0 })
}

type Fetched = Pin<Box<dyn futures::Stream<Item = Result<v1::FetchPackageResponse, Status>> + Send>>;

#[tonic::async_trait]
impl WorkerService for Service {
    type FetchPackageStream = Fetched;

    async fn start(&self, request: Request<v1::StartRequest>) -> Result<Response<v1::StartResponse>, Status> {
        let digest = self.wanted.lock().unwrap()[&attempt_of(request.into_inner().attempt)].to_string();
        self.note(Seen::Start);
        let problem = pyjury_proto::v1::ProblemReference { digest, name: "echo".into() };
        let target = Some(v1::start_response::Target::Problem(problem));
        Ok(Response::new(v1::StartResponse { lease: long(), target, ..Default::default() }))
    }

    async fn register(&self, _: Request<v1::RegisterRequest>) -> Result<Response<v1::RegisterResponse>, Status> {
        Ok(Response::new(v1::RegisterResponse { wanted: None }))
    }

    async fn renew(&self, _: Request<v1::RenewRequest>) -> Result<Response<v1::RenewResponse>, Status> {
        Ok(Response::new(v1::RenewResponse { lease: long(), ..Default::default() }))
    }

    async fn record_cases(
        &self,
        _: Request<v1::RecordCasesRequest>,
    ) -> Result<Response<v1::RecordCasesResponse>, Status> {
        Ok(Response::new(v1::RecordCasesResponse {}))
    }

    async fn finish(&self, request: Request<v1::FinishRequest>) -> Result<Response<v1::FinishResponse>, Status> {
        self.note(Seen::Finish(attempt_of(request.into_inner().attempt)));
        Ok(Response::new(v1::FinishResponse::default()))
    }

    async fn give_back(&self, request: Request<v1::GiveBackRequest>) -> Result<Response<v1::GiveBackResponse>, Status> {
        let request = request.into_inner();
        let cause = request.cause();
        self.note(Seen::GiveBack(attempt_of(request.attempt), cause, request.detail));
        Ok(Response::new(v1::GiveBackResponse {}))
    }

    async fn fetch_package(&self, request: Request<v1::FetchPackageRequest>) -> Result<Response<Fetched>, Status> {
        let request = request.into_inner();
        self.note(Seen::Fetch(attempt_of(request.attempt)));
        let mut zip = self.packages[&request.digest.parse().unwrap()].clone();
        let mut damaged = self.damaged.lock().unwrap();
        if *damaged > 0 {
            *damaged -= 1;
            let middle = zip.len() / 2;
            zip[middle] ^= 1;
        }
        drop(damaged);
        let gate = self.gate.clone();
        let pieces = zip.chunks(1000).map(|piece| Ok(v1::FetchPackageResponse { chunk: piece.to_vec().into() }));
        let pieces: Vec<_> = pieces.collect();
        let stream = futures::stream::once(async move {
            gate.acquire().await.unwrap().forget();
            futures::stream::iter(pieces)
        });
        Ok(Response::new(Box::pin(futures::StreamExt::flatten(stream))))
    }
}

/// Reads every case, and says that all is well.
struct Reader {
    permits: Arc<Semaphore>,
    /// Work on this package waits here first.
    held: Option<(Digest, Arc<Semaphore>)>,
}

const SLOTS: usize = 8;

#[async_trait::async_trait]
impl Executor for Reader {
    fn slots(&self) -> usize {
        SLOTS
    }

    fn runtimes(&self) -> Vec<String> {
        Vec::new()
    }

    fn permits(&self) -> Arc<Semaphore> {
        self.permits.clone()
    }

    async fn execute(&self, order: Order, _permit: OwnedSemaphorePermit) -> Result<Judged, GradeError> {
        let Work::Problem { problem, .. } = order.work else { panic!("expected a problem, got {:?}", order.work) };
        if let Some((digest, until)) = &self.held
            && *digest == problem.digest
        {
            until.acquire().await.unwrap().forget();
        }
        for case in &problem.cases {
            case.input.read()?;
        }
        let judgement = Judgement {
            verdict: Verdict::AC,
            reason: Reason::Accepted,
            score: 1.0,
            max_score: 1.0,
            usage: Usage::default(),
            measured: Measured::default(),
            cases: Vec::new(),
            feedback: Feedback::default(),
            provenance: Provenance::default(),
        };
        Ok(judgement.into())
    }

    async fn is_sound(&self, _permit: OwnedSemaphorePermit) -> Result<(), Unsound> {
        Ok(())
    }
}

struct Bench {
    service: Service,
    queue: Arc<Embedded>,
    worker: WorkerId,
    shutdown: CancellationToken,
    running: JoinHandle<Result<(), pyjury_worker::RunError>>,
    folder: tempfile::TempDir,
}

impl Bench {
    async fn open(packages: &[&Package]) -> Self {
        Self::open_with(packages, Bytes::mib(64), None).await
    }

    async fn open_with(packages: &[&Package], cache_size: Bytes, held: Option<(Digest, Arc<Semaphore>)>) -> Self {
        let service = Service {
            packages: Arc::new(packages.iter().map(|package| (package.digest, package.zip.clone())).collect()),
            wanted: Arc::default(),
            damaged: Arc::default(),
            gate: Arc::new(Semaphore::new(1000)),
            seen: Arc::default(),
        };
        let folder = tempfile::tempdir().unwrap();
        let queue = Arc::new(Embedded::open_with(folder.path(), Durability::Process).unwrap());
        queue.declare(QueueName::Fleet).await.unwrap();
        let mut fleet = queue.consume(QueueName::Fleet).await.unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let incoming = tokio_stream::wrappers::TcpListenerStream::new(listener);
        let server = tonic::transport::Server::builder().add_service(WorkerServiceServer::new(service.clone()));
        tokio::spawn(server.serve_with_incoming(incoming));
        let channel = tonic::transport::Endpoint::from_shared(format!("http://{address}")).unwrap().connect_lazy();
        let config = Config { cache_size, ..Config::new("test", folder.path().join("cache")) };
        let executor = Arc::new(Reader { permits: Arc::new(Semaphore::new(SLOTS)), held });
        let parts = Parts { executor, queue: queue.clone(), channel, metrics: Metrics::new().unwrap() };
        let shutdown = CancellationToken::new();
        let running = tokio::spawn(run(config, parts, shutdown.clone()));
        let worker = loop {
            let delivery = fleet.next().await.unwrap();
            let message = Fleet::decode(&delivery.body).unwrap();
            delivery.ack().await.unwrap();
            if let Fleet::Registered(presence) = message {
                break presence.worker;
            }
        };
        Self { service, queue, worker, shutdown, running, folder }
    }

    async fn job(&self, package: &Package) -> AttemptRef {
        let id = uuid::Uuid::new_v4();
        let attempt = AttemptRef { submission: SubmissionId(id), judging: JudgingId(id), attempt: AttemptId(id) };
        self.service.wanted.lock().unwrap().insert(id.to_string(), package.digest);
        send(&*self.queue, QueueName::Worker(self.worker), &Job { attempt }).await.unwrap();
        attempt
    }

    fn count(&self, what: impl Fn(&Seen) -> bool) -> usize {
        self.service.seen.lock().unwrap().iter().filter(|seen| what(seen)).count()
    }

    fn fetches(&self) -> usize {
        self.count(|seen| matches!(seen, Seen::Fetch(_)))
    }

    /// Waits until something holds.
    async fn until(&self, what: &str, holds: impl Fn() -> bool) {
        let wait = async {
            while !holds() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let seen = || self.service.seen.lock().unwrap().clone();
        tokio::time::timeout(Duration::from_secs(60), wait).await.unwrap_or_else(|_| panic!("{what}: {:?}", seen()));
    }

    /// Sends a job and waits for its end.
    async fn judge(&self, package: &Package) -> Seen {
        let id = self.job(package).await.attempt.to_string();
        let is_end = |seen: &Seen| match seen {
            Seen::Finish(of) | Seen::GiveBack(of, ..) => *of == id,
            Seen::Start | Seen::Fetch(_) => false,
        };
        self.until("an end", || self.count(is_end) > 0).await;
        self.service.seen.lock().unwrap().iter().find(|seen| is_end(seen)).unwrap().clone()
    }

    fn cache(&self) -> PathBuf {
        self.folder.path().join("cache/packages")
    }

    fn copies(&self) -> usize {
        std::fs::read_dir(self.cache()).unwrap().count()
    }

    async fn close(self) {
        self.shutdown.cancel();
        self.running.await.unwrap().unwrap();
    }
}

fn find(folder: &Path, name: &str) -> Option<PathBuf> {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).find_map(|path| match path.is_dir() {
        true => find(&path, name),
        false => path.ends_with(name).then_some(path),
    })
}

#[tokio::test]
async fn a_burst_at_a_cold_cache_fetches_once() {
    let echo = package("Echo");
    let bench = Bench::open(&[&echo]).await;
    bench.service.gate.forget_permits(1000);
    for _ in 0..SLOTS {
        bench.job(&echo).await;
    }
    bench.until("all started", || bench.count(|seen| *seen == Seen::Start) == SLOTS).await;
    bench.until("a fetch", || bench.fetches() == 1).await;
    bench.service.gate.add_permits(1000);
    bench.until("all ended", || bench.count(|seen| matches!(seen, Seen::Finish(_))) == SLOTS).await;
    assert_eq!(bench.fetches(), 1);
    bench.close().await;
}

#[tokio::test]
async fn a_killed_attempt_leaves_its_fetch_to_the_next() {
    let echo = package("Echo");
    let bench = Bench::open(&[&echo]).await;
    bench.service.gate.forget_permits(1000);
    let mut attempts = Vec::new();
    for _ in 0..3 {
        attempts.push(bench.job(&echo).await);
    }
    bench.until("all started", || bench.count(|seen| *seen == Seen::Start) == 3).await;
    bench.until("a fetch", || bench.fetches() == 1).await;
    let fetches = |attempt: &AttemptRef| bench.count(|seen| *seen == Seen::Fetch(attempt.attempt.to_string())) > 0;
    let fetcher = *attempts.iter().find(|attempt| fetches(attempt)).unwrap();
    send(&*bench.queue, QueueName::Control(bench.worker), &Control::Cancel { attempt: fetcher }).await.unwrap();
    bench.until("another fetch", || bench.fetches() == 2).await;
    bench.service.gate.add_permits(1000);
    for attempt in attempts.iter().filter(|attempt| **attempt != fetcher) {
        let end = Seen::Finish(attempt.attempt.to_string());
        bench.until("the others end", || bench.count(|seen| *seen == end) == 1).await;
    }
    assert_eq!(bench.count(|seen| *seen == Seen::Finish(fetcher.attempt.to_string())), 0);
    assert_eq!(bench.fetches(), 2);
    bench.close().await;
}

#[tokio::test]
async fn what_is_damaged_on_the_way_is_fetched_again() {
    let echo = package("Echo");
    let bench = Bench::open(&[&echo]).await;
    *bench.service.damaged.lock().unwrap() = 1;
    assert!(matches!(bench.judge(&echo).await, Seen::Finish(_)));
    assert_eq!(bench.fetches(), 2);
    bench.close().await;

    let bench = Bench::open(&[&echo]).await;
    *bench.service.damaged.lock().unwrap() = 2;
    let Seen::GiveBack(_, cause, detail) = bench.judge(&echo).await else { panic!("expected it back") };
    assert_eq!(cause, v1::GiveBackCause::Package, "{detail}");
    bench.until("nothing half is left", || bench.copies() == 0).await;
    assert!(matches!(bench.judge(&echo).await, Seen::Finish(_)), "the next one fetches it anew");
    bench.close().await;
}

#[tokio::test]
async fn what_is_damaged_on_disk_is_noticed_and_fetched_again() {
    let echo = package("Echo");
    let bench = Bench::open(&[&echo]).await;
    assert!(matches!(bench.judge(&echo).await, Seen::Finish(_)));
    let file = find(&bench.cache(), "data/secret/1.in").unwrap();
    std::fs::write(&file, [b'b'; 5000]).unwrap();
    let Seen::GiveBack(_, cause, detail) = bench.judge(&echo).await else { panic!("expected it back") };
    assert!(cause == v1::GiveBackCause::Package && detail.contains("1.in"), "{detail}");
    assert!(matches!(bench.judge(&echo).await, Seen::Finish(_)));
    assert_eq!(bench.fetches(), 2);
    bench.until("the damaged copy goes", || bench.copies() == 1).await;
    bench.close().await;
}

#[tokio::test]
async fn the_least_used_go_first_and_none_under_a_judge() {
    let [first, second, third] = [package("First"), package("Second"), package("Third")];
    let hold = Arc::new(Semaphore::new(0));
    let held = Some((first.digest, hold.clone()));
    let bench = Bench::open_with(&[&first, &second, &third], Bytes(1), held).await;
    let slow = bench.job(&first).await.attempt.to_string();
    bench
        .until("the first is here", || bench.copies() == 1 && find(&bench.cache(), "data/secret/1.in").is_some())
        .await;
    // There is room for none of them, but the first is in use.
    assert!(matches!(bench.judge(&second).await, Seen::Finish(_)));
    assert!(matches!(bench.judge(&third).await, Seen::Finish(_)));
    bench.until("the second goes", || bench.copies() == 2).await;
    hold.add_permits(100);
    bench.until("the first ends", || bench.count(|seen| *seen == Seen::Finish(slow.clone())) == 1).await;
    assert!(matches!(bench.judge(&second).await, Seen::Finish(_)));
    bench.until("the others go", || bench.copies() == 1).await;
    assert_eq!(bench.fetches(), 4);
    bench.close().await;
}

#[tokio::test]
async fn a_cache_that_can_not_be_written_is_the_host_s_fault() {
    let echo = package("Echo");
    let bench = Bench::open(&[&echo]).await;
    std::fs::remove_dir_all(bench.cache()).unwrap();
    std::fs::write(bench.cache(), b"in the way").unwrap();
    let Seen::GiveBack(_, cause, detail) = bench.judge(&echo).await else { panic!("expected it back") };
    assert_eq!(cause, v1::GiveBackCause::Host, "{detail}");
    assert!(detail.contains("package cache") && detail.contains("make room"), "{detail}");
    std::fs::remove_file(bench.cache()).unwrap();
    assert!(matches!(bench.judge(&echo).await, Seen::Finish(_)), "it goes on when the disk is mended");
    bench.close().await;
}
