#![allow(clippy::unwrap_used)]

use std::time::Duration;

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::judgement::{Feedback, Measured};
use crate::{Provenance, Reason, Usage, Verdict};

const A: AttemptId = AttemptId(Uuid::from_u128(1));
const B: AttemptId = AttemptId(Uuid::from_u128(2));
const C: AttemptId = AttemptId(Uuid::from_u128(5));
const D: AttemptId = AttemptId(Uuid::from_u128(6));
const W: WorkerId = WorkerId(Uuid::from_u128(3));
const X: WorkerId = WorkerId(Uuid::from_u128(4));

fn judgement() -> Judgement {
    Judgement {
        verdict: Verdict::AC,
        reason: Reason::Accepted,
        score: 1.0,
        max_score: 1.0,
        usage: Usage::default(),
        measured: Measured::default(),
        cases: Vec::new(),
        feedback: Feedback::default(),
        provenance: Provenance::default(),
    }
}

/// A TLE near its limit.
fn near(cpu: u64) -> Judgement {
    Judgement {
        verdict: Verdict::TLE,
        reason: Reason::Cpu,
        usage: Usage { cpu: Duration::from_millis(cpu), ..Usage::default() },
        measured: Measured { near_limit: true, ..Measured::default() },
        provenance: Provenance {
            worker: format!("w{cpu}"),
            time_limit: Some(Duration::from_secs(1)),
            ..Provenance::default()
        },
        ..judgement()
    }
}

/// A judging of which attempt A ended near its limit on worker W.
fn to_confirm() -> Judging {
    let mut judging = at(State::Running { attempt: A, worker: W, lease_until_ms: 10 });
    assert_eq!(judging.finish(A, W, near(1040)), Ok(End::ToConfirm));
    judging
}

fn run_again(judging: &mut Judging, attempt: AttemptId, worker: WorkerId) {
    judging.place(Placement { attempt, worker, epoch: 1, start_by_ms: 9 }).unwrap();
    judging.start(attempt, worker, 9).unwrap();
}

fn at(state: State) -> Judging {
    let mut judging = Judging::new(JudgingId(Uuid::nil()), SubmissionId(Uuid::nil()));
    judging.state = state;
    judging
}

/// Every state, with attempt A on worker W where there is one.
fn states() -> [State; 7] {
    [
        State::Queued,
        State::Placed { attempt: A, worker: W, epoch: 1, start_by_ms: 10 },
        State::Running { attempt: A, worker: W, lease_until_ms: 10 },
        State::Judged { attempt: A, judgement: Box::new(judgement()) },
        State::Cancelled,
        State::Expired,
        State::Abandoned { why: "x".into() },
    ]
}

const fn given(cause: GiveBack, at_ms: u64) -> GivenBack<'static> {
    GivenBack { cause, detail: "d", at_ms }
}

type Move = fn(&mut Judging) -> Result<(), Refused>;

/// Applies a move in every state: the letters of the new states, `-` where it is refused.
fn row(step: Move) -> String {
    states()
        .into_iter()
        .map(|state| {
            let mut judging = at(state);
            let before = judging.clone();
            match step(&mut judging) {
                Ok(()) => judging.state.name().chars().next().unwrap(),
                Err(_) => {
                    assert_eq!(judging, before, "a refused move changes nothing");
                    '-'
                }
            }
        })
        .collect()
}

#[test]
fn every_move_in_every_state() {
    // Columns: Queued, Placed, Running, Judged, Cancelled, Expired, Abandoned.
    let table: [(&str, Move, &str); 18] = [
        ("place", |j| j.place(Placement { attempt: B, worker: X, epoch: 1, start_by_ms: 9 }), "p------"),
        ("unplace", |j| j.unplace(A), "-q-----"),
        ("unplace another", |j| j.unplace(B), "-------"),
        ("start", |j| j.start(A, W, 9), "-rr----"),
        ("start another attempt", |j| j.start(B, W, 9), "-------"),
        ("start from another worker", |j| j.start(A, X, 9), "-------"),
        ("renew", |j| j.renew(A, W, 9), "--r----"),
        ("renew another", |j| j.renew(B, W, 9), "-------"),
        ("finish", |j| j.finish(A, W, judgement()).map(drop), "--j----"),
        ("finish another", |j| j.finish(B, W, judgement()).map(drop), "-------"),
        ("finish from another worker", |j| j.finish(A, X, judgement()).map(drop), "-------"),
        ("finish near the limit", |j| j.finish(A, W, near(1)).map(drop), "--q----"),
        ("finish another near the limit", |j| j.finish(B, W, near(1)).map(drop), "-------"),
        ("give back", |j| j.give_back(A, W, given(GiveBack::Draining, 0)), "-qq----"),
        ("worker died", |j| j.worker_died(A), "--q----"),
        ("cancel", Judging::cancel, "ccc-c--"),
        ("expire", Judging::expire, "ee-----"),
        ("abandon", |j| j.abandon("y".into()), "aaa----"),
    ];
    for (name, step, expected) in table {
        assert_eq!(row(step), expected, "{name}");
    }
}

#[test]
fn the_third_death_abandons() {
    let mut judging = at(State::Queued);
    for death in 1..=POISON_LIMIT {
        judging.place(Placement { attempt: A, worker: W, epoch: 1, start_by_ms: 9 }).unwrap();
        judging.start(A, W, 9).unwrap();
        judging.worker_died(A).unwrap();
        assert_eq!((judging.deaths, judging.state.is_terminal()), (death, death == POISON_LIMIT));
    }
    assert_eq!((judging.attempts, judging.avoid), (POISON_LIMIT, vec![W]));
}

#[test]
fn only_our_own_trouble_counts_as_a_fault() {
    let outcome = |cause| {
        let mut judging = at(State::Queued);
        for _ in 0..FAULT_LIMIT {
            judging.place(Placement { attempt: A, worker: W, epoch: 1, start_by_ms: 9 }).unwrap();
            judging.give_back(A, W, given(cause, 0)).unwrap();
        }
        judging.state.name()
    };
    assert_eq!(outcome(GiveBack::Draining), "queued");
    assert_eq!(outcome(GiveBack::Capacity), "queued");
    assert_eq!(outcome(GiveBack::Host), "abandoned");
    assert_eq!(outcome(GiveBack::Package), "abandoned");
}

#[test]
fn each_fault_waits_twice_as_long() {
    let mut judging = at(State::Queued);
    let mut wait = |cause, at_ms| {
        judging.place(Placement { attempt: A, worker: W, epoch: 1, start_by_ms: 9 }).unwrap();
        judging.give_back(A, W, given(cause, at_ms)).unwrap();
        judging.not_before_ms
    };
    assert_eq!(wait(GiveBack::Draining, 5), 0, "a worker that shuts down is no reason to wait");
    assert_eq!(wait(GiveBack::Capacity, 10), 1_010);
    assert_eq!(wait(GiveBack::Host, 10_000), 11_000);
    assert_eq!(wait(GiveBack::Package, 20_000), 22_000);
}

#[test]
fn a_lease_is_never_shortened_and_every_renewal_shows() {
    let mut judging = at(State::Running { attempt: A, worker: W, lease_until_ms: 10 });
    // As when the clock was set back.
    judging.renew(A, W, 5).unwrap();
    assert_eq!(judging.state, State::Running { attempt: A, worker: W, lease_until_ms: 11 });
    judging.renew(A, W, 50).unwrap();
    assert_eq!(judging.state, State::Running { attempt: A, worker: W, lease_until_ms: 50 });
}

#[test]
fn a_near_tle_is_confirmed_once_and_the_second_run_stands() {
    for (second, expected) in [(judgement(), Verdict::AC), (near(1070), Verdict::TLE)] {
        let mut judging = to_confirm();
        assert_eq!((judging.faults, judging.deaths, &judging.avoid), (0, 0, &vec![W]));
        run_again(&mut judging, B, X);
        assert_eq!(judging.finish(B, X, second), Ok(End::Judged));
        let State::Judged { attempt, judgement } = judging.state else { panic!("{:?}", judging.state) };
        assert_eq!((attempt, judgement.verdict), (B, expected));
        let first = judgement.provenance.confirmation.unwrap();
        assert_eq!((first.verdict, first.worker.as_str()), (Verdict::TLE, "w1040"));
        assert_eq!((first.cpu, first.limit), (Duration::from_millis(1040), Some(Duration::from_secs(1))));
    }
}

#[test]
fn a_run_that_has_its_judgement_is_no_confirmation() {
    let mut judging = at(State::Running { attempt: A, worker: W, lease_until_ms: 10 });
    assert_eq!(judging.finish(A, W, judgement()), Ok(End::Judged));
    let State::Judged { judgement, .. } = judging.state else { panic!("{:?}", judging.state) };
    assert_eq!(judgement.provenance.confirmation, None);
}

#[test]
fn a_first_end_that_is_told_again_changes_nothing() {
    let mut judging = to_confirm();
    let before = judging.clone();
    assert_eq!(judging.finish(A, W, near(1040)), Ok(End::Repeated));
    assert_eq!(judging, before);
    run_again(&mut judging, B, W);
    let before = judging.clone();
    assert_eq!(judging.finish(A, W, near(1040)), Ok(End::Repeated));
    assert_eq!(judging, before);
    assert_eq!(judging.finish(B, W, judgement()), Ok(End::Judged));
    assert!(matches!(judging.finish(A, W, near(1040)), Err(Refused::Ended("judged"))));
}

#[test]
fn a_worker_that_dies_confirming_is_replaced_and_the_first_run_stays_known() {
    let mut judging = to_confirm();
    run_again(&mut judging, B, X);
    judging.worker_died(B).unwrap();
    assert_eq!(judging.deaths, 1);
    run_again(&mut judging, C, W);
    judging.give_back(C, W, given(GiveBack::Draining, 0)).unwrap();
    run_again(&mut judging, D, X);
    assert_eq!(judging.finish(D, X, near(1070)), Ok(End::Judged));
    let State::Judged { judgement, .. } = judging.state else { panic!("{:?}", judging.state) };
    assert_eq!(judgement.provenance.confirmation.map(|first| first.worker), Some("w1040".to_owned()));
}

#[test]
fn what_is_being_confirmed_may_be_cancelled_and_does_not_expire() {
    let mut judging = to_confirm();
    assert_eq!(judging.expire(), Err(Refused::Taken));
    judging.cancel().unwrap();
    assert_eq!(judging.state, State::Cancelled);
}

/// Something that any of four attempts on two workers may try, in any order.
#[derive(Clone, Copy, Debug)]
enum Try {
    Place(AttemptId, WorkerId),
    Unplace(AttemptId),
    Start(AttemptId, WorkerId),
    Renew(AttemptId, WorkerId),
    Finish(AttemptId, WorkerId, bool),
    GiveBack(AttemptId, WorkerId, GiveBack),
    Died(AttemptId),
    Cancel,
    Expire,
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let attempt = prop::sample::select(vec![A, B, C, D]);
    let worker = prop::sample::select(vec![W, X]);
    let both = (attempt.clone(), worker);
    let causes = prop::sample::select(vec![GiveBack::Draining, GiveBack::Host, GiveBack::Capacity]);
    let one = prop_oneof![
        6 => both.clone().prop_map(|(a, w)| Try::Place(a, w)),
        1 => attempt.clone().prop_map(Try::Unplace),
        8 => both.clone().prop_map(|(a, w)| Try::Start(a, w)),
        2 => both.clone().prop_map(|(a, w)| Try::Renew(a, w)),
        12 => (both.clone(), any::<bool>()).prop_map(|((a, w), near)| Try::Finish(a, w, near)),
        1 => (both, causes).prop_map(|((a, w), cause)| Try::GiveBack(a, w, cause)),
        1 => attempt.prop_map(Try::Died),
        1 => Just(Try::Cancel),
        1 => Just(Try::Expire),
    ];
    prop::collection::vec(one, 0..120)
}

proptest! {
    /// Whatever is tried in whatever order: at most one first run, never taken back; one end, that absorbs; a judgement
    /// says that it confirms exactly if there was a first run, and only of that one.
    #[test]
    fn any_order_of_moves_ends_once_and_confirms_once(tries in tries()) {
        let mut judging = at(State::Queued);
        for one in tries {
            let before = judging.clone();
            let done = match one {
                Try::Place(attempt, worker) => judging.place(Placement { attempt, worker, epoch: 1, start_by_ms: 9 }),
                Try::Unplace(attempt) => judging.unplace(attempt),
                Try::Start(attempt, worker) => judging.start(attempt, worker, 9),
                Try::Renew(attempt, worker) => judging.renew(attempt, worker, 9),
                Try::Finish(attempt, worker, is_near) => {
                    let said = if is_near { near(1040) } else { judgement() };
                    let end = judging.finish(attempt, worker, said);
                    prop_assert!(end != Ok(End::Repeated) || judging == before);
                    prop_assert!(end != Ok(End::ToConfirm) || before.first.is_none() && is_near);
                    end.map(drop)
                }
                Try::GiveBack(attempt, worker, cause) => judging.give_back(attempt, worker, given(cause, 0)),
                Try::Died(attempt) => judging.worker_died(attempt),
                Try::Cancel => judging.cancel(),
                Try::Expire => judging.expire(),
            };
            prop_assert!(done.is_ok() || judging == before, "a refused move changes nothing: {one:?}");
            prop_assert!(before.first.is_none() || judging.first == before.first, "the first run stays: {one:?}");
            prop_assert!(!before.state.is_terminal() || judging == before, "an end absorbs: {one:?}");
            if let State::Judged { judgement, .. } = &judging.state {
                let first = judging.first.as_ref().map(|first| &first.said);
                prop_assert_eq!(judgement.provenance.confirmation.as_ref(), first);
                prop_assert!(first.is_some() || !judgement.measured.near_limit, "a near TLE is confirmed");
            }
        }
    }
}
