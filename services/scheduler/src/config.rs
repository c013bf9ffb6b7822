//! How the scheduler is set up.

use std::time::Duration;

/// Times and bounds of the scheduler.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// How long a worker has to start what it was given.
    pub start_within: Duration,
    /// How long a lease is: as long as the gateway gives workers. A running attempt whose lease was
    /// not renewed for this long, while the store could be reached, has lost its worker.
    pub lease: Duration,
    /// How long a worker may be silent and still get jobs.
    pub silent_after: Duration,
    /// How often the pending index is read whole, which heals whatever message was lost.
    pub reconcile_every: Duration,
    /// How often deadlines and ages are looked at.
    pub tick: Duration,
    /// How long to wait before trying again what failed.
    pub retry_after: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            start_within: Duration::from_secs(10),
            lease: Duration::from_secs(15),
            silent_after: Duration::from_secs(15),
            reconcile_every: Duration::from_secs(3),
            tick: Duration::from_millis(500),
            retry_after: Duration::from_millis(500),
        }
    }
}

impl Config {
    /// What is wrong with it, all of it.
    pub fn mistakes(&self) -> Vec<String> {
        let mut mistakes = Vec::new();
        let times = [
            ("start_within", self.start_within),
            ("lease", self.lease),
            ("silent_after", self.silent_after),
            ("reconcile_every", self.reconcile_every),
            ("tick", self.tick),
            ("retry_after", self.retry_after),
        ];
        for (name, time) in times {
            if time.is_zero() {
                mistakes.push(format!("scheduler.{name} must be longer than 0"));
            }
        }
        if self.lease < self.reconcile_every * 2 {
            mistakes.push(format!(
                "scheduler.lease ({:?}) must be at least twice scheduler.reconcile_every ({:?}), else living workers are taken for dead",
                self.lease, self.reconcile_every
            ));
        }
        mistakes
    }
}
