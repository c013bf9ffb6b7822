//! The grader of the Python modes: what lies in grader/, and the cases that it has.

use std::collections::BTreeSet;

use pyjury_core::scoring::{Aggregation, Grading, Group, Member, OnReject, Points};

use super::cases::Settings;
use super::meta::Meta;
use super::tree::Folder;
use super::{cases_yaml, scores};
use crate::error::{Complaints, PackageError};
use crate::rules::PREFIX;
use crate::{Case, Data, Disclosure, Grader, Listing, Secrecy, Source, SuiteRules};

/// Where the cases of function mode are written.
pub(super) const CASES: &str = "cases.yaml";
/// Where they are programmed.
pub(super) const PROGRAM: &str = "grade.py";

/// What a case or a rule gives is less.
pub(super) const POINTS_END: f64 = 1e9;
/// The longest name of a test, which has the names of its file and parameters.
const LONGEST_NAME: usize = 500;
/// More cases than anybody waits for.
const MOST_CASES: usize = 10_000;

/// A case as its grader describes it.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedCase {
    /// Its name, unique in the problem.
    pub name: String,
    /// The most points that it gives in a scoring problem.
    pub points: f64,
    /// Whether submitters see all of it.
    pub open: bool,
    /// What it is for; for the jury.
    pub description: Option<String>,
    /// What the grader is given for it.
    pub input: Vec<u8>,
}

/// The grader of a function problem, and its cases where the package lists them.
pub(super) fn function(source: &Source, meta: &Meta, complaints: &mut Complaints) -> (Grader, Vec<Case>, Group) {
    let folder = Folder::of(source, "grader");
    let listing = match folder.files.contains_key(PROGRAM) {
        true => Listing::Grader,
        false => Listing::Package,
    };
    if listing == Listing::Package && !folder.files.contains_key(CASES) {
        complaints
            .at("grader", 0)
            .expected(format!("grader/{CASES} or grader/{PROGRAM}"), "neither")
            .remedy(format!("write the cases into grader/{CASES}"));
    }
    let written = folder.files.get(CASES).map(|data| cases_yaml::read(data, meta, complaints)).unwrap_or_default();
    let grader = Grader { files: folder.all_files(), listing, written, suite: SuiteRules::default() };
    let known = if listing == Listing::Package { grader.written.clone() } else { Vec::new() };
    let (cases, root) = fold(known, scores(meta));
    (grader, cases, root)
}

/// The grader of a pytest problem: a suite, which lists its tests when it is asked.
pub(super) fn suite(
    source: &Source,
    meta: &Meta,
    suite: SuiteRules,
    complaints: &mut Complaints,
) -> (Grader, Vec<Case>, Group) {
    let files = Folder::of(source, "grader").all_files();
    if !files.iter().any(|file| file.path.ends_with(".py")) {
        let expected = "a pytest suite in grader/";
        complaints.at("grader", 0).expected(expected, "no Python file").remedy("put test_*.py there");
    }
    let (cases, root) = fold(Vec::new(), scores(meta));
    (Grader { files, listing: Listing::Grader, written: Vec::new(), suite }, cases, root)
}

/// Holds what a grader listed against what the loader asks of cases in files.
pub(crate) fn check_listed(cases: &[ListedCase]) -> Result<(), PackageError> {
    let mistake = |expected: String, got: String, remedy: &str| {
        let remedy = remedy.to_owned();
        Err(PackageError { file: "grader".to_owned(), line: None, expected, got, remedy })
    };
    if cases.len() > MOST_CASES {
        return mistake(format!("at most {MOST_CASES} cases"), cases.len().to_string(), "put several into one");
    }
    let mut names = BTreeSet::new();
    for ListedCase { name, points, .. } in cases {
        if !is_name(name, LONGEST_NAME) {
            let expected = format!("names of at most {LONGEST_NAME} characters in one line, not below {PREFIX}");
            return mistake(
                expected,
                crate::yaml::quoted(name),
                "give the case or the test another name, or the test another folder",
            );
        }
        if !names.insert(name) {
            let got = format!("{} twice", crate::yaml::quoted(name));
            return mistake("every case with a name of its own".to_owned(), got, "rename one");
        }
        if !(0.0..POINTS_END).contains(points) {
            let got = format!("{points} for {}", crate::yaml::quoted(name));
            return mistake(format!("points from 0 on, below {POINTS_END}"), got, "give the case fewer");
        }
    }
    Ok(())
}

/// Whether a text is the name of a case. Those of rules begin with a word of their own.
pub(super) fn is_name(text: &str, longest: usize) -> bool {
    let visible = !text.trim().is_empty() && !text.contains(char::is_control);
    visible && text.chars().count() <= longest && !text.starts_with(PREFIX)
}

/// Cases and how they fold: in a scoring problem each gives its own points, in any other all must be accepted. Every
/// case is judged, since each teaches something.
pub(crate) fn fold(listed: Vec<ListedCase>, scoring: bool) -> (Vec<Case>, Group) {
    let all: f64 = listed.iter().map(|case| case.points).sum();
    let mut members = Vec::with_capacity(listed.len());
    for (index, case) in listed.iter().enumerate() {
        let member = Member::Case(index);
        members.push(match scoring {
            false => member,
            true => {
                Member::Group(Group { grading: sum(case.points), ..Group::pass_fail(case.name.clone(), vec![member]) })
            }
        });
    }
    let grading = if scoring { sum(all) } else { Grading::PassFail };
    let root = Group { grading, on_reject: OnReject::Continue, ..Group::pass_fail("", members) };
    (listed.into_iter().map(case).collect(), root)
}

/// The points of the members together, of so many.
pub(crate) fn sum(max_score: f64) -> Grading {
    Grading::Points(Points { max_score: Some(max_score), aggregation: Aggregation::Sum, static_score: 0.0 })
}

pub(crate) fn case(listed: ListedCase) -> Case {
    let secrecy = if listed.open { Secrecy::Sample } else { Secrecy::Secret };
    let Settings { args, input_validator_args, validator_args, compare, .. } = Settings::new(secrecy);
    Case {
        name: listed.name,
        secrecy,
        input: Data::from(listed.input),
        answer: Data::default(),
        files: Vec::new(),
        args,
        validator_args,
        compare,
        input_validator_args,
        disclosure: if listed.open { Disclosure::Open } else { Disclosure::Closed },
        hint: None,
        description: listed.description,
    }
}
