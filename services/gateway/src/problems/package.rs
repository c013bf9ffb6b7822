//! From a zip to a kept problem: also how `pyjury up` loads the packages it is given.

use bytes::Bytes;
use pyjury_core::Digest;
use pyjury_problem::kind::Award;
use pyjury_problem::{LoadError, PackageError, Problem as Package, Source, SourceError};
use pyjury_proto::Invalid;
use pyjury_store::Ledger;
use pyjury_store::ledger::Problem;

use crate::{Refusal, clock};

/// Whose package it is, and what it is called.
#[derive(Clone, Debug)]
pub struct NewPackage {
    /// The tenant.
    pub tenant: String,
    /// Who uploads it.
    pub user: String,
    /// The name to submit to.
    pub name: String,
}

impl NewPackage {
    /// Checks a package and keeps it: first the blob, then the record that names it.
    ///
    /// # Errors
    /// [`Refusal::Package`] with every mistake of the package; the ledger's refusals.
    pub async fn keep(self, ledger: &Ledger, zip: Bytes) -> Result<Problem, Refusal> {
        let bytes = zip.clone();
        let name = self.name.clone();
        let loaded = tokio::task::spawn_blocking(move || load(&bytes, &name)).await;
        let package = loaded.map_err(|error| Refusal::Internal(error.into()))??;
        let blob = Digest::of(&zip);
        let size_bytes = zip.len() as u64;
        ledger.blobs().put(blob, zip).await.map_err(|error| Refusal::Unavailable(error.into()))?;
        let problem = Problem {
            digest: package.digest,
            zip: blob,
            tenant: self.tenant,
            name: self.name,
            title: package.title,
            mode: package.mode.word().to_owned(),
            scoring: package.kind.award == Award::Scoring,
            max_score: package.root.max_score(),
            case_count: u32::try_from(package.cases.len()).unwrap_or(u32::MAX),
            limits: package.limits.run(package.limits.time.or_provisional()),
            size_bytes,
            uploaded_by: self.user,
            uploaded_ms: clock::now_ms(),
        };
        ledger.put_problem(&problem).await?;
        tracing::info!(problem = problem.name, digest = %problem.digest, "problem kept");
        Ok(problem)
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
