//! Who makes a call, for whom, and with what.

use std::net::SocketAddr;

use pyjury_core::principal::Role;
use pyjury_core::{Principal, Scope, Scopes};
use pyjury_store::ledger::{Actor, ApiKey, SecretHash, names};
use tonic::Request;
use uuid::Uuid;

use crate::Refusal;

/// The metadata that names the user for whom a call is made.
pub(crate) const ON_BEHALF_OF: &str = "x-pyjury-on-behalf-of";

/// The key that a call showed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Credential {
    /// Its public name.
    pub(crate) id: Uuid,
    /// What it is found by.
    pub(crate) secret: SecretHash,
}

/// Who makes a call.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// As whom the call is made: the key's owner, or the user for whom it acts.
    pub(crate) principal: Principal,
    /// The key's owner where that is somebody else.
    pub(crate) sent_by: Option<String>,
    /// What the key is narrowed to.
    pub(crate) scopes: Scopes,
    /// The key; `None` within the process.
    pub(crate) credential: Option<Credential>,
    /// Where the call comes from; `None` within the process.
    pub(crate) address: Option<SocketAddr>,
}

impl Caller {
    /// Whoever holds a channel within the process.
    pub(crate) const fn within(principal: Principal) -> Self {
        Self { principal, sent_by: None, scopes: Scopes::All, credential: None, address: None }
    }

    /// Whoever shows a key.
    pub(crate) fn with(key: &ApiKey, secret: SecretHash, address: Option<SocketAddr>) -> Self {
        Self {
            principal: key.principal.clone(),
            sent_by: None,
            scopes: key.scopes.clone(),
            credential: Some(Credential { id: key.id, secret }),
            address,
        }
    }

    /// The same caller for another user of the tenant: with what a submitter may do, and no more.
    ///
    /// # Errors
    /// When the caller may not, or the user can't be one.
    pub(crate) fn on_behalf_of(self, user: String) -> Result<Self, Refusal> {
        self.may(Scope::ActOnBehalf)?;
        names::check("user", &user).map_err(|error| Refusal::field(ON_BEHALF_OF, error))?;
        let Principal { tenant, user: owner, .. } = self.principal;
        let principal = Principal { tenant, user, roles: vec![Role::Submitter] };
        Ok(Self { principal, sent_by: Some(owner), ..self })
    }

    /// Refuses a kind of call that the roles don't allow or the key is not for.
    pub(crate) fn may(&self, scope: Scope) -> Result<(), Refusal> {
        if !self.principal.allows(scope) {
            // In the order of what they may do: the first is the least.
            let least = Role::ALL.into_iter().find(|role| role.allows(scope));
            return Err(Refusal::Role(least.unwrap_or(Role::Admin)));
        }
        if self.scopes.allow(scope) { Ok(()) } else { Err(Refusal::Scope(scope)) }
    }

    /// The one who acts, for the audit log: the key's owner, whomever the call is for.
    pub(crate) fn actor(&self) -> Actor {
        Actor {
            tenant: self.principal.tenant.clone(),
            user: self.sent_by.as_ref().unwrap_or(&self.principal.user).clone(),
            key: self.credential.map(|credential| credential.id),
            address: self.address.map(|address| address.to_string()).unwrap_or_default(),
        }
    }

    /// The one who acts, as `tenant/user`.
    pub(crate) fn name(&self) -> String {
        let Actor { tenant, user, .. } = self.actor();
        format!("{tenant}/{user}")
    }
}

/// The caller that the outer layer left in the request. Without one nothing is done: a service that
/// was mounted without the layer refuses every call.
pub(crate) fn of<T>(request: &Request<T>) -> Result<Caller, Refusal> {
    let missing = Refusal::Unauthenticated("this call needs a principal");
    request.extensions().get::<Caller>().cloned().ok_or(missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acting_for_somebody_leaves_the_rights_of_a_submitter() {
        let platform = |roles: &[Role], scopes: &[Scope]| Caller {
            scopes: Scopes::of(scopes.iter().copied()),
            ..Caller::within(Principal { tenant: "t".into(), user: "lms".into(), roles: roles.to_vec() })
        };
        let narrow = [Scope::Submit, Scope::ActOnBehalf];
        let caller = platform(&[Role::Admin], &narrow).on_behalf_of("ann".into()).unwrap();
        assert_eq!((caller.principal.user.as_str(), caller.sent_by.as_deref()), ("ann", Some("lms")));
        assert_eq!((caller.principal.tenant.as_str(), caller.actor().user.as_str()), ("t", "lms"));
        assert!(caller.may(Scope::Submit).is_ok());
        assert!(matches!(caller.may(Scope::Read), Err(Refusal::Scope(Scope::Read))));
        assert!(matches!(caller.may(Scope::Keys), Err(Refusal::Role(Role::Admin))));
        assert!(matches!(caller.clone().on_behalf_of("bob".into()), Err(Refusal::Role(_))), "only once");

        assert!(matches!(platform(&[Role::Jury], &[]).on_behalf_of("ann".into()), Err(Refusal::Role(Role::Admin))));
        let without = platform(&[Role::Admin], &[Scope::Submit]).on_behalf_of("ann".into());
        assert!(matches!(without, Err(Refusal::Scope(Scope::ActOnBehalf))));
        assert!(platform(&[Role::Admin], &[]).on_behalf_of("a/b".into()).is_err());
    }
}
