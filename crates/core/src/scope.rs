//! What a credential may be used for: a role says what its owner may do, a scope narrows it.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// One kind of call. Every method of the public services needs exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Send submissions.
    Submit,
    /// Read submissions and problems, and follow submissions.
    Read,
    /// Cancel submissions.
    Cancel,
    /// Upload problem packages.
    Problems,
    /// Make, list and revoke keys.
    Keys,
    /// Read the audit log.
    Audit,
    /// See the workers and set their modes.
    Fleet,
    /// List, replay and purge judgings that were given up.
    Dead,
    /// Act for another user of the tenant, as a learning platform does for its students.
    ActOnBehalf,
    /// Mark submissions of the contest lane as exported.
    Export,
}

/// A word that is no scope or no role.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected one of {expected}, got {got:?}")]
pub struct UnknownWord {
    /// The words there are.
    pub expected: String,
    /// What came, shortened.
    pub got: String,
}

impl UnknownWord {
    pub(crate) fn new<T: fmt::Display>(known: &[T], got: &str) -> Self {
        let expected: Vec<String> = known.iter().map(T::to_string).collect();
        Self { expected: expected.join(", "), got: got.chars().take(60).collect() }
    }
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 10] = [
        Self::Submit,
        Self::Read,
        Self::Cancel,
        Self::Problems,
        Self::Keys,
        Self::Audit,
        Self::Fleet,
        Self::Dead,
        Self::ActOnBehalf,
        Self::Export,
    ];

    /// Its name for people and command lines.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Read => "read",
            Self::Cancel => "cancel",
            Self::Problems => "problems",
            Self::Keys => "keys",
            Self::Audit => "audit",
            Self::Fleet => "fleet",
            Self::Dead => "dead",
            Self::ActOnBehalf => "act_on_behalf",
            Self::Export => "export",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Scope {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::ALL.into_iter().find(|scope| scope.name() == text).ok_or_else(|| UnknownWord::new(&Self::ALL, text))
    }
}

/// What a credential is narrowed to. It never gives what the roles don't.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scopes {
    /// Everything that the roles allow.
    #[default]
    All,
    /// These and no others.
    Only(BTreeSet<Scope>),
}

impl Scopes {
    /// From a list in which none means all, as on the wire and on a command line.
    pub fn of(scopes: impl IntoIterator<Item = Scope>) -> Self {
        let only: BTreeSet<Scope> = scopes.into_iter().collect();
        if only.is_empty() { Self::All } else { Self::Only(only) }
    }

    /// Whether a call of this kind is let through.
    pub fn allow(&self, scope: Scope) -> bool {
        match self {
            Self::All => true,
            Self::Only(only) => only.contains(&scope),
        }
    }

    /// Whether these let nothing through that `wider` doesn't. An open list is within an open list only:
    /// it grows when a new kind of call is added.
    pub fn within(&self, wider: &Self) -> bool {
        match (self, wider) {
            (_, Self::All) => true,
            (Self::All, Self::Only(_)) => false,
            (Self::Only(narrow), Self::Only(wide)) => narrow.is_subset(wide),
        }
    }

    /// The list; empty when there is no restriction.
    pub fn listed(&self) -> impl Iterator<Item = Scope> + '_ {
        let only = match self {
            Self::All => None,
            Self::Only(only) => Some(only),
        };
        only.into_iter().flatten().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_only_narrow() {
        let some = Scopes::of([Scope::Submit, Scope::Read]);
        assert!(some.allow(Scope::Read) && !some.allow(Scope::Keys));
        assert!(Scopes::All.allow(Scope::Keys));
        assert!(Scopes::of([Scope::Read]).within(&some) && some.within(&Scopes::All));
        assert!(!some.within(&Scopes::of([Scope::Read])) && !Scopes::All.within(&some));
        assert_eq!(Scopes::of([]), Scopes::All);
        for scope in Scope::ALL {
            assert_eq!(scope.name().parse(), Ok(scope));
        }
        let refused = "everything".parse::<Scope>().map_err(|error| error.to_string());
        assert!(refused.is_err_and(|words| words.contains("act_on_behalf")));
    }
}
