//! What a worker needs to know.

use std::path::PathBuf;
use std::time::Duration;

use pyjury_core::{Allowance, Bytes, Ratio, SpeedRange, Timing};
use pyjury_grade::calibration::Reference;
use pyjury_telemetry::Readiness;

/// What a worker needs to know.
#[derive(Clone, Debug)]
pub struct Config {
    /// The worker's name, for people: it is in the provenance of its judgements.
    pub name: String,
    /// How many runs take place at once in the sandbox of this host.
    pub slots: usize,
    /// The uid of the first process of the first slot; each slot has 16 of its own.
    pub first_uid: u32,
    /// The credential for the internal service; `None` where the channel itself is the proof.
    pub key: Option<String>,
    /// The folder of the package cache. It belongs to this worker alone.
    pub cache: PathBuf,
    /// The most that the package cache holds.
    pub cache_size: Bytes,
    /// The times that the whole cluster agrees on. The length of a lease comes with each answer.
    pub timing: Timing,
    /// How often an idle worker checks that its host judges as it must.
    pub canary_every: Duration,
    /// Whether the process wants work: it says so while this worker takes no jobs.
    pub readiness: Readiness,
    /// How long running attempts may go on after the worker was told to stop.
    pub drain: Duration,
    /// How CPU time is measured.
    pub fairness: Fairness,
    /// The folder of the layers of runtimes; `None` for the standard library alone.
    pub runtimes: Option<PathBuf>,
}

/// How CPU time is measured, so that a verdict is the same on every node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fairness {
    /// What this node's speed is compared with.
    pub reference: Reference,
    /// The factors with which it may judge; `None` for any.
    pub range: Option<SpeedRange>,
    /// What a submission gets beyond its CPU limit: a TLE within it is confirmed by a second run. 0 for neither.
    pub margin: Ratio,
    /// How often an idle node measures its speed again; 0 for never.
    pub drift_every: Duration,
    /// How far that may be from what was found at the start.
    pub drift_tolerance: Ratio,
}

impl Default for Fairness {
    /// A node that is its own reference.
    fn default() -> Self {
        Self {
            reference: Reference::Own,
            range: None,
            margin: Allowance::MARGIN,
            drift_every: Duration::from_secs(600),
            drift_tolerance: Ratio::percent(10),
        }
    }
}

impl Config {
    /// The usual values, with this name and this folder for the cache.
    pub fn new(name: impl Into<String>, cache: impl Into<PathBuf>) -> Self {
        Self {
            name: name.into(),
            slots: std::thread::available_parallelism().map_or(1, usize::from),
            first_uid: 2_000_000,
            key: None,
            cache: cache.into(),
            cache_size: Bytes::mib(2048),
            timing: Timing::default(),
            canary_every: Duration::from_secs(300),
            readiness: Readiness::default(),
            drain: Duration::from_secs(60),
            fairness: Fairness::default(),
            runtimes: None,
        }
    }
}
