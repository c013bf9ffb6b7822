//! Keys that were read a moment ago: a read of the store for each call is dear.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use pyjury_store::ledger::{ApiKey, SecretHash};
use tokio::time::Instant;
use uuid::Uuid;

/// Most keys that are remembered.
const MOST: usize = 20_000;

struct Read {
    key: Arc<ApiKey>,
    at: Instant,
}

/// Keys that were read a moment ago. Secrets that nobody has are not remembered: there is no end to them.
pub(super) struct Cache {
    fresh: Duration,
    keys: Mutex<HashMap<SecretHash, Read>>,
}

impl Cache {
    /// Remembers each key for `fresh`.
    pub(super) fn new(fresh: Duration) -> Self {
        Self { fresh, keys: Mutex::default() }
    }

    /// A key, if it was read a moment ago.
    pub(super) fn get(&self, secret: SecretHash) -> Option<Arc<ApiKey>> {
        let keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        keys.get(&secret).filter(|read| read.at.elapsed() < self.fresh).map(|read| read.key.clone())
    }

    /// Remembers a key that was just read.
    pub(super) fn put(&self, secret: SecretHash, key: ApiKey) -> Arc<ApiKey> {
        let key = Arc::new(key);
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        if keys.len() >= MOST {
            keys.retain(|_, read| read.at.elapsed() < self.fresh);
        }
        // More than that within a moment: they are read again.
        if keys.len() >= MOST {
            keys.clear();
        }
        keys.insert(secret, Read { key: key.clone(), at: Instant::now() });
        key
    }

    /// Forgets a key.
    pub(super) fn forget(&self, id: Uuid) {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).retain(|_, read| read.key.id != id);
    }
}

#[cfg(test)]
mod tests {
    use pyjury_core::{Principal, Scopes};

    use super::*;

    fn key(id: Uuid) -> ApiKey {
        ApiKey {
            id,
            principal: Principal { tenant: "t".into(), user: "u".into(), roles: vec![] },
            scopes: Scopes::All,
            note: String::new(),
            created_by: String::new(),
            created_ms: 0,
            expires_ms: None,
            revoked_ms: None,
            revoked_by: None,
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_key_is_remembered_for_a_moment() {
        let cache = Cache::new(Duration::from_secs(2));
        let (secret, id) = (SecretHash::of("a"), Uuid::new_v4());
        assert!(cache.get(secret).is_none());
        cache.put(secret, key(id));
        assert!(cache.get(secret).is_some());
        tokio::time::advance(Duration::from_secs(2)).await;
        assert!(cache.get(secret).is_none());
        cache.put(secret, key(id));
        cache.forget(id);
        assert!(cache.get(secret).is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn it_does_not_grow_without_end() {
        let cache = Cache::new(Duration::from_secs(2));
        for n in 0..MOST + 10 {
            cache.put(SecretHash::of(&n.to_string()), key(Uuid::nil()));
        }
        assert!(cache.keys.lock().unwrap().len() <= MOST);
    }
}
