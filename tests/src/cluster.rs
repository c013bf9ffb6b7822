//! A real `pyjury up` as a child process, and a client of it.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use pyjury_proto::v1;
use pyjury_proto::v1::judge_service_client::JudgeServiceClient;
use pyjury_proto::v1::problem_service_client::ProblemServiceClient;
use tempfile::TempDir;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status};

/// How long a server may take to start, before it is considered broken.
const START_LIMIT: Duration = Duration::from_secs(60);

/// Puts an API key on every call.
#[derive(Clone, Debug)]
pub struct Key(pub MetadataValue<Ascii>);

impl Interceptor for Key {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        request.metadata_mut().insert("authorization", self.0.clone());
        Ok(request)
    }
}

/// A client of the judge.
pub type Judge = JudgeServiceClient<InterceptedService<Channel, Key>>;
/// A client of the problems.
pub type Problems = ProblemServiceClient<InterceptedService<Channel, Key>>;

/// A running `pyjury up` with a data folder of its own.
#[derive(Debug)]
pub struct Cluster {
    binary: PathBuf,
    data: TempDir,
    port: u16,
    http: u16,
    slots: usize,
    problems: Vec<PathBuf>,
    child: Option<Child>,
}

/// The `pyjury` that was built with this test.
pub fn binary() -> PathBuf {
    let test = std::env::current_exe().expect("a running test");
    let folder = test.ancestors().find(|folder| folder.join("pyjury").is_file());
    folder.expect("pyjury is built: cargo build --bin pyjury").join("pyjury")
}

/// A port that nobody listens on.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port()
}

impl Cluster {
    /// Starts a cluster with these problem packages.
    pub fn start(binary: &Path, slots: usize, problems: &[PathBuf]) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let (port, http) = (free_port(), free_port());
        let mut cluster =
            Self { binary: binary.to_owned(), data, port, http, slots, problems: problems.to_vec(), child: None };
        cluster.go_on();
        cluster
    }

    /// Starts the server again on the same data, and waits until it answers.
    pub fn go_on(&mut self) {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.log()).expect("a log file");
        let mut command = Command::new(&self.binary);
        command.arg("up").arg("--data").arg(self.data.path());
        command.arg("--listen").arg(format!("127.0.0.1:{}", self.port));
        command.arg("--http").arg(format!("127.0.0.1:{}", self.http));
        command.arg("--slots").arg(self.slots.to_string());
        if !self.problems.is_empty() {
            command.arg("--problems").args(&self.problems);
        }
        self.child =
            Some(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn().expect("pyjury starts"));
        let started = Instant::now();
        while !self.is_ready() {
            assert!(started.elapsed() < START_LIMIT, "pyjury up does not answer:\n{}", self.read_log());
            let ended = self.child.as_mut().expect("started").try_wait().expect("a child");
            assert!(ended.is_none(), "pyjury up ended with {ended:?}:\n{}", self.read_log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn is_ready(&self) -> bool {
        use std::io::{Read, Write};
        let Ok(mut stream) = std::net::TcpStream::connect(("127.0.0.1", self.http)) else { return false };
        let mut answer = String::new();
        let asked = stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        asked.is_ok() && stream.read_to_string(&mut answer).is_ok() && answer.starts_with("HTTP/1.1 200")
    }

    /// Ends the server with SIGKILL, as a power cut would.
    pub fn kill(&mut self) {
        let mut child = self.child.take().expect("a running server");
        child.kill().expect("SIGKILL");
        child.wait().expect("a child");
    }

    /// Ends the server with SIGTERM and gives its exit code.
    pub fn terminate(&mut self) -> Option<i32> {
        let mut child = self.child.take().expect("a running server");
        let pid = nix::unistd::Pid::from_raw(child.id().try_into().expect("a pid"));
        nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGTERM).expect("SIGTERM");
        child.wait().expect("a child").code()
    }

    /// The server's process.
    pub fn pid(&self) -> u32 {
        self.child.as_ref().expect("a running server").id()
    }

    /// The address of the gRPC server.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The port of the metrics.
    pub fn http(&self) -> u16 {
        self.http
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    fn log(&self) -> PathBuf {
        self.data.path().join("up.log")
    }

    /// What the server logged.
    pub fn read_log(&self) -> String {
        std::fs::read_to_string(self.log()).unwrap_or_default()
    }

    /// The key that `up` made for its own client.
    pub fn key(&self) -> Key {
        let text = std::fs::read_to_string(self.data.path().join("client.key")).expect("client.key");
        Key(format!("Bearer {}", text.trim()).parse().expect("a header"))
    }

    /// A new connection.
    pub async fn channel(&self) -> Channel {
        let endpoint = Endpoint::from_shared(self.address()).expect("an address");
        endpoint.connect().await.expect("a connection")
    }

    /// A client of the judge with `up`'s own key.
    pub async fn judge(&self) -> Judge {
        JudgeServiceClient::with_interceptor(self.channel().await, self.key()).max_decoding_message_size(64 << 20)
    }

    /// A client of the problems with `up`'s own key.
    pub async fn problems(&self) -> Problems {
        ProblemServiceClient::with_interceptor(self.channel().await, self.key())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.child.is_some() {
            if std::thread::panicking() {
                let log = self.read_log();
                let last: Vec<_> = log.lines().rev().take(40).collect();
                eprintln!("{}", last.into_iter().rev().collect::<Vec<_>>().join("\n"));
            }
            // Ended in order: a judge that is killed leaves its empty cgroups to the next one.
            self.terminate();
        }
    }
}

/// An inline run of a program without input.
pub fn inline(source: &str) -> v1::SubmitRequest {
    v1::SubmitRequest {
        request_id: uuid::Uuid::new_v4().to_string(),
        target: Some(v1::submit_request::Target::InlineRun(v1::InlineRun::default())),
        files: vec![v1::SourceFile { path: "main.py".into(), content: source.into() }],
        ..v1::SubmitRequest::default()
    }
}

/// Whether nothing changes a state any more.
pub fn is_terminal(state: v1::JudgingState) -> bool {
    use v1::JudgingState::{Abandoned, Cancelled, Expired, Judged};
    matches!(state, Judged | Cancelled | Expired | Abandoned)
}

/// Waits for the end of a submission, and gives it whole.
pub async fn ended(judge: &mut Judge, id: &str) -> v1::Submission {
    let request = v1::WatchRequest { submission_id: id.to_owned(), after_sequence: 0 };
    let mut events = judge.watch(request).await.expect("a watch").into_inner();
    while events.message().await.expect("an event").is_some() {}
    let request = v1::GetRequest { submission_id: id.to_owned(), include_files: false };
    judge.get(request).await.expect("a submission").into_inner().submission.expect("a submission")
}
