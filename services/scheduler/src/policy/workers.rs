//! What is known of the workers.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use pyjury_core::judging::JudgingRef;
use pyjury_core::{RuntimeOffer, RuntimeRequest, WorkerId};
use pyjury_queue::messages::{Presence, WorkerMode};

#[derive(Debug, Default)]
pub(super) struct Workers {
    known: BTreeMap<WorkerId, Worker>,
    /// What each holds: placed, running, or being placed. Also of workers that aren't known.
    held: BTreeMap<WorkerId, BTreeSet<JudgingRef>>,
}

#[derive(Debug)]
struct Worker {
    name: String,
    slots: u32,
    mode: WorkerMode,
    runtimes: Vec<RuntimeOffer>,
    heard: Duration,
}

impl Workers {
    /// Whether it has runtimes that it wasn't known to have.
    pub(super) fn hear(&mut self, presence: &Presence, now: Duration) -> bool {
        let Presence { worker, name, slots, mode, runtimes, .. } = presence;
        let runtimes: Vec<_> = runtimes.iter().map(|text| RuntimeOffer::parse(text)).collect();
        let known = Worker { name: name.clone(), slots: *slots, mode: *mode, runtimes, heard: now };
        let is_news = |before: &Worker| before.runtimes != known.runtimes;
        let news = self.known.get(worker).is_none_or(is_news);
        self.known.insert(*worker, known);
        news
    }

    pub(super) fn drain(&mut self, worker: WorkerId) {
        if let Some(worker) = self.known.get_mut(&worker) {
            worker.mode = WorkerMode::Draining;
        }
    }

    pub(super) fn remove(&mut self, worker: WorkerId) {
        self.known.remove(&worker);
    }

    pub(super) fn hold(&mut self, worker: WorkerId, judging: JudgingRef) {
        self.held.entry(worker).or_default().insert(judging);
    }

    pub(super) fn release(&mut self, worker: WorkerId, judging: JudgingRef) {
        if let Some(held) = self.held.get_mut(&worker) {
            held.remove(&judging);
            if held.is_empty() {
                self.held.remove(&worker);
            }
        }
    }

    pub(super) fn held(&self, worker: WorkerId) -> Vec<JudgingRef> {
        self.held.get(&worker).map(|held| held.iter().copied().collect()).unwrap_or_default()
    }

    /// The workers that get jobs.
    pub(super) fn ready(&self, now: Duration, silent_after: Duration) -> BTreeSet<WorkerId> {
        let ready = self.known.iter().filter(|(_, worker)| worker.is_ready(now, silent_after));
        ready.map(|(id, _)| *id).collect()
    }

    /// Those not heard of for so long that they won't come back.
    pub(super) fn gone(&self, now: Duration, after: Duration) -> Vec<WorkerId> {
        let gone = self.known.iter().filter(|(_, worker)| now.saturating_sub(worker.heard) > after);
        gone.map(|(id, _)| *id).collect()
    }

    pub(super) fn have_room(&self, ready: &BTreeSet<WorkerId>) -> bool {
        ready.iter().any(|worker| self.room(*worker) > 0)
    }

    /// One more than the free slots: the next job is there when a slot becomes free, and no backlog
    /// hides in the worker's queue.
    fn room(&self, worker: WorkerId) -> i64 {
        let slots = self.known.get(&worker).map_or(0, |known| i64::from(known.slots));
        let held = self.held.get(&worker).map_or(0, BTreeSet::len);
        if slots == 0 { 0 } else { slots + 1 - i64::try_from(held).unwrap_or(i64::MAX) }
    }

    /// The worker with the most room that has the runtime and hasn't failed a judging; of those that have failed it,
    /// only when there is no other at all. `None` when it is better to wait.
    pub(super) fn choose(
        &self,
        ready: &BTreeSet<WorkerId>,
        avoid: &[WorkerId],
        runtime: &RuntimeRequest,
    ) -> Option<WorkerId> {
        let names: BTreeSet<&str> = avoid.iter().filter_map(|id| Some(self.known.get(id)?.name.as_str())).collect();
        let failed = |id: &WorkerId| {
            avoid.contains(id) || self.known.get(id).is_some_and(|worker| names.contains(worker.name.as_str()))
        };
        let able = ready.iter().filter(|id| self.known.get(id).is_some_and(|worker| worker.serves(runtime)));
        let (others, failed): (Vec<WorkerId>, Vec<WorkerId>) = able.partition(|id| !failed(id));
        let candidates = if others.is_empty() { failed } else { others };
        let roomy = candidates.into_iter().filter(|id| self.room(*id) > 0);
        roomy.max_by_key(|id| (self.room(*id), std::cmp::Reverse(*id)))
    }

    /// Whether a worker holds more than it has slots: what it has not started must wait.
    pub(super) fn is_full(&self, worker: WorkerId) -> bool {
        self.room(worker) <= 0
    }

    /// Whether a worker that gets jobs has a slot for one that those in `avoid` failed.
    pub(super) fn has_free_slot(&self, ready: &BTreeSet<WorkerId>, avoid: &[WorkerId]) -> bool {
        ready.iter().any(|worker| self.room(*worker) > 1 && !avoid.contains(worker))
    }

    /// Every layer that a worker has.
    pub(super) fn layers(&self) -> BTreeSet<&str> {
        let offers = self.known.values().flat_map(|worker| &worker.runtimes);
        offers.flat_map(|offer| offer.layers.iter().map(String::as_str)).collect()
    }

    /// Whether a worker, whatever its state, has a runtime.
    pub(super) fn serve(&self, runtime: &RuntimeRequest) -> bool {
        self.known.values().any(|worker| worker.serves(runtime))
    }

    /// Of each worker its state, how many slots it has and how many attempts it holds.
    pub(super) fn report(&self, now: Duration, silent_after: Duration) -> Vec<(&'static str, usize, usize)> {
        let line = |(id, worker): (&WorkerId, &Worker)| {
            let slots = usize::try_from(worker.slots).unwrap_or(usize::MAX);
            (worker.state(now, silent_after), slots, self.held.get(id).map_or(0, BTreeSet::len))
        };
        self.known.iter().map(line).collect()
    }
}

impl Worker {
    /// Every worker has an interpreter, whatever it says.
    fn serves(&self, runtime: &RuntimeRequest) -> bool {
        runtime.is_any() || self.runtimes.iter().any(|offer| offer.serves(runtime))
    }

    fn is_ready(&self, now: Duration, silent_after: Duration) -> bool {
        self.mode.takes_jobs() && !self.is_silent(now, silent_after)
    }

    fn is_silent(&self, now: Duration, silent_after: Duration) -> bool {
        now.saturating_sub(self.heard) > silent_after
    }

    /// What it is, as metrics say it.
    fn state(&self, now: Duration, silent_after: Duration) -> &'static str {
        if self.is_silent(now, silent_after) { "silent" } else { self.mode.name() }
    }
}
