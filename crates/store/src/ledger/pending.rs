//! What hasn't ended: what the leader's index is rebuilt from.

use pyjury_core::WorkerId;
use pyjury_core::judging::{JudgingRef, State};
use pyjury_core::submission::Lane;
use serde::{Deserialize, Serialize};

use super::indexes::{PENDING, judging_key, parse_judging_name};
use super::record::{JudgingRecord, decode, decode_record};
use crate::{Key, Ledger, LedgerError, Order, Scan};

/// A judging that hasn't ended, with what the scheduler must know of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pending {
    /// The judging.
    pub judging: JudgingRef,
    /// The lane.
    pub lane: Lane,
    /// The tenant.
    pub tenant: String,
    /// The user within the tenant.
    pub user: String,
    /// The moment after which it isn't worth starting, in milliseconds of Unix time.
    pub deadline_ms: Option<u64>,
    /// The workers that failed it, or that ran it first: others are tried before them.
    pub avoid: Vec<WorkerId>,
    /// Queued, Placed or Running.
    pub state: State,
    /// It is not worth placing before this moment, in milliseconds of Unix time.
    #[serde(default)]
    pub not_before_ms: u64,
    /// The runtime that it needs, as the words of a [`RuntimeRequest`](pyjury_core::RuntimeRequest); `None` where any
    /// interpreter will do.
    #[serde(default)]
    pub runtime: Option<String>,
    /// The CPU time that its cases may use in all, in milliseconds; 0 when not known.
    #[serde(default)]
    pub estimate_ms: u64,
}

impl Pending {
    /// When the submission arrived, in milliseconds of Unix time.
    pub fn arrived_ms(&self) -> u64 {
        let time = self.judging.submission.0.get_timestamp().map(|t| t.to_unix());
        time.map_or(0, |(seconds, nanos)| seconds * 1000 + u64::from(nanos) / 1_000_000)
    }
}

/// A page of the pending index.
#[derive(Clone, Debug)]
pub struct PendingPage {
    /// In order of arrival.
    pub entries: Vec<Pending>,
    /// Where the next page begins; `None` when this is the last.
    pub next: Option<String>,
}

impl Ledger {
    /// A page of everything that hasn't ended, in order of arrival, from the beginning or from
    /// where the page before ended. An entry that can't be read is logged and left out, so that one
    /// damaged record doesn't stop the others.
    ///
    /// # Errors
    /// [`LedgerError::Store`].
    pub async fn pending(&self, from: Option<String>, limit: usize) -> Result<PendingPage, LedgerError> {
        let scan =
            Scan { index: PENDING, shard: None, prefix: String::new(), after: from, order: Order::Ascending, limit };
        let entries = self.store().scan(scan).await?;
        let next = (entries.len() == limit).then(|| entries.last().map(|e| e.key.clone())).flatten();
        let read = |entry: crate::Entry| match decode::<Pending>(&entry.key, &entry.value) {
            Ok(pending) => Some(pending),
            Err(error) => {
                tracing::error!(judging = ?parse_judging_name(&entry.key), %error, "a pending judging can't be read");
                None
            }
        };
        Ok(PendingPage { entries: entries.into_iter().filter_map(read).collect(), next })
    }

    /// Some judgings by name: `None` where there is none or it has ended.
    ///
    /// # Errors
    /// [`LedgerError::Store`].
    pub async fn pending_of(&self, judgings: &[JudgingRef]) -> Result<Vec<Option<Pending>>, LedgerError> {
        let keys: Vec<Key> = judgings.iter().map(|of| judging_key(*of)).collect();
        let records = self.store().get(&keys).await?;
        let read = |(key, record): (&Key, Option<crate::Record>)| match decode_record::<JudgingRecord>(key, &record?) {
            Ok(record) => record.pending(),
            Err(error) => {
                tracing::error!(%key, %error, "a judging can't be read");
                None
            }
        };
        Ok(keys.iter().zip(records).map(read).collect())
    }
}
