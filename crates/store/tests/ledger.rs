//! The domain's rules.
#![allow(clippy::unwrap_used)]

mod common;

use std::time::Duration;

use common::{Backend, Ground, case, holder, judgement, new};
use pyjury_core::judging::{GiveBack, GivenBack, JudgingRef, Phase, Placement, Refused, ReplaceCause, State};
use pyjury_core::principal::Role;
use pyjury_core::submission::Lane;
use pyjury_core::{AttemptId, Digest, Principal, Reason, Scopes, SourceFile, Target, Verdict, WorkerId};
use pyjury_store::ledger::{
    Act, Action, Actor, AskedBy, Contents, Epoch, Filter, Finished, Holder, JudgedCase, NewApiKey, NewSubmission,
    Origin, Outcome, Quotas, Revocation, SnapshotCause, Watch, Watched,
};
use pyjury_store::{Commit, Durability, Key, Ledger, LedgerError, Shard};
use tokio::time::timeout;
use uuid::Uuid;

struct Place {
    ledger: Ledger,
    folder: Ground,
}

async fn place() -> Place {
    place_with(4096).await
}

async fn place_with(retained_events: usize) -> Place {
    // tests/ledger_over_redis.rs runs the same tests.
    let backend = if module_path!().contains("over_redis") { Backend::Redis } else { Backend::Embedded };
    let folder = Ground::new(backend, Durability::Process);
    Place { ledger: folder.ledger(retained_events).await, folder }
}

const ALL: Quotas = Quotas { lane: 1000, tenant: 1000, user: 1000 };
const LEASE: Duration = Duration::from_secs(10);

async fn create(ledger: &Ledger) -> JudgingRef {
    ledger.create(new("t", "ann"), &ALL).await.unwrap().judging()
}

async fn placed(ledger: &Ledger, epoch: Epoch, of: JudgingRef) -> Holder {
    let (attempt, worker) = (AttemptId(Uuid::new_v4()), WorkerId(Uuid::new_v4()));
    ledger.place(of, Placement { attempt, worker, epoch: epoch.number(), start_by_ms: 9 }).await.unwrap();
    holder(of.attempt(attempt), worker)
}

async fn running(ledger: &Ledger, epoch: Epoch, of: JudgingRef) -> Holder {
    let by = placed(ledger, epoch, of).await;
    ledger.start(by, 2, LEASE).await.unwrap();
    by
}

fn judged(index: u32) -> JudgedCase {
    JudgedCase { index, case_count: 3, result: case(&format!("secret/{index}")) }
}

#[tokio::test]
async fn what_was_sent_is_read_back_small_and_large() {
    let Place { ledger, folder } = place().await;
    for size in [10, 300 << 10] {
        let mut sent = new("t", "ann");
        sent.files.push(SourceFile { path: "b.bin".into(), content: vec![0xfe; size] });
        let created = ledger.create(sent.clone(), &ALL).await.unwrap();
        let id = created.view.submission.id;
        let view = ledger.submission(id, Contents::Full).await.unwrap().unwrap();
        assert_eq!((&view.submission.files, &view.submission.target), (&sent.files, &sent.target));
        let outline = ledger.submission(id, Contents::Outline).await.unwrap().unwrap();
        assert_eq!(outline, created.view, "what create answers is what is read");
        assert!(outline.submission.files.iter().all(|file| file.content.is_empty()));
        assert!(outline.submission.created_ms > 0);
    }
    let blobs = std::fs::read_dir(folder.path().join("blobs")).unwrap().count();
    assert_eq!(blobs, 1, "only the large one is a blob");
    assert_eq!(ledger.collect_blobs(Duration::ZERO).await.unwrap(), 0, "and it is in use");
    assert!(ledger.submission(pyjury_core::SubmissionId(Uuid::nil()), Contents::Full).await.unwrap().is_none());
}

#[tokio::test]
async fn a_repeated_request_is_the_same_submission() {
    let Place { ledger, folder: _folder } = place().await;
    let request = || {
        let mut sent = new("t", "ann");
        sent.request_id = Some(Uuid::from_u128(7));
        sent
    };
    let twice = futures::future::join_all((0..8).map(|_| ledger.create(request(), &ALL))).await;
    let twice: Vec<_> = twice.into_iter().map(Result::unwrap).collect();
    assert!(twice.iter().all(|created| created.judging() == twice[0].judging()));
    assert_eq!(twice.iter().filter(|created| created.origin == Origin::New).count(), 1);
    let full = Quotas { user: 1, ..ALL };
    assert_eq!(ledger.create(request(), &full).await.unwrap().origin, Origin::Repeated, "a full quota is no matter");

    let mut other = request();
    other.files[0].content.push(b'#');
    let refused = ledger.create(other, &ALL).await;
    assert!(
        matches!(refused, Err(LedgerError::RequestReused { submission, .. }) if submission == twice[0].judging().submission)
    );
    let mut stranger = request();
    stranger.principal.user = "bob".into();
    assert_eq!(ledger.create(stranger, &ALL).await.unwrap().origin, Origin::New, "request ids are a user's own");
}

#[tokio::test]
async fn a_repeated_request_by_name_may_meet_a_newer_package() {
    let Place { ledger, folder: _folder } = place().await;
    let request = |package: &[u8], asked_by| {
        let mut sent = new("t", "ann");
        sent.target = Target::Problem { digest: Digest::of(package), name: "sum".into() };
        (sent.asked_by, sent.request_id) = (asked_by, Some(Uuid::from_u128(asked_by as u128)));
        sent
    };
    ledger.create(request(b"1", AskedBy::Name), &ALL).await.unwrap();
    let again = ledger.create(request(b"2", AskedBy::Name), &ALL).await.unwrap();
    assert_eq!(again.origin, Origin::Repeated);
    assert!(matches!(again.view.submission.target, Target::Problem { digest, .. } if digest == Digest::of(b"1")));
    ledger.create(request(b"1", AskedBy::Digest), &ALL).await.unwrap();
    let other = ledger.create(request(b"2", AskedBy::Digest), &ALL).await;
    assert!(matches!(other, Err(LedgerError::RequestReused { .. })));
}

#[tokio::test]
async fn quotas_count_what_waits() {
    let Place { ledger, folder: _folder } = place().await;
    let two = Quotas { user: 2, ..ALL };
    let first = ledger.create(new("t", "ann"), &two).await.unwrap().judging();
    ledger.create(new("t", "ann"), &two).await.unwrap();
    let refused = |result: Result<_, LedgerError>| match result {
        Err(LedgerError::Quota { subject, limit }) => (subject, limit),
        other => panic!("{:?}", other.map(|c: pyjury_store::ledger::Created| c.judging())),
    };
    assert_eq!(refused(ledger.create(new("t", "ann"), &two).await), ("user:t/ann".into(), 2));
    ledger.create(new("t", "bob"), &two).await.unwrap();
    assert_eq!(refused(ledger.create(new("t", "cid"), &Quotas { tenant: 3, ..ALL }).await), ("tenant:t".into(), 3));
    let lane = refused(ledger.create(new("u", "dan"), &Quotas { lane: 3, ..ALL }).await);
    assert_eq!(lane, ("lane:interactive".into(), 3));
    ledger.cancel(first.submission).await.unwrap();
    ledger.cancel(first.submission).await.unwrap();
    ledger.create(new("t", "ann"), &two).await.unwrap();
    assert_eq!(ledger.waiting_in(Lane::Interactive).await.unwrap(), 3);
}

#[tokio::test]
async fn only_the_current_attempt_writes_and_only_once() {
    let Place { ledger, folder: _folder } = place().await;
    let epoch = ledger.raise_epoch().await.unwrap();
    let of = create(&ledger).await;
    let stale = running(&ledger, epoch, of).await;
    ledger.worker_died(epoch, stale.attempt).await.unwrap();
    let by = placed(&ledger, epoch, of).await;
    for refused in [
        ledger.start(stale, 2, LEASE).await.map(drop),
        ledger.renew(stale, 2, LEASE).await,
        ledger.renew(by, 2, LEASE).await,
        ledger.record_cases(stale, &[judged(0)]).await,
        ledger.finish(stale, judgement()).await.map(drop),
        ledger.finish(by, judgement()).await.map(drop),
        ledger.give_back(stale, GivenBack { cause: GiveBack::Host, detail: "", at_ms: 2 }).await.map(drop),
        ledger.start(Holder { worker: stale.worker, ..by }, 2, LEASE).await.map(drop),
        ledger.check_attempt(by).await.map(drop),
    ] {
        assert!(matches!(refused, Err(LedgerError::Refused(Refused::Stale))), "{refused:?}");
    }
    let started = ledger.start(by, 2, LEASE).await.unwrap();
    assert_eq!(started.submission.files, new("t", "ann").files);
    ledger.start(by, 3, LEASE).await.unwrap();
    ledger.renew(by, 5, LEASE).await.unwrap();
    ledger.check_attempt(by).await.unwrap();
    let ended = ledger.finish(by, judgement()).await.unwrap();
    let told = ended.timings;
    let moments = [told.created_ms, told.placed_ms, told.started_ms, told.fetched_ms, told.judged_ms, told.stored_ms];
    assert!(moments[..5].is_sorted() && moments.iter().all(Option::is_some), "{told:?}");
    ledger.finish(by, judgement()).await.unwrap();
    assert!(matches!(ledger.cancel(of.submission).await, Err(LedgerError::Refused(Refused::Ended("judged")))));
    assert!(ledger.pending(None, 10).await.unwrap().entries.is_empty());
    assert_eq!(ledger.pending_of(&[of]).await.unwrap(), [None]);
}

#[tokio::test]
async fn the_pending_index_is_the_record() {
    let Place { ledger, folder: _folder } = place().await;
    let epoch = ledger.raise_epoch().await.unwrap();
    let mut all = Vec::new();
    for _ in 0..5 {
        all.push(create(&ledger).await);
    }
    let by = running(&ledger, epoch, all[1]).await;
    ledger.renew(by, 100_000, LEASE).await.unwrap();
    placed(&ledger, epoch, all[2]).await;
    ledger.expire(epoch, all[3]).await.unwrap();
    let mut entries = Vec::new();
    let mut from = None;
    loop {
        let page = ledger.pending(from, 2).await.unwrap();
        entries.extend(page.entries);
        from = page.next;
        if from.is_none() {
            break;
        }
    }
    let names: Vec<_> = entries.iter().map(|entry| entry.judging).collect();
    assert_eq!(names, [all[0], all[1], all[2], all[4]], "in order of arrival, across shards");
    let records = ledger.pending_of(&names).await.unwrap();
    assert_eq!(records.into_iter().flatten().collect::<Vec<_>>(), entries);
    assert!(matches!(entries[1].state, State::Running { lease_until_ms: 110_000, .. }));
}

#[tokio::test]
async fn a_deadline_that_passed_is_not_started() {
    let Place { ledger, folder: _folder } = place().await;
    let epoch = ledger.raise_epoch().await.unwrap();
    let mut sent = new("t", "ann");
    sent.deadline_ms = Some(100);
    let of = ledger.create(sent, &ALL).await.unwrap().judging();
    let by = placed(&ledger, epoch, of).await;
    let refused = ledger.start(by, 101, LEASE).await;
    assert!(matches!(refused, Err(LedgerError::Refused(Refused::Ended("expired")))));
    let view = ledger.submission(of.submission, Contents::Outline).await.unwrap().unwrap();
    assert_eq!(view.judging.judging.state, State::Expired);
}

#[tokio::test]
async fn an_old_epoch_writes_nothing() {
    let Place { ledger, folder: _folder } = place().await;
    let old = ledger.raise_epoch().await.unwrap();
    let (of, other) = (create(&ledger).await, create(&ledger).await);
    let by = running(&ledger, old, of).await;
    let new = ledger.raise_epoch().await.unwrap();
    assert!(new > old);
    let to = Placement { attempt: by.attempt.attempt, worker: by.worker, epoch: old.number(), start_by_ms: 9 };
    for refused in [
        ledger.worker_died(old, by.attempt).await.map(drop),
        ledger.place(other, to).await.map(drop),
        ledger.expire(old, other).await,
        ledger.abandon(old, other, "x".into()).await,
    ] {
        assert!(matches!(refused, Err(LedgerError::Deposed { .. })), "{refused:?}");
    }
    ledger.finish(by, judgement()).await.unwrap();
}

async fn next(watch: &mut Watch) -> Option<(u64, Watched)> {
    timeout(Duration::from_secs(10), watch.next()).await.expect("something must come").unwrap()
}

#[tokio::test]
async fn a_watch_sees_everything_once() {
    let Place { ledger, folder: _folder } = place().await;
    let epoch = ledger.raise_epoch().await.unwrap();
    let of = create(&ledger).await;
    let by = running(&ledger, epoch, of).await;
    ledger.record_cases(by, &[judged(0)]).await.unwrap();
    let mut watch = ledger.watch(of.submission, None);
    let Some((first, Watched::Snapshot { cause: SnapshotCause::Start, view })) = next(&mut watch).await else {
        panic!()
    };
    assert_eq!((view.progress.cases, view.progress.case_count), (vec![judged(0)], 3));

    ledger.record_cases(by, &[judged(1)]).await.unwrap();
    assert!(matches!(next(&mut watch).await, Some((_, Watched::CaseJudged(case))) if case.index == 1));
    ledger.worker_died(epoch, by.attempt).await.unwrap();
    let Some((replaced, Watched::AttemptReplaced { cause: ReplaceCause::WorkerLost, attempts: 1 })) =
        next(&mut watch).await
    else {
        panic!()
    };
    let again = ledger.submission(of.submission, Contents::Outline).await.unwrap().unwrap();
    assert!(again.progress.cases.is_empty());
    let by = running(&ledger, epoch, of).await;
    ledger.finish(by, judgement()).await.unwrap();
    let mut phases = Vec::new();
    let mut resumed = ledger.watch(of.submission, Some(replaced));
    for watch in [&mut watch, &mut resumed] {
        while let Some((_, item)) = next(watch).await {
            let Watched::StateChanged { phase, judgement, timings, .. } = item else { panic!("{item:?}") };
            assert_eq!(
                (judgement.is_some(), timings.stored_ms.is_some()),
                (phase == Phase::Judged, phase == Phase::Judged)
            );
            phases.push(phase);
        }
    }
    let road = [Phase::Queued, Phase::Placed, Phase::Running, Phase::Judged];
    assert_eq!(phases, [road, road].concat());

    let mut late = ledger.watch(of.submission, None);
    let Some((last, Watched::Snapshot { .. })) = next(&mut late).await else { panic!() };
    assert!(next(&mut late).await.is_none(), "what has ended has one snapshot");
    assert!(next(&mut ledger.watch(of.submission, Some(last))).await.is_none(), "and nothing after it");
    assert!(last > first);
    let nobody = ledger.watch(pyjury_core::SubmissionId(Uuid::nil()), None).next().await;
    assert!(matches!(nobody, Err(LedgerError::NoSubmission(_))));
}

#[tokio::test]
async fn a_cursor_that_is_too_old_gets_a_snapshot() {
    let Place { ledger, folder: _folder } = place_with(10).await;
    let epoch = ledger.raise_epoch().await.unwrap();
    let of = create(&ledger).await;
    let mut slow = ledger.watch(of.submission, None);
    let (start, _) = next(&mut slow).await.unwrap();
    let by = running(&ledger, epoch, of).await;
    for index in 0..200 {
        ledger.record_cases(by, &[judged(index)]).await.unwrap();
    }
    let cause = |item: Option<(u64, Watched)>| match item {
        Some((_, Watched::Snapshot { cause, view })) => (cause, view.progress.cases.len()),
        other => panic!("{other:?}"),
    };
    let mut resumed = ledger.watch(of.submission, Some(start));
    assert_eq!(cause(next(&mut resumed).await), (SnapshotCause::CursorTooOld, 200));
    assert_eq!(cause(next(&mut slow).await), (SnapshotCause::Lagged, 200));
    let mut wrong = ledger.watch(of.submission, Some(u64::MAX));
    assert_eq!(cause(next(&mut wrong).await), (SnapshotCause::CursorTooOld, 200));
}

#[tokio::test]
async fn lists_are_filtered_pages_the_newest_first() {
    let Place { ledger, folder: _folder } = place().await;
    let epoch = ledger.raise_epoch().await.unwrap();
    let mut ids = Vec::new();
    for n in 0..7 {
        let mut sent = new("t", if n % 2 == 0 { "ann" } else { "bob" });
        sent.labels.insert("n".into(), (n % 3).to_string());
        ids.insert(0, ledger.create(sent, &ALL).await.unwrap().judging());
    }
    ledger.create(new("other", "ann"), &ALL).await.unwrap();
    let by = running(&ledger, epoch, ids[0]).await;
    ledger.finish(by, judgement()).await.unwrap();

    let of = |filter: Filter| {
        let (ledger, all) = (ledger.clone(), ids.clone());
        async move {
            let (mut found, mut token) = (Vec::new(), None);
            loop {
                let page = ledger.list(&filter, 2, token.as_deref()).await.unwrap();
                assert!(page.submissions.len() <= 2);
                let place = |id| all.iter().position(|of| of.submission == id).unwrap();
                found.extend(page.submissions.iter().map(|view| place(view.submission.id)));
                token = page.next_page_token;
                if token.is_none() {
                    return found;
                }
            }
        }
    };
    let tenant = || Filter { tenant: "t".into(), ..Filter::default() };
    assert_eq!(of(tenant()).await, [0, 1, 2, 3, 4, 5, 6]);
    assert_eq!(of(Filter { user: Some("ann".into()), ..tenant() }).await, [0, 2, 4, 6]);
    assert_eq!(of(Filter { phases: vec![Phase::Queued], ..tenant() }).await, [1, 2, 3, 4, 5, 6]);
    assert_eq!(of(Filter { verdicts: vec![Verdict::AC], ..tenant() }).await, [0]);
    assert_eq!(of(Filter { lane: Some(Lane::Batch), ..tenant() }).await, [0; 0]);
    assert_eq!(of(Filter { labels: [("n".into(), "1".into())].into(), ..tenant() }).await, [2, 5]);
    assert_eq!(of(Filter { created_from_ms: Some(u64::MAX), ..tenant() }).await, [0; 0]);
    assert_eq!(of(Filter { created_before_ms: Some(1), ..tenant() }).await, [0; 0]);
    let token = ledger.list(&tenant(), 2, None).await.unwrap().next_page_token;
    let other = Filter { user: Some("ann".into()), ..tenant() };
    assert!(matches!(ledger.list(&other, 2, token.as_deref()).await, Err(LedgerError::PageToken)));
    assert!(matches!(ledger.list(&tenant(), 2, Some("nonsense")).await, Err(LedgerError::PageToken)));
}

#[tokio::test]
async fn api_keys_are_known_by_their_secret_alone() {
    let Place { ledger, folder } = place().await;
    let jury = NewApiKey::of("t", "ann", [Role::Jury]);
    let (key, secret) = ledger.create_api_key(jury.clone()).await.unwrap();
    assert!(key.created_ms > 0);
    assert_eq!(ledger.authenticate(&secret, 0).await.unwrap(), Some(key.clone()));
    assert_eq!(ledger.authenticate("pyj_nonsense", 0).await.unwrap(), None);
    assert_eq!(ledger.api_keys(Some("t"), 10, None).await.unwrap().keys, std::slice::from_ref(&key));
    assert!(ledger.api_keys(Some("u"), 10, None).await.unwrap().keys.is_empty());
    let revocation = || Revocation { by: "t/root".into(), at_ms: 5 };
    assert_eq!(ledger.revoke_api_key("u", key.id, revocation()).await.unwrap(), None);
    let revoked = ledger.revoke_api_key("t", key.id, revocation()).await.unwrap().unwrap();
    assert_eq!((revoked.revoked_ms, revoked.revoked_by.as_deref()), (Some(5), Some("t/root")));
    assert_eq!(
        ledger.revoke_api_key("t", key.id, Revocation { at_ms: 9, ..revocation() }).await.unwrap(),
        Some(revoked)
    );
    assert_eq!(ledger.authenticate(&secret, 0).await.unwrap(), None);
    for bad in ["", "a/b", "a\u{1f}b", "a b"] {
        let refused = ledger.create_api_key(NewApiKey { tenant: bad.into(), ..jury.clone() }).await;
        assert!(matches!(refused, Err(LedgerError::Name { what: "tenant", .. })), "{bad:?}");
    }
    drop(ledger);
    let files = folder.files();
    assert!(!files.is_empty());
    for file in files {
        let bytes = std::fs::read(&file).unwrap_or_default();
        assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()), "{file:?} holds the secret");
    }
}

#[tokio::test]
async fn api_keys_end_and_are_listed_in_pages() {
    let Place { ledger, folder: _folder } = place().await;
    let ending = NewApiKey { expires_ms: Some(1000), ..NewApiKey::of("t", "ann", [Role::Submitter]) };
    let (key, secret) = ledger.create_api_key(ending).await.unwrap();
    assert_eq!(ledger.authenticate(&secret, 999).await.unwrap(), Some(key));
    assert_eq!(ledger.authenticate(&secret, 1000).await.unwrap(), None);
    for (tenant, user) in [("t", "bob"), ("t", "eve"), ("t2", "zoe")] {
        ledger.create_api_key(NewApiKey::of(tenant, user, [Role::Submitter])).await.unwrap();
    }
    for (tenant, expected) in [(Some("t"), vec!["ann", "bob", "eve"]), (None, vec!["ann", "bob", "eve", "zoe"])] {
        let (mut users, mut token) = (Vec::new(), None);
        loop {
            let page = ledger.api_keys(tenant, 2, token.as_deref()).await.unwrap();
            users.extend(page.keys.into_iter().map(|key| key.principal.user));
            token = page.next_page_token;
            if token.is_none() {
                break;
            }
        }
        users.sort();
        assert_eq!(users, expected);
    }
    let of_all = ledger.api_keys(None, 1, None).await.unwrap().next_page_token;
    let other = ledger.api_keys(Some("t2"), 1, of_all.as_deref()).await;
    assert!(matches!(other, Err(LedgerError::PageToken)), "{other:?}");
}

#[tokio::test]
async fn api_keys_of_the_first_version_are_read() {
    let Place { ledger, folder: _folder } = place().await;
    let secret = "pyj_0123";
    let hash = Digest::of(secret.as_bytes()).hex();
    let id = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
    let record = Key::new(Shard::of_name(&hash), "api_key", hash);
    // As it was written before there were scopes, ends and notes.
    let written = format!(
        r#"{{"schema":1,"id":"{id}","principal":{{"tenant":"t","user":"ann","roles":["jury"]}},"revoked_ms":null}}"#
    );
    let commit = Commit::to(record.shard).put(record, written.into_bytes());
    ledger.store().commit(commit).await.unwrap();
    let key = ledger.authenticate(secret, u64::MAX).await.unwrap().unwrap();
    assert_eq!((key.id.to_string().as_str(), key.principal.user.as_str()), (id, "ann"));
    assert_eq!((key.scopes, key.expires_ms), (Scopes::All, None));
}

#[tokio::test]
async fn audit_lines_are_begun_closed_and_told_the_newest_first() {
    let Place { ledger, folder: _folder } = place().await;
    let admin = Principal { tenant: "t".into(), user: "root".into(), roles: vec![Role::Admin] };
    let act = |tenant: &str, object: &str| Act {
        tenant: tenant.into(),
        actor: Actor::within(&admin),
        action: Action::CreateKey,
        object: object.into(),
        detail: "x".repeat(10_000),
    };
    let first = ledger.audit(act("t", "1")).await.unwrap();
    let second = ledger.audit(act("t", "2")).await.unwrap();
    ledger.audit(act("u", "3")).await.unwrap();
    assert!(first.at_ms > 0 && first.detail.len() == 500);
    ledger.close_audit(second, Outcome::Refused("no".into())).await.unwrap();
    ledger.close_audit(first, Outcome::Done).await.unwrap();

    let told = async |tenant: Option<&str>| {
        let (mut lines, mut token) = (Vec::new(), None);
        loop {
            let page = ledger.audit_lines(tenant, 1, token.as_deref()).await.unwrap();
            lines.extend(page.lines.into_iter().map(|line| (line.object, line.outcome)));
            token = page.next_page_token;
            if token.is_none() {
                return lines;
            }
        }
    };
    let of_t = [("2".to_owned(), Outcome::Refused("no".into())), ("1".to_owned(), Outcome::Done)];
    assert_eq!(told(Some("t")).await, of_t);
    assert_eq!(told(None).await.len(), 3);
    assert_eq!(told(None).await[0], ("3".to_owned(), Outcome::Begun));
    assert!(matches!(ledger.audit_lines(None, 1, Some("x")).await, Err(LedgerError::PageToken)));
}

/// A TLE that is near its limit.
fn near() -> Finished {
    let mut finished = judgement();
    let judgement = &mut finished.judgement;
    (judgement.verdict, judgement.reason) = (Verdict::TLE, Reason::Cpu);
    judgement.measured.near_limit = true;
    judgement.provenance.worker = "w1".into();
    finished
}

#[tokio::test]
async fn what_ends_near_its_limit_is_queued_again_once() {
    let Place { ledger, folder: _folder } = place().await;
    let epoch = ledger.raise_epoch().await.unwrap();
    let deadline_ms = Some(1_000);
    let created = ledger.create(NewSubmission { deadline_ms, ..new("t", "ann") }, &ALL).await.unwrap();
    let of = created.judging();
    let by = running(&ledger, epoch, of).await;
    ledger.record_cases(by, &[judged(0)]).await.unwrap();
    for _ in 0..2 {
        let first = ledger.finish(by, near()).await.unwrap();
        assert_eq!((first.judging.state, &first.judging.avoid), (State::Queued, &vec![by.worker]));
        assert_eq!(first.judging.first.map(|first| first.attempt), Some(by.attempt.attempt));
    }
    // It waits as any other, has no cases, keeps its place in the quotas, and its deadline can't pass any more.
    let pending = ledger.pending_of(&[of]).await.unwrap().remove(0).unwrap();
    assert_eq!((&pending.state, pending.deadline_ms, pending.not_before_ms), (&State::Queued, None, 0));
    assert_eq!(ledger.waiting_in(Lane::Interactive).await.unwrap(), 1);
    assert!(matches!(ledger.expire(epoch, of).await, Err(LedgerError::Refused(Refused::Taken))));
    assert!(matches!(ledger.renew(by, 2, LEASE).await, Err(LedgerError::Refused(Refused::Stale))));
    let again = running(&ledger, epoch, of).await;
    let view = ledger.submission(of.submission, Contents::Outline).await.unwrap().unwrap();
    assert!(view.progress.cases.is_empty(), "{:?}", view.progress);
    assert_eq!(view.judging.judging.attempts, 2);
    let ended = ledger.finish(again, near()).await.unwrap();
    let State::Judged { attempt, judgement } = ended.judging.state else { panic!("{:?}", ended.judging.state) };
    assert_eq!(attempt, again.attempt.attempt);
    assert_eq!(judgement.provenance.confirmation.map(|first| first.worker), Some("w1".to_owned()));
    assert_eq!(ledger.waiting_in(Lane::Interactive).await.unwrap(), 0);
    assert!(matches!(ledger.finish(by, near()).await, Err(LedgerError::Refused(Refused::Ended("judged")))));
}
