//! Every attack of `tests/escape` is held, leaves nothing behind, and names the guards that hold it; each guard has
//! an attack.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use pyjury_tests::programs::{self, Program, hold_current, root};

/// Tables of guards.toml that are no layers: the system calls of a guard, and why a guard can't be taken away.
const OTHER_TABLES: [&str; 3] = ["calls", "others", "apart"];

fn guards_toml() -> toml::Table {
    let text = fs::read_to_string(root().join("tests/escape/guards.toml")).expect("guards.toml");
    text.parse().expect("TOML")
}

/// Why a guard isn't shown by taking it away; `None` when it is.
fn why_apart(guard: &str) -> Option<String> {
    Some(guards_toml().get("apart")?.get(guard)?.as_str()?.to_owned())
}

/// The guards and what they do, by layer.
fn guards() -> Vec<(String, Vec<(String, String)>)> {
    let mut layers = guards_toml();
    layers.retain(|name, _| !OTHER_TABLES.contains(&name));
    let words = |value: &toml::Value| value.as_str().expect("words").to_owned();
    let guards = |layer: &toml::Value| {
        let table = layer.as_table().expect("a table of guards");
        table.iter().map(|(guard, what)| (guard.clone(), words(what))).collect()
    };
    layers.iter().map(|(layer, table)| (layer.clone(), guards(table))).collect()
}

/// What is seen when an attack succeeds without a guard: its name, and the guards that had to be lifted too.
fn broken(attack: &Program, guard: &str) -> Option<String> {
    let lifted = attack.breaks.iter().find(|lifted| lifted.guards[0] == guard)?;
    Some(match &lifted.guards[1..] {
        [] => attack.name.clone(),
        others => format!("{} (and without {})", attack.name, others.join(", ")),
    })
}

#[test]
fn every_attack_is_held() {
    let failures = programs::try_all(&programs::attacks());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn guards_and_attacks_belong_together() {
    let attacks = programs::attacks();
    let known: BTreeSet<_> = guards().into_iter().flat_map(|(_, guards)| guards).map(|(guard, _)| guard).collect();
    let mut mistakes = Vec::new();
    let mut names = BTreeSet::new();
    for attack in &attacks {
        let mut say = |what: &str| mistakes.push(format!("{}: {what}", attack.name));
        if !names.insert(&attack.name) {
            say("expected a name of its own, another attack has it");
        }
        if attack.attack.is_none() || attack.guards.is_empty() {
            say("expected lines `# attack: ` and `# guards: `");
        }
        attack.guards.iter().filter(|guard| !known.contains(*guard)).for_each(|guard| {
            say(&format!("expected a guard of guards.toml, got {guard:?}"));
        });
        // What comes to its end must say that it reached nothing.
        if attack.verdicts == ["AC"] && attack.stdout.as_deref() != Some("held") {
            say("expected `# stdout: held`");
        }
    }
    let broken: BTreeSet<_> =
        attacks.iter().flat_map(|attack| &attack.breaks).map(|lifted| &lifted.guards[0]).collect();
    for guard in &known {
        match (broken.contains(guard), why_apart(guard)) {
            (true, Some(_)) => mistakes.push(format!("{guard} is taken away, so it isn't apart")),
            (false, None) => mistakes.push(format!("expected an attack with `# breaks: {guard}`")),
            _ => {}
        }
    }
    let tried: BTreeSet<_> = attacks.iter().flat_map(|attack| &attack.guards).collect();
    mistakes.extend(known.iter().filter(|guard| !tried.contains(guard)).map(|guard| format!("nobody tries {guard}")));
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

/// `PYJURY_WRITE=1` writes the table anew.
#[test]
fn the_table_of_guards_is_current() {
    hold_current("docs/guards.md", &table(&programs::attacks()), "tests/escape");
}

fn table(attacks: &[Program]) -> String {
    let breaking = attacks.iter().filter(|attack| !attack.breaks.is_empty()).count();
    let mut text = format!(
        "# Guards and attacks\n\nMade of [tests/escape](../tests/escape/README.md) by its test: {} attacks, each run and held. {breaking} of \
         them have been seen to succeed when guards were lifted; where one guard alone didn't let them through, the others \
         that had to be lifted with it are named. The rest try what several guards stop, each shown by another attack.\n",
        attacks.len()
    );
    for (layer, guards) in guards() {
        // Writing to a String can't fail.
        let _ = writeln!(
            text,
            "\n## {layer}\n\n| guard | what it does | attacks | that succeed without it |\n|---|---|---|---|"
        );
        for (guard, what) in guards {
            let names = |which: &dyn Fn(&Program) -> bool| {
                let names: Vec<_> = attacks.iter().filter(|attack| which(attack)).map(|a| a.name.as_str()).collect();
                names.join(", ")
            };
            let tried = names(&|attack| attack.guards.contains(&guard));
            let broken: Vec<_> = attacks.iter().filter_map(|attack| broken(attack, &guard)).collect();
            let broken = why_apart(&guard).unwrap_or_else(|| broken.join(", "));
            let _ = writeln!(text, "| {guard} | {what} | {tried} | {broken} |");
        }
    }
    let needing: Vec<_> = attacks.iter().filter_map(|attack| Some((attack, attack.needs.as_ref()?))).collect();
    let _ = writeln!(
        text,
        "\n## What not every host offers\n\nThese attacks are tried only where there is what they need, and counted apart. Landlock is no \
         guard: it isn't used (docs/sandbox.md).\n\n| attack | needs |\n|---|---|"
    );
    for (attack, need) in needing {
        let _ = writeln!(text, "| {} | {need} |", attack.name);
    }
    text
}
