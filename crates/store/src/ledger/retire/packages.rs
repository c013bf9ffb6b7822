//! Packages that nothing leads to any more: no name, and no submission that is kept.
//!
//! It takes three rounds, so that whoever looked a package up just before can still submit to it: it is noted
//! as unused; when its time has come it is withdrawn, which refuses submissions; a round later it goes.

use pyjury_core::Digest;

use super::{PAGE, Retention, Retired, is_over};
use crate::ledger::indexes::{BLOB_ROOTS, PACKAGE_USES, PACKAGES, PROBLEMS, SEPARATOR, joined};
use crate::ledger::problems::{ProblemRecord, Standing, digest_key, name_key, package_root, shard};
use crate::ledger::record::{decode_record, encode};
use crate::{Commit, CommitError, Entry, Expected, IndexChange, Key, Ledger, LedgerError, Order, Record, Scan};

/// What is to be done with a package.
enum Fate {
    Keep,
    Write(ProblemRecord),
    Remove,
}

impl Ledger {
    /// Looks at some of the packages, beginning where the step before ended. Call it once an hour or so.
    ///
    /// # Errors
    /// [`LedgerError::Store`]. A record that can't be read is logged and kept.
    pub async fn retire_packages(
        &self,
        policy: &Retention,
        now_ms: u64,
        from: Option<String>,
    ) -> Result<Retired, LedgerError> {
        let prefix = String::new();
        let scan = Scan { index: PACKAGES, shard: None, prefix, after: from, order: Order::Ascending, limit: PAGE };
        let entries = self.store().scan(scan).await?;
        let mut retired = Retired::default();
        for entry in &entries {
            match self.retire_package(policy, now_ms, entry).await {
                Ok(gone) => retired.count += usize::from(gone),
                Err(error @ LedgerError::Unreadable { .. }) => tracing::error!(%error, "a package can't be retired"),
                Err(error) => return Err(error),
            }
        }
        retired.next = entries.last().filter(|_| entries.len() == PAGE).map(|entry| entry.key.clone());
        Ok(retired)
    }

    /// Whether the package went.
    async fn retire_package(&self, policy: &Retention, now_ms: u64, entry: &Entry) -> Result<bool, LedgerError> {
        let Some((tenant, digest)) = parse(&entry.key) else {
            let why = "expected a tenant and a digest".to_owned();
            return Err(LedgerError::Unreadable { what: entry.key.clone(), why });
        };
        let key = digest_key(tenant, digest);
        let found = self.store().get(std::slice::from_ref(&key)).await?.into_iter().next().flatten();
        let Some(found) = found else { return Ok(false) };
        let record: ProblemRecord = decode_record(&key, &found)?;
        let in_use = self.is_named(&record).await? || self.is_submitted_to(tenant, digest).await?;
        let commit = Commit::to(shard(tenant))
            .named("retire_package")
            .expect(key.clone(), Expected::Version(found.written.sequence));
        let (commit, gone) = match fate(record.clone(), in_use, policy, now_ms) {
            Fate::Keep => return Ok(false),
            Fate::Write(record) => (commit.put(key, encode(&record)), false),
            Fate::Remove => (remove(commit, key, &record), true),
        };
        match self.store().commit(commit).await {
            Ok(_) => Ok(gone),
            // Somebody uploads it again.
            Err(CommitError::Conflict { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether a name leads to a package.
    async fn is_named(&self, record: &ProblemRecord) -> Result<bool, LedgerError> {
        let keys: Vec<Key> = record.names.iter().map(|name| name_key(&record.problem.tenant, name)).collect();
        let found = self.store().get(&keys).await?;
        for (key, found) in keys.iter().zip(found) {
            let Some(found): Option<Record> = found else { continue };
            let holder: super::super::Problem = decode_record(key, &found)?;
            if holder.digest == record.problem.digest {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a submission that is kept names a package.
    async fn is_submitted_to(&self, tenant: &str, digest: Digest) -> Result<bool, LedgerError> {
        let prefix = joined(&[&digest.hex(), tenant, ""]);
        let scan = Scan { index: PACKAGE_USES, shard: None, prefix, after: None, order: Order::Ascending, limit: 1 };
        Ok(!self.store().scan(scan).await?.is_empty())
    }
}

fn fate(mut record: ProblemRecord, in_use: bool, policy: &Retention, now_ms: u64) -> Fate {
    match (in_use, record.unused_since_ms) {
        (true, None) => return Fate::Keep,
        (true, Some(_)) => record.unused_since_ms = None,
        (false, None) => record.unused_since_ms = Some(now_ms),
        (false, Some(since_ms)) if !is_over(since_ms, policy.packages, now_ms, 0) => return Fate::Keep,
        (false, Some(_)) => match record.problem.standing {
            Standing::Staged => return Fate::Keep,
            Standing::Rejected { .. } => return Fate::Remove,
            Standing::Ready => {
                let report = "nobody has used it for a long time, so it is about to be removed".to_owned();
                record.problem.standing = Standing::Rejected { report };
            }
        },
    }
    Fate::Write(record)
}

fn remove(commit: Commit, key: Key, record: &ProblemRecord) -> Commit {
    let problem = &record.problem;
    let hex = problem.digest.hex();
    let waiting = record.waiting_names.iter().map(|name| (PROBLEMS, joined(&[&problem.tenant, name, &hex])));
    let rest = [(PACKAGES, joined(&[&problem.tenant, &hex])), (BLOB_ROOTS, package_root(problem.zip, &problem.tenant))];
    let removed = waiting.chain(rest).map(|(index, key)| IndexChange::Remove { index, key });
    removed.fold(commit.remove(key), Commit::index)
}

fn parse(key: &str) -> Option<(&str, Digest)> {
    let (tenant, hex) = key.split_once(SEPARATOR)?;
    Some((tenant, format!("sha256:{hex}").parse().ok()?))
}
