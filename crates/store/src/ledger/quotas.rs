//! How many submissions may wait.

use pyjury_core::Principal;
use pyjury_core::submission::Lane;

use super::LedgerError;
use super::record::JudgingRecord;
use crate::{Count, Ledger};

/// How many submissions may wait (be accepted and not ended) at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotas {
    /// In one lane.
    pub lane: u64,
    /// Of one tenant.
    pub tenant: u64,
    /// Of one user.
    pub user: u64,
}

impl Quotas {
    /// As many as want to.
    pub const UNLIMITED: Self = Self { lane: u64::MAX, tenant: u64::MAX, user: u64::MAX };
}

impl Default for Quotas {
    fn default() -> Self {
        Self { lane: 200_000, tenant: 50_000, user: 10_000 }
    }
}

impl Ledger {
    /// How many submissions wait in a lane.
    ///
    /// # Errors
    /// [`LedgerError::Store`].
    pub async fn waiting_in(&self, lane: Lane) -> Result<u64, LedgerError> {
        Ok(self.store().counts(&[lane_counter(lane)]).await?.into_iter().next().unwrap_or_default())
    }

    /// How many submissions of a user wait.
    ///
    /// # Errors
    /// [`LedgerError::Store`].
    pub async fn waiting_of(&self, who: &Principal) -> Result<u64, LedgerError> {
        Ok(self.store().counts(&[user_counter(&who.tenant, &who.user)]).await?.into_iter().next().unwrap_or_default())
    }
}

impl Ledger {
    /// Refuses what the quotas would refuse now. The commit decides; this is for work that is dear.
    pub(crate) async fn within_quotas(&self, record: &JudgingRecord, quotas: &Quotas) -> Result<(), LedgerError> {
        let counts = entered(record, quotas);
        let names: Vec<String> = counts.iter().map(|count| count.name.clone()).collect();
        for (count, now) in counts.into_iter().zip(self.store().counts(&names).await?) {
            if let Some(limit) = count.at_most.filter(|most| now >= *most) {
                return Err(LedgerError::Quota { subject: count.name, limit });
            }
        }
        Ok(())
    }
}

/// One more waits, within the quotas.
pub(crate) fn entered(record: &JudgingRecord, quotas: &Quotas) -> [Count; 3] {
    let at_most = [quotas.user, quotas.tenant, quotas.lane].map(|most| (most != u64::MAX).then_some(most));
    let [user, tenant, lane] = counters(record);
    let [of_user, of_tenant, in_lane] = at_most;
    [
        Count { name: user, delta: 1, at_most: of_user },
        Count { name: tenant, delta: 1, at_most: of_tenant },
        Count { name: lane, delta: 1, at_most: in_lane },
    ]
}

/// One less waits.
pub(crate) fn ended(record: &JudgingRecord) -> [Count; 3] {
    counters(record).map(|name| Count { name, delta: -1, at_most: None })
}

fn counters(record: &JudgingRecord) -> [String; 3] {
    [user_counter(&record.tenant, &record.user), format!("tenant:{}", record.tenant), lane_counter(record.lane)]
}

fn user_counter(tenant: &str, user: &str) -> String {
    format!("user:{tenant}/{user}")
}

fn lane_counter(lane: Lane) -> String {
    let name = match lane {
        Lane::Interactive => "interactive",
        Lane::Contest => "contest",
        Lane::Batch => "batch",
    };
    format!("lane:{name}")
}
