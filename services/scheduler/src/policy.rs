//! What to do: a pure, deterministic function of state, event and time.
//!
//! ```text
//! waiting (fair index) --Place--> in flight --Placed--> held by a worker --Look--> gone or waiting
//! ```
//!
//! A judging with an action in flight gets no other action until its outcome is known, so the policy
//! never places it twice; should two leaders do so, the store's compare-and-set refuses one.

mod census;
mod entry;
mod fair;
mod reconcile;
mod workers;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use pyjury_core::WorkerId;
use pyjury_core::judging::{AttemptRef, JudgingRef, State as Judging};
use pyjury_queue::Fleet;
use pyjury_store::ledger::Pending;

pub use census::Census;
use entry::{Entry, Flight};
use fair::Fair;
use workers::Workers;

use crate::Config;

/// The time of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// Since the leader's term began, by a clock that only goes forward.
    pub elapsed: Duration,
    /// Milliseconds of Unix time, for deadlines.
    pub unix_ms: u64,
}

/// Something that the leader learnt.
#[derive(Clone, Debug)]
pub enum Event {
    /// Time passed.
    Tick,
    /// A worker told something.
    Fleet(Fleet),
    /// A judging was announced on the intake queue, and this is what the store says of it.
    Announced(Pending),
    /// A placement was written and published.
    Placed {
        /// The attempt.
        attempt: AttemptRef,
        /// The worker.
        worker: WorkerId,
    },
    /// Any other action on a judging is over, and this is what the store says of it now; `None`
    /// when it has ended.
    Looked {
        /// The judging.
        judging: JudgingRef,
        /// What the store says.
        found: Option<Pending>,
    },
    /// The queue of a worker is gone.
    NoQueue(WorkerId),
    /// The whole pending index, as it was read at a step.
    Scanned {
        /// [`State::steps`] when reading began.
        since: u64,
        /// Every judging that hasn't ended.
        entries: Vec<Pending>,
    },
    /// The pending index could not be read.
    Unreachable,
}

/// Something for the leader to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Write a placement, then publish the job. Answer [`Event::Placed`] or [`Event::Looked`].
    Place {
        /// The judging.
        judging: JudgingRef,
        /// Where to.
        worker: WorkerId,
    },
    /// Take a placement back that was not started. Answer [`Event::Looked`].
    Unplace(AttemptRef),
    /// Count a worker's death against a running attempt. Answer [`Event::Looked`].
    CountDeath(AttemptRef),
    /// End a judging whose deadline passed. Answer [`Event::Looked`].
    Expire(JudgingRef),
    /// Read a judging. Answer [`Event::Looked`].
    Look(JudgingRef),
    /// Delete the queues of a worker that is gone.
    Forget(WorkerId),
}

/// A judging never waits for longer than this for a moment that a gateway's clock named.
const LONGEST_WAIT_MS: u64 = 60_000;

/// What the leader knows.
#[derive(Debug)]
pub struct State {
    config: Config,
    steps: u64,
    entries: BTreeMap<JudgingRef, Entry>,
    waiting: Fair,
    /// What waits for a moment: when, and which.
    later: BTreeSet<(u64, JudgingRef)>,
    /// What needs a runtime that no worker has. It waits for one that has it.
    parked: BTreeSet<JudgingRef>,
    workers: Workers,
    deadlines: BTreeSet<(u64, JudgingRef)>,
    /// What ended since the last scan, and at which step: a scan that began before still has it.
    ended: BTreeMap<JudgingRef, u64>,
    /// How long the store could be reached in this term. Ages of leases are measured by it.
    reachable: Duration,
    /// When the pending index was read last, if that worked.
    last_scan: Option<Duration>,
    /// Nothing is placed before the first scan: what the workers hold isn't known.
    rebuilt: bool,
}

impl State {
    /// Nothing is known.
    pub fn new(config: Config) -> Self {
        Self {
            config,
            steps: 0,
            entries: BTreeMap::new(),
            waiting: Fair::default(),
            later: BTreeSet::new(),
            parked: BTreeSet::new(),
            workers: Workers::default(),
            deadlines: BTreeSet::new(),
            ended: BTreeMap::new(),
            reachable: Duration::ZERO,
            last_scan: None,
            rebuilt: false,
        }
    }

    /// How many events there were.
    pub const fn steps(&self) -> u64 {
        self.steps
    }
}

/// Takes an event in and says what to do.
pub fn step(state: &mut State, event: Event, now: Now) -> Vec<Action> {
    state.steps += 1;
    let mut actions = Vec::new();
    match event {
        Event::Tick => state.tick(now, &mut actions),
        Event::Fleet(fleet) => state.hear(fleet, now, &mut actions),
        Event::Announced(pending) => {
            if !state.entries.contains_key(&pending.judging) {
                state.learn(pending.judging, Some(pending), now);
            }
        }
        Event::Placed { attempt, worker } => state.placed(attempt, worker, &mut actions),
        Event::Looked { judging, found } => state.learn(judging, found, now),
        Event::NoQueue(worker) => state.workers.remove(worker),
        Event::Scanned { since, entries } => state.scanned(since, entries, now),
        Event::Unreachable => state.last_scan = None,
    }
    state.fill(now, &mut actions);
    actions
}

impl State {
    /// What the store says of a judging replaces whatever was known.
    fn learn(&mut self, judging: JudgingRef, found: Option<Pending>, now: Now) {
        let before = self.forget(judging);
        let Some(pending) = found else {
            self.ended.insert(judging, self.steps);
            return;
        };
        if let Some(deadline) = pending.deadline_ms {
            self.deadlines.insert((deadline, judging));
        }
        let due_ms = pending.not_before_ms.min(now.unix_ms.saturating_add(LONGEST_WAIT_MS));
        match pending.state.worker() {
            None if due_ms > now.unix_ms => drop(self.later.insert((due_ms, judging))),
            None => self.waiting.insert(&pending),
            Some(worker) => self.workers.hold(worker, judging),
        }
        // A lease that was renewed is young again.
        let (seen, kept) = match before {
            Some(before) if entry::unchanged(&before.pending.state, &pending.state) => (before.seen, before.kept),
            _ => (self.reachable, None),
        };
        let (runtime, touched) = (entry::runtime(&pending), self.steps);
        self.entries.insert(judging, Entry { pending, runtime, flight: None, seen, touched, due_ms, kept });
    }

    fn forget(&mut self, judging: JudgingRef) -> Option<Entry> {
        let entry = self.entries.remove(&judging)?;
        if let Some(deadline) = entry.pending.deadline_ms {
            self.deadlines.remove(&(deadline, judging));
        }
        self.waiting.remove(&entry.pending);
        self.later.remove(&(entry.due_ms, judging));
        self.parked.remove(&judging);
        if let Some(worker) = entry.holder() {
            self.workers.release(worker, judging);
        }
        Some(entry)
    }

    fn placed(&mut self, attempt: AttemptRef, worker: WorkerId, actions: &mut Vec<Action>) {
        let judging = attempt.judging();
        let Some(entry) = self.entries.get_mut(&judging) else { return };
        let Some(Flight::Placing { freed, .. }) = entry.flight else { return };
        entry.pending.state = Judging::Placed { attempt: attempt.attempt, worker, epoch: 0, start_by_ms: 0 };
        entry.seen = self.reachable;
        entry.kept = None;
        entry.touched = self.steps;
        entry.flight = None;
        // The worker can be faster than the answer of the write.
        if freed == Some(attempt.attempt) {
            self.look(judging, actions);
        }
    }

    /// Reads a judging that its worker says it has done with: the worker has room again.
    fn look(&mut self, judging: JudgingRef, actions: &mut Vec<Action>) {
        let Some(entry) = self.entries.get_mut(&judging) else { return };
        if let Some(worker) = entry.holder() {
            self.workers.release(worker, judging);
        }
        entry.flight = Some(Flight::Other { room: None });
        entry.touched = self.steps;
        actions.push(Action::Look(judging));
    }

    /// Does something with a judging. It may turn out that its worker has it still: until that is
    /// known its room is kept.
    fn act(&mut self, judging: JudgingRef, action: Action, actions: &mut Vec<Action>) {
        let Some(entry) = self.entries.get_mut(&judging) else { return };
        self.waiting.remove(&entry.pending);
        self.later.remove(&(entry.due_ms, judging));
        self.parked.remove(&judging);
        entry.flight = Some(Flight::Other { room: entry.holder() });
        entry.touched = self.steps;
        actions.push(action);
    }

    /// Places what can be placed.
    fn fill(&mut self, now: Now, actions: &mut Vec<Action>) {
        if !self.rebuilt {
            return;
        }
        let ready = self.workers.ready(now.elapsed, self.config.timing.silent_after);
        let mut put_off = Vec::new();
        while self.workers.have_room(&ready) {
            let Some(judging) = self.waiting.pop() else { break };
            let Some(entry) = self.entries.get_mut(&judging) else { continue };
            match self.workers.choose(&ready, &entry.pending.avoid, &entry.runtime) {
                Some(worker) => {
                    entry.flight = Some(Flight::Placing { worker, freed: None });
                    entry.touched = self.steps;
                    self.workers.hold(worker, judging);
                    actions.push(Action::Place { judging, worker });
                }
                // Looked at at every step, what nobody can judge would be in the way of the others.
                None if !self.workers.serve(&entry.runtime) => drop(self.parked.insert(judging)),
                // There is a worker that can judge it and that it hasn't failed on, but none with room.
                None => put_off.push(judging),
            }
        }
        for judging in put_off {
            if let Some(entry) = self.entries.get(&judging) {
                self.waiting.insert(&entry.pending);
            }
        }
    }

    /// A worker has runtimes that were not there before.
    fn unpark(&mut self) {
        for judging in std::mem::take(&mut self.parked) {
            if let Some(entry) = self.entries.get(&judging) {
                self.waiting.insert(&entry.pending);
            }
        }
    }
}

#[cfg(test)]
mod tests;
