//! Verdicts and reasons.

use pyjury_core::{Reason, Verdict};

use crate::{Invalid, v1};

impl From<Verdict> for v1::Verdict {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::AC => Self::Ac,
            Verdict::WA => Self::Wa,
            Verdict::PE => Self::Pe,
            Verdict::TLE => Self::Tle,
            Verdict::MLE => Self::Mle,
            Verdict::OLE => Self::Ole,
            Verdict::RTE => Self::Rte,
            Verdict::CE => Self::Ce,
            Verdict::SV => Self::Sv,
            Verdict::JE => Self::Je,
        }
    }
}

impl TryFrom<v1::Verdict> for Verdict {
    type Error = Invalid;

    fn try_from(verdict: v1::Verdict) -> Result<Self, Invalid> {
        Ok(match verdict {
            v1::Verdict::Unspecified => return Err(Invalid::new("", "expected a verdict, got VERDICT_UNSPECIFIED")),
            v1::Verdict::Ac => Self::AC,
            v1::Verdict::Wa => Self::WA,
            v1::Verdict::Pe => Self::PE,
            v1::Verdict::Tle => Self::TLE,
            v1::Verdict::Mle => Self::MLE,
            v1::Verdict::Ole => Self::OLE,
            v1::Verdict::Rte => Self::RTE,
            v1::Verdict::Ce => Self::CE,
            v1::Verdict::Sv => Self::SV,
            v1::Verdict::Je => Self::JE,
        })
    }
}

/// Reads the number of a verdict.
pub(crate) fn verdict(field: &str, number: i32) -> Result<Verdict, Invalid> {
    let wire = v1::Verdict::try_from(number)
        .map_err(|_| Invalid::new(field, format_args!("expected a verdict, got the unknown number {number}")))?;
    Verdict::try_from(wire).map_err(|invalid| invalid.within(field))
}

/// Reads a reason.
pub(crate) fn reason(field: &str, text: &str) -> Result<Reason, Invalid> {
    text.parse().map_err(|error| Invalid::new(field, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_survive_the_wire() {
        for known in Verdict::ALL {
            assert_eq!(verdict("v", v1::Verdict::from(known).into()), Ok(known));
        }
        for number in [0, -1, 11] {
            assert_eq!(verdict("v", number).map_err(|invalid| invalid.field), Err("v".to_owned()));
        }
    }
}
