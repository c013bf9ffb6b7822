//! What somebody who holds a worker's key can do, beyond judging what is placed on that worker: nothing.
//! Workers run hostile code, so this is assumed to happen.
#![allow(clippy::unwrap_used)]

mod support;

use pyjury_core::principal::Role;
use pyjury_proto::internal::v1 as internal;
use pyjury_proto::v1;
use pyjury_proto::v1::submit_request::Target;
use support::packages::{echo, upload_ready};
use support::worker::{Worker, case, judgement, presence};
use support::{Harness, Workers, reason, run, submit};
use tonic::{Code, Status};
use uuid::Uuid;

/// Calls every method with an attempt, under a worker id, and tells how each was answered. A renewal
/// that says that the attempt isn't the caller's is an error here, too.
async fn try_everything(
    thief: &mut Workers,
    worker_id: &str,
    attempt: &internal::Attempt,
    digest: &str,
) -> Vec<(&'static str, Result<(), Status>)> {
    let (worker_id, attempt) = (worker_id.to_owned(), Some(attempt.clone()));
    let start = internal::StartRequest { worker_id: worker_id.clone(), attempt: attempt.clone() };
    let attempts = attempt.clone().into_iter().collect();
    let renew = internal::RenewRequest { worker_id: worker_id.clone(), attempts, ..Default::default() };
    let forged = internal::JudgedCase { index: 0, case_count: 2, result: Some(case("forged")) };
    let record =
        internal::RecordCasesRequest { worker_id: worker_id.clone(), attempt: attempt.clone(), cases: vec![forged] };
    let fetch = internal::FetchPackageRequest {
        worker_id: worker_id.clone(),
        attempt: attempt.clone(),
        digest: digest.to_owned(),
    };
    let give_back = internal::GiveBackRequest {
        worker_id: worker_id.clone(),
        attempt: attempt.clone(),
        cause: internal::GiveBackCause::Host.into(),
        detail: "forged".into(),
    };
    let finish = internal::FinishRequest { worker_id, attempt, judgement: Some(judgement()), ..Default::default() };
    let renewed = match thief.renew(renew).await {
        Ok(answer) if !answer.get_ref().revoked.is_empty() => Err(Status::failed_precondition("revoked")),
        other => other.map(drop),
    };
    vec![
        ("Start", thief.start(start).await.map(drop)),
        ("Renew", renewed),
        ("RecordCases", thief.record_cases(record).await.map(drop)),
        ("FetchPackage", thief.fetch_package(fetch).await.map(drop)),
        ("GiveBack", thief.give_back(give_back).await.map(drop)),
        ("Finish", thief.finish(finish).await.map(drop)),
    ]
}

/// A submission to a problem, and the problem's digest.
async fn target(harness: &Harness, name: &str) -> (String, String) {
    let mut jury = harness.problems("judy", Role::Jury).await;
    let problem = upload_ready(harness, &mut jury, name, &echo(name)).await;
    let mut ann = harness.judge("ann", Role::Submitter).await;
    let request = v1::SubmitRequest { target: Some(Target::ProblemName(name.into())), ..run("print('secret of ann')") };
    (submit(&mut ann, request).await, problem.digest)
}

#[tokio::test]
async fn it_cannot_touch_an_attempt_that_another_worker_holds() {
    let harness = Harness::start().await;
    let (submission, digest) = target(&harness, "echo").await;
    let mut honest = Worker::in_process(&harness);
    let held = honest.place(&harness, &submission).await;
    let mut thief = harness.workers(&harness.key("acme", "thief", Role::Worker).await).await;

    for state in ["placed", "running"] {
        if state == "running" {
            honest.client.start(honest.start_request(&held)).await.unwrap();
        }
        let own_id = Uuid::new_v4().to_string();
        let hello = internal::RegisterRequest { worker_id: own_id.clone(), presence: Some(presence("thief")) };
        thief.register(hello).await.unwrap();
        for (method, answer) in try_everything(&mut thief, &own_id, &held, &digest).await {
            let status = answer.expect_err(method);
            assert_eq!(status.code(), Code::FailedPrecondition, "{state} {method}: {status:?}");
            assert!(!format!("{status:?}").contains("ann"), "{state} {method}: {status:?}");
        }
        for (method, answer) in try_everything(&mut thief, &honest.id.to_string(), &held, &digest).await {
            let status = answer.expect_err(method);
            assert_ne!(status.code(), Code::Internal, "{state} {method}: {status:?}");
            assert_eq!(reason(&status), "INVALID_FIELD", "{state} {method}: another's worker id");
        }
    }

    // Nothing came of it: no case, no judgement, and the worker that holds the attempt ends it.
    let mut ann = harness.judge("ann", Role::Submitter).await;
    let get = v1::GetRequest { submission_id: submission.clone(), include_files: false };
    let seen = ann.get(get.clone()).await.unwrap().into_inner().submission.unwrap();
    assert_eq!((seen.state(), seen.attempts), (v1::JudgingState::Running, 1));
    assert!(seen.progress.unwrap().cases.is_empty());
    honest.client.finish(honest.finish_request(&held)).await.unwrap();
    let seen = ann.get(get).await.unwrap().into_inner().submission.unwrap();
    assert_eq!(seen.state(), v1::JudgingState::Judged);
}

#[tokio::test]
async fn an_attempt_of_its_own_opens_nothing_else() {
    let harness = Harness::start().await;
    let (mine, _) = target(&harness, "mine").await;
    let (other, other_digest) = target(&harness, "other").await;
    let mut thief = Worker::in_process(&harness);
    let held = thief.place(&harness, &mine).await;
    thief.client.start(thief.start_request(&held)).await.unwrap();

    // The parts of an attempt are checked together: its own with somebody else's submission is none.
    let waiting = harness.ledger.pending(None, 10).await.unwrap().entries;
    let target = waiting.iter().find(|pending| pending.judging.submission.to_string() == other).unwrap().judging;
    let mixed = [
        internal::Attempt { submission_id: other.clone(), ..held.clone() },
        internal::Attempt { judging_id: target.judging.to_string(), ..held.clone() },
        internal::Attempt {
            submission_id: other.clone(),
            judging_id: target.judging.to_string(),
            attempt_id: held.attempt_id.clone(),
        },
        internal::Attempt { attempt_id: Uuid::new_v4().to_string(), ..held.clone() },
    ];
    let mut client = harness.workers(&harness.key("acme", "worker-1", Role::Worker).await).await;
    for attempt in &mixed {
        for (method, answer) in try_everything(&mut client, &thief.id.to_string(), attempt, &other_digest).await {
            let status = answer.expect_err(method);
            assert_eq!(status.code(), Code::FailedPrecondition, "{method}: {status:?}");
        }
    }
    // The package of another problem, with an attempt that is in order.
    let fetch = internal::FetchPackageRequest {
        worker_id: thief.id.to_string(),
        attempt: Some(held),
        digest: other_digest.clone(),
    };
    let status = client.fetch_package(fetch).await.unwrap_err();
    assert_eq!(support::fields(&status), ["digest"]);
}

#[tokio::test]
async fn what_it_held_is_gone_when_the_attempt_is() {
    let harness = Harness::start().await;
    let (submission, digest) = target(&harness, "echo").await;
    let mut thief = Worker::in_process(&harness);
    let held = thief.place(&harness, &submission).await;
    thief.client.start(thief.start_request(&held)).await.unwrap();
    let mut ann = harness.judge("ann", Role::Submitter).await;
    ann.cancel(v1::CancelRequest { submission_id: submission }).await.unwrap();
    let mut client = harness.workers(&harness.key("acme", "worker-1", Role::Worker).await).await;
    for (method, answer) in try_everything(&mut client, &thief.id.to_string(), &held, &digest).await {
        let status = answer.expect_err(method);
        assert_eq!(status.code(), Code::FailedPrecondition, "{method}: {status:?}");
    }
}

#[tokio::test]
async fn a_revoked_worker_key_opens_nothing() {
    let harness = Harness::start().await;
    let made = pyjury_store::ledger::NewApiKey::of("acme", "w", [Role::Worker]);
    let (key, secret) = harness.ledger.create_api_key(made).await.unwrap();
    let mut worker = harness.workers(&secret).await;
    let worker_id = Uuid::new_v4().to_string();
    let hello = internal::RegisterRequest { worker_id: worker_id.clone(), presence: Some(presence("w")) };
    worker.register(hello).await.unwrap();
    let idle = internal::RenewRequest { worker_id, ..Default::default() };
    worker.renew(idle.clone()).await.unwrap();
    let operator = harness.key("ops", "op", Role::Operator).await;
    let revoke = v1::KeyServiceRevokeRequest { key_id: key.id.to_string(), tenant: "acme".into() };
    harness.keys(&operator).await.revoke(revoke).await.unwrap();
    let status = worker.renew(idle).await.unwrap_err();
    assert_eq!((status.code(), reason(&status).as_str()), (Code::Unauthenticated, "BAD_KEY"));
}
