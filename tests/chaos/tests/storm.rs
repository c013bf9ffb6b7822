//! Two thousand watches on a gateway that dies: all resume at another one, and none misses an event.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use futures::future::{join_all, try_join_all};
use pyjury_chaos::client::Client;
use pyjury_chaos::faults::Target;
use pyjury_chaos::workload::PROGRAMS;
use pyjury_chaos::world::World;
use pyjury_proto::v1;
use pyjury_proto::v1::judge_service_client::JudgeServiceClient;
use pyjury_tests::cluster::{Judge, Key, binary};
use tokio::time::{Instant, sleep, timeout};
use tonic::transport::Endpoint;

const WATCHES: usize = 2000;
const SUBMISSIONS: usize = 100;
/// A connection carries 256 calls at most.
const CONNECTIONS: usize = 10;
/// A silence that is longer than any real one here.
const SILENCE: Duration = Duration::from_secs(60);

/// Sequences and what they stand for. Of a snapshot only the sequence: what came before is in it.
type Told = Vec<(u64, String)>;

fn connect(address: &str, key: &Key) -> Judge {
    let endpoint = Endpoint::from_shared(address.to_owned()).unwrap().connect_timeout(Duration::from_secs(5));
    JudgeServiceClient::with_interceptor(endpoint.connect_lazy(), key.clone()).max_decoding_message_size(64 << 20)
}

/// Follows on whichever of the gateways answers, the first one first. Gives everything that was told.
async fn follow(gateways: Vec<Judge>, id: &str) -> (Told, usize) {
    let mut told = Told::new();
    let mut resumed = 0;
    let mut after = 0;
    let mut ended = false;
    for turn in 0.. {
        let mut judge = gateways[turn % gateways.len()].clone();
        let request = v1::WatchRequest { submission_id: id.to_owned(), after_sequence: after };
        if let Ok(Ok(answer)) = timeout(SILENCE, judge.watch(request)).await {
            let mut events = answer.into_inner();
            loop {
                match timeout(SILENCE, events.message()).await.expect("no silence") {
                    Ok(Some(event)) => {
                        after = event.sequence;
                        ended |= terminal(&event);
                        told.push((event.sequence, words(&event)));
                    }
                    Ok(None) => {
                        assert!(ended, "{id}: the watch ended before the submission");
                        return (told, resumed);
                    }
                    Err(_) => break,
                }
            }
            resumed += 1;
        }
        // Two thousand at once: each waits a little longer or shorter.
        sleep(Duration::from_millis(50 + (turn as u64 * 37 + after) % 100)).await;
    }
    unreachable!("turns don't end")
}

fn words(event: &v1::WatchResponse) -> String {
    use v1::watch_response::Event;
    match event.event.as_ref().unwrap() {
        Event::Snapshot(_) => "snapshot".to_owned(),
        Event::StateChanged(changed) => format!("{:?}", changed.state()),
        Event::CaseJudged(case) => format!("case {}", case.index),
        Event::AttemptReplaced(replaced) => format!("replaced {}", replaced.attempts),
    }
}

fn terminal(event: &v1::WatchResponse) -> bool {
    use v1::watch_response::Event;
    match event.event.as_ref().unwrap() {
        Event::Snapshot(snapshot) => snapshot.submission.as_ref().unwrap().state().is_terminal(),
        Event::StateChanged(changed) => changed.state().is_terminal(),
        _ => false,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_thousand_watches_survive_their_gateway() {
    let world = tokio::task::spawn_blocking(|| World::start(&binary())).await.unwrap().unwrap();
    let (gateways, key, world) = (world.gateways(), world.key(), Arc::new(world));
    let client = Client::new(&gateways[1..], &key).unwrap();
    // Slow ones, so that the gateway dies while most of them are on their way.
    let sleeps = PROGRAMS.iter().find(|program| program.name == "sleeps").unwrap();
    let ids = try_join_all((0..SUBMISSIONS).map(|n| client.submit(sleeps.request(n)))).await.unwrap();
    let ids: Vec<String> = ids.into_iter().map(|(id, _)| id).collect();

    let dying: Vec<Judge> = (0..CONNECTIONS).map(|_| connect(&gateways[0], &key)).collect();
    let other: Vec<Judge> = (0..CONNECTIONS).map(|_| connect(&gateways[1], &key)).collect();
    let began = Instant::now();
    let watches = (0..WATCHES).map(|n| {
        let pair = vec![dying[n % CONNECTIONS].clone(), other[n % CONNECTIONS].clone()];
        let id = ids[n % SUBMISSIONS].clone();
        tokio::spawn(async move { (follow(pair, &id).await, id) })
    });
    let watches: Vec<_> = watches.collect();
    // Those who are never disturbed.
    let calm = ids.iter().map(|id| {
        let (judge, id) = (other[0].clone(), id.clone());
        tokio::spawn(async move { (id.clone(), follow(vec![judge], &id).await) })
    });
    let calm: Vec<_> = calm.collect();
    sleep(Duration::from_secs(3)).await;
    let killed = world.clone();
    tokio::task::spawn_blocking(move || killed.kill(Target::Gateway(0), Duration::from_secs(1)))
        .await
        .unwrap()
        .unwrap();

    let calm: BTreeMap<String, Told> =
        join_all(calm).await.into_iter().map(|joined| joined.unwrap()).map(|(id, (told, _))| (id, told)).collect();
    let mut resumed = 0;
    for joined in join_all(watches).await {
        let ((told, times), id) = joined.unwrap();
        resumed += times;
        let first = told[0].0;
        let after_snapshots: Told = told.into_iter().filter(|(_, words)| words != "snapshot").collect();
        let expected: Told =
            calm[&id].iter().filter(|(at, words)| *at > first && words != "snapshot").cloned().collect();
        assert_eq!(after_snapshots, expected, "{id}");
    }
    println!("{WATCHES} watches, resumed {resumed} times, all ended after {:?}", began.elapsed());
    assert!(resumed >= WATCHES / 2, "the gateway died too late: only {resumed} were resumed");
    let world = Arc::into_inner(world).unwrap();
    tokio::task::spawn_blocking(move || drop(world)).await.unwrap();
}
