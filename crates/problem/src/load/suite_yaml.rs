//! What pyjury.yaml says of suites: the trusted one of pytest mode, the submitted ones of tests mode.

use super::grader::POINTS_END;
use crate::error::Complaints;
use crate::table::{Item, Table};
use crate::yaml::{Key, Node, Value, quoted};
use crate::{Mode, SuiteRules};

/// More runs of the reference find no more.
const MOST_RUNS: u64 = 20;
const MOST_TESTS: u64 = 10_000;
/// Each pattern is held against every mutant.
const MOST_WEIGHTS: usize = 200;
const LONGEST_PATTERN: usize = 200;

/// Takes the keys that the mode knows; in another one they are left, as unknown.
pub(super) fn read(table: &mut Table<'_>, mode: Mode, complaints: &mut Complaints) -> SuiteRules {
    let mut rules = SuiteRules::default();
    if mode.needs_pytest()
        && let Some(item) = table.take("weights")
    {
        rules.weights = weights(item, complaints);
    }
    if mode == Mode::Pytest
        && let Some(patterns) = table.take("open").and_then(|item| item.text_or_texts(complaints))
    {
        rules.open = patterns;
    }
    if mode == Mode::Tests {
        let mut whole = |key, most| table.take(key).and_then(|item| whole(item, most, complaints));
        rules.minimum_tests = whole("minimum_tests", MOST_TESTS).unwrap_or(rules.minimum_tests);
        rules.reference_runs = whole("reference_runs", MOST_RUNS).unwrap_or(rules.reference_runs);
        rules.coverage = table.take("coverage").and_then(|item| share(item, complaints));
    }
    rules
}

/// Points by pattern, in the order that they are written in.
fn weights(item: Item<'_>, complaints: &mut Complaints) -> Vec<(String, f64)> {
    let Value::Map(entries) = item.value else {
        item.wrong("a map from patterns to points", "write it as {\"test_*\": 1, \"@slow\": 3}", complaints);
        return Vec::new();
    };
    if entries.len() > MOST_WEIGHTS {
        item.wrong(format!("at most {MOST_WEIGHTS} patterns"), "write one for several", complaints);
        return Vec::new();
    }
    let weight = |(key, node): &(Key, Node)| {
        let item = Item { key: &key.name, line: node.line, value: &node.value, ..item };
        if key.name.len() > LONGEST_PATTERN {
            let expected = format!("patterns of at most {LONGEST_PATTERN} bytes");
            complaints.at(item.file, key.line).expected(expected, quoted(&key.name)).remedy("shorten it");
            return None;
        }
        let points = item.number(complaints)?;
        if !(0.0..POINTS_END).contains(&points) {
            item.wrong(
                format!("points of at least 0 and less than {POINTS_END}"),
                "write what it is worth",
                complaints,
            );
            return None;
        }
        Some((key.name.clone(), points))
    };
    entries.iter().filter_map(weight).collect()
}

fn whole(item: Item<'_>, most: u64, complaints: &mut Complaints) -> Option<u32> {
    let number = item.whole(1, complaints)?;
    if number > most {
        item.wrong(format!("1 to {most}"), "write a smaller number", complaints);
        return None;
    }
    u32::try_from(number).ok()
}

fn share(item: Item<'_>, complaints: &mut Complaints) -> Option<f64> {
    let share = item.number(complaints)?;
    if !(0.0..=1.0).contains(&share) || share == 0.0 {
        item.wrong("a share above 0 and up to 1", "write 0.9 for nine lines of ten", complaints);
        return None;
    }
    Some(share)
}
