//! Dead judgings: those that were abandoned, until somebody judges them again or puts them away.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use pyjury_core::Target;
use pyjury_core::judging::{JudgingRef, State};
use pyjury_core::submission::Lane;

use super::indexes::{ABANDONED, SEPARATOR, dead_name, joined, judging_key, parse_judging_name, submission_key};
use super::record::{JudgingRecord, SubmissionRecord, decode_record};
use crate::{Commit, Entry, IndexChange, Key, Ledger, LedgerError, Order, Scan, Shard};

/// Which dead judgings. What is set must all hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeadFilter {
    /// Only those of this tenant; `None` is every tenant.
    pub tenant: Option<String>,
    /// Only those of this user.
    pub user: Option<String>,
    /// Only those that asked for this problem name.
    pub problem_name: Option<String>,
}

/// A judging that was abandoned.
#[derive(Clone, Debug, PartialEq)]
pub struct DeadJudging {
    /// The judging.
    pub judging: JudgingRef,
    /// The tenant.
    pub tenant: String,
    /// The user within the tenant.
    pub user: String,
    /// The lane.
    pub lane: Lane,
    /// The name of the problem; empty for an inline run.
    pub problem_name: String,
    /// What happened, for the jury.
    pub why: String,
    /// How many attempts were placed.
    pub attempts: u32,
    /// How many workers died while running it.
    pub deaths: u32,
    /// How many attempts failed for our own reasons.
    pub faults: u32,
    /// When it was abandoned, in milliseconds of Unix time, by the store's clock.
    pub abandoned_ms: u64,
}

/// A page of dead judgings.
#[derive(Clone, Debug)]
pub struct DeadPage {
    /// By tenant, in order of arrival of the submissions. There may be fewer than asked for, even
    /// none, while there are more.
    pub judgings: Vec<DeadJudging>,
    /// For the next page; `None` when this is the last.
    pub next_page_token: Option<String>,
}

impl Ledger {
    /// A page of the dead judgings that a filter lets through.
    ///
    /// # Errors
    /// [`LedgerError::PageToken`], [`LedgerError::Store`], [`LedgerError::Unreadable`].
    pub async fn dead(
        &self,
        filter: &DeadFilter,
        page_size: usize,
        page_token: Option<&str>,
    ) -> Result<DeadPage, LedgerError> {
        let prefix = filter.tenant.as_ref().map_or_else(String::new, |tenant| joined(&[tenant, ""]));
        let after = page_token.map(|token| read_token(token, &prefix)).transpose()?;
        let scan = Scan { index: ABANDONED, shard: None, prefix, after, order: Order::Ascending, limit: page_size };
        let entries = self.store().scan(scan).await?;
        let more = entries.len() == page_size;
        let next_page_token = entries.last().filter(|_| more).map(|entry| URL_SAFE_NO_PAD.encode(&entry.key));
        let mut judgings = self.read_dead(&entries).await?;
        judgings.retain(|dead| {
            filter.user.as_ref().is_none_or(|user| dead.user == *user)
                && filter.problem_name.as_ref().is_none_or(|name| dead.problem_name == *name)
        });
        Ok(DeadPage { judgings, next_page_token })
    }

    /// The dead judging of a submission, if its current one is dead and not put away.
    ///
    /// # Errors
    /// [`LedgerError::NoSubmission`], [`LedgerError::Store`], [`LedgerError::Unreadable`].
    pub async fn dead_of(&self, submission: pyjury_core::SubmissionId) -> Result<Option<DeadJudging>, LedgerError> {
        let of = self.current_judging(submission).await?;
        let (record, _) = self.read_judging(of).await?;
        let prefix = dead_name(&record.tenant, of);
        let shard = Some(Shard::of(submission));
        let scan = Scan { index: ABANDONED, shard, prefix, after: None, order: Order::Ascending, limit: 1 };
        let entries = self.store().scan(scan).await?;
        Ok(self.read_dead(&entries).await?.pop())
    }

    /// Puts a dead judging away: it is no longer listed. Its record stays as long as any other.
    ///
    /// # Errors
    /// [`LedgerError::Store`].
    pub async fn purge_dead(&self, dead: &DeadJudging) -> Result<(), LedgerError> {
        let entry = IndexChange::Remove { index: ABANDONED, key: dead_name(&dead.tenant, dead.judging) };
        self.store().commit(Commit::to(Shard::of(dead.judging.submission)).named("purge_dead").index(entry)).await?;
        Ok(())
    }

    async fn read_dead(&self, entries: &[Entry]) -> Result<Vec<DeadJudging>, LedgerError> {
        let names = entries.iter().filter_map(|e| parse_judging_name(e.key.rsplit(SEPARATOR).next()?));
        let names: Vec<JudgingRef> = names.collect();
        let keys = names.iter().flat_map(|of| [judging_key(*of), submission_key(of.submission)]);
        let keys: Vec<Key> = keys.collect();
        let records = self.store().get(&keys).await?;
        let mut found = Vec::with_capacity(names.len());
        for ((of, keys), records) in names.into_iter().zip(keys.chunks(2)).zip(records.chunks(2)) {
            let ([judging_key, submission_key], [Some(judging), Some(submission)]) = (keys, records) else { continue };
            let SubmissionRecord { submission, .. } = decode_record(submission_key, submission)?;
            let abandoned_ms = judging.written.at_ms;
            let JudgingRecord { judging, lane, tenant, user, .. } = decode_record(judging_key, judging)?;
            let State::Abandoned { why } = judging.state else { continue };
            let problem_name = match submission.target {
                Target::Problem { name, .. } | Target::Package { name, .. } => name,
                Target::Inline(_) => String::new(),
            };
            let (attempts, deaths, faults) = (judging.attempts, judging.deaths, judging.faults);
            found.push(DeadJudging {
                judging: of,
                tenant,
                user,
                lane,
                problem_name,
                why,
                attempts,
                deaths,
                faults,
                abandoned_ms,
            });
        }
        Ok(found)
    }
}

pub(crate) fn read_token(token: &str, prefix: &str) -> Result<String, LedgerError> {
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| LedgerError::PageToken)?;
    let key = String::from_utf8(bytes).map_err(|_| LedgerError::PageToken)?;
    if key.starts_with(prefix) { Ok(key) } else { Err(LedgerError::PageToken) }
}
