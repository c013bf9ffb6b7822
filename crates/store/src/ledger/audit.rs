//! The audit log: who did what to what, when, from where, and how it ended. Lines are only added.
//!
//! A line is written *before* its act, as begun, and closed after it. So nothing administrative
//! happens without a line, and a line that stays begun names an act whose end nobody saw.
//! Secrets don't belong in it: it names keys by their ids.

use pyjury_core::Principal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::indexes::{AUDIT, AUDIT_OF_ALL, joined};
use super::names;
use super::record::{decode, decode_record, encode};
use crate::{Commit, Expected, IndexChange, Key, Ledger, LedgerError, Order, Scan, Shard};

/// Most bytes of each text of a line.
const LONGEST: usize = 500;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// A key was made.
    CreateKey,
    /// A key was revoked.
    RevokeKey,
    /// A problem package was uploaded.
    UploadProblem,
    /// A submission was cancelled by somebody else than its owner.
    CancelSubmission,
    /// A worker was cordoned, drained or made ready.
    SetWorkerMode,
    /// Judgings that were given up were judged again.
    ReplayDead,
    /// Judgings that were given up were taken off the list.
    PurgeDead,
    /// Submissions of the contest lane were marked as exported.
    MarkExported,
}

impl Action {
    /// Its name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CreateKey => "create_key",
            Self::RevokeKey => "revoke_key",
            Self::UploadProblem => "upload_problem",
            Self::CancelSubmission => "cancel_submission",
            Self::SetWorkerMode => "set_worker_mode",
            Self::ReplayDead => "replay_dead",
            Self::PurgeDead => "purge_dead",
            Self::MarkExported => "mark_exported",
        }
    }
}

/// How an act ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was about to happen; nobody saw its end.
    Begun,
    /// It happened.
    Done,
    /// It was refused or failed, for this reason.
    Refused(String),
}

/// An act, as its line is begun.
#[derive(Clone, Debug)]
pub struct Act {
    /// The tenant whose things it is about: its admins read the line.
    pub tenant: String,
    /// Who acts.
    pub actor: Actor,
    /// What is done.
    pub action: Action,
    /// To what: an id, a name.
    pub object: String,
    /// What else is worth knowing, such as `roles=jury`. Never a secret.
    pub detail: String,
}

/// Who acts, with what, from where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The tenant of whoever acts.
    pub tenant: String,
    /// The user.
    pub user: String,
    /// The key that was shown; `None` within a process.
    pub key: Option<Uuid>,
    /// The address that the call came from; empty within a process.
    pub address: String,
}

impl Actor {
    /// A part of the judge itself, or a command with access to the store.
    pub fn within(principal: &Principal) -> Self {
        let Principal { tenant, user, .. } = principal.clone();
        Self { tenant, user, key: None, address: String::new() }
    }
}

/// A line of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    /// Its name. In order of time as far as the clocks of the gateways agree.
    pub id: Uuid,
    /// The tenant whose things it is about.
    pub tenant: String,
    /// Who acted.
    pub actor: Actor,
    /// What was done.
    pub action: Action,
    /// To what.
    pub object: String,
    /// What else is worth knowing.
    pub detail: String,
    /// How it ended.
    pub outcome: Outcome,
    /// When it began, in milliseconds of Unix time, by the store's clock.
    #[serde(skip)]
    pub at_ms: u64,
}

/// A page of the audit log.
#[derive(Clone, Debug)]
pub struct AuditPage {
    /// The newest first.
    pub lines: Vec<AuditLine>,
    /// For the next page; `None` when this is the last.
    pub next_page_token: Option<String>,
}

impl Ledger {
    /// Begins the line of an act that is about to happen. Without a line the act must not happen.
    ///
    /// # Errors
    /// [`LedgerError::Name`] for the tenant, [`LedgerError::Store`].
    pub async fn audit(&self, act: Act) -> Result<AuditLine, LedgerError> {
        names::check("tenant", &act.tenant)?;
        let mut line = AuditLine {
            id: Uuid::now_v7(),
            tenant: act.tenant,
            actor: act.actor,
            action: act.action,
            object: shortened(act.object),
            detail: shortened(act.detail),
            outcome: Outcome::Begun,
            at_ms: 0,
        };
        let record = record(&line.tenant, line.id);
        let name = line.id.simple().to_string();
        let entries = [(AUDIT, joined(&[&line.tenant, &name])), (AUDIT_OF_ALL, joined(&[&name, &line.tenant]))];
        let mut commit = Commit::to(record.shard).expect(record.clone(), Expected::Absent).put(record, encode(&line));
        let value = encode(&Place { tenant: line.tenant.clone(), id: line.id });
        commit.index.extend(entries.map(|(index, key)| IndexChange::Put { index, key, value: value.clone() }));
        line.at_ms = self.store().commit(commit).await?.at_ms;
        Ok(line)
    }

    /// Closes the line of an act that has ended.
    ///
    /// # Errors
    /// [`LedgerError::Store`]; the line stays begun.
    pub async fn close_audit(&self, mut line: AuditLine, outcome: Outcome) -> Result<(), LedgerError> {
        line.outcome = match outcome {
            Outcome::Refused(why) => Outcome::Refused(shortened(why)),
            other => other,
        };
        let record = record(&line.tenant, line.id);
        self.store().commit(Commit::to(record.shard).put(record, encode(&line))).await?;
        Ok(())
    }

    /// A page of the audit log of one tenant, or of all, the newest first.
    ///
    /// # Errors
    /// [`LedgerError::PageToken`], [`LedgerError::Store`], [`LedgerError::Unreadable`].
    pub async fn audit_lines(
        &self,
        tenant: Option<&str>,
        page_size: usize,
        page_token: Option<&str>,
    ) -> Result<AuditPage, LedgerError> {
        let after = page_token.map(|token| token.parse::<Uuid>().map_err(|_| LedgerError::PageToken)).transpose()?;
        let after = after.map(|id| id.simple().to_string());
        let (index, shard, prefix, after) = match tenant {
            Some(tenant) => {
                let after = after.map(|id| joined(&[tenant, &id]));
                (AUDIT, Some(Shard::of_name(tenant)), joined(&[tenant, ""]), after)
            }
            // The tenant after the id makes the last line's key larger than this, so it isn't told twice.
            None => (AUDIT_OF_ALL, None, String::new(), after),
        };
        let scan = Scan { index, shard, prefix, after, order: Order::Descending, limit: page_size };
        let entries = self.store().scan(scan).await?;
        let places = entries.iter().map(|entry| decode::<Place>(&entry.key, &entry.value));
        let records: Vec<Key> =
            places.map(|place| place.map(|place| record(&place.tenant, place.id))).collect::<Result<_, _>>()?;
        let found = self.store().get(&records).await?;
        let mut lines = Vec::with_capacity(found.len());
        for (key, record) in records.iter().zip(found) {
            let Some(record) = record else { continue };
            let mut line: AuditLine = decode_record(key, &record)?;
            line.at_ms = record.created.at_ms;
            lines.push(line);
        }
        let more = entries.len() == page_size;
        let next_page_token = lines.last().filter(|_| more).map(|line| line.id.to_string());
        Ok(AuditPage { lines, next_page_token })
    }
}

/// What the indexes hold: where the line is.
#[derive(Serialize, Deserialize)]
struct Place {
    tenant: String,
    id: Uuid,
}

/// A tenant's lines are in one shard: reading its log reads one.
fn record(tenant: &str, id: Uuid) -> Key {
    Key::new(Shard::of_name(tenant), "audit", id.simple().to_string())
}

fn shortened(mut text: String) -> String {
    text.truncate(text.floor_char_boundary(LONGEST));
    text
}
