//! The fair index: lane → tenant → user → judgings in order of arrival.
//!
//! Lanes share by weight, so that a flood in one never starves another. Within a lane tenants take
//! turns, within a tenant users do: whoever sends a thousand waits behind whoever sends one.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use pyjury_core::judging::JudgingRef;
use pyjury_core::submission::Lane;
use pyjury_store::ledger::Pending;

#[derive(Debug, Default)]
pub(super) struct Fair {
    lanes: BTreeMap<Lane, LaneLine>,
}

#[derive(Debug, Default)]
struct LaneLine {
    /// How much of its share the lane has used. The one that has used least is next.
    used: u64,
    tenants: Ring<Ring<BTreeSet<JudgingRef>>>,
    all: BTreeSet<JudgingRef>,
}

/// What one placement uses of a lane's share: 1/16, 1/4, 1. With all three lanes full, of 21
/// placements 16 are interactive, 4 of a contest and 1 of a batch.
const fn cost(lane: Lane) -> u64 {
    match lane {
        Lane::Interactive => 1,
        Lane::Contest => 4,
        Lane::Batch => 16,
    }
}

impl Fair {
    pub(super) fn insert(&mut self, pending: &Pending) {
        let busy = self.lanes.values().filter(|line| !line.all.is_empty());
        let least = busy.map(|line| line.used).min().unwrap_or_default();
        let line = self.lanes.entry(pending.lane).or_default();
        if line.all.is_empty() {
            // A lane that was idle has saved nothing up.
            line.used = line.used.max(least);
        }
        if line.all.insert(pending.judging) {
            line.tenants.at(&pending.tenant).at(&pending.user).insert(pending.judging);
        }
    }

    pub(super) fn remove(&mut self, pending: &Pending) {
        let Some(line) = self.lanes.get_mut(&pending.lane) else { return };
        if !line.all.remove(&pending.judging) {
            return;
        }
        let users = line.tenants.at(&pending.tenant);
        let judgings = users.at(&pending.user);
        judgings.remove(&pending.judging);
        if judgings.is_empty() {
            users.drop_key(&pending.user);
        }
        if users.items.is_empty() {
            line.tenants.drop_key(&pending.tenant);
        }
    }

    /// The judging whose turn it is.
    pub(super) fn pop(&mut self) -> Option<JudgingRef> {
        let busy = self.lanes.iter_mut().filter(|(_, line)| !line.all.is_empty());
        let (lane, line) = busy.min_by_key(|(lane, line)| (line.used, **lane))?;
        let judging = line.tenants.turn(|users| {
            let judging = users.turn(|judgings| (judgings.pop_first(), judgings.is_empty()));
            (judging, users.items.is_empty())
        })?;
        line.used += cost(*lane);
        line.all.remove(&judging);
        Some(judging)
    }
}

/// Named things that take turns.
#[derive(Debug)]
struct Ring<T> {
    turns: VecDeque<String>,
    items: BTreeMap<String, T>,
}

impl<T> Default for Ring<T> {
    fn default() -> Self {
        Self { turns: VecDeque::new(), items: BTreeMap::new() }
    }
}

impl<T: Default> Ring<T> {
    /// The thing with this name; a new one comes last.
    fn at(&mut self, name: &str) -> &mut T {
        if !self.items.contains_key(name) {
            self.turns.push_back(name.to_owned());
        }
        self.items.entry(name.to_owned()).or_default()
    }

    fn drop_key(&mut self, name: &str) {
        self.items.remove(name);
        self.turns.retain(|turn| turn != name);
    }

    /// Lets the first have its turn and puts it last, or drops it when it says that it is empty.
    fn turn<R>(&mut self, take: impl FnOnce(&mut T) -> (Option<R>, bool)) -> Option<R> {
        let name = self.turns.pop_front()?;
        let (taken, empty) = take(self.items.get_mut(&name)?);
        if empty {
            self.items.remove(&name);
        } else {
            self.turns.push_back(name);
        }
        taken
    }
}
