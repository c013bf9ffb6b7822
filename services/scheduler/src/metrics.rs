//! What the scheduler counts. Labels come from closed sets; runtimes are those that workers have.

use prometheus::{
    Gauge, GaugeVec, Histogram, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, Opts, Registry,
};
use pyjury_core::judging::JudgingRef;
use pyjury_core::submission::Lane;

use crate::policy::Census;

/// Seconds, the same on every node.
const BUCKETS: [f64; 13] = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0];

const LANES: [Lane; 3] = [Lane::Interactive, Lane::Contest, Lane::Batch];

/// The scheduler's metrics.
#[derive(Clone)]
pub struct Metrics {
    leading: IntGauge,
    epoch: IntGauge,
    takeovers: IntCounter,
    waiting: GaugeVec,
    oldest: GaugeVec,
    attempts: GaugeVec,
    pending: GaugeVec,
    workers: GaugeVec,
    slots: GaugeVec,
    /// What was done, by action and outcome.
    pub(crate) actions: IntCounterVec,
    waits: HistogramVec,
    /// How long reading the pending index took.
    pub(crate) reconcile: Histogram,
    store_up: Gauge,
}

impl Metrics {
    /// New metrics, not yet registered.
    ///
    /// # Errors
    /// [`prometheus::Error`] when a name is not a metric's name.
    pub fn new() -> Result<Self, prometheus::Error> {
        let gauges = |name: &str, help: &str, label: &str| GaugeVec::new(Opts::new(name, help), &[label]);
        let seconds = |name: &str, help: &str| HistogramOpts::new(name, help).buckets(BUCKETS.to_vec());
        Ok(Self {
            leading: IntGauge::new("pyjury_scheduler_leading", "1 while this scheduler leads.")?,
            epoch: IntGauge::new("pyjury_scheduler_epoch", "The term of leadership, the last of this process.")?,
            takeovers: IntCounter::new("pyjury_scheduler_takeovers_total", "How often this scheduler began to lead.")?,
            waiting: gauges("pyjury_scheduler_waiting", "Judgings that wait for a slot.", "lane")?,
            oldest: gauges("pyjury_scheduler_oldest_wait_seconds", "Age of the oldest that waits.", "lane")?,
            attempts: gauges("pyjury_scheduler_attempts", "Attempts that workers hold.", "state")?,
            pending: gauges(
                "pyjury_scheduler_pending_slot_seconds",
                "Time that slots need for what waits, by the limits.",
                "runtime",
            )?,
            workers: gauges("pyjury_scheduler_workers", "Workers, by whether they get jobs.", "state")?,
            slots: gauges(
                "pyjury_scheduler_slots",
                "Slots; unavailable ones are of workers that get no jobs.",
                "state",
            )?,
            actions: IntCounterVec::new(
                Opts::new("pyjury_scheduler_actions_total", "What was done, by outcome."),
                &["action", "outcome"],
            )?,
            waits: HistogramVec::new(
                seconds("pyjury_scheduler_queue_wait_seconds", "From a submission's arrival to its placement."),
                &["lane"],
            )?,
            reconcile: Histogram::with_opts(seconds(
                "pyjury_scheduler_reconcile_seconds",
                "Time to read the pending index.",
            ))?,
            store_up: Gauge::new(
                "pyjury_scheduler_store_reachable",
                "1 if the store could be written and the pending index read, the last time.",
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
        registry.register(Box::new(self.takeovers.clone()))?;
        for gauges in self.gauges() {
            registry.register(Box::new(gauges.clone()))?;
        }
        registry.register(Box::new(self.actions.clone()))?;
        registry.register(Box::new(self.waits.clone()))?;
        registry.register(Box::new(self.reconcile.clone()))?;
        registry.register(Box::new(self.store_up.clone()))
    }

    /// What only the leader knows.
    const fn gauges(&self) -> [&GaugeVec; 6] {
        [&self.waiting, &self.oldest, &self.attempts, &self.pending, &self.workers, &self.slots]
    }

    pub(crate) fn lead(&self, epoch: u64) {
        self.leading.set(1);
        self.takeovers.inc();
        self.epoch.set(i64::try_from(epoch).unwrap_or(i64::MAX));
    }

    pub(crate) fn follow(&self) {
        self.leading.set(0);
        self.gauges().iter().for_each(|gauges| gauges.reset());
    }

    pub(crate) fn store_reached(&self, reached: f64) {
        self.store_up.set(reached);
    }

    pub(crate) fn count(&self, action: &'static str, outcome: &'static str) {
        self.actions.with_label_values(&[action, outcome]).inc();
    }

    /// A judging was placed that had waited since its submission arrived.
    pub(crate) fn placed(&self, judging: JudgingRef, lane: Lane, now_ms: u64) {
        self.waits.with_label_values(&[lane_name(lane)]).observe(age(judging, now_ms));
    }

    /// Shows what the policy knows.
    pub(crate) fn show(&self, census: &Census, now_ms: u64) {
        for lane in LANES {
            let waiting = census.waiting.get(&lane);
            self.waiting.with_label_values(&[lane_name(lane)]).set(waiting.map_or(0, |(count, _)| *count) as f64);
            let oldest = waiting.map_or(0.0, |(_, oldest)| age(*oldest, now_ms));
            self.oldest.with_label_values(&[lane_name(lane)]).set(oldest);
        }
        self.attempts.with_label_values(&["placed"]).set(census.placed as f64);
        self.attempts.with_label_values(&["running"]).set(census.running as f64);
        self.pending.reset();
        for (runtime, time) in &census.pending {
            self.pending.with_label_values(&[runtime]).set(time.as_secs_f64());
        }
        let of = |counts: &std::collections::BTreeMap<&str, usize>, state: &str| {
            counts.get(state).copied().unwrap_or_default() as f64
        };
        for state in ["ready", "draining", "cordoned", "silent"] {
            self.workers.with_label_values(&[state]).set(of(&census.workers, state));
        }
        for state in ["busy", "free", "unavailable"] {
            self.slots.with_label_values(&[state]).set(of(&census.slots, state));
        }
    }
}

/// A lane's name in metrics.
const fn lane_name(lane: Lane) -> &'static str {
    match lane {
        Lane::Interactive => "interactive",
        Lane::Contest => "contest",
        Lane::Batch => "batch",
    }
}

/// Seconds since a submission arrived.
fn age(judging: JudgingRef, now_ms: u64) -> f64 {
    let time = judging.submission.0.get_timestamp().map(|time| time.to_unix());
    let arrived_ms = time.map_or(now_ms, |(seconds, nanos)| seconds * 1000 + u64::from(nanos) / 1_000_000);
    now_ms.saturating_sub(arrived_ms) as f64 / 1000.0
}
