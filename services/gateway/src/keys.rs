//! API keys: from a secret to a principal.

use pyjury_core::Principal;
use pyjury_store::Ledger;

use crate::Refusal;

/// Longest secret that is looked up.
const LONGEST: usize = 256;

/// Knows whose key is whose. Asked anew for every call, so that a revoked key ends at once.
#[derive(Clone)]
pub(crate) struct Keys {
    /// Where their hashes are.
    pub(crate) ledger: Ledger,
}

impl Keys {
    /// Whose key it is.
    pub(crate) async fn principal(&self, secret: &str) -> Result<Principal, Refusal> {
        let unknown = Refusal::Unauthenticated("expected an API key that this server knows, got an unknown one");
        if secret.len() > LONGEST {
            return Err(unknown);
        }
        self.ledger.authenticate(secret).await?.ok_or(unknown)
    }
}
