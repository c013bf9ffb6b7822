//! The grader of tests mode: a reference, and wrong versions of it.

use std::collections::BTreeSet;

use pyjury_core::scoring::{Grading, Group, Member, OnReject};

use super::grader::{ListedCase, case, sum};
use super::meta::Meta;
use super::scores;
use super::tree::Folder;
use crate::error::Complaints;
use crate::mutants::{PREFIX, REFERENCE};
use crate::{Case, Grader, Listing, Source, SuiteRules, glob};

/// More mutants than any suite is run on in a bearable time.
const MOST: usize = 500;

/// The cases: that the suite passes on the reference, and of each mutant that it fails.
pub(super) fn read(
    source: &Source,
    meta: &Meta,
    suite: SuiteRules,
    complaints: &mut Complaints,
) -> (Grader, Vec<Case>, Group) {
    let folder = Folder::of(source, "grader");
    let reference = python_files(folder.folders.get("reference"));
    if reference.is_empty() {
        complaints
            .at("grader/reference", 0)
            .expected("what the suites are to test", "no Python file")
            .remedy("put a right version there, such as grader/reference/stack.py");
    }
    let mutants = folder.folders.get("mutants").map(|mutants| names(mutants, &reference, complaints));
    let mut mutants = mutants.unwrap_or_default();
    if mutants.is_empty() {
        complaints
            .at("grader/mutants", 0)
            .expected("wrong versions of the reference", "none")
            .remedy("put one there, such as grader/mutants/no_limit.py instead of the reference's only file");
    }
    if mutants.len() > MOST {
        let got = mutants.len().to_string();
        complaints.at("grader/mutants", 0).expected(format!("at most {MOST} mutants"), got).remedy("remove some");
        mutants.truncate(MOST);
    }
    for (pattern, _) in &suite.weights {
        if !mutants.iter().any(|name| glob::matches_path(pattern, name)) {
            complaints
                .at("pyjury.yaml", 0)
                .expected("weights of mutants that are there", format!("{pattern:?}, which is none of them"))
                .remedy("correct the name, or remove it");
        }
    }
    let (cases, root) = fold(&mutants, &suite, scores(meta));
    (Grader { files: folder.all_files(), listing: Listing::Package, written: Vec::new(), suite }, cases, root)
}

/// The names of the mutants: one is a file, instead of the reference's only one, or a folder with what it changes.
fn names(mutants: &Folder<'_>, reference: &BTreeSet<String>, complaints: &mut Complaints) -> Vec<String> {
    let mut found = BTreeSet::new();
    let files = mutants.files.keys().filter(|name| name.ends_with(".py")).map(|name| (name, None));
    let folders = mutants.folders.iter().map(|(name, folder)| (name, Some(folder)));
    for (file, folder) in files.chain(folders) {
        let path = || format!("{}/{file}", mutants.path);
        let changed = python_files(folder);
        match folder {
            None if reference.len() > 1 => complaints
                .at(path(), 0)
                .expected("a folder, since the reference has several files", "a file")
                .remedy("put it into a folder, under the name of the file that it replaces"),
            None => {}
            Some(_) => match changed.difference(reference).next() {
                Some(unknown) => complaints
                    .at(path(), 0)
                    .expected("files that the reference has", format!("{unknown:?}"))
                    .remedy("give it the name of the file that it replaces"),
                None if changed.is_empty() => complaints
                    .at(path(), 0)
                    .expected("at least one Python file", "none")
                    .remedy("put what it changes there"),
                None => {}
            },
        }
        let name = file.rsplit_once('.').map_or(file.as_str(), |(name, _)| name);
        if !found.insert(name.to_owned()) {
            let got = format!("{name:?} twice");
            complaints.at(path(), 0).expected("every mutant with a name of its own", got).remedy("rename one");
        }
    }
    found.into_iter().collect()
}

/// The Python files of a folder and below, by path.
fn python_files(folder: Option<&Folder<'_>>) -> BTreeSet<String> {
    let files = folder.map(Folder::all_files).unwrap_or_default();
    files.into_iter().map(|file| file.path).filter(|path| path.ends_with(".py")).collect()
}

/// No mutant counts unless the suite passes on the reference.
fn fold(mutants: &[String], suite: &SuiteRules, scoring: bool) -> (Vec<Case>, Group) {
    let points = |name: &String| {
        let weight = suite.weights.iter().find(|(pattern, _)| glob::matches_path(pattern, name));
        weight.map_or(1.0, |(_, points)| *points)
    };
    let listed =
        |name: String, open, points| case(ListedCase { name, points, open, description: None, input: Vec::new() });
    let cases = std::iter::once(listed(REFERENCE.to_owned(), true, 0.0))
        .chain(mutants.iter().map(|name| listed(format!("{PREFIX}{name}"), false, points(name))));
    let behind = |name: String, grading, members| {
        let require_pass = vec![REFERENCE.to_owned()];
        let on_reject = OnReject::Continue;
        Member::Group(Group { grading, require_pass, on_reject, ..Group::pass_fail(name, members) })
    };
    let gate = |grading| Member::Group(Group { grading, ..Group::pass_fail(REFERENCE, vec![Member::Case(0)]) });
    let places = 1..=mutants.len();
    let (grading, members) = match scoring {
        false => {
            let all =
                behind(PREFIX.trim_end_matches('/').to_owned(), Grading::PassFail, places.map(Member::Case).collect());
            (Grading::PassFail, vec![gate(Grading::PassFail), all])
        }
        true => {
            let of_mutant = |(place, name): (usize, &String)| {
                behind(format!("{PREFIX}{name}"), sum(points(name)), vec![Member::Case(place)])
            };
            let all = places.zip(mutants).map(of_mutant);
            let most = mutants.iter().map(points).sum();
            (sum(most), std::iter::once(gate(Grading::Unscored)).chain(all).collect())
        }
    };
    (cases.collect(), Group { grading, on_reject: OnReject::Continue, ..Group::pass_fail("", members) })
}
