//! Submitting and following through whatever gateway answers.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context as _, ensure};
use pyjury_proto::v1;
use pyjury_proto::v1::judge_service_client::JudgeServiceClient;
use pyjury_tests::cluster::{Judge, Key};
use tokio::time::{sleep, timeout};
use tonic::transport::Endpoint;
use tonic::{Code, Status};

/// How long one call may take before another gateway is asked.
const CALL: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(100);
/// A watch on which nothing comes for so long is opened anew: its gateway may have been cut off.
const SILENCE: Duration = Duration::from_secs(20);

/// A client of several gateways. Clones share the connections.
#[derive(Clone, Debug)]
pub struct Client {
    gateways: Arc<[Judge]>,
    next: Arc<AtomicUsize>,
}

/// What a watch was told.
#[derive(Clone, Debug, Default)]
pub struct Followed {
    /// How often it was resumed.
    pub resumed: usize,
    /// The last state.
    pub state: v1::JudgingState,
}

impl Client {
    /// A client of the gateways at these addresses.
    ///
    /// # Errors
    /// When an address isn't one.
    pub fn new(addresses: &[String], key: &Key) -> anyhow::Result<Self> {
        let connect = |address: &String| -> anyhow::Result<Judge> {
            let endpoint = Endpoint::from_shared(address.clone())?
                .connect_timeout(Duration::from_secs(2))
                .http2_keep_alive_interval(Duration::from_secs(2))
                .keep_alive_timeout(Duration::from_secs(2))
                .keep_alive_while_idle(true);
            Ok(JudgeServiceClient::with_interceptor(endpoint.connect_lazy(), key.clone())
                .max_decoding_message_size(64 << 20))
        };
        let gateways = addresses.iter().map(connect).collect::<anyhow::Result<Vec<_>>>()?;
        Ok(Self { gateways: gateways.into(), next: Arc::default() })
    }

    fn some(&self) -> Judge {
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        self.gateways[turn % self.gateways.len()].clone()
    }

    /// Submits until a gateway has accepted, always with the same request id. Gives the id and how
    /// many calls it took.
    ///
    /// # Errors
    /// When a gateway refuses for a reason that doesn't pass.
    pub async fn submit(&self, request: v1::SubmitRequest) -> anyhow::Result<(String, usize)> {
        let mut tries = 0;
        loop {
            tries += 1;
            match timeout(CALL, self.some().submit(request.clone())).await {
                Ok(Ok(answer)) => {
                    let submission = answer.into_inner().submission.context("an answer without a submission")?;
                    return Ok((submission.submission_id, tries));
                }
                Ok(Err(status)) => ensure!(passes(&status), "refused: {status}"),
                Err(_) => {}
            }
            sleep(PAUSE).await;
        }
    }

    /// Reads a submission.
    ///
    /// # Errors
    /// When a gateway refuses for a reason that doesn't pass.
    pub async fn get(&self, id: &str) -> anyhow::Result<v1::Submission> {
        loop {
            let request = v1::GetRequest { submission_id: id.to_owned(), include_files: false };
            match timeout(CALL, self.some().get(request)).await {
                Ok(Ok(answer)) => return answer.into_inner().submission.context("an answer without a submission"),
                Ok(Err(status)) => ensure!(passes(&status), "{id}: {status}"),
                Err(_) => {}
            }
            sleep(PAUSE).await;
        }
    }

    /// Waits until a submission has ended.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub async fn ended(&self, id: &str) -> anyhow::Result<v1::Submission> {
        loop {
            let submission = self.get(id).await?;
            if submission.state().is_terminal() {
                return Ok(submission);
            }
            sleep(PAUSE).await;
        }
    }

    /// Follows a submission to its end, resuming after the last event whenever the watch breaks.
    ///
    /// # Errors
    /// When sequences go back, an event comes twice, or the stream ends before the submission does.
    pub async fn follow(&self, id: &str) -> anyhow::Result<Followed> {
        let mut followed = Followed::default();
        let mut after = 0;
        loop {
            let request = v1::WatchRequest { submission_id: id.to_owned(), after_sequence: after };
            let Ok(Ok(answer)) = timeout(CALL, self.some().watch(request)).await else {
                sleep(PAUSE).await;
                continue;
            };
            let mut events = answer.into_inner();
            loop {
                match timeout(SILENCE, events.message()).await {
                    Ok(Ok(Some(event))) => {
                        let snapshot = matches!(event.event, Some(v1::watch_response::Event::Snapshot(_)));
                        ensure!(
                            snapshot || event.sequence > after,
                            "{id}: event {} came after event {after}",
                            event.sequence
                        );
                        after = event.sequence;
                        followed.state = state(&event).unwrap_or(followed.state);
                    }
                    // Whoever resumes after the last event is told nothing more.
                    Ok(Ok(None)) => {
                        ensure!(followed.state.is_terminal(), "{id}: the watch ended in {:?}", followed.state);
                        return Ok(followed);
                    }
                    Ok(Err(status)) if !passes(&status) => anyhow::bail!("{id}: {status}"),
                    Ok(Err(_)) | Err(_) => break,
                }
            }
            followed.resumed += 1;
            sleep(PAUSE).await;
        }
    }

    /// Every submission that the key may see.
    ///
    /// # Errors
    /// When a gateway refuses for a reason that doesn't pass.
    pub async fn list(&self) -> anyhow::Result<Vec<v1::Submission>> {
        let mut all = Vec::new();
        let mut page_token = String::new();
        loop {
            let request = v1::ListRequest { page_size: 500, page_token: page_token.clone(), ..Default::default() };
            match timeout(4 * CALL, self.some().list(request)).await {
                Ok(Ok(answer)) => {
                    let page = answer.into_inner();
                    all.extend(page.submissions);
                    if page.next_page_token.is_empty() {
                        return Ok(all);
                    }
                    page_token = page.next_page_token;
                }
                Ok(Err(status)) => ensure!(passes(&status), "list: {status}"),
                Err(_) => {}
            }
        }
    }
}

/// Whether the same call may succeed later or at another gateway.
fn passes(status: &Status) -> bool {
    matches!(
        status.code(),
        Code::Unavailable
            | Code::DeadlineExceeded
            | Code::Cancelled
            | Code::Unknown
            | Code::Aborted
            | Code::ResourceExhausted
    )
}

fn state(event: &v1::WatchResponse) -> Option<v1::JudgingState> {
    match event.event.as_ref()? {
        v1::watch_response::Event::Snapshot(snapshot) => Some(snapshot.submission.as_ref()?.state()),
        v1::watch_response::Event::StateChanged(changed) => Some(changed.state()),
        _ => None,
    }
}
