//! The stdio mode on the real sandbox: every verdict, and what submitters see.

#![allow(clippy::unwrap_used)]

mod common;

use common::{judged, problem, runtime, said, slots, source};
use pyjury_core::Reason;
use pyjury_grade::{Cache, Options, judge};

#[test]
fn every_verdict() {
    let Some(mut slots) = slots(1) else { return };
    let problem = problem(&[("1 2\n", "3\n"), ("2 3\n", "5\n")]);
    let right = "a, b = map(int, input().split())\nprint(a + b)\n";
    for (text, expected) in [
        (right, "AC accepted"),
        ("print(4)\n", "WA wrong_answer"),
        ("", "WA wrong_answer"),
        ("while True: pass\n", "TLE cpu"),
        ("x = bytearray(300 << 20)\nfor i in range(0, len(x), 4096): x[i] = 1\nprint(3)\n", "MLE memory"),
        ("raise MemoryError\n", "MLE memory"),
        ("while True: print('x' * 1000)\n", "OLE output"),
        ("raise ValueError('no')\n", "RTE exception:ValueError"),
        ("import sys\nsys.exit(3)\n", "RTE exit_code:3"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n", "RTE signal:SIGSEGV"),
        ("print(1 +)\n", "CE syntax:1"),
        ("print(1)\n\0", "CE syntax:2"),
    ] {
        let judgement = judged(&problem, text, &mut slots);
        assert_eq!(said(&judgement), expected, "{text:?}: {judgement:#?}");
    }
}

#[test]
fn tracebacks_are_clean_and_closed_cases_are_closed() {
    let Some(mut slots) = slots(1) else { return };
    let text = "import sys\nx = input()\nif x == '2': raise KeyError('secret ' + x)\nprint(x)\n";
    let judgement = judged(&problem(&[("1", "1"), ("2", "2")]), text, &mut slots);
    assert_eq!(said(&judgement), "RTE exception:KeyError");
    let stderr = &judgement.cases[1].feedback.stderr;
    assert!(stderr.contains("File \"main.py\", line 3") && !stderr.contains("/box"), "{stderr}");
    assert!(!stderr.contains("start.py"), "{stderr}");
    let seen = judgement.for_submitter();
    assert_eq!(seen.cases[1].feedback.stderr, "");
    assert_eq!(seen.cases[1].reason, Reason::Exception(None));
}

#[test]
fn modules_of_the_submission_are_found_and_compiled() {
    let Some(mut slots) = slots(1) else { return };
    let files = [
        source(
            "main.py",
            "import sys, helper\nfrom pkg import mod\nprint(helper.f(), mod.N, helper.__cached__ is not None)\nassert sys.argv[0].endswith('main.py')\n",
        ),
        source("helper.py", "def f(): return 1\n"),
        source("pkg/__init__.py", ""),
        source("pkg/mod.py", "N = 2\n"),
    ];
    let cache = Cache::new();
    let judgement = judge(&problem(&[("", "1 2 true")]), &files, &mut slots, runtime(), &Options::new(&cache)).unwrap();
    assert_eq!(said(&judgement), "AC accepted", "{judgement:#?}");
}

#[test]
fn newer_syntax_gets_a_hint() {
    let Some(mut slots) = slots(1) else { return };
    let judgement = judged(&problem(&[("", "")]), "ok = 1\nx = t'{ok}'\n", &mut slots);
    let words = &judgement.feedback.team;
    if runtime().interpreter_version() < "CPython 3.14" {
        assert_eq!(said(&judgement), "CE syntax:2");
        assert!(words.contains("main.py, line 2") && words.contains("valid from CPython 3.14"), "{words}");
    }
}

#[test]
fn the_compiler_runs_nothing_of_the_submission() {
    let Some(mut slots) = slots(1) else { return };
    let files = [source("main.py", "print(1)\n"), source("json.py", "raise SystemExit('imported')\n")];
    let cache = Cache::new();
    let judgement = judge(&problem(&[("", "1")]), &files, &mut slots, runtime(), &Options::new(&cache)).unwrap();
    assert_eq!(said(&judgement), "AC accepted");
}

#[test]
fn the_lowest_failing_case_decides_on_any_number_of_slots() {
    let Some(mut slots) = slots(2) else { return };
    let text = "import time\nx = input()\nif x == '3': time.sleep(0.3); print('wrong')\nelif x == '4': raise ValueError\nelse: print(x)\n";
    let problem = problem(&[("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5")]);
    for _ in 0..3 {
        for count in [1, 2] {
            let judgement = judged(&problem, text, &mut slots[..count]);
            assert_eq!(said(&judgement), "WA wrong_answer");
            let reasons: Vec<_> = judgement.cases.iter().map(|case| case.reason.to_string()).collect();
            assert_eq!(reasons, ["accepted", "accepted", "wrong_answer"]);
        }
    }
}

#[test]
fn refused_files_are_named() {
    let Some(mut slots) = slots(1) else { return };
    let cache = Cache::new();
    let mut problem = problem(&[("", "")]);
    problem.limits.code = pyjury_core::Bytes(100);
    for files in [
        vec![],
        vec![source("a.cpp", "int main(){}")],
        vec![source("../a.py", "")],
        vec![source("a.py", &"#".repeat(101))],
    ] {
        let judgement = judge(&problem, &files, &mut slots, runtime(), &Options::new(&cache)).unwrap();
        assert_eq!(said(&judgement), "CE files");
        assert!(judgement.feedback.team.contains("expected"), "{}", judgement.feedback.team);
    }
}

#[test]
fn cancelling_ends_the_judging() {
    let Some(mut slots) = slots(1) else { return };
    let cache = Cache::new();
    let options = Options::new(&cache);
    let cancel = options.cancel.clone();
    let sleeper = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(300));
        cancel.cancel();
    });
    let begun = std::time::Instant::now();
    let files = [source("main.py", "import time\ntime.sleep(5)\n")];
    let result = judge(&problem(&[("", "")]), &files, &mut slots, runtime(), &options);
    assert!(matches!(result, Err(pyjury_grade::GradeError::Cancelled)), "{result:?}");
    assert!(begun.elapsed().as_secs() < 4);
    sleeper.join().unwrap();
    // The slot can be used again.
    assert_eq!(said(&judged(&problem(&[("", "1")]), "print(1)", &mut slots)), "AC accepted");
}
