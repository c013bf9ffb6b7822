//! Durations as people write them: `500ms`, `2s`, `1.5s`, `2min`.

use std::time::Duration;

/// What is wrong with a written duration.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("expected a duration such as 500ms, 2s or 1.5s, got {0:?}")]
pub struct ParseDurationError(String);

/// The longest duration that is read: about 31 years. It keeps every sum of durations in range.
const LONGEST_SECONDS: f64 = 1e9;

/// Reads a written duration. The units are `ms`, `s` and `min`.
///
/// # Errors
/// [`ParseDurationError`] when there is no number, no unit, or the number is negative or not finite.
pub fn parse(text: &str) -> Result<Duration, ParseDurationError> {
    let error = || ParseDurationError(text.to_owned());
    let digits = text.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let number: f64 = text[..digits].parse().map_err(|_| error())?;
    let scale = match text[digits..].trim_start() {
        "ms" => 1e-3,
        "s" => 1.0,
        "min" => 60.0,
        _ => return Err(error()),
    };
    let seconds = number * scale;
    if !(0.0..=LONGEST_SECONDS).contains(&seconds) {
        return Err(error());
    }
    Ok(Duration::from_secs_f64(seconds))
}

/// Writes a duration the way [`parse`] reads it, in the largest unit that keeps it whole.
pub fn format(duration: Duration) -> String {
    let ms = duration.as_millis();
    if ms.is_multiple_of(1000) { format!("{}s", ms / 1000) } else { format!("{ms}ms") }
}

/// Writes a duration in milliseconds with what is left of one: `412.5ms`.
pub fn format_fine(duration: Duration) -> String {
    let tenths = duration.as_micros().saturating_add(50) / 100;
    if tenths.is_multiple_of(10) { format!("{}ms", tenths / 10) } else { format!("{}.{}ms", tenths / 10, tenths % 10) }
}

/// `#[serde(with = "pyjury_core::duration::millis")]`: a duration as whole milliseconds on the wire.
pub mod millis {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serializer};

    /// Writes milliseconds, rounded down.
    pub fn serialize<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(duration.as_millis().try_into().unwrap_or(u64::MAX))
    }

    /// Reads milliseconds.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        u64::deserialize(deserializer).map(Duration::from_millis)
    }
}

/// The same for a duration that may not be known: null then.
pub mod known_millis {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Writes milliseconds, rounded down.
    pub fn serialize<S: Serializer>(duration: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
        duration.map(|known| u64::try_from(known.as_millis()).unwrap_or(u64::MAX)).serialize(serializer)
    }

    /// Reads milliseconds.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
        Ok(Option::<u64>::deserialize(deserializer)?.map(Duration::from_millis))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_and_written() {
        for (text, ms) in [("500ms", 500), ("2s", 2000), ("1.5s", 1500), ("2min", 120_000), ("0s", 0)] {
            assert_eq!(parse(text), Ok(Duration::from_millis(ms)), "{text}");
        }
        for text in ["", "2", "s", "-1s", "1.2.3s", "2h", "1e3s", "9999999999999s"] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert_eq!(format(Duration::from_millis(1500)), "1500ms");
        assert_eq!(format_fine(Duration::from_micros(412_460)), "412.5ms");
        assert_eq!(format_fine(Duration::from_micros(412_020)), "412ms");
        assert_eq!(format(Duration::from_secs(2)), "2s");
    }
}
