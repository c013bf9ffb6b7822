//! Whose dead judgings a caller may handle.

use pyjury_core::principal::Role;
use pyjury_proto::v1;
use pyjury_store::ledger::{Actor, DeadFilter};

use crate::Refusal;
use crate::caller::Caller;

/// Names every tenant.
const EVERY: &str = "*";

/// A caller, who may handle dead judgings: those of the tenant, and as an operator all.
#[derive(Debug)]
pub(super) struct Reach(Caller);

impl Reach {
    /// The caller's, whom the layers let through.
    pub(super) const fn of(caller: Caller) -> Self {
        Self(caller)
    }

    pub(super) fn actor(&self) -> Actor {
        self.0.actor()
    }

    /// Whether it covers a tenant.
    pub(super) fn covers(&self, tenant: &str) -> bool {
        self.0.principal.tenant == tenant || self.0.principal.has(Role::Operator)
    }

    /// A filter within it.
    pub(super) fn filter(&self, wire: v1::DeadFilter) -> Result<DeadFilter, Refusal> {
        let named = |text: String| (!text.is_empty()).then_some(text);
        let tenant = match wire.tenant.as_str() {
            "" => Some(self.0.principal.tenant.clone()),
            tenant if !self.covers(tenant) => return Err(Refusal::Role(Role::Operator)),
            EVERY => None,
            _ => Some(wire.tenant),
        };
        Ok(DeadFilter { tenant, user: named(wire.user), problem_name: named(wire.problem_name) })
    }
}

#[cfg(test)]
mod tests {
    use pyjury_core::Principal;

    use super::*;

    #[test]
    fn an_admin_stays_within_the_tenant() {
        let principal = |role| Principal { tenant: "t".into(), user: "u".into(), roles: vec![role] };
        let of = |role| Reach::of(Caller::within(principal(role)));
        let wire = |tenant: &str| v1::DeadFilter { tenant: tenant.into(), ..Default::default() };
        let (admin, operator) = (of(Role::Admin), of(Role::Operator));
        for own in ["", "t"] {
            assert_eq!(admin.filter(wire(own)).unwrap().tenant.as_deref(), Some("t"));
        }
        assert!(admin.filter(wire("*")).is_err() && admin.filter(wire("u")).is_err());
        assert_eq!(operator.filter(wire("u")).unwrap().tenant.as_deref(), Some("u"));
        assert_eq!(operator.filter(wire("*")).unwrap().tenant, None);
        assert!(!admin.covers("*") && !admin.covers("u") && operator.covers("u"));
    }
}
