//! Writers, and whether what they wrote agrees.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use pyjury_core::judging::{Phase, Placement};
use pyjury_core::{AttemptId, SubmissionId, WorkerId};
use pyjury_store::ledger::{Filter, Happened, Quotas};
use pyjury_store::{Commit, Ledger, Shard};
use uuid::Uuid;

use super::{holder, judgement, new};

/// How many events a store must keep for [`check`] to see them all.
pub const RETAINED: usize = 1_000_000;

/// Judges one submission after the other, and says what was acknowledged.
pub async fn write(ledger: &Ledger, epoch: u64, go_on: impl Fn() -> bool, say: impl Fn(&str, SubmissionId)) {
    while go_on() {
        let of = ledger.create(new("t", "u"), &Quotas::default()).await.unwrap().judging();
        say("queued", of.submission);
        let (attempt, worker) = (AttemptId(Uuid::new_v4()), WorkerId(Uuid::new_v4()));
        ledger.place(of, Placement { attempt, worker, epoch, start_by_ms: 9 }).await.unwrap();
        say("placed", of.submission);
        let by = holder(of.attempt(attempt), worker);
        ledger.start(by, 1, Duration::from_secs(1)).await.unwrap();
        say("running", of.submission);
        ledger.finish(by, judgement()).await.unwrap();
        say("judged", of.submission);
    }
}

/// How far a judging is.
pub fn rank(phase: &str) -> usize {
    ["queued", "placed", "running", "judged"].iter().position(|p| *p == phase).unwrap()
}

/// What was acknowledged is there, and records, indexes, counters and events agree. Nobody writes meanwhile.
pub async fn check(ledger: &Ledger, acknowledged: &BTreeMap<SubmissionId, usize>) {
    let mut found = BTreeMap::new();
    let filter = Filter { tenant: "t".into(), ..Filter::default() };
    let mut token = None;
    loop {
        let page = ledger.list(&filter, 500, token.as_deref()).await.unwrap();
        found.extend(page.submissions.into_iter().map(|view| (view.submission.id, view.judging.judging)));
        token = page.next_page_token;
        if token.is_none() {
            break;
        }
    }
    for (id, reached) in acknowledged {
        let judging = found.get(id).unwrap_or_else(|| panic!("{id} was acknowledged and is lost"));
        assert!(rank(judging.state.name()) >= *reached, "{id} was acknowledged further than {}", judging.state.name());
    }

    let open: BTreeSet<_> = found.values().filter(|j| !j.state.is_terminal()).map(|j| j.submission).collect();
    let pending = ledger.pending(None, usize::MAX).await.unwrap().entries;
    let indexed: BTreeSet<_> = pending.iter().map(|p| p.judging.submission).collect();
    assert_eq!(indexed, open, "the pending index is what hasn't ended");
    for entry in &pending {
        assert_eq!(entry.state, found[&entry.judging.submission].state);
    }
    assert_eq!(ledger.waiting_of(&new("t", "u").principal).await.unwrap(), open.len() as u64);

    let streams = Shard::all().map(|shard| last_phases(ledger, shard));
    let told: BTreeMap<String, Phase> = futures::future::join_all(streams).await.into_iter().flatten().collect();
    let states: BTreeMap<_, _> = found.iter().map(|(id, j)| (id.to_string(), j.state.phase())).collect();
    assert_eq!(told, states, "the last event tells the state");
}

/// The last state that the events of a shard tell of each submission.
async fn last_phases(ledger: &Ledger, shard: Shard) -> BTreeMap<String, Phase> {
    // An event of our own marks the end.
    let end = ledger.store().commit(Commit::to(shard).event("end", vec![])).await.unwrap().sequence;
    let mut told = BTreeMap::new();
    let mut cursor = 0;
    while cursor < end {
        for event in ledger.store().tail(shard, cursor).await.unwrap() {
            cursor = event.sequence;
            if event.subject == "end" {
                continue;
            }
            if let Happened::StateChanged { phase, .. } = serde_json::from_slice(&event.body).unwrap() {
                told.insert(event.subject.clone(), phase);
            }
        }
    }
    told
}
