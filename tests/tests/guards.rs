//! Each guard alone holds something: an attack that succeeds when it is taken away.

#![allow(clippy::print_stdout, reason = "it tells which attack shows which guard")]

use std::collections::{BTreeMap, BTreeSet};

use pyjury_tests::programs::{self, Program, break_with, is_offered};

/// Every break of every attack. `PYJURY_TEST_GUARD` chooses the guards whose names contain it;
/// `PYJURY_TEST_BREAKS=one` takes the first attack of each guard only.
#[test]
#[ignore = "lifts guards, so it needs a throw-away machine: make test-v2"]
fn without_its_guard_an_attack_succeeds() {
    assert!(std::env::var_os("PYJURY_THROWAWAY_MACHINE").is_some(), "not on a machine that is still needed");
    // For seccomp/hugepages: pages that a run could take.
    std::fs::write("/proc/sys/vm/nr_hugepages", "16").expect("huge pages in reserve");
    let one = std::env::var("PYJURY_TEST_BREAKS").is_ok_and(|breaks| breaks == "one");
    let chosen = std::env::var("PYJURY_TEST_GUARD").unwrap_or_default();
    let mut tried: BTreeMap<String, Vec<Result<String, String>>> = BTreeMap::new();
    for attack in programs::attacks() {
        for lifted in attack.breaks.iter().filter(|lifted| lifted.guards[0].contains(&chosen)) {
            if one && tried.contains_key(&lifted.guards[0]) {
                continue;
            }
            if [&attack.needs, &lifted.needs].into_iter().flatten().any(|need| !is_offered(need)) {
                println!("{} without {}: not offered here", attack.name, lifted.guards.join(" + "));
                continue;
            }
            let result = break_with(&attack, lifted);
            println!("{} without {}: {result:?}", attack.name, lifted.guards.join(" + "));
            let named = result.map(|()| attack.name.clone()).map_err(|error| format!("{}: {error}", attack.name));
            tried.entry(lifted.guards[0].clone()).or_default().push(named);
        }
    }
    let failures: Vec<_> = tried.values().flatten().filter_map(|result| result.as_ref().err()).collect();
    assert!(!tried.is_empty() && failures.is_empty(), "{failures:#?}");
    println!("{} guards, each with an attack that succeeds without it", tried.len());
}

/// One attack for each guard, those included that can't be taken away, with all guards in place. `make test` runs all
/// attacks on its own host, `make test-v2` in every form.
#[test]
#[ignore = "belongs to the test above: make test-v2 SUITES=guards"]
fn with_its_guard_it_is_held() {
    let mut shown = BTreeSet::new();
    let represents = |attack: &Program| {
        let guards = attack.breaks.iter().map(|lifted| &lifted.guards[0]).chain(&attack.guards);
        guards.filter(|guard| shown.insert((*guard).clone())).count() > 0
    };
    let mut attacks = programs::attacks();
    // Those that succeed without a guard first: they say the most about it.
    attacks.sort_by_key(|attack| attack.breaks.is_empty());
    attacks.retain(represents);
    let failures = programs::try_all(&attacks);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    println!("{} attacks are held, which try {} guards", attacks.len(), shown.len());
}
