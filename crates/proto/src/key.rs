//! Roles and scopes.

use pyjury_core::Scope;
use pyjury_core::principal::Role;

use crate::{Invalid, v1};

impl From<Role> for v1::Role {
    fn from(role: Role) -> Self {
        match role {
            Role::Submitter => Self::Submitter,
            Role::Jury => Self::Jury,
            Role::Admin => Self::Admin,
            Role::Operator => Self::Operator,
            Role::Worker => Self::Worker,
        }
    }
}

impl TryFrom<v1::Role> for Role {
    type Error = Invalid;

    fn try_from(role: v1::Role) -> Result<Self, Invalid> {
        Ok(match role {
            v1::Role::Unspecified => return Err(Invalid::new("", "expected a role, got ROLE_UNSPECIFIED")),
            v1::Role::Submitter => Self::Submitter,
            v1::Role::Jury => Self::Jury,
            v1::Role::Admin => Self::Admin,
            v1::Role::Operator => Self::Operator,
            v1::Role::Worker => Self::Worker,
        })
    }
}

impl From<Scope> for v1::Scope {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::Submit => Self::Submit,
            Scope::Read => Self::Read,
            Scope::Cancel => Self::Cancel,
            Scope::Problems => Self::Problems,
            Scope::Keys => Self::Keys,
            Scope::Audit => Self::Audit,
            Scope::Fleet => Self::Fleet,
            Scope::Dead => Self::Dead,
            Scope::ActOnBehalf => Self::ActOnBehalf,
            Scope::Export => Self::Export,
        }
    }
}

impl TryFrom<v1::Scope> for Scope {
    type Error = Invalid;

    fn try_from(scope: v1::Scope) -> Result<Self, Invalid> {
        Ok(match scope {
            v1::Scope::Unspecified => return Err(Invalid::new("", "expected a scope, got SCOPE_UNSPECIFIED")),
            v1::Scope::Submit => Self::Submit,
            v1::Scope::Read => Self::Read,
            v1::Scope::Cancel => Self::Cancel,
            v1::Scope::Problems => Self::Problems,
            v1::Scope::Keys => Self::Keys,
            v1::Scope::Audit => Self::Audit,
            v1::Scope::Fleet => Self::Fleet,
            v1::Scope::Dead => Self::Dead,
            v1::Scope::ActOnBehalf => Self::ActOnBehalf,
            v1::Scope::Export => Self::Export,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_and_scopes_survive_the_wire() {
        for role in Role::ALL {
            assert_eq!(Role::try_from(v1::Role::from(role)), Ok(role));
        }
        for scope in Scope::ALL {
            assert_eq!(Scope::try_from(v1::Scope::from(scope)), Ok(scope));
        }
        assert!(Role::try_from(v1::Role::Unspecified).is_err());
    }
}
