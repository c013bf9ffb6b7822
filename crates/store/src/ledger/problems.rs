//! Problem packages of a tenant: one record per digest, and the newest under each name. The zip
//! itself is a blob, written before.

use pyjury_core::{Digest, Limits};
use serde::{Deserialize, Serialize};

use super::indexes::{BLOB_ROOTS, PROBLEMS, joined};
use super::names;
use super::record::{decode, decode_record, encode};
use crate::{Commit, IndexChange, Key, Ledger, LedgerError, Order, Scan, Shard};

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
    /// The limits of each case, with the time limit that was computed where the package gives none.
    pub limits: Limits,
    /// The size of the zip.
    pub size_bytes: u64,
    /// Who uploaded it.
    pub uploaded_by: String,
    /// When it was uploaded, in milliseconds of Unix time.
    pub uploaded_ms: u64,
}

/// A page of problems.
#[derive(Clone, Debug)]
pub struct ProblemPage {
    /// By name: of each the newest package.
    pub problems: Vec<Problem>,
    /// For the next page; `None` when this is the last.
    pub next_page_token: Option<String>,
}

impl Ledger {
    /// Keeps a problem whose zip is in the blobs, as the newest under its name. Kept once more it is
    /// no error, and makes an old package the newest again.
    ///
    /// # Errors
    /// [`LedgerError::Name`], [`LedgerError::Blob`] when the zip isn't there, [`LedgerError::Store`].
    pub async fn put_problem(&self, problem: &Problem) -> Result<(), LedgerError> {
        names::check("tenant", &problem.tenant)?;
        names::check("name", &problem.name)?;
        if !self.blobs().exists(problem.zip).await? {
            return Err(crate::BlobError::Missing { digest: problem.zip }.into());
        }
        let value = encode(problem);
        let by_name = joined(&[&problem.tenant, &problem.name]);
        let root = joined(&[&problem.zip.hex(), "package", &problem.tenant]);
        let commit = Commit::to(shard(&problem.tenant))
            .put(digest_key(&problem.tenant, problem.digest), value.clone())
            .put(name_key(&problem.tenant, &problem.name), value.clone())
            .index(IndexChange::Put { index: PROBLEMS, key: by_name, value })
            .index(IndexChange::Put { index: BLOB_ROOTS, key: root, value: Vec::new() });
        self.store().commit(commit).await?;
        Ok(())
    }

    /// A problem of a tenant by digest.
    ///
    /// # Errors
    /// [`LedgerError::Store`], [`LedgerError::Unreadable`].
    pub async fn problem(&self, tenant: &str, digest: Digest) -> Result<Option<Problem>, LedgerError> {
        self.problem_at(digest_key(tenant, digest)).await
    }

    /// The newest package of a tenant under a name.
    ///
    /// # Errors
    /// [`LedgerError::Store`], [`LedgerError::Unreadable`].
    pub async fn newest_problem(&self, tenant: &str, name: &str) -> Result<Option<Problem>, LedgerError> {
        self.problem_at(name_key(tenant, name)).await
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
        let after = page_token.map(|name| format!("{prefix}{name}"));
        let scan = Scan { index: PROBLEMS, shard: None, prefix, after, order: Order::Ascending, limit: page_size };
        let entries = self.store().scan(scan).await?;
        let problems: Vec<Problem> = entries.iter().map(|e| decode(&e.key, &e.value)).collect::<Result<_, _>>()?;
        let more = entries.len() == page_size;
        let next_page_token = problems.last().filter(|_| more).map(|problem| problem.name.clone());
        Ok(ProblemPage { problems, next_page_token })
    }

    async fn problem_at(&self, key: Key) -> Result<Option<Problem>, LedgerError> {
        let found = self.store().get(std::slice::from_ref(&key)).await?.into_iter().next().flatten();
        found.map(|record| decode_record(&key, &record)).transpose()
    }
}

fn shard(tenant: &str) -> Shard {
    Shard::of_name(tenant)
}

fn digest_key(tenant: &str, digest: Digest) -> Key {
    Key::new(shard(tenant), "problem", joined(&[tenant, &digest.hex()]))
}

fn name_key(tenant: &str, name: &str) -> Key {
    Key::new(shard(tenant), "problem_name", joined(&[tenant, name]))
}
