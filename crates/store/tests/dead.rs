//! What was abandoned: listed, judged again, put away; and attempts that never end.
#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;
use std::time::Duration;

use common::{holder, judgement, new};
use pyjury_core::judging::{GiveBack, GivenBack, JudgingRef, Phase, Placement, Refused, State};
use pyjury_core::submission::Lane;
use pyjury_core::{AttemptId, WorkerId};
use pyjury_store::embedded::Options;
use pyjury_store::ledger::{Contents, DeadFilter, Epoch, Holder, Quotas, Watched};
use pyjury_store::{Blobs, Durability, Embedded, Ledger, LedgerError, Shard};
use uuid::Uuid;

const LEASE: Duration = Duration::from_secs(10);

fn ledger() -> (Ledger, tempfile::TempDir) {
    ledger_of(Options::default())
}

fn ledger_of(options: Options) -> (Ledger, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { durability: Durability::Process, ..options };
    let store = Embedded::open_with(folder.path(), options).unwrap();
    (Ledger::new(Arc::new(store), Blobs::local(&folder.path().join("blobs")).unwrap()), folder)
}

async fn create(ledger: &Ledger, tenant: &str, user: &str) -> JudgingRef {
    let mut sent = new(tenant, user);
    sent.deadline_ms = Some(50);
    ledger.create(sent, &Quotas::default()).await.unwrap().judging()
}

async fn running(ledger: &Ledger, epoch: Epoch, of: JudgingRef) -> Holder {
    let (attempt, worker) = (AttemptId(Uuid::new_v4()), WorkerId(Uuid::new_v4()));
    ledger.place(of, Placement { attempt, worker, epoch: epoch.number(), start_by_ms: 9 }).await.unwrap();
    let by = holder(of.attempt(attempt), worker);
    ledger.start(by, 2, LEASE).await.unwrap();
    by
}

async fn names(ledger: &Ledger, filter: DeadFilter) -> Vec<JudgingRef> {
    let (mut found, mut token) = (Vec::new(), None);
    loop {
        let page = ledger.dead(&filter, 1, token.as_deref()).await.unwrap();
        found.extend(page.judgings.into_iter().map(|dead| dead.judging));
        token = page.next_page_token;
        if token.is_none() {
            return found;
        }
    }
}

#[tokio::test]
async fn what_is_dead_is_listed_and_judged_again_once() {
    let (ledger, _folder) = ledger();
    let epoch = ledger.raise_epoch().await.unwrap();
    let mut all = Vec::new();
    for (tenant, user) in [("t", "ann"), ("t", "bob"), ("t", "ann"), ("u", "ann")] {
        let of = create(&ledger, tenant, user).await;
        running(&ledger, epoch, of).await;
        ledger.abandon(epoch, of, "the disk".into()).await.unwrap();
        all.push(of);
    }
    let tenant = || DeadFilter { tenant: Some("t".into()), ..DeadFilter::default() };
    assert_eq!(names(&ledger, tenant()).await, all[..3]);
    assert_eq!(names(&ledger, DeadFilter { user: Some("ann".into()), ..tenant() }).await, [all[0], all[2]]);
    assert_eq!(names(&ledger, DeadFilter { problem_name: Some("sum".into()), ..tenant() }).await, []);
    assert_eq!(names(&ledger, DeadFilter::default()).await, all);
    let other = ledger.dead(&DeadFilter::default(), 4, None).await.unwrap().next_page_token.unwrap();
    assert!(matches!(ledger.dead(&tenant(), 4, Some(&other)).await, Err(LedgerError::PageToken)));

    let dead = ledger.dead_of(all[0].submission).await.unwrap().unwrap();
    assert_eq!((dead.why.as_str(), dead.attempts, dead.user.as_str()), ("the disk", 1, "ann"));
    let again = ledger.rejudge(all[0]).await.unwrap();
    assert!(matches!(ledger.rejudge(all[0]).await, Err(LedgerError::NotCurrent(_))), "once is enough");
    assert!(matches!(ledger.rejudge(again).await, Err(LedgerError::Refused(Refused::Taken))), "it has not ended");
    assert_eq!(ledger.dead_of(all[0].submission).await.unwrap(), None);
    assert_eq!(names(&ledger, tenant()).await, all[1..3]);

    let view = ledger.submission(again.submission, Contents::Outline).await.unwrap().unwrap();
    assert_eq!((view.judging.id(), view.judging.judging.state.phase()), (again.judging, Phase::Queued));
    assert_eq!(view.history.len(), 1);
    assert_eq!(view.history[0].id(), all[0].judging);
    assert_eq!(ledger.waiting_in(Lane::Interactive).await.unwrap(), 1);
    let waiting: Vec<_> = ledger.pending(None, 10).await.unwrap().entries.into_iter().map(|p| p.judging).collect();
    assert_eq!(waiting, [again]);
    // The deadline of the submission has long passed, and is none of the new judging.
    let by = running(&ledger, epoch, again).await;
    ledger.finish(by, judgement()).await.unwrap();
    assert_eq!(ledger.waiting_in(Lane::Interactive).await.unwrap(), 0);
    let mut watch = ledger.watch(again.submission, None);
    let Some((_, Watched::Snapshot { view, .. })) = watch.next().await.unwrap() else { panic!("a snapshot") };
    assert_eq!(view.judging.judging.state.phase(), Phase::Judged);

    let dead = ledger.dead_of(all[1].submission).await.unwrap().unwrap();
    ledger.purge_dead(&dead).await.unwrap();
    assert_eq!(names(&ledger, tenant()).await, all[2..3]);
    let kept = ledger.submission(all[1].submission, Contents::Outline).await.unwrap().unwrap();
    assert_eq!(kept.judging.judging.state.phase(), Phase::Abandoned, "the record stays");
}

#[tokio::test]
async fn an_attempt_that_renews_for_ever_is_a_fault() {
    // It starts at the first millisecond of the store's time.
    let (ledger, _folder) = ledger_of(Options { clock: Arc::new(|| 1), ..Options::default() });
    let epoch = ledger.raise_epoch().await.unwrap();
    let of = create(&ledger, "t", "ann").await;
    let by = running(&ledger, epoch, of).await;
    let minute = 60_000;
    ledger.renew(by, 3 * minute, LEASE).await.unwrap();
    ledger.renew(by, 5 * minute + 5_000, LEASE).await.unwrap();
    let refused = ledger.renew(by, 60 * minute, LEASE).await;
    assert!(matches!(refused, Err(LedgerError::Refused(Refused::Stale))), "{refused:?}");
    let judging = ledger.submission(of.submission, Contents::Outline).await.unwrap().unwrap().judging.judging;
    assert_eq!((judging.state, judging.faults, judging.deaths), (State::Queued, 1, 0));
    assert_eq!((judging.avoid, judging.not_before_ms), (vec![by.worker], 60 * minute + 1_000));
}

#[tokio::test]
async fn only_the_leader_proves_that_it_leads() {
    let (ledger, _folder) = ledger();
    let old = ledger.raise_epoch().await.unwrap();
    let of = create(&ledger, "t", "ann").await;
    let by = running(&ledger, old, of).await;
    for shard in Shard::all() {
        ledger.prove(old, shard).await.unwrap();
    }
    let new = ledger.raise_epoch().await.unwrap();
    for shard in Shard::all() {
        assert!(matches!(ledger.prove(old, shard).await, Err(LedgerError::Deposed { .. })));
        ledger.prove(new, shard).await.unwrap();
    }
    // A worker's word needs no epoch.
    let given = GivenBack { cause: GiveBack::Draining, detail: "", at_ms: 9 };
    assert_eq!(ledger.give_back(by, given).await.unwrap(), State::Queued);
}
