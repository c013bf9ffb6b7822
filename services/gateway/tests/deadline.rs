//! The caller's own deadline. tonic's channel would give up by itself and not hear the answer, so
//! this client has a plain HTTP/2 connection.
#![allow(clippy::unwrap_used)]

mod support;

use std::time::Duration;

use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use pyjury_core::principal::Role;
use pyjury_proto::v1;
use pyjury_proto::v1::judge_service_client::JudgeServiceClient;
use support::{Harness, reason, run, submit};
use tonic::body::Body;
use tonic::{Code, Request};

type Plain = JudgeServiceClient<Client<HttpConnector, Body>>;

fn plain(harness: &Harness) -> Plain {
    let client = Client::builder(TokioExecutor::new()).http2_only(true).build_http();
    JudgeServiceClient::with_origin(client, format!("http://{}", harness.address).parse().unwrap())
}

fn timed<T>(message: T, key: &str, timeout: &str) -> Request<T> {
    let mut request = Request::new(message);
    request.metadata_mut().insert("x-api-key", key.parse().unwrap());
    request.metadata_mut().insert("grpc-timeout", timeout.parse().unwrap());
    request
}

#[tokio::test]
async fn a_call_that_is_out_of_time_says_so() {
    let harness = Harness::start().await;
    let key = harness.key("acme", "ann", Role::Submitter).await;
    let id = submit(&mut harness.judge_with(&key).await, run("1")).await;
    let mut judge = plain(&harness);

    let get = v1::GetRequest { submission_id: id.clone(), include_files: false };
    judge.get(timed(get.clone(), &key, "10S")).await.unwrap();
    let status = judge.get(timed(get, &key, "1u")).await.unwrap_err();
    assert_eq!(status.code(), Code::DeadlineExceeded, "{status:?}");
    assert_eq!(reason(&status), "DEADLINE");

    let watch = v1::WatchRequest { submission_id: id, after_sequence: 0 };
    let mut stream = judge.watch(timed(watch, &key, "300m")).await.unwrap().into_inner();
    assert!(stream.message().await.unwrap().is_some(), "the snapshot");
    let end = tokio::time::timeout(Duration::from_secs(5), stream.message()).await.unwrap();
    assert_eq!(end.unwrap_err().code(), Code::DeadlineExceeded);
}
