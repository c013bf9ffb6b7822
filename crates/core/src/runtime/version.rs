//! Versions of CPython, as far as a problem can depend on them: `3.12`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A version of CPython, without the patch release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PythonVersion {
    /// 3, so far.
    pub major: u16,
    /// What the language has depends on it.
    pub minor: u16,
}

/// Why a text is no version, or no bound.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VersionError {
    /// Not two numbers.
    #[error("expected a version such as 3.12, got {0:?}")]
    Version(String),
    /// No relation that is known.
    #[error("expected one of ==, !=, >=, <=, > and < before the version")]
    Relation,
}

impl FromStr for PythonVersion {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten();
        let read =
            text.split_once('.').and_then(|(major, minor)| Some(Self { major: number(major)?, minor: number(minor)? }));
        read.ok_or_else(|| VersionError::Version(text.to_owned()))
    }
}

impl fmt::Display for PythonVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

impl Serialize for PythonVersion {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PythonVersion {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// One condition on a version, such as `>=3.12`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VersionBound {
    relation: Relation,
    version: PythonVersion,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Relation {
    Equal,
    Unequal,
    AtLeast,
    AtMost,
    Above,
    Below,
}

/// Those of two characters first: one of the others begins each.
const RELATIONS: [(&str, Relation); 6] = [
    ("==", Relation::Equal),
    ("!=", Relation::Unequal),
    (">=", Relation::AtLeast),
    ("<=", Relation::AtMost),
    (">", Relation::Above),
    ("<", Relation::Below),
];

impl VersionBound {
    /// Whether it holds for a version.
    pub fn holds(self, version: PythonVersion) -> bool {
        match self.relation {
            Relation::Equal => version == self.version,
            Relation::Unequal => version != self.version,
            Relation::AtLeast => version >= self.version,
            Relation::AtMost => version <= self.version,
            Relation::Above => version > self.version,
            Relation::Below => version < self.version,
        }
    }
}

impl FromStr for VersionBound {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let found = RELATIONS.iter().find_map(|(sign, relation)| Some((*relation, text.strip_prefix(sign)?)));
        let (relation, version) = found.ok_or(VersionError::Relation)?;
        Ok(Self { relation, version: version.trim().parse()? })
    }
}

impl fmt::Display for VersionBound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = RELATIONS.iter().find(|(_, relation)| *relation == self.relation).map_or("", |(sign, _)| sign);
        write!(f, "{sign}{}", self.version)
    }
}

impl<'de> Deserialize<'de> for VersionBound {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_hold_by_number_not_by_text() {
        let version = |text: &str| text.parse::<PythonVersion>().unwrap();
        let holds = |bound: &str, of: &str| bound.parse::<VersionBound>().unwrap().holds(version(of));
        assert!(holds(">=3.9", "3.10") && holds("<3.10", "3.9") && holds("!=3.1", "3.10") && holds("==3.12", "3.12"));
        assert!(!holds(">3.12", "3.12") && !holds("<=3.11", "3.12") && holds("<=3.12", "3.12"));
        for bad in ["", "3", "3.", ".1", "3.1.2", "3.x", "+3.1", "3.99999"] {
            assert!(bad.parse::<PythonVersion>().is_err(), "{bad}");
        }
        assert_eq!(">= 3.12".parse::<VersionBound>().unwrap().to_string(), ">=3.12");
    }
}
