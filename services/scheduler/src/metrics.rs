//! What the scheduler counts. Labels come from closed sets.

use prometheus::{Gauge, GaugeVec, Histogram, HistogramOpts, IntCounterVec, IntGauge, Opts, Registry};
use pyjury_core::judging::JudgingRef;
use pyjury_core::submission::Lane;

use crate::policy::{Now, State};

/// The scheduler's metrics.
#[derive(Clone)]
pub struct Metrics {
    leading: IntGauge,
    epoch: IntGauge,
    waiting: GaugeVec,
    oldest: GaugeVec,
    workers: GaugeVec,
    slots: GaugeVec,
    /// What was done, by action and outcome.
    pub(crate) actions: IntCounterVec,
    /// How long reading the pending index took.
    pub(crate) reconcile: Histogram,
    store_up: Gauge,
}

const LANES: [(Lane, &str); 3] =
    [(Lane::Interactive, "interactive"), (Lane::Contest, "contest"), (Lane::Batch, "batch")];

impl Metrics {
    /// New metrics, not yet registered.
    ///
    /// # Errors
    /// [`prometheus::Error`] when a name is not a metric's name.
    pub fn new() -> Result<Self, prometheus::Error> {
        let gauges = |name: &str, help: &str, label: &str| GaugeVec::new(Opts::new(name, help), &[label]);
        Ok(Self {
            leading: IntGauge::new("pyjury_scheduler_leading", "1 while this scheduler leads.")?,
            epoch: IntGauge::new("pyjury_scheduler_epoch", "The term of leadership, the last of this process.")?,
            waiting: gauges("pyjury_scheduler_waiting", "Judgings that wait for a slot.", "lane")?,
            oldest: gauges("pyjury_scheduler_oldest_wait_seconds", "Age of the oldest that waits.", "lane")?,
            workers: gauges("pyjury_scheduler_workers", "Workers, by whether they get jobs.", "state")?,
            slots: gauges("pyjury_scheduler_slots", "Slots of workers that get jobs.", "state")?,
            actions: IntCounterVec::new(
                Opts::new("pyjury_scheduler_actions_total", "What was done, by outcome."),
                &["action", "outcome"],
            )?,
            reconcile: Histogram::with_opts(
                HistogramOpts::new("pyjury_scheduler_reconcile_seconds", "Time to read the pending index.")
                    .buckets(vec![0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 120.0]),
            )?,
            store_up: Gauge::new(
                "pyjury_scheduler_store_reachable",
                "1 if the last read of the pending index worked.",
            )?,
        })
    }

    /// Adds them to the registry of the process.
    ///
    /// # Errors
    /// [`prometheus::Error`] when they are there already.
    pub fn register(&self, registry: &Registry) -> Result<(), prometheus::Error> {
        registry.register(Box::new(self.leading.clone()))?;
        registry.register(Box::new(self.epoch.clone()))?;
        for gauges in [&self.waiting, &self.oldest, &self.workers, &self.slots] {
            registry.register(Box::new(gauges.clone()))?;
        }
        registry.register(Box::new(self.actions.clone()))?;
        registry.register(Box::new(self.reconcile.clone()))?;
        registry.register(Box::new(self.store_up.clone()))
    }

    pub(crate) fn lead(&self, epoch: u64) {
        self.leading.set(1);
        self.epoch.set(i64::try_from(epoch).unwrap_or(i64::MAX));
    }

    pub(crate) fn follow(&self) {
        self.leading.set(0);
        for gauges in [&self.waiting, &self.oldest, &self.workers, &self.slots] {
            gauges.reset();
        }
    }

    pub(crate) fn store_reached(&self, reached: f64) {
        self.store_up.set(reached);
    }

    pub(crate) fn count(&self, action: &'static str, outcome: &'static str) {
        self.actions.with_label_values(&[action, outcome]).inc();
    }

    /// Shows what the policy knows.
    pub(crate) fn show(&self, state: &State, now: Now) {
        for (lane, name) in LANES {
            self.waiting.with_label_values(&[name]).set(state.waiting_in(lane) as f64);
            let age = state.oldest_in(lane).map_or(0, |oldest| now.unix_ms.saturating_sub(arrived_ms(oldest)));
            self.oldest.with_label_values(&[name]).set(age as f64 / 1000.0);
        }
        let (mut ready, mut idle, mut busy, mut free) = (0, 0, 0, 0);
        for (_, slots, held, gets_jobs) in state.fleet(now) {
            if gets_jobs {
                let used = held.min(slots as usize);
                (ready, busy, free) = (ready + 1, busy + used, free + slots as usize - used);
            } else {
                idle += 1;
            }
        }
        self.workers.with_label_values(&["ready"]).set(f64::from(ready));
        self.workers.with_label_values(&["not_ready"]).set(f64::from(idle));
        self.slots.with_label_values(&["busy"]).set(busy as f64);
        self.slots.with_label_values(&["free"]).set(free as f64);
    }
}

fn arrived_ms(judging: JudgingRef) -> u64 {
    let time = judging.submission.0.get_timestamp().map(|time| time.to_unix());
    time.map_or(0, |(seconds, nanos)| seconds * 1000 + u64::from(nanos) / 1_000_000)
}
