//! What was abandoned: who may know of it, judge it again, put it away.
#![allow(clippy::unwrap_used)]

mod support;

use pyjury_core::principal::Role;
use pyjury_proto::v1;
use pyjury_proto::v1::dead_selection::Of;
use pyjury_proto::v1::dead_service_client::DeadServiceClient;
use support::{Harness, Key, refused, run, submit};
use tonic::Code;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;

type Dead = DeadServiceClient<InterceptedService<Channel, Key>>;

async fn client(harness: &Harness, tenant: &str, role: Role) -> Dead {
    let user = format!("{tenant}-{role:?}");
    let key = Key(format!("Bearer {}", harness.key(tenant, &user, role).await).parse().unwrap());
    DeadServiceClient::with_interceptor(harness.channel().await, key)
}

/// Submissions of these users, abandoned.
async fn abandoned(harness: &Harness, users: &[&str]) -> Vec<String> {
    let epoch = harness.ledger.raise_epoch().await.unwrap();
    let mut ids = Vec::new();
    for user in users {
        ids.push(submit(&mut harness.judge(user, Role::Submitter).await, run("print(1)")).await);
    }
    for pending in harness.ledger.pending(None, 100).await.unwrap().entries {
        harness.ledger.abandon(epoch, pending.judging, "the disk".into()).await.unwrap();
    }
    ids
}

async fn list(dead: &mut Dead, filter: v1::DeadFilter) -> Vec<String> {
    let mut request = v1::DeadServiceListRequest { filter: Some(filter), page_size: 2, page_token: String::new() };
    let mut ids = Vec::new();
    loop {
        let page = dead.list(request.clone()).await.unwrap().into_inner();
        assert!(page.judgings.iter().all(|dead| dead.why == "the disk" && dead.tenant == "acme"));
        ids.extend(page.judgings.into_iter().map(|dead| dead.submission_id));
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() {
            return ids;
        }
    }
}

fn all() -> v1::DeadFilter {
    v1::DeadFilter::default()
}

fn named(ids: &[&str]) -> Option<v1::DeadSelection> {
    let submission_ids = ids.iter().map(|&id| id.to_owned()).collect();
    Some(v1::DeadSelection { of: Some(Of::Submissions(v1::DeadSubmissions { submission_ids })) })
}

fn every(filter: v1::DeadFilter) -> Option<v1::DeadSelection> {
    Some(v1::DeadSelection { of: Some(Of::All(filter)) })
}

fn reasons(failures: &[v1::DeadFailure]) -> Vec<(String, i32)> {
    failures.iter().map(|f| (f.submission_id.clone(), f.error.as_ref().unwrap().code)).collect()
}

#[tokio::test]
async fn the_dead_are_judged_again_or_put_away() {
    let harness = Harness::start().await;
    let ids = abandoned(&harness, &["ann", "bob", "ann", "cid", "dan"]).await;
    let mut admin = client(&harness, "acme", Role::Admin).await;
    assert_eq!(list(&mut admin, all()).await, ids);
    let of_ann = v1::DeadFilter { user: "ann".into(), ..all() };
    assert_eq!(list(&mut admin, of_ann.clone()).await, [ids[0].clone(), ids[2].clone()]);

    let done = admin.replay(v1::DeadServiceReplayRequest { selection: every(of_ann) }).await.unwrap().into_inner();
    assert_eq!((done.replayed, done.failures.len()), (2, 0));
    let waiting = harness.ledger.pending(None, 100).await.unwrap().entries;
    assert_eq!(waiting.iter().map(|p| p.judging.submission.to_string()).collect::<Vec<_>>(), [&*ids[0], &*ids[2]]);
    assert_eq!(list(&mut admin, all()).await.len(), 3);

    let unknown = uuid::Uuid::new_v4().to_string();
    let selection = named(&[&ids[0], &ids[1], &unknown, "nonsense"]);
    let done = admin.replay(v1::DeadServiceReplayRequest { selection }).await.unwrap().into_inner();
    assert_eq!(done.replayed, 1);
    let expected = [
        (ids[0].clone(), Code::FailedPrecondition as i32),
        (unknown, Code::NotFound as i32),
        ("nonsense".to_owned(), Code::InvalidArgument as i32),
    ];
    assert_eq!(reasons(&done.failures), expected);

    let done = admin.purge(v1::DeadServicePurgeRequest { selection: named(&[&ids[3]]) }).await.unwrap().into_inner();
    assert_eq!((done.purged, done.failures.len()), (1, 0));
    assert_eq!(list(&mut admin, all()).await, [ids[4].clone()]);
    let none = admin.purge(v1::DeadServicePurgeRequest { selection: None }).await;
    refused(none, Code::InvalidArgument, "INVALID_FIELD", &["selection"]);
    let nobody = admin.replay(v1::DeadServiceReplayRequest { selection: named(&[]) }).await;
    refused(nobody, Code::InvalidArgument, "INVALID_FIELD", &["submissions.submission_ids"]);
}

#[tokio::test]
async fn the_dead_of_others_are_not_found() {
    let harness = Harness::start().await;
    let ids = abandoned(&harness, &["ann"]).await;
    for role in [Role::Submitter, Role::Jury, Role::Worker] {
        let mut other = client(&harness, "acme", role).await;
        let listed = other.list(v1::DeadServiceListRequest::default()).await;
        refused(listed, Code::PermissionDenied, "ROLE_NEEDED", &[]);
    }
    let mut stranger = client(&harness, "other", Role::Admin).await;
    assert!(list(&mut stranger, all()).await.is_empty());
    for tenant in ["acme", "*"] {
        let filter = Some(v1::DeadFilter { tenant: tenant.into(), ..all() });
        let listed = stranger.list(v1::DeadServiceListRequest { filter, ..Default::default() }).await;
        refused(listed, Code::PermissionDenied, "ROLE_NEEDED", &[]);
    }
    let replayed = stranger.replay(v1::DeadServiceReplayRequest { selection: named(&[&ids[0]]) }).await.unwrap();
    assert_eq!(reasons(&replayed.into_inner().failures), [(ids[0].clone(), Code::NotFound as i32)]);

    let mut operator = client(&harness, "other", Role::Operator).await;
    assert!(list(&mut operator, all()).await.is_empty());
    assert_eq!(list(&mut operator, v1::DeadFilter { tenant: "*".into(), ..all() }).await, ids);
    let selection = every(v1::DeadFilter { tenant: "acme".into(), ..all() });
    assert_eq!(operator.replay(v1::DeadServiceReplayRequest { selection }).await.unwrap().into_inner().replayed, 1);
}
