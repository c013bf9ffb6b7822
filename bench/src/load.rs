//! The whole judge under load: `pyjury up`, inline hello-world runs through gRPC.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use futures::stream::{self, StreamExt, TryStreamExt};
use pyjury_proto::v1;
use pyjury_tests::cluster::{Cluster, Judge, ended, inline};

use crate::spread::Spread;

/// Submits, waits for each judgement, and prints throughput and the time from Submit to the judgement.
pub(crate) async fn measure(pyjury: &Path, slots: usize, submissions: usize, in_flight: usize) -> anyhow::Result<()> {
    let mut cluster = Cluster::start(pyjury, slots, &[]);
    let judge = cluster.judge().await;
    println!("pyjury up, {slots} slots, durability: every commit synced; hello world through gRPC");
    println!("submit to judgement, ms                        p10      p50      p90      p99   per second");
    let idle = run(&judge, 100.min(submissions), 1).await?;
    print("one at a time", idle);
    let loaded = run(&judge, submissions, in_flight).await?;
    print(&format!("{in_flight} in flight, {submissions} in all"), loaded);
    println!("all {submissions} judged, none lost");
    let code = cluster.terminate();
    ensure!(code == Some(0), "pyjury up ended with {code:?}");
    Ok(())
}

fn print(name: &str, (latencies, elapsed): (Vec<Duration>, Duration)) {
    let rate = latencies.len() as f64 / elapsed.as_secs_f64();
    println!("{name:<36}    {}   {rate:8.1}", Spread::of(latencies));
}

async fn run(judge: &Judge, submissions: usize, in_flight: usize) -> anyhow::Result<(Vec<Duration>, Duration)> {
    let started = Instant::now();
    let source: Arc<str> = "print('hello, world')\n".into();
    let latencies = stream::iter(0..submissions)
        .map(|_| one(judge.clone(), Arc::clone(&source)))
        .buffer_unordered(in_flight)
        .try_collect()
        .await?;
    Ok((latencies, started.elapsed()))
}

async fn one(mut judge: Judge, source: Arc<str>) -> anyhow::Result<Duration> {
    let started = Instant::now();
    let submitted = judge.submit(inline(&source)).await?.into_inner().submission.context("a submission")?;
    let submission = ended(&mut judge, &submitted.submission_id).await;
    let elapsed = started.elapsed();
    let verdict = submission.judgement.map(|judgement| judgement.verdict());
    ensure!(verdict == Some(v1::Verdict::Ac), "{} got {verdict:?}", submission.submission_id);
    Ok(elapsed)
}
