//! problem.yaml of 2025-09 and of its draft, 2023-07.

use std::collections::BTreeMap;

use pyjury_core::scoring::CustomScore;

use super::constants::Constants;
use super::meta::{FILE, Meta, Objective, OldGrading, Validation};
use super::{limits, people};
use crate::error::Complaints;
use crate::kind::{Award, FileWriting, Format, Io, Kind};
use crate::table::{Item, Table};
use crate::yaml::Value;

/// Reads what is left after `problem_format_version`.
pub(super) fn read(mut table: Table<'_>, format: Format, complaints: &mut Complaints) -> Meta {
    let types = table.take("type").map(|item| types(item, complaints)).unwrap_or_default();
    let name = table.take("name");
    if name.is_none() {
        missing("name", "add `name: …`", complaints);
    }
    let titles = name.map(|item| titles(item, complaints)).unwrap_or_default();
    let uuid = table.take("uuid");
    match (uuid, format) {
        (None, Format::Modern) => missing("uuid", "add `uuid: …`, made with `uuidgen`", complaints),
        (None, _) => complaints.warn(format!("{FILE}: there is no uuid; make one with `uuidgen`")),
        _ => people::uuid(uuid, complaints),
    }
    for key in ["version", "rights_owner", "embargo_until"] {
        table.take(key).and_then(|item| item.text(complaints));
    }
    people::credits(table.take("credits"), complaints);
    people::origin(table.take("source"), complaints);
    people::license(table.take("license"), complaints);
    if let Some(item) = table.take("keywords") {
        item.text_or_texts(complaints);
    }
    if let Some(item) = table.take("languages") {
        languages(item, complaints);
    }
    let (limits, stated) = match table.take("limits") {
        Some(item) => {
            let (limits, passes) = limits::read(item, format, complaints);
            if passes.is_some() && types.passes == Passes::One {
                complaints
                    .at(FILE, item.line)
                    .expected("`validation_passes` in a multi-pass problem only", "it in another")
                    .remedy("remove it, or add multi-pass to `type`");
            }
            (limits, passes)
        }
        None => (limits::defaults(format), None),
    };
    let file_writing = match table.take("allow_file_writing").and_then(|item| item.bool(complaints)) {
        Some(true) => FileWriting::Allowed,
        Some(false) => FileWriting::Denied,
        None if format == Format::Draft => FileWriting::Allowed,
        None => FileWriting::Denied,
    };
    let constants = table.take("constants").map(|item| Constants::read(item, complaints)).unwrap_or_default();
    table.finish(complaints);
    let passes = (types.passes == Passes::Several).then(|| stated.unwrap_or(2));
    Meta {
        format,
        kind: Kind { award: types.award, io: types.io, passes },
        titles,
        validation: Validation::ByFolder,
        custom_score: match types.award {
            Award::Scoring => CustomScore::Allowed,
            Award::PassFail => CustomScore::Forbidden,
        },
        validator_flags: Vec::new(),
        validator_flags_line: 0,
        limits,
        objective: Objective::Max,
        old_grading: OldGrading::default(),
        file_writing,
        constants,
    }
}

fn missing(key: &str, remedy: &str, complaints: &mut Complaints) {
    complaints.at(FILE, 1).expected(format!("the key `{key}`"), "none").remedy(remedy);
}

struct Types {
    award: Award,
    io: Io,
    passes: Passes,
}

#[derive(PartialEq, Eq)]
enum Passes {
    One,
    Several,
}

impl Default for Types {
    fn default() -> Self {
        Self { award: Award::PassFail, io: Io::Batch, passes: Passes::One }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    PassFail,
    Scoring,
    MultiPass,
    Interactive,
    SubmitAnswer,
}

const TYPES: [(&str, Type); 5] = [
    ("pass-fail", Type::PassFail),
    ("scoring", Type::Scoring),
    ("multi-pass", Type::MultiPass),
    ("interactive", Type::Interactive),
    ("submit-answer", Type::SubmitAnswer),
];

/// One type or a list of them.
fn types(item: Item<'_>, complaints: &mut Complaints) -> Types {
    let items: Vec<Item<'_>> = match item.value {
        Value::List(nodes) => nodes.iter().map(|node| Item { line: node.line, value: &node.value, ..item }).collect(),
        _ => vec![item],
    };
    if items.is_empty() {
        item.wrong("at least one type", "remove the key, or write `type: pass-fail`", complaints);
    }
    let mut seen: Vec<Type> = Vec::new();
    for one in items {
        let Some(kind) = one.word(&TYPES, complaints) else { continue };
        if kind == Type::SubmitAnswer {
            one.wrong("a type that this version serves", "submit-answer is not served by this version", complaints);
        }
        if seen.contains(&kind) {
            one.wrong("each type once", "remove the repetition", complaints);
        }
        seen.push(kind);
    }
    if seen.contains(&Type::PassFail) && seen.contains(&Type::Scoring) {
        item.wrong("pass-fail or scoring", "remove one of the two", complaints);
    }
    let has = |kind| seen.contains(&kind);
    Types {
        award: if has(Type::Scoring) { Award::Scoring } else { Award::PassFail },
        io: if has(Type::Interactive) { Io::Interactive } else { Io::Batch },
        passes: if has(Type::MultiPass) { Passes::Several } else { Passes::One },
    }
}

/// Text, for English; or a map from language to text.
fn titles(item: Item<'_>, complaints: &mut Complaints) -> BTreeMap<String, String> {
    match item.value {
        Value::Map(_) => {
            let entries = item.table(complaints).rest().into_iter();
            entries
                .filter_map(|entry| Some((entry.key.to_owned(), entry.text(complaints)?.trim().to_owned())))
                .collect()
        }
        Value::Text(text) => BTreeMap::from([("en".into(), text.trim().to_owned())]),
        _ => {
            item.wrong("text, or a map from language to text", "put it in quotes if it is meant as text", complaints);
            BTreeMap::new()
        }
    }
}

/// `all`, or a list with Python in it: nothing else is run here.
fn languages(item: Item<'_>, complaints: &mut Complaints) {
    let Some(languages) = item.text_or_texts(complaints) else { return };
    let python = |language: &String| ["all", "python3", "python3numpy"].contains(&language.as_str());
    if !languages.iter().any(python) {
        item.wrong("python3 among the languages", "add python3: this judge runs nothing else", complaints);
    }
}
