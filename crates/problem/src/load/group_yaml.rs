//! test_group.yaml, and the .yaml of a case, of 2025-09.

use pyjury_core::scoring::Aggregation;

use super::cases::Settings;
use super::meta::Meta;
use crate::error::Complaints;
use crate::table::{Item, Table};
use crate::yaml::{self, Value};
use crate::{Data, Disclosure};

/// What a group says of its points.
#[derive(Debug, Default)]
pub(super) struct GroupKeys {
    /// A line to name when something is missing.
    pub(super) line: u32,
    /// The maximum (`None` is unbounded), and its line.
    pub(super) max_score: Option<(Option<f64>, u32)>,
    pub(super) aggregation: Option<(Aggregation, u32)>,
    pub(super) require_pass: Required,
}

/// Groups that must have passed.
#[derive(Debug, Default)]
pub(super) struct Required {
    pub(super) names: Vec<String>,
    pub(super) line: u32,
}

impl GroupKeys {
    /// The keys that only scoring problems may have, as far as they are there, with their lines.
    pub(super) fn scoring_lines(&self) -> Vec<(&'static str, u32)> {
        let required = (!self.require_pass.names.is_empty()).then_some(self.require_pass.line);
        [
            ("max_score", self.max_score.map(|(_, line)| line)),
            ("score_aggregation", self.aggregation.map(|(_, line)| line)),
            ("require_pass", required),
        ]
        .into_iter()
        .filter_map(|(key, line)| Some((key, line?)))
        .collect()
    }
}

/// What a case says of itself in words.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) hint: Option<String>,
    pub(super) description: Option<String>,
}

/// Reads test_group.yaml over what the group inherits.
pub(super) fn group(
    path: &str,
    data: &Data,
    parent: &Settings,
    meta: &Meta,
    complaints: &mut Complaints,
) -> (Settings, GroupKeys) {
    let mut keys = GroupKeys { line: 1, ..GroupKeys::default() };
    let node = match yaml::read(path, &meta.constants.apply_to(data)) {
        Ok(node) => node,
        Err(error) => {
            complaints.push(error);
            return (parent.clone(), keys);
        }
    };
    let mut table = Table::of(path, &node, complaints);
    let settings = common(&mut table, parent, meta, complaints);
    if let Some(item) = table.take("max_score") {
        keys.max_score = max_score(item, complaints).map(|most| (most, item.line));
    }
    let words = [("pass-fail", Aggregation::PassFail), ("sum", Aggregation::Sum), ("min", Aggregation::Min)];
    if let Some(item) = table.take("score_aggregation") {
        keys.aggregation = item.word(&words, complaints).map(|aggregation| (aggregation, item.line));
    }
    if let Some(item) = table.take("require_pass") {
        let names = item.text_or_texts(complaints).unwrap_or_default();
        keys.require_pass = Required { names, line: item.line };
    }
    for key in ["static_validation_score", "static_validator_args"] {
        if let Some(item) = table.take(key) {
            item.wrong("nothing", "static validators are not served by this version", complaints);
        }
    }
    table.finish(complaints);
    (settings, keys)
}

/// Reads the .yaml of a case over the settings of its group.
pub(super) fn case(
    path: &str,
    data: &Data,
    group: &Settings,
    meta: &Meta,
    complaints: &mut Complaints,
) -> (Settings, Words) {
    let node = match yaml::read(path, data) {
        Ok(node) => node,
        Err(error) => {
            complaints.push(error);
            return (group.clone(), Words::default());
        }
    };
    let mut table = Table::of(path, &node, complaints);
    let settings = common(&mut table, group, meta, complaints);
    let mut text = |key| table.take(key).and_then(|item| item.text(complaints)).map(str::to_owned);
    let words = Words { hint: text("hint"), description: text("description") };
    table.finish(complaints);
    (settings, words)
}

fn common(table: &mut Table<'_>, parent: &Settings, meta: &Meta, complaints: &mut Complaints) -> Settings {
    let mut own = parent.clone();
    if let Some(args) = table.take("args").and_then(|item| item.texts(complaints)) {
        own.args = args.into();
    }
    if let Some(item) = table.take("input_validator_args") {
        own.input_validator_args = input_args(item, complaints).into();
    }
    if let Some(item) = table.take("output_validator_args")
        && let Some(args) = item.texts(complaints)
    {
        own.set_validator_args(args, meta, (item.file, item.line), complaints);
    }
    for key in ["input_visualizer_args", "output_visualizer_args"] {
        table.take(key).and_then(|item| item.texts(complaints));
    }
    match table.take("full_feedback").and_then(|item| item.bool(complaints)) {
        Some(true) => own.disclosure = Disclosure::Open,
        Some(false) => own.disclosure = Disclosure::Closed,
        None => {}
    }
    own
}

/// One list for every input validator, or a map from its name to a list.
fn input_args(item: Item<'_>, complaints: &mut Complaints) -> Vec<(Option<String>, Vec<String>)> {
    match item.value {
        Value::Map(_) => {
            let entries = item.table(complaints).rest().into_iter();
            let named = |entry: Item<'_>| Some((Some(entry.key.to_owned()), entry.texts(complaints)?));
            entries.filter_map(named).collect()
        }
        _ => item.texts(complaints).map(|args| vec![(None, args)]).unwrap_or_default(),
    }
}

/// A whole number of points, or `unbounded`.
fn max_score(item: Item<'_>, complaints: &mut Complaints) -> Option<Option<f64>> {
    match item.value {
        Value::Int(number) if (0..=1_000_000_000).contains(number) => Some(Some(*number as f64)),
        Value::Text(text) if text == "unbounded" => Some(None),
        _ => {
            item.wrong("a whole number of points, or unbounded", "write one of the two", complaints);
            None
        }
    }
}
