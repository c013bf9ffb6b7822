#![allow(clippy::unwrap_used)]

use uuid::Uuid;

use super::*;
use crate::judgement::Feedback;
use crate::{Provenance, Reason, Usage, Verdict};

const A: AttemptId = AttemptId(Uuid::from_u128(1));
const B: AttemptId = AttemptId(Uuid::from_u128(2));
const W: WorkerId = WorkerId(Uuid::from_u128(3));
const X: WorkerId = WorkerId(Uuid::from_u128(4));

fn judgement() -> Judgement {
    Judgement {
        verdict: Verdict::AC,
        reason: Reason::Accepted,
        score: 1.0,
        max_score: 1.0,
        usage: Usage::default(),
        cases: Vec::new(),
        feedback: Feedback::default(),
        provenance: Provenance::default(),
    }
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
    let table: [(&str, Move, &str); 16] = [
        ("place", |j| j.place(Placement { attempt: B, worker: X, epoch: 1, start_by_ms: 9 }), "p------"),
        ("unplace", |j| j.unplace(A), "-q-----"),
        ("unplace another", |j| j.unplace(B), "-------"),
        ("start", |j| j.start(A, W, 9), "-rr----"),
        ("start another attempt", |j| j.start(B, W, 9), "-------"),
        ("start from another worker", |j| j.start(A, X, 9), "-------"),
        ("renew", |j| j.renew(A, W, 9), "--r----"),
        ("renew another", |j| j.renew(B, W, 9), "-------"),
        ("finish", |j| j.finish(A, W, judgement()), "--j----"),
        ("finish another", |j| j.finish(B, W, judgement()), "-------"),
        ("finish from another worker", |j| j.finish(A, X, judgement()), "-------"),
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
