//! Test data groups of 2025-09: one level below secret, each with a test_group.yaml.

use pyjury_core::scoring::{Aggregation, Grading, Group, Member, OnReject, Points};

use super::cases::{self, Entry, LEGACY_GROUP, MODERN_GROUP, Settings, Stem};
use super::group_yaml::{self, GroupKeys};
use super::meta::Meta;
use super::scores;
use super::tree::Folder;
use crate::error::Complaints;
use crate::yaml::quoted;
use crate::{Case, Secrecy};

/// The most names of groups that a mistake lists.
const SHOWN: usize = 20;

pub(super) fn read(data: &Folder<'_>, meta: &Meta, complaints: &mut Complaints) -> (Vec<Case>, Group) {
    let mut reader = Reader { meta, complaints, cases: Vec::new(), passable: Vec::new() };
    let mut members = Vec::new();
    if let Some(sample) = data.folders.get("sample") {
        let group = reader.sample(sample);
        if !group.members.is_empty() {
            members.push(Member::Group(group));
        }
    }
    let mut most = Some(100.0);
    if let Some(secret) = data.folders.get("secret") {
        let group = reader.secret(secret);
        most = group.bound();
        members.push(Member::Group(group));
    }
    let points = Points { max_score: most, aggregation: Aggregation::Sum, static_score: 0.0 };
    let root = match scores(meta) {
        true => {
            Group { grading: Grading::Points(points), on_reject: OnReject::Continue, ..Group::pass_fail("", members) }
        }
        false => Group::pass_fail("", members),
    };
    (reader.cases, root)
}

struct Reader<'r> {
    meta: &'r Meta,
    complaints: &'r mut Complaints,
    cases: Vec<Case>,
    /// Names that `require_pass` may use at this point: sample and all-or-nothing groups so far.
    passable: Vec<String>,
}

impl Reader<'_> {
    fn sample(&mut self, folder: &Folder<'_>) -> Group {
        let (settings, keys) = self.settings(folder, &Settings::new(Secrecy::Sample));
        for (key, line) in keys.scoring_lines() {
            self.refuse(folder, line, format!("no `{key}` in sample"), "remove it");
        }
        let members = self.cases_of(folder, &settings);
        self.passable.push("sample".into());
        match scores(self.meta) {
            true => Group {
                grading: Grading::Unscored,
                on_reject: OnReject::Continue,
                ..Group::pass_fail("sample", members)
            },
            false => Group::pass_fail("sample", members),
        }
    }

    fn secret(&mut self, folder: &Folder<'_>) -> Group {
        let (settings, keys) = self.settings(folder, &Settings::new(Secrecy::Secret));
        let grouped = folder.folders.values().any(|inner| inner.files.contains_key(MODERN_GROUP));
        let scoring = self.points(folder, &keys, Aggregation::Sum, Some(Some(100.0)));
        self.require(folder, &keys, Level::Secret);
        let members = match grouped {
            true => self.groups(folder, &settings, scoring),
            false => self.cases_of(folder, &settings),
        };
        // Only a group of cases may stop early: a failed group still leaves the others their points.
        let whole = grouped && scoring.is_some_and(|points| points.aggregation != Aggregation::PassFail);
        let mut group = self.group("secret".into(), members, scoring);
        if whole {
            group.on_reject = OnReject::Continue;
        }
        group.require_pass = keys.require_pass.names;
        group
    }

    fn groups(&mut self, folder: &Folder<'_>, settings: &Settings, secret: Option<Points>) -> Vec<Member> {
        let mut members = Vec::new();
        for entry in cases::members(folder, self.meta, self.complaints) {
            match entry {
                Entry::Case(base, _) => {
                    self.complaints
                        .at(format!("{}/{base}.in", folder.path), 0)
                        .expected("groups or cases in data/secret", "both")
                        .remedy("move the case into a group");
                }
                Entry::Folder(name, inner) if !inner.files.contains_key(MODERN_GROUP) => {
                    self.complaints
                        .at(&inner.path, 0)
                        .expected(format!("a {MODERN_GROUP} in every folder beside a group"), format!("none in {name}"))
                        .remedy("add one; it may be empty");
                }
                Entry::Folder(name, inner) => members.push(Member::Group(self.inner(name, inner, settings, secret))),
            }
        }
        members
    }

    fn inner(&mut self, name: &str, folder: &Folder<'_>, settings: &Settings, secret: Option<Points>) -> Group {
        let (settings, keys) = self.settings(folder, settings);
        let points = self.points(folder, &keys, Aggregation::PassFail, Some(None));
        if let (Some(points), Some(secret)) = (points, secret) {
            let line = keys.line;
            if points.max_score.is_none() && secret.max_score.is_some() {
                let got = "a group without bound in a bounded secret";
                self.told(
                    folder,
                    line,
                    "`max_score: NUMBER`",
                    got,
                    "state the group's points, or make secret unbounded",
                );
            }
            if secret.aggregation == Aggregation::PassFail && points.aggregation != Aggregation::PassFail {
                let got = "another aggregation in a pass-fail secret";
                self.told(folder, line, "`score_aggregation: pass-fail`", got, "make both pass-fail, or secret a sum");
            }
        }
        self.require(folder, &keys, Level::Group);
        let members = self.cases_of(folder, &settings);
        if members.is_empty() {
            self.told(folder, 0, "at least one case in a group", "none", "add one, or remove the folder");
        }
        let path = format!("secret/{name}");
        if points.is_none_or(|points| points.aggregation == Aggregation::PassFail) {
            self.passable.push(path.clone());
        }
        let mut group = self.group(path, members, points);
        group.require_pass = keys.require_pass.names;
        group
    }

    /// A group of cases. All or nothing, and the least of some where a failed one is 0, is known at
    /// the first failure; a sum is not.
    fn group(&self, name: String, members: Vec<Member>, points: Option<Points>) -> Group {
        let Some(points) = points else { return Group::pass_fail(name, members) };
        let on_reject = match points.aggregation {
            Aggregation::PassFail | Aggregation::Min => OnReject::Break,
            Aggregation::Sum => OnReject::Continue,
        };
        Group { grading: Grading::Points(points), on_reject, ..Group::pass_fail(name, members) }
    }

    /// The cases of a folder and of those below, which are no groups.
    fn cases_of(&mut self, folder: &Folder<'_>, settings: &Settings) -> Vec<Member> {
        let mut members = Vec::new();
        for entry in cases::members(folder, self.meta, self.complaints) {
            match entry {
                Entry::Case(base, stem) => {
                    let case = self.case(&base, &stem, folder, settings);
                    members.push(Member::Case(self.cases.len()));
                    self.cases.push(case);
                }
                Entry::Folder(_, inner) => {
                    if inner.files.contains_key(MODERN_GROUP) {
                        let got = "a group within a group, or within sample";
                        self.told(
                            inner,
                            0,
                            "groups directly below data/secret only",
                            got,
                            "remove its test_group.yaml",
                        );
                    }
                    members.extend(self.cases_of(inner, settings));
                }
            }
        }
        members
    }

    fn case(&mut self, base: &str, stem: &Stem<'_>, folder: &Folder<'_>, settings: &Settings) -> Case {
        let Some(data) = stem.parts.get("yaml") else {
            return cases::case(base, stem, folder, settings, self.complaints);
        };
        let path = format!("{}/{base}.yaml", folder.path);
        let (own, words) = group_yaml::case(&path, data, settings, self.meta, self.complaints);
        let mut case = cases::case(base, stem, folder, &own, self.complaints);
        case.hint = words.hint.or(case.hint);
        case.description = words.description.or(case.description);
        case
    }

    fn settings(&mut self, folder: &Folder<'_>, parent: &Settings) -> (Settings, GroupKeys) {
        if folder.files.contains_key(LEGACY_GROUP) {
            self.complaints
                .at(format!("{}/{LEGACY_GROUP}", folder.path), 0)
                .expected(format!("{MODERN_GROUP} in a {} package", self.meta.format), LEGACY_GROUP)
                .remedy(format!("rename it and use the keys of {MODERN_GROUP}"));
        }
        match folder.files.get(MODERN_GROUP) {
            Some(data) => {
                let path = format!("{}/{MODERN_GROUP}", folder.path);
                group_yaml::group(&path, data, parent, self.meta, self.complaints)
            }
            None => (parent.clone(), GroupKeys::default()),
        }
    }

    /// How a group gives points; nothing in a pass-fail problem, where the keys must not be there.
    /// `default` is the maximum when none is stated.
    fn points(
        &mut self,
        folder: &Folder<'_>,
        keys: &GroupKeys,
        aggregation: Aggregation,
        default: Option<Option<f64>>,
    ) -> Option<Points> {
        if !scores(self.meta) {
            for (key, line) in keys.scoring_lines() {
                self.refuse(
                    folder,
                    line,
                    format!("no `{key}` in a pass-fail problem"),
                    "remove it, or add `type: scoring`",
                );
            }
            return None;
        }
        let aggregation = keys.aggregation.map_or(aggregation, |(aggregation, _)| aggregation);
        let max_score = keys.max_score.map(|(most, _)| most).or(default).flatten();
        if aggregation == Aggregation::PassFail && max_score.is_none() {
            self.told(folder, keys.line, "`max_score: NUMBER` in an all-or-nothing group", "none", "state its points");
        }
        Some(Points { max_score, aggregation, static_score: 0.0 })
    }

    fn require(&mut self, folder: &Folder<'_>, keys: &GroupKeys, level: Level) {
        let is_known = |name: &String| match level {
            Level::Secret => name == "sample" && self.passable.contains(name),
            Level::Group => self.passable.contains(name),
        };
        // The first of them, with some of the names that there are: a package may have thousands of both.
        let Some(name) = keys.require_pass.names.iter().find(|name| !is_known(name)) else { return };
        let expected = match level {
            Level::Secret => "`sample`, and samples, in `require_pass` of secret".to_owned(),
            Level::Group => {
                let more = if self.passable.len() > SHOWN { ", …" } else { "" };
                let names = self.passable[..self.passable.len().min(SHOWN)].join(", ");
                format!("all-or-nothing groups that come earlier ({names}{more})")
            }
        };
        self.told(folder, keys.require_pass.line, &expected, &quoted(name), "name one of them");
    }

    fn refuse(&mut self, folder: &Folder<'_>, line: u32, expected: String, remedy: &str) {
        self.told(folder, line, &expected, "it", remedy);
    }

    fn told(&mut self, folder: &Folder<'_>, line: u32, expected: &str, got: &str, remedy: &str) {
        let path = format!("{}/{MODERN_GROUP}", folder.path);
        self.complaints.at(path, line).expected(expected, got).remedy(remedy);
    }
}

#[derive(Clone, Copy)]
enum Level {
    Secret,
    Group,
}
