//! Mistakes in a package, told all at once.

use std::fmt;

/// One mistake in a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageError {
    /// The file, or the folder, by its path in the package.
    pub file: String,
    /// The line, counted from 1, where the mistake has one.
    pub line: Option<u32>,
    /// What was expected.
    pub expected: String,
    /// What came.
    pub got: String,
    /// What to do.
    pub remedy: String,
}

impl fmt::Display for PackageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": expected {}, got {}; {}", self.expected, self.got, self.remedy)
    }
}

impl std::error::Error for PackageError {}

/// Every mistake that was found in a package; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageErrors(pub Vec<PackageError>);

impl fmt::Display for PackageErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for PackageErrors {}

/// What was noted while a package was read.
#[derive(Debug, Default)]
pub(crate) struct Complaints {
    errors: Vec<PackageError>,
    warnings: Vec<String>,
}

/// A mistake of which the place is known; see [`Complaints::at`].
pub(crate) struct Place<'a> {
    complaints: &'a mut Complaints,
    file: String,
    line: Option<u32>,
}

/// A mistake that lacks only its remedy.
#[must_use = "a mistake is noted when its remedy is said"]
pub(crate) struct Mistake<'a> {
    complaints: &'a mut Complaints,
    error: PackageError,
}

/// Most mistakes that are told; whoever has more starts with these.
const MOST: usize = 200;

/// The longest text of a mistake. Some repeat what the package says, which may be a megabyte.
const LONGEST: usize = 1000;

fn shortened(mut text: String) -> String {
    if text.len() > LONGEST {
        text.truncate(text.floor_char_boundary(LONGEST));
        text.push('…');
    }
    text
}

impl Complaints {
    /// A mistake at a line; 0 where there is none to name.
    pub(crate) fn at(&mut self, file: impl Into<String>, line: u32) -> Place<'_> {
        Place { complaints: self, file: file.into(), line: (line > 0).then_some(line) }
    }

    pub(crate) fn push(&mut self, error: PackageError) {
        if self.errors.len() < MOST {
            let PackageError { file, line, expected, got, remedy } = error;
            let [expected, got, remedy] = [expected, got, remedy].map(shortened);
            self.errors.push(PackageError { file, line, expected, got, remedy });
        }
    }

    pub(crate) fn warn(&mut self, warning: impl Into<String>) {
        if self.warnings.len() < MOST {
            self.warnings.push(shortened(warning.into()));
        }
    }

    /// One warning for all of several things: how many, and the first few.
    pub(crate) fn warn_if_any(&mut self, things: Vec<String>, what: &str) {
        const SHOWN: usize = 5;
        let more = if things.len() > SHOWN { ", …" } else { "" };
        if !things.is_empty() {
            let shown = things.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
            self.warn(format!("{} {what}: {shown}{more}", things.len()));
        }
    }

    /// How many mistakes there are so far.
    pub(crate) fn count(&self) -> usize {
        self.errors.len()
    }

    /// The warnings of a package without mistakes.
    ///
    /// # Errors
    /// [`PackageErrors`] when there are any.
    pub(crate) fn finish(self) -> Result<Vec<String>, PackageErrors> {
        if self.errors.is_empty() { Ok(self.warnings) } else { Err(PackageErrors(self.errors)) }
    }
}

impl<'a> Place<'a> {
    pub(crate) fn expected(self, expected: impl Into<String>, got: impl Into<String>) -> Mistake<'a> {
        let error = PackageError {
            file: self.file,
            line: self.line,
            expected: expected.into(),
            got: got.into(),
            remedy: String::new(),
        };
        Mistake { complaints: self.complaints, error }
    }
}

impl Mistake<'_> {
    /// Says what to do, and notes the mistake.
    pub(crate) fn remedy(mut self, remedy: impl Into<String>) {
        self.error.remedy = remedy.into();
        self.complaints.push(self.error);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_told_in_short() {
        let long = "ä".repeat(LONGEST);
        let mut complaints = Complaints::default();
        complaints.warn(&*long);
        complaints.at("x", 1).expected(&*long, "b").remedy(&*long);
        assert!(complaints.warnings[0].len() < LONGEST + 4 && complaints.warnings[0].ends_with('…'));
        let PackageErrors(errors) = complaints.finish().unwrap_err();
        assert!(errors[0].to_string().len() < 2 * LONGEST + 40 && errors[0].got == "b", "{errors:?}");
    }
}
