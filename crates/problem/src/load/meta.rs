//! What problem.yaml says, whatever the format.

use std::collections::BTreeMap;

use pyjury_core::scoring::{CustomScore, OnReject};

use super::constants::Constants;
use super::{legacy_yaml, modern_yaml};
use crate::error::Complaints;
use crate::kind::{FileWriting, Format, Kind};
use crate::limits::PackageLimits;
use crate::nearest::nearest;
use crate::table::Table;
use crate::{Source, yaml};

/// The name of the file.
pub(crate) const FILE: &str = "problem.yaml";

/// What problem.yaml says.
#[derive(Debug)]
pub(crate) struct Meta {
    pub(crate) format: Format,
    pub(crate) kind: Kind,
    /// Names for people by language; may be empty in legacy.
    pub(crate) titles: BTreeMap<String, String>,
    /// Whether there must be a program that validates outputs.
    pub(crate) validation: Validation,
    pub(crate) custom_score: CustomScore,
    /// Arguments of the output validator for every case (legacy).
    pub(crate) validator_flags: Vec<String>,
    /// The line of those.
    pub(crate) validator_flags_line: u32,
    pub(crate) limits: PackageLimits,
    pub(crate) objective: Objective,
    /// Settings of groups that very old packages have here.
    pub(crate) old_grading: OldGrading,
    pub(crate) file_writing: FileWriting,
    pub(crate) constants: Constants,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Validation {
    /// legacy `validation: default`.
    Default,
    /// legacy `validation: custom`.
    Custom,
    /// Custom when the package has a program for it.
    ByFolder,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Objective {
    Max,
    Min,
}

/// `grading` as it was before the format had a name.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct OldGrading {
    pub(crate) accept_score: Option<f64>,
    pub(crate) reject_score: Option<f64>,
    pub(crate) range: Option<(Option<f64>, Option<f64>)>,
    pub(crate) on_reject: Option<OnReject>,
}

const VERSIONS: [(&str, Format); 7] = [
    ("legacy", Format::Legacy),
    ("legacy-icpc", Format::Legacy),
    ("2023-07-draft", Format::Draft),
    ("2023-07", Format::Draft),
    ("2025-09-draft", Format::Modern),
    ("2025-09", Format::Modern),
    ("draft", Format::Modern),
];

/// Reads problem.yaml; nothing comes back when there is no telling what it means.
pub(super) fn read(source: &Source, complaints: &mut Complaints) -> Option<Meta> {
    let Some(data) = source.get(FILE) else {
        let remedy = match nearest(FILE, source.files().map(|(path, _)| path)) {
            Some(near) if near.ends_with("problem.yaml") || near.ends_with("problem.yml") => {
                format!("it may be meant by {near}")
            }
            _ => "add one, or name the folder that holds it".into(),
        };
        complaints.at(FILE, 0).expected("a file problem.yaml at the top of the package", "none").remedy(remedy);
        return None;
    };
    let node = match yaml::read(FILE, data) {
        Ok(node) => node,
        Err(error) => {
            complaints.push(error);
            return None;
        }
    };
    let before = complaints.count();
    let mut table = Table::of(FILE, &node, complaints);
    if complaints.count() > before {
        return None;
    }
    let format = match table.take("problem_format_version") {
        Some(item) => item.word(&VERSIONS, complaints)?,
        None => Format::Legacy,
    };
    Some(match format {
        Format::Legacy => legacy_yaml::read(table, complaints),
        Format::Draft | Format::Modern => modern_yaml::read(table, format, complaints),
    })
}
