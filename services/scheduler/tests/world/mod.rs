//! A store, a queue, and workers played by the test.

pub mod gate;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use gate::{Gate, Gated};
use pyjury_core::judgement::Feedback;
use pyjury_core::judging::{AttemptRef, Judging, JudgingRef, Phase, Placement};
use pyjury_core::submission::{InlineRun, Lane};
use pyjury_core::{
    AttemptId, Judgement, Limits, Measured, Principal, Provenance, Reason, SourceFile, Target, Timing, Usage, Verdict,
    WorkerId,
};
use pyjury_queue::messages::{Presence, send};
use pyjury_queue::{Consumer, Fleet, Intake, Job, Message as _, Queue, QueueError, QueueName};
use pyjury_scheduler::{Config, Metrics, Parts, run};
use pyjury_store::embedded::Options;
use pyjury_store::ledger::{AskedBy, Contents, Epoch, Finished, Holder, NewSubmission, Quotas};
use pyjury_store::{Blobs, Durability, Embedded, Ledger, LedgerError};
use pyjury_telemetry::CancellationToken;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Instant, interval, sleep};
use uuid::Uuid;

pub struct World {
    pub ledger: Ledger,
    pub queue: Faulty,
    pub gate: watch::Sender<Gate>,
    clock: Arc<dyn Fn() -> u64 + Send + Sync>,
    _folder: tempfile::TempDir,
}

const LEASE: Duration = Duration::from_secs(15);

/// A task that ends when its handle is dropped: a process that is killed.
pub struct Process(JoinHandle<()>);

impl Process {
    pub fn abort(self) {}
}

impl Drop for Process {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The configuration of every scheduler of a world.
pub fn config() -> Config {
    Config { timing: Timing { lease: LEASE, ..Timing::default() }, ..Config::default() }
}

impl World {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // From now on, since ids carry the time of their making.
        let (began, unix_ms) = (Instant::now(), pyjury_store::embedded::unix_ms());
        let clock: Arc<dyn Fn() -> u64 + Send + Sync> = Arc::new(move || unix_ms + began.elapsed().as_millis() as u64);
        let options = Options { durability: Durability::Process, clock: clock.clone(), ..Options::default() };
        let store = Embedded::open_with(folder.path(), options).unwrap();
        let blobs = Blobs::local(&folder.path().join("blobs")).unwrap();
        let queue = pyjury_queue::Embedded::open(folder.path()).unwrap();
        let gate = watch::Sender::new(Gate::Open);
        let ledger = Ledger::new(Arc::new(Gated { store: Arc::new(store), gate: gate.clone() }), blobs);
        let queue = Faulty { queue: Arc::new(queue), fault: Arc::default() };
        Self { ledger, queue, gate, clock, _folder: folder }
    }

    /// The same store with another queue: for those that the queue of this one can't stop.
    pub fn beyond(&self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let queue = Arc::new(pyjury_queue::Embedded::open(folder.path()).unwrap());
        let queue = Faulty { queue, fault: Arc::default() };
        let (ledger, gate, clock) = (self.ledger.clone(), self.gate.clone(), self.clock.clone());
        Self { ledger, queue, gate, clock, _folder: folder }
    }

    pub fn now_ms(&self) -> u64 {
        (self.clock)()
    }

    pub fn scheduler(&self) -> Process {
        self.scheduler_until(CancellationToken::new(), &Metrics::new().unwrap())
    }

    /// A scheduler that is set up in its own way. Its lease must be the world's.
    pub fn scheduler_with(&self, config: Config) -> Process {
        self.run_scheduler(config, CancellationToken::new(), &Metrics::new().unwrap())
    }

    /// A scheduler that can be asked to stop, and looked at.
    pub fn scheduler_until(&self, shutdown: CancellationToken, metrics: &Metrics) -> Process {
        self.run_scheduler(config(), shutdown, metrics)
    }

    fn run_scheduler(&self, config: Config, shutdown: CancellationToken, metrics: &Metrics) -> Process {
        let parts = Parts {
            ledger: self.ledger.clone(),
            queue: Arc::new(self.queue.clone()),
            metrics: metrics.clone(),
            clock: self.clock.clone(),
        };
        assert!(config.mistakes().is_empty());
        Process(tokio::spawn(run(config, parts, shutdown)))
    }

    /// Creates a submission and announces it.
    pub async fn submit(&self, user: &str, deadline_ms: Option<u64>) -> JudgingRef {
        let judging = self.create(user, deadline_ms).await;
        self.queue.declare(QueueName::Intake).await.unwrap();
        send(&self.queue, QueueName::Intake, &Intake { judging }).await.unwrap();
        judging
    }

    /// Creates a submission; its announcement is lost.
    pub async fn create(&self, user: &str, deadline_ms: Option<u64>) -> JudgingRef {
        let run = InlineRun { stdin: vec![], expected: None, args: vec![], limits: Limits::default() };
        let new = NewSubmission {
            principal: Principal { tenant: "t".into(), user: user.into(), roles: vec![] },
            sent_by: None,
            target: Target::Inline(run),
            asked_by: AskedBy::Digest,
            files: vec![SourceFile { path: "a.py".into(), content: b"1".to_vec() }],
            runtime: None,
            lane: Lane::Interactive,
            labels: BTreeMap::new(),
            deadline_ms,
            request_id: None,
        };
        self.ledger.create(new, &Quotas::default()).await.unwrap().judging()
    }

    /// Places on a worker that isn't there.
    pub async fn place(&self, epoch: Epoch, judging: JudgingRef) -> Result<AttemptRef, LedgerError> {
        let attempt = AttemptId(Uuid::new_v4());
        let worker = WorkerId(Uuid::nil());
        let to = Placement { attempt, worker, epoch: epoch.number(), start_by_ms: self.now_ms() + 1 };
        self.ledger.place(judging, to).await?;
        Ok(judging.attempt(attempt))
    }

    pub fn nobody(&self, attempt: AttemptRef) -> Holder {
        Holder { attempt, worker: WorkerId(Uuid::nil()) }
    }

    pub async fn judging(&self, judging: JudgingRef) -> Judging {
        let view = self.ledger.submission(judging.submission, Contents::Outline).await.unwrap().unwrap();
        view.judging.judging
    }

    pub async fn until(&self, judging: JudgingRef, phase: Phase) -> Judging {
        self.wait(judging, |found| found == phase).await
    }

    pub async fn ended(&self, judging: JudgingRef) -> Judging {
        self.wait(judging, Phase::is_terminal).await
    }

    async fn wait(&self, judging: JudgingRef, holds: impl Fn(Phase) -> bool) -> Judging {
        for _ in 0..20_000 {
            let found = self.judging(judging).await;
            if holds(found.state.phase()) {
                return found;
            }
            sleep(Duration::from_millis(50)).await;
        }
        panic!("after 1000 s it is {:?}", self.judging(judging).await);
    }

    pub fn worker(&self, name: &str, slots: u32) -> Process {
        self.play(name, slots, Duration::from_millis(300))
    }

    pub fn slow_worker(&self, name: &str, takes: Duration) -> Process {
        self.play(name, 1, takes)
    }

    fn play(&self, name: &str, slots: u32, takes: Duration) -> Process {
        let player = Player::new(self, name, slots);
        Process(tokio::spawn(async move {
            let mut jobs = player.register().await;
            let mut heartbeat = interval(Duration::from_secs(2));
            let free = Arc::new(tokio::sync::Semaphore::new(slots as usize));
            let mut runs = tokio::task::JoinSet::new();
            loop {
                tokio::select! {
                    delivery = jobs.next() => {
                        let delivery = delivery.unwrap();
                        let job = Job::decode(&delivery.body).unwrap();
                        delivery.ack().await.unwrap();
                        runs.spawn(player.clone().judge(job.attempt, takes, free.clone()));
                    }
                    _ = heartbeat.tick() => player.beat().await,
                }
            }
        }))
    }

    /// A worker that takes its job from the queue and never starts it.
    pub async fn deaf_worker(&self, name: &str) -> Box<dyn Consumer> {
        Player::new(self, name, 1).register().await
    }

    /// Says the same again for a worker whose queue the test reads.
    pub async fn beat(&self, presence: Presence) {
        send(&self.queue, QueueName::Fleet, &Fleet::Heartbeat(presence)).await.unwrap();
    }

    /// A worker that registered with an earlier leader and is gone.
    pub async fn ghost(&self, name: &str) {
        Player::new(self, name, 1).register().await;
        let mut fleet = self.queue.consume(QueueName::Fleet).await.unwrap();
        drop(fleet.next().await.unwrap());
    }

    /// A worker that starts one job and is never heard of again.
    pub fn worker_that_dies(&self, name: &str) -> JoinHandle<()> {
        let player = Player::new(self, name, 1);
        tokio::spawn(async move {
            let mut jobs = player.register().await;
            let job = loop {
                tokio::select! {
                    delivery = jobs.next() => break Job::decode(&delivery.unwrap().body).unwrap(),
                    () = sleep(Duration::from_secs(2)) => player.beat().await,
                }
            };
            player.ledger.start(player.holder(job.attempt), (player.clock)(), LEASE).await.unwrap();
        })
    }
}

#[derive(Clone)]
struct Player {
    ledger: Ledger,
    queue: Faulty,
    clock: Arc<dyn Fn() -> u64 + Send + Sync>,
    worker: WorkerId,
    name: String,
    slots: u32,
    held: Arc<Mutex<Vec<AttemptRef>>>,
}

impl Player {
    fn new(world: &World, name: &str, slots: u32) -> Self {
        Self {
            ledger: world.ledger.clone(),
            queue: world.queue.clone(),
            clock: world.clock.clone(),
            worker: WorkerId(Uuid::new_v4()),
            name: name.into(),
            slots,
            held: Arc::default(),
        }
    }

    fn holder(&self, attempt: AttemptRef) -> Holder {
        Holder { attempt, worker: self.worker }
    }

    async fn register(&self) -> Box<dyn Consumer> {
        let name = QueueName::Worker(self.worker);
        self.queue.declare(name).await.unwrap();
        self.queue.declare(QueueName::Fleet).await.unwrap();
        let jobs = self.queue.consume(name).await.unwrap();
        self.tell(Fleet::Registered(self.presence())).await;
        jobs
    }

    fn presence(&self) -> Presence {
        let attempts = self.held.lock().unwrap().clone();
        Presence { name: self.name.clone(), slots: self.slots, attempts, ..Presence::of(self.worker) }
    }

    async fn beat(&self) {
        let held = self.held.lock().unwrap().clone();
        for attempt in held {
            // Refused while it waits for a slot.
            let _ = self.ledger.renew(self.holder(attempt), (self.clock)(), LEASE).await;
        }
        self.tell(Fleet::Heartbeat(self.presence())).await;
    }

    async fn tell(&self, fleet: Fleet) {
        send(&self.queue, QueueName::Fleet, &fleet).await.unwrap();
    }

    async fn judge(self, attempt: AttemptRef, takes: Duration, free: Arc<tokio::sync::Semaphore>) {
        self.held.lock().unwrap().push(attempt);
        let slot = free.acquire().await.unwrap();
        assert!(slot.num_permits() == 1);
        if self.ledger.start(self.holder(attempt), (self.clock)(), LEASE).await.is_ok() {
            sleep(takes).await;
            self.ledger.finish(self.holder(attempt), judgement()).await.unwrap();
        }
        self.held.lock().unwrap().retain(|held| *held != attempt);
        self.tell(Fleet::SlotFreed { worker: self.worker, attempt }).await;
    }
}

pub fn judgement() -> Finished {
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
    Finished { judgement, fetching: None, judging: None, last_cases: Vec::new() }
}

/// What a queue does wrong.
#[derive(Clone, Copy)]
pub enum Fault {
    None,
    /// Publishing a job never returns, and publishes nothing.
    HangOnJobs,
}

/// A queue that can be made to fail.
#[derive(Clone)]
pub struct Faulty {
    queue: Arc<pyjury_queue::Embedded>,
    fault: Arc<AtomicU8>,
}

impl Faulty {
    pub fn fail(&self, fault: Fault) {
        self.fault.store(fault as u8, Ordering::Relaxed);
    }
}

#[async_trait]
impl Queue for Faulty {
    async fn declare(&self, queue: QueueName) -> Result<(), QueueError> {
        self.queue.declare(queue).await
    }

    async fn publish(&self, queue: QueueName, body: Vec<u8>) -> Result<(), QueueError> {
        let hangs = self.fault.load(Ordering::Relaxed) == Fault::HangOnJobs as u8;
        if hangs && matches!(queue, QueueName::Worker(_)) {
            std::future::pending::<()>().await;
        }
        self.queue.publish(queue, body).await
    }

    async fn consume(&self, queue: QueueName) -> Result<Box<dyn Consumer>, QueueError> {
        self.queue.consume(queue).await
    }

    async fn purge(&self, queue: QueueName) -> Result<usize, QueueError> {
        self.queue.purge(queue).await
    }

    async fn delete(&self, queue: QueueName) -> Result<(), QueueError> {
        self.queue.delete(queue).await
    }
}
