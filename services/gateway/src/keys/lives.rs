//! The keys that open streams were opened with: a stream ends with its key.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use pyjury_store::ledger::SecretHash;
use pyjury_telemetry::CancellationToken;

/// The life of a key, shared by every stream that was opened with it.
#[derive(Debug, Default)]
pub(crate) struct Life {
    ended: CancellationToken,
}

impl Life {
    /// Waits until the key is no longer valid.
    pub(crate) async fn ended(&self) {
        self.ended.cancelled().await;
    }
}

/// The lives of all keys with open streams. Many streams of one key are one life.
#[derive(Debug, Default)]
pub(super) struct Lives(Mutex<HashMap<SecretHash, Weak<Life>>>);

impl Lives {
    /// The life of a key.
    pub(super) fn of(&self, secret: SecretHash) -> Arc<Life> {
        let mut lives = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(life) = lives.get(&secret).and_then(Weak::upgrade) {
            return life;
        }
        let life = Arc::new(Life::default());
        lives.insert(secret, Arc::downgrade(&life));
        life
    }

    /// The keys that have open streams. Forgets the others.
    pub(super) fn open(&self) -> Vec<SecretHash> {
        let mut lives = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lives.retain(|_, life| life.strong_count() > 0);
        lives.keys().copied().collect()
    }

    /// Ends a life, and every stream with it.
    pub(super) fn end(&self, secret: SecretHash) {
        let removed = self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&secret);
        if let Some(life) = removed.and_then(|life| life.upgrade()) {
            life.ended.cancel();
        }
    }
}
