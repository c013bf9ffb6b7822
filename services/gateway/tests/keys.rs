//! Making, listing and revoking keys, acting for another user, and the audit log.
#![allow(clippy::unwrap_used)]

mod support;

use std::time::Duration;

use pyjury_core::principal::Role;
use pyjury_core::{Scope, Scopes};
use pyjury_proto::v1;
use pyjury_store::ledger::{NewApiKey, Revocation};
use support::worker::now_ms;
use support::{Harness, reason, refused, run, submit, within};
use tonic::{Code, Request};

fn wanted(user: &str, role: v1::Role) -> v1::KeyServiceCreateRequest {
    v1::KeyServiceCreateRequest { user: user.into(), roles: vec![role.into()], ..Default::default() }
}

fn get(id: &str) -> v1::GetRequest {
    v1::GetRequest { submission_id: id.into(), include_files: false }
}

#[tokio::test]
async fn a_key_is_made_used_listed_and_revoked() {
    let harness = Harness::start().await;
    let mut root = harness.keys(&harness.key("acme", "root", Role::Admin).await).await;
    let request = v1::KeyServiceCreateRequest { note: "exam 3".into(), ..wanted("ann", v1::Role::Submitter) };
    let made = root.create(request).await.unwrap().into_inner();
    let key = made.key.unwrap();
    assert_eq!((key.tenant.as_str(), key.created_by.as_str(), key.note.as_str()), ("acme", "acme/root", "exam 3"));
    assert!(key.created_at.is_some() && key.expires_at.is_none() && key.scopes.is_empty());
    let mut ann = harness.judge_with(&made.secret).await;
    let id = submit(&mut ann, run("print(1)")).await;

    let listed = root.list(v1::KeyServiceListRequest::default()).await.unwrap().into_inner();
    assert!(listed.keys.contains(&key) && !format!("{listed:?}").contains(&made.secret));

    let mut watch =
        ann.watch(v1::WatchRequest { submission_id: id.clone(), after_sequence: 0 }).await.unwrap().into_inner();
    watch.message().await.unwrap().unwrap();
    let revoke = v1::KeyServiceRevokeRequest { key_id: key.key_id.clone(), tenant: String::new() };
    for _ in 0..2 {
        let revoked = root.revoke(revoke.clone()).await.unwrap().into_inner().key.unwrap();
        assert_eq!(revoked.revoked_by, "acme/root");
    }
    refused(ann.get(get(&id)).await, Code::Unauthenticated, "BAD_KEY", &[]);
    // Well within the time that is promised: the limit is for a busy machine.
    let end = tokio::time::timeout(Duration::from_secs(20), watch.message()).await.unwrap().unwrap_err();
    assert_eq!((end.code(), reason(&end).as_str()), (Code::Unauthenticated, "BAD_KEY"));
    let unknown = v1::KeyServiceRevokeRequest { key_id: uuid::Uuid::new_v4().to_string(), ..Default::default() };
    refused(root.revoke(unknown).await, Code::NotFound, "NOT_FOUND", &[]);
}

#[tokio::test]
async fn a_key_that_is_revoked_at_another_gateway_or_expires_ends_here_too() {
    let harness = Harness::start().await;
    let revoked = harness.ledger.create_api_key(NewApiKey::of("acme", "ann", [Role::Submitter])).await.unwrap();
    let expiring = NewApiKey { expires_ms: Some(now_ms() + 4_000), ..NewApiKey::of("acme", "ann", [Role::Submitter]) };
    let expiring = harness.ledger.create_api_key(expiring).await.unwrap();
    let mut ann = harness.judge("ann", Role::Submitter).await;
    let id = submit(&mut ann, run("print(1)")).await;
    let mut streams = Vec::new();
    for (_, secret) in [&revoked, &expiring] {
        let mut judge = harness.judge_with(secret).await;
        let watch = v1::WatchRequest { submission_id: id.clone(), after_sequence: 0 };
        let mut stream = judge.watch(watch).await.unwrap().into_inner();
        stream.message().await.unwrap().unwrap();
        streams.push((judge, stream));
    }
    let mut of_ann =
        ann.watch(v1::WatchRequest { submission_id: id.clone(), after_sequence: 0 }).await.unwrap().into_inner();
    of_ann.message().await.unwrap().unwrap();

    let revocation = Revocation { by: "acme/root".into(), at_ms: now_ms() };
    harness.ledger.revoke_api_key("acme", revoked.0.id, revocation).await.unwrap().unwrap();
    for (mut judge, mut stream) in streams {
        let end = tokio::time::timeout(Duration::from_secs(20), stream.message()).await.unwrap().unwrap_err();
        assert_eq!(end.code(), Code::Unauthenticated, "{end:?}");
        // Each gateway believes a key for at most 5 seconds.
        let call = async || judge.get(get(&id)).await.err();
        assert_eq!(within(Duration::from_secs(5), call).await.code(), Code::Unauthenticated);
    }
    // Another key of the same user goes on.
    ann.cancel(v1::CancelRequest { submission_id: id }).await.unwrap();
    assert!(of_ann.message().await.unwrap().is_some());
}

#[tokio::test]
async fn nobody_makes_or_revokes_a_key_beyond_their_own() {
    let harness = Harness::start().await;
    let mut root = harness.keys(&harness.key("acme", "root", Role::Admin).await).await;
    let mut operator = harness.keys(&harness.key("ops", "op", Role::Operator).await).await;
    for role in [v1::Role::Operator, v1::Role::Worker] {
        refused(root.create(wanted("x", role)).await, Code::PermissionDenied, "ROLE_NEEDED", &[]);
    }
    let elsewhere = v1::KeyServiceCreateRequest { tenant: "other".into(), ..wanted("x", v1::Role::Submitter) };
    refused(root.create(elsewhere.clone()).await, Code::PermissionDenied, "ROLE_NEEDED", &[]);
    operator.create(elsewhere).await.unwrap();
    let worker = v1::KeyServiceCreateRequest { tenant: "acme".into(), ..wanted("w1", v1::Role::Worker) };
    let worker = operator.create(worker).await.unwrap().into_inner().key.unwrap();
    let revoke = v1::KeyServiceRevokeRequest { key_id: worker.key_id, tenant: "acme".into() };
    refused(root.revoke(revoke.clone()).await, Code::PermissionDenied, "ROLE_NEEDED", &[]);
    operator.revoke(revoke).await.unwrap();

    let tenants = |list: v1::KeyServiceListResponse| {
        let mut tenants: Vec<_> = list.keys.into_iter().map(|key| key.tenant).collect();
        tenants.dedup();
        tenants
    };
    let all = v1::KeyServiceListRequest::default();
    assert_eq!(tenants(operator.list(all.clone()).await.unwrap().into_inner()), ["acme", "ops", "other"]);
    assert_eq!(tenants(root.list(all).await.unwrap().into_inner()), ["acme"]);
    let of_other = v1::KeyServiceListRequest { tenant: "other".into(), ..Default::default() };
    refused(root.list(of_other).await, Code::PermissionDenied, "ROLE_NEEDED", &[]);

    let narrow = harness.narrow_key("acme", "root", Role::Admin, Scopes::of([Scope::Keys])).await;
    let mut narrow = harness.keys(&narrow).await;
    refused(narrow.create(wanted("x", v1::Role::Admin)).await, Code::InvalidArgument, "INVALID_FIELD", &["scopes"]);
    let bad = v1::KeyServiceCreateRequest { user: "a/b".into(), ..wanted("", v1::Role::Jury) };
    refused(root.create(bad).await, Code::InvalidArgument, "INVALID_FIELD", &["user"]);
}

/// A request for another user.
fn acting<T>(message: T, secret: &str, user: &str) -> Request<T> {
    let mut request = Request::new(message);
    request.metadata_mut().insert("authorization", format!("Bearer {secret}").parse().unwrap());
    request.metadata_mut().insert("x-pyjury-on-behalf-of", user.parse().unwrap());
    request
}

#[tokio::test]
async fn a_platform_acts_for_its_students_and_it_is_told() {
    let harness = Harness::start().await;
    let scopes = Scopes::of([Scope::Submit, Scope::Read, Scope::Cancel, Scope::ActOnBehalf]);
    let lms = harness.narrow_key("acme", "lms", Role::Admin, scopes).await;
    let mut judge = v1::judge_service_client::JudgeServiceClient::new(harness.channel().await);
    let sent = judge.submit(acting(run("print(1)"), &lms, "ann")).await.unwrap().into_inner().submission.unwrap();
    assert_eq!((sent.tenant.as_str(), sent.user.as_str(), sent.sent_by.as_str()), ("acme", "ann", "lms"));

    // It is Ann's: she reads it, and the platform for her; for Bob nobody does.
    let mut ann = harness.judge("ann", Role::Submitter).await;
    let seen = ann.get(get(&sent.submission_id)).await.unwrap().into_inner().submission.unwrap();
    assert_eq!(seen.sent_by, "lms");
    judge.get(acting(get(&sent.submission_id), &lms, "ann")).await.unwrap();
    let of_bob = judge.get(acting(get(&sent.submission_id), &lms, "bob")).await;
    refused(of_bob, Code::NotFound, "NOT_FOUND", &[]);
    let list = judge.list(acting(v1::ListRequest::default(), &lms, "bob")).await.unwrap().into_inner();
    assert!(list.submissions.is_empty());
    let all = v1::ListRequest { user: "ann".into(), ..Default::default() };
    refused(judge.list(acting(all, &lms, "bob")).await, Code::PermissionDenied, "ROLE_NEEDED", &[]);
    let watch = v1::WatchRequest { submission_id: sent.submission_id.clone(), after_sequence: 0 };
    refused(judge.watch(acting(watch, &lms, "bob")).await.map(drop), Code::NotFound, "NOT_FOUND", &[]);
    let cancel = v1::CancelRequest { submission_id: sent.submission_id.clone() };
    refused(judge.cancel(acting(cancel.clone(), &lms, "bob")).await, Code::NotFound, "NOT_FOUND", &[]);
    judge.cancel(acting(cancel, &lms, "ann")).await.unwrap();

    // A quota is the student's, names beyond ASCII are encoded, and bad ones are refused.
    let named = judge.submit(acting(run("print(1)"), &lms, "j%C3%BCrg")).await.unwrap().into_inner();
    assert_eq!(named.submission.unwrap().user, "jürg");
    let field = "x-pyjury-on-behalf-of";
    for bad in ["a/b", "%FF", "%1f"] {
        let answer = judge.submit(acting(run("1"), &lms, bad)).await;
        refused(answer, Code::InvalidArgument, "INVALID_FIELD", &[field]);
    }
    // Whoever has no such right has none here, whatever the role.
    for role in [Role::Submitter, Role::Jury, Role::Worker, Role::Operator] {
        let secret = harness.key("acme", "mallory", role).await;
        let answer = judge.submit(acting(run("1"), &secret, "ann")).await;
        refused(answer, Code::PermissionDenied, "ROLE_NEEDED", &[]);
    }
    let without = harness.narrow_key("acme", "lms", Role::Admin, Scopes::of([Scope::Submit])).await;
    let answer = judge.submit(acting(run("1"), &without, "ann")).await;
    refused(answer, Code::PermissionDenied, "SCOPE_NEEDED", &[]);
    // As somebody else it has a submitter's rights, also where it has more of its own.
    let root = harness.key("acme", "root", Role::Admin).await;
    let mut keys = v1::key_service_client::KeyServiceClient::new(harness.channel().await);
    let make = acting(wanted("x", v1::Role::Submitter), &root, "ann");
    refused(keys.create(make).await, Code::PermissionDenied, "ROLE_NEEDED", &[]);
}

#[tokio::test]
async fn administrative_acts_leave_a_line_and_no_secret() {
    let harness = Harness::start().await;
    let root_key = harness.key("acme", "root", Role::Admin).await;
    let mut root = harness.keys(&root_key).await;
    let made = root.create(wanted("ann", v1::Role::Submitter)).await.unwrap().into_inner();
    let mut ann = harness.judge_with(&made.secret).await;
    let own = submit(&mut ann, run("print(1)")).await;
    let other = submit(&mut ann, run("print(2)")).await;
    ann.cancel(v1::CancelRequest { submission_id: own.clone() }).await.unwrap();
    let mut jury = harness.judge("judy", Role::Jury).await;
    jury.cancel(v1::CancelRequest { submission_id: other.clone() }).await.unwrap();
    refused(
        root.create(v1::KeyServiceCreateRequest { user: "a b".into(), ..wanted("", v1::Role::Jury) }).await,
        Code::InvalidArgument,
        "INVALID_FIELD",
        &["user"],
    );
    let key_id = made.key.unwrap().key_id;
    root.revoke(v1::KeyServiceRevokeRequest { key_id: key_id.clone(), tenant: String::new() }).await.unwrap();
    let mut problems = harness.problems("judy", Role::Jury).await;
    support::packages::upload(&mut problems, "echo", &support::packages::echo("Echo")).await.unwrap();

    let mut audit = harness.audit(&root_key).await;
    let list = v1::AuditServiceListRequest::default();
    let lines = audit.list(list.clone()).await.unwrap().into_inner().lines;
    let told: Vec<_> = lines
        .iter()
        .map(|line| (line.actor_user.as_str(), line.action(), line.object.as_str(), line.outcome()))
        .collect();
    use v1::AuditAction::{CancelSubmission, CreateKey, RevokeKey, UploadProblem};
    use v1::AuditOutcome::{Done, Refused};
    assert_eq!(told.len(), 5, "a cancel by its owner leaves none: {told:?}");
    assert_eq!(told[0], ("judy", UploadProblem, "echo", Done));
    assert_eq!(told[1], ("root", RevokeKey, key_id.as_str(), Done));
    assert_eq!((told[2].0, told[2].1, told[2].3), ("root", CreateKey, Refused));
    assert_eq!(told[3], ("judy", CancelSubmission, other.as_str(), Done));
    assert_eq!(told[4], ("root", CreateKey, key_id.as_str(), Done));
    assert!(lines[4].address.starts_with("127.0.0.1:") && !lines[4].key_id.is_empty(), "{:?}", lines[4]);
    assert!(lines.is_sorted_by_key(|line| std::cmp::Reverse(line.at.unwrap().seconds)));
    assert!(!format!("{lines:?}").contains(&made.secret));

    let mut elsewhere = harness.audit(&harness.key("other", "root", Role::Admin).await).await;
    assert!(elsewhere.list(list.clone()).await.unwrap().into_inner().lines.is_empty());
    let of_acme = v1::AuditServiceListRequest { tenant: "acme".into(), ..list.clone() };
    refused(elsewhere.list(of_acme).await, Code::PermissionDenied, "ROLE_NEEDED", &[]);
    let mut operator = harness.audit(&harness.key("ops", "op", Role::Operator).await).await;
    assert_eq!(operator.list(list).await.unwrap().into_inner().lines.len(), 5);
}

#[tokio::test]
async fn an_in_process_worker_makes_no_keys() {
    let harness = Harness::start().await;
    let worker = pyjury_core::Principal { tenant: "acme".into(), user: "w".into(), roles: vec![Role::Worker] };
    let mut keys = v1::key_service_client::KeyServiceClient::new(harness.gateway.connect(worker));
    let answer = keys.create(wanted("x", v1::Role::Worker)).await;
    refused(answer, Code::PermissionDenied, "ROLE_NEEDED", &[]);
}
