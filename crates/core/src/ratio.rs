//! A ratio of two amounts, exact to a millionth, so that what is computed with it is the same everywhere.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A ratio of two amounts: no unit, never negative, exact to a millionth. A number in JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "f64", into = "f64")]
pub struct Ratio(u32);

/// Parts of one.
const PARTS: u32 = 1_000_000;

impl Ratio {
    /// Nothing of it.
    pub const ZERO: Self = Self(0);
    /// Both are the same.
    pub const ONE: Self = Self(PARTS);

    /// So many hundredths.
    pub const fn percent(hundredths: u32) -> Self {
        Self(hundredths.saturating_mul(PARTS / 100))
    }

    /// One time over another; `None` where the other is nothing.
    pub fn of(time: Duration, over: Duration) -> Option<Self> {
        let parts = time.as_nanos().saturating_mul(PARTS.into()).checked_div(over.as_nanos())?;
        Some(Self(u32::try_from(parts).unwrap_or(u32::MAX)))
    }

    /// As a number.
    pub fn get(self) -> f64 {
        f64::from(self.0) / f64::from(PARTS)
    }

    /// One and this.
    #[must_use]
    pub const fn and_one(self) -> Self {
        Self(self.0.saturating_add(PARTS))
    }

    /// How far it is from one, up or down.
    #[must_use]
    pub const fn off_one(self) -> Self {
        Self(self.0.abs_diff(PARTS))
    }

    /// The time, multiplied.
    pub fn times(self, time: Duration) -> Duration {
        nanos(time.as_nanos().saturating_mul(self.0.into()) / u128::from(PARTS))
    }

    /// The time, divided. A ratio of nothing leaves it as it is.
    pub fn divide(self, time: Duration) -> Duration {
        let parts = if self.0 == 0 { PARTS } else { self.0 };
        nanos(time.as_nanos().saturating_mul(PARTS.into()) / u128::from(parts))
    }
}

fn nanos(count: u128) -> Duration {
    Duration::from_nanos(u64::try_from(count).unwrap_or(u64::MAX))
}

impl From<f64> for Ratio {
    /// The nearest ratio; what is no number or negative is nothing.
    fn from(number: f64) -> Self {
        // A cast saturates, and makes 0 of what is no number.
        Self((number * f64::from(PARTS)).round() as u32)
    }
}

impl From<Ratio> for f64 {
    fn from(ratio: Ratio) -> Self {
        ratio.get()
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.get(), f)
    }
}

/// What is no ratio.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a number such as 0.1 or a percentage such as 10%, got {0:?}")]
pub struct ParseRatioError(String);

impl FromStr for Ratio {
    type Err = ParseRatioError;

    /// Reads `0.1` or `10%`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ParseRatioError(text.to_owned());
        let (digits, scale) = text.strip_suffix('%').map_or((text, 1.0), |digits| (digits, 100.0));
        let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let number: f64 = Some(digits).filter(|_| is_plain).and_then(|d| d.parse().ok()).ok_or_else(error)?;
        let number = number / scale;
        if number <= f64::from(u32::MAX / PARTS) { Ok(number.into()) } else { Err(error()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_read_and_written() {
        for (text, number) in [("0.1", 0.1), ("10%", 0.1), ("1", 1.0), ("0", 0.0), ("1.5", 1.5), ("0.67", 0.67)] {
            assert_eq!(text.parse(), Ok(Ratio::from(number)), "{text}");
        }
        for text in ["", "-1", "1e3", "x", "1..2", "5000", "10 %", "NaN"] {
            assert!(text.parse::<Ratio>().is_err(), "{text}");
        }
        assert_eq!(Ratio::from(0.67).to_string(), "0.67");
        assert_eq!(serde_json::to_string(&Ratio::percent(110)).unwrap(), "1.1");
        assert_eq!(serde_json::from_str::<Ratio>("1.1").unwrap(), Ratio::percent(110));
        assert_eq!((Ratio::from(f64::NAN), Ratio::from(-1.0)), (Ratio::ZERO, Ratio::ZERO));
    }

    #[test]
    fn times_are_multiplied_and_divided() {
        let ms = Duration::from_millis;
        assert_eq!(Ratio::of(ms(300), ms(200)), Some(Ratio::from(1.5)));
        assert_eq!(Ratio::of(ms(300), ms(0)), None);
        assert_eq!(Ratio::from(1.5).times(ms(200)), ms(300));
        assert_eq!(Ratio::from(1.5).divide(ms(300)), ms(200));
        assert_eq!(Ratio::ZERO.divide(ms(300)), ms(300));
        assert_eq!(Ratio::percent(10).and_one().times(ms(1000)), ms(1100));
        assert_eq!((Ratio::from(0.8).off_one(), Ratio::from(1.2).off_one()), (Ratio::from(0.2), Ratio::from(0.2)));
        assert_eq!(Ratio::from(1.5).times(Duration::MAX), Duration::from_nanos(u64::MAX), "it saturates");
    }
}
