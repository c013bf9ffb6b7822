//! A process that writes, or the server that it writes to, is killed at random, again and again:
//! what was acknowledged is kept, and records, indexes, counters and events agree.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]

mod common;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::agree::{RETAINED, check, rank, write};
use common::{Backend, Ground, open};
use pyjury_core::SubmissionId;
use pyjury_store::Durability;
use uuid::Uuid;

const FOLDER: &str = "PYJURY_TEST_CRASH_FOLDER";
const REDIS: &str = "PYJURY_TEST_CRASH_REDIS";
const ROUNDS: usize = 20;

/// Not a test of its own: the process that is killed. Writes until then.
#[test]
fn writer() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let ledger = open(&folder, std::env::var(REDIS).ok(), Durability::Host, RETAINED).await;
        let epoch = ledger.raise_epoch().await.unwrap().number();
        let say = |what: &str, id: SubmissionId| {
            let mut out = std::io::stdout().lock();
            writeln!(out, "ack {what} {id}").unwrap();
            out.flush().unwrap();
        };
        futures::future::join_all((0..8).map(|_| write(&ledger, epoch, || true, say))).await;
    });
}

#[test]
fn what_was_acknowledged_survives_sigkill() {
    the_writer_is_killed(&Ground::new(Backend::Embedded, Durability::Host));
}

#[test]
fn what_was_acknowledged_by_redis_survives_its_client() {
    the_writer_is_killed(&Ground::new(Backend::Redis, Durability::Host));
}

fn the_writer_is_killed(ground: &Ground) {
    let mut acknowledged: BTreeMap<SubmissionId, usize> = BTreeMap::new();
    for round in 0..ROUNDS {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "writer", "--nocapture"]).env(FOLDER, ground.path()).stdout(Stdio::piped());
        if let Some(server) = &ground.server {
            command.env(REDIS, server.url());
        }
        let mut child = command.spawn().unwrap();
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
        runtime.block_on(async { check(&ground.ledger(RETAINED).await, &acknowledged).await });
        eprintln!("round {round}: killed after {random} ms, {} acknowledged in all", acknowledged.len());
    }
    assert!(acknowledged.len() > ROUNDS, "the writers hardly wrote");
}

/// The writers notice nothing but a pause: whatever they were doing goes on when the server is back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_sigkill_of_redis() {
    let mut ground = Ground::new(Backend::Redis, Durability::Host);
    let ledger = ground.ledger(RETAINED).await;
    let epoch = ledger.raise_epoch().await.unwrap().number();
    let acknowledged: Arc<Mutex<BTreeMap<SubmissionId, usize>>> = Arc::default();
    for round in 0..ROUNDS {
        let stop = Arc::new(AtomicBool::new(false));
        let before = acknowledged.lock().unwrap().len();
        let writers: Vec<_> = (0..8)
            .map(|_| {
                let (ledger, acknowledged, stop) = (ledger.clone(), acknowledged.clone(), stop.clone());
                tokio::spawn(async move {
                    let say = |phase: &str, id| {
                        let mut acknowledged = acknowledged.lock().unwrap();
                        let reached = acknowledged.entry(id).or_default();
                        *reached = (*reached).max(rank(phase));
                    };
                    write(&ledger, epoch, || !stop.load(Ordering::Relaxed), say).await;
                })
            })
            .collect();
        let random = u64::from(Uuid::new_v4().as_bytes()[0]);
        tokio::time::sleep(Duration::from_millis(random)).await;
        let server = ground.server.as_mut().unwrap();
        tokio::task::block_in_place(|| {
            server.kill();
            server.go_on();
        });
        while acknowledged.lock().unwrap().len() == before {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        stop.store(true, Ordering::Relaxed);
        for writer in writers {
            writer.await.unwrap();
        }
        let acknowledged = acknowledged.lock().unwrap().clone();
        check(&ledger, &acknowledged).await;
        eprintln!("round {round}: killed after {random} ms, {} acknowledged in all", acknowledged.len());
    }
}
