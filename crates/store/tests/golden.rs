//! What earlier versions wrote is read, and what a newer one wrote is told and not lost. The files in
//! golden/ are never written anew: a change of the schema adds one.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use pyjury_core::judging::{Judging, Phase, State};
use pyjury_core::{Digest, SubmissionId};
use pyjury_store::embedded::Options;
use pyjury_store::ledger::{Contents, DeadFilter, Filter};
use pyjury_store::{Blobs, Commit, Durability, Embedded, Index, IndexChange, Key, Ledger, LedgerError, Shard, Store};
use serde_json::Value;

/// A table or an index by a name that lives as long as the process, as those of the ledger do.
fn name(of: &Value) -> &'static str {
    String::leak(of.as_str().unwrap().to_owned())
}

fn text(of: &Value) -> String {
    of.as_str().unwrap().to_owned()
}

fn shard(of: &Value) -> Shard {
    Shard::new(of["shard"].as_u64().unwrap().try_into().unwrap()).unwrap()
}

/// A store that holds exactly what a file says.
async fn store(file: &str) -> (Ledger, Value, tempfile::TempDir) {
    let path = format!("{}/tests/golden/{file}", env!("CARGO_MANIFEST_DIR"));
    let golden: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let options = Options { durability: Durability::Process, ..Options::default() };
    let store = Embedded::open_with(folder.path(), options).unwrap();
    let each = |list: &str| golden[list].as_array().unwrap().clone();
    for record in each("records") {
        let key = Key::new(shard(&record), name(&record["table"]), text(&record["name"]));
        store.commit(Commit::to(key.shard).put(key, text(&record["value"]).into_bytes())).await.unwrap();
    }
    for entry in each("index") {
        let index = Index { name: name(&entry["index"]) };
        let put = IndexChange::Put { index, key: text(&entry["key"]), value: text(&entry["value"]).into_bytes() };
        store.commit(Commit::to(shard(&entry)).index(put)).await.unwrap();
    }
    for event in each("events") {
        let commit = Commit::to(shard(&event)).event(text(&event["subject"]), text(&event["body"]).into_bytes());
        store.commit(commit).await.unwrap();
    }
    let ledger = Ledger::new(Arc::new(store), Blobs::local(&folder.path().join("blobs")).unwrap());
    (ledger, golden, folder)
}

async fn of_user(ledger: &Ledger, user: &str) -> Judging {
    let filter = Filter { tenant: "t".into(), user: Some(user.into()), ..Filter::default() };
    let page = ledger.list(&filter, 10, None).await.unwrap();
    assert_eq!(page.submissions.len(), 1, "{user}");
    let view = ledger.submission(page.submissions[0].submission.id, Contents::Full).await.unwrap().unwrap();
    assert_eq!(view.submission.files[0].content, b"print(1)\xff");
    view.judging.judging.clone()
}

#[tokio::test]
async fn schema_1_is_read_and_goes_on() {
    let (ledger, golden, _folder) = store("schema1.json").await;
    let phases = [
        ("queued", Phase::Queued),
        ("placed", Phase::Placed),
        ("running", Phase::Running),
        ("judged", Phase::Judged),
        ("cancelled", Phase::Cancelled),
        ("expired", Phase::Expired),
        ("abandoned", Phase::Abandoned),
        ("given-back", Phase::Queued),
    ];
    for (user, phase) in phases {
        let judging = of_user(&ledger, user).await;
        assert_eq!((judging.state.phase(), judging.not_before_ms), (phase, 0), "{user}");
    }
    assert_eq!(of_user(&ledger, "given-back").await.faults, 1);
    let State::Judged { judgement, .. } = of_user(&ledger, "judged").await.state else { panic!("judged") };
    assert_eq!(judgement.cases.len(), 1);
    let running = of_user(&ledger, "running").await;
    let view = ledger.submission(running.submission, Contents::Outline).await.unwrap().unwrap();
    assert_eq!(view.progress.cases.len(), 1);

    let pending = ledger.pending(None, 100).await.unwrap().entries;
    assert_eq!(pending.len(), 4, "queued, placed, running, given back");
    let problem = ledger.newest_problem("t", "sum").await.unwrap().unwrap();
    assert_eq!(problem.digest, Digest::of(b"1"));
    let principal = ledger.authenticate(golden["secret"].as_str().unwrap(), 0).await.unwrap().unwrap().principal;
    assert_eq!((principal.tenant.as_str(), principal.user.as_str()), ("t", "ann"));

    // The new version goes on where the old one stood.
    let epoch = ledger.raise_epoch().await.unwrap();
    assert_eq!(epoch.number(), 2);
    let attempt = running.state.attempt().unwrap();
    let of = view.judging.judging.submission;
    let reference = pyjury_core::judging::JudgingRef { submission: of, judging: running.id }.attempt(attempt);
    assert_eq!(ledger.worker_died(epoch, reference).await.unwrap(), State::Queued);
    let abandoned = of_user(&ledger, "abandoned").await;
    let dead = pyjury_core::judging::JudgingRef { submission: abandoned.submission, judging: abandoned.id };
    ledger.rejudge(dead).await.unwrap();
    assert_eq!(of_user(&ledger, "abandoned").await.state, State::Queued);
    assert!(ledger.dead(&DeadFilter::default(), 10, None).await.unwrap().judgings.is_empty());
}

/// Changes the text of a judging's record as a newer version might have written it.
async fn rewrite(ledger: &Ledger, submission: SubmissionId, change: impl Fn(&mut Value)) {
    let pending = ledger.pending(None, 100).await.unwrap().entries;
    let of = pending.iter().find(|p| p.judging.submission == submission).unwrap().judging;
    let name = format!("{}{}", of.submission.0.simple(), of.judging.0.simple());
    let key = Key::new(Shard::of(of.submission), "judging", name.clone());
    let record = ledger.store().get(std::slice::from_ref(&key)).await.unwrap().remove(0).unwrap();
    let mut value: Value = serde_json::from_slice(&record.value).unwrap();
    change(&mut value);
    let mut entry = serde_json::to_value(&pending[0]).unwrap();
    change(&mut entry);
    let put = IndexChange::Put { index: Index { name: "pending" }, key: name, value: entry.to_string().into_bytes() };
    let commit = Commit::to(key.shard).put(key, value.to_string().into_bytes()).index(put);
    ledger.store().commit(commit).await.unwrap();
}

#[tokio::test]
async fn unknown_fields_are_ignored_and_a_newer_schema_is_told_and_kept() {
    let (ledger, _, _folder) = store("schema1.json").await;
    let queued = of_user(&ledger, "queued").await;
    rewrite(&ledger, queued.submission, |value| {
        value["schema"] = 1.into();
        value["colour"] = "blue".into();
    })
    .await;
    assert_eq!(of_user(&ledger, "queued").await, queued);

    rewrite(&ledger, queued.submission, |value| value["schema"] = 2.into()).await;
    let told = ledger.submission(queued.submission, Contents::Outline).await.unwrap_err();
    assert!(matches!(told, LedgerError::Unreadable { .. }), "{told}");
    assert!(told.to_string().contains("schema 2"), "{told}");
    // The others are read as before; this one is left as it is for a version that can read it.
    assert_eq!(ledger.pending(None, 100).await.unwrap().entries.len(), 3);
    let epoch = ledger.raise_epoch().await.unwrap();
    let of = pyjury_core::judging::JudgingRef { submission: queued.submission, judging: queued.id };
    assert!(matches!(ledger.abandon(epoch, of, "x".into()).await, Err(LedgerError::Unreadable { .. })));
    rewrite_back(&ledger, of).await;
    assert_eq!(of_user(&ledger, "queued").await, queued);
}

async fn rewrite_back(ledger: &Ledger, of: pyjury_core::judging::JudgingRef) {
    let name = format!("{}{}", of.submission.0.simple(), of.judging.0.simple());
    let key = Key::new(Shard::of(of.submission), "judging", name);
    let record = ledger.store().get(std::slice::from_ref(&key)).await.unwrap().remove(0).unwrap();
    let mut value: Value = serde_json::from_slice(&record.value).unwrap();
    value["schema"] = 1.into();
    ledger.store().commit(Commit::to(key.shard).put(key, value.to_string().into_bytes())).await.unwrap();
}
