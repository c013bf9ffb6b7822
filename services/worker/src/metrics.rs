//! What a worker counts.

use prometheus::{
    CounterVec, Gauge, Histogram, HistogramOpts, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry,
};
use pyjury_sandbox::Tally;

/// Seconds, the same on every node.
const BUCKETS: [f64; 13] = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0];

/// What a worker counts.
#[derive(Clone, Debug)]
pub struct Metrics {
    /// Slots of this worker.
    pub slots: IntGauge,
    /// Slots that run something.
    pub slots_busy: IntGauge,
    /// Attempts by how they ended: judged, to_confirm, stale, cancelled, lease_lost, given_back.
    pub attempts: IntCounterVec,
    /// Judgements by verdict.
    pub judgements: IntCounterVec,
    /// From having a slot to having a judgement.
    pub judging: Histogram,
    /// Fetching and opening a package that was not in the cache.
    pub fetching: Histogram,
    /// Packages that were in the cache.
    pub cache_hits: IntCounter,
    /// Packages that had to be fetched.
    pub cache_misses: IntCounter,
    /// Failures of this host's sandbox.
    pub host_failures: IntCounter,
    /// Attempts given back, by cause: draining, host, package, capacity.
    pub judging_errors: IntCounterVec,
    /// Checks of this host, by result: passed, failed.
    pub canaries: IntCounterVec,
    /// 1 for the mode that it is in: ready, draining, cordoned.
    pub mode: IntGaugeVec,
    /// Handing a judgement in, until it was stored.
    pub storing: Histogram,
    /// CPU time on this node over that on the reference node; pinned.
    pub speed_factor: Gauge,
    /// The last measurement of the speed over what was found at the start.
    pub speed_ratio: Gauge,
    /// 1 when the speed has changed, so that no jobs are taken.
    pub speed_drifted: IntGauge,
    /// CPU time of a program that does nothing.
    pub base_cpu: Gauge,
    /// Memory of a program that does nothing.
    pub base_memory: IntGauge,
    /// Processes that were run in the sandbox.
    pub runs: IntCounter,
    /// Where their time went, by step: cgroup, clone, mounts, rights, seccomp, program, teardown, accounting.
    pub step_seconds: CounterVec,
    /// Cgroups of ended runs that could not be verified.
    pub groups_thrown_away: IntCounter,
    /// The part of the machine's time since the heartbeat before that its hypervisor gave to others.
    pub steal: Gauge,
}

impl Metrics {
    /// Metrics that nobody exports yet.
    ///
    /// # Errors
    /// When a name is not one that Prometheus takes, which a test would show.
    pub fn new() -> Result<Self, prometheus::Error> {
        let seconds =
            |name: &str, help: &str| Histogram::with_opts(HistogramOpts::new(name, help).buckets(BUCKETS.to_vec()));
        Ok(Self {
            slots: IntGauge::new("pyjury_worker_slots", "Slots of this worker.")?,
            slots_busy: IntGauge::new("pyjury_worker_slots_busy", "Slots that run something.")?,
            attempts: IntCounterVec::new(
                Opts::new("pyjury_worker_attempts_total", "Attempts by how they ended."),
                &["end"],
            )?,
            judgements: IntCounterVec::new(
                Opts::new("pyjury_worker_judgements_total", "Judgements by verdict."),
                &["verdict"],
            )?,
            judging: seconds("pyjury_worker_judging_seconds", "From having a slot to having a judgement.")?,
            fetching: seconds("pyjury_worker_package_fetch_seconds", "Fetching and opening a package.")?,
            cache_hits: IntCounter::new("pyjury_worker_package_cache_hits_total", "Packages found in the cache.")?,
            cache_misses: IntCounter::new("pyjury_worker_package_cache_misses_total", "Packages fetched.")?,
            host_failures: IntCounter::new("pyjury_worker_host_failures_total", "Failures of the sandbox.")?,
            judging_errors: IntCounterVec::new(
                Opts::new("pyjury_worker_judging_errors_total", "Attempts given back, by cause."),
                &["cause"],
            )?,
            canaries: IntCounterVec::new(
                Opts::new("pyjury_worker_canaries_total", "Checks of this host, by result."),
                &["result"],
            )?,
            mode: IntGaugeVec::new(Opts::new("pyjury_worker_mode", "1 for the mode that it is in."), &["mode"])?,
            storing: seconds("pyjury_worker_store_seconds", "Handing a judgement in, until it was stored.")?,
            speed_factor: Gauge::new(
                "pyjury_worker_speed_factor",
                "CPU time on this node over that on the reference node, pinned at the start.",
            )?,
            speed_ratio: Gauge::new(
                "pyjury_worker_speed_drift_ratio",
                "The last measurement of the speed over what was found at the start.",
            )?,
            speed_drifted: IntGauge::new(
                "pyjury_worker_speed_drifted",
                "1 when the speed has changed, so that no jobs are taken.",
            )?,
            base_cpu: Gauge::new("pyjury_worker_base_cpu_seconds", "CPU time of a program that does nothing.")?,
            base_memory: IntGauge::new("pyjury_worker_base_memory_bytes", "Memory of a program that does nothing.")?,
            runs: IntCounter::new("pyjury_worker_runs_total", "Processes that were run in the sandbox.")?,
            step_seconds: CounterVec::new(
                Opts::new("pyjury_worker_step_seconds_total", "Where the time of runs went, by step."),
                &["step"],
            )?,
            groups_thrown_away: IntCounter::new(
                "pyjury_worker_cgroups_thrown_away_total",
                "Cgroups of ended runs that could not be verified.",
            )?,
            steal: Gauge::new(
                "pyjury_worker_steal_ratio",
                "The part of the machine's time that its hypervisor gave to others.",
            )?,
        })
    }

    /// Counts what the sandbox has done.
    pub(crate) fn count(&self, done: &Tally) {
        self.runs.inc_by(done.runs);
        self.groups_thrown_away.inc_by(done.groups_thrown_away);
        for (step, time) in done.steps.named() {
            self.step_seconds.with_label_values(&[step]).inc_by(time.as_secs_f64());
        }
    }

    /// Adds them to a registry.
    ///
    /// # Errors
    /// When they are there already.
    pub fn register(&self, registry: &Registry) -> Result<(), prometheus::Error> {
        registry.register(Box::new(self.slots.clone()))?;
        registry.register(Box::new(self.slots_busy.clone()))?;
        registry.register(Box::new(self.attempts.clone()))?;
        registry.register(Box::new(self.judgements.clone()))?;
        registry.register(Box::new(self.judging.clone()))?;
        registry.register(Box::new(self.fetching.clone()))?;
        registry.register(Box::new(self.cache_hits.clone()))?;
        registry.register(Box::new(self.cache_misses.clone()))?;
        registry.register(Box::new(self.host_failures.clone()))?;
        registry.register(Box::new(self.judging_errors.clone()))?;
        registry.register(Box::new(self.canaries.clone()))?;
        registry.register(Box::new(self.mode.clone()))?;
        registry.register(Box::new(self.storing.clone()))?;
        registry.register(Box::new(self.speed_factor.clone()))?;
        registry.register(Box::new(self.speed_ratio.clone()))?;
        registry.register(Box::new(self.speed_drifted.clone()))?;
        registry.register(Box::new(self.base_cpu.clone()))?;
        registry.register(Box::new(self.base_memory.clone()))?;
        registry.register(Box::new(self.runs.clone()))?;
        registry.register(Box::new(self.step_seconds.clone()))?;
        registry.register(Box::new(self.groups_thrown_away.clone()))?;
        registry.register(Box::new(self.steal.clone()))
    }
}
