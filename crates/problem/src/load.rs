//! From the files of a package to a problem. Every part notes its mistakes and goes on.

mod cases;
mod cases_yaml;
mod cli_yaml;
mod constants;
mod folders;
pub(crate) mod grader;
mod grading;
mod group_yaml;
mod heading;
mod legacy_groups;
mod legacy_yaml;
mod limits;
mod meta;
mod modern_groups;
mod modern_yaml;
mod mutants;
mod people;
mod pyjury_yaml;
mod statements;
mod static_yaml;
mod submissions;
mod submissions_yaml;
mod suite_yaml;
mod tree;
mod validators;

use pyjury_core::scoring::Group;

use crate::error::Complaints;
use crate::kind::{Award, Format, Io};
use crate::{Case, Data, Disclosure, Listing, LoadError, Mode, PackageErrors, Problem, Secrecy, Source, rules};

pub(crate) use meta::Meta;
use pyjury_yaml::StatedMode;

/// Loads the problem of a package.
pub(crate) fn load(source: &Source) -> Result<Problem, LoadError> {
    let mut complaints = Complaints::default();
    names(source, &mut complaints);
    let Some(mut meta) = meta::read(source, &mut complaints) else {
        return Err(failed(complaints));
    };
    meta.validation = validators::decide(source, &meta);
    let extras = pyjury_yaml::read(source, &meta, &mut complaints);
    if extras.mode == StatedMode::Unserved {
        return Err(failed(complaints));
    }
    let validator = validators::output(source, &meta, &mut complaints);
    let input_validators = validators::input(source, &meta, &mut complaints);
    validators::refused(source, &meta, &mut complaints);
    let mode = match (extras.mode, meta.kind.io) {
        (StatedMode::Served(mode), _) => mode,
        (_, Io::Batch) => Mode::Stdio,
        (_, Io::Interactive) => Mode::Interactive,
    };
    let graded = |(grader, cases, root)| (Some(grader), cases, root);
    let (grader, mut cases, mut root) = match mode {
        Mode::Stdio | Mode::Interactive => {
            let (cases, root) = test_data(source, &meta, &mut complaints);
            (None, cases, root)
        }
        Mode::Static => {
            let (cases, root) = grader::fold(Vec::new(), scores(&meta));
            (None, cases, root)
        }
        Mode::Pytest => graded(grader::suite(source, &meta, extras.suite, &mut complaints)),
        Mode::Tests => graded(mutants::read(source, &meta, extras.suite, &mut complaints)),
        Mode::Cli => graded(cli_yaml::read(source, &meta, &mut complaints)),
        Mode::Function => graded(grader::function(source, &meta, &mut complaints)),
    };
    if mode == Mode::Static && extras.rules.is_empty() {
        let expected = "rules under `static`";
        complaints.at("pyjury.yaml", 0).expected(expected, "none").remedy("write at least one");
    }
    if grader.as_ref().is_none_or(|grader| grader.listing == Listing::Package) {
        rules::add(&extras.rules, meta.kind.award, &mut cases, &mut root);
    }
    if extras.secret == Disclosure::Open {
        cases.iter_mut().for_each(|case| case.disclosure = Disclosure::Open);
    }
    let submissions = submissions::read(source, (&meta, &extras.submit), &root, &mut complaints);
    let statements = statements::read(source, &meta, &mut complaints);
    let titles = statements::titles(&meta, &statements, &mut complaints);
    let include = submissions::included(source, &meta, &mut complaints);
    meta.constants.check_growth(meta::FILE, &mut complaints);
    let warnings = complaints.finish().map_err(LoadError::Package)?;
    let name = short_name(source.name());
    let title = titles.get("en").or_else(|| titles.values().next()).cloned().unwrap_or_else(|| name.clone());
    Ok(Problem {
        digest: source.digest(),
        name,
        title,
        titles,
        format: meta.format,
        kind: meta.kind,
        mode,
        limits: extras.limits,
        file_writing: meta.file_writing,
        validator,
        cases,
        root,
        grader,
        rules: extras.rules,
        input_validators,
        submissions,
        include,
        statements,
        submit: extras.submit,
        catalog: extras.catalog,
        runtime: extras.runtime,
        warnings,
    })
}

/// The mistakes that make it useless to look further.
fn failed(complaints: Complaints) -> LoadError {
    LoadError::Package(complaints.finish().err().unwrap_or(PackageErrors(Vec::new())))
}

/// The folder's name, as the name of a problem.
fn short_name(folder: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "_.-".contains(c) { c } else { '-' };
    let name: String = folder.chars().map(plain).take(64).collect();
    if name.is_empty() { "problem".into() } else { name }
}

/// What the format has no name for is a mistake where it looks like a part of the package.
fn names(source: &Source, complaints: &mut Complaints) {
    for path in source.ignored() {
        let folder = path.split('/').next().unwrap_or_default();
        let matters = ["data", "submissions", "include"].contains(&folder) || folder.contains("validator");
        if matters {
            complaints
                .at(path, 0)
                .expected("a name of letters, digits and _.- that starts with a letter, a digit or _", "another name")
                .remedy("rename it");
        } else {
            complaints.warn(format!("{path} is left out: its name has characters that the format doesn't allow"));
        }
    }
}

fn test_data(source: &Source, meta: &Meta, complaints: &mut Complaints) -> (Vec<Case>, Group) {
    let data = tree::Folder::of(source, "data");
    for (name, folder) in &data.folders {
        match name.as_str() {
            "sample" | "secret" => {}
            "invalid_input" | "invalid_output" | "valid_output" if meta.format != Format::Legacy => {}
            "invalid_input" | "invalid_inputs" | "bad" => {}
            _ if folder.has_cases() => complaints
                .at(format!("data/{name}"), 0)
                .expected("the folders sample and secret", format!("`{name}` with cases in it"))
                .remedy("move it below data/secret"),
            _ => complaints.warn(format!("data/{name} is left out: it is neither sample nor secret")),
        }
    }
    for name in data.files.keys().filter(|name| name.ends_with(".in") || name.ends_with(".ans")) {
        complaints
            .at(format!("data/{name}"), 0)
            .expected("cases in data/sample and data/secret", "one beside them")
            .remedy("move it into one of the two");
    }
    let legacy = match meta.format {
        Format::Legacy => true,
        Format::Modern => false,
        Format::Draft => !data.has_file("test_group.yaml"),
    };
    let (cases, root) = match legacy {
        true => legacy_groups::read(&data, meta, complaints),
        false => modern_groups::read(&data, meta, complaints),
    };
    if !cases.iter().any(|case| case.secrecy == Secrecy::Secret) {
        complaints
            .at("data/secret", 0)
            .expected("at least one case (NAME.in and NAME.ans)", "none")
            .remedy("add the secret test data");
    }
    (cases, root)
}

/// Whether a package of this sort gives points.
fn scores(meta: &Meta) -> bool {
    meta.kind.award == Award::Scoring
}

/// Text of a file; a mistake when it is not UTF-8 or too large.
fn text_of(path: &str, data: &Data, complaints: &mut Complaints) -> Option<String> {
    const LARGEST: u64 = 4 << 20;
    if data.len() > LARGEST {
        complaints
            .at(path, 0)
            .expected("a text of at most 4 MiB", format!("{} bytes", data.len()))
            .remedy("shorten it");
        return None;
    }
    match data.read() {
        Ok(bytes) => match std::str::from_utf8(&bytes) {
            Ok(text) => Some(text.to_owned()),
            Err(_) => {
                complaints.at(path, 0).expected("UTF-8", "other bytes").remedy("save the file as UTF-8");
                None
            }
        },
        Err(error) => {
            complaints.at(path, 0).expected("a file that can be read", error.to_string()).remedy("check the file");
            None
        }
    }
}

#[cfg(test)]
mod tests;
