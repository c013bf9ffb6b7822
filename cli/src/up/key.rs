//! The key of the cluster's own client: made on the first start, kept in the data folder.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use pyjury_core::principal::Role;
use pyjury_store::Ledger;
use pyjury_store::ledger::NewApiKey;

use super::cluster::TENANT;
use crate::place;

/// The user that the client's key is for.
pub(crate) const USER: &str = "local";

/// Makes sure that the data folder has a key that works, and tells its file. The store keeps only
/// the key's hash.
pub(crate) async fn ensure(ledger: &Ledger, data: &Path) -> anyhow::Result<PathBuf> {
    let path = place::key_file(data);
    match std::fs::read_to_string(&path) {
        Ok(secret) if ledger.authenticate(secret.trim(), pyjury_store::embedded::unix_ms()).await?.is_some() => {
            return Ok(path);
        }
        Ok(_) => tracing::warn!(file = %path.display(), "the client's key is not known to the store; making a new one"),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(error).with_context(|| format!("can't read {}", path.display())),
    }
    let note = "the client of the data folder".to_owned();
    let new = NewApiKey { note, ..NewApiKey::of(TENANT, USER, [Role::Admin, Role::Operator]) };
    let (_, secret) = ledger.create_api_key(new).await?;
    write(&path, &secret).with_context(|| format!("can't write {}", path.display()))?;
    Ok(path)
}

/// Writes a secret for its owner alone, as a whole or not at all.
fn write(path: &Path, secret: &str) -> std::io::Result<()> {
    let half = path.with_extension("key.new");
    // A half-written one of an earlier start may have other permissions.
    match std::fs::remove_file(&half) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&half)?;
    writeln!(file, "{secret}")?;
    file.sync_all()?;
    std::fs::rename(&half, path)?;
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}
