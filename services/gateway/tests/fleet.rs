//! Operators and workers: what is wanted, what is.
#![allow(clippy::unwrap_used)]

mod support;

use pyjury_core::principal::Role;
use pyjury_proto::internal::v1 as internal;
use pyjury_proto::v1;
use pyjury_proto::v1::WorkerMode;
use pyjury_proto::v1::fleet_service_client::FleetServiceClient;
use support::worker::{Worker, presence};
use support::{Harness, Key, refused};
use tonic::Code;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;

type Fleet = FleetServiceClient<InterceptedService<Channel, Key>>;

async fn fleet(harness: &Harness, user: &str, role: Role) -> Fleet {
    let key = Key(format!("Bearer {}", harness.key("acme", user, role).await).parse().unwrap());
    FleetServiceClient::with_interceptor(harness.channel().await, key)
}

fn set(name: &str, mode: WorkerMode, reason: &str) -> v1::FleetServiceSetModeRequest {
    v1::FleetServiceSetModeRequest { name: name.into(), mode: mode.into(), reason: reason.into() }
}

async fn list(fleet: &mut Fleet) -> Vec<v1::Worker> {
    fleet.list(v1::FleetServiceListRequest {}).await.unwrap().into_inner().workers
}

async fn beat(worker: &mut Worker, said: internal::Presence) -> v1::WorkerStanding {
    let worker_id = worker.id.to_string();
    let request = internal::RenewRequest { worker_id, attempts: Vec::new(), presence: Some(said) };
    worker.client.renew(request).await.unwrap().into_inner().wanted.unwrap()
}

#[tokio::test]
async fn what_an_operator_wants_reaches_whoever_bears_the_name() {
    let harness = Harness::start().await;
    let mut operator = fleet(&harness, "op", Role::Operator).await;
    let mut worker = Worker::in_process(&harness);
    worker.register().await;
    assert_eq!(beat(&mut worker, presence("w1")).await.mode(), WorkerMode::Ready);

    operator.set_mode(set("w1", WorkerMode::Draining, "kernel update")).await.unwrap();
    let wanted = beat(&mut worker, presence("w1")).await;
    assert_eq!((wanted.mode(), wanted.reason.as_str()), (WorkerMode::Draining, "kernel update"));
    let said = internal::Presence { busy: 1, attempts: 2, standing: Some(wanted.clone()), ..presence("w1") };
    beat(&mut worker, said).await;
    let listed = list(&mut operator).await;
    assert_eq!(listed.len(), 1);
    let v1::Worker { name, worker_id, standing, wanted: listed_wanted, wanted_by, slots, busy, attempts, .. } =
        listed[0].clone();
    assert_eq!((name.as_str(), worker_id, slots, busy, attempts), ("w1", worker.id.to_string(), 2, 1, 2));
    assert_eq!((standing, listed_wanted, wanted_by.as_str()), (Some(wanted.clone()), Some(wanted), "op"));
    assert!(listed[0].heard_at.unwrap().seconds > 0);

    // A restart is another life with the same name.
    let next = Worker::in_process(&harness);
    let request = internal::RegisterRequest { worker_id: next.id.to_string(), presence: Some(presence("w1")) };
    let answer = next.client.clone().register(request).await.unwrap().into_inner();
    assert_eq!(answer.wanted.unwrap().mode(), WorkerMode::Draining);
    harness.ledger.forget_worker(worker.id).await.unwrap();
    harness.ledger.forget_worker(next.id).await.unwrap();
    let listed = list(&mut operator).await;
    assert_eq!(
        (listed.len(), listed[0].name.as_str(), listed[0].worker_id.as_str()),
        (1, "w1", ""),
        "it is still wanted"
    );

    operator.set_mode(set("w1", WorkerMode::Ready, "")).await.unwrap();
    assert!(list(&mut operator).await.is_empty());
    assert_eq!(beat_again(&harness).await.mode(), WorkerMode::Ready);
}

async fn beat_again(harness: &Harness) -> v1::WorkerStanding {
    let mut worker = Worker::in_process(harness);
    worker.register().await;
    beat(&mut worker, presence("w1")).await
}

#[tokio::test]
async fn the_fleet_is_for_operators() {
    let harness = Harness::start().await;
    for role in [Role::Submitter, Role::Jury, Role::Admin, Role::Worker] {
        let mut other = fleet(&harness, &format!("{role:?}"), role).await;
        let set_mode = other.set_mode(set("w1", WorkerMode::Cordoned, "")).await;
        refused(set_mode, Code::PermissionDenied, "ROLE_NEEDED", &[]);
        let listed = other.list(v1::FleetServiceListRequest {}).await;
        refused(listed, Code::PermissionDenied, "ROLE_NEEDED", &[]);
    }
    let mut operator = fleet(&harness, "op", Role::Operator).await;
    let unspecified = operator.set_mode(set("w1", WorkerMode::Unspecified, "")).await;
    refused(unspecified, Code::InvalidArgument, "INVALID_FIELD", &["mode"]);
    let newer = v1::FleetServiceSetModeRequest { mode: 9, ..set("w1", WorkerMode::Ready, "") };
    refused(operator.set_mode(newer).await, Code::InvalidArgument, "INVALID_FIELD", &["mode"]);
    let long = operator.set_mode(set("w1", WorkerMode::Cordoned, &"x".repeat(201))).await;
    refused(long, Code::InvalidArgument, "INVALID_FIELD", &["reason"]);
    let nameless = operator.set_mode(set("", WorkerMode::Cordoned, "")).await;
    refused(nameless, Code::InvalidArgument, "INVALID_FIELD", &["worker's name"]);
    assert!(list(&mut operator).await.is_empty());
}
