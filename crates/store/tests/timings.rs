//! When a judging got where: by the store's clock, told by the commits themselves.
#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use common::{holder, judgement, new};
use pyjury_core::judging::{JudgingRef, Placement, Timings};
use pyjury_core::{AttemptId, WorkerId};
use pyjury_store::embedded::Options;
use pyjury_store::ledger::{Contents, Epoch, Holder, Quotas, Watched};
use pyjury_store::{Blobs, Durability, Embedded, Ledger};
use uuid::Uuid;

const LEASE: Duration = Duration::from_secs(10);
const ALL: Quotas = Quotas { lane: 9, tenant: 9, user: 9 };

async fn placed(ledger: &Ledger, epoch: Epoch, of: JudgingRef) -> Holder {
    let (attempt, worker) = (AttemptId(Uuid::new_v4()), WorkerId(Uuid::new_v4()));
    ledger.place(of, Placement { attempt, worker, epoch: epoch.number(), start_by_ms: u64::MAX }).await.unwrap();
    holder(of.attempt(attempt), worker)
}

/// Whoever calls the ledger may have any clock: `0` and `7` here.
#[tokio::test]
async fn moments_are_the_stores() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(AtomicU64::new(1000));
    let at = |ms: u64| clock.store(ms, Ordering::Relaxed);
    let told = clock.clone();
    let told = Arc::new(move || told.load(Ordering::Relaxed));
    let options = Options { durability: Durability::Process, clock: told, ..Options::default() };
    let store = Arc::new(Embedded::open_with(folder.path(), options).unwrap());
    let ledger = Ledger::new(store, Blobs::local(&folder.path().join("blobs")).unwrap());

    let epoch = ledger.raise_epoch().await.unwrap();
    let of = ledger.create(new("t", "ann"), &ALL).await.unwrap().judging();
    at(1010);
    let first = placed(&ledger, epoch, of).await;
    at(1020);
    ledger.start(first, 0, LEASE).await.unwrap();
    at(1500);
    ledger.worker_died(epoch, first.attempt).await.unwrap();

    // The last attempt counts.
    at(2000);
    let by = placed(&ledger, epoch, of).await;
    at(2030);
    ledger.start(by, 7, LEASE).await.unwrap();
    at(2500);
    ledger.renew(by, 7, LEASE).await.unwrap();
    let running = ledger.submission(of.submission, Contents::Outline).await.unwrap().unwrap().judging.timings;
    let expected =
        Timings { created_ms: Some(1000), placed_ms: Some(2000), started_ms: Some(2030), ..Timings::default() };
    assert_eq!(running, expected);
    at(2600);
    let mut watch = ledger.watch(of.submission, None);
    watch.next().await.unwrap();
    let ended = ledger.finish(by, judgement()).await.unwrap().timings;
    let expected = Timings { fetched_ms: Some(2033), judged_ms: Some(2037), stored_ms: Some(2600), ..expected };
    assert_eq!(ended, expected);
    let read = ledger.submission(of.submission, Contents::Outline).await.unwrap().unwrap().judging.timings;
    assert_eq!(read, expected);
    let Some((_, Watched::StateChanged { timings, .. })) = watch.next().await.unwrap() else { panic!() };
    assert_eq!(timings, expected);
}
