//! What is held of every request, whatever its bytes. For tests and the fuzzer only: see tests/corpus.

use std::collections::BTreeSet;

use prost::Message;
use pyjury_core::Principal;
use pyjury_core::principal::Role;
use pyjury_core::submission::check_path;
use pyjury_proto::{internal, v1};
use tonic::Status;
use tonic::codegen::http::{HeaderMap, HeaderValue};

use crate::Refusal;
use crate::caller::{Caller, ON_BEHALF_OF};
use crate::check::order::{Order, Wanted};
use crate::check::{attempt, filter, key, labels, presence};
use crate::layer::{authenticate, budget, deadline};

/// A moment of Unix time that requests are checked at.
const NOW_MS: u64 = 1_700_000_000_000;

/// The most bytes of headers that an answer may have: what clients take when nothing else is said.
const MOST_HEADERS: usize = 16 << 10;

/// The first byte says which message the rest is.
pub fn requests(bytes: &[u8]) {
    let Some((kind, message)) = bytes.split_first() else { return };
    match kind {
        0 => submit(message),
        1 => listing(message),
        2 => new_key(message),
        3 => worker(message),
        4 => headers(message),
        5 => framing(message),
        _ => {}
    }
}

/// A refusal names what is wrong in an answer that every client can read.
fn is_told(refusal: Refusal) {
    if let Refusal::Invalid(fields) = &refusal {
        assert!(!fields.is_empty() && fields.iter().all(|field| !field.field.is_empty() && !field.why.is_empty()));
    }
    let answer = Status::from(refusal).into_http::<()>();
    let size: usize = answer.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 32).sum();
    assert!(size <= MOST_HEADERS, "{size} bytes of headers");
}

/// An accepted submission has files that can be placed side by side below one folder.
fn submit(message: &[u8]) {
    let Ok(wire) = v1::SubmitRequest::decode(message) else { return };
    let sent = wire.clone();
    let order = match Order::check(wire, NOW_MS) {
        Ok(order) => order,
        Err(refusal) => return is_told(refusal),
    };
    assert!((1..=64).contains(&order.files.len()) && !order.files[0].content.is_empty());
    let paths: BTreeSet<&str> = order.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths.len(), order.files.len());
    for path in &paths {
        assert_eq!(check_path(path), Ok(()));
        assert!(!path.match_indices('/').any(|(end, _)| paths.contains(&path[..end])), "{path:?}");
    }
    assert!(sent.files.iter().zip(&order.files).all(|(sent, file)| sent.content == file.content));
    assert!(order.labels.len() <= 16 && order.deadline_ms.is_none_or(|deadline| deadline > NOW_MS));
    match &order.target {
        Wanted::Inline(run) => assert_eq!(run.limits.check(), Ok(())),
        Wanted::Name(name) => assert_eq!(labels::plain_name(name), Ok(())),
        Wanted::Digest(_) => {}
    }
}

fn principal(role: Role) -> Principal {
    Principal { tenant: "t".into(), user: "ann".into(), roles: vec![role] }
}

/// Nobody lists what isn't theirs.
fn listing(message: &[u8]) {
    let Ok(wire) = v1::ListRequest::decode(message) else { return };
    for role in [Role::Submitter, Role::Jury] {
        match filter::filter(wire.clone(), &principal(role)) {
            Ok(filter) => {
                assert_eq!(filter.tenant, "t");
                assert!(role == Role::Jury || filter.user.as_deref() == Some("ann"));
            }
            Err(refusal) => is_told(refusal),
        }
    }
}

/// Nobody makes a key beyond their own.
fn new_key(message: &[u8]) {
    let Ok(wire) = v1::KeyServiceCreateRequest::decode(message) else { return };
    for role in [Role::Admin, Role::Operator] {
        let caller = Caller::within(principal(role));
        match key::new(wire.clone(), &caller, NOW_MS) {
            Ok(new) => {
                assert!(!new.roles.is_empty() && new.expires_ms.is_none_or(|end| end > NOW_MS));
                let own = new.tenant == "t" && new.roles.iter().all(|role| caller.principal.has(*role));
                assert!(role == Role::Operator || own, "{new:?}");
            }
            Err(refusal) => is_told(refusal),
        }
    }
}

/// What a worker says of itself and of its attempts.
fn worker(message: &[u8]) {
    let Ok(wire) = internal::v1::RenewRequest::decode(message) else { return };
    for named in wire.attempts {
        if let Err(invalid) = attempt::holder(&wire.worker_id, Some(named)) {
            is_told(invalid.into());
        }
    }
    match presence::facts(wire.presence) {
        Ok(facts) => {
            assert!(facts.runtimes.len() <= 256 && facts.runtimes.iter().all(|name| name.chars().count() <= 300));
        }
        Err(invalid) => is_told(invalid.into()),
    }
}

/// The headers that every call may have, a line each: authorization, x-api-key, on whose behalf, the timeout.
fn headers(lines: &[u8]) {
    let mut headers = HeaderMap::new();
    for (name, line) in
        ["authorization", "x-api-key", ON_BEHALF_OF, "grpc-timeout"].into_iter().zip(lines.split(|b| *b == b'\n'))
    {
        if let (false, Ok(value)) = (line.is_empty(), HeaderValue::from_bytes(line)) {
            headers.append(name, value);
        }
    }
    match authenticate::bearer(&headers) {
        Ok(key) => assert!(!key.is_empty() && !key.starts_with(' ') && key.is_ascii()),
        Err(refusal) => is_told(refusal),
    }
    match authenticate::for_whom(&headers) {
        Ok(user) => assert_eq!(user.is_some(), headers.contains_key(ON_BEHALF_OF)),
        Err(refusal) => is_told(refusal),
    }
    if let Some(user) = authenticate::for_whom(&headers).ok().flatten() {
        match Caller::within(principal(Role::Admin)).on_behalf_of(user) {
            Ok(caller) => {
                assert_eq!((&*caller.principal.tenant, &*caller.principal.roles), ("t", &[Role::Submitter][..]))
            }
            Err(refusal) => is_told(refusal),
        }
    }
    if let Some(timeout) = headers.get("grpc-timeout").and_then(|value| value.to_str().ok()).and_then(deadline::parse) {
        assert!(timeout.as_secs() <= 99_999_999 * 3600);
        assert!(tokio::time::Instant::now().checked_add(timeout).is_some());
    }
}

/// The lengths of a stream's messages are the same however the stream is cut. One byte of where, the stream.
fn framing(bytes: &[u8]) {
    let Some((cut, stream)) = bytes.split_first() else { return };
    let read = |length: usize| {
        let mut state = budget::Message::default();
        let begun: u64 = stream.chunks(length.max(1)).map(|chunk| state.begun(chunk)).sum();
        (begun, format!("{state:?}"))
    };
    let whole = read(stream.len());
    assert_eq!(read(usize::from(*cut)), whole);
    assert_eq!(read(1), whole);
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use pyjury_core::Digest;
    use uuid::Uuid;

    use super::*;

    fn seed(kind: u8, message: &impl Message) -> Vec<u8> {
        [vec![kind], message.encode_to_vec()].concat()
    }

    fn submissions() -> Vec<v1::SubmitRequest> {
        use v1::submit_request::Target;
        let file = |path: &str, content: &str| v1::SourceFile { path: path.into(), content: content.into() };
        let run = v1::InlineRun {
            stdin: b"1 2\n".to_vec(),
            expected_output: Some(b"3\n".to_vec()),
            args: vec!["-x".into()],
            limits: Some(v1::Limits { processes: Some(7), ..Default::default() }),
        };
        let targets = [
            Target::ProblemName("year-hundred".into()),
            Target::ProblemDigest(Digest::of(b"p").to_string()),
            Target::InlineRun(run),
        ];
        let request = |target| v1::SubmitRequest {
            request_id: Uuid::from_u128(1).to_string(),
            target: Some(target),
            files: vec![file("main.py", "print(1)"), file("pkg/__init__.py", "# coding: latin-1\n")],
            runtime: "base".into(),
            lane: v1::Lane::Contest.into(),
            labels: HashMap::from([("course".into(), "py1".into())]),
            deadline: Some(pyjury_proto::from_millis(NOW_MS + 1000)),
        };
        let mut all: Vec<_> = targets.into_iter().map(request).collect();
        for good in &all {
            assert!(Order::check(good.clone(), NOW_MS).is_ok());
        }
        all.push(v1::SubmitRequest {
            files: vec![file("../ä", "\0"), file("a", ""), file("a/b", "")],
            ..Default::default()
        });
        all
    }

    #[test]
    fn requests_are_checked() {
        let listing = v1::ListRequest {
            user: "ann".into(),
            problem_digest: Digest::of(b"p").to_string(),
            states: vec![v1::JudgingState::Judged.into()],
            verdicts: vec![v1::Verdict::Wa.into()],
            lane: v1::Lane::Batch.into(),
            labels: HashMap::from([("course".into(), "py1".into())]),
            created_from: Some(pyjury_proto::from_millis(NOW_MS)),
            ..Default::default()
        };
        let new_key = v1::KeyServiceCreateRequest {
            tenant: "t".into(),
            user: "bob".into(),
            roles: vec![v1::Role::Submitter.into(), v1::Role::Admin.into()],
            scopes: vec![v1::Scope::Submit.into()],
            note: "for the course".into(),
            expires_at: Some(pyjury_proto::from_millis(NOW_MS + 1000)),
        };
        let renewal = internal::v1::RenewRequest {
            worker_id: Uuid::from_u128(2).to_string(),
            attempts: vec![internal::v1::Attempt {
                submission_id: Uuid::from_u128(3).to_string(),
                judging_id: Uuid::from_u128(4).to_string(),
                attempt_id: Uuid::from_u128(5).to_string(),
            }],
            presence: Some(internal::v1::Presence {
                name: "w1".into(),
                slots: 2,
                runtimes: vec!["base".into()],
                standing: Some(v1::WorkerStanding { mode: v1::WorkerMode::Ready.into(), reason: String::new() }),
                ..Default::default()
            }),
        };
        let mut seeds: Vec<Vec<u8>> = submissions().iter().map(|request| seed(0, request)).collect();
        seeds.extend([
            seed(1, &listing),
            seed(2, &new_key),
            seed(3, &renewal),
            b"\x04Bearer pyj_abc\n\nj%C3%BCrg@uni.edu\n10S".to_vec(),
            b"\x04\npyj_abc\n%FF\n99999999H".to_vec(),
            b"\x05\x02\0\0\0\0\x03abc\0\0\0\0\0\x01\xff\xff\xff\xffabc".to_vec(),
        ]);
        pyjury_corpus::replay("requests", requests, seeds);
    }
}
