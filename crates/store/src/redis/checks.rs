//! When a commit checks its user's permissions.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use tokio::time::Instant;

use crate::Shard;
use crate::store::locked;

/// How long a check is believed: an operator may change a user's rules at any time.
const BELIEVED: Duration = Duration::from_secs(1);

/// When each shard's permissions were last found to be there.
#[derive(Debug, Default)]
pub(super) struct Checks(Mutex<BTreeMap<Shard, Instant>>);

impl Checks {
    /// Whether the next commit to the shard checks them.
    pub(super) fn is_due(&self, shard: Shard) -> bool {
        locked(&self.0).get(&shard).is_none_or(|when| when.elapsed() >= BELIEVED)
    }

    /// A commit to the shard has found them.
    pub(super) fn note(&self, shard: Shard) {
        locked(&self.0).insert(shard, Instant::now());
    }
}
