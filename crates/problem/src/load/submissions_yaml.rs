//! submissions/submissions.yaml of 2025-09: what is expected of submissions by glob.

use std::collections::BTreeSet;

use pyjury_core::Verdict;

use super::meta::Meta;
use super::scores;
use super::tree::Folder;
use crate::error::Complaints;
use crate::glob::{self, matches_path};
use crate::kind::Format;
use crate::reference::TimeUse;
use crate::table::{Item, Table};
use crate::yaml::{self, Value};
use crate::{Expectation, Rule};

/// The most entries, and parts of them. Each submission that they match has a copy of them.
const MOST_RULES: usize = 200;
/// The longest `message`.
const LONGEST_MESSAGE: usize = 1000;

/// The name of the file.
pub(super) const NAME: &str = "submissions.yaml";

/// What submissions.yaml says.
#[derive(Default)]
pub(super) struct Metadata {
    entries: Vec<Entry>,
}

/// What it says of the submissions that one glob matches.
struct Entry {
    glob: String,
    language: Option<String>,
    entrypoint: Option<String>,
    time_use: Option<TimeUse>,
    /// What holds for all cases.
    rule: Rule,
    /// What holds for some.
    parts: Vec<Rule>,
}

impl Metadata {
    /// Whether a folder without a meaning of its own is given one.
    pub(super) fn mentions(&self, folder: &str) -> bool {
        let first = |glob: &str| glob.split('/').next().is_some_and(|first| matches_path(first, folder));
        self.entries.iter().any(|entry| first(&entry.glob))
    }

    pub(super) fn language(&self, path: &str) -> Option<&str> {
        self.last(path, |entry| entry.language.as_deref())
    }

    pub(super) fn entrypoint(&self, path: &str) -> Option<&str> {
        self.last(path, |entry| entry.entrypoint.as_deref())
    }

    pub(super) fn time_use(&self, path: &str) -> Option<TimeUse> {
        self.last(path, |entry| entry.time_use)
    }

    /// The rules for one submission. An entry with the plain name of its folder replaces what that
    /// folder promises, as far as it says something; every other entry adds rules.
    pub(super) fn rules_for(&self, path: &str, folder: &str, promised: Vec<Rule>) -> Vec<Rule> {
        let mut rules = promised;
        for entry in self.matching(path) {
            match rules.first_mut().filter(|_| entry.glob == folder) {
                Some(rule) => rule.override_with(&entry.rule),
                None if entry.rule.says_something() => rules.push(entry.rule.clone()),
                None => {}
            }
            rules.extend(entry.parts.iter().cloned());
        }
        rules
    }

    fn matching(&self, path: &str) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| matches_path(&entry.glob, path))
    }

    fn last<'a, T: 'a>(&'a self, path: &str, get: impl Fn(&'a Entry) -> Option<T>) -> Option<T> {
        self.entries.iter().rev().filter(|entry| matches_path(&entry.glob, path)).find_map(get)
    }
}

pub(super) fn read(folder: &Folder<'_>, meta: &Meta, complaints: &mut Complaints) -> Metadata {
    let Some(data) = folder.files.get(NAME) else { return Metadata::default() };
    let path = format!("{}/{NAME}", folder.path);
    if meta.format == Format::Legacy {
        complaints.warn(format!("{path} is left out: it is no part of the legacy format"));
        return Metadata::default();
    }
    let node = match yaml::read(&path, data) {
        Ok(node) => node,
        Err(error) => {
            complaints.push(error);
            return Metadata::default();
        }
    };
    let items = Table::of(&path, &node, complaints).rest();
    let lengths = items.iter().map(|item| if let Value::Map(keys) = item.value { 1 + keys.len() } else { 1 });
    let length: usize = lengths.sum();
    if length > MOST_RULES {
        let expected = format!("at most {MOST_RULES} globs and keys below them");
        complaints.at(&path, 0).expected(expected, format!("{length}")).remedy("write fewer globs that match more");
        return Metadata::default();
    }
    let entries = items.into_iter().map(|item| entry(item, meta, complaints)).collect();
    Metadata { entries }
}

fn entry(item: Item<'_>, meta: &Meta, complaints: &mut Complaints) -> Entry {
    let origin = format!("{}:{}", item.file, item.line);
    let mut table = match item.value {
        Value::Null => Table::of(item.file, &EMPTY, complaints),
        _ => item.table(complaints),
    };
    let language = table.take("language").and_then(|item| item.text(complaints)).map(str::to_owned);
    let entrypoint = table.take("entrypoint").and_then(|item| item.text(complaints)).map(str::to_owned);
    if let Some(item) = table.take("authors") {
        super::people::persons(item, complaints);
    }
    if let Some(item) = table.take("model_solution") {
        item.bool(complaints);
    }
    let (rule, time_use) = rule(&mut table, origin.clone(), meta, complaints);
    let mut parts = Vec::new();
    for part in table.rest() {
        let names_cases = ["sample", "secret"].iter().any(|name| part.key.starts_with(name));
        if !names_cases && !part.key.contains(['/', '*', '{']) {
            part.unknown(&KEYS, complaints);
            continue;
        }
        let mut table = part.table(complaints);
        let (mut rule, _) = self::rule(&mut table, format!("{}:{}", part.file, part.line), meta, complaints);
        table.finish(complaints);
        rule.cases = Some(part.key.to_owned());
        check_glob(part, complaints);
        parts.push(rule);
    }
    check_glob(item, complaints);
    Entry { glob: item.key.to_owned(), language, entrypoint, time_use, rule, parts }
}

fn check_glob(item: Item<'_>, complaints: &mut Complaints) {
    if item.key.len() > glob::LONGEST {
        let got = format!("{} bytes", item.key.len());
        let expected = format!("a pattern of at most {} bytes", glob::LONGEST);
        complaints.at(item.file, item.line).expected(expected, got).remedy("write several entries");
    }
}

const EMPTY: yaml::Node = yaml::Node { line: 0, value: Value::Null };

const KEYS: [&str; 9] = [
    "language",
    "entrypoint",
    "authors",
    "model_solution",
    "permitted",
    "required",
    "score",
    "message",
    "use_for_time_limit",
];

fn rule(table: &mut Table<'_>, origin: String, meta: &Meta, complaints: &mut Complaints) -> (Rule, Option<TimeUse>) {
    let mut rule = Rule::of(origin);
    rule.permitted = table.take("permitted").and_then(|item| verdicts(item, complaints));
    rule.required = table.take("required").and_then(|item| verdicts(item, complaints));
    if let Some(item) = table.take("score") {
        if !scores(meta) {
            item.wrong("no score in a pass-fail problem", "remove it", complaints);
        }
        rule.score = score(item, complaints);
    }
    rule.message = table.take("message").and_then(|item| message(item, complaints));
    let time_use = table.take("use_for_time_limit").and_then(|item| match item.value {
        Value::Bool(false) => Some(TimeUse::Unused),
        Value::Bool(true) => None,
        Value::Text(text) if text == "lower" => Some(TimeUse::Lower),
        Value::Text(text) if text == "upper" => Some(TimeUse::Upper),
        _ => {
            item.wrong("true, false, lower or upper", "write one of them", complaints);
            None
        }
    });
    (rule, time_use)
}

fn message(item: Item<'_>, complaints: &mut Complaints) -> Option<String> {
    let text = item.text(complaints)?;
    if text.len() > LONGEST_MESSAGE {
        item.wrong(format!("at most {LONGEST_MESSAGE} bytes"), "name a part of the message", complaints);
        return None;
    }
    Some(text.to_owned())
}

/// A list of AC, WA, TLE and RTE, and as our own words the verdicts that the format doesn't know.
fn verdicts(item: Item<'_>, complaints: &mut Complaints) -> Option<BTreeSet<Verdict>> {
    let mut all = BTreeSet::new();
    for word in item.text_or_texts(complaints)? {
        match Expectation::class(&word) {
            Some(class) => all.extend(class),
            None => {
                item.wrong("a list out of AC, WA, TLE, RTE", format!("remove or correct `{word}`"), complaints);
                return None;
            }
        }
    }
    Some(all)
}

/// A number, or the two ends of an inclusive range.
fn score(item: Item<'_>, complaints: &mut Complaints) -> Option<(f64, f64)> {
    let Value::List(nodes) = item.value else {
        return item.number(complaints).map(|number| (number, number));
    };
    let numbers: Vec<_> = nodes
        .iter()
        .filter_map(|node| Item { line: node.line, value: &node.value, ..item }.number(complaints))
        .collect();
    match numbers[..] {
        [least, most] if least <= most => Some((least, most)),
        _ => {
            item.wrong("a number, or two with the lower one first", "write it as 40 or [10, 20]", complaints);
            None
        }
    }
}
