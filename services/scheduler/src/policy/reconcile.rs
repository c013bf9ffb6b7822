//! Healing: what ages, what was lost, what passed.

use std::collections::BTreeSet;
use std::time::Duration;

use pyjury_core::AttemptId;
use pyjury_core::judging::{JudgingRef, Phase};
use pyjury_queue::Fleet;
use pyjury_queue::messages::Presence;
use pyjury_store::ledger::Pending;

use super::entry::{Entry, Flight};
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
    /// said so was lost; what it hasn't started and lists it keeps for a slot that becomes free.
    fn present(&mut self, presence: &Presence, now: Now, actions: &mut Vec<Action>) {
        if self.workers.hear(presence, now.elapsed) {
            self.unpark();
        }
        let listed: BTreeSet<AttemptId> = presence.attempts.iter().map(|attempt| attempt.attempt).collect();
        for judging in self.workers.held(presence.worker) {
            let Some(entry) = self.entries.get_mut(&judging).filter(|e| e.flight.is_none()) else { continue };
            let is_listed = entry.attempt().is_some_and(|attempt| listed.contains(&attempt.attempt));
            match entry.pending.state.phase() {
                Phase::Placed if is_listed => entry.kept = Some(now.elapsed),
                Phase::Running if !is_listed => self.act(judging, Action::Look(judging), actions),
                _ => {}
            }
        }
    }

    /// The pending index was read whole.
    pub(super) fn scanned(&mut self, since: u64, entries: Vec<Pending>, now: Now) {
        if let Some(last) = self.last_scan.replace(now.elapsed) {
            // A leader that was stopped for a while didn't reach the store meanwhile.
            let most = self.config.timing.reconcile_every * 2;
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
                self.learn(pending.judging, Some(pending), now);
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
        self.ripen(now);
        self.expire(now, actions);
        self.overdue(now, actions);
        for worker in self.workers.gone(now.elapsed, self.config.timing.silent_after * GONE_FACTOR) {
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

    /// What waited for a moment that has come waits for a slot.
    fn ripen(&mut self, now: Now) {
        while let Some((due_ms, judging)) = self.later.first().copied().filter(|(due_ms, _)| *due_ms <= now.unix_ms) {
            self.later.remove(&(due_ms, judging));
            if let Some(entry) = self.entries.get(&judging) {
                self.waiting.insert(&entry.pending);
            }
        }
    }

    fn overdue(&mut self, now: Now, actions: &mut Vec<Action>) {
        let mut overdue = Vec::new();
        for (judging, entry) in &self.entries {
            let age = self.reachable.saturating_sub(entry.seen);
            let Some(attempt) = entry.attempt().filter(|_| entry.flight.is_none()) else { continue };
            let (limit, action): (Duration, _) = match entry.pending.state.phase() {
                Phase::Placed => (self.config.timing.start_within, Action::Unplace(attempt)),
                _ => (self.config.timing.lease, Action::CountDeath(attempt)),
            };
            if age > limit && !self.waits_well(entry, now) {
                overdue.push((*judging, action));
            }
        }
        for (judging, action) in overdue {
            self.act(judging, action, actions);
        }
    }

    /// Whether a placement may stay although it isn't started: its worker lives and keeps it for a
    /// slot that becomes free, and nobody else could start it now.
    fn waits_well(&self, entry: &Entry, now: Now) -> bool {
        let silent_after = self.config.timing.silent_after;
        let kept = entry.kept.is_some_and(|when| now.elapsed.saturating_sub(when) <= silent_after);
        let Some(worker) = entry.pending.state.worker().filter(|_| kept) else { return false };
        if entry.pending.state.phase() != Phase::Placed || !self.workers.is_full(worker) {
            return false;
        }
        let ready = self.workers.ready(now.elapsed, silent_after);
        !self.workers.has_free_slot(&ready, &entry.pending.avoid)
    }
}
