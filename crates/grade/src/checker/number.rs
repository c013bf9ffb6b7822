//! Decimal numbers as the package format writes them, compared without losing digits.

/// A finite decimal number. Hexadecimal, `inf` and `nan` are no numbers of the format.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number {
    /// `digits * 10^exponent`, where the number has so few digits that this is exact.
    exact: Option<(i128, i32)>,
    value: f64,
}

/// Powers of ten up to this one fit an `i128`.
const LARGEST_POWER: u32 = 38;

impl Number {
    /// Reads `[+-]? (digits . digits? | . digits | digits) ([eE] [+-]? digits)?`.
    pub(super) fn parse(token: &[u8]) -> Option<Self> {
        let unsigned = token.strip_prefix(b"-").or(token.strip_prefix(b"+")).unwrap_or(token);
        // What is left of the words that Rust reads as numbers: inf, infinity, nan.
        if !matches!(unsigned.first()?, b'0'..=b'9' | b'.') {
            return None;
        }
        let value: f64 = std::str::from_utf8(token).ok()?.parse().ok()?;
        Some(Self { exact: exact(unsigned).map(|(n, e)| (if token[0] == b'-' { -n } else { n }, e)), value })
    }

    /// Whether this is within either tolerance of `answer`.
    pub(super) fn is_near(&self, answer: &Self, absolute: Option<f64>, relative: Option<f64>) -> bool {
        let difference = self.distance(answer);
        // A difference too large for a double is within no tolerance.
        difference.is_finite()
            && (absolute.is_some_and(|most| difference <= most)
                || relative.is_some_and(|most| difference <= most * answer.value.abs()))
    }

    /// How far apart two numbers are, rounded only once where both are exact: doubles alone would
    /// lose what a tolerance of 1e-6 asks about when the numbers have 16 digits.
    fn distance(&self, other: &Self) -> f64 {
        let exact = || {
            let ((a, a_exponent), (b, b_exponent)) = (self.exact?, other.exact?);
            let exponent = a_exponent.min(b_exponent);
            let a = scaled(a, a_exponent.checked_sub(exponent)?)?;
            let b = scaled(b, b_exponent.checked_sub(exponent)?)?;
            let digits = a.checked_sub(b)?.unsigned_abs();
            // Through the parser, because multiplying by a power of ten would round twice.
            format!("{digits}e{exponent}").parse().ok()
        };
        exact().unwrap_or((self.value - other.value).abs())
    }
}

fn exact(unsigned: &[u8]) -> Option<(i128, i32)> {
    let at = unsigned.iter().position(|byte| matches!(byte, b'e' | b'E')).unwrap_or(unsigned.len());
    let (significand, rest) = unsigned.split_at(at);
    let mut exponent: i32 = match rest {
        [] => 0,
        [_, digits @ ..] => std::str::from_utf8(digits).ok()?.parse().ok()?,
    };
    let point = significand.iter().position(|byte| *byte == b'.');
    let mut digits: i128 = 0;
    for byte in significand.iter().filter(|byte| **byte != b'.') {
        digits = digits.checked_mul(10)?.checked_add(i128::from(byte - b'0'))?;
    }
    if let Some(point) = point {
        exponent = exponent.checked_sub(i32::try_from(significand.len() - point - 1).ok()?)?;
    }
    Some((digits, if digits == 0 { 0 } else { exponent }))
}

fn scaled(digits: i128, power: i32) -> Option<i128> {
    let power = u32::try_from(power).ok()?;
    match digits {
        0 => Some(0),
        _ if power > LARGEST_POWER => None,
        _ => digits.checked_mul(10i128.checked_pow(power)?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_grammar() {
        for good in ["0", "-1", "+1", "1.", ".5", "1.5", "1e5", "1E+5", "-.5e-3", "007", "1e999", "1e-999"] {
            assert!(Number::parse(good.as_bytes()).is_some(), "{good}");
        }
        for bad in ["", ".", "-", "e5", "1e", "1e+", "inf", "-Infinity", "nan", "0x1", "1_0", "1,5", "--1", "1 ", "1f"]
        {
            assert!(Number::parse(bad.as_bytes()).is_none(), "{bad}");
        }
    }

    #[test]
    fn large_numbers_keep_their_digits() {
        let near = |a: &str, b: &str, absolute| {
            let [a, b] = [a, b].map(|text| Number::parse(text.as_bytes()).unwrap());
            a.is_near(&b, Some(absolute), None)
        };
        assert!(!near("1234567890123456.000002", "1234567890123456.000000", 1e-6));
        assert!(near("1234567890123456.000001", "1234567890123456.000000", 1e-6));
        assert!(near("0.3", "0.1", 0.2));
        assert!(!near("123456789012345678901", "123456789012345678900", 0.5));
    }
}
