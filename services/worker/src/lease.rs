//! How long an attempt is still ours.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

/// The end of an attempt's lease on this host's monotonic clock. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Lease(watch::Sender<Instant>);

impl Lease {
    /// A lease of `length`, confirmed by an answer to a request that was *sent* at `sent`: the store
    /// can't have counted from an earlier moment. It ends `margin` sooner here.
    pub(crate) fn new(sent: Instant, length: Duration, margin: Duration) -> Self {
        Self(watch::Sender::new(end(sent, length, margin)))
    }

    /// The store confirmed it anew. Answers may overtake each other, so a lease only grows.
    pub(crate) fn renewed(&self, sent: Instant, length: Duration, margin: Duration) {
        let until = end(sent, length, margin);
        self.0.send_if_modified(|end| {
            let later = until > *end;
            if later {
                *end = until;
            }
            later
        });
    }

    /// Waits until the lease has run out: from then on another worker may have the judging.
    pub(crate) async fn ended(&self) {
        let mut changes = self.0.subscribe();
        loop {
            let until = *changes.borrow_and_update();
            tokio::select! {
                () = sleep_until(until) => return,
                // Its sender is `self`, so it can't be gone.
                _ = changes.changed() => {}
            }
        }
    }
}

fn end(sent: Instant, length: Duration, margin: Duration) -> Instant {
    // A margin as long as the lease would kill every run at once.
    sent + length - margin.min(length / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn a_lease_counts_from_the_sending() {
        let sent = Instant::now();
        tokio::time::advance(3 * SECOND).await;
        // The answer took 3 s of the 10.
        let lease = Lease::new(sent, 10 * SECOND, SECOND);
        lease.ended().await;
        assert_eq!(Instant::now().duration_since(sent).as_secs(), 9);
    }

    #[tokio::test(start_paused = true)]
    async fn renewals_push_the_end_back_and_late_answers_do_not_pull_it_forward() {
        let begun = Instant::now();
        let lease = Lease::new(begun, 10 * SECOND, SECOND);
        let other = lease.clone();
        let renewing = tokio::spawn(async move {
            tokio::time::sleep(5 * SECOND).await;
            other.renewed(Instant::now(), 10 * SECOND, SECOND);
            other.renewed(begun, 10 * SECOND, SECOND);
        });
        lease.ended().await;
        assert_eq!(Instant::now().duration_since(begun).as_secs(), 14);
        renewing.await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_margin_never_eats_the_whole_lease() {
        let begun = Instant::now();
        Lease::new(begun, 2 * SECOND, 5 * SECOND).ended().await;
        assert_eq!(Instant::now().duration_since(begun).as_secs(), 1);
    }
}
