//! What is held of everything that is read from Redis, and of page tokens, whatever their bytes. For tests and the
//! fuzzer only: see tests/corpus.

use std::fmt::Debug;

use pyjury_core::submission::{InlineRun, Lane};
use pyjury_core::{Limits, Principal, SourceFile, Submission, SubmissionId, Target};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::ledger::problems::ProblemRecord;
use crate::ledger::record::{JudgingRecord, SubmissionRecord, decode, encode};
use crate::ledger::{
    ApiKey, AuditLine, Happened, JudgedCase, LedgerError, Pending, Problem, Wanted, WorkerFacts, api_keys, contents,
    dead, list,
};
use crate::redis::{pages, read};
use crate::{Key, Shard, StoreError};

/// The first byte says what the rest is.
pub fn records(bytes: &[u8]) {
    let Some((kind, body)) = bytes.split_first() else { return };
    match kind {
        b's' => survives::<SubmissionRecord>(body),
        b'j' => survives::<JudgingRecord>(body),
        b'c' => survives::<JudgedCase>(body),
        b'p' => survives::<ProblemRecord>(body),
        b'n' => survives::<Problem>(body),
        b'k' => survives::<ApiKey>(body),
        b'a' => survives::<AuditLine>(body),
        b'e' => survives::<Happened>(body),
        b'w' => survives::<WorkerFacts>(body),
        b'W' => survives::<Wanted>(body),
        b'P' => pending(body),
        b'f' => put_back(body),
        b'i' => entry(body),
        b'r' => record(body),
        b't' => token(body),
        _ => {}
    }
}

/// What was read and is written reads as the same; what can't be read is named.
fn survives<T: Serialize + DeserializeOwned + Debug>(body: &[u8]) {
    let value: T = match decode(&"the record", body) {
        Ok(value) => value,
        Err(error) => return is_unreadable(&error),
    };
    let written = encode(&value);
    let again: T = decode(&"the record", &written).expect("what was written can be read");
    assert_eq!(format!("{value:?}"), format!("{again:?}"));
    assert_eq!(encode(&again), written);
}

fn is_unreadable(error: &LedgerError) {
    assert!(matches!(error, LedgerError::Unreadable { what, why } if !what.is_empty() && !why.is_empty()), "{error}");
}

fn pending(body: &[u8]) {
    survives::<Pending>(body);
    if let Ok(pending) = decode::<Pending>(&"the record", body) {
        pending.arrived_ms();
    }
}

/// Contents that are put back are those that are taken out again.
fn put_back(body: &[u8]) {
    let mut submission = submission();
    match contents::put_back(&mut submission, body) {
        Ok(()) => {
            let whole = submission.clone();
            let (written, size) = contents::take(&mut submission);
            assert!(submission.files.iter().all(|file| file.content.is_empty()) && size <= body.len());
            contents::put_back(&mut submission, &written).expect("what was written can be read");
            assert_eq!(submission, whole);
        }
        Err(error) => is_unreadable(&error),
    }
}

fn submission() -> Submission {
    let run = InlineRun { stdin: Vec::new(), expected: Some(Vec::new()), args: Vec::new(), limits: Limits::default() };
    let file = |path: &str| SourceFile { path: path.to_owned(), content: Vec::new() };
    Submission {
        id: SubmissionId(Uuid::from_u128(1)),
        principal: Principal { tenant: "t".into(), user: "u".into(), roles: Vec::new() },
        sent_by: None,
        target: Target::Inline(run),
        files: vec![file("main.py"), file("data.txt")],
        runtime: None,
        lane: Lane::Interactive,
        labels: std::collections::BTreeMap::new(),
        deadline_ms: None,
        created_ms: 0,
    }
}

/// A member of a sorted set of Redis.
fn entry(member: &[u8]) {
    let Some(shard) = Shard::new(0) else { return };
    match pages::entry(shard, member) {
        Ok(entry) => assert!(member.starts_with(entry.key.as_bytes()) && member.ends_with(&entry.value)),
        Err(error) => assert!(matches!(error, StoreError::Backend { .. })),
    }
}

/// A record of Redis with its header.
fn record(bytes: &[u8]) {
    let Some(shard) = Shard::new(0) else { return };
    match read::record(&Key::new(shard, "judging", "x"), bytes.to_vec()) {
        Ok(record) => assert!(bytes.ends_with(&record.value)),
        Err(error) => assert!(matches!(error, StoreError::Backend { .. })),
    }
}

/// What a token leads to is the caller's own, whoever wrote it.
fn token(text: &[u8]) {
    let Ok(text) = str::from_utf8(text) else { return };
    let prefix = "t\u{1f}";
    for read in [api_keys::read_token(text, prefix), dead::read_token(text, prefix)] {
        assert!(read.is_err() || read.is_ok_and(|key| key.starts_with(prefix)));
    }
    if let Ok(after) = list::read_token(text, "filter") {
        let next = list::write_token(Some(format!("{prefix}{after}")), "filter".to_owned());
        let again = next.map(|next| list::read_token(&next, "filter").expect("what was written can be read"));
        assert!(again.is_some_and(|again| again == after), "it names a submission, as they are written: {after:?}");
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::Value;

    use super::*;

    /// What earlier versions wrote, by what it is.
    fn written() -> Vec<Vec<u8>> {
        let golden: Value = serde_json::from_str(include_str!("../tests/golden/schema1.json")).unwrap();
        let of = |list: &str, by: &str, text: &str, kind: &dyn Fn(&str) -> Option<u8>| -> Vec<Vec<u8>> {
            let all = golden[list].as_array().unwrap().iter();
            let seed = |one: &Value| {
                let kind = kind(one[by].as_str()?)?;
                Some([&[kind], one[text].as_str()?.as_bytes()].concat())
            };
            all.filter_map(seed).collect()
        };
        let records = of("records", "table", "value", &|table| match table {
            "submission" => Some(b's'),
            "judging" => Some(b'j'),
            "problem" => Some(b'p'),
            "problem_name" => Some(b'n'),
            "api_key" => Some(b'k'),
            "contents" => Some(b'f'),
            _ => None,
        });
        let index = of("index", "index", "value", &|index| match index {
            "cases" => Some(b'c'),
            "pending" => Some(b'P'),
            "problems" => Some(b'n'),
            _ => None,
        });
        let events = of("events", "subject", "body", &|_| Some(b'e'));
        assert!(!records.is_empty() && !index.is_empty() && !events.is_empty());
        [records, index, events].concat()
    }

    #[test]
    fn what_is_stored_is_read() {
        let id = SubmissionId(Uuid::from_u128(7));
        let mut seeds = written();
        let mut whole = submission();
        whole.files[0].content = b"print(1)".to_vec();
        seeds.push([b"f", &*contents::take(&mut whole).0].concat());
        seeds.push(b"ikey\x0017 {\"schema\":1}".to_vec());
        seeds.push(b"r1 1700000000000 2 1700000000001\n{\"schema\":1}".to_vec());
        let token = list::write_token(Some(format!("t\u{1f}{}", id.0.simple())), "filter".into()).unwrap();
        seeds.push([b"t", token.as_bytes()].concat());
        seeds.push([b"t", URL_SAFE_NO_PAD.encode("t\u{1f}key").as_bytes()].concat());
        pyjury_corpus::replay("records", records, seeds);
    }
}
