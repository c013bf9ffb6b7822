//! API keys: from a secret to whoever owns it, now and for as long as a stream is open.

mod cache;
mod lives;

use std::sync::Arc;
use std::time::Duration;

use pyjury_store::Ledger;
use pyjury_store::ledger::{ApiKey, SecretHash};
use uuid::Uuid;

use self::cache::Cache;
pub(crate) use self::lives::Life;
use self::lives::Lives;
use crate::Refusal;

/// Longest secret that is looked up.
const LONGEST: usize = 256;

/// For how long a key is believed without asking the store again. With [`CHECK`] this bounds how long
/// a revoked key lives on: 5 seconds are promised.
const FRESH: Duration = Duration::from_secs(2);

/// How often the keys of open streams are asked for again.
const CHECK: Duration = Duration::from_secs(2);

/// Most keys of open streams that are asked for at once.
const AT_ONCE: usize = 500;

/// Knows whose key is whose. Clones share what is known.
#[derive(Clone)]
pub(crate) struct Keys {
    ledger: Ledger,
    cache: Arc<Cache>,
    lives: Arc<Lives>,
}

impl Keys {
    /// Over a ledger. Watches over the keys of open streams until its last clone is dropped.
    pub(crate) fn new(ledger: Ledger) -> Self {
        let lives = Arc::new(Lives::default());
        let (weak, store) = (Arc::downgrade(&lives), ledger.clone());
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(CHECK).await;
                let Some(lives) = weak.upgrade() else { return };
                end_invalid(&store, &lives).await;
            }
        });
        Self { ledger, cache: Arc::new(Cache::new(FRESH)), lives }
    }

    /// Whose key it is, and what it is found by.
    pub(crate) async fn find(&self, secret: &str) -> Result<(Arc<ApiKey>, SecretHash), Refusal> {
        let unknown = || Refusal::Unauthenticated("expected an API key that this server knows, got an unknown one");
        if secret.len() > LONGEST {
            return Err(unknown());
        }
        let hash = SecretHash::of(secret);
        let key = match self.cache.get(hash) {
            Some(key) => key,
            None => {
                let found = self.ledger.api_keys_of(&[hash]).await?.pop().flatten().ok_or_else(unknown)?;
                self.cache.put(hash, found)
            }
        };
        if key.is_valid(self.ledger.now_ms()) { Ok((key, hash)) } else { Err(unknown()) }
    }

    /// Forgets a key, so that the next call asks the store.
    pub(crate) fn forget(&self, id: Uuid) {
        self.cache.forget(id);
    }

    /// The life of a key, for as long as a stream is open.
    pub(crate) fn life(&self, secret: SecretHash) -> Arc<Life> {
        self.lives.of(secret)
    }
}

/// Ends the lives of keys that were revoked or have expired. While the store can't be read nothing
/// ends: that says nothing about the keys.
async fn end_invalid(ledger: &Ledger, lives: &Lives) {
    let open = lives.open();
    for secrets in open.chunks(AT_ONCE) {
        match ledger.api_keys_of(secrets).await {
            Ok(keys) => {
                let now_ms = ledger.now_ms();
                for (secret, key) in secrets.iter().zip(keys) {
                    if !key.is_some_and(|key| key.is_valid(now_ms)) {
                        lives.end(*secret);
                    }
                }
            }
            Err(error) => tracing::warn!(%error, "the keys of open streams can't be checked"),
        }
    }
}
