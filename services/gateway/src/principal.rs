//! The principal of a call.

use pyjury_core::Principal;
use pyjury_core::principal::Role;
use pyjury_store::ledger::SubmissionView;
use tonic::Request;

use crate::{Refusal, caller};

/// The principal of the call: its caller, or the user for whom the caller acts.
pub(crate) fn of<T>(request: &Request<T>) -> Result<Principal, Refusal> {
    Ok(caller::of(request)?.principal)
}

/// Refuses a principal without a role.
pub(crate) fn need(principal: &Principal, role: Role) -> Result<(), Refusal> {
    if principal.has(role) { Ok(()) } else { Err(Refusal::Role(role)) }
}

/// Refuses to admit that somebody else's submission exists.
pub(crate) fn may_read(principal: &Principal, view: &SubmissionView) -> Result<(), Refusal> {
    let owner = &view.submission.principal;
    if principal.may_read(&owner.tenant, &owner.user) {
        Ok(())
    } else {
        Err(Refusal::no_submission(view.submission.id))
    }
}
