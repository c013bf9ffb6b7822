//! The life of one attempt on this worker.

use std::sync::Arc;
use std::time::{Duration, Instant};

use pyjury_core::SourceFile;
use pyjury_core::judging::{AttemptRef, GiveBack};
use pyjury_core::submission::InlineRun;
use pyjury_grade::GradeError;
use pyjury_proto::internal::v1::start_response::Target;
use pyjury_proto::internal::v1::{FinishResponse, StartResponse};
use pyjury_proto::v1::ProblemReference;
use pyjury_proto::{Invalid, digest, duration};
use pyjury_queue::Delivery;
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio::time::MissedTickBehavior;

use crate::executor::{Judged, Order, Progress, ToldCase, Work};
use crate::held::{Held, Killed};
use crate::lease::Lease;
use crate::packages::{LocalCopy, PackageError};
use crate::upstream::{Beside, Refusal, persist};
use crate::worker::Worker;

/// How often the cases of a running attempt are told: often enough for whoever watches.
const TELL_EVERY: Duration = Duration::from_millis(100);
/// How long a judgement waits for cases that are being told.
const LAST_CASES: Duration = Duration::from_secs(2);

/// How an attempt ended, as metrics say it.
enum End {
    Judged,
    /// It ended near its limit: another attempt confirms it.
    ToConfirm,
    Stale,
    Killed(Killed),
    GivenBack,
}

/// What keeps an attempt from being judged here.
enum Hindrance {
    Package(PackageError),
    Grade(GradeError),
    /// What the service sent makes no sense.
    Wrong(Invalid),
}

/// What is to be judged, and the copy of the package that must stay until it is.
struct Prepared {
    work: Work,
    copy: Option<Arc<LocalCopy>>,
}

/// Starts an attempt, judges it and hands in the result. Never fails: whatever happens is said to the
/// service, or found by it when the lease runs out.
pub(crate) async fn run(worker: Arc<Worker>, held: Held, delivery: Delivery, permit: OwnedSemaphorePermit) {
    let reference = held.reference;
    worker.metrics.slots_busy.inc();
    let started = persist(|| worker.upstream.start(reference)).await;
    // Won or refused, the message has done its work.
    if let Err(error) = delivery.ack().await {
        tracing::debug!(%error, "a job could not be acked and may come again, to be refused");
    }
    let end = match started {
        Ok((sent, answer)) => {
            let length = answer.lease.as_ref().and_then(|lease| duration("lease", lease).ok()).unwrap_or_default();
            let lease = Lease::new(sent, length, worker.config.timing.margin);
            held.runs(lease.clone());
            let watched = held.clone();
            let watchdog = tokio::spawn(async move {
                lease.ended().await;
                watched.kill(Killed::LeaseLost);
            });
            let end = started_run(&worker, &held, answer, permit).await;
            watchdog.abort();
            end
        }
        Err(refusal) => refused(&worker, reference, refusal).await,
    };
    let word = match &end {
        End::Judged => "judged",
        End::ToConfirm => "to_confirm",
        End::Stale => "stale",
        End::Killed(Killed::Revoked) => "cancelled",
        End::Killed(Killed::LeaseLost) => "lease_lost",
        End::Killed(Killed::Draining) | End::GivenBack => "given_back",
    };
    worker.metrics.slots_busy.dec();
    worker.metrics.attempts.with_label_values(&[word]).inc();
    tracing::info!(submission = %reference.submission, attempt = %reference.attempt, end = word, "an attempt ended");
    worker.freed(reference).await;
}

async fn started_run(worker: &Arc<Worker>, held: &Held, answer: StartResponse, permit: OwnedSemaphorePermit) -> End {
    let reference = held.reference;
    let runtime = answer.runtime.clone();
    let started = Instant::now();
    let prepared = tokio::select! {
        prepared = prepare(worker, reference, answer) => prepared,
        // Others that wait for the package fetch it themselves.
        () = held.death() => Err(Hindrance::Grade(GradeError::Cancelled)),
    };
    let fetching = started.elapsed();
    let judged = match prepared {
        Ok(Prepared { work, copy }) => {
            let judged = execute(worker, held, (work, runtime), permit).await;
            if let (Err(Hindrance::Grade(GradeError::Read(_))), Some(copy)) = (&judged, &copy) {
                worker.packages.forget(copy);
            }
            judged
        }
        Err(hindrance) => Err(hindrance),
    };
    match judged {
        Ok(Executed { judged, judging, last_cases }) => {
            let timer = worker.metrics.storing.start_timer();
            let beside = Beside { fetching, judging, last_cases };
            let stored = worker.upstream.finish(reference, &judged, &beside).await;
            timer.observe_duration();
            match stored {
                Ok(FinishResponse { to_confirm: true }) => End::ToConfirm,
                Ok(FinishResponse { to_confirm: false }) => {
                    worker.metrics.judgements.with_label_values(&[judged.judgement.verdict.code()]).inc();
                    End::Judged
                }
                Err(refusal) => refused(worker, reference, refusal).await,
            }
        }
        Err(hindrance) => hindered(worker, held, hindrance).await,
    }
}

async fn prepare(worker: &Worker, reference: AttemptRef, answer: StartResponse) -> Result<Prepared, Hindrance> {
    let files: Vec<SourceFile> = answer.files.into_iter().map(Into::into).collect();
    match answer.target {
        Some(Target::Problem(problem)) => {
            let time_limit = answer.time_limit.map(|limit| duration("time_limit", &limit)).transpose();
            let time_limit = time_limit.map_err(Hindrance::Wrong)?;
            let copy = package(worker, reference, &problem).await?;
            let work = Work::Problem { problem: copy.problem.clone(), files, time_limit };
            Ok(Prepared { work, copy: Some(copy) })
        }
        Some(Target::Verification(problem)) => {
            let copy = package(worker, reference, &problem).await?;
            Ok(Prepared { work: Work::Package { problem: copy.problem.clone() }, copy: Some(copy) })
        }
        Some(Target::InlineRun(run)) => match InlineRun::try_from(run) {
            Ok(run) => Ok(Prepared { work: Work::Inline { run, files }, copy: None }),
            Err(mut errors) => {
                let unsaid = || Invalid::new("inline_run", "expected a run");
                Err(Hindrance::Wrong(errors.pop().unwrap_or_else(unsaid)))
            }
        },
        None => Err(Hindrance::Wrong(Invalid::new("target", "expected a problem or a run, got nothing"))),
    }
}

async fn package(
    worker: &Worker,
    reference: AttemptRef,
    problem: &ProblemReference,
) -> Result<Arc<LocalCopy>, Hindrance> {
    let wanted = digest("digest", &problem.digest).map_err(Hindrance::Wrong)?;
    let found = worker.packages.get((wanted, &problem.name), reference, &worker.upstream).await;
    found.map_err(Hindrance::Package)
}

/// What came of it.
struct Executed {
    judged: Judged,
    judging: Duration,
    /// The cases that weren't told yet.
    last_cases: Vec<ToldCase>,
}

/// Has it judged, and tells of the cases as they come.
async fn execute(
    worker: &Arc<Worker>,
    held: &Held,
    (work, runtime): (Work, String),
    permit: OwnedSemaphorePermit,
) -> Result<Executed, Hindrance> {
    let (progress, told) = Progress::new();
    let telling = tokio::spawn(tell(worker.clone(), held.reference, told));
    let timer = worker.metrics.judging.start_timer();
    let order = Order { work, runtime, progress, cancel: held.cancel.clone() };
    let judged = worker.executor.execute(order, permit).await;
    let judging = Duration::from_secs_f64(timer.stop_and_record());
    // What is being told comes before the judgement, but doesn't hold it up for long.
    let last_cases = tokio::time::timeout(LAST_CASES, telling).await;
    let last_cases = last_cases.ok().and_then(Result::ok).unwrap_or_default();
    Ok(Executed { judged: judged.map_err(Hindrance::Grade)?, judging, last_cases })
}

/// Tells of cases as they are judged, several at a time: each telling is a write to the store. Gives back what is
/// left when no more will come.
async fn tell(
    worker: Arc<Worker>,
    reference: AttemptRef,
    mut cases: mpsc::UnboundedReceiver<ToldCase>,
) -> Vec<ToldCase> {
    let mut untold = Vec::new();
    let mut due = tokio::time::interval_at(tokio::time::Instant::now() + TELL_EVERY, TELL_EVERY);
    due.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            case = cases.recv() => match case {
                Some(case) => untold.push(case),
                None => return untold,
            },
            _ = due.tick(), if !untold.is_empty() => {
                let told = std::mem::take(&mut untold);
                if let Err(error) = worker.upstream.record_cases(reference, &told).await {
                    tracing::debug!(%error, cases = told.len(), "cases could not be told; the judgement will have them");
                }
            }
        }
    }
}

async fn hindered(worker: &Worker, held: &Held, hindrance: Hindrance) -> End {
    let (cause, detail) = match hindrance {
        Hindrance::Grade(GradeError::Cancelled) => match held.killed() {
            Some(Killed::Draining) | None => (GiveBack::Draining, "the worker shuts down".to_owned()),
            // The attempt isn't ours any more.
            Some(why) => return End::Killed(why),
        },
        Hindrance::Grade(error @ (GradeError::Read(_) | GradeError::Package(_))) => (GiveBack::Package, chain(&error)),
        Hindrance::Grade(error) => {
            let why = chain(&error);
            if matches!(error, GradeError::Sandbox(_)) {
                worker.host_failed(why.clone());
            }
            (GiveBack::Host, why)
        }
        Hindrance::Package(PackageError::Fetch { source: Refusal::Stale, .. }) => return End::Stale,
        Hindrance::Package(error @ PackageError::Disk { .. }) => (GiveBack::Host, chain(&error)),
        Hindrance::Package(error) => (GiveBack::Package, chain(&error)),
        Hindrance::Wrong(error) => (GiveBack::Package, error.to_string()),
    };
    let reference = held.reference;
    tracing::warn!(submission = %reference.submission, attempt = %reference.attempt, ?cause, detail, "giving back");
    give_back(worker, reference, cause, detail).await
}

/// Gives an attempt back. The judging waits before it is placed again, longer after each fault.
async fn give_back(worker: &Worker, reference: AttemptRef, cause: GiveBack, detail: String) -> End {
    worker.metrics.judging_errors.with_label_values(&[cause.name()]).inc();
    match worker.upstream.give_back(reference, cause, detail).await {
        Ok(()) => End::GivenBack,
        Err(refusal) => {
            if !matches!(refusal, Refusal::Stale) {
                tracing::error!(error = %refusal, "the internal service refuses this worker");
            }
            End::Stale
        }
    }
}

/// A call that will be refused again is no reason to hold on to the attempt: it is given back, counted as a
/// fault of what is judged.
async fn refused(worker: &Worker, reference: AttemptRef, refusal: Refusal) -> End {
    match refusal {
        Refusal::Stale => End::Stale,
        other => give_back(worker, reference, GiveBack::Package, other.to_string()).await,
    }
}

/// A cause's name in metrics.
/// Gives an attempt back that was never started: the worker takes no jobs any more. Uncounted.
pub(crate) async fn hand_back(worker: Arc<Worker>, held: Held, delivery: Delivery) {
    if let Err(error) = delivery.ack().await {
        tracing::debug!(%error, "a job could not be acked and may come again, to be refused");
    }
    let why = worker.standings.now();
    give_back(&worker, held.reference, GiveBack::Draining, format!("the worker is {}: {}", why.mode, why.reason)).await;
    worker.freed(held.reference).await;
}

/// An error with what caused it, in one line.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text += ": ";
        text += &cause.to_string();
        next = cause.source();
    }
    text
}
