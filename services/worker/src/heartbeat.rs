//! The heartbeat: keeps leases, learns which attempts are no longer valid and what an operator wants,
//! tells that this worker lives.

use std::sync::Arc;
use std::time::Duration;

use pyjury_core::AttemptId;
use pyjury_proto::duration;
use pyjury_queue::Fleet;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval, timeout};

use crate::held::Killed;
use crate::steal::Reading;
use crate::upstream::Refusal;
use crate::worker::Worker;

/// Beats for ever. Leases and the word to the scheduler each have a beat of their own: a broker that doesn't
/// answer must not cost a lease.
pub(crate) async fn beat(worker: Arc<Worker>) {
    tokio::join!(keep_leases(worker.clone()), tell_presence(worker));
}

async fn tell_presence(worker: Arc<Worker>) {
    let (mut ticks, mut before) = (ticks(worker.config.timing.heartbeat), Reading::now());
    loop {
        ticks.tick().await;
        let now = Reading::now();
        worker.metrics.steal.set(before.until(now).get());
        worker.metrics.count(&worker.executor.take_tally());
        before = now;
        worker.tell(Fleet::Heartbeat(worker.presence())).await;
    }
}

async fn keep_leases(worker: Arc<Worker>) {
    let mut ticks = ticks(worker.config.timing.heartbeat);
    loop {
        ticks.tick().await;
        // A gateway that doesn't answer within a beat is asked no longer: the next beat may reach another one.
        match timeout(worker.config.timing.heartbeat, renew(&worker)).await {
            Ok(Err(Refusal::Unregistered)) => {
                tracing::warn!("this worker is not known any more and registers again");
                match worker.register().await {
                    Ok(()) => drop(renew(&worker).await),
                    Err(error) => tracing::warn!(%error, "this worker could not register again"),
                }
            }
            Ok(_) => {}
            Err(_) => tracing::warn!("the renewal of leases took longer than a heartbeat"),
        }
    }
}

/// Tells whoever must know whenever this worker begins or ceases to take jobs; for ever.
pub(crate) async fn tell_changes(worker: Arc<Worker>) {
    let mut told = worker.standings.now();
    worker.show(&told);
    loop {
        told = worker.standings.other_than(&told).await;
        tracing::info!(mode = %told.mode, reason = told.reason, "the worker's mode changed");
        worker.show(&told);
        worker.tell(Fleet::Heartbeat(worker.presence())).await;
    }
}

fn ticks(period: Duration) -> Interval {
    let mut ticks = interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}

/// One renewal of all leases. When it fails the leases run on, and the next one may save them.
async fn renew(worker: &Worker) -> Result<(), Refusal> {
    let attempts = worker.held.leased();
    let sent = Instant::now();
    let answer = match worker.upstream.renew(&attempts, worker.said()).await {
        Ok(answer) => answer,
        Err(error) => {
            tracing::warn!(%error, attempts = attempts.len(), "leases could not be renewed");
            return Err(error);
        }
    };
    if let Some(wanted) = answer.wanted {
        worker.standings.want(wanted.to_core());
    }
    let revoked: Vec<AttemptId> = answer.revoked.iter().filter_map(|one| one.attempt_id.parse().ok()).collect();
    for attempt in &revoked {
        tracing::info!(%attempt, "an attempt is no longer valid");
        worker.held.kill(*attempt, Killed::Revoked);
    }
    let kept: Vec<_> = attempts.into_iter().filter(|one| !revoked.contains(&one.attempt)).collect();
    match answer.lease.as_ref().map(|lease| duration("lease", lease)) {
        Some(Ok(length)) => worker.held.renewed(&kept, sent, length, worker.config.timing.margin),
        _ => tracing::error!("the renewal came without the length of the lease"),
    }
    Ok(())
}
