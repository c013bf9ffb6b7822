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
