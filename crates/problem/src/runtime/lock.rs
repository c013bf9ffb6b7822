//! Lock files: `requirements.lock`, every package of a layer with its version and its hashes.

use std::collections::BTreeMap;

use pyjury_core::Digest;

/// A lock file that was read. Installing checks the hashes; here it is only seen to that all of them are there.
#[derive(Clone, Debug)]
pub struct Lock {
    /// The text.
    pub text: String,
    /// The versions of each package, by name: several where they differ by interpreter. Packages that only other
    /// platforms need are among them.
    pub packages: BTreeMap<String, Vec<String>>,
}

/// What is wrong with a lock file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LockError {
    /// A line that pins nothing.
    #[error(
        "requirements.lock:{line}: expected a package and its version, such as `pytest==8.0`, got {got:?}; make the lock file anew"
    )]
    Pin {
        /// Counted from 1.
        line: usize,
        /// The line.
        got: String,
    },
    /// A package without a hash.
    #[error("requirements.lock:{line}: expected a --hash=sha256:… for {package}, got none; make the lock file anew")]
    Hash {
        /// Counted from 1.
        line: usize,
        /// The package.
        package: String,
    },
    /// A package that the definition names.
    #[error("requirements.lock has no {0:?}, which runtime.toml asks for; make the lock file anew")]
    Lacks(String),
}

impl Lock {
    /// Reads a lock file.
    ///
    /// # Errors
    /// [`LockError`] with the line.
    pub fn parse(text: &str) -> Result<Self, LockError> {
        let mut packages = BTreeMap::<_, Vec<_>>::new();
        let mut lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim())).peekable();
        while let Some((number, line)) = lines.next() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let pin = || LockError::Pin { line: number, got: line.chars().take(100).collect() };
            let mut whole = line.trim_end_matches('\\').to_owned();
            let mut goes_on = line.ends_with('\\');
            while goes_on && let Some((_, next)) = lines.next() {
                whole = whole + " " + next.trim_end_matches('\\');
                goes_on = next.ends_with('\\');
            }
            let (package, rest) = whole.split_once("==").ok_or_else(pin)?;
            let (package, version) = (normal(package), rest.split([' ', ';']).next().unwrap_or_default());
            if package.is_empty() || version.is_empty() {
                return Err(pin());
            }
            if !rest.contains("--hash=sha256:") {
                return Err(LockError::Hash { line: number, package });
            }
            packages.entry(package).or_default().push(version.to_owned());
        }
        Ok(Self { text: text.to_owned(), packages })
    }

    /// Sees to it that packages are there: in this lock file, or in those below it.
    ///
    /// # Errors
    /// [`LockError::Lacks`].
    pub fn has(&self, requirements: &[String], below: &[&Self]) -> Result<(), LockError> {
        let missing = requirements.iter().find(|requirement| {
            let name = normal(requirement.split(['=', '<', '>', '!', '~', '[', ';', ' ']).next().unwrap_or_default());
            !self.packages.contains_key(&name) && !below.iter().any(|lock| lock.packages.contains_key(&name))
        });
        missing.map_or(Ok(()), |requirement| Err(LockError::Lacks(requirement.clone())))
    }

    /// Names the text.
    pub fn digest(&self) -> Digest {
        Digest::of(self.text.as_bytes())
    }
}

/// The one way to write the name of a package (PEP 503).
fn normal(name: &str) -> String {
    let parts = name.trim().split(['-', '_', '.']).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# made by a tool\na-package==1.0 ; python_full_version < '3.13' \\\n    --hash=sha256:00 \\\n    --hash=sha256:01\na-package==1.1 ; python_full_version >= '3.13' --hash=sha256:03\nb==2 \\\n  --hash=sha256:02\n";

    #[test]
    fn every_package_is_pinned_and_hashed() {
        let lock = Lock::parse(TEXT).unwrap();
        let pinned = [("a-package".into(), vec!["1.0".into(), "1.1".into()]), ("b".into(), vec!["2".into()])];
        assert_eq!(lock.packages, BTreeMap::from(pinned));
        let requirements = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(lock.has(&requirements(&["A_Package>=1", "b"]), &[]), Ok(()));
        assert_eq!(lock.has(&requirements(&["c"]), &[]), Err(LockError::Lacks("c".into())));
        let below = Lock::parse("c==1 --hash=sha256:00\n").unwrap();
        assert_eq!(lock.has(&requirements(&["c"]), &[&below]), Ok(()));
    }

    #[test]
    fn what_is_not_is_refused_with_its_line() {
        for (text, line) in [("a\n", 1), ("\na>=1 --hash=sha256:00\n", 2), ("-e .\n", 1), ("==1\n", 1)] {
            assert!(matches!(Lock::parse(text), Err(LockError::Pin { line: n, .. }) if n == line), "{text}");
        }
        let unhashed = "a==1 \\\n  --hash=sha256:00\nb==2\n";
        assert_eq!(Lock::parse(unhashed).unwrap_err(), LockError::Hash { line: 3, package: "b".into() });
    }
}
