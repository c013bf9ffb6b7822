//! Programs that judge outputs and inputs.

use super::meta::{Meta, Validation};
use super::scores;
use super::tree::Folder;
use crate::error::Complaints;
use crate::kind::{Format, Io};
use crate::program::{FormError, Program};
use crate::{File, OutputValidator, Source};

/// The folders of output validators, by format; the first one that is there is used.
const fn output_folders(format: Format) -> &'static [&'static str] {
    match format {
        Format::Legacy => &["output_validators"],
        Format::Modern => &["output_validator"],
        Format::Draft => &["output_validator", "output_validators"],
    }
}

/// Whether outputs are judged by a program of the package: never [`Validation::ByFolder`].
pub(super) fn decide(source: &Source, meta: &Meta) -> Validation {
    let there = || output_folders(meta.format).iter().any(|folder| source.below(folder).next().is_some());
    match meta.validation {
        Validation::ByFolder if there() => Validation::Custom,
        Validation::ByFolder => Validation::Default,
        stated => stated,
    }
}

pub(super) fn output(source: &Source, meta: &Meta, complaints: &mut Complaints) -> OutputValidator {
    let folders = output_folders(meta.format);
    for other in ["output_validator", "output_validators"] {
        if !folders.contains(&other) && source.below(other).next().is_some() {
            complaints
                .at(other, 0)
                .expected(format!("{}/ in a {} package", folders[0], meta.format), format!("{other}/"))
                .remedy("rename the folder, or state the problem_format_version that is meant");
        }
    }
    let folder = folders.iter().map(|name| Folder::of(source, name)).find(|folder| !folder.is_empty());
    match (meta.validation, folder) {
        (Validation::Custom, Some(folder)) => match one_program(&folder, meta, complaints) {
            Some(program) => OutputValidator::Custom(program),
            None => OutputValidator::Default,
        },
        (Validation::Custom, None) => {
            complaints
                .at(folders[0], 0)
                .expected("a validator, since problem.yaml says validation: custom", "none")
                .remedy("add the program, or write validation: default");
            OutputValidator::Default
        }
        (_, there) => {
            if there.is_some() {
                complaints.warn(format!("{}/ is not used: problem.yaml says validation: default", folders[0]));
            }
            if meta.kind.io == Io::Interactive || meta.kind.passes.is_some() {
                complaints
                    .at(folders[0], 0)
                    .expected("a validator in an interactive or multi-pass problem", "none")
                    .remedy("add the program that talks with the submission");
            }
            OutputValidator::Default
        }
    }
}

/// The one program of a folder: the folder itself, or the only thing in it that is a program.
fn one_program(folder: &Folder<'_>, meta: &Meta, complaints: &mut Complaints) -> Option<Program> {
    let whole = meta.format != Format::Legacy && folder.files.keys().any(|name| Program::is_source(name));
    let programs = match whole || folder.files.contains_key("__main__.py") {
        true => vec![named(folder.path.clone(), folder.all_files(), meta)],
        false => programs(folder, meta),
    };
    let names: Vec<_> = programs.iter().map(|(path, _)| path.clone()).collect();
    let mut good = Vec::new();
    for (path, program) in programs {
        match program {
            Ok(program) => good.push(program),
            Err(error) => complain(&path, error, complaints),
        }
    }
    if names.len() > 1 {
        complaints
            .at(&folder.path, 0)
            .expected("one output validator", names.join(", "))
            .remedy("several are not served: join them, or put the files of one program into one folder");
    }
    if names.is_empty() {
        let got = folder.all_files().iter().map(|file| file.path.clone()).collect::<Vec<_>>().join(", ");
        complaints
            .at(&folder.path, 0)
            .expected("a program in Python, C or C++", got)
            .remedy("add the validator: one .py file, or a folder with __main__.py");
    }
    good.pop()
}

pub(super) fn input(source: &Source, meta: &Meta, complaints: &mut Complaints) -> Vec<Program> {
    let mut found = Vec::new();
    for name in ["input_validators", "input_format_validators"] {
        let folder = Folder::of(source, name);
        for file in folder.files.keys() {
            if file.ends_with(".ctd") || file.ends_with(".viva") {
                complaints.warn(format!("{name}/{file} is skipped: this judge doesn't read Checktestdata or VIVA"));
            }
        }
        for (path, program) in programs(&folder, meta) {
            match program {
                Ok(program) => found.push(program),
                Err(FormError::Nothing) => complaints.warn(format!("{path} is skipped: it is no Python, C or C++")),
                Err(error) => complain(&path, error, complaints),
            }
        }
    }
    found
}

/// What would change verdicts and isn't served.
pub(super) fn refused(source: &Source, meta: &Meta, complaints: &mut Complaints) {
    if meta.format != Format::Legacy && source.below("static_validator").next().is_some() {
        complaints
            .at("static_validator", 0)
            .expected("no static validator", "one")
            .remedy("static validators are not served by this version");
    }
    if source.below("graders").next().is_some() && scores(meta) {
        complaints.warn("graders/ is not used: custom graders are not served by this version");
    }
}

/// Each source file and each folder is a program of its own.
fn programs(folder: &Folder<'_>, meta: &Meta) -> Vec<(String, Result<Program, FormError>)> {
    let sources = folder.files.iter().filter(|(name, _)| Program::is_source(name) || Program::is_script(name));
    let single = sources.map(|(name, data)| {
        let file = File { path: name.clone(), data: (*data).clone() };
        named(format!("{}/{name}", folder.path), vec![file], meta)
    });
    let whole = folder.folders.values().map(|inner| named(inner.path.clone(), inner.all_files(), meta));
    single.chain(whole).collect()
}

fn named(path: String, files: Vec<File>, meta: &Meta) -> (String, Result<Program, FormError>) {
    let files = files.into_iter().map(|file| meta.constants.apply(file)).collect();
    let name = path.rsplit('/').next().unwrap_or(&path).to_owned();
    (path, Program::of(&name, files))
}

fn complain(path: &str, error: FormError, complaints: &mut Complaints) {
    let expected = "one .py file, a folder with __main__.py, or C or C++ sources";
    let (got, remedy) = match error {
        FormError::Script(name) => {
            (format!("a `{name}` script"), "build and run scripts are not served: use Python".into())
        }
        FormError::Entry(names) => (names.join(", "), "name the file to run __main__.py".into()),
        FormError::Mixed => ("several languages".into(), "keep to one".into()),
        FormError::OldPython(name) => (format!("Python 2 ({name})"), "port it to Python 3".to_owned()),
        FormError::Nothing => ("none of them".into(), "add the program".into()),
    };
    complaints.at(path, 0).expected(expected, got).remedy(remedy);
}
