//! From a zip to a kept problem: also how `pyjury up` loads the packages it is given.

use bytes::Bytes;
use pyjury_core::submission::Lane;
use pyjury_core::{Digest, Principal};
use pyjury_problem::kind::Award;
use pyjury_problem::{LoadError, PackageError, Problem as Package, Source, SourceError, TimeLimit};
use pyjury_proto::Invalid;
use pyjury_store::Ledger;
use pyjury_store::ledger::{Problem, Quotas, Standing, TimeLimitFrom};

use super::verification;
use crate::{Refusal, runtime};

/// Whose package it is, what it is called, and who says that it is good.
#[derive(Clone, Debug)]
pub struct NewPackage {
    /// Who uploads it.
    pub principal: Principal,
    /// The name to submit to.
    pub name: String,
    /// The lane of its verification.
    pub lane: Lane,
    /// Who says that it is good.
    pub vouched: Vouched,
}

/// Who says that a package is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vouched {
    /// The operator: it is ready at once if it states its time limit. Else that must be found, and it is
    /// verified like any other.
    ByOperator,
    /// Its own verification.
    ByVerification,
}

impl NewPackage {
    /// Checks a package and keeps it: first the blob, then the record that names it, then the submission
    /// that verifies it, where one is needed. Cut off anywhere, the same call heals it.
    ///
    /// # Errors
    /// [`Refusal::Package`] with every mistake of the package; the ledger's refusals, of which
    /// [`Refusal::Quota`] leaves the package staged without a verification, and so does [`Refusal::NoRuntime`].
    pub async fn keep(self, ledger: &Ledger, zip: Bytes, quotas: &Quotas) -> Result<Problem, Refusal> {
        let bytes = zip.clone();
        let name = self.name.clone();
        let loaded = tokio::task::spawn_blocking(move || load(&bytes, &name)).await;
        let package = loaded.map_err(|error| Refusal::Internal(error.into()))??;
        let blob = Digest::of(&zip);
        let size_bytes = zip.len() as u64;
        ledger.blobs().put(blob, zip).await.map_err(|error| Refusal::Unavailable(error.into()))?;
        let problem = ledger.put_problem(&self.problem(&package, blob, (size_bytes, ledger.now_ms()))).await?;
        tracing::info!(problem = problem.name, digest = %problem.digest, standing = ?problem.standing, "problem kept");
        if self.vouched == Vouched::ByVerification {
            runtime::is_there(ledger, &problem.runtime).await?;
        }
        verification::ensure(ledger, self.principal, self.lane, problem, quotas).await
    }

    /// The record of a package that nobody has kept before.
    fn problem(&self, package: &Package, zip: Digest, (size_bytes, uploaded_ms): (u64, u64)) -> Problem {
        let time_limit_from = match package.limits.time {
            TimeLimit::Fixed(_) => TimeLimitFrom::Package,
            TimeLimit::FromAccepted(_) => TimeLimitFrom::Verification,
        };
        let standing = match (self.vouched, time_limit_from) {
            (Vouched::ByOperator, TimeLimitFrom::Package) => Standing::Ready,
            _ => Standing::Staged,
        };
        Problem {
            digest: package.digest,
            zip,
            tenant: self.principal.tenant.clone(),
            name: self.name.clone(),
            title: package.title.clone(),
            mode: package.mode.word().to_owned(),
            scoring: package.kind.award == Award::Scoring,
            max_score: package.root.max_score(),
            case_count: u32::try_from(package.cases.len()).unwrap_or(u32::MAX),
            limits: package.limits.run(package.limits.time.or_provisional()),
            time_limit_from,
            runtime: package.runtime_needed(),
            size_bytes,
            uploaded_by: self.principal.user.clone(),
            uploaded_ms,
            standing,
            verification: None,
        }
    }
}

fn load(zip: &[u8], name: &str) -> Result<Package, Refusal> {
    let source = Source::open_zip(zip, name).map_err(|error| bad_zip(&error))?;
    Package::load(&source).map_err(|error| match error {
        LoadError::Package(errors) => Refusal::Package(errors.0.iter().map(mistake).collect()),
        LoadError::Read(error) => Refusal::Internal(error.into()),
    })
}

/// A zip that may not be opened: the field is the entry, where one is to blame.
fn bad_zip(error: &SourceError) -> Refusal {
    let field = match error {
        SourceError::Name { path, .. } | SourceError::Entry { path, .. } | SourceError::Link { path, .. } => path,
        SourceError::Clash { first, .. } => first,
        SourceError::Io { .. } | SourceError::Zip(_) | SourceError::Size { .. } => "zip",
    };
    Refusal::Package(vec![Invalid::new(field, error)])
}

fn mistake(error: &PackageError) -> Invalid {
    let place = match error.line {
        Some(line) => format!("{}:{line}", error.file),
        None => error.file.clone(),
    };
    Invalid::new(place, format_args!("expected {}, got {}; {}", error.expected, error.got, error.remedy))
}
