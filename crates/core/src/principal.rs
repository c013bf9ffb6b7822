//! Who asks.

use serde::{Deserialize, Serialize};

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

impl Principal {
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
