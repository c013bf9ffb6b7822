//! Which cases still matter, given the results so far.

use std::collections::BTreeMap;

use super::{Grading, Group, Member, OnReject, VerdictMode};
use crate::{CaseResult, Reason, Verdict};

/// What is known of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It has no result, and may matter.
    Open,
    /// Its result counts, unless an earlier case that is still open ends its group.
    Counted,
    /// An earlier case decided: whatever its result is, it doesn't count.
    Cut,
}

/// The fate of every case. `results` is indexed by [`Member::Case`]; one that is missing is open.
///
/// A case is cut as soon as it is certain that it will not count: a failing case cuts what follows
/// it in its group, even while an earlier case is open, since that one could only cut more. When no
/// case is open, what is counted depends on the results alone, not on the order in which they came:
/// that is what makes a judgement independent of how many cases run side by side.
pub fn fates(root: &Group, results: &[Option<CaseResult>]) -> Vec<Fate> {
    let mut walk = Walk { results, fates: vec![Fate::Cut; results.len()], standings: BTreeMap::new() };
    walk.group(root);
    walk.fates
}

/// The cases to run next, in judging order: those without a result that may still matter.
pub fn needed(root: &Group, results: &[Option<CaseResult>]) -> Vec<usize> {
    let fates = fates(root, results);
    root.cases().into_iter().filter(|index| fates.get(*index) == Some(&Fate::Open)).collect()
}

/// Results as they are folded: what was cut, or has no result, is replaced by `skipped(index)`.
pub fn settle(
    root: &Group,
    results: Vec<Option<CaseResult>>,
    mut skipped: impl FnMut(usize) -> CaseResult,
) -> Vec<CaseResult> {
    let fates = fates(root, &results);
    let settled = results.into_iter().zip(fates).enumerate();
    settled
        .map(|(index, (result, fate))| match (result, fate) {
            (Some(result), Fate::Counted) => result,
            _ => skipped(index),
        })
        .collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Passed,
    /// It will not be accepted, whatever the open cases bring.
    Failing,
    Undecided,
}

struct Walk<'a> {
    results: &'a [Option<CaseResult>],
    fates: Vec<Fate>,
    standings: BTreeMap<&'a str, Standing>,
}

impl<'a> Walk<'a> {
    fn group(&mut self, group: &'a Group) -> Standing {
        let required = self.required(group);
        let mut members = Vec::with_capacity(group.members.len());
        if required != Standing::Failing {
            for member in &group.members {
                let standing = match member {
                    Member::Case(index) => self.case(*index),
                    Member::Group(inner) => self.group(inner),
                };
                members.push(standing);
                if standing == Standing::Failing && group.on_reject == OnReject::Break {
                    break;
                }
            }
        }
        let standing = match (required, folded(group, &members)) {
            (Standing::Failing, _) | (_, Standing::Failing) => Standing::Failing,
            (Standing::Undecided, _) => Standing::Undecided,
            (Standing::Passed, own) => own,
        };
        self.standings.insert(&group.name, standing);
        standing
    }

    fn case(&mut self, index: usize) -> Standing {
        let (fate, standing) = match self.results.get(index) {
            None | Some(None) => (Fate::Open, Standing::Undecided),
            Some(Some(CaseResult { reason: Reason::Skipped, .. })) => (Fate::Counted, Standing::Failing),
            Some(Some(case)) if case.verdict == Verdict::AC => (Fate::Counted, Standing::Passed),
            Some(Some(_)) => (Fate::Counted, Standing::Failing),
        };
        if let Some(slot) = self.fates.get_mut(index) {
            *slot = fate;
        }
        standing
    }

    /// A group that was itself cut, or that doesn't come earlier, counts as failing.
    fn required(&self, group: &Group) -> Standing {
        let named = group.require_pass.iter();
        all(named.map(|name| self.standings.get(name.as_str()).copied().unwrap_or(Standing::Failing)))
    }
}

/// The standing of a group whose members stand like this.
fn folded(group: &Group, members: &[Standing]) -> Standing {
    let Grading::Grader(grader) = &group.grading else {
        return all(members.iter().copied());
    };
    let counted = || grader.counted(members).copied();
    let any = |wanted: Standing| counted().any(|standing| standing == wanted);
    if any(Standing::Undecided) && (grader.accept_if_any_accepted || grader.ignore_sample) {
        return Standing::Undecided;
    }
    match grader.verdict {
        _ if grader.accept_if_any_accepted && any(Standing::Passed) => Standing::Passed,
        // A judging error would still fail the group, so an open case leaves it open.
        VerdictMode::AlwaysAccept if any(Standing::Undecided) => Standing::Undecided,
        VerdictMode::AlwaysAccept => Standing::Passed,
        VerdictMode::WorstError | VerdictMode::FirstError => all(counted()),
    }
}

fn all(standings: impl Iterator<Item = Standing>) -> Standing {
    standings.fold(Standing::Passed, |all, one| match (all, one) {
        (Standing::Failing, _) | (_, Standing::Failing) => Standing::Failing,
        (Standing::Undecided, _) | (_, Standing::Undecided) => Standing::Undecided,
        (Standing::Passed, Standing::Passed) => Standing::Passed,
    })
}

#[cfg(test)]
mod tests;
