//! When a worker takes jobs and when it doesn't: a real sandbox and the embedded queue, against a
//! service that says what the test wants.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::collections::{HashMap, VecDeque};
use std::io::Write as _;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pyjury_core::judging::AttemptRef;
use pyjury_core::submission::InlineRun;
use pyjury_core::worker::WorkerMode;
use pyjury_core::{AttemptId, Bytes, Calibration, JudgingId, Limits, SpeedRange, SubmissionId, Timing, WorkerId};
use pyjury_grade::GradeError;
use pyjury_grade::calibration::Reference;
use pyjury_proto::internal::v1;
use pyjury_proto::internal::v1::worker_service_server::{WorkerService, WorkerServiceServer};
use pyjury_proto::v1::{SourceFile, Verdict, WorkerStanding};
use pyjury_proto::{Detail, inline_run};
use pyjury_queue::messages::{Fleet, Job, Message, Presence, send};
use pyjury_queue::{Consumer, Durability, Embedded, Queue, QueueName};
use pyjury_telemetry::{CancellationToken, Readiness};
use pyjury_worker::{Config, Executor, Fairness, Judged, Metrics, OpenError, Order, Parts, Sandboxed, Unsound, run};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinHandle;
use tonic::{Request, Response, Status};

/// What is to be judged, and the package that comes with it.
#[derive(Clone, Debug)]
struct Case {
    target: v1::start_response::Target,
    source: String,
    zip: Option<Vec<u8>>,
}

/// The internal service of a gateway that the test plays.
#[derive(Clone, Default)]
struct Service(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    cases: HashMap<String, Case>,
    /// How each attempt ended, in words.
    ends: HashMap<String, String>,
    wanted: Option<WorkerStanding>,
    /// How often the worker registered, and whether it is known.
    registered: u32,
    known: bool,
    /// What the worker said of itself last.
    said: Option<v1::Presence>,
}

impl Service {
    fn state<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        look(&mut self.0.lock().unwrap())
    }

    fn end(&self, attempt: Option<v1::Attempt>, how: String) {
        self.state(|state| state.ends.insert(attempt.unwrap().attempt_id, how));
    }

    fn want(&self, mode: pyjury_proto::v1::WorkerMode, reason: &str) {
        self.state(|state| state.wanted = Some(WorkerStanding { mode: mode.into(), reason: reason.into() }));
    }
}

/// What a gateway answers to a worker that it doesn't know.
fn unknown() -> Status {
    use tonic_types::StatusExt as _;
    let details = tonic_types::ErrorDetails::with_error_info("UNKNOWN_WORKER", "pyjury", []);
    Status::with_error_details(tonic::Code::FailedPrecondition, "who is that?", details)
}

#[tonic::async_trait]
impl WorkerService for Service {
    async fn register(&self, request: Request<v1::RegisterRequest>) -> Result<Response<v1::RegisterResponse>, Status> {
        Ok(Response::new(self.state(|state| {
            (state.known, state.registered) = (true, state.registered + 1);
            state.said = request.into_inner().presence;
            v1::RegisterResponse { wanted: state.wanted.clone() }
        })))
    }

    async fn start(&self, request: Request<v1::StartRequest>) -> Result<Response<v1::StartResponse>, Status> {
        let id = request.into_inner().attempt.unwrap().attempt_id;
        let case = self.state(|state| if state.known { Ok(state.cases[&id].clone()) } else { Err(unknown()) })?;
        Ok(Response::new(v1::StartResponse {
            lease: prost_types::Duration::try_from(Duration::from_secs(60)).ok(),
            target: Some(case.target),
            files: vec![SourceFile { path: "main.py".into(), content: case.source.into() }],
            ..Default::default()
        }))
    }

    async fn renew(&self, request: Request<v1::RenewRequest>) -> Result<Response<v1::RenewResponse>, Status> {
        self.state(|state| {
            state.said = request.into_inner().presence;
            let lease = prost_types::Duration::try_from(Duration::from_secs(60)).ok();
            let answer = v1::RenewResponse { lease, revoked: Vec::new(), wanted: state.wanted.clone() };
            if state.known { Ok(Response::new(answer)) } else { Err(unknown()) }
        })
    }

    async fn record_cases(
        &self,
        _: Request<v1::RecordCasesRequest>,
    ) -> Result<Response<v1::RecordCasesResponse>, Status> {
        Ok(Response::new(v1::RecordCasesResponse {}))
    }

    async fn finish(&self, request: Request<v1::FinishRequest>) -> Result<Response<v1::FinishResponse>, Status> {
        let request = request.into_inner();
        self.end(request.attempt, format!("{:?}", request.judgement.unwrap().verdict()));
        Ok(Response::new(v1::FinishResponse::default()))
    }

    async fn give_back(&self, request: Request<v1::GiveBackRequest>) -> Result<Response<v1::GiveBackResponse>, Status> {
        let request = request.into_inner();
        let how = format!("given back: {:?}", request.cause());
        self.end(request.attempt, how);
        Ok(Response::new(v1::GiveBackResponse {}))
    }

    type FetchPackageStream = Pin<Box<dyn futures::Stream<Item = Result<v1::FetchPackageResponse, Status>> + Send>>;

    async fn fetch_package(
        &self,
        request: Request<v1::FetchPackageRequest>,
    ) -> Result<Response<Self::FetchPackageStream>, Status> {
        let id = request.into_inner().attempt.unwrap().attempt_id;
        let zip = self.state(|state| state.cases[&id].zip.clone()).ok_or_else(|| Status::data_loss("it is gone"))?;
        let chunks: Vec<_> =
            zip.chunks(1000).map(|chunk| Ok(v1::FetchPackageResponse { chunk: chunk.to_vec().into() })).collect();
        Ok(Response::new(Box::pin(futures::stream::iter(chunks))))
    }
}

/// A worker with one slot, and everything that it said of its mode.
struct Bench {
    service: Service,
    queue: Arc<Embedded>,
    fleet: Box<dyn Consumer>,
    worker: WorkerId,
    modes: Vec<(WorkerMode, String)>,
    readiness: Readiness,
    metrics: Metrics,
    shutdown: CancellationToken,
    running: JoinHandle<Result<(), pyjury_worker::RunError>>,
    _folder: tempfile::TempDir,
}

const LONG: Duration = Duration::from_secs(60);

impl Bench {
    /// `None` where this host can't confine programs.
    async fn open(service: Service) -> Option<Self> {
        Self::open_as(service, Fairness::default(), |sandboxed| Arc::new(sandboxed)).await
    }

    /// With another executor around the one that judges.
    async fn open_as(
        service: Service,
        fairness: Fairness,
        executor: impl FnOnce(Sandboxed) -> Arc<dyn Executor>,
    ) -> Option<Self> {
        if let Err(error) = pyjury_sandbox::Host::probe() {
            assert!(std::env::var_os("CI").is_none(), "these tests need the sandbox: {error}");
            eprintln!("SKIPPED: these tests need the sandbox: {error}");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let queue = Arc::new(Embedded::open_with(folder.path(), Durability::Process).unwrap());
        queue.declare(QueueName::Fleet).await.unwrap();
        let fleet = queue.consume(QueueName::Fleet).await.unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let incoming = tokio_stream::wrappers::TcpListenerStream::new(listener);
        let server = tonic::transport::Server::builder().add_service(WorkerServiceServer::new(service.clone()));
        tokio::spawn(server.serve_with_incoming(incoming));
        let channel = tonic::transport::Endpoint::from_shared(format!("http://{address}")).unwrap().connect_lazy();
        let (readiness, metrics, shutdown) = (Readiness::default(), Metrics::new().unwrap(), CancellationToken::new());
        readiness.ready();
        let timing = Timing { heartbeat: Duration::from_millis(200), ..Timing::default() };
        let config = Config {
            slots: 1,
            timing,
            readiness: readiness.clone(),
            fairness,
            ..Config::new("test", folder.path().join("cache"))
        };
        let executor = executor(Sandboxed::open(&config).unwrap());
        let parts = Parts { executor, queue: queue.clone(), channel, metrics: metrics.clone() };
        let running = tokio::spawn(run(config, parts, shutdown.clone()));
        let worker = WorkerId(uuid::Uuid::nil());
        let modes = Vec::new();
        let mut bench =
            Self { service, queue, fleet, worker, modes, readiness, metrics, shutdown, running, _folder: folder };
        let registered = bench.until(|message| matches!(message, Fleet::Registered(_))).await;
        let Fleet::Registered(presence) = registered else { panic!("it registers") };
        bench.worker = presence.worker;
        Some(bench)
    }

    /// Reads what the worker tells until something holds of it.
    async fn until(&mut self, holds: impl Fn(&Fleet) -> bool) -> Fleet {
        let wait = async {
            loop {
                let delivery = self.fleet.next().await.unwrap();
                let message = Fleet::decode(&delivery.body).unwrap();
                delivery.ack().await.unwrap();
                if let Fleet::Registered(presence) | Fleet::Heartbeat(presence) = &message {
                    let mode = (presence.mode, presence.reason.clone());
                    if self.modes.last() != Some(&mode) {
                        self.modes.push(mode);
                    }
                }
                if holds(&message) {
                    return message;
                }
            }
        };
        tokio::time::timeout(LONG, wait).await.expect("it tells that in time")
    }

    async fn until_mode(&mut self, mode: WorkerMode) -> Presence {
        match self.until(|message| matches!(message, Fleet::Heartbeat(said) if said.mode == mode)).await {
            Fleet::Heartbeat(presence) => presence,
            other => panic!("{other:?}"),
        }
    }

    async fn send(&self, case: Case) -> AttemptRef {
        let id = uuid::Uuid::new_v4();
        let attempt = AttemptRef { submission: SubmissionId(id), judging: JudgingId(id), attempt: AttemptId(id) };
        self.service.state(|state| state.cases.insert(id.to_string(), case));
        send(&*self.queue, QueueName::Worker(self.worker), &Job { attempt }).await.unwrap();
        attempt
    }

    /// How an attempt ends.
    async fn end(&mut self, attempt: AttemptRef) -> String {
        let freed = Fleet::SlotFreed { worker: self.worker, attempt };
        self.until(|message| *message == freed).await;
        self.service.state(|state| state.ends[&attempt.attempt.to_string()].clone())
    }

    async fn close(self) {
        self.shutdown.cancel();
        self.running.await.unwrap().unwrap();
    }
}

fn inline(source: &str) -> Case {
    let limits = Limits { memory: Bytes::mib(64), ..Limits::default() };
    let run = InlineRun { stdin: Vec::new(), expected: Some(b"1".to_vec()), args: Vec::new(), limits };
    let target = v1::start_response::Target::InlineRun(inline_run(&run, Detail::Full));
    Case { target, source: source.into(), zip: None }
}

/// A package of these files; `None` for one that the gateway has lost.
fn package(files: &[(&str, &str)]) -> Case {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (path, content) in files {
        zip.start_file(*path, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    let zip = zip.finish().unwrap().into_inner();
    let digest = pyjury_problem::Source::open_zip(&zip, "package").unwrap().digest().to_string();
    let problem = pyjury_proto::v1::ProblemReference { digest, name: "echo".into() };
    let target = v1::start_response::Target::Problem(problem);
    Case { target, source: "print(input())\n".into(), zip: Some(zip) }
}

/// A package whose output validator is this program.
fn judged_by(validator: &str) -> Case {
    package(&[
        ("problem.yaml", "name: Echo\nvalidation: custom\n"),
        ("problem_statement/problem.en.md", "# Echo"),
        ("data/secret/1.in", "a\n"),
        ("data/secret/1.ans", "a\n"),
        ("output_validators/validate.py", validator),
        ("submissions/accepted/echo.py", "print(input())\n"),
    ])
}

#[tokio::test]
async fn what_one_user_or_one_problem_causes_never_cordons_a_worker() {
    let Some(mut bench) = Bench::open(Service::default()).await else { return };
    let mut damaged = judged_by("raise SystemExit(42)\n");
    damaged.zip = Some(judged_by("raise SystemExit(43)\n").zip.unwrap());
    let mut gone = judged_by("raise SystemExit(42)\n# gone\n");
    gone.zip = None;
    let hostile = [
        // Problems that are broken, or made to break the judge.
        judged_by("1 / 0\n"),
        judged_by("import os\nos._exit(7)\n"),
        judged_by("import os\nos.kill(-1, 9)\nos.kill(os.getppid(), 9)\n"),
        judged_by("x = []\nwhile True: x.append(bytearray(b'x') * (1 << 20))\n"),
        judged_by("import ctypes\nctypes.CDLL(None).ptrace(0, 0, 0, 0)\n"),
        judged_by("def broken(:\n"),
        package(&[("problem.yaml", "name: [\n"), ("data/secret/1.in", "a")]),
        damaged,
        gone,
        // Submissions that use up what they are given, or try to break out of it.
        inline("f = open('full', 'wb')\nwhile True: f.write(b'x' * (1 << 20))\n"),
        inline("import os\nos.kill(-1, 9)\n"),
        inline("import os\nwhile True: os.fork()\n"),
        inline("import os\nfor fd in range(64):\n    try: os.close(fd)\n    except OSError: pass\n"),
        inline(
            "import os\nfor root, _, names in os.walk('/', topdown=False):\n    for name in names:\n        try: os.unlink(os.path.join(root, name))\n        except OSError: pass\n",
        ),
    ];
    let mut ends = Vec::new();
    for case in hostile.iter().cycle().take(hostile.len() * 2) {
        let attempt = bench.send(case.clone()).await;
        ends.push(bench.end(attempt).await);
    }
    let errors =
        ends.iter().filter(|end| *end == &format!("{:?}", Verdict::Je) || end.starts_with("given back")).count();
    assert!(errors >= 12, "the flood is one of judging errors: {ends:?}");
    assert!(!ends.iter().any(|end| end == "given back: Host"), "{ends:?}");
    let ready = (WorkerMode::Ready, String::new());
    assert_eq!(bench.modes.last(), Some(&ready));
    assert_eq!(bench.modes.iter().skip_while(|mode| **mode != ready).count(), 1, "{:?}", bench.modes);
    assert_eq!(bench.metrics.host_failures.get(), 0);
    assert!(bench.readiness.is_ready());
    let attempt = bench.send(inline("print(1)")).await;
    assert_eq!(bench.end(attempt).await, "Ac");
    bench.close().await;
}

#[tokio::test]
async fn an_operator_drains_a_worker_and_takes_that_back() {
    let service = Service::default();
    let Some(mut bench) = Bench::open(service.clone()).await else { return };
    bench.until_mode(WorkerMode::Ready).await;
    assert!(bench.readiness.is_ready());
    let long = bench.send(inline("import time\ntime.sleep(2)\nprint(1)\n")).await;
    let next = bench.send(inline("print(1)")).await;
    // The second waits here for the slot, and the worker says so.
    let both = |message: &Fleet| matches!(message, Fleet::Heartbeat(said) if said.attempts.len() == 2);
    bench.until(both).await;
    service.want(pyjury_proto::v1::WorkerMode::Draining, "kernel update");
    let said = bench.until_mode(WorkerMode::Draining).await;
    assert_eq!(said.reason, "kernel update");
    assert_eq!(bench.readiness.why_not().as_deref(), Some("the worker is draining: kernel update"));
    // What hasn't started goes back, uncounted; what runs comes to its end.
    assert_eq!(bench.end(next).await, "given back: Draining");
    assert_eq!(bench.end(long).await, "Ac");
    let late = bench.send(inline("print(1)")).await;
    assert_eq!(bench.end(late).await, "given back: Draining");
    assert!(!bench.running.is_finished(), "it stays registered");

    service.want(pyjury_proto::v1::WorkerMode::Ready, "");
    bench.until_mode(WorkerMode::Ready).await;
    assert!(bench.readiness.is_ready());
    let again = bench.send(inline("print(1)")).await;
    assert_eq!(bench.end(again).await, "Ac");
    bench.close().await;
}

#[tokio::test]
async fn a_worker_that_is_forgotten_registers_again() {
    let service = Service::default();
    service.want(pyjury_proto::v1::WorkerMode::Cordoned, "slow disk");
    let Some(mut bench) = Bench::open(service.clone()).await else { return };
    let said = bench.until_mode(WorkerMode::Cordoned).await;
    assert_eq!(said.reason, "slow disk", "what an operator wants is known from the start");
    service.want(pyjury_proto::v1::WorkerMode::Ready, "");
    bench.until_mode(WorkerMode::Ready).await;
    service.state(|state| state.known = false);
    let attempt = bench.send(inline("print(1)")).await;
    assert_eq!(bench.end(attempt).await, "Ac", "its calls wait until it is known again");
    let (registered, said) = service.state(|state| (state.registered, state.said.clone().unwrap()));
    assert_eq!((registered, said.name.as_str(), said.slots), (2, "test", 1));
    assert!(said.runtimes.iter().all(|text| text.starts_with("python3.")), "{:?}", said.runtimes);
    bench.close().await;
}

#[tokio::test]
async fn a_host_that_fails_the_canary_is_cordoned_until_it_works() {
    let Some(mut bench) = Bench::open(Service::default()).await else { return };
    assert_eq!(bench.metrics.canaries.with_label_values(&["passed"]).get(), 1, "before the first job");
    let attempt = bench.send(inline("import time\ntime.sleep(30)\n")).await;
    let own = std::process::id();
    let slot = wait_for_child(own).await;
    // The launcher of the slot dies under a run: that is the host's fault.
    let launcher = nix_kill(slot);
    assert!(launcher, "the launcher is killed");
    assert_eq!(bench.end(attempt).await, "given back: Host");
    bench.until_mode(WorkerMode::Ready).await;
    let cordoned = bench.modes.iter().rev().find(|(mode, _)| *mode == WorkerMode::Cordoned).unwrap();
    assert!(cordoned.1.contains("sandbox"), "{:?}", bench.modes);
    assert!(bench.metrics.canaries.with_label_values(&["passed"]).get() >= 2);
    assert_eq!(bench.metrics.host_failures.get(), 1);
    let attempt = bench.send(inline("print(1)")).await;
    assert_eq!(bench.end(attempt).await, "Ac");
    bench.close().await;
}

/// The launcher of the only slot: the child that has a child while a program runs.
async fn wait_for_child(own: u32) -> u32 {
    let children = |pid: u32| -> Vec<u32> {
        let threads = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
        let lists = threads.map(|thread| std::fs::read_to_string(thread.path().join("children")).unwrap_or_default());
        lists.flat_map(|list| list.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<_>>()).collect()
    };
    for _ in 0..600 {
        // Deep enough to be the submission, not the compile check that comes before it.
        if let Some(launcher) = children(own).into_iter().find(|launcher| is_sleeping(*launcher, &children)) {
            return launcher;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("no program runs");
}

/// Whether a process below this one runs the submission: it alone was given main.py as its argument.
fn is_sleeping(pid: u32, children: &impl Fn(u32) -> Vec<u32>) -> bool {
    let line = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    let runs = String::from_utf8_lossy(&line).contains("main.py");
    runs || children(pid).into_iter().any(|child| is_sleeping(child, children))
}

fn nix_kill(pid: u32) -> bool {
    std::process::Command::new("kill").args(["-9", &pid.to_string()]).status().is_ok_and(|status| status.success())
}

/// Judges as the sandbox does, on a node whose speed is what the test says: one measurement after another, and the
/// last of them for ever.
struct Measured {
    inner: Sandboxed,
    times: Mutex<VecDeque<Duration>>,
}

#[async_trait::async_trait]
impl Executor for Measured {
    fn slots(&self) -> usize {
        self.inner.slots()
    }

    fn permits(&self) -> Arc<Semaphore> {
        self.inner.permits()
    }

    fn runtimes(&self) -> Vec<String> {
        self.inner.runtimes()
    }

    async fn execute(&self, order: Order, permit: OwnedSemaphorePermit) -> Result<Judged, GradeError> {
        self.inner.execute(order, permit).await
    }

    async fn is_sound(&self, permit: OwnedSemaphorePermit) -> Result<(), Unsound> {
        self.inner.is_sound(permit).await
    }

    fn calibration(&self) -> Option<Calibration> {
        self.inner.calibration()
    }

    async fn measure(&self, _permit: OwnedSemaphorePermit) -> Result<Option<Duration>, Unsound> {
        let mut times = self.times.lock().unwrap();
        let next = times.pop_front().unwrap();
        if times.is_empty() {
            times.push_back(next);
        }
        Ok(Some(next))
    }
}

#[tokio::test]
async fn a_node_whose_speed_changes_drains_itself_and_finishes_what_it_runs() {
    // What it finds first it is compared with. Two that are off are a neighbour; then it is slower for good.
    let times = [400, 500, 500, 405, 500, 500, 500].map(Duration::from_millis).into();
    let fairness = Fairness { drift_every: Duration::from_millis(20), ..Fairness::default() };
    let wrap = |inner| Arc::new(Measured { inner, times: Mutex::new(times) }) as Arc<dyn Executor>;
    let service = Service::default();
    let Some(mut bench) = Bench::open_as(service.clone(), fairness, wrap).await else { return };
    let drained = bench.until_mode(WorkerMode::Draining).await;
    assert!(drained.reason.contains("its speed has changed") && drained.reason.contains("1.25 times"), "{drained:?}");
    assert!(!bench.readiness.is_ready());
    assert_eq!((bench.metrics.speed_drifted.get(), bench.metrics.speed_ratio.get()), (1, 1.25));
    let refused = bench.send(inline("print(1)")).await;
    assert_eq!(bench.end(refused).await, "given back: Draining");
    // Its gateway hears of it too, and an operator who wants it ready doesn't make it faster.
    service.want(pyjury_proto::v1::WorkerMode::Ready, "");
    let draining = |said: &v1::Presence| {
        said.standing.as_ref().is_some_and(|standing| standing.mode() == pyjury_proto::v1::WorkerMode::Draining)
    };
    let heard = |message: &Fleet| {
        matches!(message, Fleet::Heartbeat(_)) && service.state(|state| state.said.as_ref().is_some_and(draining))
    };
    bench.until(heard).await;
    let said = service.state(|state| state.said.clone()).unwrap();
    assert!(said.calibration.unwrap().base_memory_bytes > 0);
    bench.close().await;
}

#[test]
fn a_node_out_of_range_does_not_open() {
    if let Err(error) = pyjury_sandbox::Host::probe() {
        assert!(std::env::var_os("CI").is_none(), "these tests need the sandbox: {error}");
        eprintln!("SKIPPED: these tests need the sandbox: {error}");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let open = |reference, range| {
        let fairness = Fairness { reference, range, ..Fairness::default() };
        Sandboxed::open(&Config { slots: 1, fairness, ..Config::new("test", folder.path()) })
    };
    let hour = Reference::Stated(Duration::from_secs(3600));
    let error = open(hour, Some(SpeedRange::default())).unwrap_err();
    assert!(matches!(error, OpenError::Speed(_)), "{error}");
    let speed = open(hour, None).unwrap().calibration().unwrap().speed.unwrap();
    assert_eq!(speed.reference, Duration::from_secs(3600));
    assert_eq!(open(Reference::Own, Some(SpeedRange::default())).unwrap().calibration().unwrap().speed, None);
}
