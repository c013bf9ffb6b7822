//! What a List asks for.

use pyjury_core::judging::Phase;
use pyjury_core::principal::Role;
use pyjury_core::{Principal, Verdict};
use pyjury_proto::{Invalid, digest, to_millis, v1};
use pyjury_store::ledger::Filter;

use super::order::keep;
use super::{labels, order};
use crate::Refusal;

/// Checks the filters of a list. Without the role of a jury one sees one's own submissions.
pub(crate) fn filter(wire: v1::ListRequest, principal: &Principal) -> Result<Filter, Refusal> {
    let mut invalid = Vec::new();
    let named = |text: String| (!text.is_empty()).then_some(text);
    let user = match named(wire.user) {
        Some(user) if user != principal.user && !principal.has(Role::Jury) => return Err(Refusal::Role(Role::Jury)),
        None if !principal.has(Role::Jury) => Some(principal.user.clone()),
        user => user,
    };
    let problem_digest =
        named(wire.problem_digest).and_then(|text| keep(digest("problem_digest", &text), &mut invalid));
    let phases = wire.states.iter().enumerate().filter_map(|(index, number)| {
        let field = format!("states[{index}]");
        let known = v1::JudgingState::try_from(*number)
            .map_err(|_| Invalid::new("", format_args!("expected a state, got the unknown number {number}")))
            .and_then(Phase::try_from)
            .map_err(|error| error.within(&field));
        keep(known, &mut invalid)
    });
    let phases = phases.collect();
    let verdicts = wire.verdicts.iter().enumerate().filter_map(|(index, number)| {
        let field = format!("verdicts[{index}]");
        let known = v1::Verdict::try_from(*number)
            .map_err(|_| Invalid::new("", format_args!("expected a verdict, got the unknown number {number}")))
            .and_then(Verdict::try_from)
            .map_err(|error| error.within(&field));
        keep(known, &mut invalid)
    });
    let verdicts = verdicts.collect();
    let lane = match wire.lane {
        0 => None,
        number => order::lane(number, &mut invalid),
    };
    let labels = labels::labels(wire.labels, &mut invalid);
    let created_from_ms = wire.created_from.and_then(|moment| keep(to_millis("created_from", &moment), &mut invalid));
    let created_before_ms =
        wire.created_before.and_then(|moment| keep(to_millis("created_before", &moment), &mut invalid));
    if !invalid.is_empty() {
        return Err(invalid.into());
    }
    Ok(Filter {
        tenant: principal.tenant.clone(),
        user,
        problem_digest,
        problem_name: named(wire.problem_name),
        phases,
        verdicts,
        lane,
        labels,
        created_from_ms,
        created_before_ms,
    })
}
