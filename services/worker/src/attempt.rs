//! The life of one attempt on this worker.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use pyjury_core::judgement::Feedback;
use pyjury_core::judging::{AttemptRef, GiveBack};
use pyjury_core::submission::InlineRun;
use pyjury_core::{CaseResult, Judgement, Provenance, Reason, SourceFile, Usage, Verdict};
use pyjury_grade::{GradeError, Options, judge, run_inline};
use pyjury_problem::Problem;
use pyjury_proto::internal::v1::StartResponse;
use pyjury_proto::internal::v1::start_response::Target;
use pyjury_proto::{Invalid, digest, duration};
use pyjury_queue::Delivery;
use tokio::sync::mpsc;

use crate::held::{Held, Killed};
use crate::lease::Lease;
use crate::packages::PackageError;
use crate::slots::Grant;
use crate::upstream::{Refusal, persist};
use crate::worker::Worker;

/// How long an attempt that met trouble of ours is kept before it is given back for another try.
const BEFORE_RETRY: Duration = Duration::from_secs(1);

/// How an attempt ended, as metrics say it.
enum End {
    Judged,
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

/// What is to be judged.
enum Work {
    Problem(Arc<Problem>),
    Inline(InlineRun),
}

/// Starts an attempt, judges it and hands in the result. Never fails: whatever happens is said to the
/// service, or found by it when the lease runs out.
pub(crate) async fn run(worker: Arc<Worker>, reference: AttemptRef, delivery: Delivery, grant: Grant) {
    let held = Held::new(reference);
    worker.held.insert(held.clone());
    worker.metrics.slots_busy.inc();
    let started = persist(|| worker.upstream.start(reference)).await;
    // Won or refused, the message has done its work.
    if let Err(error) = delivery.ack().await {
        tracing::debug!(%error, "a job could not be acked and may come again, to be refused");
    }
    let end = match started {
        Ok((sent, answer)) => {
            let length = answer.lease.as_ref().and_then(|lease| duration("lease", lease).ok()).unwrap_or_default();
            let lease = Lease::new(sent, length, worker.config.margin);
            held.runs(lease.clone());
            let watched = held.clone();
            let watchdog = tokio::spawn(async move {
                lease.ended().await;
                watched.kill(Killed::LeaseLost);
            });
            let end = started_run(&worker, &held, answer, grant).await;
            watchdog.abort();
            end
        }
        Err(refusal) => refused(&worker, reference, refusal).await,
    };
    let word = match &end {
        End::Judged => "judged",
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

async fn started_run(worker: &Arc<Worker>, held: &Held, answer: StartResponse, grant: Grant) -> End {
    let reference = held.reference;
    let runtime = answer.runtime.clone();
    let files: Vec<SourceFile> = answer.files.into_iter().map(Into::into).collect();
    let package = match &answer.target {
        Some(Target::Problem(problem)) => digest("", &problem.digest).ok(),
        _ => None,
    };
    let work = prepare(worker, reference, answer.target).await;
    let fetched_ms = now_ms();
    let judged = match work {
        Ok(_) if !runtime.is_empty() && runtime != worker.runtime.name() => Ok(no_runtime(worker, &runtime)),
        Ok(work) => grade(worker, held, work, files, grant).await,
        Err(hindrance) => Err(hindrance),
    };
    match judged {
        Ok(judgement) => {
            worker.host_worked();
            worker.metrics.judgements.with_label_values(&[judgement.verdict.code()]).inc();
            match worker.upstream.finish(reference, &judgement, (fetched_ms, now_ms())).await {
                Ok(()) => End::Judged,
                Err(refusal) => refused(worker, reference, refusal).await,
            }
        }
        Err(hindrance) => {
            if let (Hindrance::Grade(GradeError::Read(_)), Some(digest)) = (&hindrance, package) {
                // It may be damaged on this disk: the next attempt fetches it anew.
                worker.packages.forget(digest);
            }
            hindered(worker, held, hindrance).await
        }
    }
}

async fn prepare(worker: &Worker, reference: AttemptRef, target: Option<Target>) -> Result<Work, Hindrance> {
    match target {
        Some(Target::Problem(problem)) => {
            let wanted = digest("problem.digest", &problem.digest).map_err(Hindrance::Wrong)?;
            let found = worker.packages.get((wanted, &problem.name), reference, &worker.upstream).await;
            found.map(Work::Problem).map_err(Hindrance::Package)
        }
        Some(Target::InlineRun(run)) => InlineRun::try_from(run).map(Work::Inline).map_err(|mut errors| {
            Hindrance::Wrong(errors.pop().unwrap_or_else(|| Invalid::new("inline_run", "expected a run")))
        }),
        None => Err(Hindrance::Wrong(Invalid::new("target", "expected a problem or a run, got nothing"))),
    }
}

/// Judges on a blocking thread, and tells of the cases as they come.
async fn grade(
    worker: &Arc<Worker>,
    held: &Held,
    work: Work,
    files: Vec<SourceFile>,
    mut grant: Grant,
) -> Result<Judgement, Hindrance> {
    let (cases, told) = mpsc::unbounded_channel();
    let case_count = match &work {
        Work::Problem(problem) => problem.cases.len(),
        Work::Inline(_) => 1,
    };
    let telling = tokio::spawn(tell(worker.clone(), held.reference, case_count, told));
    let (worker, cancel) = (worker.clone(), held.cancel.clone());
    let judging = tokio::task::spawn_blocking(move || {
        let timer = worker.metrics.judging.start_timer();
        let on_case = |index: usize, case: &CaseResult| {
            // Nobody listens any more: then the judgement will have to do.
            let _ = cases.send((index, case.clone()));
        };
        let options =
            Options { on_case: &on_case, cancel, provenance: worker.provenance.clone(), ..Options::new(&worker.cache) };
        let result = match &work {
            Work::Problem(problem) => judge(problem, &files, grant.slots(), &worker.runtime, &options),
            Work::Inline(run) => match grant.slots().first_mut() {
                Some(slot) => run_inline(run, &files, slot, &worker.runtime, &options),
                None => Err(GradeError::NoSlot),
            },
        };
        timer.observe_duration();
        if matches!(result, Err(GradeError::Sandbox(_))) {
            // Whatever is wrong with the slot stays with it: the next run gets a new one.
            grant.renew();
        }
        result
    });
    let judged = judging.await.unwrap_or_else(|error| {
        // A bug of ours: the host is as good as another's, but the judging must go elsewhere.
        Err(GradeError::Script { script: "grade", expected: "no panic", got: error.to_string() })
    });
    // The cases come before the judgement, but don't hold it up for long.
    let _ = tokio::time::timeout(Duration::from_secs(2), telling).await;
    judged.map_err(Hindrance::Grade)
}

async fn tell(
    worker: Arc<Worker>,
    reference: AttemptRef,
    case_count: usize,
    mut cases: mpsc::UnboundedReceiver<(usize, CaseResult)>,
) {
    while let Some((index, case)) = cases.recv().await {
        if let Err(error) = worker.upstream.record_case(reference, index, case_count, &case).await {
            tracing::debug!(%error, case = case.name, "a case could not be told; the judgement will have it");
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
            worker.host_failed();
            (GiveBack::Host, chain(&error))
        }
        Hindrance::Package(PackageError::Fetch { source: Refusal::Stale, .. }) => return End::Stale,
        Hindrance::Package(error @ PackageError::Disk { .. }) => {
            worker.host_failed();
            (GiveBack::Host, chain(&error))
        }
        Hindrance::Package(error) => (GiveBack::Package, chain(&error)),
        Hindrance::Wrong(error) => (GiveBack::Package, error.to_string()),
    };
    let reference = held.reference;
    tracing::warn!(submission = %reference.submission, attempt = %reference.attempt, ?cause, detail, "giving back");
    if cause != GiveBack::Draining {
        // Most trouble passes. The attempt stays ours meanwhile, so that nobody runs into it at once.
        tokio::time::sleep(BEFORE_RETRY).await;
    }
    give_back(worker, reference, cause, detail).await
}

async fn give_back(worker: &Worker, reference: AttemptRef, cause: GiveBack, detail: String) -> End {
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

fn no_runtime(worker: &Worker, wanted: &str) -> Judgement {
    let known = worker.runtime.name();
    let jury = format!("the submission asks for the runtime {wanted:?}, this worker has {known:?}; submit it for that");
    Judgement {
        verdict: Verdict::JE,
        reason: Reason::Package,
        score: 0.0,
        max_score: 0.0,
        usage: Usage::default(),
        cases: Vec::new(),
        feedback: Feedback { jury, ..Feedback::default() },
        provenance: Provenance { runtime: wanted.to_owned(), ..worker.provenance.clone() },
    }
}

/// An error with what caused it, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text += ": ";
        text += &cause.to_string();
        next = cause.source();
    }
    text
}

fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    since.as_millis().try_into().unwrap_or(u64::MAX)
}
