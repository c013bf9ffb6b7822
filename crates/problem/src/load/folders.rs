//! What the name of a folder below submissions/ promises.

use std::collections::BTreeSet;

use pyjury_core::Verdict;
use pyjury_core::scoring::{Grading, Group};

use super::meta::{Meta, Objective};
use crate::kind::Format;
use crate::reference::TimeUse;
use crate::{Expectation, Rule};

/// Every folder that has a meaning.
pub(super) const KNOWN: [&str; 12] = [
    "accepted",
    "partially_accepted",
    "rejected",
    "wrong_answer",
    "presentation_error",
    "time_limit_exceeded",
    "run_time_error",
    "brute_force",
    "memory_limit_exceeded",
    "output_limit_exceeded",
    "compile_error",
    "security_violation",
];

use Verdict::{AC, CE, MLE, OLE, PE, SV, TLE};

/// The rules of a folder; nothing when its name has no meaning.
///
/// The format knows AC, WA, TLE and RTE only. Where it says WA, PE will do; where it says RTE, MLE
/// and OLE will do ([`Expectation::class`]). SV never will: it would hide a policy that is too strict.
pub(super) fn rules(folder: &str, meta: &Meta, root: &Group) -> Option<Vec<Rule>> {
    let class = Expectation::class;
    let (wa, rte) = (class("WA")?, class("RTE")?);
    let of = |verdicts: &[Verdict]| verdicts.iter().copied().collect::<BTreeSet<_>>();
    let and = |sets: &[&BTreeSet<Verdict>]| sets.iter().flat_map(|set| set.iter().copied()).collect::<BTreeSet<_>>();
    let (ac, tle) = (of(&[AC]), of(&[TLE]));
    let everything = of(&Verdict::ALL);
    let failure: BTreeSet<_> = everything.iter().copied().filter(|v| ![AC, Verdict::JE].contains(v)).collect();
    let legacy = meta.format == Format::Legacy;
    let (permitted, required) = match folder {
        "accepted" => (ac.clone(), ac),
        "rejected" => (everything, failure),
        "partially_accepted" => (everything.clone(), everything),
        "wrong_answer" => (and(&[&ac, &wa]), wa),
        // Of legacy: may also give wrong answers, but not crash.
        "time_limit_exceeded" if legacy => (and(&[&ac, &wa, &tle]), tle),
        "time_limit_exceeded" => (and(&[&ac, &tle]), tle),
        // Of legacy: crashes for some case; nothing is said of the others.
        "run_time_error" if legacy => (everything, rte),
        "run_time_error" => (and(&[&ac, &rte]), rte),
        "brute_force" => (and(&[&ac, &rte, &tle]), and(&[&rte, &tle])),
        "presentation_error" => (of(&[AC, PE]), of(&[PE])),
        "memory_limit_exceeded" => (of(&[AC, MLE]), of(&[MLE])),
        "output_limit_exceeded" => (of(&[AC, OLE]), of(&[OLE])),
        "security_violation" => (of(&[AC, SV]), of(&[SV])),
        "compile_error" => (of(&[CE]), of(&[CE])),
        _ => return None,
    };
    let rule = Rule {
        permitted: Some(permitted),
        required: Some(required),
        not_best: (folder == "partially_accepted").then(|| best(meta, root)).flatten(),
        ..Rule::of(format!("submissions/{folder}"))
    };
    Some(vec![rule])
}

/// The score of a submission that can't be bettered, where there is one.
fn best(meta: &Meta, root: &Group) -> Option<f64> {
    match (meta.objective, &root.grading) {
        (Objective::Min, Grading::Grader(grader)) => grader.range.0,
        _ => root.bound(),
    }
}

/// What a folder's submissions say of the time limit.
pub(super) fn time_use(folder: &str, meta: &Meta) -> TimeUse {
    match folder {
        "accepted" => TimeUse::Lower,
        "wrong_answer" | "run_time_error" if meta.format != Format::Legacy => TimeUse::Lower,
        "time_limit_exceeded" => TimeUse::Upper,
        _ => TimeUse::Unused,
    }
}
