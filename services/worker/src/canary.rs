//! When the host is checked, and what follows: see [`Executor::is_sound`](crate::Executor::is_sound).

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::OwnedSemaphorePermit;
use tokio::time::sleep;

use crate::worker::Worker;

/// How long after a check that failed the host is tried again the first time; then twice as long.
const FIRST_RETRY: Duration = Duration::from_secs(2);
const LAST_RETRY: Duration = Duration::from_secs(60);

/// Checks the host on a slot, and cordons the worker or takes back what it said itself.
async fn check(worker: &Worker, permit: OwnedSemaphorePermit) {
    let sound = worker.executor.is_sound(permit).await;
    let word = if sound.is_ok() { "passed" } else { "failed" };
    worker.metrics.canaries.with_label_values(&[word]).inc();
    match sound {
        Ok(()) => worker.standings.trust(),
        Err(why) => {
            tracing::error!(%why, "the host fails its check; see `pyjury doctor`");
            worker.standings.doubt(why.to_string());
        }
    }
}

/// Checks the host before any job is taken.
pub(crate) async fn first(worker: &Worker) {
    match worker.executor.permits().acquire_owned().await {
        Ok(permit) => check(worker, permit).await,
        Err(_) => worker.standings.doubt("its executor is closed; restart the worker".to_owned()),
    }
}

/// Checks the host again whenever it is in doubt, and now and then when it is idle; for ever.
pub(crate) async fn keep(worker: Arc<Worker>) {
    let (permits, mut retry) = (worker.executor.permits(), FIRST_RETRY);
    loop {
        let permit = if worker.standings.in_doubt() {
            sleep(retry).await;
            retry = (retry * 2).min(LAST_RETRY);
            permits.clone().acquire_owned().await.ok()
        } else {
            retry = FIRST_RETRY;
            tokio::select! {
                () = sleep(worker.config.canary_every) => {}
                // A sandbox failed: at once.
                () = worker.doubted.notified() => {}
            }
            match worker.standings.in_doubt() {
                true => permits.clone().acquire_owned().await.ok(),
                // Without one it is busy judging.
                false => permits.clone().try_acquire_owned().ok(),
            }
        };
        if let Some(permit) = permit {
            check(&worker, permit).await;
        }
    }
}
