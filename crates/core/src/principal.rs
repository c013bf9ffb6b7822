//! Who asks.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Scope;
use crate::scope::UnknownWord;

/// Who asks, as established from a credential; never from anything else that a client sends.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Principal {
    /// The organisation. Nothing is visible across tenants.
    pub tenant: String,
    /// The user within the tenant.
    pub user: String,
    /// What the user may do.
    pub roles: Vec<Role>,
}

/// What a principal may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Submit, and read one's own submissions with closed feedback.
    Submitter,
    /// Read every submission of the tenant with full feedback; upload problems.
    Jury,
    /// Everything in the tenant.
    Admin,
    /// The cluster beyond one tenant: its workers, the keys of every tenant. It reads nobody's submissions.
    Operator,
    /// The internal service of workers, and nothing else.
    Worker,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 5] = [Self::Submitter, Self::Jury, Self::Admin, Self::Operator, Self::Worker];

    /// Its name for people and command lines.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Submitter => "submitter",
            Self::Jury => "jury",
            Self::Admin => "admin",
            Self::Operator => "operator",
            Self::Worker => "worker",
        }
    }

    /// Whether a call of this kind is open to the role.
    pub const fn allows(self, scope: Scope) -> bool {
        match self {
            Self::Submitter => matches!(scope, Scope::Submit | Scope::Read | Scope::Cancel),
            Self::Jury => matches!(scope, Scope::Submit | Scope::Read | Scope::Cancel | Scope::Problems),
            Self::Admin => !matches!(scope, Scope::Fleet),
            Self::Operator => matches!(scope, Scope::Keys | Scope::Audit | Scope::Fleet | Scope::Dead),
            // The internal service has no scopes, and a worker has nothing else.
            Self::Worker => false,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Role {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::ALL.into_iter().find(|role| role.name() == text).ok_or_else(|| UnknownWord::new(&Self::ALL, text))
    }
}

impl Principal {
    /// Whether a call of this kind is open to one of the roles.
    pub fn allows(&self, scope: Scope) -> bool {
        self.roles.iter().any(|role| role.allows(scope))
    }

    /// Whether the principal has `role`. An admin has every role within the tenant.
    pub fn has(&self, role: Role) -> bool {
        let within_tenant = matches!(role, Role::Submitter | Role::Jury);
        self.roles.contains(&role) || (within_tenant && self.roles.contains(&Role::Admin))
    }

    /// Whether the principal may read what `owner` of `tenant` sent.
    pub fn may_read(&self, tenant: &str, owner: &str) -> bool {
        self.tenant == tenant && (self.user == owner || self.has(Role::Jury))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_allows_its_own() {
        let allowed = |role: Role| Scope::ALL.into_iter().filter(|scope| role.allows(*scope)).collect::<Vec<_>>();
        assert_eq!(allowed(Role::Submitter), [Scope::Submit, Scope::Read, Scope::Cancel]);
        assert_eq!(allowed(Role::Operator), [Scope::Keys, Scope::Audit, Scope::Fleet, Scope::Dead]);
        assert!(allowed(Role::Worker).is_empty());
        for scope in [Scope::ActOnBehalf, Scope::Keys, Scope::Export] {
            assert!(!Role::Jury.allows(scope) && Role::Admin.allows(scope));
        }
        for role in Role::ALL {
            assert_eq!(role.name().parse(), Ok(role));
        }
    }

    #[test]
    fn reading_is_for_the_owner_and_the_jury_of_the_tenant() {
        let principal =
            |tenant: &str, user: &str, role| Principal { tenant: tenant.into(), user: user.into(), roles: vec![role] };
        assert!(principal("t", "ann", Role::Submitter).may_read("t", "ann"));
        assert!(!principal("t", "bob", Role::Submitter).may_read("t", "ann"));
        assert!(principal("t", "jury", Role::Jury).may_read("t", "ann"));
        assert!(principal("t", "root", Role::Admin).may_read("t", "ann"));
        assert!(!principal("u", "ann", Role::Admin).may_read("t", "ann"));
        for beyond in [Role::Worker, Role::Operator] {
            assert!(!principal("t", "root", Role::Admin).has(beyond));
        }
        assert!(!principal("t", "op", Role::Operator).may_read("t", "ann"));
    }
}
