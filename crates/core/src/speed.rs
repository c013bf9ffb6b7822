//! How fast a node is, and whether its judgements are as fair as those of any other.
//!
//! A node runs one fixed program and compares the CPU time that it took with the reference: how long it takes on
//! the node that defines what a site's limits mean. The ratio is the node's *factor*, 1.25 on a node that takes a
//! quarter longer. It is pinned for the node's life and is part of every judgement's provenance.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{Bytes, Digest, Ratio, duration};

/// How fast a node is, and how that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speed {
    /// CPU time of the workload on this node over that of the reference: above 1 is slower.
    pub factor: Ratio,
    /// The program that was run.
    pub workload: Digest,
    /// Its CPU time on this node.
    #[serde(with = "duration::millis", rename = "measured_ms")]
    pub measured: Duration,
    /// Its CPU time that stands for a factor of 1.
    #[serde(with = "duration::millis", rename = "reference_ms")]
    pub reference: Duration,
}

/// How a node measures, found at its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calibration {
    /// Its speed; `None` where it is the reference itself.
    pub speed: Option<Speed>,
    /// The interpreter's own share: CPU time of a program that does nothing, from the moment from which a
    /// submission's counts. It isn't subtracted from anything.
    #[serde(with = "duration::millis", rename = "base_cpu_time_ms")]
    pub base_cpu: Duration,
    /// The most memory of that program.
    #[serde(rename = "base_memory_bytes")]
    pub base_memory: Bytes,
}

/// The factors with which a node may judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpeedRange {
    /// The fastest that is allowed.
    pub least: Ratio,
    /// The slowest that is allowed.
    pub most: Ratio,
}

/// A node whose factor is out of range.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "this node is too {word} to judge as the others do: the calibration took {} of CPU time, the reference is {}, so \
     the factor is {:.3}, expected {range}; free the node of other work or take one of another kind, or set \
     --reference-time to what your limits mean, or --speed-range to what you accept",
    duration::format_fine(speed.measured), duration::format_fine(speed.reference), speed.factor
)]
pub struct OutOfRange {
    /// `slow` or `fast`.
    pub word: &'static str,
    /// The node.
    pub speed: Speed,
    /// What is allowed.
    pub range: SpeedRange,
}

impl Default for SpeedRange {
    /// A node may be half as slow again as the reference, and as much faster.
    fn default() -> Self {
        Self { least: Ratio::percent(67), most: Ratio::percent(150) }
    }
}

impl SpeedRange {
    /// Whether a node may judge.
    ///
    /// # Errors
    /// [`OutOfRange`], which says what to do.
    pub fn check(self, speed: &Speed) -> Result<(), OutOfRange> {
        let word = match speed.factor {
            factor if factor > self.most => "slow",
            factor if factor < self.least => "fast",
            _ => return Ok(()),
        };
        Err(OutOfRange { word, speed: *speed, range: self })
    }
}

impl fmt::Display for SpeedRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.least, self.most)
    }
}

/// What is no range of factors.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected two factors, the first above 0 and the second at least as large, such as 0.67..1.5, got {0:?}")]
pub struct ParseSpeedRangeError(String);

impl FromStr for SpeedRange {
    type Err = ParseSpeedRangeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ParseSpeedRangeError(text.to_owned());
        let (least, most) = text.split_once("..").ok_or_else(error)?;
        let read = |word: &str| word.parse::<Ratio>().map_err(|_| error());
        let range = Self { least: read(least)?, most: read(most)? };
        if range.least > Ratio::ZERO && range.least <= range.most { Ok(range) } else { Err(error()) }
    }
}

/// Tells a node that has become faster or slower from one that was busy for a while: so many measurements in a row
/// must be off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drift {
    /// How far a measurement may be from what was pinned.
    tolerance: Ratio,
    /// How many measurements in a row must be off.
    in_a_row: u32,
    off: u32,
}

/// A node isn't what it was when it was calibrated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "its speed has changed: the calibration takes {ratio:.2} times the CPU time that it took at the start, in {in_a_row} \
     measurements in a row; see what else runs on its host, and restart it to calibrate it anew"
)]
pub struct Drifted {
    /// The last measurement over what was pinned.
    pub ratio: Ratio,
    /// How many measurements were off.
    pub in_a_row: u32,
}

impl Drift {
    /// Allows measurements this far from what was pinned; `in_a_row` that are further off are a drift.
    pub const fn new(tolerance: Ratio, in_a_row: u32) -> Self {
        Self { tolerance, in_a_row, off: 0 }
    }

    /// Takes in a measurement, as a ratio to what was pinned.
    ///
    /// # Errors
    /// [`Drifted`], at every measurement from the one that completes the row to the first that isn't off.
    pub fn see(&mut self, ratio: Ratio) -> Result<(), Drifted> {
        self.off = if ratio.off_one() > self.tolerance { self.off.saturating_add(1) } else { 0 };
        if self.off >= self.in_a_row.max(1) { Err(Drifted { ratio, in_a_row: self.off }) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speed(measured: u64, reference: u64) -> Speed {
        let (measured, reference) = (Duration::from_millis(measured), Duration::from_millis(reference));
        let factor = Ratio::of(measured, reference).unwrap();
        Speed { factor, workload: Digest::of(b"w"), measured, reference }
    }

    #[test]
    fn a_node_out_of_range_is_told_what_to_do() {
        let range = SpeedRange::default();
        for (measured, word) in
            [(400, None), (268, None), (267, Some("fast")), (600, None), (601, Some("slow")), (1, Some("fast"))]
        {
            assert_eq!(range.check(&speed(measured, 400)).err().map(|e| e.word), word, "{measured}");
        }
        let text = range.check(&speed(640, 400)).unwrap_err().to_string();
        for part in ["too slow", "640ms", "400ms", "1.6", "0.67..1.5", "--reference-time", "--speed-range"] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn ranges_are_read_and_written() {
        let range: SpeedRange = "0.5..2".parse().unwrap();
        assert_eq!(range, SpeedRange { least: Ratio::percent(50), most: Ratio::percent(200) });
        assert_eq!(SpeedRange::default().to_string().parse(), Ok(SpeedRange::default()));
        for text in ["", "1", "2..1", "0..1", "-1..2", "a..b", "1..2..3"] {
            assert!(text.parse::<SpeedRange>().is_err(), "{text}");
        }
    }

    #[test]
    fn three_in_a_row_are_a_drift_and_two_are_a_neighbour() {
        let mut drift = Drift::new(Ratio::percent(10), 3);
        let mut off = |percent: u32| drift.see(Ratio::percent(percent)).is_err();
        // Each measurement, and whether it makes a drift.
        for (percent, expected) in
            [(150, false), (150, false), (110, false), (89, false), (150, false), (111, true), (88, true), (90, false)]
        {
            assert_eq!(off(percent), expected, "{percent}");
        }
        let drifted = Drift::new(Ratio::percent(10), 1).see(Ratio::percent(125)).unwrap_err();
        assert!(drifted.to_string().contains("1.25 times"), "{drifted}");
    }
}
