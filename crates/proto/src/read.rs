//! Reading words that are text on the wire.

use std::str::FromStr;

use pyjury_core::Digest;

use crate::Invalid;

/// The most of a bad value that an error repeats.
const SHOWN: usize = 60;

/// Reads an identifier.
///
/// # Errors
/// [`Invalid`] for `field` when `text` is no UUID.
pub fn id<T: FromStr>(field: &str, text: &str) -> Result<T, Invalid> {
    text.parse().map_err(|_| {
        let shown: String = text.chars().take(SHOWN).collect();
        Invalid::new(field, format_args!("expected a UUID such as 0192f1a8-3c1e-7d4b-9a63-0f5a1c2d3e4f, got {shown:?}"))
    })
}

/// Reads a digest.
///
/// # Errors
/// [`Invalid`] for `field` when `text` is no digest.
pub fn digest(field: &str, text: &str) -> Result<Digest, Invalid> {
    text.parse().map_err(|_| {
        let shown: String = text.chars().take(SHOWN).collect();
        Invalid::new(field, format_args!("expected sha256: and 64 lower-case hexadecimal digits, got {shown:?}"))
    })
}
