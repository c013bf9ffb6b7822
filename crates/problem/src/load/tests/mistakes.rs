//! Packages with mistakes, and what is said of them.

use super::*;

/// Mistakes in problem.yaml of legacy: the text, and how the message begins.
#[test]
fn mistakes_in_legacy_problem_yaml() {
    for (yaml, said) in [
        ("name: X\nvalidaton: custom\n", "problem.yaml:2: expected one of the keys"),
        ("nmae: X\n", "problem.yaml:1: expected one of the keys"),
        ("name: 7\n", "problem.yaml:1: expected text for `name`, got the number 7; put it in quotes"),
        ("name: [a]\n", "problem.yaml:1: expected text for `name`, got a list"),
        ("- a\n", "problem.yaml:1: expected a map of keys and values, got a list"),
        ("name: X\nname: Y\n", "problem.yaml:2: expected YAML, got"),
        ("name: [\n", "problem.yaml:"),
        (
            "type: scorin\n",
            "problem.yaml:1: expected one of pass-fail, scoring for `type`, got \"scorin\"; did you mean `scoring`?",
        ),
        ("problem_format_version: 2025-9\n", "problem.yaml:1: expected one of legacy,"),
        ("validation: custm\n", "problem.yaml:1: expected default, or custom"),
        ("validation: default interactive\n", "problem.yaml:1: expected default, or custom [score] [interactive]"),
        ("validation: custom score\n", "problem.yaml:1: expected no `score` in a pass-fail problem"),
        ("validation: custom interactiv\n", "problem.yaml:1: expected default, or custom"),
        ("validation: custom\n", "output_validators: expected a validator, since problem.yaml says validation: custom"),
        (
            "validator_flags: float_tolerance x\n",
            "problem.yaml:1: expected a number of at least 0 after float_tolerance",
        ),
        ("validator_flags: case_sensitve\n", "problem.yaml:1: expected one of case_sensitive"),
        ("limits:\n  memori: 5\n", "problem.yaml:2: expected one of the keys"),
        (
            "limits:\n  memory: 0\n",
            "problem.yaml:2: expected a whole number of at least 1 for `memory`, got the number 0",
        ),
        ("limits:\n  memory: 1\n", "problem.yaml:2: expected 16MiB to 16GiB for `memory`"),
        ("limits:\n  memory: 999999999999\n", "problem.yaml:2: expected 16MiB to 16GiB for `memory`"),
        ("limits:\n  memory: 2.5\n", "problem.yaml:2: expected a whole number"),
        ("limits:\n  memory: 256MiB\n", "problem.yaml:2: expected a whole number"),
        ("limits:\n  validation_time: 31536000\n", "problem.yaml:2: expected 1s to 300s"),
        ("limits:\n  time_multiplier: 0.5\n", "problem.yaml:2: expected a number from 1 to 1000"),
        ("limits: 5\n", "problem.yaml:1: expected a map of keys and values for `limits`"),
        ("license: mine\n", "problem.yaml:1: expected one of unknown, public domain, cc0"),
        ("uuid: x\n", "problem.yaml:1: expected a UUID"),
        ("grading:\n  objective: max\n", "problem.yaml:1: expected no `grading` in a pass-fail problem"),
        ("type: scoring\ngrading:\n  objective: most\n", "problem.yaml:3: expected one of max, min"),
    ] {
        let mut mistakes = mistakes(&[("problem.yaml", yaml)]);
        // A misspelt `custom` brings a second one: there is no validator in this package.
        mistakes.retain(|text| said.starts_with("output_v") || !text.starts_with("output_v"));
        assert_eq!(mistakes.len(), 1, "{yaml}: {mistakes:?}");
        assert!(mistakes[0].starts_with(said), "{yaml}: {mistakes:?}");
    }
    let near = mistakes(&[("problem.yaml", "name: X\nvalidaton: custom\n")]);
    assert!(near[0].ends_with("did you mean `validation`?"), "{near:?}");
}

#[test]
fn mistakes_in_modern_problem_yaml() {
    for (yaml, said) in [
        ("souce: x\n", "problem.yaml:4: expected one of the keys"),
        ("type: [pass-fail, scoring]\n", "problem.yaml:4: expected pass-fail or scoring"),
        ("type: [scoring, scoring]\n", "problem.yaml:4: expected each type once"),
        ("type: submit-answer\n", "problem.yaml:4: expected a type that this version serves"),
        ("type: pass-fail interactive\n", "problem.yaml:4: expected one of pass-fail, scoring"),
        ("type: []\n", "problem.yaml:4: expected at least one type"),
        ("type: interactive\n", "output_validator: expected a validator in an interactive or multi-pass problem"),
        ("credits:\n  authorz: me\n", "problem.yaml:5: expected one of the keys authors"),
        ("credits:\n  authors:\n  - name: me\n    mail: x\n", "problem.yaml:7: expected one of the keys name, email"),
        ("source:\n  url: x\n", "problem.yaml:4: expected a `name` for `source`"),
        ("languages: [cpp]\n", "problem.yaml:4: expected python3 among the languages"),
        ("limits:\n  time_limit: 0\n", "problem.yaml:5: expected 0.01 to 300 for `time_limit`"),
        ("limits:\n  time_limit: 31536000\n", "problem.yaml:5: expected 0.01 to 300"),
        ("limits:\n  time_limit: 2s\n", "problem.yaml:5: expected a number for `time_limit`, got \"2s\""),
        ("limits:\n  time_multipliers:\n    ac_to_time_limi: 2\n", "problem.yaml:6: expected one of the keys"),
        (
            "limits:\n  validation_passes: 3\n",
            "problem.yaml:4: expected `validation_passes` in a multi-pass problem only",
        ),
        ("constants:\n  1x: 5\n", "problem.yaml:5: expected a name of letters"),
        ("constants:\n  x:\n    tex: 5\n", "problem.yaml:5: expected a map with the key `value`"),
        ("allow_file_writing: maybe\n", "problem.yaml:4: expected true or false"),
        ("validation: default\n", "problem.yaml:4: expected one of the keys"),
    ] {
        let mistakes = mistakes(&[("problem.yaml", &format!("{MODERN}{yaml}"))]);
        assert_eq!(mistakes.len(), 1, "{yaml}: {mistakes:?}");
        assert!(mistakes[0].starts_with(said), "{yaml}: {mistakes:?}");
    }
    let nothing = mistakes(&[("problem.yaml", "problem_format_version: 2025-09\n")]);
    assert_eq!(nothing.len(), 2, "{nothing:?}");
    assert!(nothing[0].contains("the key `name`") && nothing[1].contains("the key `uuid`"), "{nothing:?}");
    assert!(mistakes(&[("problem.yaml", "problem_format_version: 2023-07-draft\nname: X\n")]).is_empty());
}

#[test]
fn mistakes_in_files() {
    for (files, said) in [
        (&[("problem.yaml", "-")][..], "problem.yaml: expected a file problem.yaml at the top"),
        (&[("data/secret/1.in", "-"), ("data/secret/1.ans", "-")], "data/secret: expected at least one case"),
        (&[("data/secret/1.ans", "-")], "data/secret/1.in: expected an answer 1.ans beside it, got none"),
        (&[("data/secret/2.ans", "")], "data/secret/2.ans: expected an input 2.in beside it, got none"),
        (&[("data/secret/2.interaction", "")], "data/secret/2.interaction: expected an input 2.in"),
        (&[("data/secret/2.files/x", "")], "data/secret/2.files: expected an input 2.in"),
        (&[("data/1.in", ""), ("data/1.ans", "-")], "data/1.in: expected cases in data/sample and data/secret"),
        (&[("data/extra/1.in", "")], "data/extra: expected the folders sample and secret"),
        (
            &[("data/secret/1/2.in", ""), ("data/secret/1/2.ans", "")],
            "data/secret/1: expected a folder named like no case",
        ),
        (&[("data/secret/ü.in", "")], "data/secret/ü.in: expected a name of letters"),
        (
            &[("data/secret/test_group.yaml", "")],
            "data/secret/test_group.yaml: expected testdata.yaml in a legacy package",
        ),
        (&[("output_validator/v.py", "")], "output_validator: expected output_validators/ in a legacy package"),
        (&[("input_validators/v/build", "")], "input_validators/v: expected one .py file"),
        (
            &[("submissions/partially_accepted/a.py", "")],
            "submissions/partially_accepted: expected no partially_accepted",
        ),
    ] {
        let mistakes = mistakes(files);
        assert_eq!(mistakes.len(), 1, "{files:?}: {mistakes:?}");
        assert!(mistakes[0].starts_with(said), "{files:?}: {mistakes:?}");
    }
    let custom = ("problem.yaml", "validation: custom\n");
    for (files, said) in [
        (
            &[custom, ("output_validators/a.py", ""), ("output_validators/b.py", "")][..],
            "expected one output validator",
        ),
        (&[custom, ("output_validators/v/run", "")], "a `run` script"),
        (
            &[custom, ("output_validators/v/a.py", ""), ("output_validators/v/b.py", "")],
            "name the file to run __main__.py",
        ),
        (&[custom, ("output_validators/v/a.py", "#!/usr/bin/env python2\n")], "Python 2"),
        (&[custom, ("output_validators/README", "")], "expected a program in Python, C or C++"),
    ] {
        let mistakes = mistakes(files);
        assert!(mistakes.len() == 1 && mistakes[0].contains(said), "{files:?}: {mistakes:?}");
    }
}

#[test]
fn all_mistakes_are_told_at_once() {
    let mistakes = mistakes(&[
        ("problem.yaml", "nmae: X\nlimits:\n  memory: 0\n  memori: 0\nvalidator_flags: case\n"),
        ("data/secret/1.ans", "-"),
        ("data/secret/testdata.yaml", "on_reject: stop\nrange: 0 5\n"),
        ("pyjury.yaml", "mode: stdoi\nlimits: {time: 2}\n"),
    ]);
    assert_eq!(mistakes.len(), 9, "{mistakes:#?}");
}

#[test]
fn mistakes_in_pyjury_yaml() {
    for (yaml, said) in [
        (
            "mod: stdio\n",
            "pyjury.yaml:1: expected one of the keys mode, runtime, submit, limits, feedback, static, catalog, got `mod`; did you mean `mode`?",
        ),
        (
            "\nmode: service\n",
            "pyjury.yaml:2: expected a mode that is served (stdio, interactive, function, pytest, tests, cli, static) for `mode`, got \"service\"; mode service is not served by this version",
        ),
        (
            "mode: stido\n",
            "pyjury.yaml:1: expected one of stdio, interactive, function, pytest, tests, cli, static for `mode`, got \"stido\"; did you mean `stdio`?",
        ),
        ("mode: interactive\n", "pyjury.yaml:1: expected stdio for `mode`"),
        (
            "runtime: ../x\n",
            "pyjury.yaml:1: expected layers of a runtime, and bounds on python for `runtime`, got \"../x\"; \
             expected the name of a layer, or a bound such as python>=3.12, got \"../x\"; write it as",
        ),
        ("runtime: []\n", "pyjury.yaml:1: expected layers of a runtime"),
        (
            "runtime: [base, python>=3]\n",
            "pyjury.yaml:1: expected layers of a runtime, and bounds on python for `runtime`, got a list; \
             \"python>=3\": expected a version such as 3.12, got \"3\"; write it as `base`, `[base, qa]`, \
             `python>=3.12` or `[qa, python>=3.12]`",
        ),
        ("submit: {files: []}\n", "pyjury.yaml:1: expected at least one name"),
        ("submit: {files: [/x]}\n", "pyjury.yaml:1: expected relative paths"),
        ("submit: {files: ['*.py']}\n", "pyjury.yaml:1: expected the entry as the first name"),
        ("submit: {file: [a.py]}\n", "pyjury.yaml:1: expected one of the keys files"),
        ("limits: {time: 2}\n", "pyjury.yaml:1: expected a duration for `time`, got the number 2"),
        ("limits: {time: 0s}\n", "pyjury.yaml:1: expected 10ms to 300s"),
        ("limits: {wall: 9999s}\n", "pyjury.yaml:1: expected 100ms to 900s"),
        ("limits: {memory: 256}\n", "pyjury.yaml:1: expected a size for `memory`"),
        ("limits: {memory: 1TiB}\n", "pyjury.yaml:1: expected a size for `memory`"),
        ("limits: {output: 1GiB}\n", "pyjury.yaml:1: expected 1B to 64MiB"),
        ("limits: {processes: 0}\n", "pyjury.yaml:1: expected a whole number of at least 1"),
        ("limits: {processes: 9999}\n", "pyjury.yaml:1: expected 1 to 1024"),
        ("feedback: yes\n", "pyjury.yaml:1: expected one of open, closed"),
    ] {
        let mistakes = mistakes(&[("pyjury.yaml", yaml)]);
        assert_eq!(mistakes.len(), 1, "{yaml}: {mistakes:?}");
        assert!(mistakes[0].starts_with(said), "{yaml}: {mistakes:?}");
    }
}

/// A package for a later version is not told that it lacks what its mode doesn't need.
#[test]
fn an_unserved_mode_is_the_only_mistake() {
    let mistakes = mistakes(&[
        ("data/secret/1.in", "-"),
        ("data/secret/1.ans", "-"),
        ("pyjury.yaml", "mode: service\n"),
        ("grader/cases.yaml", "x"),
    ]);
    assert!(mistakes.len() == 1 && mistakes[0].contains("mode service is not served"), "{mistakes:?}");
}

#[test]
fn mistakes_in_testdata_yaml() {
    let scoring = ("problem.yaml", "type: scoring\n");
    for (files, said) in [
        (&[("data/secret/testdata.yaml", "accept_score: 1\n")][..], "no such key in a pass-fail problem"),
        (&[("data/secret/testdata.yaml", "on_rejct: break\n")], "did you mean `on_reject`?"),
        (&[scoring, ("data/secret/testdata.yaml", "range: 5\n")], "expected text for `range`"),
        (&[scoring, ("data/secret/testdata.yaml", "range: 5 1\n")], "two numbers, the lower one first"),
        (&[scoring, ("data/secret/testdata.yaml", "range: 0 x\n")], "two numbers"),
        (&[scoring, ("data/secret/testdata.yaml", "grader_flags: summ\n")], "remove or correct `summ`"),
        (&[scoring, ("data/secret/testdata.yaml", "grader_flags: ignore_sample\n")], "only in data/testdata.yaml"),
        (&[scoring, ("data/testdata.yaml", "grader_flags: ignore_sample\n")], "`on_reject: continue` beside"),
        (&[scoring, ("data/secret/testdata.yaml", "grading: custom\n")], "custom graders are not served"),
        (
            &[("data/secret/testdata.yaml", "output_validator_flags: nope\n")],
            "data/secret/testdata.yaml:1: expected one of case_sensitive",
        ),
    ] {
        let mistakes = mistakes(files);
        assert!(mistakes.len() == 1 && mistakes[0].contains(said), "{files:?}: {mistakes:?}");
    }
}
