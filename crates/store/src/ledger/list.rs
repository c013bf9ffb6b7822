//! Lists of submissions, the newest first.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use pyjury_core::judging::{JudgingRef, Phase, State};
use pyjury_core::submission::Lane;
use pyjury_core::{Digest, SubmissionId, Target, Verdict};
use serde::{Deserialize, Serialize};

use super::indexes::{BY_TENANT, BY_USER, SEPARATOR, joined, judging_key, submission_key};
use super::record::{JudgingRecord, SubmissionRecord, decode_judging, decode_record, encode};
use super::view::{JudgingView, Progress, SubmissionView};
use crate::{Key, Ledger, LedgerError, Order, Record, Scan};

/// Which submissions. What is set must all hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// Those of this tenant: always.
    pub tenant: String,
    /// Only those of this user.
    pub user: Option<String>,
    /// Only those judged against this package.
    pub problem_digest: Option<Digest>,
    /// Only those that asked for this problem name.
    pub problem_name: Option<String>,
    /// Only those in one of these states; empty for all.
    pub phases: Vec<Phase>,
    /// Only those with one of these verdicts; empty for all.
    pub verdicts: Vec<Verdict>,
    /// Only those in this lane.
    pub lane: Option<Lane>,
    /// Only those with all of these labels.
    pub labels: BTreeMap<String, String>,
    /// Only those created at or after this, in milliseconds of Unix time.
    pub created_from_ms: Option<u64>,
    /// Only those created before this, in milliseconds of Unix time.
    pub created_before_ms: Option<u64>,
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct ListPage {
    /// The submissions, the newest first, without contents, progress and history. There may be
    /// fewer than asked for, even none, while there are more.
    pub submissions: Vec<SubmissionView>,
    /// For the next page; `None` when this is the last.
    pub next_page_token: Option<String>,
}

/// How many submissions are looked at for one page.
const BUDGET: usize = 5_000;

/// How many are read at once.
const CHUNK: usize = 200;

/// The list is in the order of ids, whose times are a gateway's; the filter is on the store's time.
const CLOCKS_DIFFER_MS: u64 = 60_000;

#[derive(Serialize, Deserialize)]
struct Token {
    after: String,
    filter: String,
}

impl Ledger {
    /// A page of the submissions that a filter lets through, the newest first. `page_token` is the
    /// `next_page_token` of the page before.
    ///
    /// # Errors
    /// [`LedgerError::PageToken`], [`LedgerError::Store`], [`LedgerError::Unreadable`].
    pub async fn list(
        &self,
        filter: &Filter,
        page_size: usize,
        page_token: Option<&str>,
    ) -> Result<ListPage, LedgerError> {
        let digest = Digest::of(&encode(filter)).hex();
        let (index, prefix) = match &filter.user {
            Some(user) => (BY_USER, joined(&[&filter.tenant, user, ""])),
            None => (BY_TENANT, joined(&[&filter.tenant, ""])),
        };
        let mut after = match page_token {
            Some(token) => Some(format!("{prefix}{}", read_token(token, &digest)?)),
            None => None,
        };
        let too_old = filter.created_from_ms.map(|from| from.saturating_sub(CLOCKS_DIFFER_MS));
        let mut page = Vec::new();
        for _ in 0..BUDGET.div_ceil(CHUNK) {
            let scan = Scan {
                index,
                shard: None,
                prefix: prefix.clone(),
                after: after.clone(),
                order: Order::Descending,
                limit: CHUNK,
            };
            let entries = self.store().scan(scan).await?;
            let ids: Vec<(SubmissionId, &str)> =
                entries.iter().filter_map(|e| Some((arrival(&e.key)?, e.key.as_str()))).collect();
            for (view, key) in self.outlines(&ids).await? {
                after = Some(key.to_owned());
                if created_before(&view, too_old) {
                    return Ok(ListPage { submissions: page, next_page_token: None });
                }
                if !passes(&view, filter) {
                    continue;
                }
                page.push(view);
                if page.len() == page_size {
                    return Ok(ListPage { submissions: page, next_page_token: write_token(after, digest) });
                }
            }
            if entries.len() < CHUNK {
                return Ok(ListPage { submissions: page, next_page_token: None });
            }
            after = entries.last().map(|e| e.key.clone());
        }
        Ok(ListPage { submissions: page, next_page_token: write_token(after, digest) })
    }

    /// Reads submissions and their judgings in two reads.
    async fn outlines<'a>(
        &self,
        ids: &[(SubmissionId, &'a str)],
    ) -> Result<Vec<(SubmissionView, &'a str)>, LedgerError> {
        let keys: Vec<Key> = ids.iter().map(|(id, _)| submission_key(*id)).collect();
        let records = self.store().get(&keys).await?;
        let mut found = Vec::with_capacity(ids.len());
        for (((id, entry), key), record) in ids.iter().zip(&keys).zip(records) {
            // The index is read before the records: what was removed in between is left out.
            let Some(record) = record else { continue };
            let stored: SubmissionRecord = decode_record(key, &record)?;
            let judging = judging_key(JudgingRef { submission: *id, judging: stored.current });
            found.push((stored, record.created.at_ms, judging, *entry));
        }
        let keys: Vec<Key> = found.iter().map(|(_, _, key, _)| key.clone()).collect();
        let records = self.store().get(&keys).await?;
        let mut views = Vec::with_capacity(found.len());
        for ((stored, created_ms, key, entry), record) in found.into_iter().zip(records) {
            let Some(record) = record else { continue };
            views.push((outline(stored, created_ms, &key, &record)?, entry));
        }
        Ok(views)
    }
}

fn outline(
    stored: SubmissionRecord,
    created_ms: u64,
    key: &Key,
    record: &Record,
) -> Result<SubmissionView, LedgerError> {
    let JudgingRecord { judging, timings, .. } = decode_judging(key, record)?;
    let mut submission = stored.submission;
    submission.created_ms = created_ms;
    Ok(SubmissionView {
        submission,
        judging: JudgingView { judging, timings },
        history: Vec::new(),
        progress: Progress::default(),
        sequence: record.written.sequence,
    })
}

fn passes(view: &SubmissionView, filter: &Filter) -> bool {
    let submission = &view.submission;
    let state = &view.judging.judging.state;
    let problem = match &submission.target {
        Target::Problem { digest, name } | Target::Package { digest, name } => Some((digest, name)),
        Target::Inline(_) => None,
    };
    let verdict = match state {
        State::Judged { judgement, .. } => Some(judgement.verdict),
        State::Abandoned { .. } => Some(Verdict::JE),
        _ => None,
    };
    filter.problem_digest.is_none_or(|wanted| problem.is_some_and(|(digest, _)| *digest == wanted))
        && filter.problem_name.as_ref().is_none_or(|wanted| problem.is_some_and(|(_, name)| name == wanted))
        && (filter.phases.is_empty() || filter.phases.contains(&state.phase()))
        && (filter.verdicts.is_empty() || verdict.is_some_and(|v| filter.verdicts.contains(&v)))
        && filter.lane.is_none_or(|lane| submission.lane == lane)
        && filter.labels.iter().all(|(key, value)| submission.labels.get(key) == Some(value))
        && !created_before(view, filter.created_from_ms)
        && filter.created_before_ms.is_none_or(|end| submission.created_ms < end)
}

fn created_before(view: &SubmissionView, moment_ms: Option<u64>) -> bool {
    moment_ms.is_some_and(|moment| view.submission.created_ms < moment)
}

fn arrival(key: &str) -> Option<SubmissionId> {
    key.rsplit(SEPARATOR).next()?.parse().ok()
}

pub(crate) fn write_token(after: Option<String>, filter: String) -> Option<String> {
    let after = arrival(&after?)?.0.simple().to_string();
    Some(URL_SAFE_NO_PAD.encode(encode(&Token { after, filter })))
}

pub(crate) fn read_token(token: &str, filter: &str) -> Result<String, LedgerError> {
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| LedgerError::PageToken)?;
    let token: Token = super::record::decode(&"a page token", &bytes).map_err(|_| LedgerError::PageToken)?;
    // A client may have made it: what goes into a key is a submission's name and nothing else.
    let after: SubmissionId = token.after.parse().map_err(|_| LedgerError::PageToken)?;
    if token.filter == filter { Ok(after.0.simple().to_string()) } else { Err(LedgerError::PageToken) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_name_a_submission_of_the_same_list() {
        let id = "0192f1a83c1e7d4b9a630f5a1c2d3e4f";
        let token = write_token(Some(format!("t{SEPARATOR}{id}")), "filter".into()).unwrap();
        assert_eq!(read_token(&token, "filter").unwrap(), id);
        assert!(read_token(&token, "another").is_err());
        let made = |after: &str| {
            let token = Token { after: after.into(), filter: "filter".into() };
            read_token(&URL_SAFE_NO_PAD.encode(encode(&token)), "filter")
        };
        assert_eq!(made("0192F1A8-3c1e-7d4b-9a63-0f5a1c2d3e4f").unwrap(), id);
        assert!(made("").is_err() && made("0192").is_err() && made("\u{1f}x").is_err());
    }
}
