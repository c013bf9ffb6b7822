//! Who may call what: every public method, with the key of a stranger, and with each scope missing.
#![allow(clippy::unwrap_used)]

mod support;

use pyjury_core::principal::Role;
use pyjury_core::{Scope, Scopes};
use pyjury_proto::v1;
use pyjury_proto::v1::problem_service_get_request::Key as ProblemKey;
use support::packages::{echo, messages, metadata, upload};
use support::{Harness, Key, Keyed, reason, run, submit};
use tonic::{Code, Status};
use uuid::Uuid;

/// Every public method, and the scope that it needs.
const METHODS: [(&str, Scope); 19] = [
    ("pyjury.v1.JudgeService/Submit", Scope::Submit),
    ("pyjury.v1.JudgeService/SubmitBatch", Scope::Submit),
    ("pyjury.v1.JudgeService/Get", Scope::Read),
    ("pyjury.v1.JudgeService/List", Scope::Read),
    ("pyjury.v1.JudgeService/Watch", Scope::Read),
    ("pyjury.v1.JudgeService/Cancel", Scope::Cancel),
    ("pyjury.v1.JudgeService/MarkExported", Scope::Export),
    ("pyjury.v1.ProblemService/Upload", Scope::Problems),
    ("pyjury.v1.ProblemService/Get", Scope::Read),
    ("pyjury.v1.ProblemService/List", Scope::Read),
    ("pyjury.v1.KeyService/Create", Scope::Keys),
    ("pyjury.v1.KeyService/List", Scope::Keys),
    ("pyjury.v1.KeyService/Revoke", Scope::Keys),
    ("pyjury.v1.AuditService/List", Scope::Audit),
    ("pyjury.v1.FleetService/List", Scope::Fleet),
    ("pyjury.v1.FleetService/SetMode", Scope::Fleet),
    ("pyjury.v1.DeadService/List", Scope::Dead),
    ("pyjury.v1.DeadService/Replay", Scope::Dead),
    ("pyjury.v1.DeadService/Purge", Scope::Dead),
];

/// What calls are about: things of Ann of the tenant `acme`.
struct Things {
    submission: String,
    problem: String,
    key: Uuid,
    secret: String,
}

/// What an answer tells, in words.
async fn call(harness: &Harness, secret: &str, method: &str, things: &Things) -> Result<String, Status> {
    let keyed = Keyed::new(harness.channel().await, Key::new(secret));
    let mut judge = v1::judge_service_client::JudgeServiceClient::new(keyed.clone());
    let mut problems = v1::problem_service_client::ProblemServiceClient::new(keyed.clone());
    let mut keys = v1::key_service_client::KeyServiceClient::new(keyed.clone());
    let mut audit = v1::audit_service_client::AuditServiceClient::new(keyed.clone());
    let mut fleet = v1::fleet_service_client::FleetServiceClient::new(keyed.clone());
    let mut dead = v1::dead_service_client::DeadServiceClient::new(keyed);
    let submission_id = things.submission.clone();
    let (service, name) = method.split_once('/').unwrap();
    Ok(match (service, name) {
        ("pyjury.v1.JudgeService", "Submit") => format!("{:?}", judge.submit(run("print(2)")).await?.into_inner()),
        ("pyjury.v1.JudgeService", "SubmitBatch") => {
            let batch = v1::SubmitBatchRequest { requests: vec![run("print(2)")] };
            format!("{:?}", judge.submit_batch(batch).await?.into_inner())
        }
        ("pyjury.v1.JudgeService", "Get") => {
            let get = v1::GetRequest { submission_id, include_files: true };
            format!("{:?}", judge.get(get).await?.into_inner())
        }
        ("pyjury.v1.JudgeService", "List") => {
            format!("{:?}", judge.list(v1::ListRequest::default()).await?.into_inner())
        }
        ("pyjury.v1.JudgeService", "Watch") => {
            let watch = v1::WatchRequest { submission_id, after_sequence: 0 };
            format!("{:?}", judge.watch(watch).await?.into_inner().message().await?)
        }
        ("pyjury.v1.JudgeService", "Cancel") => {
            format!("{:?}", judge.cancel(v1::CancelRequest { submission_id }).await?.into_inner())
        }
        ("pyjury.v1.JudgeService", "MarkExported") => {
            let mark = v1::MarkExportedRequest { submission_ids: vec![submission_id], judging_ids: Vec::new() };
            let answer = judge.mark_exported(mark).await?.into_inner();
            // A failure names what was asked for: only its kind tells anything.
            let codes: Vec<_> = answer.failures.iter().filter_map(|f| Some(f.error.as_ref()?.code)).collect();
            format!("marked {}, not ended {:?}, failures {codes:?}", answer.marked, answer.not_ended_ids)
        }
        ("pyjury.v1.ProblemService", "Upload") => {
            let package = echo("Another");
            let stream = tokio_stream::iter(messages(metadata("another", &package), &package));
            format!("{:?}", problems.upload(stream).await?.into_inner())
        }
        ("pyjury.v1.ProblemService", "Get") => {
            let get = v1::ProblemServiceGetRequest { key: Some(ProblemKey::Digest(things.problem.clone())) };
            format!("{:?}", problems.get(get).await?.into_inner())
        }
        ("pyjury.v1.ProblemService", "List") => {
            format!("{:?}", problems.list(v1::ProblemServiceListRequest::default()).await?.into_inner())
        }
        ("pyjury.v1.KeyService", "Create") => {
            let roles = vec![v1::Role::Submitter.into()];
            let scopes = vec![v1::Scope::Read.into()];
            let create = v1::KeyServiceCreateRequest { user: "new".into(), roles, scopes, ..Default::default() };
            format!("{:?}", keys.create(create).await?.into_inner().key)
        }
        ("pyjury.v1.KeyService", "List") => {
            format!("{:?}", keys.list(v1::KeyServiceListRequest::default()).await?.into_inner())
        }
        ("pyjury.v1.KeyService", "Revoke") => {
            let revoke = v1::KeyServiceRevokeRequest { key_id: things.key.to_string(), tenant: String::new() };
            format!("{:?}", keys.revoke(revoke).await?.into_inner())
        }
        ("pyjury.v1.AuditService", "List") => {
            format!("{:?}", audit.list(v1::AuditServiceListRequest::default()).await?.into_inner())
        }
        ("pyjury.v1.FleetService", "List") => {
            format!("{:?}", fleet.list(v1::FleetServiceListRequest::default()).await?.into_inner())
        }
        ("pyjury.v1.FleetService", "SetMode") => {
            let mode = v1::WorkerMode::Cordoned.into();
            let set = v1::FleetServiceSetModeRequest { name: "w".into(), mode, reason: "a test".into() };
            format!("{:?}", fleet.set_mode(set).await?.into_inner())
        }
        ("pyjury.v1.DeadService", "List") => {
            format!("{:?}", dead.list(v1::DeadServiceListRequest::default()).await?.into_inner())
        }
        ("pyjury.v1.DeadService", "Replay") => {
            let replay = v1::DeadServiceReplayRequest { selection: Some(everything()) };
            format!("{:?}", dead.replay(replay).await?.into_inner())
        }
        ("pyjury.v1.DeadService", "Purge") => {
            let purge = v1::DeadServicePurgeRequest { selection: Some(everything()) };
            format!("{:?}", dead.purge(purge).await?.into_inner())
        }
        _ => panic!("the test doesn't know {method}"),
    })
}

/// All dead judgings of the caller's tenant.
fn everything() -> v1::DeadSelection {
    v1::DeadSelection { of: Some(v1::dead_selection::Of::All(v1::DeadFilter::default())) }
}

async fn things(harness: &Harness) -> Things {
    let secret = harness.key("acme", "ann", Role::Submitter).await;
    let submission = submit(&mut harness.judge_with(&secret).await, run("print('of ann')")).await;
    let mut jury = harness.problems("judy", Role::Jury).await;
    let problem = upload(&mut jury, "echo", &echo("Echo")).await.unwrap().digest;
    let keys = harness.ledger.api_keys(Some("acme"), 100, None).await.unwrap().keys;
    let key = keys.into_iter().find(|key| key.principal.user == "ann").unwrap().id;
    Things { submission, problem, key, secret }
}

#[tokio::test]
async fn the_table_here_is_the_whole_contract() {
    use prost::Message as _;
    let contract = prost_types::FileDescriptorSet::decode(pyjury_proto::DESCRIPTORS).unwrap();
    let mut served = Vec::new();
    for file in contract.file.iter().filter(|file| file.package() == "pyjury.v1") {
        for service in &file.service {
            let name =
                |rpc: &prost_types::MethodDescriptorProto| format!("pyjury.v1.{}/{}", service.name(), rpc.name());
            served.extend(service.method.iter().map(name));
        }
    }
    served.sort();
    let mut known: Vec<_> = METHODS.iter().map(|(name, _)| (*name).to_owned()).collect();
    known.sort();
    assert_eq!(known, served);
}

#[tokio::test]
async fn a_stranger_learns_and_changes_nothing() {
    let harness = Harness::start().await;
    let things = things(&harness).await;
    // Of the same tenant without a jury's rights; of another tenant with every right there.
    let same_tenant = [harness.key("acme", "eve", Role::Submitter).await];
    let other_tenant = [
        harness.key("other", "ann", Role::Submitter).await,
        harness.key("other", "judy", Role::Jury).await,
        harness.key("other", "root", Role::Admin).await,
    ];
    for (secret, shares_problems) in
        same_tenant.iter().map(|secret| (secret, true)).chain(other_tenant.iter().map(|secret| (secret, false)))
    {
        for (method, _) in METHODS {
            let answer = call(&harness, secret, method, &things).await;
            match (method, &answer) {
                (
                    "pyjury.v1.JudgeService/Get" | "pyjury.v1.JudgeService/Watch" | "pyjury.v1.JudgeService/Cancel",
                    answer,
                ) => {
                    let status = answer.as_ref().expect_err(method);
                    assert_eq!((status.code(), reason(status).as_str()), (Code::NotFound, "NOT_FOUND"), "{method}");
                }
                ("pyjury.v1.JudgeService/MarkExported", Ok(told)) => {
                    assert!(!shares_problems, "an admin of another tenant alone");
                    assert_eq!(told, "marked 0, not ended [], failures [5]", "5 is NOT_FOUND");
                }
                ("pyjury.v1.ProblemService/Get", answer) if !shares_problems => {
                    assert_eq!(answer.as_ref().expect_err(method).code(), Code::NotFound, "{method}");
                }
                ("pyjury.v1.KeyService/Revoke", answer) => {
                    let code = answer.as_ref().expect_err(method).code();
                    assert!(matches!(code, Code::NotFound | Code::PermissionDenied), "{code}");
                }
                (_, Err(status)) => assert_eq!(status.code(), Code::PermissionDenied, "{method}: {status:?}"),
                (_, Ok(told)) => {
                    assert!(!told.contains(&things.submission), "{method} told {told}");
                    assert!(!told.contains(&things.key.to_string()), "{method} told {told}");
                    assert!(shares_problems || !told.contains(&things.problem), "{method} told {told}");
                }
            }
        }
    }
    // Nothing of Ann's has changed.
    let told = call(&harness, &things.secret, "pyjury.v1.JudgeService/Get", &things).await.unwrap();
    assert!(told.contains("Queued"), "{told}");
}

#[tokio::test]
async fn each_method_needs_its_own_scope_and_no_other() {
    let harness = Harness::start().await;
    for (method, needed) in METHODS {
        // New things each time: some methods end them.
        let things = things(&harness).await;
        let all_others = Scopes::of(Scope::ALL.into_iter().filter(|scope| *scope != needed));
        let role = if needed == Scope::Fleet { Role::Operator } else { Role::Admin };
        let without = harness.narrow_key("acme", "root", role, all_others).await;
        let status = call(&harness, &without, method, &things).await.expect_err(method);
        assert_eq!((status.code(), reason(&status).as_str()), (Code::PermissionDenied, "SCOPE_NEEDED"), "{method}");
        assert!(status.message().contains(needed.name()), "{}", status.message());

        let mut scopes = vec![needed];
        if method.ends_with("KeyService/Create") {
            // It makes a key that may read.
            scopes.push(Scope::Read);
        }
        let only = harness.narrow_key("acme", "root", role, Scopes::of(scopes)).await;
        call(&harness, &only, method, &things).await.unwrap_or_else(|status| panic!("{method}: {status:?}"));
    }
}

#[tokio::test]
async fn a_role_does_not_do_what_is_another_ones() {
    let harness = Harness::start().await;
    let things = things(&harness).await;
    for role in Role::ALL {
        let secret = harness.key("acme", "somebody", role).await;
        for (method, scope) in METHODS.into_iter().filter(|(_, scope)| !role.allows(*scope)) {
            let status = call(&harness, &secret, method, &things).await.expect_err(method);
            let expected = (Code::PermissionDenied, "ROLE_NEEDED");
            assert_eq!((status.code(), reason(&status).as_str()), expected, "{role} {method} {scope}");
        }
    }
}
