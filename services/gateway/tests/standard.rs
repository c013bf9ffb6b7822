//! The services that every gRPC server has: health and reflection, without a key.
#![allow(clippy::unwrap_used)]

mod support;

use std::time::Duration;

use pyjury_core::principal::Role;
use support::{Harness, run, submit};
use tonic::Code;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;
use tonic_reflection::pb::v1::ServerReflectionRequest;
use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
use tonic_reflection::pb::v1::server_reflection_request::MessageRequest;
use tonic_reflection::pb::v1::server_reflection_response::MessageResponse;

#[tokio::test]
async fn health_says_serving_and_not_serving_first_in_a_drain() {
    let harness = Harness::start_with(|config| config.lame_duck = Duration::from_secs(2)).await;
    let mut health = HealthClient::new(harness.channel().await);
    for service in ["", "pyjury.v1.JudgeService"] {
        let request = HealthCheckRequest { service: service.into() };
        assert_eq!(health.check(request).await.unwrap().into_inner().status(), ServingStatus::Serving);
    }
    let unknown = HealthCheckRequest { service: "no.such.Service".into() };
    assert_eq!(health.check(unknown).await.unwrap_err().code(), Code::NotFound);

    let request = HealthCheckRequest { service: "pyjury.v1.JudgeService".into() };
    let mut watch = health.watch(request).await.unwrap().into_inner();
    assert_eq!(watch.message().await.unwrap().unwrap().status(), ServingStatus::Serving);
    let mut judge = harness.judge("ann", Role::Submitter).await;
    harness.draining.cancel();
    assert_eq!(watch.message().await.unwrap().unwrap().status(), ServingStatus::NotServing);
    submit(&mut judge, run("1")).await;
}

async fn ask(harness: &Harness, request: MessageRequest) -> MessageResponse {
    let mut reflection = ServerReflectionClient::new(harness.channel().await);
    let message = ServerReflectionRequest { host: String::new(), message_request: Some(request) };
    let mut answers = reflection.server_reflection_info(tokio_stream::once(message)).await.unwrap().into_inner();
    answers.message().await.unwrap().unwrap().message_response.unwrap()
}

#[tokio::test]
async fn reflection_tells_every_service_and_file() {
    let harness = Harness::start().await;
    let MessageResponse::ListServicesResponse(list) = ask(&harness, MessageRequest::ListServices(String::new())).await
    else {
        panic!("no list");
    };
    let names: Vec<_> = list.service.iter().map(|service| service.name.as_str()).collect();
    for expected in [
        "pyjury.v1.JudgeService",
        "pyjury.v1.ProblemService",
        "pyjury.internal.v1.WorkerService",
        "grpc.health.v1.Health",
    ] {
        assert!(names.contains(&expected), "{expected} in {names:?}");
    }
    for symbol in ["pyjury.v1.JudgeService", "pyjury.v1.Judgement", "google.rpc.Status", "google.protobuf.Timestamp"] {
        let answer = ask(&harness, MessageRequest::FileContainingSymbol(symbol.into())).await;
        assert!(matches!(answer, MessageResponse::FileDescriptorResponse(_)), "{symbol}: {answer:?}");
    }
}

#[tokio::test]
async fn unknown_methods_are_counted_under_one_label() {
    let harness = Harness::start().await;
    let key = harness.key("acme", "ann", Role::Submitter).await;
    let mut client = tonic::client::Grpc::new(harness.channel().await);
    for n in 0..3 {
        client.ready().await.unwrap();
        let path = format!("/pyjury.v1.JudgeService/Method{n}").parse().unwrap();
        let mut request = tonic::Request::new(());
        request.metadata_mut().insert("x-api-key", key.parse().unwrap());
        let codec = tonic_prost::ProstCodec::<(), ()>::default();
        let status = client.unary(request, path, codec).await.unwrap_err();
        assert_eq!(status.code(), Code::Unimplemented);
    }
    let families = harness.registry.gather();
    let calls = families.iter().find(|family| family.name() == "pyjury_gateway_calls_total").unwrap();
    let labels: Vec<_> = calls.get_metric().iter().flat_map(|metric| metric.get_label()).map(|l| l.value()).collect();
    assert_eq!(labels, ["UNIMPLEMENTED", "other"]);
}
