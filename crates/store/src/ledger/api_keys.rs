//! API keys: who asks. Only a hash of the secret is kept.

use pyjury_core::principal::Role;
use pyjury_core::{Digest, Principal};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::indexes::{API_KEYS, joined};
use super::names;
use super::record::{decode, decode_record, encode};
use crate::{Commit, CommitError, Expected, IndexChange, Key, Ledger, LedgerError, Order, Scan, Shard};

/// How every secret starts, so that scanners for leaked secrets know it.
pub const SECRET_PREFIX: &str = "pyj_";

/// Whom a key is for.
#[derive(Clone, Debug)]
pub struct NewApiKey {
    /// The tenant.
    pub tenant: String,
    /// The user; for a worker, its name.
    pub user: String,
    /// What it may do.
    pub roles: Vec<Role>,
}

/// A key, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKey {
    /// Its public name.
    pub id: Uuid,
    /// Whom it is for, and what it may do.
    pub principal: Principal,
    /// When it was revoked, in milliseconds of Unix time.
    pub revoked_ms: Option<u64>,
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
        let principal = Principal { tenant: new.tenant, user: new.user, roles: new.roles };
        let key = ApiKey { id: Uuid::new_v4(), principal, revoked_ms: None };
        let record = hash_key(&secret);
        let listed = joined(&[&key.principal.tenant, &key.id.simple().to_string()]);
        let commit = Commit::to(record.shard)
            .expect(record.clone(), Expected::Absent)
            .index(IndexChange::Put {
                index: API_KEYS,
                key: listed,
                value: encode(&Hash { hash: record.name.clone() }),
            })
            .put(record, encode(&key));
        self.store().commit(commit).await?;
        Ok((key, secret))
    }

    /// Whose secret this is; `None` when it is nobody's, or was revoked.
    ///
    /// # Errors
    /// [`LedgerError::Store`], [`LedgerError::Unreadable`].
    pub async fn authenticate(&self, secret: &str) -> Result<Option<Principal>, LedgerError> {
        // By hash: how long the look-up takes tells nothing about the secret.
        let found = self.api_key_at(&hash_key(secret)).await?;
        Ok(found.filter(|(key, _)| key.revoked_ms.is_none()).map(|(key, _)| key.principal))
    }

    /// The keys of a tenant.
    ///
    /// # Errors
    /// [`LedgerError::Store`], [`LedgerError::Unreadable`].
    pub async fn api_keys(&self, tenant: &str) -> Result<Vec<ApiKey>, LedgerError> {
        let mut keys = Vec::new();
        for record in self.api_key_records(tenant, "").await? {
            keys.extend(self.api_key_at(&record).await?.map(|(key, _)| key));
        }
        Ok(keys)
    }

    /// Revokes a key; `false` when the tenant has none with this id. Revoking it again changes nothing.
    ///
    /// # Errors
    /// [`LedgerError::Store`], [`LedgerError::Unreadable`].
    pub async fn revoke_api_key(&self, tenant: &str, id: Uuid, now_ms: u64) -> Result<bool, LedgerError> {
        let Some(record) = self.api_key_records(tenant, &id.simple().to_string()).await?.pop() else {
            return Ok(false);
        };
        loop {
            let Some((mut key, version)) = self.api_key_at(&record).await? else { return Ok(false) };
            if key.revoked_ms.is_some() {
                return Ok(true);
            }
            key.revoked_ms = Some(now_ms);
            let commit = Commit::to(record.shard)
                .expect(record.clone(), Expected::Version(version))
                .put(record.clone(), encode(&key));
            match self.store().commit(commit).await {
                Ok(_) => return Ok(true),
                Err(CommitError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    async fn api_key_records(&self, tenant: &str, id: &str) -> Result<Vec<Key>, LedgerError> {
        let scan = Scan {
            index: API_KEYS,
            shard: None,
            prefix: joined(&[tenant, id]),
            after: None,
            order: Order::Ascending,
            limit: usize::MAX,
        };
        let entries = self.store().scan(scan).await?;
        let key = |e: &crate::Entry| decode::<Hash>(&e.key, &e.value).map(|h| Key::new(e.shard, "api_key", h.hash));
        entries.iter().map(key).collect()
    }

    async fn api_key_at(&self, key: &Key) -> Result<Option<(ApiKey, u64)>, LedgerError> {
        let found = self.store().get(std::slice::from_ref(key)).await?.into_iter().next().flatten();
        found.map(|record| Ok((decode_record(key, &record)?, record.written.sequence))).transpose()
    }
}

#[derive(Serialize, Deserialize)]
struct Hash {
    hash: String,
}

fn hash_key(secret: &str) -> Key {
    let hash = Digest::of(secret.as_bytes()).hex();
    Key::new(Shard::of_name(&hash), "api_key", hash)
}
