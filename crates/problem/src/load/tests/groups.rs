//! Test data groups of both worlds.

use super::*;

#[test]
fn legacy_groups_inherit() {
    let problem = load(&[
        ("problem.yaml", "name: X\ntype: scoring\nvalidator_flags: case_sensitive\n"),
        ("data/testdata.yaml", "on_reject: continue\ngrader_flags: ignore_sample\nrange: 0 100\n"),
        ("data/sample/testdata.yaml", "range: 0 0\naccept_score: 0\ngrader_flags: first_error\n"),
        ("data/sample/1.in", ""),
        ("data/sample/1.ans", ""),
        ("data/secret/1.in", "-"),
        ("data/secret/1.ans", "-"),
        ("data/secret/g2/b.in", ""),
        ("data/secret/g2/b.ans", ""),
        ("data/secret/g2/a/x.in", ""),
        ("data/secret/g2/a/x.ans", ""),
        (
            "data/secret/g2/testdata.yaml",
            "on_reject: break\naccept_score: 50\nrange: 0 50\ngrader_flags: min accept_if_any_accepted\noutput_validator_flags: float_tolerance 1e-6\n",
        ),
        ("data/secret/g10/1.in", ""),
        ("data/secret/g10/1.ans", ""),
        (
            "data/secret/g10/testdata.yaml",
            "input_validator_flags: {name: v, flags: a b}\nreject_score: -1\nrange: -inf 5\n",
        ),
    ]);
    let names: Vec<_> = problem.cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names, ["sample/1", "secret/g10/1", "secret/g2/a/x", "secret/g2/b"]);
    let strict = CompareFlags { case: Sensitivity::Strict, ..CompareFlags::default() };
    assert_eq!(problem.cases[1].compare, strict);
    assert_eq!(
        problem.cases[3].compare,
        CompareFlags { float_absolute: Some(1e-6), float_relative: Some(1e-6), ..strict }
    );
    assert_eq!(problem.cases[3].validator_args[..], ["case_sensitive", "float_tolerance", "1e-6"]);
    assert_eq!(problem.cases[1].input_args("v"), ["a", "b"]);
    assert_eq!(problem.cases[1].input_args("w"), [""; 0]);
    assert_eq!(problem.cases[0].disclosure, Disclosure::Open);
    assert_eq!(problem.root.max_score(), 100.0);
    let Grading::Grader(root) = &problem.root.grading else { panic!("a grader") };
    assert!(root.ignore_sample && problem.root.on_reject == OnReject::Continue);
    let Member::Group(secret) = &problem.root.members[1] else { panic!("a group") };
    let Grading::Grader(grader) = &secret.grading else { panic!("a grader") };
    assert!(!grader.ignore_sample, "that is for the root only");
    let Member::Group(g2) = &secret.members[1] else { panic!("a group") };
    let Member::Group(a) = &g2.members[0] else { panic!("a comes before b") };
    let Grading::Grader(grader) = &a.grading else { panic!("a grader") };
    assert!(grader.accept_if_any_accepted && grader.verdict == VerdictMode::WorstError);
    assert_eq!((a.on_reject, grader.accept_score, grader.range), (OnReject::Break, 50.0, (Some(0.0), Some(50.0))));
    let Member::Group(g10) = &secret.members[0] else { panic!("a group") };
    let Grading::Grader(grader) = &g10.grading else { panic!("a grader") };
    assert_eq!((grader.reject_score, grader.range, g10.on_reject), (-1.0, (None, Some(5.0)), OnReject::Continue));
}

/// A scoring package of 2025-09: sample, and the groups 1, 2 and 3 with these settings.
fn groups(secret: &str, one: &str, two: &str, three: &str) -> Vec<(&'static str, String)> {
    let mut files = vec![
        ("problem.yaml", format!("{MODERN}type: scoring\n")),
        ("data/secret/1.in", "-".into()),
        ("data/secret/1.ans", "-".into()),
        ("data/secret/test_group.yaml", secret.into()),
        ("data/secret/1/test_group.yaml", one.into()),
        ("data/secret/2/test_group.yaml", two.into()),
        ("data/secret/3/test_group.yaml", three.into()),
    ];
    for case in ["data/sample/1", "data/secret/1/a", "data/secret/2/a", "data/secret/2/b", "data/secret/3/a"] {
        files.push((Box::leak(format!("{case}.in").into_boxed_str()), String::new()));
        files.push((Box::leak(format!("{case}.ans").into_boxed_str()), String::new()));
    }
    files
}

#[test]
fn modern_groups_give_points() {
    let files = groups(
        "output_validator_args: [case_sensitive]\n",
        "max_score: 20\nrequire_pass: sample\n",
        "max_score: 30\nscore_aggregation: sum\n",
        "max_score: 50\nscore_aggregation: min\nrequire_pass: [sample, secret/1]\nfull_feedback: true\n",
    );
    let files: Vec<_> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let problem = load(&files);
    assert_eq!(problem.root.max_score(), 100.0);
    let scales: Vec<_> = (0..5).map(|index| problem.root.scale(index).unwrap()).collect();
    let halves = Scale::Bounded(15.0);
    assert_eq!(scales, [Scale::Unscored, Scale::Forbidden, halves, halves, Scale::Bounded(50.0)]);
    assert_eq!(problem.cases[1].compare.case, Sensitivity::Strict);
    assert_eq!(problem.cases[0].compare.case, Sensitivity::Ignored);
    assert_eq!(problem.cases[4].disclosure, Disclosure::Open);
    let Member::Group(secret) = &problem.root.members[1] else { panic!("a group") };
    let on_reject: Vec<_> =
        secret.members.iter().map(|m| matches!(m, Member::Group(g) if g.on_reject == OnReject::Break)).collect();
    assert_eq!((secret.on_reject, on_reject), (OnReject::Continue, vec![true, false, true]));
    let Member::Group(three) = &secret.members[2] else { panic!("a group") };
    assert_eq!(three.require_pass, ["sample", "secret/1"]);
    let Grading::Points(points) = three.grading else { panic!("points") };
    assert_eq!((points.max_score, points.aggregation), (Some(50.0), Aggregation::Min));
}

#[test]
fn mistakes_in_test_group_yaml() {
    let good = "max_score: 10\n";
    for (secret, one, two, three, said) in [
        ("", good, good, "", "secret/3/test_group.yaml:1: expected `max_score: NUMBER`"),
        ("", good, good, "max_score: -1\n", "expected a whole number of points, or unbounded"),
        ("max_score: unbounded\nscore_aggregation: pass-fail\n", good, good, good, "in an all-or-nothing group"),
        (
            "score_aggregation: pass-fail\n",
            good,
            good,
            "max_score: 5\nscore_aggregation: sum\n",
            "expected `score_aggregation: pass-fail`",
        ),
        ("require_pass: secret/1\n", good, good, good, "`sample`, and samples"),
        (
            "",
            "max_score: 1\nrequire_pass: secret/2\n",
            good,
            good,
            "secret/1/test_group.yaml:2: expected all-or-nothing groups",
        ),
        (
            "",
            "max_score: 1\nscore_aggregation: sum\n",
            "max_score: 1\nrequire_pass: secret/1\n",
            good,
            "secret/2/test_group.yaml:2",
        ),
        ("static_validation_score: 5\n", good, good, good, "static validators are not served"),
        ("max_scor: 5\n", good, good, good, "did you mean `max_score`?"),
        ("args: x\n", good, good, good, "expected a list of texts for `args`"),
        ("args: [1]\n", good, good, good, "expected text for `args`, got the number 1"),
        ("", good, good, "-", "data/secret/3: expected a test_group.yaml in every folder beside a group"),
    ] {
        let files = groups(secret, one, two, three);
        let files: Vec<_> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let mistakes = mistakes(&files);
        assert!(!mistakes.is_empty() && mistakes[0].contains(said), "{said}: {mistakes:?}");
    }
    let pass_fail = mistakes(&[("problem.yaml", MODERN), ("data/secret/test_group.yaml", "max_score: 5\n")]);
    assert!(pass_fail[0].contains("no `max_score` in a pass-fail problem"), "{pass_fail:?}");
    let legacy = mistakes(&[("problem.yaml", MODERN), ("data/secret/testdata.yaml", "")]);
    assert!(legacy[0].contains("expected test_group.yaml in a 2025-09 package"), "{legacy:?}");
}
