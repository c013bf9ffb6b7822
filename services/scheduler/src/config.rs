//! How the scheduler is set up.

use std::time::Duration;

use pyjury_core::Timing;
use pyjury_store::ledger::Retention;

/// Times and bounds of the scheduler.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The times that the whole cluster agrees on.
    pub timing: Timing,
    /// How often deadlines and ages are looked at.
    pub tick: Duration,
    /// How long to wait before trying again what failed.
    pub retry_after: Duration,
    /// How long what has ended is kept.
    pub retention: Retention,
    /// How often that is looked at.
    pub retire_every: Duration,
    /// How long a worker that is never heard of stays in the registry.
    pub forget_after: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            timing: Timing::default(),
            tick: Duration::from_millis(500),
            retry_after: Duration::from_millis(500),
            retention: Retention::default(),
            retire_every: Duration::from_secs(60 * 60),
            forget_after: Duration::from_secs(600),
        }
    }
}

impl Config {
    /// What is wrong with it, all of it.
    pub fn mistakes(&self) -> Vec<String> {
        let mut mistakes = self.timing.mistakes();
        let times = [("tick", self.tick), ("retry_after", self.retry_after), ("retire_every", self.retire_every)];
        for (name, time) in times {
            if time.is_zero() {
                mistakes.push(format!("scheduler.{name} must be longer than 0"));
            }
        }
        let day = Duration::from_secs(24 * 60 * 60);
        if self.retention.request_ids < day {
            mistakes.push(format!(
                "scheduler.retention.request_ids ({:?}) must be a day at least: clients repeat calls for that long",
                self.retention.request_ids
            ));
        }
        if self.forget_after < self.timing.silent_after {
            mistakes.push(format!(
                "scheduler.forget_after ({:?}) must be at least timing.silent_after ({:?}), else living workers are forgotten",
                self.forget_after, self.timing.silent_after
            ));
        }
        mistakes
    }
}
