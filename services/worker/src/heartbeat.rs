//! The heartbeat: keeps leases, learns which attempts are no longer valid, tells that this worker lives.

use std::sync::Arc;

use pyjury_core::submission::InlineRun;
use pyjury_core::{AttemptId, Limits, SourceFile, Verdict};
use pyjury_grade::{Options, run_inline};
use pyjury_proto::duration;
use pyjury_queue::Fleet;
use pyjury_queue::messages::WorkerMode;
use tokio::time::{Instant, MissedTickBehavior, interval};

use crate::held::Killed;
use crate::slots::Grant;
use crate::worker::Worker;

/// Beats for ever.
pub(crate) async fn beat(worker: Arc<Worker>) {
    let mut ticks = interval(worker.config.heartbeat);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if worker.mode() == WorkerMode::Cordoned
            && let Some(grant) = worker.slots.try_take()
        {
            // Beside the heartbeat: while a broken host is tried, leases are still renewed.
            tokio::spawn(try_again(worker.clone(), grant));
        }
        renew(&worker).await;
        worker.tell(Fleet::Heartbeat(worker.presence())).await;
    }
}

/// One renewal of all leases. When it fails the leases run on, and the next one may save them.
async fn renew(worker: &Worker) {
    let attempts = worker.held.leased();
    let sent = Instant::now();
    let answer = match worker.upstream.renew(&attempts).await {
        Ok(answer) => answer,
        Err(error) => {
            tracing::warn!(%error, attempts = attempts.len(), "leases could not be renewed");
            return;
        }
    };
    let revoked: Vec<AttemptId> = answer.revoked.iter().filter_map(|one| one.attempt_id.parse().ok()).collect();
    for attempt in &revoked {
        tracing::info!(%attempt, "an attempt is no longer valid");
        worker.held.kill(*attempt, Killed::Revoked);
    }
    let kept: Vec<_> = attempts.into_iter().filter(|one| !revoked.contains(&one.attempt)).collect();
    match answer.lease.as_ref().map(|lease| duration("lease", lease)) {
        Some(Ok(length)) => worker.held.renewed(&kept, sent, length, worker.config.margin),
        _ => tracing::error!("the renewal came without the length of the lease"),
    }
}

/// A cordoned worker tries a program of its own: if that runs, the host has recovered.
async fn try_again(worker: Arc<Worker>, mut grant: Grant) {
    let shared = worker.clone();
    let trial = tokio::task::spawn_blocking(move || {
        let limits = Limits::default();
        let run = InlineRun { stdin: Vec::new(), expected: Some(b"42".to_vec()), args: Vec::new(), limits };
        let files = [SourceFile { path: "main.py".to_owned(), content: b"print(42)".to_vec() }];
        let slot = grant.slots().first_mut()?;
        let judged = run_inline(&run, &files, slot, &shared.runtime, &Options::new(&shared.cache));
        if judged.is_err() {
            grant.renew();
        }
        judged.ok()
    });
    match trial.await {
        Ok(Some(judgement)) if judgement.verdict == Verdict::AC => worker.host_worked(),
        _ => tracing::error!("the host fails a trial run; see `pyjury doctor`"),
    }
}
