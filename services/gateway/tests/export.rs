//! Contest results that were taken away: who may say so, of what, and what follows.
#![allow(clippy::unwrap_used)]

mod support;

use std::time::Duration;

use pyjury_core::principal::Role;
use pyjury_proto::v1;
use pyjury_store::ledger::Retention;
use support::{Harness, Judge, refused, run, submit};
use tonic::Code;

/// Submissions in a lane, cancelled: an end like any other.
async fn ended(judge: &mut Judge, lane: v1::Lane, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for _ in 0..count {
        let id = submit(judge, v1::SubmitRequest { lane: lane.into(), ..run("print(1)") }).await;
        judge.cancel(v1::CancelRequest { submission_id: id.clone() }).await.unwrap();
        ids.push(id);
    }
    ids
}

async fn mark(judge: &mut Judge, ids: &[&str]) -> v1::MarkExportedResponse {
    let submission_ids = ids.iter().map(|&id| id.to_owned()).collect();
    judge.mark_exported(v1::MarkExportedRequest { submission_ids, ..Default::default() }).await.unwrap().into_inner()
}

fn reasons(failures: &[v1::ExportFailure]) -> Vec<(&str, i32)> {
    failures.iter().map(|f| (f.submission_id.as_str(), f.error.as_ref().unwrap().code)).collect()
}

/// The lines of marking in the audit log of the tenant: to what, and how it ended.
async fn lines(harness: &Harness) -> Vec<(String, String, v1::AuditOutcome)> {
    let secret = harness.key("acme", "auditor", Role::Admin).await;
    let mut audit = harness.audit(&secret).await;
    let page = audit.list(v1::AuditServiceListRequest::default()).await.unwrap().into_inner();
    let mut lines = page.lines;
    lines.retain(|line| line.action() == v1::AuditAction::MarkExported);
    assert!(lines.iter().all(|line| line.tenant == "acme" && line.actor_user == "root" && !line.key_id.is_empty()));
    lines.into_iter().map(|line| (line.object.clone(), line.detail.clone(), line.outcome())).collect()
}

#[tokio::test]
async fn what_was_exported_goes_after_its_time_and_nothing_else_does() {
    let harness = Harness::start().await;
    let mut ann = harness.judge("ann", Role::Submitter).await;
    let contest = ended(&mut ann, v1::Lane::Contest, 3).await;
    let other_lane = ended(&mut ann, v1::Lane::Batch, 1).await.remove(0);
    let waits = submit(&mut ann, v1::SubmitRequest { lane: v1::Lane::Contest.into(), ..run("print(2)") }).await;
    let unknown = uuid::Uuid::new_v4().to_string();

    let mut admin = harness.judge("root", Role::Admin).await;
    let named = [&contest[0], &contest[1], &waits, &other_lane, &unknown, "nonsense"].map(AsRef::as_ref);
    for _once_more_is_no_error in 0..2 {
        let answer = mark(&mut admin, &named).await;
        assert_eq!((answer.marked, answer.not_ended_ids.as_slice()), (2, std::slice::from_ref(&waits)));
        let expected = [
            (other_lane.as_str(), Code::FailedPrecondition as i32),
            (unknown.as_str(), Code::NotFound as i32),
            ("nonsense", Code::InvalidArgument as i32),
        ];
        assert_eq!(reasons(&answer.failures), expected);
    }
    let line = ("2 submissions".to_owned(), contest[..2].join(", "), v1::AuditOutcome::Done);
    assert_eq!(lines(&harness).await, [line.clone(), line]);

    // Nothing to mark is nothing done.
    assert_eq!(mark(&mut admin, &[&waits]).await.marked, 0);
    assert_eq!(lines(&harness).await.len(), 2);

    let policy = Retention { contest: Duration::from_secs(60), ..Retention::default() };
    let later = harness.ledger.now_ms() + 120_000;
    assert_eq!(harness.ledger.retire_submissions(&policy, harness.ledger.now_ms(), None).await.unwrap().count, 0);
    let (mut gone, mut from) = (0, None);
    loop {
        let step = harness.ledger.retire_submissions(&policy, later, from).await.unwrap();
        gone += step.count;
        from = step.next;
        if from.is_none() {
            break;
        }
    }
    assert_eq!(gone, 2);
    let left = admin.list(v1::ListRequest::default()).await.unwrap().into_inner().submissions;
    assert_eq!(left.into_iter().map(|s| s.submission_id).collect::<Vec<_>>(), [&*waits, &*other_lane, &*contest[2]]);
}

#[tokio::test]
async fn only_an_admin_of_the_tenant_says_so() {
    let harness = Harness::start().await;
    let ids = ended(&mut harness.judge("ann", Role::Submitter).await, v1::Lane::Contest, 1).await;
    let request = v1::MarkExportedRequest { submission_ids: ids.clone(), ..Default::default() };
    for role in [Role::Submitter, Role::Jury, Role::Operator, Role::Worker] {
        let marked = harness.judge("ann", role).await.mark_exported(request.clone()).await;
        refused(marked, Code::PermissionDenied, "ROLE_NEEDED", &[]);
    }
    let secret = harness.key("other", "root", Role::Admin).await;
    let answer = mark(&mut harness.judge_with(&secret).await, &[&ids[0]]).await;
    assert_eq!((answer.marked, answer.not_ended_ids.len()), (0, 0));
    assert_eq!(reasons(&answer.failures), [(&*ids[0], Code::NotFound as i32)]);
    assert!(lines(&harness).await.is_empty());

    let mut admin = harness.judge("root", Role::Admin).await;
    for count in [0, 501] {
        let submission_ids = vec![ids[0].clone(); count];
        let marked = admin.mark_exported(v1::MarkExportedRequest { submission_ids, ..Default::default() }).await;
        refused(marked, Code::InvalidArgument, "INVALID_FIELD", &["submission_ids"]);
    }
    assert_eq!(mark(&mut admin, &[&ids[0]]).await.marked, 1);
}

#[tokio::test]
async fn results_that_were_not_exported_are_not_marked() {
    let harness = Harness::start().await;
    let mut ann = harness.judge("ann", Role::Submitter).await;
    let request = v1::SubmitRequest { lane: v1::Lane::Contest.into(), ..run("print(1)") };
    let sent = ann.submit(request).await.unwrap().into_inner().submission.unwrap();
    let epoch = harness.ledger.raise_epoch().await.unwrap();
    let first = harness.ledger.pending(None, 1).await.unwrap().entries.remove(0).judging;
    harness.ledger.abandon(epoch, first, "the disk".into()).await.unwrap();
    let mut admin = harness.judge("root", Role::Admin).await;
    let exported = |judgings: &[&str]| v1::MarkExportedRequest {
        submission_ids: vec![sent.submission_id.clone()],
        judging_ids: judgings.iter().map(|&id| id.to_owned()).collect(),
    };

    // It is judged again while the first result is written down.
    let second = harness.ledger.rejudge(first).await.unwrap();
    let answer = admin.mark_exported(exported(&[&sent.judging_id])).await.unwrap().into_inner();
    assert_eq!((answer.marked, answer.not_ended_ids.as_slice()), (0, std::slice::from_ref(&sent.submission_id)));
    harness.ledger.abandon(epoch, second, "the disk".into()).await.unwrap();
    let answer = admin.mark_exported(exported(&[&sent.judging_id])).await.unwrap().into_inner();
    assert_eq!((answer.marked, reasons(&answer.failures)[0].1), (0, Code::FailedPrecondition as i32));
    assert!(answer.failures[0].error.as_ref().unwrap().message.contains("judged again"), "{answer:?}");

    let second = second.judging.to_string();
    let uneven = admin.mark_exported(exported(&[&second, &second])).await;
    refused(uneven, Code::InvalidArgument, "INVALID_FIELD", &["judging_ids"]);
    assert_eq!(admin.mark_exported(exported(&[&second])).await.unwrap().into_inner().marked, 1);
}
