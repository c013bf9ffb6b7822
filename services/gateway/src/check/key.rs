//! A key to make: whether it can be one, and whether its maker may.

use pyjury_core::principal::Role;
use pyjury_core::{Scope, Scopes};
use pyjury_proto::{Invalid, to_millis, v1};
use pyjury_store::ledger::NewApiKey;

use super::order::keep;
use crate::Refusal;
use crate::caller::Caller;

/// Longest note.
const LONGEST_NOTE: usize = 200;

/// Checks a key to make.
pub(crate) fn new(wire: v1::KeyServiceCreateRequest, caller: &Caller, now_ms: u64) -> Result<NewApiKey, Refusal> {
    let mut invalid = Vec::new();
    let roles = words(&wire.roles, "roles", &mut invalid, |number| v1::Role::try_from(number).ok(), Role::try_from);
    let scopes =
        words(&wire.scopes, "scopes", &mut invalid, |number| v1::Scope::try_from(number).ok(), Scope::try_from);
    let scopes = Scopes::of(scopes);
    let mut refuse = |field: &str, why: &str| invalid.push(Invalid::new(field, why));
    if wire.roles.is_empty() {
        refuse("roles", "expected at least one role, got none");
    }
    if roles.contains(&Role::Worker) && (roles.len() > 1 || scopes != Scopes::All) {
        refuse("roles", "expected a worker's key to have no other role and no scopes");
    }
    if wire.note.len() > LONGEST_NOTE || wire.note.chars().any(char::is_control) {
        refuse("note", "expected at most 200 bytes without control characters");
    }
    for scope in scopes.listed().filter(|scope| !roles.iter().any(|role| role.allows(*scope))) {
        refuse("scopes", &format!("expected scopes that the roles allow, got {scope}"));
    }
    let expires_ms = wire.expires_at.and_then(|moment| keep(to_millis("expires_at", &moment), &mut invalid));
    if expires_ms.is_some_and(|end| end <= now_ms) {
        invalid.push(Invalid::new("expires_at", "expected a moment that lies ahead"));
    }
    if !invalid.is_empty() {
        return Err(invalid.into());
    }
    let tenant = if wire.tenant.is_empty() { caller.principal.tenant.clone() } else { wire.tenant };
    let new = NewApiKey {
        scopes,
        expires_ms,
        note: wire.note,
        created_by: caller.name(),
        ..NewApiKey::of(tenant, wire.user, roles)
    };
    within(&new, caller)?;
    Ok(new)
}

/// Nobody makes a key beyond their own.
fn within(new: &NewApiKey, caller: &Caller) -> Result<(), Refusal> {
    let is_operator = caller.principal.has(Role::Operator);
    let theirs = new.tenant == caller.principal.tenant && new.roles.iter().all(|role| caller.principal.has(*role));
    // An operator appoints the first admin of every tenant, and the workers.
    if !is_operator && !theirs {
        let beyond = new.roles.iter().find(|role| !caller.principal.has(**role));
        return Err(Refusal::Role(beyond.copied().unwrap_or(Role::Operator)));
    }
    // A worker's key opens nothing that has a scope.
    let is_worker = new.roles.contains(&Role::Worker);
    if !is_worker && !new.scopes.within(&caller.scopes) {
        return Err(Refusal::field(
            "scopes",
            "expected scopes that the calling key has itself; a key that is narrowed makes narrower ones only",
        ));
    }
    Ok(())
}

/// Reads a list of words that are numbers on the wire.
fn words<W, T: PartialEq>(
    numbers: &[i32],
    field: &str,
    invalid: &mut Vec<Invalid>,
    known: impl Fn(i32) -> Option<W>,
    read: impl Fn(W) -> Result<T, Invalid>,
) -> Vec<T> {
    let mut words = Vec::new();
    for (index, number) in numbers.iter().enumerate() {
        let at = format!("{field}[{index}]");
        let word = match known(*number) {
            Some(word) => read(word).map_err(|error| error.within(&at)),
            None => Err(Invalid::new(at, format_args!("expected a known word, got the unknown number {number}"))),
        };
        if let Some(word) = keep(word, invalid)
            && !words.contains(&word)
        {
            words.push(word);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use pyjury_core::Principal;

    use super::*;

    fn caller(roles: &[Role], scopes: &[Scope]) -> Caller {
        let principal = Principal { tenant: "t".into(), user: "root".into(), roles: roles.to_vec() };
        Caller { scopes: Scopes::of(scopes.iter().copied()), ..Caller::within(principal) }
    }

    fn wanted(tenant: &str, roles: &[Role], scopes: &[Scope]) -> v1::KeyServiceCreateRequest {
        v1::KeyServiceCreateRequest {
            tenant: tenant.into(),
            user: "ann".into(),
            roles: roles.iter().map(|role| v1::Role::from(*role).into()).collect(),
            scopes: scopes.iter().map(|scope| v1::Scope::from(*scope).into()).collect(),
            ..Default::default()
        }
    }

    #[test]
    fn nobody_makes_a_key_beyond_their_own() {
        use Role::{Admin, Jury, Operator, Submitter, Worker};
        let table: &[(Caller, v1::KeyServiceCreateRequest, bool)] = &[
            (caller(&[Admin], &[]), wanted("", &[Submitter], &[]), true),
            (caller(&[Admin], &[]), wanted("t", &[Admin, Jury], &[Scope::Submit]), true),
            (caller(&[Admin], &[]), wanted("u", &[Submitter], &[]), false),
            (caller(&[Admin], &[]), wanted("t", &[Operator], &[]), false),
            (caller(&[Admin], &[]), wanted("t", &[Worker], &[]), false),
            (caller(&[Admin], &[Scope::Keys]), wanted("t", &[Submitter], &[]), false),
            (caller(&[Admin], &[Scope::Keys]), wanted("t", &[Admin], &[Scope::Keys]), true),
            (caller(&[Admin], &[Scope::Keys]), wanted("t", &[Submitter], &[Scope::Submit]), false),
            (caller(&[Operator], &[]), wanted("u", &[Admin], &[]), true),
            (caller(&[Operator], &[]), wanted("u", &[Worker], &[]), true),
            (caller(&[Operator], &[Scope::Keys]), wanted("u", &[Worker], &[]), true),
            (caller(&[Operator], &[Scope::Keys]), wanted("u", &[Admin], &[]), false),
        ];
        for (maker, request, expected) in table {
            let made = new(request.clone(), maker, 0);
            assert_eq!(made.is_ok(), *expected, "{maker:?} makes {request:?}: {made:?}");
        }
    }

    #[test]
    fn every_mistake_is_named() {
        let admin = caller(&[Role::Operator], &[]);
        let fields = |request| match new(request, &admin, 5000) {
            Err(Refusal::Invalid(all)) => all.into_iter().map(|invalid| invalid.field).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        let past = Some(prost_types::Timestamp { seconds: 5, nanos: 0 });
        let request = v1::KeyServiceCreateRequest {
            roles: vec![0, 99],
            scopes: vec![99],
            note: "x".repeat(201),
            expires_at: past,
            ..Default::default()
        };
        assert_eq!(fields(request), ["roles[0]", "roles[1]", "scopes[0]", "note", "expires_at"]);
        assert_eq!(fields(wanted("t", &[], &[])), ["roles"]);
        assert_eq!(fields(wanted("t", &[Role::Worker, Role::Jury], &[])), ["roles"]);
        assert_eq!(fields(wanted("t", &[Role::Submitter], &[Scope::Keys])), ["scopes"]);
    }
}
