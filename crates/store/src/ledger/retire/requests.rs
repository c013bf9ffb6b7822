//! Request ids are remembered for some days: longer than any client repeats a call.

use super::{PAGE, Retention, Retired, arrived_ms, is_over};
use crate::ledger::indexes::REQUESTS;
use crate::ledger::submissions::request_key;
use crate::{Commit, IndexChange, Ledger, LedgerError, Order, Scan};

impl Ledger {
    /// Forgets some of the request ids whose time has come.
    ///
    /// # Errors
    /// [`LedgerError::Store`].
    pub async fn retire_requests(&self, policy: &Retention, now_ms: u64) -> Result<Retired, LedgerError> {
        let (prefix, after) = (String::new(), None);
        let scan = Scan { index: REQUESTS, shard: None, prefix, after, order: Order::Ascending, limit: PAGE };
        let entries = self.store().scan(scan).await?;
        let full = entries.len() == PAGE;
        let mut retired = Retired::default();
        for entry in entries {
            // Too early by the difference of the clocks is harmless at the end of days; too late too.
            let over = entry.key.parse().is_ok_and(|id| is_over(arrived_ms(id), policy.request_ids, now_ms, 0));
            if !over {
                return Ok(retired);
            }
            let request = request_key(String::from_utf8_lossy(&entry.value).into_owned());
            let commit = Commit::to(entry.shard)
                .named("retire")
                .index(IndexChange::Remove { index: REQUESTS, key: entry.key.clone() });
            // A name that can't be read leads nowhere, and not out of the shard.
            let commit = if request.shard == entry.shard { commit.remove(request) } else { commit };
            self.store().commit(commit).await?;
            retired.count += 1;
            retired.next = Some(entry.key).filter(|_| full);
        }
        Ok(retired)
    }
}
