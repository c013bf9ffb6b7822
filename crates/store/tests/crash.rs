//! A process that writes is killed at random, again and again: what it was told is kept is kept,
//! and records, indexes, counters and events agree.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use common::{holder, judgement, new};
use pyjury_core::judging::{Phase, Placement};
use pyjury_core::{AttemptId, SubmissionId, WorkerId};
use pyjury_store::embedded::Options;
use pyjury_store::ledger::{Filter, Happened, Quotas};
use pyjury_store::{Blobs, Commit, Embedded, Ledger, Shard};
use uuid::Uuid;

const FOLDER: &str = "PYJURY_TEST_CRASH_FOLDER";
const ROUNDS: usize = 20;

fn open(folder: &Path) -> Ledger {
    let options = Options { retained_events: 1_000_000, ..Options::default() };
    let store = Embedded::open_with(folder, options).unwrap();
    Ledger::new(std::sync::Arc::new(store), Blobs::local(&folder.join("blobs")).unwrap())
}

/// Not a test of its own: the process that is killed. Writes until then, and says what was
/// acknowledged.
#[test]
fn writer() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let ledger = open(&folder);
        let epoch = ledger.raise_epoch().await.unwrap().number();
        let say = |what: &str, id: SubmissionId| {
            let mut out = std::io::stdout().lock();
            writeln!(out, "ack {what} {id}").unwrap();
            out.flush().unwrap();
        };
        let write = || async {
            loop {
                let of = ledger.create(new("t", "u"), &Quotas::default()).await.unwrap().judging();
                say("queued", of.submission);
                let (attempt, worker) = (AttemptId(Uuid::new_v4()), WorkerId(Uuid::new_v4()));
                ledger.place(of, Placement { attempt, worker, epoch, start_by_ms: 9 }, 1).await.unwrap();
                say("placed", of.submission);
                let by = holder(of.attempt(attempt), worker);
                ledger.start(by, 1, Duration::from_secs(1)).await.unwrap();
                say("running", of.submission);
                ledger.finish(by, judgement()).await.unwrap();
                say("judged", of.submission);
            }
        };
        futures::future::join_all((0..8).map(|_| write())).await;
    });
}

fn rank(phase: &str) -> usize {
    ["queued", "placed", "running", "judged"].iter().position(|p| *p == phase).unwrap()
}

#[test]
fn what_was_acknowledged_survives_sigkill() {
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged: BTreeMap<SubmissionId, usize> = BTreeMap::new();
    for round in 0..ROUNDS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "writer", "--nocapture"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // The harness may print on the same line before the first.
        let first = lines.by_ref().map(Result::unwrap).find(|line| line.contains("ack ")).expect("it writes");
        let (sender, receiver) = std::sync::mpsc::channel();
        let reader =
            std::thread::spawn(move || lines.map_while(Result::ok).for_each(|line| sender.send(line).unwrap()));
        let random = u64::from(Uuid::new_v4().as_bytes()[0]);
        std::thread::sleep(Duration::from_millis(random));
        child.kill().unwrap();
        child.wait().unwrap();
        reader.join().unwrap();
        for line in std::iter::once(first).chain(receiver) {
            let Some(ack) = line.split("ack ").nth(1) else { continue };
            let Some((phase, id)) = ack.split_once(' ') else { continue };
            // The last line may be cut short.
            if let Ok(id) = id.parse() {
                let reached = acknowledged.entry(id).or_default();
                *reached = (*reached).max(rank(phase));
            }
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(check(&open(folder.path()), &acknowledged));
        eprintln!("round {round}: killed after {random} ms, {} acknowledged in all", acknowledged.len());
    }
    assert!(acknowledged.len() > ROUNDS, "the writers hardly wrote");
}

async fn check(ledger: &Ledger, acknowledged: &BTreeMap<SubmissionId, usize>) {
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
