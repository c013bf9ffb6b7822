//! pyjury.yaml: what the problem package format has no words for.

use std::time::Duration;

use pyjury_core::limits::{CEILING, FLOOR};
use pyjury_core::{Bytes, RuntimeRequest, duration, runtime};

use super::limits::out_of_range;
use super::meta::Meta;
use super::{static_yaml, suite_yaml};
use crate::error::Complaints;
use crate::kind::Io;
use crate::limits::{PackageLimits, TimeLimit};
use crate::table::{Item, Table};
use crate::yaml::Value;
use crate::{Disclosure, Mode, Source, StaticRule, SubmitRules, SuiteRules, yaml};

const FILE: &str = "pyjury.yaml";

/// What pyjury.yaml says, over what problem.yaml says.
pub(super) struct Extras {
    pub(super) mode: StatedMode,
    pub(super) runtime: RuntimeRequest,
    pub(super) submit: SubmitRules,
    pub(super) catalog: Vec<String>,
    pub(super) rules: Vec<StaticRule>,
    pub(super) suite: SuiteRules,
    pub(super) limits: PackageLimits,
    /// What submitters see of secret cases; `Closed` leaves it to the cases themselves.
    pub(super) secret: Disclosure,
}

/// What pyjury.yaml says of the mode.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum StatedMode {
    /// Nothing, or nothing that makes sense.
    Nothing,
    /// One that this version serves.
    Served(Mode),
    /// One that it doesn't: what the rest of the package means isn't known.
    Unserved,
}

pub(super) fn read(source: &Source, meta: &Meta, complaints: &mut Complaints) -> Extras {
    let mut extras = Extras {
        mode: StatedMode::Nothing,
        runtime: RuntimeRequest { layers: vec![runtime::BASE.into()], python: Vec::new() },
        submit: SubmitRules::default(),
        catalog: Vec::new(),
        rules: Vec::new(),
        suite: SuiteRules::default(),
        limits: meta.limits,
        secret: Disclosure::Closed,
    };
    let Some(data) = source.get(FILE) else { return extras };
    let node = match yaml::read(FILE, data) {
        Ok(node) => node,
        Err(error) => {
            complaints.push(error);
            return extras;
        }
    };
    let mut table = Table::of(FILE, &node, complaints);
    if let Some(item) = table.take("mode") {
        extras.mode = mode(item, meta, complaints);
    }
    if let Some(request) = table.take("runtime").and_then(|item| runtime(item, complaints)) {
        extras.runtime = request;
    }
    if let Some(item) = table.take("submit") {
        let mut table = item.table(complaints);
        if let Some(item) = table.take("files") {
            extras.submit.files = files(item, extras.mode, complaints);
        }
        table.finish(complaints);
    }
    if let Some(item) = table.take("limits") {
        limits(item.table(complaints), &mut extras.limits, complaints);
    }
    let words = [("open", Disclosure::Open), ("closed", Disclosure::Closed)];
    if let Some(secret) = table.take("feedback").and_then(|item| item.word(&words, complaints)) {
        extras.secret = secret;
    }
    if let Some(item) = table.take("static") {
        extras.rules = static_yaml::read(item, complaints);
    }
    if let Some(items) = table.take("catalog").and_then(|item| item.texts(complaints)) {
        extras.catalog = items;
    }
    if let StatedMode::Served(mode) = extras.mode {
        extras.suite = suite_yaml::read(&mut table, mode, complaints);
    }
    table.finish(complaints);
    extras
}

/// Layers, and bounds on the version of the interpreter.
fn runtime(item: Item<'_>, complaints: &mut Complaints) -> Option<RuntimeRequest> {
    let words = item.text_or_texts(complaints)?;
    match RuntimeRequest::of_words(words.iter().map(String::as_str)) {
        Ok(request) => Some(request),
        Err(error) => {
            let remedy = format!("{error}; write it as `base`, `[base, qa]`, `python>=3.12` or `[qa, python>=3.12]`");
            item.wrong("layers of a runtime, and bounds on python", remedy, complaints);
            None
        }
    }
}

/// A mode that is served, and that problem.yaml doesn't contradict.
fn mode(item: Item<'_>, meta: &Meta, complaints: &mut Complaints) -> StatedMode {
    if let Value::Text(text) = item.value
        && Mode::UNSERVED.contains(&text.as_str())
    {
        let remedy = format!("mode {text} is not served by this version");
        item.wrong(format!("a mode that is served ({})", Mode::SERVED.map(Mode::word).join(", ")), remedy, complaints);
        return StatedMode::Unserved;
    }
    let words = Mode::SERVED.map(|mode| (mode.word(), mode));
    let Some(mode) = item.word(&words, complaints) else { return StatedMode::Nothing };
    match (mode, meta.kind.io) {
        (Mode::Interactive, Io::Interactive) => StatedMode::Served(mode),
        (Mode::Interactive, Io::Batch) => {
            item.wrong("stdio", "problem.yaml doesn't say that the problem is interactive", complaints);
            StatedMode::Nothing
        }
        (_, Io::Interactive) => {
            item.wrong("interactive", "problem.yaml says that the problem is interactive", complaints);
            StatedMode::Nothing
        }
        (mode, Io::Batch) => StatedMode::Served(mode),
    }
}

fn files(item: Item<'_>, mode: StatedMode, complaints: &mut Complaints) -> Vec<String> {
    let Some(names) = item.texts(complaints) else { return Vec::new() };
    for name in &names {
        if let Err(error) = pyjury_core::submission::check_path(name) {
            item.wrong("relative paths of files", format!("correct {name:?}: {}", error.why), complaints);
        }
    }
    if names.is_empty() {
        item.wrong("at least one name", "name the file to submit, or remove the key", complaints);
    }
    // What runs a suite finds its files by itself.
    let has_entry = mode != StatedMode::Served(Mode::Tests);
    if has_entry && names.first().is_some_and(|name| name.contains(['*', '{'])) {
        item.wrong("the entry as the first name", "put a name without wildcards first", complaints);
    }
    names
}

fn limits(mut table: Table<'_>, limits: &mut PackageLimits, complaints: &mut Complaints) {
    let range = FLOOR.cpu..=CEILING.cpu;
    if let Some(time) = table.take("time").and_then(|item| time(item, range, complaints)) {
        limits.time = TimeLimit::Fixed(time);
    }
    let range = FLOOR.wall..=CEILING.wall;
    if let Some(wall) = table.take("wall").and_then(|item| time(item, range, complaints)) {
        limits.wall = Some(wall);
    }
    let range = FLOOR.memory..=CEILING.memory;
    if let Some(memory) = table.take("memory").and_then(|item| size(item, range, complaints)) {
        limits.memory = memory;
    }
    let range = FLOOR.output..=CEILING.output;
    if let Some(output) = table.take("output").and_then(|item| size(item, range, complaints)) {
        limits.output = output;
    }
    if let Some(item) = table.take("processes")
        && let Some(number) = item.whole(1, complaints)
    {
        match u32::try_from(number).ok().filter(|n| (FLOOR.processes..=CEILING.processes).contains(n)) {
            Some(number) => limits.processes = number,
            None => out_of_range(item, &FLOOR.processes.to_string(), &CEILING.processes.to_string(), complaints),
        }
    }
    table.finish(complaints);
}

fn time(item: Item<'_>, range: std::ops::RangeInclusive<Duration>, complaints: &mut Complaints) -> Option<Duration> {
    let Value::Text(text) = item.value else {
        item.wrong("a duration", "write it with its unit, as 2s or 500ms", complaints);
        return None;
    };
    match duration::parse(text) {
        Ok(time) if range.contains(&time) => Some(time),
        Ok(_) => {
            out_of_range(item, &duration::format(*range.start()), &duration::format(*range.end()), complaints);
            None
        }
        Err(_) => {
            item.wrong("a duration", "write it with its unit, as 2s or 500ms", complaints);
            None
        }
    }
}

fn size(item: Item<'_>, range: std::ops::RangeInclusive<Bytes>, complaints: &mut Complaints) -> Option<Bytes> {
    let Value::Text(text) = item.value else {
        item.wrong("a size", "write it with its unit, as 256MiB or 64KiB", complaints);
        return None;
    };
    match text.parse::<Bytes>() {
        Ok(size) if range.contains(&size) => Some(size),
        Ok(_) => {
            out_of_range(item, &range.start().to_string(), &range.end().to_string(), complaints);
            None
        }
        Err(_) => {
            item.wrong("a size", "write it with its unit, as 256MiB or 64KiB", complaints);
            None
        }
    }
}
