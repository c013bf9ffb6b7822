//! Names that become parts of keys.

use super::LedgerError;

/// Checks a tenant, a user or a problem's name. They become parts of keys, so nothing that
/// separates parts may be in them.
///
/// # Errors
/// [`LedgerError::Name`].
pub fn check(what: &'static str, name: &str) -> Result<(), LedgerError> {
    let plain = |c: char| c.is_alphanumeric() || "-_.@+".contains(c);
    if (1..=128).contains(&name.len()) && name.chars().all(plain) {
        Ok(())
    } else {
        Err(LedgerError::Name { what, got: name.chars().take(80).collect() })
    }
}
