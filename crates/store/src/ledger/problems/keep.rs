//! Keeping a package, and settling whether it can be submitted to.

use std::time::Duration;

use pyjury_core::{Digest, Limits, SubmissionId};

use super::{Problem, ProblemRecord, Standing, TimeLimitFrom, digest_key, name_key, package_root, shard};
use crate::ledger::indexes::{BLOB_ROOTS, PACKAGES, PROBLEMS, joined};
use crate::ledger::names;
use crate::ledger::record::{decode_record, encode};
use crate::{Commit, CommitError, Expected, IndexChange, Key, Ledger, LedgerError, Record};

/// How often a change is tried again when others change the same records.
const TRIES: u32 = 50;

impl Ledger {
    /// Keeps a problem whose zip is in the blobs, and tells how it stands now. Kept once more:
    /// - one that is ready stays ready, with the limits that it has, and is the newest again;
    /// - one that is staged stays so, with its verification;
    /// - one that was rejected is staged again.
    ///
    /// # Errors
    /// [`LedgerError::Name`], [`LedgerError::Blob`] when the zip isn't there, [`LedgerError::Store`].
    pub async fn put_problem(&self, new: &Problem) -> Result<Problem, LedgerError> {
        names::check("tenant", &new.tenant)?;
        names::check("name", &new.name)?;
        if !self.blobs().exists(new.zip).await? {
            return Err(crate::BlobError::Missing { digest: new.zip }.into());
        }
        self.change_problem(&new.tenant, new.digest, |old| Ok(Some(merged(old, new)))).await
    }

    /// Notes which submission verifies a staged package.
    ///
    /// # Errors
    /// [`LedgerError::NoProblem`], [`LedgerError::Store`].
    pub async fn set_verification(
        &self,
        tenant: &str,
        digest: Digest,
        by: SubmissionId,
    ) -> Result<Problem, LedgerError> {
        let change = |old: Option<ProblemRecord>| {
            let mut record = old.ok_or(LedgerError::NoProblem(digest))?;
            if record.problem.standing != Standing::Staged {
                return Ok(None);
            }
            record.problem.verification = Some(by);
            Ok(Some(record))
        };
        self.change_problem(tenant, digest, change).await
    }

    /// A verification ended. A package that is ready stays as it is: its limits never change. So it may be
    /// told any number of times.
    ///
    /// # Errors
    /// [`LedgerError::NoProblem`], [`LedgerError::Store`].
    pub async fn settle_problem(
        &self,
        tenant: &str,
        digest: Digest,
        verified: &Verified,
    ) -> Result<Problem, LedgerError> {
        let change = |old: Option<ProblemRecord>| {
            let mut record = old.ok_or(LedgerError::NoProblem(digest))?;
            let problem = &mut record.problem;
            match (&problem.standing, verified) {
                (Standing::Ready, _) => return Ok(None),
                (_, Verified::Good { time_limit }) => {
                    if problem.time_limit_from == TimeLimitFrom::Verification {
                        problem.limits = with_time(problem.limits, *time_limit);
                    }
                    problem.standing = Standing::Ready;
                }
                (_, Verified::Bad { report }) => problem.standing = Standing::Rejected { report: report.clone() },
            }
            Ok(Some(record))
        };
        self.change_problem(tenant, digest, change).await
    }

    /// Reads a package, changes it and writes it with its names, if nobody else has changed any of them
    /// meanwhile; otherwise again from the start. `None` leaves it.
    async fn change_problem(
        &self,
        tenant: &str,
        digest: Digest,
        change: impl Fn(Option<ProblemRecord>) -> Result<Option<ProblemRecord>, LedgerError>,
    ) -> Result<Problem, LedgerError> {
        let key = digest_key(tenant, digest);
        for _ in 0..TRIES {
            let found = self.store().get(std::slice::from_ref(&key)).await?.into_iter().next().flatten();
            let old: Option<ProblemRecord> = found.as_ref().map(|found| decode_record(&key, found)).transpose()?;
            let Some(mut new) = change(old.clone())? else {
                return old.map(|old| old.problem).ok_or(LedgerError::NoProblem(digest));
            };
            let mut commit =
                Commit::to(shard(tenant)).named("keep_package").expect(key.clone(), expected(found.as_ref()));
            commit = self.write_names(commit, &mut new).await?;
            commit = write_entries(commit, &new.problem, old.as_ref().map(|old| old.problem.zip));
            match self.store().commit(commit.put(key.clone(), encode(&new))).await {
                Ok(_) => return Ok(new.problem),
                Err(CommitError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(LedgerError::Contended { what: key.to_string(), tries: TRIES })
    }

    /// A package that is ready gets the names that it waits for, unless a later upload has them.
    async fn write_names(&self, mut commit: Commit, record: &mut ProblemRecord) -> Result<Commit, LedgerError> {
        let ready = record.problem.standing == Standing::Ready;
        let tenant = record.problem.tenant.clone();
        let keys: Vec<Key> = record.waiting_names.iter().map(|name| name_key(&tenant, name)).collect();
        let found = self.store().get(&keys).await?;
        for ((name, key), found) in record.waiting_names.iter().zip(keys).zip(found) {
            let value = encode(&Problem { name: name.clone(), ..record.problem.clone() });
            let waiting = joined(&[&tenant, name, &record.problem.digest.hex()]);
            if !ready {
                commit = commit.index(IndexChange::Put { index: PROBLEMS, key: waiting, value });
                continue;
            }
            commit = commit.index(IndexChange::Remove { index: PROBLEMS, key: waiting });
            let holder: Option<Problem> = found.as_ref().map(|found| decode_record(&key, found)).transpose()?;
            if holder.is_none_or(|holder| holder.uploaded_ms <= record.problem.uploaded_ms) {
                let by_name = joined(&[&tenant, name]);
                commit = commit
                    .expect(key.clone(), expected(found.as_ref()))
                    .put(key, value.clone())
                    .index(IndexChange::Put { index: PROBLEMS, key: by_name, value });
                if !record.names.contains(name) {
                    record.names.push(name.clone());
                }
            }
        }
        if ready {
            record.waiting_names.clear();
        }
        Ok(commit)
    }
}

/// What a verification found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verified {
    /// Everything is as the package says.
    Good {
        /// The time limit that it was judged with.
        time_limit: Duration,
    },
    /// Something isn't.
    Bad {
        /// What, for the jury.
        report: String,
    },
}

/// What is kept when `new` comes after `old`.
fn merged(old: Option<ProblemRecord>, new: &Problem) -> ProblemRecord {
    let problem = new.clone();
    let mut record = ProblemRecord { problem, waiting_names: Vec::new(), names: Vec::new(), unused_since_ms: None };
    if let Some(old) = old {
        record.waiting_names = old.waiting_names;
        record.names = old.names;
        match old.problem.standing {
            Standing::Ready => {
                record.problem.standing = Standing::Ready;
                record.problem.limits = old.problem.limits;
                record.problem.verification = old.problem.verification;
            }
            Standing::Staged => record.problem.verification = old.problem.verification,
            Standing::Rejected { .. } => {}
        }
    }
    if !record.waiting_names.contains(&new.name) {
        record.waiting_names.push(new.name.clone());
    }
    record
}

/// The same limits for another time limit. A wall limit that followed from the time limit follows.
fn with_time(limits: Limits, cpu: Duration) -> Limits {
    let wall = if limits.wall == Limits::wall_for(limits.cpu) { Limits::wall_for(cpu) } else { limits.wall };
    Limits { cpu, wall, ..limits }
}

/// The package is listed and keeps its zip; an older zip of the same files is kept no longer.
fn write_entries(commit: Commit, problem: &Problem, before: Option<Digest>) -> Commit {
    let root = |zip: Digest| package_root(zip, &problem.tenant);
    let package = joined(&[&problem.tenant, &problem.digest.hex()]);
    let commit = commit
        .index(IndexChange::Put { index: PACKAGES, key: package, value: Vec::new() })
        .index(IndexChange::Put { index: BLOB_ROOTS, key: root(problem.zip), value: Vec::new() });
    match before {
        Some(zip) if zip != problem.zip => commit.index(IndexChange::Remove { index: BLOB_ROOTS, key: root(zip) }),
        _ => commit,
    }
}

fn expected(found: Option<&Record>) -> Expected {
    found.map_or(Expected::Absent, |found| Expected::Version(found.written.sequence))
}
