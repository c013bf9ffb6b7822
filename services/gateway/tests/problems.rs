//! Uploading and telling problem packages.
#![allow(clippy::unwrap_used)]

mod support;

use std::time::Duration;

use pyjury_core::principal::Role;
use pyjury_core::{Bytes, Digest};
use pyjury_proto::v1;
use pyjury_proto::v1::problem_service_get_request::Key;
use pyjury_proto::v1::problem_service_upload_request::Part;
use support::packages::{echo, messages, metadata, upload, zip};
use support::{Harness, fields, refused};
use tonic::Code;

fn get(key: Key) -> v1::ProblemServiceGetRequest {
    v1::ProblemServiceGetRequest { key: Some(key) }
}

/// What is left on the disk: uploads under way and blobs.
fn left_behind(harness: &Harness) -> usize {
    let count = |folder: &str| walk(&harness.folder.path().join(folder));
    count("scratch") + count("blobs")
}

fn walk(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { walk(&path) } else { 1 }).sum()
}

/// Uploads under way: open files without a name in this gateway's scratch folder.
fn under_way(harness: &Harness) -> usize {
    let scratch = harness.folder.path().join("scratch");
    let links =
        std::fs::read_dir("/proc/self/fd").unwrap().filter_map(|fd| std::fs::read_link(fd.unwrap().path()).ok());
    links.filter(|link| link.starts_with(&scratch)).count()
}

#[tokio::test]
async fn an_upload_is_kept_listed_and_told() {
    let harness = Harness::start().await;
    let mut jury = harness.problems("judy", Role::Jury).await;
    let package = echo("Echo");
    let exact = v1::UploadMetadata {
        name: "echo".into(),
        size_bytes: package.len() as u64,
        zip_digest: Digest::of(&package).to_string(),
        ..Default::default()
    };
    let stream = tokio_stream::iter(messages(exact, &package));
    let problem = jury.upload(stream).await.unwrap().into_inner().problem.unwrap();
    assert_eq!((problem.name.as_str(), problem.title.as_str(), problem.mode.as_str()), ("echo", "Echo", "stdio"));
    assert_eq!((problem.case_count, problem.uploaded_by.as_str()), (2, "judy"));
    assert_eq!(upload(&mut jury, "echo", &package).await.unwrap().digest, problem.digest, "again is no error");

    let mut ann = harness.problems("ann", Role::Submitter).await;
    let by_name = ann.get(get(Key::Name("echo".into()))).await.unwrap().into_inner().problem.unwrap();
    let by_digest = ann.get(get(Key::Digest(problem.digest.clone()))).await.unwrap().into_inner().problem.unwrap();
    assert_eq!((by_name.digest, by_digest.digest), (problem.digest.clone(), problem.digest));
    refused(ann.get(get(Key::Name("no".into()))).await, Code::NotFound, "NOT_FOUND", &[]);
    let none = v1::ProblemServiceGetRequest { key: None };
    refused(ann.get(none).await, Code::InvalidArgument, "INVALID_FIELD", &["key"]);

    for name in ["a", "b", "c"] {
        upload(&mut jury, name, &echo(name)).await.unwrap();
    }
    let mut request = v1::ProblemServiceListRequest { page_size: 3, page_token: String::new() };
    let first = ann.list(request.clone()).await.unwrap().into_inner();
    request.page_token = first.next_page_token.clone();
    let second = ann.list(request).await.unwrap().into_inner();
    let names: Vec<_> = first.problems.iter().chain(&second.problems).map(|problem| problem.name.as_str()).collect();
    assert_eq!(names, ["a", "b", "c", "echo"]);
}

#[tokio::test]
async fn uploads_are_for_a_jury() {
    let harness = Harness::start().await;
    let mut ann = harness.problems("ann", Role::Submitter).await;
    refused(upload(&mut ann, "echo", &echo("Echo")).await, Code::PermissionDenied, "ROLE_NEEDED", &[]);
    assert_eq!(left_behind(&harness), 0);
}

#[tokio::test]
async fn what_is_no_package_is_refused_with_its_mistakes() {
    let harness = Harness::start_with(|config| config.largest_package = Bytes::mib(4)).await;
    let mut jury = harness.problems("judy", Role::Jury).await;
    let bad = zip(&[("problem.yaml", b"nam: x\n"), ("data/secret/1.in", b"1")]);
    let mistakes = upload(&mut jury, "bad", &bad).await.unwrap_err();
    assert_eq!(mistakes.code(), Code::InvalidArgument);
    assert!(fields(&mistakes).iter().any(|field| field.starts_with("problem.yaml:")), "{mistakes:?}");

    refused(upload(&mut jury, "bad", b"no zip").await, Code::InvalidArgument, "BAD_PACKAGE", &["zip"]);
    let traversal = zip(&[("../../evil.py", b"1")]);
    let status = upload(&mut jury, "bad", &traversal).await.unwrap_err();
    assert_eq!(status.code(), Code::InvalidArgument, "{status:?}");
    let bomb = zip(&[("data/secret/1.in", &vec![0; 400 << 20])]);
    let status = upload(&mut jury, "bad", &bomb).await.unwrap_err();
    assert_eq!(status.code(), Code::InvalidArgument, "{status:?}");
    let large = vec![0; 5 << 20];
    let size = "metadata.size_bytes";
    refused(upload(&mut jury, "big", &large).await, Code::InvalidArgument, "INVALID_FIELD", &[size]);
    let lie = v1::UploadMetadata { size_bytes: 1, ..metadata("big", &large) };
    let answer = jury.upload(tokio_stream::iter(messages(lie, &large))).await;
    refused(answer, Code::InvalidArgument, "INVALID_FIELD", &["chunk"]);
    refused(upload(&mut jury, "../x", &echo("x")).await, Code::InvalidArgument, "INVALID_FIELD", &["metadata.name"]);
    assert_eq!(left_behind(&harness), 0);
}

#[tokio::test]
async fn an_upload_that_does_not_keep_to_the_protocol_is_refused() {
    let harness = Harness::start().await;
    let mut jury = harness.problems("judy", Role::Jury).await;
    let package = echo("Echo");
    let chunk = || v1::ProblemServiceUploadRequest { part: Some(Part::Chunk(package.clone().into())) };
    let about = |metadata| v1::ProblemServiceUploadRequest { part: Some(Part::Metadata(metadata)) };
    let empty = v1::ProblemServiceUploadRequest { part: None };
    let short = v1::UploadMetadata { size_bytes: 1, ..metadata("echo", &package) };
    let other = v1::UploadMetadata { zip_digest: Digest::of(b"other").to_string(), ..metadata("echo", &package) };
    let table = [
        (vec![chunk()], "metadata"),
        (vec![], "metadata"),
        (vec![about(metadata("echo", &package)), about(metadata("echo", &package))], "metadata"),
        (vec![about(metadata("echo", &package)), empty], "part"),
        (vec![about(short), chunk()], "metadata.size_bytes"),
        (vec![about(v1::UploadMetadata { size_bytes: 0, ..metadata("echo", &package) })], "metadata.size_bytes"),
        (vec![about(other), chunk()], "metadata.zip_digest"),
    ];
    for (messages, field) in table {
        let answer = jury.upload(tokio_stream::iter(messages)).await;
        refused(answer, Code::InvalidArgument, "INVALID_FIELD", &[field]);
    }
    assert_eq!(left_behind(&harness), 0);
}

#[tokio::test]
async fn a_client_that_goes_away_leaves_nothing() {
    let harness = Harness::start().await;
    let mut jury = harness.problems("judy", Role::Jury).await;
    let (send, receive) = tokio::sync::mpsc::channel(1);
    let stream = tokio_stream::wrappers::ReceiverStream::new(receive);
    let call = tokio::spawn(async move { jury.upload(stream).await });
    let package = echo("Echo");
    let mut parts = messages(metadata("echo", &package), &package);
    parts.truncate(2);
    for part in parts {
        send.send(part).await.unwrap();
    }
    eventually("the upload is under way", || under_way(&harness) == 1).await;
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    eventually("the upload is gone", || under_way(&harness) == 0).await;
    assert_eq!(left_behind(&harness), 0);
    let mut ann = harness.problems("ann", Role::Submitter).await;
    refused(ann.get(get(Key::Name("echo".into()))).await, Code::NotFound, "NOT_FOUND", &[]);
}

async fn eventually(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..500 {
        if holds() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("expected within 5 s: {what}");
}
