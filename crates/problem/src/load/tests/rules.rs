//! Rules over the source.

use super::*;

fn with_rules(rules: &str) -> String {
    format!("static:\n{rules}")
}

#[test]
fn rules_are_cases_before_all_others() {
    let yaml = with_rules(
        "- {id: loops, must_not_use: [for, while], in: f}\n- {id: types, type_hints: complete, advisory: true}\n",
    );
    let problem = load(&[("pyjury.yaml", &yaml)]);
    let names: Vec<_> = problem.cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names, ["static/loops", "secret/1"], "what is only told is no case");
    assert_eq!(problem.root.cases(), [0, 1]);
    assert_eq!((problem.rules.len(), problem.rules[1].advisory), (2, true));
    let text: serde_json::Value = serde_json::from_str(&problem.rules[0].text).unwrap();
    assert_eq!(text["must_not_use"], serde_json::json!(["for", "while"]));
    assert_eq!(text["at"], serde_json::json!({"file": "pyjury.yaml", "line": 2}));
}

#[test]
fn a_rule_with_points_gives_them_and_one_without_is_a_gate() {
    let yaml = with_rules("- {id: a, docstrings: all, points: 3}\n- {id: b, naming: pep8}\n") + "mode: static\n";
    let scoring = format!("{MODERN}type: scoring\n");
    let files = [("problem.yaml", scoring.as_str()), ("pyjury.yaml", &yaml)];
    let problem = load(&files);
    assert_eq!(problem.cases.iter().map(|case| case.name.as_str()).collect::<Vec<_>>(), ["static/b", "static/a"]);
    assert_eq!(problem.root.max_score(), 3.0);
    assert_eq!([0, 1].map(|case| problem.root.scale(case)), [Some(Scale::Unscored), Some(Scale::Bounded(3.0))]);
    let Some(Member::Group(scored)) = problem.root.members.get(1) else { panic!("{:?}", problem.root) };
    assert_eq!(scored.require_pass, ["static"]);
}

#[test]
fn a_wrong_rule_is_told_with_its_line() {
    for (rules, told) in [
        ("- {id: a, must_ues: for}\n", "pyjury.yaml:2: expected one kind of rule"),
        ("- {id: a, must_ues: for}\n", "did you mean `must_use`?"),
        ("- {id: a, must_use: for, naming: pep8}\n", "one kind of rule"),
        ("- {id: a, must_use: for, ni: f}\n", "did you mean `in`?"),
        ("- {must_use: for}\n", "expected an `id` in every rule"),
        ("- {id: a, naming: pep9}\n", "of pep8"),
        ("- {id: a, max_lines: 0}\n", "of at least 1"),
        ("- {id: a, naming: pep8}\n- {id: a, naming: pep8}\n", "every rule with an id of its own"),
        ("- 3\n", "expected a rule"),
        ("- {id: '', naming: pep8}\n", "expected an `id` of at most 100 characters in one line"),
        ("- {id: \"a\\nb\", naming: pep8}\n", "expected an `id` of at most 100 characters in one line"),
        ("- {id: a, naming: pep8, points: 1e9}\n", "expected a number for `points`"),
    ] {
        let all = mistakes(&[("pyjury.yaml", &with_rules(rules))]);
        assert!(all.iter().any(|mistake| mistake.contains(told)), "{rules:?}: {all:?}");
    }
    assert!(mistakes(&[("pyjury.yaml", "mode: static\n")])[0].contains("rules under `static`"));
    let many: String = (0..201).map(|n| format!("- {{id: r{n}, naming: pep8}}\n")).collect();
    let all = mistakes(&[("pyjury.yaml", &with_rules(&many))]);
    assert!(all[0].contains("expected at most 200 rules"), "{all:?}");
}
