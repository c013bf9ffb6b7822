//! Percentiles of a measured quantity.

use std::fmt;
use std::time::Duration;

/// Sorted measurements.
pub(crate) struct Spread(Vec<Duration>);

impl Spread {
    pub(crate) fn of(mut measured: Vec<Duration>) -> Self {
        measured.sort_unstable();
        Self(measured)
    }

    /// The value below which `percent` of the measurements lie (nearest rank).
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let rank = (self.0.len() * percent).div_ceil(100).max(1);
        self.0.get(rank - 1).copied().unwrap_or_default()
    }

    pub(crate) fn median_ms(&self) -> f64 {
        self.percentile(50).as_secs_f64() * 1e3
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = |percent| self.percentile(percent).as_secs_f64() * 1e3;
        write!(f, "{:8.2} {:8.2} {:8.2} {:8.2}", ms(10), ms(50), ms(90), ms(99))
    }
}
