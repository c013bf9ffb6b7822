//! What the gateway counts.

use prometheus::{
    HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, Opts, Registry, exponential_buckets,
};

/// The counters of a gateway. Clones share them.
#[derive(Clone, Debug)]
pub struct Metrics {
    /// `pyjury_gateway_calls_total{method,code}`: calls answered; of a stream its beginning.
    pub calls: IntCounterVec,
    /// `pyjury_gateway_call_duration_seconds{method}`: until the answer, or the stream's beginning.
    pub durations: HistogramVec,
    /// `pyjury_gateway_submissions_total{lane}`: accepted submissions, repeated requests left out.
    pub submissions: IntCounterVec,
    /// `pyjury_gateway_judgements_total{verdict}`: judgements that workers finished.
    pub judgements: IntCounterVec,
    /// `pyjury_gateway_confirmations_total{verdict}`: second runs of what ended near its time limit, by what they
    /// said: same, other.
    pub confirmations: IntCounterVec,
    /// `pyjury_gateway_stale_attempts_total{call}`: calls of workers for attempts that were not theirs
    /// any more. Nothing was changed.
    pub stale_attempts: IntCounterVec,
    /// `pyjury_gateway_judging_errors_total{cause}`: attempts given back: draining, host, package,
    /// capacity.
    pub judging_errors: IntCounterVec,
    /// `pyjury_gateway_abandoned_total`: judgings that were given up after the last of them.
    pub abandoned: IntCounter,
    /// `pyjury_gateway_watchers`: open watches.
    pub watchers: IntGauge,
    /// `pyjury_gateway_unannounced_total`: accepted submissions that the queue didn't take at once;
    /// the scheduler finds them in the store.
    pub unannounced: IntCounter,
}

impl Metrics {
    /// New counters, all at zero.
    ///
    /// # Errors
    /// When a name or a label is malformed: a mistake in this file.
    pub fn new() -> Result<Self, prometheus::Error> {
        let opts = |name: &str, help: &str| Opts::new(format!("pyjury_gateway_{name}"), help);
        // From 0.5 ms to 16 s.
        let buckets = exponential_buckets(0.0005, 2.0, 16)?;
        let durations = HistogramOpts::new("pyjury_gateway_call_duration_seconds", "Time until a call was answered.");
        Ok(Self {
            calls: IntCounterVec::new(opts("calls_total", "Calls answered."), &["method", "code"])?,
            durations: HistogramVec::new(durations.buckets(buckets), &["method"])?,
            submissions: IntCounterVec::new(opts("submissions_total", "Submissions accepted."), &["lane"])?,
            judgements: IntCounterVec::new(opts("judgements_total", "Judgements stored."), &["verdict"])?,
            confirmations: IntCounterVec::new(
                opts("confirmations_total", "Second runs of what ended near its time limit, by what they said."),
                &["verdict"],
            )?,
            stale_attempts: IntCounterVec::new(
                opts("stale_attempts_total", "Calls of workers for attempts that were not theirs any more."),
                &["call"],
            )?,
            judging_errors: IntCounterVec::new(opts("judging_errors_total", "Attempts given back."), &["cause"])?,
            abandoned: IntCounter::with_opts(opts("abandoned_total", "Judgings that were given up."))?,
            watchers: IntGauge::with_opts(opts("watchers", "Open watches."))?,
            unannounced: IntCounter::with_opts(opts(
                "unannounced_total",
                "Submissions that the queue did not take at once.",
            ))?,
        })
    }

    /// Adds the counters to a registry.
    ///
    /// # Errors
    /// When the registry has counters of the same name.
    pub fn register(&self, registry: &Registry) -> Result<(), prometheus::Error> {
        registry.register(Box::new(self.calls.clone()))?;
        registry.register(Box::new(self.durations.clone()))?;
        registry.register(Box::new(self.submissions.clone()))?;
        registry.register(Box::new(self.judgements.clone()))?;
        registry.register(Box::new(self.confirmations.clone()))?;
        registry.register(Box::new(self.stale_attempts.clone()))?;
        registry.register(Box::new(self.judging_errors.clone()))?;
        registry.register(Box::new(self.abandoned.clone()))?;
        registry.register(Box::new(self.watchers.clone()))?;
        registry.register(Box::new(self.unannounced.clone()))
    }
}
