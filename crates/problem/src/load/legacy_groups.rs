//! Test data groups of the legacy format: folders within folders, each with a testdata.yaml.

use pyjury_core::scoring::{Grader, Grading, Group, Member, OnReject, ScoreMode, VerdictMode};

use super::cases::{self, Entry, LEGACY_GROUP, MODERN_GROUP, Settings};
use super::meta::Meta;
use super::tree::Folder;
use super::{grading, scores};
use crate::error::Complaints;
use crate::table::{Item, Table};
use crate::yaml::{self, Value};
use crate::{Case, Secrecy};

/// What a group inherits and passes on.
#[derive(Clone)]
struct Inherited {
    grader: Grader,
    on_reject: OnReject,
    settings: Settings,
    validator_flags: Vec<String>,
}

pub(super) fn read(data: &Folder<'_>, meta: &Meta, complaints: &mut Complaints) -> (Vec<Case>, Group) {
    let mut top = Inherited {
        grader: Grader { custom: meta.custom_score, ..Grader::default() },
        on_reject: OnReject::Break,
        settings: Settings::new(Secrecy::Secret),
        validator_flags: meta.validator_flags.clone(),
    };
    let place = (super::meta::FILE, meta.validator_flags_line);
    top.settings.set_validator_args(meta.validator_flags.clone(), meta, place, complaints);
    let top = settings(data, &top, Level::Top, meta, complaints);
    let mut reader = Reader { meta, complaints, cases: Vec::new() };
    let mut members = Vec::new();
    for name in ["sample", "secret"] {
        let Some(folder) = data.folders.get(name) else { continue };
        let group = reader.group(folder, &top);
        if !group.members.is_empty() {
            members.push(Member::Group(group));
        }
    }
    let root = group(String::new(), members, &top, meta);
    (reader.cases, root)
}

struct Reader<'r> {
    meta: &'r Meta,
    complaints: &'r mut Complaints,
    cases: Vec<Case>,
}

impl Reader<'_> {
    fn group(&mut self, folder: &Folder<'_>, parent: &Inherited) -> Group {
        let mut own = settings(folder, parent, Level::Below, self.meta, self.complaints);
        let name = folder.path.strip_prefix("data/").unwrap_or(&folder.path).to_owned();
        if name.starts_with("sample") {
            own.settings.disclosure = Settings::new(Secrecy::Sample).disclosure;
        }
        let mut members = Vec::new();
        for entry in cases::members(folder, self.meta, self.complaints) {
            match entry {
                Entry::Case(base, stem) => {
                    members.push(Member::Case(self.cases.len()));
                    let case = cases::case(&base, &stem, folder, &own.settings, self.complaints);
                    self.cases.push(case);
                }
                Entry::Folder(_, inner) => {
                    let inner = self.group(inner, &own);
                    if !inner.members.is_empty() {
                        members.push(Member::Group(inner));
                    }
                }
            }
        }
        group(name, members, &own, self.meta)
    }
}

fn group(name: String, members: Vec<Member>, own: &Inherited, meta: &Meta) -> Group {
    let grader = Grader { ignore_sample: own.grader.ignore_sample && name.is_empty(), ..own.grader };
    let grading = if scores(meta) { Grading::Grader(grader) } else { Grading::PassFail };
    Group { name, members, grading, on_reject: own.on_reject, require_pass: Vec::new() }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Top,
    Below,
}

/// What a folder's testdata.yaml says, over what it inherits.
fn settings(
    folder: &Folder<'_>,
    parent: &Inherited,
    level: Level,
    meta: &Meta,
    complaints: &mut Complaints,
) -> Inherited {
    let mut own = parent.clone();
    if folder.files.contains_key(MODERN_GROUP) {
        complaints
            .at(format!("{}/{MODERN_GROUP}", folder.path), 0)
            .expected(format!("{LEGACY_GROUP} in a {} package", meta.format), MODERN_GROUP)
            .remedy(format!("rename it and use the keys of {LEGACY_GROUP}, or state problem_format_version: 2025-09"));
    }
    let path = format!("{}/{LEGACY_GROUP}", folder.path);
    if let Some(data) = folder.files.get(LEGACY_GROUP) {
        match yaml::read(&path, data) {
            Ok(node) => {
                let table = Table::of(&path, &node, complaints);
                keys(table, &mut own, level, meta, complaints);
            }
            Err(error) => complaints.push(error),
        }
    }
    let old = meta.old_grading;
    own.grader.accept_score = old.accept_score.unwrap_or(own.grader.accept_score);
    own.grader.reject_score = old.reject_score.unwrap_or(own.grader.reject_score);
    own.grader.range = old.range.unwrap_or(own.grader.range);
    own.on_reject = old.on_reject.unwrap_or(own.on_reject);
    own
}

fn keys(mut table: Table<'_>, own: &mut Inherited, level: Level, meta: &Meta, complaints: &mut Complaints) {
    let words = [("break", OnReject::Break), ("continue", OnReject::Continue)];
    if let Some(item) = table.take("on_reject") {
        own.on_reject = item.word(&words, complaints).unwrap_or(own.on_reject);
    }
    if let Some(item) = table.take("grading")
        && let Some(text) = item.text(complaints)
    {
        match text {
            "default" => {}
            "custom" => item.wrong("default", "custom graders are not served; use grader_flags", complaints),
            _ => item.wrong("default", "write default, or remove the key", complaints),
        }
    }
    if let Some(item) = table.take("grader_flags") {
        grader_flags(item, own, level, meta, complaints);
    }
    if let Some(item) = table.take("input_validator_flags") {
        own.settings.input_validator_args = named_flags(item, complaints).into();
    }
    if let Some(item) = table.take("output_validator_flags") {
        let flags = named_flags(item, complaints).into_iter().flat_map(|(_, flags)| flags);
        let all = own.validator_flags.iter().cloned().chain(flags).collect();
        own.settings.set_validator_args(all, meta, (item.file, item.line), complaints);
    }
    let scoring = scores(meta);
    let mut only_scoring = |key, complaints: &mut Complaints| {
        let item = table.take(key)?;
        if !scoring {
            item.wrong("no such key in a pass-fail problem", "remove it, or add `type: scoring`", complaints);
            return None;
        }
        Some(item)
    };
    if let Some(number) = only_scoring("accept_score", complaints).and_then(|item| item.number(complaints)) {
        own.grader.accept_score = number;
    }
    if let Some(number) = only_scoring("reject_score", complaints).and_then(|item| item.number(complaints)) {
        own.grader.reject_score = number;
    }
    if let Some(range) = only_scoring("range", complaints).and_then(|item| grading::range(item, complaints)) {
        own.grader.range = range;
    }
    table.finish(complaints);
}

/// Of several modes the last one holds, as the format says. The modes are not added to those of
/// the parent: `grader_flags` is inherited as a whole.
fn grader_flags(item: Item<'_>, own: &mut Inherited, level: Level, meta: &Meta, complaints: &mut Complaints) {
    let Some(text) = item.text(complaints) else { return };
    let plain = Grader::default();
    let grader = &mut own.grader;
    grader.verdict = plain.verdict;
    grader.score = plain.score;
    grader.ignore_sample = false;
    grader.accept_if_any_accepted = false;
    for flag in text.split_whitespace() {
        match flag {
            "worst_error" | "no_errors" => grader.verdict = VerdictMode::WorstError,
            "first_error" => grader.verdict = VerdictMode::FirstError,
            "always_accept" => grader.verdict = VerdictMode::AlwaysAccept,
            "sum" => grader.score = ScoreMode::Sum,
            "avg" => grader.score = ScoreMode::Avg,
            "min" => grader.score = ScoreMode::Min,
            "max" => grader.score = ScoreMode::Max,
            "accept_if_any_accepted" => grader.accept_if_any_accepted = true,
            "ignore_sample" if level == Level::Top => grader.ignore_sample = true,
            "ignore_sample" => {
                item.wrong("ignore_sample only in data/testdata.yaml", "move it there", complaints);
            }
            _ => item.wrong(
                "flags out of worst_error, first_error, always_accept, sum, avg, min, max, ignore_sample, accept_if_any_accepted",
                format!("remove or correct `{flag}`"),
                complaints,
            ),
        }
    }
    if own.grader.ignore_sample && own.on_reject == OnReject::Break {
        item.wrong(
            "`on_reject: continue` beside ignore_sample",
            "add it: otherwise a failed sample ends the judging before secret",
            complaints,
        );
    }
    if !scores(meta) {
        complaints.warn(format!("{}:{}: grader_flags mean nothing in a pass-fail problem", item.file, item.line));
    }
}

/// Flags as one text, or a map with `name` and `flags`.
fn named_flags(item: Item<'_>, complaints: &mut Complaints) -> Vec<(Option<String>, Vec<String>)> {
    let split = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    match item.value {
        Value::Text(text) => vec![(None, split(text))],
        Value::Int(number) => vec![(None, vec![number.to_string()])],
        Value::Map(_) => {
            let mut table = item.table(complaints);
            let name = table.take("name").and_then(|item| item.text(complaints)).map(str::to_owned);
            let flags = table.take("flags").and_then(|item| item.text(complaints)).unwrap_or_default();
            table.finish(complaints);
            vec![(name, split(flags))]
        }
        _ => {
            item.wrong("flags as one text", "write them in one line, separated by spaces", complaints);
            Vec::new()
        }
    }
}
