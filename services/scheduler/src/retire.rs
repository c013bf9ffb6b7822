//! Removing what has been kept for long enough, a little at a time, beside everything else.

use std::time::Duration;

use pyjury_store::LedgerError;
use pyjury_store::ledger::Retired;
use tokio::time::{Instant, sleep};

use crate::leader::Outcome;
use crate::work::Work;

/// The most steps of one round, of each kind: a step looks at some hundreds of records.
const STEPS: usize = 50;
/// Between two steps, for everybody else.
const PAUSE: Duration = Duration::from_millis(100);
/// A blob as young as this may be that of a record which is about to be written.
const YOUNG: Duration = Duration::from_secs(24 * 60 * 60);

/// Where the next round begins, where the last one did not come to the end.
#[derive(Default)]
struct Round {
    submissions: Option<String>,
    packages: Option<String>,
    swept: Option<Instant>,
}

/// Goes round after round until the term ends. Trouble is logged, and met again in the next round.
pub(crate) async fn for_ever(work: Work) -> Outcome {
    let mut round = Round::default();
    loop {
        sleep(work.config.retire_every).await;
        if let Err(error) = round.go(&work).await {
            tracing::warn!(%error, "what has been kept for long enough could not all be removed");
        }
    }
}

impl Round {
    async fn go(&mut self, work: &Work) -> Result<(), LedgerError> {
        let (ledger, policy) = (&work.parts.ledger, &work.config.retention);
        let now = || (work.parts.clock)();
        let (mut submissions, mut requests, mut packages) = (0, 0, 0);
        for _ in 0..STEPS {
            let Retired { count, next } = ledger.retire_submissions(policy, now(), self.submissions.take()).await?;
            (submissions, self.submissions) = (submissions + count, next);
            if self.submissions.is_none() {
                break;
            }
            sleep(PAUSE).await;
        }
        for _ in 0..STEPS {
            let Retired { count, next } = ledger.retire_requests(policy, now()).await?;
            requests += count;
            if next.is_none() {
                break;
            }
            sleep(PAUSE).await;
        }
        // One step: in the next, a package must be as unused as before.
        let step = ledger.retire_packages(policy, now(), self.packages.take()).await?;
        (packages, self.packages) = (packages + step.count, step.next);
        if submissions + requests + packages > 0 {
            tracing::info!(submissions, requests, packages, "removed what was kept for long enough");
        }
        if self.swept.is_none_or(|swept| swept.elapsed() >= YOUNG) {
            let blobs = ledger.collect_blobs(YOUNG).await?;
            tracing::info!(blobs, "collected blobs that nothing names");
            self.swept = Some(Instant::now());
        }
        Ok(())
    }
}
