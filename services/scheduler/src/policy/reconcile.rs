//! Healing: what ages, what was lost, what passed.

use std::collections::BTreeSet;
use std::time::Duration;

use pyjury_core::AttemptId;
use pyjury_core::judging::{JudgingRef, Phase};
use pyjury_queue::Fleet;
use pyjury_queue::messages::Presence;
use pyjury_store::ledger::Pending;

use super::entry::Flight;
use super::{Action, Now, State};

/// After how many times the silence that stops placing a worker's queues are deleted.
const GONE_FACTOR: u32 = 20;

impl State {
    /// A worker told something.
    pub(super) fn hear(&mut self, fleet: Fleet, now: Now, actions: &mut Vec<Action>) {
        match fleet {
            Fleet::Registered(presence) | Fleet::Heartbeat(presence) => self.present(&presence, now, actions),
            Fleet::SlotFreed { worker, attempt } => {
                let judging = attempt.judging();
                let Some(entry) = self.entries.get_mut(&judging) else { return };
                let current = entry.attempt() == Some(attempt);
                match &mut entry.flight {
                    Some(Flight::Placing { worker: to, freed }) if *to == worker => *freed = Some(attempt.attempt),
                    None if current => self.look(judging, actions),
                    _ => {}
                }
            }
            Fleet::Draining { worker } => self.workers.drain(worker),
            Fleet::Left { worker } => {
                self.workers.remove(worker);
                actions.push(Action::Forget(worker));
                for judging in self.workers.held(worker) {
                    let Some(entry) = self.entries.get(&judging).filter(|e| e.flight.is_none()) else { continue };
                    match (entry.pending.state.phase(), entry.attempt()) {
                        (Phase::Placed, Some(attempt)) => self.act(judging, Action::Unplace(attempt), actions),
                        _ => self.look(judging, actions),
                    }
                }
            }
        }
    }

    /// A worker lists what it holds: what it ran and doesn't list is over, and the message that
    /// said so was lost.
    fn present(&mut self, presence: &Presence, now: Now, actions: &mut Vec<Action>) {
        self.workers.hear(presence, now.elapsed);
        let listed: BTreeSet<AttemptId> = presence.attempts.iter().map(|attempt| attempt.attempt).collect();
        for judging in self.workers.held(presence.worker) {
            let Some(entry) = self.entries.get(&judging).filter(|e| e.flight.is_none()) else { continue };
            let lost = entry.attempt().is_some_and(|attempt| !listed.contains(&attempt.attempt));
            if lost && entry.pending.state.phase() == Phase::Running {
                self.act(judging, Action::Look(judging), actions);
            }
        }
    }

    /// The pending index was read whole.
    pub(super) fn scanned(&mut self, since: u64, entries: Vec<Pending>, now: Now) {
        if let Some(last) = self.last_scan.replace(now.elapsed) {
            // A leader that was stopped for a while didn't reach the store meanwhile.
            let most = self.config.reconcile_every * 2;
            self.reachable += now.elapsed.saturating_sub(last).min(most);
        }
        self.rebuilt = true;
        let mut missing: BTreeSet<JudgingRef> = self.entries.keys().copied().collect();
        for pending in entries {
            missing.remove(&pending.judging);
            // What is known already keeps its place: put in anew, a user with one submission would go behind
            // those with many at every scan.
            if self.entries.get(&pending.judging).is_some_and(|entry| entry.pending == pending) {
                continue;
            }
            if self.may_learn(pending.judging, since) {
                self.learn(pending.judging, Some(pending));
            }
        }
        for judging in missing {
            if self.may_learn(judging, since) {
                self.forget(judging);
            }
        }
        self.ended.retain(|_, step| *step > since);
    }

    /// What was changed while the index was read, or is being changed, is known better here.
    fn may_learn(&self, judging: JudgingRef, since: u64) -> bool {
        match self.entries.get(&judging) {
            Some(entry) => entry.flight.is_none() && entry.touched <= since,
            None => self.ended.get(&judging).is_none_or(|step| *step <= since),
        }
    }

    /// Time passed.
    pub(super) fn tick(&mut self, now: Now, actions: &mut Vec<Action>) {
        self.expire(now, actions);
        self.overdue(actions);
        for worker in self.workers.gone(now.elapsed, self.config.silent_after * GONE_FACTOR) {
            self.workers.remove(worker);
            actions.push(Action::Forget(worker));
        }
    }

    fn expire(&mut self, now: Now, actions: &mut Vec<Action>) {
        let passed: Vec<_> = self.deadlines.range(..(now.unix_ms, JudgingRef::FIRST)).map(|(_, j)| *j).collect();
        for judging in passed {
            let Some(entry) = self.entries.get(&judging).filter(|e| e.flight.is_none()) else { continue };
            if entry.pending.state.phase() != Phase::Running {
                self.act(judging, Action::Expire(judging), actions);
            }
        }
    }

    fn overdue(&mut self, actions: &mut Vec<Action>) {
        let mut overdue = Vec::new();
        for (judging, entry) in &self.entries {
            let age = self.reachable.saturating_sub(entry.seen);
            let Some(attempt) = entry.attempt().filter(|_| entry.flight.is_none()) else { continue };
            let (limit, action): (Duration, _) = match entry.pending.state.phase() {
                Phase::Placed => (self.config.start_within, Action::Unplace(attempt)),
                _ => (self.config.lease, Action::CountDeath(attempt)),
            };
            if age > limit {
                overdue.push((*judging, action));
            }
        }
        for (judging, action) in overdue {
            self.act(judging, action, actions);
        }
    }
}
