//! Collecting blobs that nothing names any more.

use std::collections::HashSet;
use std::time::Duration;

use super::indexes::{BLOB_ROOTS, SEPARATOR};
use crate::{Ledger, LedgerError, Order, Scan};

impl Ledger {
    /// Removes blobs that no record names and that are older than `age`, and tells how many.
    ///
    /// # Errors
    /// [`LedgerError::Store`], [`LedgerError::Blob`].
    pub async fn collect_blobs(&self, age: Duration) -> Result<usize, LedgerError> {
        let scan = Scan {
            index: BLOB_ROOTS,
            shard: None,
            prefix: String::new(),
            after: None,
            order: Order::Ascending,
            limit: usize::MAX,
        };
        let mut keep = HashSet::new();
        for entry in self.store().scan(scan).await? {
            let hex = entry.key.split(SEPARATOR).next().unwrap_or_default();
            let digest = format!("sha256:{hex}").parse();
            // Sweeping with a root that can't be read would remove what it names.
            keep.insert(digest.map_err(|e| LedgerError::Unreadable { what: entry.key.clone(), why: format!("{e}") })?);
        }
        Ok(self.blobs().sweep(&keep, age).await?)
    }
}
