//! Who sees what: keys, ownership, closed cases, lists, cancels.
#![allow(clippy::unwrap_used)]

mod support;

use std::time::Duration;

use pyjury_core::principal::Role;
use pyjury_proto::v1;
use pyjury_proto::v1::judge_service_client::JudgeServiceClient;
use pyjury_store::ledger::Revocation;
use support::worker::Worker;
use support::{Harness, refused, run, submit};
use tonic::{Code, Request};
use uuid::Uuid;

fn get(id: &str) -> v1::GetRequest {
    v1::GetRequest { submission_id: id.into(), include_files: true }
}

#[tokio::test]
async fn every_call_needs_a_key_that_fits() {
    let harness = Harness::start().await;
    let mut nobody = JudgeServiceClient::new(harness.channel().await);
    refused(nobody.submit(run("1")).await, Code::Unauthenticated, "BAD_KEY", &[]);
    let mut forged = harness.judge_with("pyj_0").await;
    refused(forged.submit(run("1")).await, Code::Unauthenticated, "BAD_KEY", &[]);
    let mut worker = harness.judge("w", Role::Worker).await;
    refused(worker.submit(run("1")).await, Code::PermissionDenied, "ROLE_NEEDED", &[]);

    let secret = harness.key("acme", "ann", Role::Submitter).await;
    let mut request = Request::new(run("1"));
    request.metadata_mut().insert("x-api-key", secret.parse().unwrap());
    nobody.submit(request).await.unwrap();

    let key = harness
        .ledger
        .api_keys(Some("acme"), 100, None)
        .await
        .unwrap()
        .keys
        .into_iter()
        .find(|key| key.principal.user == "ann");
    let mut ann = harness.judge_with(&secret).await;
    harness
        .ledger
        .revoke_api_key("acme", key.unwrap().id, Revocation { by: "acme/root".into(), at_ms: 1 })
        .await
        .unwrap();
    // Revoked behind the gateway's back: it believes the key for a moment.
    let refusal = support::within(Duration::from_secs(5), async || ann.submit(run("1")).await.err()).await;
    assert_eq!((refusal.code(), support::reason(&refusal).as_str()), (Code::Unauthenticated, "BAD_KEY"));
}

#[tokio::test]
async fn what_is_somebody_elses_is_not_found() {
    let harness = Harness::start().await;
    let mut ann = harness.judge("ann", Role::Submitter).await;
    let id = submit(&mut ann, run("print(1)")).await;
    let mut bob = harness.judge("bob", Role::Submitter).await;
    let other = harness.key("other", "root", Role::Admin).await;
    let mut stranger = harness.judge_with(&other).await;
    for judge in [&mut bob, &mut stranger] {
        refused(judge.get(get(&id)).await, Code::NotFound, "NOT_FOUND", &[]);
        let watch = v1::WatchRequest { submission_id: id.clone(), after_sequence: 0 };
        assert_eq!(judge.watch(watch).await.unwrap_err().code(), Code::NotFound);
        let cancel = v1::CancelRequest { submission_id: id.clone() };
        refused(judge.cancel(cancel).await, Code::NotFound, "NOT_FOUND", &[]);
    }
    let mut jury = harness.judge("judy", Role::Jury).await;
    assert_eq!(jury.get(get(&id)).await.unwrap().into_inner().submission.unwrap().user, "ann");
    refused(ann.get(get(&Uuid::new_v4().to_string())).await, Code::NotFound, "NOT_FOUND", &[]);
    refused(ann.get(get("7")).await, Code::InvalidArgument, "INVALID_FIELD", &["submission_id"]);
}

#[tokio::test]
async fn secret_cases_are_closed_to_submitters_and_open_to_the_jury() {
    let harness = Harness::start().await;
    let mut ann = harness.judge("ann", Role::Submitter).await;
    let id = submit(&mut ann, run("print(1)")).await;
    Worker::in_process(&harness).judge(&harness, &id).await;

    let seen = ann.get(get(&id)).await.unwrap().into_inner().submission.unwrap();
    let judgement = seen.judgement.clone().unwrap();
    assert_eq!(judgement.verdict(), v1::Verdict::Rte);
    assert_eq!(judgement.cases[0].feedback.clone().unwrap().team, "for the team");
    assert_eq!(judgement.cases[0].usage.unwrap().memory_bytes, 2 << 20, "rounded up");
    assert!(!format!("{seen:?}").contains("HIDDEN"), "{seen:?}");
    let listed = ann.list(v1::ListRequest::default()).await.unwrap().into_inner();
    assert!(!format!("{listed:?}").contains("HIDDEN"), "{listed:?}");
    let watch = v1::WatchRequest { submission_id: id.clone(), after_sequence: 0 };
    let first = ann.watch(watch).await.unwrap().into_inner().message().await.unwrap().unwrap();
    assert!(!format!("{first:?}").contains("HIDDEN"), "{first:?}");

    let mut jury = harness.judge("judy", Role::Jury).await;
    let full = jury.get(get(&id)).await.unwrap().into_inner().submission.unwrap();
    assert_eq!(full.judgement.unwrap().reason, "exception:HIDDEN");
}

#[tokio::test]
async fn lists_have_pages_and_filters() {
    let harness = Harness::start().await;
    let mut ann = harness.judge("ann", Role::Submitter).await;
    let mut ids = Vec::new();
    for number in 0..7 {
        let labels = [("parity".to_owned(), (number % 2).to_string())].into();
        ids.push(submit(&mut ann, v1::SubmitRequest { labels, ..run("print(1)") }).await);
    }
    let mut bob = harness.judge("bob", Role::Submitter).await;
    let of_bob = submit(&mut bob, run("print(2)")).await;

    let mut seen = Vec::new();
    let mut request = v1::ListRequest { page_size: 3, ..Default::default() };
    loop {
        let page = ann.list(request.clone()).await.unwrap().into_inner();
        assert!(page.submissions.len() <= 3);
        seen.extend(page.submissions.into_iter().map(|row| row.submission_id));
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() {
            break;
        }
    }
    ids.reverse();
    assert_eq!(seen, ids, "one's own, the newest first, each once");

    let odd = v1::ListRequest { labels: [("parity".to_owned(), "1".to_owned())].into(), ..Default::default() };
    assert_eq!(ann.list(odd).await.unwrap().into_inner().submissions.len(), 3);
    let judged = v1::ListRequest { states: vec![v1::JudgingState::Judged.into()], ..Default::default() };
    assert!(ann.list(judged).await.unwrap().into_inner().submissions.is_empty());

    let of_others = v1::ListRequest { user: "bob".into(), ..Default::default() };
    refused(ann.list(of_others.clone()).await, Code::PermissionDenied, "ROLE_NEEDED", &[]);
    let mut jury = harness.judge("judy", Role::Jury).await;
    assert_eq!(jury.list(of_others).await.unwrap().into_inner().submissions[0].submission_id, of_bob);
    assert_eq!(jury.list(v1::ListRequest::default()).await.unwrap().into_inner().submissions.len(), 8);

    let forged = v1::ListRequest { page_token: "x".into(), ..Default::default() };
    refused(ann.list(forged).await, Code::InvalidArgument, "INVALID_FIELD", &["page_token"]);
    let unknown = v1::ListRequest { states: vec![99], verdicts: vec![0], ..Default::default() };
    refused(ann.list(unknown).await, Code::InvalidArgument, "INVALID_FIELD", &["states[0]", "verdicts[0]"]);
}

#[tokio::test]
async fn a_cancel_ends_it_once() {
    let harness = Harness::start().await;
    let mut ann = harness.judge("ann", Role::Submitter).await;
    let id = submit(&mut ann, run("print(1)")).await;
    let cancel = v1::CancelRequest { submission_id: id.clone() };
    let cancelled = ann.cancel(cancel.clone()).await.unwrap().into_inner().submission.unwrap();
    assert_eq!(cancelled.state(), v1::JudgingState::Cancelled);
    ann.cancel(cancel).await.unwrap();

    let id = submit(&mut ann, run("print(1)")).await;
    Worker::in_process(&harness).judge(&harness, &id).await;
    let late = ann.cancel(v1::CancelRequest { submission_id: id }).await;
    refused(late, Code::FailedPrecondition, "ALREADY_ENDED", &[]);
}
