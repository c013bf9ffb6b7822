//! Labels and other short words of the client's.

use std::collections::{BTreeMap, HashMap};

use pyjury_core::RuntimeRequest;
use pyjury_proto::Invalid;

/// Most labels of one submission.
const MOST_LABELS: usize = 16;

/// Checks labels.
pub(crate) fn labels(wire: HashMap<String, String>, invalid: &mut Vec<Invalid>) -> BTreeMap<String, String> {
    if wire.len() > MOST_LABELS {
        invalid.push(Invalid::new("labels", format_args!("expected at most {MOST_LABELS} labels, got {}", wire.len())));
        return BTreeMap::new();
    }
    let labels: BTreeMap<_, _> = wire.into_iter().collect();
    for (key, value) in &labels {
        let shown: String = key.chars().filter(|c| !c.is_control()).take(63).collect();
        let mut refuse = |what| invalid.push(Invalid::new(format!("labels[{shown:?}]"), what));
        if key.is_empty() || key.len() > 63 || key.chars().any(char::is_control) {
            refuse("expected a key of 1 to 63 bytes without control characters");
        }
        if value.len() > 255 || value.chars().any(char::is_control) {
            refuse("expected a value of at most 255 bytes without control characters");
        }
    }
    labels
}

/// Reads the words of a runtime; an empty text is the problem's own.
pub(crate) fn runtime(wire: &str, invalid: &mut Vec<Invalid>) -> Option<RuntimeRequest> {
    if wire.is_empty() {
        return None;
    }
    wire.parse().map_err(|error| invalid.push(Invalid::new("runtime", error))).ok()
}

/// Checks a short name, such as of a problem.
pub(crate) fn plain_name(name: &str) -> Result<(), String> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
    let starts = name.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    if starts && name.len() <= 64 && name.chars().all(plain) {
        return Ok(());
    }
    let shown: String = name.chars().take(64).collect();
    Err(format!(
        "expected 1 to 64 lower-case letters, digits, dashes, underscores and dots that start with a letter or digit, got {shown:?}"
    ))
}
