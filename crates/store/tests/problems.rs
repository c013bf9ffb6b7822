//! Packages: how they are kept, verified, named and collected.
#![allow(clippy::unwrap_used)]

mod common;

use std::time::Duration;

use bytes::Bytes;
use common::{Backend, Ground, package};
use pyjury_core::{Digest, Limits, SubmissionId};
use pyjury_store::ledger::{Problem, Standing, TimeLimitFrom, Verified};
use pyjury_store::{Durability, Ledger, LedgerError};
use uuid::Uuid;

async fn place() -> (Ledger, Ground) {
    // tests/problems_over_redis.rs runs the same tests.
    let backend = if module_path!().contains("over_redis") { Backend::Redis } else { Backend::Embedded };
    let ground = Ground::new(backend, Durability::Process);
    (ground.ledger(4096).await, ground)
}

/// A package to be verified.
async fn staged(ledger: &Ledger, name: &str, zip: &'static [u8], uploaded_ms: u64) -> Problem {
    let time_limit_from = TimeLimitFrom::Verification;
    let ready = package(ledger, name, zip, uploaded_ms).await;
    ledger.put_problem(&Problem { standing: Standing::Staged, time_limit_from, ..ready }).await.unwrap()
}

fn good(seconds: u64) -> Verified {
    Verified::Good { time_limit: Duration::from_secs(seconds) }
}

fn bad() -> Verified {
    Verified::Bad { report: "it is wrong".into() }
}

async fn newest(ledger: &Ledger, name: &str) -> Option<Digest> {
    ledger.newest_problem("t", name).await.unwrap().map(|problem| problem.digest)
}

#[tokio::test]
async fn problems_are_kept_by_digest_and_the_newest_by_name() {
    let (ledger, _ground) = place().await;
    let (old, new) = (package(&ledger, "sum", b"1", 5).await, package(&ledger, "sum", b"2", 6).await);
    let missing = Problem { zip: Digest::of(b"missing"), ..old.clone() };
    assert!(matches!(ledger.put_problem(&missing).await, Err(LedgerError::Blob(_))), "the zip comes first");
    for problem in [&old, &new, &package(&ledger, "a", b"3", 7).await] {
        assert_eq!(ledger.put_problem(problem).await.unwrap(), *problem);
    }
    assert_eq!(ledger.newest_problem("t", "sum").await.unwrap().as_ref(), Some(&new));
    assert_eq!(ledger.problem("t", old.digest).await.unwrap().as_ref(), Some(&old));
    assert_eq!(ledger.problem("u", old.digest).await.unwrap(), None);
    let page = ledger.problems("t", 1, None).await.unwrap();
    assert_eq!((page.problems[0].name.as_str(), page.next_page_token.as_deref()), ("a", Some("a")));
    let page = ledger.problems("t", 5, Some("a")).await.unwrap();
    assert_eq!((page.problems, page.next_page_token), (vec![new], None));

    let again = Problem { uploaded_ms: 8, ..old.clone() };
    ledger.put_problem(&again).await.unwrap();
    assert_eq!(newest(&ledger, "sum").await, Some(old.digest), "an old package becomes the newest again");

    let stray = Digest::of(b"stray");
    ledger.blobs().put(stray, Bytes::from_static(b"stray")).await.unwrap();
    assert_eq!(ledger.collect_blobs(Duration::ZERO).await.unwrap(), 1);
    assert!(ledger.blobs().exists(old.zip).await.unwrap());
}

#[tokio::test]
async fn a_name_belongs_to_the_newest_package_that_is_ready() {
    let (ledger, _ground) = place().await;
    let first = staged(&ledger, "sum", b"1", 5).await;
    assert_eq!(newest(&ledger, "sum").await, None);
    assert_eq!(ledger.newest_unready("t", "sum").await.unwrap().unwrap(), first);
    ledger.settle_problem("t", first.digest, &good(2)).await.unwrap();
    assert_eq!(newest(&ledger, "sum").await, Some(first.digest));
    assert_eq!(ledger.newest_unready("t", "sum").await.unwrap(), None);

    // Two wait at once, and the newer one is verified first.
    let second = staged(&ledger, "sum", b"2", 6).await;
    let third = staged(&ledger, "sum", b"3", 7).await;
    assert_eq!(newest(&ledger, "sum").await, Some(first.digest));
    let listed: Vec<_> = ledger.problems("t", 2, None).await.unwrap().problems;
    assert_eq!(listed.iter().filter(|problem| problem.standing == Standing::Ready).count(), 1);
    ledger.settle_problem("t", third.digest, &good(1)).await.unwrap();
    assert_eq!(newest(&ledger, "sum").await, Some(third.digest));
    ledger.settle_problem("t", second.digest, &good(1)).await.unwrap();
    assert_eq!(newest(&ledger, "sum").await, Some(third.digest), "an older upload doesn't take the name back");
    assert_eq!(ledger.problems("t", 9, None).await.unwrap().problems.len(), 1);
}

#[tokio::test]
async fn pages_go_on_in_the_middle_of_a_name() {
    let (ledger, _ground) = place().await;
    for (zip, uploaded_ms) in [(b"1", 1), (b"2", 2), (b"3", 3)] {
        staged(&ledger, "sum", zip, uploaded_ms).await;
    }
    ledger.put_problem(&package(&ledger, "sum-2", b"4", 4).await).await.unwrap();
    let (mut token, mut digests) = (None, Vec::new());
    loop {
        let page = ledger.problems("t", 1, token.as_deref()).await.unwrap();
        digests.extend(page.problems.iter().map(|problem| problem.digest));
        token = page.next_page_token;
        if token.is_none() {
            break;
        }
    }
    let distinct: std::collections::BTreeSet<_> = digests.iter().map(Digest::hex).collect();
    assert_eq!((digests.len(), distinct.len()), (4, 4));
}

#[tokio::test]
async fn the_limits_of_a_package_that_is_ready_never_change() {
    let (ledger, _ground) = place().await;
    let package = staged(&ledger, "sum", b"1", 5).await;
    let ready = ledger.settle_problem("t", package.digest, &good(2)).await.unwrap();
    assert_eq!(ready.limits.cpu, Duration::from_secs(2));
    assert_eq!(ready.limits.wall, Limits::wall_for(ready.limits.cpu), "it follows the time limit");
    assert_eq!(ledger.settle_problem("t", package.digest, &good(9)).await.unwrap(), ready);
    assert_eq!(ledger.settle_problem("t", package.digest, &bad()).await.unwrap(), ready);
    let again = staged(&ledger, "sum", b"1", 6).await;
    assert_eq!((again.limits, again.standing), (ready.limits, Standing::Ready));
}

#[tokio::test]
async fn a_rejected_package_is_staged_again_and_keeps_no_verification() {
    let (ledger, _ground) = place().await;
    let package = staged(&ledger, "sum", b"1", 5).await;
    let verification = SubmissionId(Uuid::now_v7());
    let noted = ledger.set_verification("t", package.digest, verification).await.unwrap();
    assert_eq!(noted.verification, Some(verification));
    assert_eq!(staged(&ledger, "sum", b"1", 6).await.verification, Some(verification), "it is staged as before");

    let rejected = ledger.settle_problem("t", package.digest, &bad()).await.unwrap();
    assert_eq!(rejected.standing, Standing::Rejected { report: "it is wrong".into() });
    assert_eq!(ledger.newest_unready("t", "sum").await.unwrap().unwrap(), rejected);
    let again = staged(&ledger, "other-name", b"1", 7).await;
    assert_eq!((again.standing, again.verification), (Standing::Staged, None));
    ledger.settle_problem("t", package.digest, &good(1)).await.unwrap();
    for name in ["sum", "other-name"] {
        assert_eq!(newest(&ledger, name).await, Some(package.digest), "it waited for both names");
    }
    let unknown = ledger.settle_problem("t", Digest::of(b"unknown"), &good(1)).await;
    assert!(matches!(unknown, Err(LedgerError::NoProblem(_))));
}

#[tokio::test]
async fn another_zip_of_the_same_files_replaces_the_first() {
    let (ledger, _ground) = place().await;
    let first = package(&ledger, "sum", b"1", 5).await;
    ledger.put_problem(&first).await.unwrap();
    let zip = package(&ledger, "sum", b"packed in another way", 6).await.zip;
    ledger.put_problem(&Problem { zip, uploaded_ms: 6, ..first.clone() }).await.unwrap();
    assert_eq!(ledger.collect_blobs(Duration::ZERO).await.unwrap(), 1);
    assert!(ledger.blobs().exists(zip).await.unwrap() && !ledger.blobs().exists(first.zip).await.unwrap());
}
