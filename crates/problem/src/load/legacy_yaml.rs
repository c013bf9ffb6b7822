//! problem.yaml of the legacy format.

use std::collections::BTreeMap;

use pyjury_core::scoring::{CustomScore, OnReject};

use super::constants::Constants;
use super::meta::{Meta, Objective, OldGrading, Validation};
use super::{grading, limits, people};
use crate::error::Complaints;
use crate::kind::{Award, FileWriting, Format, Io, Kind};
use crate::nearest::nearest;
use crate::table::{Item, Table};
use crate::yaml::Value;

const AWARDS: [(&str, Award); 2] = [("pass-fail", Award::PassFail), ("scoring", Award::Scoring)];

/// Reads what is left after `problem_format_version`.
pub(super) fn read(mut table: Table<'_>, complaints: &mut Complaints) -> Meta {
    let award = table.take("type").and_then(|item| item.word(&AWARDS, complaints)).unwrap_or(Award::PassFail);
    let mut titles = BTreeMap::new();
    if let Some(name) = table.take("name").and_then(|item| item.text(complaints)) {
        titles.insert("en".into(), name.trim().to_owned());
    }
    for key in ["author", "source", "source_url", "rights_owner"] {
        table.take(key).and_then(|item| item.text(complaints));
    }
    people::uuid(table.take("uuid"), complaints);
    people::license(table.take("license"), complaints);
    if let Some(item) = table.take("keywords") {
        item.text_or_texts(complaints);
    }
    let limits = match table.take("limits") {
        Some(item) => limits::read(item, Format::Legacy, complaints).0,
        None => limits::defaults(Format::Legacy),
    };
    let validated = table.take("validation").map(|item| validation(item, award, complaints)).unwrap_or_default();
    let flags = table.take("validator_flags");
    let validator_flags_line = flags.map_or(0, |item| item.line);
    let validator_flags = flags.and_then(|item| item.text(complaints)).unwrap_or_default();
    let (objective, old_grading) =
        table.take("grading").map_or((Objective::Max, OldGrading::default()), |item| grades(item, award, complaints));
    table.finish(complaints);
    Meta {
        format: Format::Legacy,
        kind: Kind { award, io: validated.io, passes: None },
        titles,
        validation: validated.validation,
        custom_score: validated.score,
        validator_flags: validator_flags.split_whitespace().map(str::to_owned).collect(),
        validator_flags_line,
        limits,
        objective,
        old_grading,
        file_writing: FileWriting::Allowed,
        constants: Constants::default(),
    }
}

struct Validated {
    validation: Validation,
    io: Io,
    score: CustomScore,
}

impl Default for Validated {
    fn default() -> Self {
        Self { validation: Validation::Default, io: Io::Batch, score: CustomScore::Forbidden }
    }
}

/// `default`, or `custom` with any of `score` and `interactive`.
fn validation(item: Item<'_>, award: Award, complaints: &mut Complaints) -> Validated {
    const EXPECTED: &str = "default, or custom [score] [interactive]";
    let mut out = Validated::default();
    let Some(text) = item.text(complaints) else { return out };
    let mut words = text.split_whitespace();
    match words.next() {
        Some("default") => {}
        Some("custom") => out.validation = Validation::Custom,
        first => {
            let near = first.and_then(|word| nearest(word, ["default", "custom"]));
            item.wrong(EXPECTED, near.map_or("write one".into(), |w| format!("did you mean `{w}`?")), complaints);
            return out;
        }
    }
    for word in words {
        match word {
            _ if out.validation == Validation::Default => {
                item.wrong(EXPECTED, "only custom validation has further words", complaints);
                return out;
            }
            "interactive" => out.io = Io::Interactive,
            "score" if award == Award::PassFail => {
                item.wrong("no `score` in a pass-fail problem", "remove it, or add `type: scoring`", complaints);
            }
            "score" => out.score = CustomScore::Required,
            _ => item.wrong(EXPECTED, format!("remove `{word}`"), complaints),
        }
    }
    out
}

fn grades(item: Item<'_>, award: Award, complaints: &mut Complaints) -> (Objective, OldGrading) {
    let mut table = item.table(complaints);
    let objective = table
        .take("objective")
        .and_then(|item| item.word(&[("max", Objective::Max), ("min", Objective::Min)], complaints))
        .unwrap_or(Objective::Max);
    if let Some(item) = table.take("show_test_data_groups") {
        item.bool(complaints);
    }
    let mut old = OldGrading {
        accept_score: table.take("accept_score").and_then(|item| item.number(complaints)),
        reject_score: table.take("reject_score").and_then(|item| item.number(complaints)),
        range: table.take("range").and_then(|item| grading::range(item, complaints)),
        on_reject: None,
    };
    let words = [("first_error", Some(OnReject::Break)), ("worst_error", None), ("grade", Some(OnReject::Continue))];
    old.on_reject = table.take("on_reject").and_then(|item| item.word(&words, complaints)).flatten();
    table.finish(complaints);
    let says_nothing = matches!(item.value, Value::Map(entries) if entries.is_empty());
    if award == Award::PassFail && !says_nothing {
        item.wrong("no `grading` in a pass-fail problem", "remove it, or add `type: scoring`", complaints);
    }
    if objective == Objective::Min {
        complaints.warn(format!(
            "{}:{}: objective min ranks by the lowest score; judging itself is the same",
            item.file, item.line
        ));
    }
    (objective, old)
}
