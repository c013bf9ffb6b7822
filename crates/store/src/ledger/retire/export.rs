//! Contest results stay until somebody has taken them away.

use pyjury_core::SubmissionId;
use pyjury_core::judging::JudgingRef;

use super::KeptAs;
use crate::ledger::indexes::ENDED;
use crate::ledger::record::{JudgingRecord, decode_record};
use crate::{Commit, CommitError, Expected, IndexChange, Ledger, LedgerError, Order, Scan, Shard};

impl Ledger {
    /// Notes that the results of a submission of the contest lane were exported: from now on it is kept for
    /// as long as the policy says. Tells whether all of its judgings had ended; if not, nothing changes.
    /// Once more it is no error, and the first moment stays.
    ///
    /// # Errors
    /// [`LedgerError::NoSubmission`], [`LedgerError::Store`].
    pub async fn mark_exported(&self, submission: SubmissionId, now_ms: u64) -> Result<bool, LedgerError> {
        let judgings = self.judgings_of(submission).await?;
        if judgings.is_empty() {
            return Err(LedgerError::NoSubmission(submission));
        }
        let mut commit = Commit::to(Shard::of(submission)).named("export");
        for (key, record) in judgings {
            let judging: JudgingRecord = decode_record(&key, &record)?;
            if !judging.judging.state.is_terminal() {
                return Ok(false);
            }
            let of = judging.name();
            if KeptAs::of(&judging) != KeptAs::Contest || self.exported_ms(of).await?.is_some() {
                continue;
            }
            commit = commit
                .expect(key, Expected::Version(record.written.sequence))
                .index(IndexChange::Remove { index: ENDED, key: KeptAs::Contest.entry(of) })
                .index(IndexChange::Put {
                    index: ENDED,
                    key: KeptAs::Exported.entry(of),
                    value: now_ms.to_string().into_bytes(),
                });
        }
        if commit.index.is_empty() {
            return Ok(true);
        }
        match self.store().commit(commit).await {
            Ok(_) => Ok(true),
            // It is judged again, or gone.
            Err(CommitError::Conflict { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// When a judging was exported.
    pub(super) async fn exported_ms(&self, of: JudgingRef) -> Result<Option<u64>, LedgerError> {
        let key = KeptAs::Exported.entry(of);
        let scan = Scan {
            index: ENDED,
            shard: Some(Shard::of(of.submission)),
            prefix: key.clone(),
            after: None,
            order: Order::Ascending,
            limit: 1,
        };
        let Some(entry) = self.store().scan(scan).await?.into_iter().next() else { return Ok(None) };
        let number = std::str::from_utf8(&entry.value).ok().and_then(|text| text.parse().ok());
        let why = || "expected a decimal number of milliseconds".to_owned();
        number.map(Some).ok_or_else(|| LedgerError::Unreadable { what: key, why: why() })
    }
}
