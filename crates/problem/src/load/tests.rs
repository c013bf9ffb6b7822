//! Packages as text, and what is said of them.

#![allow(clippy::unwrap_used)]

mod cli;
mod function;
mod groups;
mod hostile;
mod mistakes;
mod rules;
mod suites;

use std::time::Duration;

use pyjury_core::Bytes;
use pyjury_core::scoring::{Aggregation, Grading, Member, OnReject, Scale, VerdictMode};

use crate::kind::FileWriting;
use crate::validator::Sensitivity;
use crate::{
    Award, CompareFlags, Disclosure, Format, Io, Language, LoadError, Mode, OutputValidator, Problem, Secrecy, Source,
    TimeLimit, TimeUse,
};

const LEGACY: &str = "name: X\n";
const MODERN: &str = "problem_format_version: 2025-09\nname: X\nuuid: 01234567-89ab-cdef-0123-456789abcdef\n";

/// A package with one secret case, and these files over it; a file of `-` is taken away.
fn source(files: &[(&str, &str)]) -> Source {
    let mut all = vec![
        ("problem.yaml", LEGACY),
        ("data/secret/1.in", "1\n"),
        ("data/secret/1.ans", "1\n"),
        ("submissions/accepted/a.py", "print(input())\n"),
        ("statement/problem.en.md", "# X\n"),
    ];
    for (path, text) in files {
        all.retain(|(known, _)| known != path);
        if *text != "-" {
            all.push((path, text));
        }
    }
    let files = all.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    Source::from_files("x", files).unwrap()
}

fn load(files: &[(&str, &str)]) -> Problem {
    Problem::load(&source(files)).unwrap()
}

/// `file:line` and the text of each mistake.
fn mistakes(files: &[(&str, &str)]) -> Vec<String> {
    match Problem::load(&source(files)) {
        Err(LoadError::Package(errors)) => {
            assert!(!errors.0.is_empty());
            errors.0.iter().map(ToString::to_string).collect()
        }
        Err(error) => panic!("{error}"),
        Ok(_) => Vec::new(),
    }
}

#[test]
fn the_least_package_loads() {
    let problem = load(&[]);
    assert_eq!((problem.name.as_str(), problem.title.as_str()), ("x", "X"));
    assert_eq!(problem.format, Format::Legacy);
    assert_eq!((problem.kind.award, problem.kind.io, problem.kind.passes), (Award::PassFail, Io::Batch, None));
    assert_eq!(problem.mode, Mode::Stdio);
    assert_eq!((problem.runtime.to_string().as_str(), problem.runtime_needed().is_any()), ("base", true));
    assert!(matches!(problem.validator, OutputValidator::Default));
    assert_eq!(problem.root.cases(), [0]);
    let case = &problem.cases[0];
    assert_eq!((case.name.as_str(), case.secrecy, case.disclosure), ("secret/1", Secrecy::Secret, Disclosure::Closed));
    assert_eq!(&*case.input.read().unwrap(), b"1\n");
    assert!(matches!(problem.limits.time, TimeLimit::FromAccepted(c) if c.multiplier == 5.0));
    assert_eq!(problem.limits.memory, Bytes::mib(2048));
    let submission = &problem.submissions[0];
    assert_eq!((submission.path.as_str(), submission.language), ("accepted/a.py", Language::Python));
    assert_eq!(submission.entry.as_deref(), Some("a.py"));
    assert!(problem.warnings.is_empty(), "{:?}", problem.warnings);
}

#[test]
fn pyjury_yaml_overrides() {
    let yaml = "mode: stdio\nruntime: [web, data, python>=3.12]\nsubmit: {files: [a.py, 'lib/*.py']}\nfeedback: open\n\
                limits: {time: 1500ms, wall: 10s, memory: 64MiB, output: 1KiB, processes: 1}\n";
    let problem = load(&[("pyjury.yaml", yaml)]);
    assert_eq!(problem.runtime.to_string(), "web,data,python>=3.12");
    assert_eq!(problem.runtime_needed(), problem.runtime);
    assert_eq!(problem.submit.files, ["a.py", "lib/*.py"]);
    assert_eq!(problem.cases[0].disclosure, Disclosure::Open);
    let run = problem.limits.run(problem.limits.time.or_provisional());
    assert_eq!((run.cpu, run.wall), (Duration::from_millis(1500), Duration::from_secs(10)));
    assert_eq!((run.memory, run.output, run.processes), (Bytes::mib(64), Bytes::kib(1), 1));
}

#[test]
fn modern_cases_have_settings() {
    let problem = load(&[
        ("problem.yaml", &format!("{MODERN}constants: {{n: 5}}\n")),
        ("data/secret/1.yaml", "args: [-n, \"{{n}}\"]\nhint: think\ndescription: why\nfull_feedback: true\n"),
        ("data/secret/1.files/in/x.txt", "x"),
        ("data/secret/sub/2.in", ""),
        ("data/secret/sub/2.ans", ""),
        (
            "data/secret/test_group.yaml",
            "args: [a]\ninput_validator_args: {v: [b]}\noutput_validator_args: [float_tolerance, \"0.{{n}}\"]\n",
        ),
        ("input_validators/v.py", "N = {{n}}\n"),
        ("include/default/lib.py", "L = {{n}}"),
        ("include/python3/lib.py", "P = {{n}}"),
    ]);
    assert_eq!(problem.cases[0].args, ["-n", "{{n}}"], "constants are for test_group.yaml only");
    assert_eq!(problem.cases[0].hint.as_deref(), Some("think"));
    assert_eq!(problem.cases[0].disclosure, Disclosure::Open);
    assert_eq!(problem.cases[0].files[0].path, "in/x.txt");
    assert_eq!((problem.cases[1].name.as_str(), &problem.cases[1].args[..]), ("secret/sub/2", &["a".to_owned()][..]));
    assert_eq!(problem.cases[1].compare.float_absolute, Some(0.5));
    assert_eq!(problem.cases[1].input_args("v"), ["b"]);
    assert_eq!(&*problem.input_validators[0].files[0].data.read().unwrap(), b"N = 5\n");
    assert_eq!(problem.include.len(), 1);
    assert_eq!(&*problem.include[0].data.read().unwrap(), b"P = 5");
    assert_eq!(problem.file_writing, FileWriting::Denied);
}

/// The oddities of packages that are out there.
#[test]
fn packages_of_the_draft_mix_both_worlds() {
    let talk = "problem_format_version: 2023-07-draft\nuuid: 01234567-89ab-cdef-0123-456789abcdef\ntype: interactive\n\
                name:\n  en: G\n  sv: H\nlimits:\n  time_multipliers:\n    time_limit_to_tle: 4\n";
    let problem = load(&[
        ("problem.yaml", talk),
        ("data/sample/1.interaction", "<1\n"),
        ("data/secret/1.ans", "-"),
        ("output_validator/v/validate.cc", ""),
        ("output_validator/v/validate.h", ""),
        ("submissions/slow_accepted/a.py", ""),
        ("submissions/accepted/b.java", ""),
        ("submissions/accepted/c.py", "#!/usr/bin/env python2\n"),
    ]);
    assert_eq!((problem.format, problem.mode), (Format::Draft, Mode::Interactive));
    assert_eq!(problem.titles.len(), 2);
    let OutputValidator::Custom(validator) = &problem.validator else { panic!("a program") };
    assert_eq!(
        (validator.language, validator.entry.as_str(), validator.files.len()),
        (Language::Cpp, "validate.cc", 2)
    );
    assert_eq!(problem.cases.len(), 1, "a conversation is no case");
    let languages: Vec<_> = problem.submissions.iter().map(|s| (s.path.as_str(), s.language)).collect();
    let expected =
        [("accepted/a.py", Language::Python), ("accepted/b.java", Language::Other), ("accepted/c.py", Language::Other)];
    assert_eq!(languages, expected);
    assert!(
        problem.warnings.iter().any(|w| w.starts_with("submissions/slow_accepted is skipped")),
        "{:?}",
        problem.warnings
    );
    let scoring = talk.replace("interactive", "scoring");
    let problem = load(&[("problem.yaml", &scoring), ("data/secret/testdata.yaml", "accept_score: 50\nrange: 0 50\n")]);
    assert!(matches!(problem.root.grading, Grading::Grader(_)));
    let problem = load(&[("problem.yaml", &scoring), ("data/secret/test_group.yaml", "max_score: 50\n")]);
    assert!(matches!(problem.root.grading, Grading::Points(_)));
}

#[test]
fn submissions_yaml_overrides() {
    let yaml = "accepted:\n  use_for_time_limit: false\nwrong_answer:\n  permitted: [AC, WA, TLE]\nwrong_answer/b.py:\n  \
                entrypoint: b.py\n  language: python3\n  authors: me\nown/{x,y}.py:\n  required: TLE\n  secret/*-easy:\n    permitted: [AC]\n\
                accepted/pkg:\n  entrypoint: start.py\n";
    let problem = load(&[
        ("problem.yaml", MODERN),
        ("submissions/submissions.yaml", yaml),
        ("submissions/wrong_answer/b.py", ""),
        ("submissions/own/x.py", ""),
        ("submissions/accepted/pkg/start.py", ""),
        ("submissions/accepted/pkg/other.py", ""),
    ]);
    let find = |path: &str| problem.submissions.iter().find(|s| s.path == path).unwrap();
    assert_eq!(find("accepted/a.py").time_use, TimeUse::Unused);
    assert_eq!(find("accepted/pkg").entry.as_deref(), Some("start.py"));
    let wrong = &find("wrong_answer/b.py").expectation.rules;
    assert_eq!((wrong.len(), wrong[0].permitted.as_ref().unwrap().len()), (1, 4), "AC, WA, PE, TLE: {wrong:?}");
    assert_eq!(wrong[0].required.as_ref().unwrap().len(), 2, "WA and PE are inherited");
    let own = &find("own/x.py").expectation.rules;
    assert_eq!((own.len(), own[1].cases.as_deref()), (2, Some("secret/*-easy")));
    for (yaml, said) in [
        ("accepted:\n  permited: [AC]\n", "submissions/submissions.yaml:2: expected one of the keys language"),
        ("accepted:\n  permitted: [OK]\n", "expected a list out of AC, WA, TLE, RTE"),
        ("accepted:\n  score: 5\n", "expected no score in a pass-fail problem"),
        ("accepted/a.py:\n  entrypoint: b.py\n", "submissions/accepted/a.py: expected the entrypoint \"b.py\""),
        ("accepted:\n  use_for_time_limit: up\n", "expected true, false, lower or upper"),
        ("accepted: 5\n", "expected a map of keys and values for `accepted`"),
    ] {
        let mistakes = mistakes(&[("problem.yaml", MODERN), ("submissions/submissions.yaml", yaml)]);
        assert!(mistakes.len() == 1 && mistakes[0].contains(said), "{yaml}: {mistakes:?}");
    }
}
