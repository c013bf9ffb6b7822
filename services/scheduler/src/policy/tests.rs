//! The policy against a model of the world: random events, and what must hold whatever happens.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use pyjury_core::submission::Lane;
use pyjury_core::{AttemptId, JudgingId, SubmissionId, Timing};
use pyjury_queue::messages::{Presence, WorkerMode};
use uuid::Uuid;

use super::*;

fn judging(n: u64) -> JudgingRef {
    JudgingRef {
        submission: SubmissionId(Uuid::from_u128(u128::from(n) + 1)),
        judging: JudgingId(Uuid::from_u128(u128::from(n) + 1)),
    }
}

fn worker(n: u64) -> WorkerId {
    WorkerId(Uuid::from_u128(u128::from(n) + 1))
}

fn pending(n: u64, lane: Lane, tenant: &str, user: &str) -> Pending {
    Pending {
        judging: judging(n),
        lane,
        tenant: tenant.into(),
        user: user.into(),
        deadline_ms: None,
        avoid: Vec::new(),
        state: Judging::Queued,
        not_before_ms: 0,
        runtime: None,
        estimate_ms: 0,
    }
}

fn presence(n: u64, slots: u32) -> Presence {
    Presence { name: format!("w{n}"), slots, ..Presence::of(worker(n)) }
}

const START: Now = Now { elapsed: Duration::ZERO, unix_ms: 1_000 };

fn at(seconds: u64) -> Now {
    Now { elapsed: Duration::from_secs(seconds), unix_ms: 1_000 + seconds * 1000 }
}

fn rebuilt(entries: Vec<Pending>) -> State {
    let mut state = State::new(Config::default());
    assert!(step(&mut state, Event::Scanned { since: 0, entries }, START).is_empty(), "there are no workers");
    state
}

fn hear(state: &mut State, presence: Presence) -> Vec<Action> {
    step(state, Event::Fleet(Fleet::Heartbeat(presence)), START)
}

fn places(actions: &[Action]) -> Vec<JudgingRef> {
    let place = |action: &Action| match action {
        Action::Place { judging, .. } => Some(*judging),
        _ => None,
    };
    actions.iter().filter_map(place).collect()
}

#[test]
fn nothing_is_placed_before_the_first_scan() {
    let mut state = State::new(Config::default());
    step(&mut state, Event::Announced(pending(1, Lane::Interactive, "t", "u")), START);
    assert!(hear(&mut state, presence(1, 4)).is_empty());
    let entries = vec![pending(1, Lane::Interactive, "t", "u")];
    let actions = step(&mut state, Event::Scanned { since: 2, entries }, START);
    assert_eq!(places(&actions), [judging(1)]);
}

#[test]
fn one_who_sends_much_waits_behind_one_who_sends_little() {
    let mut entries: Vec<_> = (0..100).map(|n| pending(n, Lane::Interactive, "big", "spam")).collect();
    entries.push(pending(100, Lane::Interactive, "big", "ann"));
    entries.push(pending(101, Lane::Interactive, "small", "bob"));
    let placed = places(&hear(&mut rebuilt(entries), presence(1, 9)));
    assert!(placed[..2].contains(&judging(101)), "{placed:?}");
    assert!(placed[..4].contains(&judging(100)), "{placed:?}");
    let spam: Vec<_> = placed.iter().filter(|j| **j < judging(100)).copied().collect();
    assert!(spam.is_sorted(), "a user's own are in order of arrival");
}

#[test]
fn a_scan_between_placements_keeps_turns() {
    let flood = |n| pending(n, Lane::Interactive, "t", "flood");
    let mut entries: Vec<_> = (0..10).map(flood).collect();
    entries.extend([pending(10, Lane::Interactive, "t", "ann"), pending(11, Lane::Interactive, "t", "bob")]);
    let mut state = rebuilt(entries.clone());
    assert_eq!(places(&hear(&mut state, presence(1, 1))), [judging(0), judging(10)]);
    // The store is read again. It is bob's turn, and stays so.
    let since = state.steps();
    step(&mut state, Event::Scanned { since, entries }, START);
    assert_eq!(places(&hear(&mut state, presence(2, 1))), [judging(11), judging(1)]);
}

#[test]
fn lanes_share_by_weight() {
    let lanes = [(0, Lane::Interactive), (1000, Lane::Contest), (2000, Lane::Batch)];
    let entries =
        lanes.iter().flat_map(|(base, lane)| (0..200).map(move |n| pending(base + n, *lane, "t", "u"))).collect();
    let placed = places(&hear(&mut rebuilt(entries), presence(1, 209)));
    let of = |from: u64| placed.iter().filter(|j| **j >= judging(from) && **j < judging(from + 1000)).count();
    assert_eq!((of(0), of(1000), of(2000)), (160, 40, 10));
}

#[test]
fn a_worker_gets_one_more_than_its_free_slots() {
    let entries = (0..20).map(|n| pending(n, Lane::Batch, "t", "u")).collect();
    let mut state = rebuilt(entries);
    assert_eq!(hear(&mut state, presence(1, 2)).len(), 3);
    assert_eq!(hear(&mut state, presence(2, 4)).len(), 5);
    assert!(hear(&mut state, presence(1, 2)).is_empty());
    assert!(hear(&mut state, Presence { mode: WorkerMode::Draining, ..presence(3, 4) }).is_empty());
}

#[test]
fn a_worker_that_died_of_it_is_the_last_choice() {
    let mut failed = pending(1, Lane::Batch, "t", "u");
    failed.avoid = vec![worker(1)];
    let mut state = rebuilt(vec![failed.clone()]);
    assert_eq!(hear(&mut state, presence(1, 1)), [Action::Place { judging: judging(1), worker: worker(1) }]);
    let mut state = rebuilt(vec![]);
    hear(&mut state, presence(1, 1));
    hear(&mut state, presence(2, 1));
    let actions = step(&mut state, Event::Announced(failed), START);
    assert_eq!(actions, [Action::Place { judging: judging(1), worker: worker(2) }]);
}

#[test]
fn silence_stops_placing() {
    let mut state = rebuilt(vec![]);
    hear(&mut state, presence(1, 1));
    let announced = Event::Announced(pending(1, Lane::Batch, "t", "u"));
    assert!(places(&step(&mut state, announced, at(1000))).is_empty());
}

#[test]
fn a_slot_that_is_freed_before_the_answer_is_not_forgotten() {
    let mut state = rebuilt(vec![pending(1, Lane::Batch, "t", "u")]);
    hear(&mut state, presence(1, 1));
    let attempt = judging(1).attempt(AttemptId(Uuid::from_u128(9)));
    let freed = Event::Fleet(Fleet::SlotFreed { worker: worker(1), attempt });
    assert!(step(&mut state, freed, START).is_empty());
    let actions = step(&mut state, Event::Placed { attempt, worker: worker(1) }, START);
    assert_eq!(actions, [Action::Look(judging(1))]);
}

fn running(n: u64, lease_until_ms: u64) -> Pending {
    let attempt = AttemptId(Uuid::from_u128(9));
    let state = Judging::Running { attempt, worker: worker(1), lease_until_ms };
    Pending { state, ..pending(n, Lane::Batch, "t", "u") }
}

/// Scans every second with what `entry` gives, and tells when a death is counted.
fn death_at(entry: impl Fn(u64) -> Option<Pending>) -> Option<u64> {
    let timing = Timing { reconcile_every: Duration::from_secs(1), ..Timing::default() };
    let mut state = State::new(Config { timing, ..Config::default() });
    for second in 0..100 {
        let since = state.steps();
        let event = entry(second).map_or(Event::Unreachable, |e| Event::Scanned { since, entries: vec![e] });
        step(&mut state, event, at(second));
        if step(&mut state, Event::Tick, at(second)).iter().any(|a| matches!(a, Action::CountDeath(_))) {
            return Some(second);
        }
    }
    None
}

#[test]
fn a_lease_ages_only_while_the_store_is_reached() {
    let lease = Timing::default().lease.as_secs();
    assert_eq!(death_at(|_| Some(running(1, 5))), Some(lease + 1));
    assert_eq!(death_at(|second| Some(running(1, second))), None, "it is renewed");
    let outage = |second| (!(5..50).contains(&second)).then(|| running(1, 5));
    assert_eq!(death_at(outage), Some(50 + lease + 1 - 4), "4 seconds counted before");
}

fn placed_on(n: u64, to: u64) -> Pending {
    let attempt = AttemptId(Uuid::from_u128(u128::from(n) + 100));
    let state = Judging::Placed { attempt, worker: worker(to), epoch: 1, start_by_ms: 7 };
    Pending { state, ..pending(n, Lane::Batch, "t", "u") }
}

#[test]
fn what_failed_waits_for_its_moment() {
    let mut failed = pending(1, Lane::Batch, "t", "u");
    failed.not_before_ms = START.unix_ms + 5_000;
    let mut state = rebuilt(vec![failed]);
    assert!(hear(&mut state, presence(1, 1)).is_empty());
    assert_eq!(state.census(START).waiting[&Lane::Batch], (1, judging(1)), "it waits all the same");
    assert!(step(&mut state, Event::Tick, at(4)).is_empty());
    assert_eq!(places(&step(&mut state, Event::Tick, at(5))), [judging(1)]);

    // A clock that is an hour ahead costs a minute.
    let mut failed = pending(1, Lane::Batch, "t", "u");
    failed.not_before_ms = START.unix_ms + 3_600_000;
    let mut state = rebuilt(vec![failed]);
    for second in 0..120 {
        step(&mut state, Event::Fleet(Fleet::Heartbeat(presence(1, 1))), at(second));
        if !places(&step(&mut state, Event::Tick, at(second))).is_empty() {
            assert_eq!(second, 60);
            return;
        }
    }
    panic!("it was never placed");
}

#[test]
fn what_ends_while_it_waits_for_its_moment_is_forgotten() {
    let mut failed = pending(1, Lane::Batch, "t", "u");
    (failed.not_before_ms, failed.deadline_ms) = (START.unix_ms + 5_000, Some(START.unix_ms + 1_000));
    let mut state = rebuilt(vec![failed]);
    assert_eq!(step(&mut state, Event::Tick, at(2)), [Action::Expire(judging(1))]);
    step(&mut state, Event::Looked { judging: judging(1), found: None }, at(2));
    hear(&mut state, presence(1, 1));
    assert!(step(&mut state, Event::Tick, at(6)).is_empty());
}

/// A worker with one slot that runs a long one and keeps another: tells when that is taken back, while
/// `others` say what they say.
fn taken_back_at(keeps: impl Fn(u64) -> bool, others: impl Fn(u64) -> Option<Presence>) -> Option<u64> {
    let long = |second| Pending { judging: judging(1), ..running(1, second) };
    let mut state = State::new(Config::default());
    let attempts: Vec<_> =
        [long(0), placed_on(2, 1)].iter().map(|p| p.judging.attempt(p.state.attempt().unwrap())).collect();
    for second in 0..100 {
        let since = state.steps();
        step(&mut state, Event::Scanned { since, entries: vec![long(second), placed_on(2, 1)] }, at(second));
        let attempts = if keeps(second) { attempts.clone() } else { attempts[..1].to_vec() };
        let mut actions =
            step(&mut state, Event::Fleet(Fleet::Heartbeat(Presence { attempts, ..presence(1, 1) })), at(second));
        if let Some(other) = others(second) {
            actions.extend(step(&mut state, Event::Fleet(Fleet::Heartbeat(other)), at(second)));
        }
        actions.extend(step(&mut state, Event::Tick, at(second)));
        if actions.iter().any(|action| matches!(action, Action::Unplace(_))) {
            return Some(second);
        }
    }
    None
}

#[test]
fn a_worker_may_keep_the_next_job_while_nobody_else_could_start_it() {
    assert_eq!(taken_back_at(|_| true, |_| None), None);
    assert_eq!(taken_back_at(|_| false, |_| None), Some(11), "it isn't there");
    assert_eq!(taken_back_at(|second| second < 30, |_| None), Some(45), "it was there");
    let free_at = |from| move |second| (second >= from).then(|| presence(2, 1));
    assert_eq!(taken_back_at(|_| true, free_at(50)), Some(50), "somebody is free");
    let cordoned = |_| Some(Presence { mode: WorkerMode::Cordoned, ..presence(2, 1) });
    assert_eq!(taken_back_at(|_| true, cordoned), None);
}

#[test]
fn everything_is_counted_once() {
    let class = |n, runtime: Option<&str>, estimate_ms| Pending {
        runtime: runtime.map(str::to_owned),
        estimate_ms,
        ..pending(n, Lane::Interactive, "t", "u")
    };
    let entries =
        vec![class(1, None, 500), class(2, Some("data"), 2_000), class(3, Some("no-such"), 4_000), running(4, 5)];
    let mut state = rebuilt(entries);
    let data = |mode| Presence { mode, runtimes: vec!["data".into()], ..presence(1, 2) };
    hear(&mut state, data(WorkerMode::Cordoned));
    let census = state.census(START);
    assert_eq!(census.waiting, [(Lane::Interactive, (3, judging(1)))].into());
    assert_eq!((census.placed, census.running), (0, 1));
    let pending: Vec<_> = census.pending.iter().map(|(name, time)| (name.as_str(), time.as_millis())).collect();
    assert_eq!(pending, [("data", 2_000), ("default", 500), ("other", 4_000)]);
    assert_eq!(census.workers, [("cordoned", 1)].into());
    assert_eq!(census.slots, [("busy", 0), ("free", 0), ("unavailable", 2)].into());
    hear(&mut state, data(WorkerMode::Ready));
    assert_eq!(state.census(START).slots, [("busy", 2), ("free", 0), ("unavailable", 0)].into());
    assert_eq!(state.census(at(1000)).workers, [("silent", 1)].into());
}

#[test]
fn a_judging_goes_where_its_runtime_is() {
    let needs =
        |n, runtime: &str| Pending { runtime: Some(runtime.to_owned()), ..pending(n, Lane::Interactive, "t", "u") };
    let has = |n, runtimes: &[&str]| Presence {
        runtimes: runtimes.iter().map(|text| (*text).to_owned()).collect(),
        ..presence(n, 4)
    };
    let entries =
        vec![needs(1, "qa"), needs(2, "base,python>=3.13"), pending(3, Lane::Interactive, "t", "u"), needs(4, "base")];
    let mut state = rebuilt(entries);
    assert_eq!(places(&hear(&mut state, has(1, &["python3.11[base]"]))), [judging(3), judging(4)]);
    assert_eq!(state.census(START).pending["other"], Duration::ZERO);
    assert_eq!(state.parked.len(), 2);
    assert!(places(&hear(&mut state, has(1, &["python3.11[base]"]))).is_empty(), "nothing new");
    let placed = hear(&mut state, has(2, &["python3.13[base,qa]", "python3.11"]));
    assert_eq!(places(&placed), [judging(1), judging(2)]);
    assert!(
        placed.iter().all(|action| matches!(action, Action::Place { worker, .. } if *worker == presence(2, 4).worker))
    );
    assert!(state.parked.is_empty());
}

/// The world outside of the policy: the store's truth, and what is under way.
#[derive(Default)]
struct World {
    truth: BTreeMap<JudgingRef, Pending>,
    ended: BTreeSet<JudgingRef>,
    in_flight: Vec<Action>,
    attempts: u128,
    /// A scan under way: when it began and what it read.
    scan: Option<(u64, Vec<Pending>)>,
}

#[derive(Clone, Debug)]
enum Input {
    Announce { lane: u8, tenant: u8, user: u8, lost: bool },
    Answer { which: usize, fails: bool },
    Start { which: usize },
    Finish { which: usize, told: bool },
    Cancel { which: usize },
    Heartbeat { worker: u8 },
    Scan,
    Tick,
    Wait { seconds: u8 },
}

fn input() -> impl Strategy<Value = Input> {
    prop_oneof![
        4 => (0..3_u8, 0..3_u8, 0..3_u8, prop::bool::weighted(0.2))
            .prop_map(|(lane, tenant, user, lost)| Input::Announce { lane, tenant, user, lost }),
        5 => (any::<usize>(), prop::bool::weighted(0.2)).prop_map(|(which, fails)| Input::Answer { which, fails }),
        3 => any::<usize>().prop_map(|which| Input::Start { which }),
        3 => (any::<usize>(), any::<bool>()).prop_map(|(which, told)| Input::Finish { which, told }),
        1 => any::<usize>().prop_map(|which| Input::Cancel { which }),
        2 => (0..2_u8).prop_map(|worker| Input::Heartbeat { worker }),
        2 => Just(Input::Scan),
        1 => Just(Input::Tick),
        1 => (1..20_u8).prop_map(|seconds| Input::Wait { seconds }),
    ]
}

const SLOTS: u32 = 2;

impl World {
    fn pick(&self, which: usize, phase: &str) -> Option<JudgingRef> {
        let fitting: Vec<_> = self.truth.values().filter(|p| p.state.name() == phase).map(|p| p.judging).collect();
        if fitting.is_empty() { None } else { Some(fitting[which % fitting.len()]) }
    }

    fn end(&mut self, judging: JudgingRef) -> Option<Pending> {
        self.ended.insert(judging);
        self.truth.remove(&judging)
    }

    fn looked(&self, judging: JudgingRef) -> Event {
        Event::Looked { judging, found: self.truth.get(&judging).cloned() }
    }

    /// Does what an action asks for, by the store's rules.
    fn answer(&mut self, action: Action, fails: bool) -> Option<Event> {
        let judging = match action {
            Action::Place { judging, .. } | Action::Expire(judging) | Action::Look(judging) => judging,
            Action::Unplace(attempt) | Action::CountDeath(attempt) => attempt.judging(),
            Action::Forget(_) => return None,
        };
        let Some(truth) = self.truth.get_mut(&judging).filter(|_| !fails) else { return Some(self.looked(judging)) };
        match action {
            Action::Place { worker, .. } if truth.state == Judging::Queued => {
                self.attempts += 1;
                let attempt = AttemptId(Uuid::from_u128(self.attempts));
                truth.state = Judging::Placed { attempt, worker, epoch: 1, start_by_ms: 7 };
                return Some(Event::Placed { attempt: judging.attempt(attempt), worker });
            }
            Action::Unplace(attempt) if matches!(truth.state, Judging::Placed { attempt: a, .. } if a == attempt.attempt) =>
            {
                truth.state = Judging::Queued;
            }
            Action::CountDeath(attempt) if matches!(truth.state, Judging::Running { attempt: a, .. } if a == attempt.attempt) =>
            {
                truth.state = Judging::Queued;
            }
            _ => {}
        }
        Some(self.looked(judging))
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_or_doubled_and_workers_are_not_flooded(inputs in prop::collection::vec(input(), 1..200)) {
        let mut world = World::default();
        let mut state = State::new(Config::default());
        let mut twin = State::new(Config::default());
        let mut seconds = 0;
        let mut count = 0;
        let mut run = |event: Event, world: &mut World, seconds: u64| {
            let actions = step(&mut state, event.clone(), at(seconds));
            assert_eq!(actions, step(&mut twin, event, at(seconds)), "the policy is deterministic");
            world.in_flight.extend(actions);
            // No judging has two actions under way.
            let mut busy = BTreeSet::new();
            for action in &world.in_flight {
                let judging = match action {
                    Action::Place { judging, .. } | Action::Expire(judging) | Action::Look(judging) => *judging,
                    Action::Unplace(a) | Action::CountDeath(a) => a.judging(),
                    Action::Forget(_) => continue,
                };
                assert!(busy.insert(judging), "two actions for {judging:?}: {:?}", world.in_flight);
            }
            for (_, slots, held) in state.workers.report(at(seconds).elapsed, Duration::MAX) {
                assert!(held <= slots + 1, "a worker holds {held} with {slots} slots");
            }
            state.steps()
        };
        let mut since = 0;
        for input in inputs {
            let event = match input {
                Input::Announce { lane, tenant, user, lost } => {
                    count += 1;
                    let lane = [Lane::Interactive, Lane::Contest, Lane::Batch][usize::from(lane)];
                    let new = pending(count, lane, &format!("t{tenant}"), &format!("u{user}"));
                    world.truth.insert(new.judging, new.clone());
                    if lost { continue }
                    Event::Announced(new)
                }
                Input::Answer { which, fails } => {
                    if world.in_flight.is_empty() { continue }
                    let which = which % world.in_flight.len();
                    let action = world.in_flight.remove(which);
                    match world.answer(action, fails) { Some(event) => event, None => continue }
                }
                Input::Start { which } => {
                    let Some(judging) = world.pick(which, "placed") else { continue };
                    if let Some(p) = world.truth.get_mut(&judging)
                        && let Judging::Placed { attempt, worker, .. } = p.state
                    {
                        p.state = Judging::Running { attempt, worker, lease_until_ms: 5 };
                    }
                    continue;
                }
                Input::Finish { which, told } => {
                    let Some(ended) = world.pick(which, "running").and_then(|j| world.end(j)) else { continue };
                    let (Some(worker), Some(attempt)) = (ended.state.worker(), ended.state.attempt()) else { continue };
                    if !told { continue }
                    Event::Fleet(Fleet::SlotFreed { worker, attempt: ended.judging.attempt(attempt) })
                }
                Input::Cancel { which } => {
                    let Some(judging) = world.pick(which, "queued") else { continue };
                    world.end(judging);
                    continue;
                }
                Input::Heartbeat { worker } => Event::Fleet(Fleet::Heartbeat(presence(worker.into(), SLOTS))),
                Input::Scan => match world.scan.take() {
                    // What was read a while ago arrives.
                    Some((since, entries)) => Event::Scanned { since, entries },
                    None => {
                        world.scan = Some((since, world.truth.values().cloned().collect()));
                        continue;
                    }
                },
                Input::Tick => Event::Tick,
                Input::Wait { seconds: more } => { seconds += u64::from(more); continue }
            };
            since = run(event, &mut world, seconds);
        }
        // The storm is over: workers live, messages arrive. Everything must end.
        for _ in 0..count * 20 + 200 {
            seconds += 2;
            for n in 0..2 {
                let attempts = world.truth.values().filter(|p| p.state.worker() == Some(worker(n)))
                    .filter_map(|p| p.state.attempt().map(|a| p.judging.attempt(a))).collect();
                since = run(Event::Fleet(Fleet::Heartbeat(Presence { attempts, ..presence(n, SLOTS) })), &mut world, seconds);
            }
            for action in std::mem::take(&mut world.in_flight) {
                if let Some(event) = world.answer(action, false) {
                    since = run(event, &mut world, seconds);
                }
            }
            let held: Vec<_> = world.truth.values().filter(|p| p.state != Judging::Queued).cloned().collect();
            for ended in held {
                world.end(ended.judging);
                let (Some(worker), Some(attempt)) = (ended.state.worker(), ended.state.attempt()) else { continue };
                let freed = Fleet::SlotFreed { worker, attempt: ended.judging.attempt(attempt) };
                since = run(Event::Fleet(freed), &mut world, seconds);
            }
            let entries = world.truth.values().cloned().collect();
            run(Event::Scanned { since, entries }, &mut world, seconds);
            run(Event::Tick, &mut world, seconds);
            if world.truth.is_empty() { break }
        }
        prop_assert!(world.truth.is_empty(), "never ended: {:?}", world.truth);
        prop_assert_eq!(world.ended.len() as u64, count);
    }

    #[test]
    fn whoever_waits_gets_a_fair_share(sent in prop::collection::vec((0..4_u8, 0..3_u8), 1..150), slots in 1..60_u32) {
        let entry = |(n, (tenant, user)): (usize, &(u8, u8))| {
            pending(n as u64, Lane::Interactive, &format!("t{tenant}"), &format!("u{user}"))
        };
        let entries: Vec<_> = sent.iter().enumerate().map(entry).collect();
        let tenants: BTreeMap<_, usize> = sent.iter().fold(BTreeMap::new(), |mut all, (tenant, _)| {
            *all.entry(tenant).or_default() += 1;
            all
        });
        let placed = places(&hear(&mut rebuilt(entries), presence(1, slots)));
        prop_assert_eq!(placed.len(), sent.len().min(slots as usize + 1));
        for (tenant, waiting) in &tenants {
            let got = placed.iter().filter(|j| sent[(j.judging.0.as_u128() - 1) as usize].0 == **tenant).count();
            prop_assert!(got >= (placed.len() / tenants.len()).min(*waiting), "tenant {tenant} got {got} of {}", placed.len());
        }
    }
}
