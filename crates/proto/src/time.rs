//! Moments and durations.

use std::time::Duration;

use prost_types::Timestamp;

use crate::Invalid;

/// A moment from milliseconds of Unix time.
pub fn from_millis(ms: u64) -> Timestamp {
    Timestamp {
        seconds: i64::try_from(ms / 1000).unwrap_or(i64::MAX),
        nanos: i32::try_from(ms % 1000).unwrap_or_default() * 1_000_000,
    }
}

/// Milliseconds of Unix time from a moment, rounded down.
///
/// # Errors
/// [`Invalid`] for `field` when the moment lies before 1970 or its nanoseconds are out of range.
pub fn to_millis(field: &str, moment: &Timestamp) -> Result<u64, Invalid> {
    let error = || {
        Invalid::new(
            field,
            format_args!(
                "expected a moment from 1970 on with 0 to 999999999 nanoseconds, got {} s and {} ns",
                moment.seconds, moment.nanos
            ),
        )
    };
    let seconds = u64::try_from(moment.seconds).map_err(|_| error())?;
    let nanos = u64::try_from(moment.nanos).ok().filter(|n| *n < 1_000_000_000).ok_or_else(error)?;
    seconds.checked_mul(1000).and_then(|ms| ms.checked_add(nanos / 1_000_000)).ok_or_else(error)
}

/// A duration from the wire.
///
/// # Errors
/// [`Invalid`] for `field` when it is negative.
pub fn duration(field: &str, wire: &prost_types::Duration) -> Result<Duration, Invalid> {
    Duration::try_from(*wire).map_err(|_| {
        Invalid::new(
            field,
            format_args!("expected a duration of 0 or more, got {} s and {} ns", wire.seconds, wire.nanos),
        )
    })
}

/// A duration for the wire.
pub(crate) fn to_wire(duration: Duration) -> prost_types::Duration {
    prost_types::Duration::try_from(duration).unwrap_or(prost_types::Duration { seconds: i64::MAX, nanos: 0 })
}

/// A duration that may be absent, which is zero.
pub(crate) fn duration_or_zero(field: &str, wire: Option<&prost_types::Duration>) -> Result<Duration, Invalid> {
    wire.map_or(Ok(Duration::ZERO), |wire| duration(field, wire))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_survive_the_wire() {
        for ms in [0, 1, 999, 1_700_000_000_123] {
            assert_eq!(to_millis("t", &from_millis(ms)), Ok(ms));
        }
        for (seconds, nanos) in [(-1, 0), (0, -1), (0, 1_000_000_000), (i64::MAX, 0)] {
            assert!(to_millis("t", &Timestamp { seconds, nanos }).is_err(), "{seconds} {nanos}");
        }
    }
}
