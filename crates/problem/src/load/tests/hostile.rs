//! Text that nobody would write.

use proptest::prelude::*;

use super::*;

/// Lines that packages are made of, and some that they are not.
fn line() -> impl Strategy<Value = String> {
    let key = prop::sample::select(vec![
        "problem_format_version",
        "name",
        "uuid",
        "type",
        "limits",
        "memory",
        "time_limit",
        "validation",
        "validator_flags",
        "grading",
        "constants",
        "credits",
        "source",
        "on_reject",
        "range",
        "grader_flags",
        "accept_score",
        "max_score",
        "score_aggregation",
        "require_pass",
        "args",
        "mode",
        "submit",
        "files",
        "permitted",
        "required",
        "score",
        "<<",
        "",
    ]);
    let value = prop::sample::select(vec![
        "legacy",
        "2025-09",
        "2023-07-draft",
        "scoring",
        "[pass-fail, interactive]",
        "custom score interactive",
        "float_tolerance 1e-9",
        "-1",
        "1e400",
        "0x10",
        "18446744073709551615",
        "{a: {b: c}}",
        "[[], {}]",
        "&a x",
        "*a",
        "!!binary x",
        "| ",
        "> ",
        "\"",
        "'",
        "~",
        "inf",
        ".nan",
        "true",
        "{{n}}",
        "min",
        "0 100",
    ]);
    (0..3_usize, key, value, any::<bool>()).prop_map(|(indent, key, value, list)| {
        format!("{}{}{key}: {value}\n", "  ".repeat(indent), if list { "- " } else { "" })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// Whatever stands in the YAML files, loading ends, with a problem or with mistakes.
    #[test]
    fn no_yaml_makes_it_panic(
        file in prop::sample::select(vec![
            "problem.yaml", "pyjury.yaml", "data/testdata.yaml", "data/secret/testdata.yaml",
            "data/secret/test_group.yaml", "data/secret/1.yaml", "submissions/submissions.yaml",
        ]),
        modern in any::<bool>(),
        text in prop_oneof![
            prop::collection::vec(line(), 0..12).prop_map(|lines| lines.concat()),
            ".{0,80}",
            "[a-z:\\-\\[\\]{}&*!|>'\"%@#?, \n\t]{0,80}",
        ],
    ) {
        let base = if modern { format!("{MODERN}type: scoring\n") } else { "type: scoring\n".to_owned() };
        let problem = Problem::load(&source(&[("problem.yaml", &base), (file, &text)]));
        if let Err(LoadError::Package(errors)) = problem {
            prop_assert!(!errors.0.is_empty());
        }
    }
}

/// Files of a few bytes each that would be put together to far more than any memory.
#[test]
fn no_small_package_fills_the_memory() {
    let constants = format!("{MODERN}constants: {{n: {}}}\n", "x".repeat(900_000));
    let program = "{{n}}".repeat(100_000);
    let globs = format!("{{{}}}", ",".repeat(2000));
    let glob = format!("\"{globs}\": {{language: python3}}\n");
    let glob = format!("? {glob}").replacen(": {", "\n: {", 1);
    let message = format!("accepted: {{message: {}}}\n", "x".repeat(900_000));
    let rules: String = (0..1000).map(|n| format!("a{n}: {{}}\n")).collect();
    let flags = format!("validator_flags: {}\n", "case_sensitive ".repeat(10_000));
    let again = format!("a: &a {}\nb: [{}]\n", "x".repeat(900_000), ["*a"; 990].join(", "));
    let again = format!("- call: f\n  expected: {{{}}}\n", again.trim_end().replace('\n', ", "));
    let function = ("pyjury.yaml", "mode: function\nsubmit: {files: [m.py]}\n");
    for (files, said) in [
        (&[function, ("grader/cases.yaml", &*again)][..], "expected YAML"),
        (&[("problem.yaml", &*constants), ("submissions/accepted/a.py", &*program)], "16 MiB longer"),
        (&[("problem.yaml", MODERN), ("submissions/submissions.yaml", &*glob)], "a pattern of at most 1024 bytes"),
        (&[("problem.yaml", MODERN), ("submissions/submissions.yaml", &*message)], "at most 1000 bytes for `message`"),
        (&[("problem.yaml", MODERN), ("submissions/submissions.yaml", &*rules)], "at most 200 globs"),
        (&[("problem.yaml", &*flags)], "at most 256 arguments"),
    ] {
        let mistakes = mistakes(files);
        assert!(mistakes.iter().any(|mistake| mistake.contains(said)), "{said}: {mistakes:?}");
        assert!(mistakes.iter().all(|mistake| mistake.len() < 4096));
    }
    let names: Vec<String> = (0..1001).map(|n| format!("submissions/accepted/{n}.py")).collect();
    let many: Vec<(&str, &str)> = names.iter().map(|name| (&**name, "")).collect();
    assert!(mistakes(&many).concat().contains("at most 1000 submissions"));
}

/// What holds for many cases is there once.
#[test]
fn cases_share_their_arguments() {
    let problem = load(&[
        ("problem.yaml", MODERN),
        (
            "data/secret/test_group.yaml",
            "args: [a]\ninput_validator_args: [b]\noutput_validator_args: [case_sensitive]\n",
        ),
        ("data/secret/2.in", ""),
        ("data/secret/2.ans", ""),
    ]);
    let [one, other] = &problem.cases[..] else { panic!("{:?}", problem.cases) };
    assert!(std::sync::Arc::ptr_eq(&one.args, &other.args) && one.args[..] == ["a"]);
    assert!(std::sync::Arc::ptr_eq(&one.validator_args, &other.validator_args));
    assert!(std::sync::Arc::ptr_eq(&one.input_validator_args, &other.input_validator_args));
}
