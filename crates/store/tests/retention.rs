//! How long what has ended is kept, and that nothing else ever goes.
#![allow(clippy::unwrap_used)]

mod common;

use std::time::Duration;

use common::{Backend, Ground, holder, judgement, new, package};
use pyjury_core::judging::{GiveBack, GivenBack, JudgingRef, Placement};
use pyjury_core::submission::Lane;
use pyjury_core::{AttemptId, Digest, Target, WorkerId};
use pyjury_store::embedded::unix_ms;
use pyjury_store::ledger::{Contents, Holder, NewSubmission, Origin, Problem, Quotas, Retention, Standing};
use pyjury_store::{Durability, Ledger, LedgerError};
use uuid::Uuid;

const ALL: Quotas = Quotas { lane: 5000, tenant: 5000, user: 5000 };
const HOUR: Duration = Duration::from_secs(3600);
const DAY_MS: u64 = 24 * 3600 * 1000;

async fn place() -> (Ledger, Ground) {
    // tests/retention_over_redis.rs runs the same tests.
    let backend = if module_path!().contains("over_redis") { Backend::Redis } else { Backend::Embedded };
    let ground = Ground::new(backend, Durability::Process);
    (ground.ledger(4096).await, ground)
}

/// Everything goes a day after its end.
fn a_day() -> Retention {
    let day = HOUR * 24;
    Retention { interactive: day, batch: day, contest: day, abandoned: day, request_ids: day, packages: day }
}

async fn create(ledger: &Ledger, lane: Lane) -> JudgingRef {
    ledger.create(NewSubmission { lane, ..new("t", "ann") }, &ALL).await.unwrap().judging()
}

async fn running(ledger: &Ledger, of: JudgingRef) -> Holder {
    let epoch = ledger.raise_epoch().await.unwrap();
    let (attempt, worker) = (AttemptId(Uuid::new_v4()), WorkerId(Uuid::new_v4()));
    let to = Placement { attempt, worker, epoch: epoch.number(), start_by_ms: u64::MAX };
    ledger.place(of, to).await.unwrap();
    let by = holder(of.attempt(attempt), worker);
    ledger.start(by, unix_ms(), HOUR).await.unwrap();
    by
}

async fn judged(ledger: &Ledger, lane: Lane) -> JudgingRef {
    let of = create(ledger, lane).await;
    let by = running(ledger, of).await;
    ledger.finish(by, judgement()).await.unwrap();
    of
}

/// Retires submissions until everything was looked at.
async fn retire(ledger: &Ledger, policy: &Retention, now_ms: u64) -> usize {
    let (mut count, mut from) = (0, None);
    loop {
        let step = ledger.retire_submissions(policy, now_ms, from).await.unwrap();
        count += step.count;
        from = step.next;
        if from.is_none() {
            return count;
        }
    }
}

async fn is_there(ledger: &Ledger, of: JudgingRef) -> bool {
    ledger.submission(of.submission, Contents::Full).await.unwrap().is_some()
}

#[tokio::test]
async fn what_has_not_ended_never_goes() {
    let (ledger, _ground) = place().await;
    let queued = create(&ledger, Lane::Batch).await;
    let runs = create(&ledger, Lane::Interactive).await;
    running(&ledger, runs).await;
    let far = unix_ms() + 10_000 * DAY_MS;
    assert_eq!(retire(&ledger, &a_day(), far).await, 0);
    assert!(is_there(&ledger, queued).await && is_there(&ledger, runs).await);
}

#[tokio::test]
async fn each_class_goes_in_its_time_and_leaves_nothing() {
    let (ledger, _ground) = place().await;
    let interactive = judged(&ledger, Lane::Interactive).await;
    let large = new("t", "ann");
    let large = NewSubmission {
        files: vec![pyjury_core::SourceFile { path: "a.py".into(), content: vec![b'x'; 400 << 10] }],
        lane: Lane::Batch,
        ..large
    };
    let batch = ledger.create(large, &ALL).await.unwrap().judging();
    ledger.cancel(batch.submission).await.unwrap();
    let abandoned = create(&ledger, Lane::Interactive).await;
    for _ in 0..3 {
        let by = running(&ledger, abandoned).await;
        ledger.give_back(by, GivenBack { cause: GiveBack::Package, detail: "x", at_ms: 2 }).await.unwrap();
    }
    let policy = Retention { abandoned: HOUR * 24 * 9, interactive: HOUR * 24 * 5, ..a_day() };
    let now = unix_ms();
    assert_eq!(retire(&ledger, &policy, now + DAY_MS / 2).await, 0);
    assert_eq!(retire(&ledger, &policy, now + 2 * DAY_MS).await, 1, "the batch");
    assert!(!is_there(&ledger, batch).await && is_there(&ledger, interactive).await);
    assert_eq!(ledger.collect_blobs(Duration::ZERO).await.unwrap(), 1, "its source was large");
    assert_eq!(retire(&ledger, &policy, now + 6 * DAY_MS).await, 1, "the interactive one");
    assert!(is_there(&ledger, abandoned).await);
    assert_eq!(retire(&ledger, &policy, now + 10 * DAY_MS).await, 1);
    for of in [interactive, batch, abandoned] {
        assert!(!is_there(&ledger, of).await);
        assert!(matches!(ledger.cancel(of.submission).await, Err(LedgerError::NoSubmission(_))));
    }
    let filter = pyjury_store::ledger::Filter { tenant: "t".into(), ..Default::default() };
    let listed = ledger.list(&filter, 10, None).await.unwrap();
    assert!(listed.submissions.is_empty() && listed.next_page_token.is_none());
}

#[tokio::test]
async fn many_go_step_by_step() {
    let (ledger, _ground) = place().await;
    for _ in 0..620 {
        let of = create(&ledger, Lane::Batch).await;
        ledger.cancel(of.submission).await.unwrap();
    }
    let kept = judged(&ledger, Lane::Interactive).await;
    let policy = Retention { interactive: HOUR * 24 * 365, ..a_day() };
    let now_ms = unix_ms() + 2 * DAY_MS;
    let first = ledger.retire_submissions(&policy, now_ms, None).await.unwrap();
    assert!(first.count < 620 && first.next.is_some(), "{first:?}");
    assert_eq!(first.count + retire(&ledger, &policy, now_ms).await, 620);
    assert!(is_there(&ledger, kept).await);
}

#[tokio::test]
async fn contest_results_stay_until_they_are_exported() {
    let (ledger, _ground) = place().await;
    let contest = judged(&ledger, Lane::Contest).await;
    let open = create(&ledger, Lane::Contest).await;
    let far = unix_ms() + 1000 * DAY_MS;
    assert_eq!(retire(&ledger, &a_day(), far).await, 0);
    assert!(!ledger.mark_exported(open.submission, far).await.unwrap(), "it has not ended");
    assert!(ledger.mark_exported(contest.submission, far).await.unwrap());
    assert!(ledger.mark_exported(contest.submission, far + 10 * DAY_MS).await.unwrap(), "the first moment stays");
    assert_eq!(retire(&ledger, &a_day(), far + DAY_MS / 2).await, 0);
    assert_eq!(retire(&ledger, &a_day(), far + 2 * DAY_MS).await, 1);
    assert!(!is_there(&ledger, contest).await && is_there(&ledger, open).await);
    let gone = ledger.mark_exported(contest.submission, far).await;
    assert!(matches!(gone, Err(LedgerError::NoSubmission(_))));
}

#[tokio::test]
async fn request_ids_are_forgotten_and_the_submission_stays() {
    let (ledger, _ground) = place().await;
    let request = || NewSubmission { request_id: Some(Uuid::from_u128(7)), ..new("t", "ann") };
    let first = ledger.create(request(), &ALL).await.unwrap();
    let now = unix_ms();
    assert_eq!(ledger.retire_requests(&a_day(), now + DAY_MS / 2).await.unwrap().count, 0);
    assert_eq!(ledger.create(request(), &ALL).await.unwrap().origin, Origin::Repeated);
    assert_eq!(ledger.retire_requests(&a_day(), now + 2 * DAY_MS).await.unwrap().count, 1);
    let second = ledger.create(request(), &ALL).await.unwrap();
    assert_eq!(second.origin, Origin::New);
    assert!(is_there(&ledger, first.judging()).await);
}

async fn kept(ledger: &Ledger, zip: &'static [u8], uploaded_ms: u64) -> Problem {
    ledger.put_problem(&package(ledger, "sum", zip, uploaded_ms).await).await.unwrap()
}

#[tokio::test]
async fn a_replaced_package_goes_when_no_submission_names_it() {
    let (ledger, _ground) = place().await;
    let old = kept(&ledger, b"old", 1).await;
    let target = Target::Problem { digest: old.digest, name: "sum".into() };
    let of = ledger.create(NewSubmission { target, ..new("t", "ann") }, &ALL).await.unwrap().judging();
    let new = kept(&ledger, b"new", 2).await;
    let packages = async |now_ms| ledger.retire_packages(&a_day(), now_ms, None).await.unwrap().count;
    let now = unix_ms();
    for day in 0..9 {
        assert_eq!(packages(now + day * DAY_MS).await, 0, "a submission names it");
    }
    ledger.cancel(of.submission).await.unwrap();
    assert_eq!(retire(&ledger, &a_day(), now + 2 * DAY_MS).await, 1);

    assert_eq!(packages(now + 10 * DAY_MS).await, 0, "noted as unused");
    assert_eq!(packages(now + 10 * DAY_MS + DAY_MS / 2).await, 0, "not for long enough");
    assert_eq!(packages(now + 12 * DAY_MS).await, 0, "withdrawn first");
    let withdrawn = ledger.problem("t", old.digest).await.unwrap().unwrap();
    assert!(matches!(withdrawn.standing, Standing::Rejected { .. }));
    assert_eq!(packages(now + 12 * DAY_MS + 1).await, 1);
    assert_eq!(ledger.problem("t", old.digest).await.unwrap(), None);
    assert_eq!(ledger.newest_problem("t", "sum").await.unwrap(), Some(new.clone()), "a name keeps its package");
    assert_eq!(ledger.collect_blobs(Duration::ZERO).await.unwrap(), 1);
    assert!(ledger.blobs().exists(new.zip).await.unwrap());
}

#[tokio::test]
async fn whoever_uploads_an_unused_package_again_keeps_it() {
    let (ledger, _ground) = place().await;
    let old = kept(&ledger, b"old", 1).await;
    kept(&ledger, b"new", 2).await;
    let now = unix_ms();
    let packages = async |now_ms| ledger.retire_packages(&a_day(), now_ms, None).await.unwrap().count;
    assert_eq!(packages(now).await + packages(now + 2 * DAY_MS).await, 0);
    let again = kept(&ledger, b"old", 3).await;
    assert_eq!((again.digest, again.standing), (old.digest, Standing::Ready));
    for day in 3..9 {
        packages(now + day * DAY_MS).await;
    }
    assert!(ledger.problem("t", old.digest).await.unwrap().is_some());
    assert!(ledger.problem("t", Digest::of(b"new")).await.unwrap().is_none());
}
