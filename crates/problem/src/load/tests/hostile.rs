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
