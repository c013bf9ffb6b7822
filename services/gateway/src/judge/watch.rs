//! Following submissions.

use futures::{Stream, StreamExt as _};
use prometheus::IntGauge;
use pyjury_proto::v1::watch_response::Event;
use pyjury_proto::{Detail, id, v1};
use pyjury_store::ledger::{Contents, SnapshotCause, Watched};
use tonic::{Request, Status};

use super::Judge;
use crate::Refusal;
use crate::caller::Caller;
use crate::layer::deadline::CallDeadline;
use crate::view::Eyes;

/// One open watch, counted.
struct Open(IntGauge);

impl Open {
    fn new(gauge: &IntGauge) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// Why a watch ends before its submission does.
enum Cut {
    /// The gateway stops: the client resumes at another one.
    Draining,
    /// The client's deadline passed.
    Deadline,
    /// The key was revoked or has expired.
    Key,
}

impl Judge {
    /// Opens a watch. The store reads the events of a shard once, however many watch.
    pub(super) async fn follow(
        &self,
        caller: &Caller,
        request: Request<v1::WatchRequest>,
    ) -> Result<<Self as v1::judge_service_server::JudgeService>::WatchStream, Refusal> {
        let principal = &caller.principal;
        let deadline = request.extensions().get::<CallDeadline>().copied();
        let wire = request.into_inner();
        let submission = id("submission_id", &wire.submission_id)?;
        self.seen(principal, submission, Contents::Outline).await?;

        let eyes = Eyes::of(principal);
        let open = Open::new(&self.parts.metrics.watchers);
        let after = (wire.after_sequence > 0).then_some(wire.after_sequence);
        let items = self.parts.ledger.watch(submission, after).into_stream();
        let told = items.map(move |item| {
            let _counted = &open;
            match item {
                Ok((sequence, watched)) => Ok(tell(eyes, sequence, &watched)),
                Err(error) => Err(Status::from(Refusal::from(error))),
            }
        });
        Ok(Box::pin(until(told, self.cut(caller, deadline))))
    }

    /// Waits until a watch must end.
    fn cut(&self, caller: &Caller, deadline: Option<CallDeadline>) -> impl Future<Output = Cut> + Send + use<> {
        let draining = self.parts.draining.clone();
        let life = caller.credential.map(|credential| self.parts.keys.life(credential.secret));
        async move {
            let passed = async {
                match deadline {
                    Some(CallDeadline(deadline)) => tokio::time::sleep_until(deadline).await,
                    None => std::future::pending().await,
                }
            };
            let ended = async {
                match life {
                    Some(life) => life.ended().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = draining.cancelled() => Cut::Draining,
                () = passed => Cut::Deadline,
                () = ended => Cut::Key,
            }
        }
    }
}

impl From<Cut> for Status {
    fn from(cut: Cut) -> Self {
        match cut {
            Cut::Draining => Refusal::Draining.into(),
            Cut::Deadline => Refusal::Deadline.into(),
            Cut::Key => Refusal::Unauthenticated("the key of this stream was revoked or has expired").into(),
        }
    }
}

/// A stream that ends with an error when it is cut. What is there to tell is told first.
fn until<T: Send>(
    items: impl Stream<Item = Result<T, Status>> + Send,
    cut: impl Future<Output = Cut> + Send,
) -> impl Stream<Item = Result<T, Status>> + Send {
    futures::stream::unfold(Some((Box::pin(items), Box::pin(cut))), |open| async move {
        let (mut items, mut cut) = open?;
        tokio::select! {
            biased;
            item = items.next() => {
                let item = item?;
                let open = item.is_ok().then_some((items, cut));
                Some((item, open))
            }
            cut = &mut cut => Some((Err(cut.into()), None)),
        }
    })
}

fn tell(eyes: Eyes, sequence: u64, watched: &Watched) -> v1::WatchResponse {
    let event = match watched {
        Watched::Snapshot { cause, view } => Event::Snapshot(v1::Snapshot {
            submission: Some(eyes.submission(view, Detail::Outline)),
            cause: match cause {
                SnapshotCause::Start => v1::SnapshotCause::Start,
                SnapshotCause::CursorTooOld => v1::SnapshotCause::CursorTooOld,
                SnapshotCause::Lagged => v1::SnapshotCause::Lagged,
            }
            .into(),
        }),
        Watched::StateChanged { phase, attempts, timings, judgement } => Event::StateChanged(v1::StateChanged {
            state: v1::JudgingState::from(*phase).into(),
            attempts: *attempts,
            judgement: judgement.as_ref().map(|judgement| eyes.judgement(judgement)),
            timings: Some(timings.into()),
        }),
        Watched::CaseJudged(case) => Event::CaseJudged(v1::CaseJudged {
            index: case.index,
            case_count: case.case_count,
            result: Some(eyes.case(&case.result)),
        }),
        Watched::AttemptReplaced { cause, attempts } => Event::AttemptReplaced(v1::AttemptReplaced {
            cause: v1::ReplaceCause::from(*cause).into(),
            attempts: *attempts,
        }),
    };
    v1::WatchResponse { sequence, event: Some(event) }
}
