//! The indexes, tables and how their keys are made.

use pyjury_core::judging::JudgingRef;
use pyjury_core::{Digest, JudgingId, SubmissionId};

use crate::{Index, Key, Shard};

/// Every judging that hasn't ended, in order of arrival. Rebuilding relies on it.
pub(crate) const PENDING: Index = Index { name: "pending" };
/// Judged cases of running attempts.
pub(crate) const CASES: Index = Index { name: "cases" };
/// The judgings of a submission.
pub(crate) const JUDGINGS: Index = Index { name: "judgings" };
/// Submissions of a tenant, by arrival.
pub(crate) const BY_TENANT: Index = Index { name: "by_tenant" };
/// Submissions of a user, by arrival.
pub(crate) const BY_USER: Index = Index { name: "by_user" };
/// The newest package under each name of a tenant.
pub(crate) const PROBLEMS: Index = Index { name: "problems" };
/// API keys by their id. Strict: a key that was just made can be revoked.
pub(crate) const API_KEYS: Index = Index { name: "api_keys" };
/// The audit log of a tenant, by time.
pub(crate) const AUDIT: Index = Index { name: "audit" };
/// The audit log of all tenants, by time.
pub(crate) const AUDIT_OF_ALL: Index = Index { name: "audit_of_all" };
/// Contents that are in blobs: the roots of mark and sweep.
pub(crate) const BLOB_ROOTS: Index = Index { name: "blob_roots" };

/// Every package of every tenant.
pub(crate) const PACKAGES: Index = Index { name: "packages" };
/// The submissions that name a package: while there is one, the package is kept.
pub(crate) const PACKAGE_USES: Index = Index { name: "package_uses" };
/// The judgings that have ended, by how long they are kept, then in order of arrival.
pub(crate) const ENDED: Index = Index { name: "ended" };
/// The request ids that are remembered, in order of arrival of what they created.
pub(crate) const REQUESTS: Index = Index { name: "requests" };
/// The lives of workers, by name.
pub(crate) const WORKERS: Index = Index { name: "workers" };
/// What operators want of workers, by name.
pub(crate) const WANTED: Index = Index { name: "wanted" };
/// Judgings that were abandoned and not put away, by tenant and arrival.
pub(crate) const ABANDONED: Index = Index { name: "abandoned" };

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

pub(crate) fn dead_name(tenant: &str, of: JudgingRef) -> String {
    joined(&[tenant, &judging_name(of)])
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

/// The entry of a submission in the list of its tenant.
pub(crate) fn tenant_entry(tenant: &str, id: SubmissionId) -> String {
    joined(&[tenant, &id.0.simple().to_string()])
}

/// The entry of a submission in the list of its user.
pub(crate) fn user_entry(tenant: &str, user: &str, id: SubmissionId) -> String {
    joined(&[tenant, user, &id.0.simple().to_string()])
}

/// Says that a blob holds the contents of a submission.
pub(crate) fn contents_root(blob: Digest, id: SubmissionId) -> String {
    joined(&[&blob.hex(), "contents", &id.0.simple().to_string()])
}

/// Says that a submission names a package.
pub(crate) fn package_use(package: Digest, tenant: &str, id: SubmissionId) -> String {
    joined(&[&package.hex(), tenant, &id.0.simple().to_string()])
}

/// Joins the parts of a key.
pub(crate) fn joined(parts: &[&str]) -> String {
    parts.join(&SEPARATOR.to_string())
}
