//! A real `pyjury up` as a child process, and a client of it.

use std::path::{Path, PathBuf};

use pyjury_proto::v1;
use pyjury_proto::v1::judge_service_client::JudgeServiceClient;
use pyjury_proto::v1::problem_service_client::ProblemServiceClient;
use pyjury_servers::free_port;
use tempfile::TempDir;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status};

use crate::part::Part;

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
    part: Part,
    data: TempDir,
    port: u16,
}

/// The `pyjury` that was built with this test.
pub fn binary() -> PathBuf {
    let test = std::env::current_exe().expect("a running test");
    let folder = test.ancestors().find(|folder| folder.join("pyjury").is_file());
    folder.expect("pyjury is built: cargo build --bin pyjury").join("pyjury")
}

impl Cluster {
    /// Starts a cluster with these problem packages.
    pub fn start(binary: &Path, slots: usize, problems: &[PathBuf]) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let port = free_port();
        let mut part = Part::new("up", 0, data.path())
            .program(binary)
            .flag("--data", &data.path().display().to_string())
            .flag("--listen", &format!("127.0.0.1:{port}"))
            .flag("--slots", &slots.to_string());
        for problem in problems {
            part = part.flag("--problems", &problem.display().to_string());
        }
        let mut cluster = Self { part, data, port };
        cluster.go_on();
        cluster
    }

    /// Starts the server again on the same data, and waits until it answers.
    pub fn go_on(&mut self) {
        self.part.start();
        self.part.wait_until_ready();
    }

    /// Ends the server with SIGKILL, as a power cut would.
    pub fn kill(&mut self) {
        self.part.kill();
    }

    /// Ends the server with SIGTERM and gives its exit code.
    pub fn terminate(&mut self) -> Option<i32> {
        self.part.terminate()
    }

    /// The server's process.
    pub fn pid(&self) -> u32 {
        self.part.pid().expect("a running server")
    }

    /// The address of the gRPC server.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The port of the metrics.
    pub fn http(&self) -> u16 {
        self.part.http()
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// What the server logged.
    pub fn read_log(&self) -> String {
        self.part.read_log()
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
        if self.part.is_running() {
            if std::thread::panicking() {
                eprintln!("{}", self.part.tail());
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

/// Waits for the end of a submission, and gives it whole.
pub async fn ended(judge: &mut Judge, id: &str) -> v1::Submission {
    let request = v1::WatchRequest { submission_id: id.to_owned(), after_sequence: 0 };
    let mut events = judge.watch(request).await.expect("a watch").into_inner();
    while events.message().await.expect("an event").is_some() {}
    let request = v1::GetRequest { submission_id: id.to_owned(), include_files: false };
    judge.get(request).await.expect("a submission").into_inner().submission.expect("a submission")
}
