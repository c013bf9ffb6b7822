//! API keys: who asks, and what for. Only a hash of the secret is kept.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use pyjury_core::principal::Role;
use pyjury_core::{Digest, Principal, Scopes};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::indexes::{API_KEYS, joined};
use super::names;
use super::record::{decode, decode_record, encode};
use crate::{Commit, CommitError, Entry, Expected, IndexChange, Key, Ledger, LedgerError, Order, Record, Scan, Shard};

/// How every secret starts, so that scanners for leaked secrets know it.
pub const SECRET_PREFIX: &str = "pyj_";

/// Whom a key is for.
#[derive(Clone, Debug)]
pub struct NewApiKey {
    /// Its public name, drawn at random.
    pub id: Uuid,
    /// The tenant.
    pub tenant: String,
    /// The user; for a worker, its name.
    pub user: String,
    /// What the user may do.
    pub roles: Vec<Role>,
    /// What the key is narrowed to.
    pub scopes: Scopes,
    /// The moment from which it is refused, in milliseconds of Unix time.
    pub expires_ms: Option<u64>,
    /// What it is for, in the words of whoever makes it.
    pub note: String,
    /// Who makes it, as `tenant/user`.
    pub created_by: String,
}

impl NewApiKey {
    /// A key with all that its roles allow, and without an end.
    pub fn of(tenant: impl Into<String>, user: impl Into<String>, roles: impl Into<Vec<Role>>) -> Self {
        Self {
            id: Uuid::new_v4(),
            tenant: tenant.into(),
            user: user.into(),
            roles: roles.into(),
            scopes: Scopes::All,
            expires_ms: None,
            note: String::new(),
            created_by: String::new(),
        }
    }
}

/// A key, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKey {
    /// Its public name.
    pub id: Uuid,
    /// Whom it is for, and what that one may do.
    pub principal: Principal,
    /// What the key is narrowed to.
    #[serde(default)]
    pub scopes: Scopes,
    /// What it is for, in the words of whoever made it.
    #[serde(default)]
    pub note: String,
    /// Who made it, as `tenant/user`; empty for keys of the first version.
    #[serde(default)]
    pub created_by: String,
    /// When it was made, in milliseconds of Unix time, by the store's clock.
    #[serde(skip)]
    pub created_ms: u64,
    /// The moment from which it is refused, in milliseconds of Unix time.
    #[serde(default)]
    pub expires_ms: Option<u64>,
    /// When it was revoked, in milliseconds of Unix time.
    pub revoked_ms: Option<u64>,
    /// Who revoked it, as `tenant/user`.
    #[serde(default)]
    pub revoked_by: Option<String>,
}

impl ApiKey {
    /// Whether the key is neither revoked nor expired at a moment of Unix time.
    pub fn is_valid(&self, now_ms: u64) -> bool {
        self.revoked_ms.is_none() && self.expires_ms.is_none_or(|end| now_ms < end)
    }
}

/// The hash of a secret: what a key is found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SecretHash(Digest);

impl SecretHash {
    /// Hashes a secret.
    pub fn of(secret: &str) -> Self {
        Self(Digest::of(secret.as_bytes()))
    }

    fn key(self) -> Key {
        let hash = self.0.hex();
        Key::new(Shard::of_name(&hash), "api_key", hash)
    }
}

/// Who revokes a key, and when.
#[derive(Clone, Debug)]
pub struct Revocation {
    /// Who, as `tenant/user`.
    pub by: String,
    /// When, in milliseconds of Unix time.
    pub at_ms: u64,
}

/// A page of keys.
#[derive(Clone, Debug)]
pub struct ApiKeyPage {
    /// By tenant, then in no order that means anything.
    pub keys: Vec<ApiKey>,
    /// For the next page; `None` when this is the last.
    pub next_page_token: Option<String>,
}

impl Ledger {
    /// Makes a key. The secret is told here and never again.
    ///
    /// # Errors
    /// [`LedgerError::Name`], [`LedgerError::Store`].
    pub async fn create_api_key(&self, new: NewApiKey) -> Result<(ApiKey, String), LedgerError> {
        names::check("tenant", &new.tenant)?;
        names::check("user", &new.user)?;
        // Two random UUIDs: 244 bits from the system's generator.
        let secret = format!("{SECRET_PREFIX}{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
        let mut key = ApiKey {
            id: new.id,
            principal: Principal { tenant: new.tenant, user: new.user, roles: new.roles },
            scopes: new.scopes,
            note: new.note,
            created_by: new.created_by,
            created_ms: 0,
            expires_ms: new.expires_ms,
            revoked_ms: None,
            revoked_by: None,
        };
        let record = SecretHash::of(&secret).key();
        let listed = joined(&[&key.principal.tenant, &key.id.simple().to_string()]);
        let commit = Commit::to(record.shard)
            .expect(record.clone(), Expected::Absent)
            .index(IndexChange::Put {
                index: API_KEYS,
                key: listed,
                value: encode(&Hash { hash: record.name.clone() }),
            })
            .put(record, encode(&key));
        key.created_ms = self.store().commit(commit).await?.at_ms;
        Ok((key, secret))
    }

    /// Whose secret this is; `None` when it is nobody's, or its key was revoked or has expired.
    ///
    /// # Errors
    /// [`LedgerError::Store`], [`LedgerError::Unreadable`].
    pub async fn authenticate(&self, secret: &str, now_ms: u64) -> Result<Option<ApiKey>, LedgerError> {
        // By hash: how long the look-up takes tells nothing about the secret.
        let found = self.api_keys_of(&[SecretHash::of(secret)]).await?.pop().flatten();
        Ok(found.filter(|key| key.is_valid(now_ms)))
    }

    /// The keys with these secrets, one answer per hash in the same order; also those that are no
    /// longer valid.
    ///
    /// # Errors
    /// [`LedgerError::Store`], [`LedgerError::Unreadable`].
    pub async fn api_keys_of(&self, secrets: &[SecretHash]) -> Result<Vec<Option<ApiKey>>, LedgerError> {
        let records: Vec<Key> = secrets.iter().map(|secret| secret.key()).collect();
        let found = self.store().get(&records).await?;
        records.iter().zip(found).map(|(key, record)| record.map(|record| read(key, &record)).transpose()).collect()
    }

    /// A page of the keys of one tenant, or of all. `page_token` is the `next_page_token` of the page
    /// before.
    ///
    /// # Errors
    /// [`LedgerError::PageToken`], [`LedgerError::Store`], [`LedgerError::Unreadable`].
    pub async fn api_keys(
        &self,
        tenant: Option<&str>,
        page_size: usize,
        page_token: Option<&str>,
    ) -> Result<ApiKeyPage, LedgerError> {
        let prefix = tenant.map(|tenant| joined(&[tenant, ""])).unwrap_or_default();
        let after = page_token.map(|token| read_token(token, &prefix)).transpose()?;
        let scan = Scan { index: API_KEYS, shard: None, prefix, after, order: Order::Ascending, limit: page_size };
        let entries = self.store().scan(scan).await?;
        let records: Vec<Key> = entries.iter().map(record_of).collect::<Result<_, _>>()?;
        let found = self.store().get(&records).await?;
        let pairs = records.iter().zip(found);
        let keys = pairs.filter_map(|(key, record)| Some(read(key, &record?))).collect::<Result<_, _>>()?;
        let last = entries.last().filter(|_| entries.len() == page_size);
        Ok(ApiKeyPage { keys, next_page_token: last.map(|entry| URL_SAFE_NO_PAD.encode(&entry.key)) })
    }

    /// A key of a tenant by its public name.
    ///
    /// # Errors
    /// [`LedgerError::Store`], [`LedgerError::Unreadable`].
    pub async fn api_key(&self, tenant: &str, id: Uuid) -> Result<Option<ApiKey>, LedgerError> {
        let Some(record) = self.api_key_record(tenant, id).await? else { return Ok(None) };
        Ok(self.api_key_at(&record).await?.map(|(key, _)| key))
    }

    /// Revokes a key; `None` when the tenant has none with this id. Revoking it again changes nothing.
    ///
    /// # Errors
    /// [`LedgerError::Store`], [`LedgerError::Unreadable`].
    pub async fn revoke_api_key(
        &self,
        tenant: &str,
        id: Uuid,
        revocation: Revocation,
    ) -> Result<Option<ApiKey>, LedgerError> {
        let Some(record) = self.api_key_record(tenant, id).await? else { return Ok(None) };
        loop {
            let Some((mut key, version)) = self.api_key_at(&record).await? else { return Ok(None) };
            if key.revoked_ms.is_some() {
                return Ok(Some(key));
            }
            key.revoked_ms = Some(revocation.at_ms);
            key.revoked_by = Some(revocation.by.clone());
            let commit = Commit::to(record.shard)
                .expect(record.clone(), Expected::Version(version))
                .put(record.clone(), encode(&key));
            match self.store().commit(commit).await {
                Ok(_) => return Ok(Some(key)),
                Err(CommitError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    async fn api_key_record(&self, tenant: &str, id: Uuid) -> Result<Option<Key>, LedgerError> {
        let prefix = joined(&[tenant, &id.simple().to_string()]);
        let scan = Scan { index: API_KEYS, shard: None, prefix, after: None, order: Order::Ascending, limit: 1 };
        self.store().scan(scan).await?.first().map(record_of).transpose()
    }

    async fn api_key_at(&self, key: &Key) -> Result<Option<(ApiKey, u64)>, LedgerError> {
        let found = self.store().get(std::slice::from_ref(key)).await?.into_iter().next().flatten();
        found.map(|record| Ok((read(key, &record)?, record.written.sequence))).transpose()
    }
}

/// What the index holds: where the record is.
#[derive(Serialize, Deserialize)]
struct Hash {
    hash: String,
}

fn record_of(entry: &Entry) -> Result<Key, LedgerError> {
    let Hash { hash } = decode(&entry.key, &entry.value)?;
    Ok(Key::new(entry.shard, "api_key", hash))
}

fn read(key: &Key, record: &Record) -> Result<ApiKey, LedgerError> {
    let mut read: ApiKey = decode_record(key, record)?;
    read.created_ms = record.created.at_ms;
    Ok(read)
}

pub(crate) fn read_token(token: &str, prefix: &str) -> Result<String, LedgerError> {
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| LedgerError::PageToken)?;
    String::from_utf8(bytes).ok().filter(|key| key.starts_with(prefix)).ok_or(LedgerError::PageToken)
}
