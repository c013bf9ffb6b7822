//! How much there is of what, for metrics.

use std::collections::BTreeMap;
use std::time::Duration;

use pyjury_core::judging::{JudgingRef, Phase};
use pyjury_core::submission::Lane;

use super::{Now, State};

/// The label of judgings that ask for no layer.
const DEFAULT: &str = "default";
/// The label of runtimes that no worker has.
const OTHER: &str = "other";

/// How much there is of what.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// How many wait for a slot, and the oldest of them.
    pub waiting: BTreeMap<Lane, (usize, JudgingRef)>,
    /// How many were given to workers that have not started them.
    pub placed: usize,
    /// How many run.
    pub running: usize,
    /// The time that slots would need for what waits, at most: by the last layer of its runtime. Runtimes that no
    /// worker has are one.
    pub pending: BTreeMap<String, Duration>,
    /// The workers by what they are: ready, draining, cordoned, silent.
    pub workers: BTreeMap<&'static str, usize>,
    /// The slots by what they are: busy, free, unavailable.
    pub slots: BTreeMap<&'static str, usize>,
}

impl State {
    /// Counts.
    pub fn census(&self, now: Now) -> Census {
        let mut census = Census::default();
        for runtime in self.workers.layers().into_iter().chain([DEFAULT, OTHER]) {
            census.pending.insert(runtime.to_owned(), Duration::ZERO);
        }
        // In order of arrival: the first in each lane is the oldest.
        for (judging, entry) in &self.entries {
            match entry.pending.state.phase() {
                Phase::Placed => census.placed += 1,
                Phase::Running => census.running += 1,
                _ => {
                    census.waiting.entry(entry.pending.lane).or_insert((0, *judging)).0 += 1;
                    let class = match entry.runtime.layers.last() {
                        _ if !self.workers.serve(&entry.runtime) && !entry.runtime.is_any() => OTHER,
                        Some(layer) => layer,
                        None => DEFAULT,
                    };
                    let time = Duration::from_millis(entry.pending.estimate_ms);
                    let sum = census.pending.entry(class.to_owned()).or_default();
                    *sum = sum.saturating_add(time);
                }
            }
        }
        for (state, slots, held) in self.workers.report(now.elapsed, self.config.timing.silent_after) {
            *census.workers.entry(state).or_default() += 1;
            let busy = if state == "ready" { held.min(slots) } else { 0 };
            let (free, unavailable) = if state == "ready" { (slots - busy, 0) } else { (0, slots) };
            for (name, count) in [("busy", busy), ("free", free), ("unavailable", unavailable)] {
                *census.slots.entry(name).or_default() += count;
            }
        }
        census
    }
}
