//! Problem packages of a tenant: one record per digest, and the newest that is ready under each name.
//! The zip itself is a blob, written before.

mod keep;

use pyjury_core::{Digest, Limits, RuntimeRequest, SubmissionId};
use serde::{Deserialize, Serialize};

pub use keep::Verified;

use super::indexes::{PROBLEMS, SEPARATOR, joined};
use super::record::{decode, decode_record};
use crate::{Key, Ledger, LedgerError, Order, Scan, Shard};

/// A problem package that is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// The package, as submissions name it.
    pub digest: Digest,
    /// The blob that holds the zip.
    pub zip: Digest,
    /// The tenant that it belongs to.
    pub tenant: String,
    /// The name to submit to.
    pub name: String,
    /// The title for people.
    pub title: String,
    /// The judging mode.
    pub mode: String,
    /// Whether it gives points.
    pub scoring: bool,
    /// The most points there are.
    pub max_score: f64,
    /// How many cases it has.
    pub case_count: u32,
    /// The limits of each case, with the time limit that its verification found where the package
    /// gives none. Once it is ready they never change.
    pub limits: Limits,
    /// Where the time limit comes from.
    #[serde(default)]
    pub time_limit_from: TimeLimitFrom,
    /// The runtime that judging it needs.
    #[serde(default, skip_serializing_if = "RuntimeRequest::is_any")]
    pub runtime: RuntimeRequest,
    /// The size of the zip.
    pub size_bytes: u64,
    /// Who uploaded it.
    pub uploaded_by: String,
    /// When it was uploaded, in milliseconds of Unix time.
    pub uploaded_ms: u64,
    /// Whether it can be submitted to.
    #[serde(default)]
    pub standing: Standing,
    /// The submission that verifies or verified it; `None` where the operator vouches for it.
    #[serde(default)]
    pub verification: Option<SubmissionId>,
}

/// Whether a package can be submitted to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Standing {
    /// Its verification has not ended.
    Staged,
    /// It can.
    #[default]
    Ready,
    /// Its verification found that it isn't as it says.
    Rejected {
        /// What was found, for the jury.
        report: String,
    },
}

/// Where a time limit comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeLimitFrom {
    /// The package states it.
    #[default]
    Package,
    /// The verification finds it by running the accepted submissions.
    Verification,
}

/// What is kept of a package.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ProblemRecord {
    #[serde(flatten)]
    pub(crate) problem: Problem,
    /// The names that it gets when it is ready.
    #[serde(default)]
    pub(crate) waiting_names: Vec<String>,
    /// The names that it was ever given.
    #[serde(default)]
    pub(crate) names: Vec<String>,
    /// Since when nothing is known to lead to it, in milliseconds of Unix time.
    #[serde(default)]
    pub(crate) unused_since_ms: Option<u64>,
}

/// A page of problems.
#[derive(Clone, Debug)]
pub struct ProblemPage {
    /// By name: of each the newest package that is ready, then those that aren't.
    pub problems: Vec<Problem>,
    /// For the next page; `None` when this is the last.
    pub next_page_token: Option<String>,
}

impl Ledger {
    /// A problem of a tenant by digest.
    ///
    /// # Errors
    /// [`LedgerError::Store`], [`LedgerError::Unreadable`].
    pub async fn problem(&self, tenant: &str, digest: Digest) -> Result<Option<Problem>, LedgerError> {
        self.problem_at(digest_key(tenant, digest)).await
    }

    /// The newest package of a tenant under a name that is ready.
    ///
    /// # Errors
    /// [`LedgerError::Store`], [`LedgerError::Unreadable`].
    pub async fn newest_problem(&self, tenant: &str, name: &str) -> Result<Option<Problem>, LedgerError> {
        self.problem_at(name_key(tenant, name)).await
    }

    /// The newest package of a tenant that waits for this name, or was rejected under it.
    ///
    /// # Errors
    /// [`LedgerError::Store`], [`LedgerError::Unreadable`].
    pub async fn newest_unready(&self, tenant: &str, name: &str) -> Result<Option<Problem>, LedgerError> {
        let scan = Scan {
            index: PROBLEMS,
            shard: Some(shard(tenant)),
            prefix: joined(&[tenant, name, ""]),
            after: None,
            order: Order::Ascending,
            limit: usize::MAX,
        };
        let entries = self.store().scan(scan).await?;
        let problems: Vec<Problem> = entries.iter().map(|e| decode(&e.key, &e.value)).collect::<Result<_, _>>()?;
        Ok(problems.into_iter().max_by_key(|problem| problem.uploaded_ms))
    }

    /// A page of a tenant's problems, by name.
    ///
    /// # Errors
    /// [`LedgerError::Store`], [`LedgerError::Unreadable`].
    pub async fn problems(
        &self,
        tenant: &str,
        page_size: usize,
        page_token: Option<&str>,
    ) -> Result<ProblemPage, LedgerError> {
        let prefix = joined(&[tenant, ""]);
        // What separates the parts of a key is no text for a token.
        let after = page_token.map(|token| format!("{prefix}{}", token.replace('/', &SEPARATOR.to_string())));
        let scan = Scan {
            index: PROBLEMS,
            shard: Some(shard(tenant)),
            prefix: prefix.clone(),
            after,
            order: Order::Ascending,
            limit: page_size,
        };
        let entries = self.store().scan(scan).await?;
        let problems: Vec<Problem> = entries.iter().map(|e| decode(&e.key, &e.value)).collect::<Result<_, _>>()?;
        let last = entries.last().filter(|_| entries.len() == page_size);
        let next_page_token = last.and_then(|e| e.key.strip_prefix(&prefix)).map(|key| key.replace(SEPARATOR, "/"));
        Ok(ProblemPage { problems, next_page_token })
    }

    async fn problem_at(&self, key: Key) -> Result<Option<Problem>, LedgerError> {
        let found = self.store().get(std::slice::from_ref(&key)).await?.into_iter().next().flatten();
        found.map(|record| decode_record(&key, &record)).transpose()
    }
}

/// The shard of everything about the packages of a tenant.
pub(crate) fn shard(tenant: &str) -> Shard {
    Shard::of_name(tenant)
}

/// Says that a blob holds a package of a tenant.
pub(crate) fn package_root(zip: Digest, tenant: &str) -> String {
    joined(&[&zip.hex(), "package", tenant])
}

pub(crate) fn digest_key(tenant: &str, digest: Digest) -> Key {
    Key::new(shard(tenant), "problem", joined(&[tenant, &digest.hex()]))
}

pub(crate) fn name_key(tenant: &str, name: &str) -> Key {
    Key::new(shard(tenant), "problem_name", joined(&[tenant, name]))
}
