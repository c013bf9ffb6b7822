//! Whether the node is still as fast as it was when it was calibrated.
//!
//! Its factor is pinned for its life: judgements that hang on each other must not be measured by two. So a node that has
//! become another one, since its host is shared anew or its processor was throttled, takes no more jobs; restarted it
//! is calibrated anew.

use std::sync::Arc;
use std::time::Duration;

use pyjury_core::Ratio;
use pyjury_core::speed::Drift;
use tokio::time::sleep;

use crate::worker::Worker;

/// How many measurements in a row must be off: what passes sooner was a neighbour.
const IN_A_ROW: u32 = 3;
/// How soon a node that was busy is looked at again.
const BUSY: Duration = Duration::from_secs(5);

/// Measures whenever it is time and a slot is idle; for ever, or until it turns out that there is nothing to measure.
pub(crate) async fn keep(worker: Arc<Worker>) {
    let (every, permits) = (worker.config.fairness.drift_every, worker.executor.permits());
    if every.is_zero() {
        return;
    }
    let mut drift = Drift::new(worker.config.fairness.drift_tolerance, IN_A_ROW);
    let mut pinned = worker.executor.calibration().and_then(|found| found.speed).map(|speed| speed.measured);
    sleep(every).await;
    loop {
        let Ok(permit) = permits.clone().try_acquire_owned() else {
            sleep(BUSY.min(every)).await;
            continue;
        };
        match worker.executor.measure(permit).await {
            Ok(Some(measured)) => {
                // A node that is its own reference pins what it finds first.
                let pinned = *pinned.get_or_insert(measured);
                let ratio = Ratio::of(measured, pinned).unwrap_or(Ratio::ONE);
                see(&worker, &mut drift, ratio);
            }
            Ok(None) => return,
            Err(why) => tracing::warn!(%why, "the node's speed could not be measured"),
        }
        sleep(every).await;
    }
}

fn see(worker: &Worker, drift: &mut Drift, ratio: Ratio) {
    worker.metrics.speed_ratio.set(ratio.get());
    match drift.see(ratio) {
        Ok(()) => tracing::debug!(%ratio, "the node's speed was measured"),
        Err(drifted) => {
            worker.metrics.speed_drifted.set(1);
            if worker.standings.drifted(drifted.to_string()) {
                tracing::error!(%ratio, "the node's speed has changed; it takes no more jobs until it is restarted");
            }
        }
    }
}
