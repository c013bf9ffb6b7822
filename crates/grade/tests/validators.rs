//! Output validators that are programs, on the real sandbox.

#![allow(clippy::unwrap_used)]

mod common;

use common::{judged, problem, program, runtime, said, slots};
use pyjury_core::scoring::{Aggregation, Grading, Points};
use pyjury_problem::{Award, Language, OutputValidator, Problem};

fn custom(cases: &[(&str, &str)], language: Language, text: &str) -> Problem {
    let name = if language == Language::Cpp { "validate.cc" } else { "validate.py" };
    let mut problem = problem(cases);
    problem.validator = OutputValidator::Custom(program(name, language, text));
    problem
}

const PYTHON: &str = r#"
import sys
case, answer, feedback, *args = sys.argv[1:]
assert feedback.endswith("/")
given = sys.stdin.read().split()
open(feedback + "judgemessage.txt", "w").write("saw " + " ".join(given))
open(feedback + "teammessage.txt", "w").write("for you")
if given == ["hang"]:
    while True: pass
if given == ["crash"]: raise ValueError("on purpose")
sys.exit(42 if given == open(answer).read().split() else 43)
"#;

const CPP: &str = r#"
#include <fstream>
#include <iostream>
#include <string>
int main(int argc, char **argv) {
    std::ifstream answer(argv[2]);
    std::string a, b;
    answer >> a;
    std::cin >> b;
    std::ofstream(std::string(argv[3]) + "judgemessage.txt") << "saw " << b;
    return a == b ? 42 : 43;
}
"#;

#[test]
fn a_python_validator_judges() {
    let Some(mut slots) = slots(1) else { return };
    let mut problem = custom(&[("1", "2")], Language::Python, PYTHON);
    problem.limits.validation_time = std::time::Duration::from_secs(1);
    for (text, expected) in [
        ("print(2)", "AC accepted"),
        ("print(3)", "WA wrong_answer"),
        ("print('crash')", "JE validator"),
        ("print('hang')", "JE validator"),
        ("print(2)\nraise ValueError", "RTE exception:ValueError"),
    ] {
        let judgement = judged(&problem, text, &mut slots);
        assert_eq!(said(&judgement), expected, "{text}: {judgement:#?}");
    }
    let judgement = judged(&problem, "print(3)", &mut slots);
    assert_eq!(judgement.cases[0].feedback.jury, "saw 3");
    assert_eq!(judgement.cases[0].feedback.team, "for you");
}

#[test]
fn a_cpp_validator_judges() {
    let Some(mut slots) = slots(1) else { return };
    let problem = custom(&[("1", "2"), ("1", "2")], Language::Cpp, CPP);
    let judgement = judged(&problem, "print(2)", &mut slots);
    if runtime().toolchain().is_none() {
        assert_eq!(said(&judgement), "JE package");
        assert!(judgement.feedback.jury.contains("compiler"), "{}", judgement.feedback.jury);
        return;
    }
    assert_eq!(said(&judgement), "AC accepted", "{judgement:#?}");
    assert_eq!(said(&judged(&problem, "print(3)", &mut slots)), "WA wrong_answer");
    let broken = custom(&[("1", "2")], Language::Cpp, "int main( {");
    let judgement = judged(&broken, "print(2)", &mut slots);
    assert_eq!(said(&judgement), "JE package");
    assert!(judgement.feedback.jury.contains("doesn't compile"), "{}", judgement.feedback.jury);
}

#[test]
fn points_come_from_score_files() {
    let Some(mut slots) = slots(1) else { return };
    let validator = "import sys\nopen(sys.argv[3] + 'score.txt', 'w').write(input())\nsys.exit(42)\n";
    let mut problem = custom(&[("1", ""), ("2", "")], Language::Python, validator);
    problem.kind.award = Award::Scoring;
    let points = Points { max_score: Some(100.0), aggregation: Aggregation::Sum, static_score: 0.0 };
    problem.root.grading = Grading::Points(points);
    let judgement = judged(&problem, "print(20 * int(input()))", &mut slots);
    assert_eq!((said(&judgement).as_str(), judgement.score, judgement.max_score), ("AC accepted", 60.0, 100.0));
    // 80 points for a case that takes 50.
    let judgement = judged(&problem, "print(40 * int(input()))", &mut slots);
    assert_eq!(said(&judgement), "JE validator");
    assert!(judgement.cases[1].feedback.jury.contains("80"), "{judgement:#?}");
}

/// Sends back 1 more each pass until 3; counts the passes in its folder.
const PASSES: &str = r#"
import os, sys
feedback = sys.argv[3]
count = int(open(feedback + "count").read()) if os.path.exists(feedback + "count") else 0
open(feedback + "count", "w").write(str(count + 1))
open(feedback + "judgemessage.txt", "a").write(f"pass {count}; ")
assert not os.path.exists(feedback + "nextpass.in")
n = int(sys.stdin.read())
last = int(open(feedback + "last" if count else sys.argv[1]).read())
open(feedback + "last", "w").write(str(n))
if n != last + 1: sys.exit(43)
if n < 3: open(feedback + "nextpass.in", "w").write(str(n))
sys.exit(42)
"#;

#[test]
fn passes_follow_each_other() {
    let Some(mut slots) = slots(1) else { return };
    let mut problem = custom(&[("0", "")], Language::Python, PASSES);
    problem.kind.passes = Some(3);
    let add = "print(int(input()) + 1)";
    let judgement = judged(&problem, add, &mut slots);
    assert_eq!(said(&judgement), "AC accepted", "{judgement:#?}");
    assert_eq!(judgement.cases[0].feedback.jury, "pass 0; pass 1; pass 2; ");
    let judgement = judged(&problem, "n = int(input())\nprint(n + (n < 1))", &mut slots);
    assert_eq!(said(&judgement), "WA wrong_answer");
    problem.kind.passes = Some(2);
    let judgement = judged(&problem, add, &mut slots);
    assert_eq!(said(&judgement), "JE validator");
    assert!(judgement.cases[0].feedback.jury.contains("more than 2 passes"));
}
