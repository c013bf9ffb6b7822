//! The packages that are loaded at start.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use pyjury_core::Principal;
use pyjury_core::principal::Role;
use pyjury_core::submission::Lane;
use pyjury_gateway::{NewPackage, Vouched};
use pyjury_store::Ledger;
use pyjury_store::ledger::Quotas;

use super::cluster::TENANT;
use super::key::USER;
use crate::package;

/// Loads packages and folders of packages. One that the store has already is left as it is. The operator's
/// word is enough for a package that states its time limit; any other is verified once the workers are up.
///
/// # Errors
/// One error with the mistakes of every package that is none.
pub(crate) async fn load(ledger: &Ledger, places: &[PathBuf]) -> anyhow::Result<()> {
    let mut mistakes = Vec::new();
    let mut loaded = 0;
    for place in places {
        for path in packages(place)? {
            match keep(ledger, &path).await {
                Ok(()) => loaded += 1,
                Err(error) => mistakes.push(format!("{}: {error:#}", path.display())),
            }
        }
    }
    if !mistakes.is_empty() {
        return Err(anyhow!("problem packages with mistakes:\n{}", mistakes.join("\n")));
    }
    if loaded > 0 {
        tracing::info!(count = loaded, "problems are loaded");
    }
    Ok(())
}

/// A package itself, or the packages in a folder, by name.
fn packages(place: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if !place.is_dir() || place.join("problem.yaml").exists() {
        return Ok(vec![place.to_owned()]);
    }
    let listing = || format!("can't list {}", place.display());
    let mut found = Vec::new();
    for entry in std::fs::read_dir(place).with_context(listing)? {
        let path = entry.with_context(listing)?.path();
        if path.join("problem.yaml").exists() || path.extension().is_some_and(|extension| extension == "zip") {
            found.push(path);
        }
    }
    found.sort();
    if found.is_empty() {
        return Err(anyhow!("expected a problem package or a folder of them, got {}", place.display()));
    }
    Ok(found)
}

async fn keep(ledger: &Ledger, path: &Path) -> anyhow::Result<()> {
    let source = package::open(path)?;
    let newest = ledger.newest_problem(TENANT, source.name()).await?;
    if newest.is_some_and(|problem| problem.digest == source.digest()) {
        return Ok(());
    }
    let package = package::read(path)?;
    let principal = Principal { tenant: TENANT.to_owned(), user: USER.to_owned(), roles: vec![Role::Jury] };
    let new = NewPackage { principal, name: package.name, lane: Lane::Batch, vouched: Vouched::ByOperator };
    new.keep(ledger, package.zip.into(), &Quotas::default()).await?;
    Ok(())
}
