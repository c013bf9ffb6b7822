//! The times that every part of a cluster must agree on.

use std::time::Duration;

/// The times that every part of a cluster must agree on. All roles of a cluster are given the same.
///
/// ```text
/// worker  |--heartbeat--|--heartbeat--|--heartbeat--|   renews its leases each time
/// lease   |------------------------------------|        counted from the last renewal
/// worker kills its own run    |--margin--|              so long before the end
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// How long a lease is. A running attempt whose lease was not renewed for this long, while the
    /// store could be written, has lost its worker.
    pub lease: Duration,
    /// How often workers renew their leases and tell that they live.
    pub heartbeat: Duration,
    /// How long before the end of its lease a worker kills a run. Covers what killing takes, and how
    /// much faster than the store's clock the worker's may run.
    pub margin: Duration,
    /// How long a worker has to start what it was given.
    pub start_within: Duration,
    /// How long a worker may be silent and still get jobs.
    pub silent_after: Duration,
    /// How often the leader reads all that hasn't ended.
    pub reconcile_every: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self::of(Duration::from_secs(15))
    }
}

impl Timing {
    /// The times that go with a lease, which must be two seconds at least: it is renewed five times before it
    /// ends, so that some renewals may be lost.
    pub fn of(lease: Duration) -> Self {
        Self {
            lease,
            heartbeat: lease / 5,
            margin: (lease * 2 / 15).max(Duration::from_millis(500)),
            start_within: lease * 2 / 3,
            silent_after: lease,
            reconcile_every: lease / 5,
        }
    }

    /// What is wrong with it, all of it; each names the setting.
    pub fn mistakes(&self) -> Vec<String> {
        let mut mistakes = Vec::new();
        let times = [
            ("lease", self.lease),
            ("heartbeat", self.heartbeat),
            ("margin", self.margin),
            ("start_within", self.start_within),
            ("silent_after", self.silent_after),
            ("reconcile_every", self.reconcile_every),
        ];
        for (name, time) in times {
            if time.is_zero() {
                mistakes.push(format!("timing.{name} must be longer than 0"));
            }
        }
        let mut at_least = |name: &str, time: Duration, least: Duration, why: &str| {
            if time < least {
                mistakes.push(format!("timing.{name} must be at least {least:?}, got {time:?}: {why}"));
            }
        };
        let renewals = self.margin.saturating_add(self.heartbeat.saturating_mul(2));
        at_least(
            "lease",
            self.lease,
            renewals,
            "two renewals must fit before the margin, else one lost call kills a run",
        );
        let scans = self.reconcile_every.saturating_mul(2);
        at_least("lease", self.lease, scans, "twice reconcile_every, else living workers are taken for dead");
        let beats = self.heartbeat.saturating_mul(2);
        at_least("silent_after", self.silent_after, beats, "twice heartbeat, else one lost message silences a worker");
        mistakes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_is_told() {
        assert_eq!(Timing::default().mistakes(), Vec::<String>::new());
        for seconds in [2, 3, 60, 600] {
            assert_eq!(Timing::of(Duration::from_secs(seconds)).mistakes(), Vec::<String>::new());
        }
        let none = Timing { margin: Duration::ZERO, ..Timing::default() };
        assert_eq!(none.mistakes(), ["timing.margin must be longer than 0"]);
        let second = Duration::from_secs(1);
        let short = Timing { lease: second, silent_after: second, ..Timing::default() };
        let mistakes = short.mistakes();
        assert_eq!(mistakes.len(), 3, "{mistakes:?}");
        assert!(mistakes[0].starts_with("timing.lease must be at least 8s, got 1s"), "{mistakes:?}");
    }
}
