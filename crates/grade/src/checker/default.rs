//! The default output validator: compares an output with an answer, token by token.
//!
//! It follows the problem package format. Both sides are bytes; white space is that of C's
//! `isspace`; letters are equal up to ASCII case unless the flags say otherwise. With a tolerance,
//! an *answer* token that is a decimal number is compared as one, and then the output token must be
//! one too. Nothing is copied, so memory does not grow with the output.

use std::fmt;

use pyjury_problem::CompareFlags;
use pyjury_problem::validator::Sensitivity;

use super::number::Number;

/// Where an output first differs from the answer. It quotes the answer: for the jury.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The line of the output, counted from 1.
    pub line: usize,
    /// What the answer has there.
    pub expected: Piece,
    /// What the output has there.
    pub got: Piece,
}

/// What stands at one place of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A token, shortened.
    Token(String),
    /// White space.
    Space(String),
    /// Nothing any more.
    End,
}

/// Compares an output with the answer.
///
/// # Errors
/// The first [`Difference`].
pub fn compare(output: &[u8], answer: &[u8], flags: &CompareFlags) -> Result<(), Difference> {
    let (mut out, mut ans) = (Cursor::new(output), Cursor::new(answer));
    loop {
        let (out_space, ans_space) = (out.space(), ans.space());
        if flags.space == Sensitivity::Strict && out_space != ans_space {
            return Err(out.difference(Piece::space(ans_space), Piece::space(out_space)));
        }
        let (got, expected) = (out.token(), ans.token());
        if got.is_empty() && expected.is_empty() {
            return Ok(());
        }
        if got.is_empty() || expected.is_empty() || !equal(got, expected, flags) {
            return Err(out.difference(Piece::token(expected), Piece::token(got)));
        }
    }
}

fn equal(output: &[u8], answer: &[u8], flags: &CompareFlags) -> bool {
    if (flags.float_absolute.is_some() || flags.float_relative.is_some())
        && let Some(right) = Number::parse(answer)
    {
        // Two numbers too large for a double are no known distance apart, unless they are one.
        return output == answer
            || Number::parse(output)
                .is_some_and(|got| got.is_near(&right, flags.float_absolute, flags.float_relative));
    }
    match flags.case {
        Sensitivity::Ignored => output.eq_ignore_ascii_case(answer),
        Sensitivity::Strict => output == answer,
    }
}

/// A place in a text.
struct Cursor<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0 }
    }

    fn space(&mut self) -> &'a [u8] {
        self.take_while(is_space)
    }

    fn token(&mut self) -> &'a [u8] {
        self.take_while(|byte| !is_space(byte))
    }

    fn take_while(&mut self, accept: impl Fn(u8) -> bool) -> &'a [u8] {
        let rest = &self.text[self.at..];
        let length = rest.iter().position(|byte| !accept(*byte)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    fn difference(&self, expected: Piece, got: Piece) -> Difference {
        let line = 1 + self.text[..self.at].iter().filter(|byte| **byte == b'\n').count();
        Difference { line, expected, got }
    }
}

/// C's `isspace`. Rust's own leaves out the vertical tab.
const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

impl Piece {
    fn token(bytes: &[u8]) -> Self {
        if bytes.is_empty() { Self::End } else { Self::Token(shortened(bytes)) }
    }

    fn space(bytes: &[u8]) -> Self {
        Self::Space(shortened(bytes))
    }
}

/// At most 60 characters of a token, for a message.
fn shortened(bytes: &[u8]) -> String {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(240)]);
    let text: String = start.chars().take(60).collect();
    if text.len() < bytes.len() { format!("{text}…") } else { text }
}

impl fmt::Display for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(text) => write!(f, "{text:?}"),
            Self::Space(text) => write!(f, "white space {text:?}"),
            Self::End => f.write_str("the end of the output"),
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: expected {}, got {}", self.line, self.expected, self.got)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn flags(text: &str) -> CompareFlags {
        let mut flags = CompareFlags::default();
        let mut words = text.split_whitespace();
        while let Some(word) = words.next() {
            let mut number = || words.next().map(|text| text.parse().unwrap());
            match word {
                "case_sensitive" => flags.case = Sensitivity::Strict,
                "space_change_sensitive" => flags.space = Sensitivity::Strict,
                "float_relative_tolerance" => flags.float_relative = number(),
                "float_absolute_tolerance" => flags.float_absolute = number(),
                _ => {
                    flags.float_absolute = number();
                    flags.float_relative = flags.float_absolute;
                }
            }
        }
        flags
    }

    #[test]
    fn the_table() {
        let rows = [
            // flags, output, answer, equal
            ("", "", "", true),
            ("", "1 2\n3\n", "1 2 3", true),
            ("", "  1\t2\r\n3\u{b}", "1 2 3\n", true),
            ("", "YES", "yes", true),
            ("", "Ä", "ä", false),
            ("case_sensitive", "YES", "yes", false),
            ("", "1 2", "1 2 3", false),
            ("", "1 2 3", "1 2", false),
            ("", "12", "1 2", false),
            ("", "\n", "", true),
            ("", "a\0b", "a\0c", false),
            ("space_change_sensitive", "1 2\n", "1 2\n", true),
            ("space_change_sensitive", "1 2", "1 2\n", false),
            ("space_change_sensitive", "1  2\n", "1 2\n", false),
            ("space_change_sensitive", " 1 2\n", "1 2\n", false),
            ("space_change_sensitive", "1\t2\n", "1 2\n", false),
            ("space_change_sensitive", "A b\n", "a B\n", true),
            ("", "1.0", "1", false),
            ("float_tolerance 1e-6", "1.0", "1", true),
            ("float_tolerance 1e-6", "1.000001", "1", true),
            ("float_tolerance 1e-6", "1.0000011", "1", false),
            ("float_tolerance 1e-6", "0.100001", "0.1", true),
            ("float_relative_tolerance 1e-6", "1000000.9", "1000000", true),
            ("float_absolute_tolerance 1e-6", "1000000.9", "1000000", false),
            ("float_relative_tolerance 1e-6", "0.0000001", "0", false),
            ("float_absolute_tolerance 1e-6", "-0.0000001", "0", true),
            ("float_tolerance 1e-6", "one", "1", false),
            ("float_tolerance 1e-6", "1", "one", false),
            ("float_tolerance 1e-6", "ONE", "one", true),
            ("float_tolerance 1e-6 case_sensitive", "ONE", "one", false),
            ("float_tolerance 1e-6", "nan", "1", false),
            ("float_tolerance 1e-6", "inf", "1", false),
            ("float_tolerance 1e-6", "NaN", "nan", true),
            ("float_tolerance 1e-6", "0x10", "16", false),
            ("float_tolerance 1e-6", "1_0", "10", false),
            ("float_tolerance 1e-6", "1e1", "10", true),
            ("float_tolerance 1e-6", "+10.", "10", true),
            ("float_tolerance 0", "10000000000000000000001", "10000000000000000000000", false),
            ("float_tolerance 0", "1e-999999999999", "0", true),
            ("float_tolerance 1e-6", "1e-999999999999", "0", true),
            ("float_tolerance 1e-6", "1e999999999999", "0", false),
            ("float_relative_tolerance 1", "1e999999999999", "1", false),
            ("float_tolerance 0", "1e999999999999", "1e999999999999", true),
            ("float_tolerance 0", "-1e999999999999", "1e999999999999", false),
        ];
        for (words, output, answer, equal) in rows {
            let result = compare(output.as_bytes(), answer.as_bytes(), &flags(words));
            assert_eq!(result.is_ok(), equal, "{words:?}: {output:?} against {answer:?}: {result:?}");
        }
    }

    #[test]
    fn the_first_difference_is_named() {
        let said = |output: &str, answer: &str| {
            compare(output.as_bytes(), answer.as_bytes(), &CompareFlags::default()).unwrap_err().to_string()
        };
        assert_eq!(said("1\n2\n4 5", "1 2 3"), r#"line 3: expected "3", got "4""#);
        assert_eq!(said("1\n", "1 2"), r#"line 2: expected "2", got the end of the output"#);
        assert_eq!(said("1 2", "1"), r#"line 1: expected the end of the output, got "2""#);
        assert!(said(&"x".repeat(10_000), "y").len() < 200);
    }

    proptest! {
        #[test]
        fn an_answer_equals_itself(text in proptest::collection::vec(any::<u8>(), 0..200), words in 0..4usize) {
            let flags = flags(["", "case_sensitive", "space_change_sensitive", "float_tolerance 0"][words]);
            prop_assert!(compare(&text, &text, &flags).is_ok());
        }

        #[test]
        fn tokens_alone_decide(tokens in proptest::collection::vec("[a-z0-9]{1,5}", 0..20), gap in "[ \t\n]{1,3}") {
            let (one, other) = (tokens.join(" "), format!("{gap}{}{gap}", tokens.join(&gap)));
            prop_assert!(compare(other.as_bytes(), one.as_bytes(), &CompareFlags::default()).is_ok());
        }
    }
}
