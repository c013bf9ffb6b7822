//! The indexes, tables and how their keys are made.

use pyjury_core::judging::JudgingRef;
use pyjury_core::{JudgingId, SubmissionId};

use crate::scan::Freshness;
use crate::{Index, Key, Shard};

/// Every judging that hasn't ended, in order of arrival. Rebuilding relies on it.
pub(crate) const PENDING: Index = Index { name: "pending", freshness: Freshness::Strict };
/// Judged cases of running attempts.
pub(crate) const CASES: Index = Index { name: "cases", freshness: Freshness::Strict };
/// The judgings of a submission.
pub(crate) const JUDGINGS: Index = Index { name: "judgings", freshness: Freshness::Strict };
/// Submissions of a tenant, by arrival.
pub(crate) const BY_TENANT: Index = Index { name: "by_tenant", freshness: Freshness::Projection };
/// Submissions of a user, by arrival.
pub(crate) const BY_USER: Index = Index { name: "by_user", freshness: Freshness::Projection };
/// The newest package under each name of a tenant.
pub(crate) const PROBLEMS: Index = Index { name: "problems", freshness: Freshness::Projection };
/// API keys by their id.
pub(crate) const API_KEYS: Index = Index { name: "api_keys", freshness: Freshness::Projection };
/// Contents that are in blobs: the roots of mark and sweep.
pub(crate) const BLOB_ROOTS: Index = Index { name: "blob_roots", freshness: Freshness::Strict };

/// Separates the parts of a key. It can't be in a tenant's, user's or problem's name.
pub(crate) const SEPARATOR: char = '\u{1f}';

pub(crate) fn submission_key(id: SubmissionId) -> Key {
    Key::new(Shard::of(id), "submission", id.0.simple().to_string())
}

pub(crate) fn contents_key(id: SubmissionId) -> Key {
    Key::new(Shard::of(id), "contents", id.0.simple().to_string())
}

pub(crate) fn judging_key(of: JudgingRef) -> Key {
    Key::new(Shard::of(of.submission), "judging", judging_name(of))
}

/// Sorts by arrival of the submission; unique over all shards.
pub(crate) fn judging_name(of: JudgingRef) -> String {
    format!("{}{}", of.submission.0.simple(), of.judging.0.simple())
}

pub(crate) fn cases_prefix(of: JudgingRef) -> String {
    judging_name(of)
}

pub(crate) fn case_name(of: JudgingRef, index: u32) -> String {
    format!("{}{index:08}", judging_name(of))
}

pub(crate) fn parse_judging_name(name: &str) -> Option<JudgingRef> {
    let submission = SubmissionId(name.get(..32)?.parse().ok()?);
    let judging = JudgingId(name.get(32..)?.parse().ok()?);
    Some(JudgingRef { submission, judging })
}

/// Joins the parts of a key.
pub(crate) fn joined(parts: &[&str]) -> String {
    parts.join(&SEPARATOR.to_string())
}
