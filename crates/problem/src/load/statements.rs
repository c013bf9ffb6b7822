//! Problem statements, and the names of a problem.

use std::collections::BTreeMap;

use super::meta::{FILE, Meta};
use crate::error::Complaints;
use crate::kind::Format;
use crate::{Source, Statement};

const EXTENSIONS: [&str; 3] = ["tex", "md", "pdf"];

pub(super) fn read(source: &Source, meta: &Meta, complaints: &mut Complaints) -> Vec<Statement> {
    let mut statements = Vec::new();
    for folder in ["statement", "problem_statement"] {
        for (name, data) in source.below(folder) {
            if let Some(language) = language(name) {
                let path = format!("{folder}/{name}");
                statements.push(Statement { language: language.to_owned(), path, data: data.clone() });
            }
        }
    }
    if statements.is_empty() {
        let folder = if meta.format == Format::Legacy { "problem_statement" } else { "statement" };
        complaints.warn(format!("there is no statement: add {folder}/problem.en.md"));
    }
    statements
}

/// `problem.en.md` is English, and so is `problem.tex`.
fn language(name: &str) -> Option<&str> {
    let rest = name.strip_prefix("problem.")?;
    match rest.rsplit_once('.') {
        Some((language, extension)) if EXTENSIONS.contains(&extension) => Some(language),
        None if EXTENSIONS.contains(&rest) => Some("en"),
        _ => None,
    }
}

/// The names for people. A legacy package may have them in its statements only.
pub(super) fn titles(meta: &Meta, statements: &[Statement], complaints: &mut Complaints) -> BTreeMap<String, String> {
    let mut titles = meta.titles.clone();
    titles.retain(|_, title| !title.is_empty());
    if meta.format == Format::Legacy {
        for statement in statements.iter().filter(|statement| statement.path.ends_with(".tex")) {
            if let Some(text) = super::text_of(&statement.path, &statement.data, complaints)
                && let Some(title) = latex_title(&text)
            {
                titles.entry(statement.language.clone()).or_insert(title);
            }
        }
        return titles;
    }
    for language in titles.keys() {
        if !statements.is_empty() && !statements.iter().any(|statement| &statement.language == language) {
            complaints.warn(format!("{FILE}: there is a name for {language} and no statement in it"));
        }
    }
    for statement in statements {
        if !titles.is_empty() && !titles.contains_key(&statement.language) {
            complaints.warn(format!("{}: there is no name for {} in {FILE}", statement.path, statement.language));
        }
    }
    titles
}

/// `%% plainproblemname: …`, or what is in the braces of `\problemname{…}`.
fn latex_title(text: &str) -> Option<String> {
    let plain = text.split("%% plainproblemname:").nth(1).and_then(|rest| rest.lines().next());
    let braced = || {
        let rest = text.split("\\problemname{").nth(1)?;
        rest.split_once('}').map(|(title, _)| title)
    };
    let title = plain.or_else(braced)?.trim();
    (!title.is_empty() && title.len() <= 200).then(|| title.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_and_titles_are_found() {
        for (name, expected) in [
            ("problem.en.md", Some("en")),
            ("problem.pt-BR.tex", Some("pt-BR")),
            ("problem.tex", Some("en")),
            ("problem.pdf", Some("en")),
            ("cave.jpg", None),
            ("problem.en.html", None),
        ] {
            assert_eq!(language(name), expected, "{name}");
        }
        assert_eq!(latex_title("% x\n\\problemname{Odd Echo}\ntext").as_deref(), Some("Odd Echo"));
        assert_eq!(latex_title("%% plainproblemname: x^2\n\\problemname{$x^2$}").as_deref(), Some("x^2"));
        assert_eq!(latex_title("nothing"), None);
    }
}
