//! Retention: what has ended goes after its time. Nothing that hasn't ended ever goes.
//!
//! Each judging that ends enters an index, by how long it is kept, then in order of arrival. What arrived
//! too recently can't have ended long enough ago; whether the rest has is asked of the records, by the
//! store's clock. Blobs are collected afterwards: [`Ledger::collect_blobs`].

mod export;
mod packages;
mod requests;

use std::time::Duration;

use pyjury_core::SubmissionId;
use pyjury_core::judging::{JudgingRef, State};
use pyjury_core::submission::Lane;

use super::indexes::{
    ABANDONED, BLOB_ROOTS, BY_TENANT, BY_USER, ENDED, JUDGINGS, PACKAGE_USES, SEPARATOR, contents_key, contents_root,
    dead_name, joined, judging_key, judging_name, package_use, parse_judging_name, submission_key, tenant_entry,
    user_entry,
};
use super::record::{JudgingRecord, Place, SubmissionRecord, decode_record};
use crate::{Commit, CommitError, Entry, Expected, IndexChange, Key, Ledger, LedgerError, Order, Record, Scan, Shard};

/// How long what has ended is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Submissions of the interactive lane, since they ended.
    pub interactive: Duration,
    /// Submissions of the batch lane, since they ended.
    pub batch: Duration,
    /// Submissions of the contest lane, since they were exported; for ever while they weren't.
    pub contest: Duration,
    /// Submissions that could not be judged, since they were abandoned.
    pub abandoned: Duration,
    /// Request ids, since they were used first.
    pub request_ids: Duration,
    /// Packages that no name and no submission leads to, since that was noticed.
    pub packages: Duration,
}

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl Default for Retention {
    fn default() -> Self {
        Self {
            interactive: DAY * 90,
            batch: DAY * 30,
            contest: DAY * 90,
            abandoned: DAY * 90,
            request_ids: DAY * 2,
            packages: DAY * 30,
        }
    }
}

impl Retention {
    /// How long a class is kept; `None` is for ever.
    const fn of(&self, class: KeptAs) -> Option<Duration> {
        match class {
            KeptAs::Abandoned => Some(self.abandoned),
            KeptAs::Batch => Some(self.batch),
            KeptAs::Contest => None,
            KeptAs::Exported => Some(self.contest),
            KeptAs::Interactive => Some(self.interactive),
        }
    }
}

/// What became of one step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retired {
    /// How many went.
    pub count: usize,
    /// Where the next step begins; `None` when all was looked at.
    pub next: Option<String>,
}

/// How many entries one step looks at.
const PAGE: usize = 500;

/// Ids tell the time of a gateway, records that of the store.
const CLOCKS_DIFFER_MS: u64 = 60_000;

/// By what a judging that has ended is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeptAs {
    Abandoned,
    Batch,
    Contest,
    Exported,
    Interactive,
}

impl KeptAs {
    /// By how it ended, and its lane. None is exported when it ends.
    pub(crate) const fn of(record: &JudgingRecord) -> Self {
        match (&record.judging.state, record.lane) {
            (_, Lane::Contest) => Self::Contest,
            (State::Abandoned { .. }, _) => Self::Abandoned,
            (_, Lane::Interactive) => Self::Interactive,
            (_, Lane::Batch) => Self::Batch,
        }
    }

    const ALL: [Self; 5] = [Self::Abandoned, Self::Batch, Self::Contest, Self::Exported, Self::Interactive];

    const fn word(self) -> &'static str {
        match self {
            Self::Abandoned => "abandoned",
            Self::Batch => "batch",
            Self::Contest => "contest",
            Self::Exported => "exported",
            Self::Interactive => "interactive",
        }
    }

    /// The key of a judging in the index.
    pub(crate) fn entry(self, of: JudgingRef) -> String {
        joined(&[self.word(), &judging_name(of)])
    }

    fn parse(key: &str) -> Option<(Self, JudgingRef)> {
        let (word, name) = key.split_once(SEPARATOR)?;
        Some((Self::ALL.into_iter().find(|class| class.word() == word)?, parse_judging_name(name)?))
    }

    /// Beyond every entry of this class, and before those of the next.
    fn end(self) -> String {
        joined(&[self.word(), "~"])
    }
}

impl Ledger {
    /// Removes some of the submissions whose time has come, all of their judgings with them, beginning where
    /// the step before ended. One that others change at the same time is left for the next round.
    ///
    /// # Errors
    /// [`LedgerError::Store`]. A record that can't be read is logged and kept.
    pub async fn retire_submissions(
        &self,
        policy: &Retention,
        now_ms: u64,
        from: Option<String>,
    ) -> Result<Retired, LedgerError> {
        let scan = Scan {
            index: ENDED,
            shard: None,
            prefix: String::new(),
            after: from,
            order: Order::Ascending,
            limit: PAGE,
        };
        let entries = self.store().scan(scan).await?;
        let mut retired = Retired::default();
        for entry in &entries {
            let Some((class, of)) = KeptAs::parse(&entry.key) else {
                tracing::error!(key = entry.key, "an entry of what has ended can't be read; it is kept");
                continue;
            };
            let keep =
                policy.of(class).filter(|keep| is_over(arrived_ms(of.submission), *keep, now_ms, CLOCKS_DIFFER_MS));
            if keep.is_none() {
                // Neither this one, nor any that arrived later.
                retired.next = Some(class.end());
                return Ok(retired);
            }
            match self.retire_submission(of.submission, policy, now_ms, entry).await {
                Ok(gone) => retired.count += usize::from(gone),
                Err(error @ LedgerError::Unreadable { .. }) => {
                    tracing::error!(submission = %of.submission, %error, "a submission can't be retired");
                }
                Err(error) => return Err(error),
            }
        }
        retired.next = entries.last().filter(|_| entries.len() == PAGE).map(|entry| entry.key.clone());
        Ok(retired)
    }

    /// Whether the submission went.
    async fn retire_submission(
        &self,
        id: SubmissionId,
        policy: &Retention,
        now_ms: u64,
        entry: &Entry,
    ) -> Result<bool, LedgerError> {
        let key = submission_key(id);
        let found = self.store().get(std::slice::from_ref(&key)).await?.into_iter().next().flatten();
        let Some(found) = found else {
            // It went with another judging of the same submission.
            let commit = Commit::to(entry.shard).named("retire");
            let commit = commit.index(IndexChange::Remove { index: ENDED, key: entry.key.clone() });
            self.store().commit(commit).await?;
            return Ok(false);
        };
        let submission: SubmissionRecord = decode_record(&key, &found)?;
        let judgings = self.judgings_of(id).await?;
        for (key, record) in &judgings {
            let judging: JudgingRecord = decode_record(key, record)?;
            let over = judging.judging.state.is_terminal()
                && self.end_of(&judging, record).await?.is_some_and(|(class, ended_ms)| {
                    policy.of(class).is_some_and(|keep| is_over(ended_ms, keep, now_ms, 0))
                });
            if !over {
                return Ok(false);
            }
        }
        let mut commit = removal(id, &submission).expect(key, Expected::Version(found.written.sequence));
        for (key, record) in judgings {
            if let Some(of) = parse_judging_name(&key.name) {
                let entries = KeptAs::ALL.map(|class| (ENDED, class.entry(of)));
                let dead = (ABANDONED, dead_name(&submission.submission.principal.tenant, of));
                for (index, key) in entries.into_iter().chain([(JUDGINGS, judging_name(of)), dead]) {
                    commit = commit.index(IndexChange::Remove { index, key });
                }
            }
            commit = commit.expect(key.clone(), Expected::Version(record.written.sequence)).remove(key);
        }
        match self.store().commit(commit).await {
            Ok(_) => Ok(true),
            Err(CommitError::Conflict { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Every judging of a submission.
    async fn judgings_of(&self, id: SubmissionId) -> Result<Vec<(Key, Record)>, LedgerError> {
        let scan = Scan {
            index: JUDGINGS,
            shard: Some(Shard::of(id)),
            prefix: id.0.simple().to_string(),
            after: None,
            order: Order::Ascending,
            limit: usize::MAX,
        };
        let names = self.store().scan(scan).await?;
        let keys: Vec<Key> = names.iter().filter_map(|e| parse_judging_name(&e.key)).map(judging_key).collect();
        let records = self.store().get(&keys).await?;
        Ok(keys.into_iter().zip(records).filter_map(|(key, record)| Some((key, record?))).collect())
    }

    /// By what a judging that has ended is kept, and since when; `None` while that is not known.
    async fn end_of(&self, judging: &JudgingRecord, record: &Record) -> Result<Option<(KeptAs, u64)>, LedgerError> {
        match KeptAs::of(judging) {
            KeptAs::Contest => {
                let exported = self.exported_ms(judging.name()).await?;
                Ok(exported.map(|exported_ms| (KeptAs::Exported, exported_ms)))
            }
            class => Ok(Some((class, record.written.at_ms))),
        }
    }
}

/// Removes a submission without its judgings.
fn removal(id: SubmissionId, record: &SubmissionRecord) -> Commit {
    let SubmissionRecord { submission, contents, .. } = record;
    let (tenant, user) = (&submission.principal.tenant, &submission.principal.user);
    let mut entries = vec![(BY_TENANT, tenant_entry(tenant, id)), (BY_USER, user_entry(tenant, user, id))];
    if let Some(package) = submission.target.package() {
        entries.push((PACKAGE_USES, package_use(package, tenant, id)));
    }
    let mut commit = Commit::to(Shard::of(id)).named("retire").remove(submission_key(id));
    match contents {
        Place::Record => commit = commit.remove(contents_key(id)),
        Place::Blob(blob) => entries.push((BLOB_ROOTS, contents_root(*blob, id))),
    }
    for (index, key) in entries {
        commit = commit.index(IndexChange::Remove { index, key });
    }
    commit
}

/// When a submission arrived, by the clock of its gateway.
fn arrived_ms(id: SubmissionId) -> u64 {
    let time = id.0.get_timestamp().map(|time| time.to_unix());
    time.map_or(0, |(seconds, nanos)| seconds * 1000 + u64::from(nanos) / 1_000_000)
}

/// Whether what began at a moment has been kept for long enough, give or take.
fn is_over(since_ms: u64, keep: Duration, now_ms: u64, slack_ms: u64) -> bool {
    let keep_ms = u64::try_from(keep.as_millis()).unwrap_or(u64::MAX);
    since_ms.saturating_add(keep_ms) <= now_ms.saturating_add(slack_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_in_order_of_class_and_arrival() {
        let mut keys = Vec::new();
        for class in KeptAs::ALL {
            for submission in [uuid::Uuid::nil(), uuid::Uuid::max()] {
                let judging = pyjury_core::JudgingId(uuid::Uuid::max());
                let of = JudgingRef { submission: SubmissionId(submission), judging };
                assert_eq!(KeptAs::parse(&class.entry(of)), Some((class, of)));
                keys.push(class.entry(of));
            }
            keys.push(class.end());
        }
        assert!(keys.is_sorted(), "{keys:?}");
    }
}
