//! The time limits of packages that are ready. They never change, so each is read once.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use pyjury_core::Digest;
use pyjury_store::Ledger;

use crate::Refusal;

/// How many are kept. A few bytes each.
const MOST: usize = 10_000;

/// The time limits that this gateway has read, by tenant and package.
#[derive(Debug, Default)]
pub(crate) struct TimeLimits(Mutex<HashMap<(String, Digest), Duration>>);

impl TimeLimits {
    /// The time limit of a case of a package that is, or was, ready.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when there is no such package, [`Refusal::Unavailable`].
    pub(crate) async fn of(&self, ledger: &Ledger, tenant: &str, digest: Digest) -> Result<Duration, Refusal> {
        let key = (tenant.to_owned(), digest);
        if let Some(limit) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(*limit);
        }
        let problem = ledger.problem(tenant, digest).await?.ok_or_else(|| Refusal::no_problem(digest))?;
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        Ok(*known.entry(key).or_insert(problem.limits.cpu))
    }
}
