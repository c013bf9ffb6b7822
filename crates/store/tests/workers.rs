//! The registry of workers, and what operators want of them.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use pyjury_core::WorkerId;
use pyjury_core::worker::{Standing, WorkerMode};
use pyjury_store::embedded::Options;
use pyjury_store::ledger::{Wanted, WorkerFacts, WorkerOwner};
use pyjury_store::{Blobs, Durability, Embedded, Ledger, LedgerError};
use uuid::Uuid;

fn ledger(clock: Arc<AtomicU64>) -> (Ledger, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(move || clock.load(Ordering::Relaxed));
    let options = Options { durability: Durability::Process, clock, ..Options::default() };
    let store = Embedded::open_with(folder.path(), options).unwrap();
    (Ledger::new(Arc::new(store), Blobs::local(&folder.path().join("blobs")).unwrap()), folder)
}

fn owner(user: &str) -> WorkerOwner {
    WorkerOwner { tenant: "t".into(), user: user.into() }
}

fn facts(name: &str) -> WorkerFacts {
    WorkerFacts {
        name: name.into(),
        version: "1".into(),
        slots: 2,
        busy: 0,
        attempts: 0,
        standing: Standing::default(),
        runtimes: vec!["base".into()],
        calibration: None,
    }
}

#[tokio::test]
async fn an_id_belongs_to_whoever_registers_it_first() {
    let clock = Arc::new(AtomicU64::new(1_000));
    let (ledger, _folder) = ledger(clock.clone());
    let id = WorkerId(Uuid::new_v4());
    assert!(matches!(ledger.hear_worker(id, &owner("a"), &facts("w")).await, Err(LedgerError::NoWorker(_))));
    let (a, b, named) = (owner("a"), owner("b"), facts("w"));
    let (first, second) = tokio::join!(ledger.register_worker(id, &a, &named), ledger.register_worker(id, &b, &named));
    assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
    let (mine, other) = if first.is_ok() { (owner("a"), owner("b")) } else { (owner("b"), owner("a")) };
    assert_eq!(ledger.worker_owner(id).await.unwrap(), Some(mine.clone()));
    assert!(matches!(ledger.register_worker(id, &other, &facts("w")).await, Err(LedgerError::WorkerTaken(_))));
    assert!(matches!(ledger.hear_worker(id, &other, &facts("w")).await, Err(LedgerError::WorkerTaken(_))));
    ledger.register_worker(id, &mine, &facts("w")).await.unwrap();

    clock.store(5_000, Ordering::Relaxed);
    let busy = WorkerFacts { busy: 1, ..facts("renamed") };
    ledger.hear_worker(id, &mine, &busy).await.unwrap();
    let views = ledger.workers().await.unwrap();
    assert_eq!(views.len(), 1, "a worker with a new name is one worker");
    assert_eq!((&views[0].facts, views[0].registered_ms, views[0].heard_ms), (&busy, 1_000, 5_000));

    ledger.forget_worker(id).await.unwrap();
    ledger.forget_worker(id).await.unwrap();
    assert!(ledger.workers().await.unwrap().is_empty());
    assert_eq!(ledger.worker_owner(id).await.unwrap(), None);
    let refused = ledger.register_worker(id, &mine, &facts("a/b")).await;
    assert!(matches!(refused, Err(LedgerError::Name { .. })), "{refused:?}");
}

#[tokio::test]
async fn what_an_operator_wants_is_kept_by_name_until_it_is_ready_again() {
    let (ledger, _folder) = ledger(Arc::new(AtomicU64::new(1)));
    let want = |mode, reason: &str| Wanted { standing: Standing::new(mode, reason), by: "op".into() };
    assert_eq!(ledger.wanted_of("w").await.unwrap(), None);
    for wanted in [want(WorkerMode::Draining, "kernel update"), want(WorkerMode::Cordoned, "slow disk")] {
        ledger.want("w", &wanted).await.unwrap();
        assert_eq!(ledger.wanted_of("w").await.unwrap().as_ref(), Some(&wanted));
        assert_eq!(ledger.all_wanted().await.unwrap(), [("w".to_owned(), wanted)]);
    }
    ledger.want("w", &want(WorkerMode::Ready, "")).await.unwrap();
    assert_eq!((ledger.wanted_of("w").await.unwrap(), ledger.all_wanted().await.unwrap()), (None, Vec::new()));
    assert!(matches!(ledger.want("", &want(WorkerMode::Ready, "")).await, Err(LedgerError::Name { .. })));
}
