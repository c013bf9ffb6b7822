//! What the ledger keeps in records, and how it is written down.

use pyjury_core::judging::{Judging, JudgingRef, Timings};
use pyjury_core::submission::Lane;
use pyjury_core::{Digest, JudgingId, Submission};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{LedgerError, Pending};
use crate::{Key, Record};

/// The version of every record that this version writes. It reads all up to this one.
pub(crate) const SCHEMA: u32 = 1;

/// A value with the version of its shape, so that old and new processes can share a store.
#[derive(Serialize, Deserialize)]
struct Versioned<T> {
    schema: u32,
    #[serde(flatten)]
    value: T,
}

#[derive(Deserialize)]
struct Version {
    schema: u32,
}

/// A submission as it is kept: without the contents of its files, its input and expected output.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SubmissionRecord {
    pub(crate) submission: Submission,
    pub(crate) current: JudgingId,
    pub(crate) contents: Place,
}

/// Where the contents are.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Place {
    /// In the record of the contents.
    Record,
    /// In a blob.
    Blob(Digest),
}

/// A judging as it is kept, with what the scheduler must know of its submission.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct JudgingRecord {
    pub(crate) judging: Judging,
    pub(crate) lane: Lane,
    pub(crate) tenant: String,
    pub(crate) user: String,
    pub(crate) deadline_ms: Option<u64>,
    pub(crate) timings: Timings,
    /// The runtime that it needs: the problem's, and what the submission asks for beyond that.
    #[serde(default)]
    pub(crate) runtime: Option<String>,
    /// The CPU time that its cases may use in all.
    #[serde(default)]
    pub(crate) estimate_ms: u64,
}

impl JudgingRecord {
    pub(crate) const fn name(&self) -> JudgingRef {
        JudgingRef { submission: self.judging.submission, judging: self.judging.id }
    }

    /// The entry of the pending index; `None` when it has ended.
    pub(crate) fn pending(&self) -> Option<Pending> {
        if self.judging.state.is_terminal() {
            return None;
        }
        Some(Pending {
            judging: self.name(),
            lane: self.lane,
            tenant: self.tenant.clone(),
            user: self.user.clone(),
            deadline_ms: self.deadline_ms,
            avoid: self.judging.avoid.clone(),
            state: self.judging.state.clone(),
            not_before_ms: self.judging.not_before_ms,
            runtime: self.runtime.clone(),
            estimate_ms: self.estimate_ms,
        })
    }
}

/// Writes a value down.
pub(crate) fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(&Versioned { schema: SCHEMA, value })
        .expect("records are structs and string maps, which JSON can always hold")
}

/// Reads a value.
pub(crate) fn decode<T: DeserializeOwned>(what: &dyn std::fmt::Display, bytes: &[u8]) -> Result<T, LedgerError> {
    let unreadable = |why: String| LedgerError::Unreadable { what: what.to_string(), why };
    let version: Version = serde_json::from_slice(bytes).map_err(|e| unreadable(e.to_string()))?;
    if version.schema > SCHEMA {
        let found = version.schema;
        return Err(unreadable(format!("it has schema {found}, this version knows up to {SCHEMA}")));
    }
    serde_json::from_slice(bytes).map_err(|e| unreadable(e.to_string()))
}

/// Reads a judging, with the moments that its record's own stamps tell.
pub(crate) fn decode_judging(key: &Key, record: &Record) -> Result<JudgingRecord, LedgerError> {
    let mut read: JudgingRecord = decode_record(key, record)?;
    read.timings.created_ms = Some(record.created.at_ms);
    read.timings.reached(read.judging.state.phase(), record.written.at_ms);
    Ok(read)
}

/// Reads a record.
pub(crate) fn decode_record<T: DeserializeOwned>(key: &Key, record: &Record) -> Result<T, LedgerError> {
    decode(key, &record.value)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn numbers_come_back_as_they_were_written() {
        for share in (1..500).map(|parts| 100.0 / f64::from(parts)) {
            let score = BTreeMap::from([("score".to_owned(), share)]);
            let mut read: BTreeMap<String, f64> = decode(&"a score", &encode(&score)).unwrap();
            read.remove("schema");
            assert_eq!(read, score);
        }
    }
}
