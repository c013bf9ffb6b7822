//! What a case of grader/cases.yaml is called, and what it is worth.

use std::collections::BTreeSet;

use super::grader::ListedCase;
use super::meta::Meta;
use super::scores;
use crate::error::Complaints;
use crate::table::{Item, Table};

/// A name that people read in a table.
const LONGEST_NAME: usize = 100;

/// Takes the headings of the cases of a file, one after the other.
pub(super) struct Headings {
    scoring: bool,
    names: BTreeSet<String>,
    taken: usize,
}

impl Headings {
    pub(super) fn of(meta: &Meta) -> Self {
        Self { scoring: scores(meta), names: BTreeSet::new(), taken: 0 }
    }

    /// `name`, `points`, `open` and `description` of the next case, as a case that is given nothing yet.
    pub(super) fn take(
        &mut self,
        table: &mut Table<'_>,
        (file, line): (&str, u32),
        complaints: &mut Complaints,
    ) -> ListedCase {
        self.taken += 1;
        let name = table.take("name").and_then(|item| name(item, complaints));
        let name = name.unwrap_or_else(|| format!("case-{:02}", self.taken));
        if !self.names.insert(name.clone()) {
            let got = format!("{name:?} twice");
            complaints.at(file, line).expected("every case with a name of its own", got).remedy("rename one");
        }
        let points = table.take("points").and_then(|item| self.points(item, complaints)).unwrap_or(1.0);
        let open = table.take("open").and_then(|item| item.bool(complaints)).unwrap_or(false);
        let description = table.take("description").and_then(|item| item.text(complaints));
        ListedCase { name, points, open, description: description.map(str::to_owned), input: Vec::new() }
    }

    fn points(&self, item: Item<'_>, complaints: &mut Complaints) -> Option<f64> {
        if !self.scoring {
            let remedy = "remove it, or add `type: scoring` to problem.yaml";
            item.wrong("no points in a pass-fail problem", remedy, complaints);
            return None;
        }
        let points = item.number(complaints)?;
        if points <= 0.0 {
            item.wrong("more than 0", "give the case points, or remove the case", complaints);
            return None;
        }
        Some(points)
    }
}

fn name(item: Item<'_>, complaints: &mut Complaints) -> Option<String> {
    let text = item.text(complaints)?;
    let plain = !text.trim().is_empty() && text.chars().count() <= LONGEST_NAME && !text.contains(char::is_control);
    if !plain {
        let expected = format!("a name of at most {LONGEST_NAME} characters in one line");
        item.wrong(expected, "shorten it", complaints);
    }
    plain.then(|| text.to_owned())
}
