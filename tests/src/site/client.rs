//! Whoever uses a cluster, and goes on while parts of it die.

use std::process::{Command, Output};
use std::time::{Duration, Instant};

use pyjury_proto::v1;
use pyjury_proto::v1::judge_service_client::JudgeServiceClient;
use tonic::transport::Endpoint;

use super::LONG;
use crate::cluster::{Judge, Key, binary, inline};

/// A client of all gateways of a cluster.
#[derive(Clone, Debug)]
pub struct Client {
    pub(super) ports: Vec<u16>,
    pub(super) key: Key,
}

impl Client {
    /// A client of one gateway, whether or not that is there now.
    pub fn judge(&self, gateway: usize) -> Judge {
        let endpoint = Endpoint::from_shared(format!("http://127.0.0.1:{}", self.ports[gateway])).expect("an address");
        let endpoint = endpoint.connect_timeout(Duration::from_secs(2)).timeout(Duration::from_secs(5));
        JudgeServiceClient::with_interceptor(endpoint.connect_lazy(), self.key.clone())
            .max_decoding_message_size(64 << 20)
    }

    /// Runs a command of the client with these arguments, at the first gateway.
    pub fn command(&self, arguments: &[&str]) -> Output {
        let secret = self.key.0.to_str().expect("a header of letters").trim_start_matches("Bearer ");
        let server = format!("http://127.0.0.1:{}", self.ports[0]);
        let mut command = Command::new(binary());
        command.args(arguments).args(["--server", &server]).env("PYJURY_KEY", secret);
        command.output().expect("the program runs")
    }

    /// Submits a program, again and again with the same request id until a gateway has accepted it.
    pub async fn submit(&self, source: &str) -> String {
        self.submit_request(inline(source)).await
    }

    /// Submits again and again until a gateway has accepted it.
    pub async fn submit_request(&self, request: v1::SubmitRequest) -> String {
        let began = Instant::now();
        for n in 0.. {
            match self.judge(n % self.ports.len()).submit(request.clone()).await {
                Ok(answer) => return answer.into_inner().submission.expect("a submission").submission_id,
                Err(status) => assert!(began.elapsed() < LONG, "not accepted: {status}"),
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        unreachable!("the loop ends with an answer")
    }

    /// Waits for the end of a submission, over as many gateways and connections as that takes.
    pub async fn ended(&self, id: &str) -> v1::Submission {
        let began = Instant::now();
        for n in 0.. {
            let mut judge = self.judge(n % self.ports.len());
            if let Ok(submission) = look(&mut judge, id).await
                && submission.state().is_terminal()
            {
                return submission;
            }
            assert!(began.elapsed() < LONG, "{id} has not ended");
            follow(&mut judge, id).await;
        }
        unreachable!("the loop ends with a submission")
    }
}

async fn look(judge: &mut Judge, id: &str) -> Result<v1::Submission, tonic::Status> {
    let request = v1::GetRequest { submission_id: id.to_owned(), include_files: false };
    Ok(judge.get(request).await?.into_inner().submission.unwrap_or_default())
}

/// Follows a submission to its end, or until the connection ends.
async fn follow(judge: &mut Judge, id: &str) {
    let request = v1::WatchRequest { submission_id: id.to_owned(), after_sequence: 0 };
    let Ok(events) = judge.watch(request).await else {
        return tokio::time::sleep(Duration::from_millis(200)).await;
    };
    let mut events = events.into_inner();
    // A gateway may be stopped rather than dead: then nothing comes, and another one is asked.
    while let Ok(Ok(Some(_))) = tokio::time::timeout(Duration::from_secs(5), events.message()).await {}
}
