//! How outputs are judged: the default comparison, or a program.

use crate::Program;
use crate::nearest::nearest;
use crate::yaml::quoted;

/// Who judges the output of a submission.
#[derive(Clone, Debug)]
pub enum OutputValidator {
    /// The default comparison with the answer file; its flags are per case, in
    /// [`Case::compare`](crate::Case::compare).
    Default,
    /// A program of the package; its arguments are per case, in
    /// [`Case::validator_args`](crate::Case::validator_args).
    Custom(Program),
}

/// The flags of the default output validator.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CompareFlags {
    /// Whether `A` and `a` differ.
    pub case: Sensitivity,
    /// Whether the amount and kind of white space counts.
    pub space: Sensitivity,
    /// |s − a| ≤ ε accepts a number.
    pub float_absolute: Option<f64>,
    /// |s − a| ≤ ε·|a| accepts a number.
    pub float_relative: Option<f64>,
}

/// Whether a difference counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sensitivity {
    /// It does not.
    #[default]
    Ignored,
    /// It does.
    Strict,
}

/// Arguments that the default output validator doesn't understand.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}, got {got}; {remedy}")]
pub struct FlagError {
    /// What was expected.
    pub expected: String,
    /// What came.
    pub got: String,
    /// What to do.
    pub remedy: String,
}

const FLAGS: [&str; 5] = [
    "case_sensitive",
    "space_change_sensitive",
    "float_relative_tolerance",
    "float_absolute_tolerance",
    "float_tolerance",
];

impl CompareFlags {
    /// Reads the arguments of the default output validator.
    ///
    /// # Errors
    /// [`FlagError`] for an unknown argument, a tolerance that is no number of at least 0, or
    /// tolerances that contradict each other.
    pub fn parse(args: &[String]) -> Result<Self, FlagError> {
        let mut flags = Self::default();
        let mut both = None;
        let mut words = args.iter();
        while let Some(flag) = words.next() {
            match flag.as_str() {
                "case_sensitive" => flags.case = Sensitivity::Strict,
                "space_change_sensitive" => flags.space = Sensitivity::Strict,
                "float_relative_tolerance" => set(&mut flags.float_relative, flag, words.next())?,
                "float_absolute_tolerance" => set(&mut flags.float_absolute, flag, words.next())?,
                "float_tolerance" => set(&mut both, flag, words.next())?,
                _ => {
                    let near = nearest(flag, FLAGS).unwrap_or("case_sensitive");
                    return Err(FlagError {
                        expected: format!("one of {}", FLAGS.join(", ")),
                        got: quoted(flag),
                        remedy: format!("did you mean `{near}`?"),
                    });
                }
            }
        }
        if both.is_some() {
            if flags.float_absolute.is_some() || flags.float_relative.is_some() {
                return Err(FlagError {
                    expected: "float_tolerance, or the absolute and relative ones".into(),
                    got: "both".into(),
                    remedy: "remove float_tolerance: it stands for the two others".into(),
                });
            }
            flags.float_absolute = both;
            flags.float_relative = both;
        }
        Ok(flags)
    }

    /// Whether numbers are compared as numbers.
    pub fn compares_floats(&self) -> bool {
        self.float_absolute.is_some() || self.float_relative.is_some()
    }
}

fn set(into: &mut Option<f64>, flag: &str, value: Option<&String>) -> Result<(), FlagError> {
    let expected = || format!("a number of at least 0 after {flag}");
    if into.is_some() {
        return Err(FlagError {
            expected: format!("{flag} once"),
            got: "it twice".into(),
            remedy: "remove one of the two".into(),
        });
    }
    let number = value.and_then(|text| text.parse::<f64>().ok()).filter(|n| n.is_finite() && *n >= 0.0);
    match number {
        Some(number) => {
            *into = Some(number);
            Ok(())
        }
        None => Err(FlagError {
            expected: expected(),
            got: value.map_or("nothing".into(), |text| quoted(text)),
            remedy: "write it as 1e-6".into(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<CompareFlags, FlagError> {
        let args: Vec<_> = text.split_whitespace().map(str::to_owned).collect();
        CompareFlags::parse(&args)
    }

    #[test]
    fn flags_are_read() {
        let plain = CompareFlags::default();
        let strict = Sensitivity::Strict;
        for (text, expected) in [
            ("", plain),
            ("case_sensitive", CompareFlags { case: strict, ..plain }),
            ("space_change_sensitive case_sensitive", CompareFlags { case: strict, space: strict, ..plain }),
            ("float_tolerance 1e-4", CompareFlags { float_absolute: Some(1e-4), float_relative: Some(1e-4), ..plain }),
            ("float_absolute_tolerance 0", CompareFlags { float_absolute: Some(0.0), ..plain }),
            (
                "float_relative_tolerance .5 float_absolute_tolerance 1E-9",
                CompareFlags { float_absolute: Some(1e-9), float_relative: Some(0.5), ..plain },
            ),
        ] {
            assert_eq!(parse(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn bad_flags_are_told() {
        for (text, got, remedy) in [
            ("case_sensitiv", "\"case_sensitiv\"", "did you mean `case_sensitive`?"),
            ("float_tolerance", "nothing", "write it as 1e-6"),
            ("float_tolerance x", "\"x\"", "write it as 1e-6"),
            ("float_tolerance -1", "\"-1\"", "write it as 1e-6"),
            ("float_tolerance nan", "\"nan\"", "write it as 1e-6"),
            ("float_tolerance inf", "\"inf\"", "write it as 1e-6"),
            ("float_tolerance 1 float_tolerance 1", "it twice", "remove one of the two"),
            (
                "float_tolerance 1 float_absolute_tolerance 1",
                "both",
                "remove float_tolerance: it stands for the two others",
            ),
        ] {
            let error = parse(text).unwrap_err();
            assert_eq!((error.got.as_str(), error.remedy.as_str()), (got, remedy), "{text}");
        }
    }
}
