//! Conversations on the real sandbox, and who is to blame for their ends.

#![allow(clippy::unwrap_used)]

mod common;

use common::{interactive, judged, runtime, said, slots, source};
use pyjury_core::{Allowance, Ratio};
use pyjury_grade::{Cache, Options, judge};

/// Guess a number from 1 to 100 in ten tries.
const GUESS: &str = r#"
import sys
secret = int(open(sys.argv[1]).read())
def wrong(why):
    open(sys.argv[3] + "judgemessage.txt", "w").write(why)
    sys.exit(43)
for _ in range(10):
    line = sys.stdin.readline()
    if not line: wrong("end of input")
    try: n = int(line)
    except ValueError: wrong("not a number")
    answer = "higher" if n < secret else "lower" if n > secret else "correct"
    print(answer, flush=True)
    if n == secret: sys.exit(42)
wrong("too many guesses")
"#;

const SEARCH: &str = "a, b = 1, 100\nwhile True:\n    m = (a + b) // 2\n    print(m, flush=True)\n    x = input()\n    if x == 'correct': break\n    if x == 'higher': a = m + 1\n    else: b = m - 1\n";

#[test]
fn every_end_of_a_conversation() {
    let Some(mut slots) = slots(1) else { return };
    let mut problem = interactive(&[("7\n", ""), ("99\n", "")], GUESS);
    let usual = problem.limits.wall;
    for (text, expected) in [
        (SEARCH, "AC accepted"),
        ("for i in range(50, 99): print(i, flush=True); input()\n", "WA wrong_answer"),
        ("print('seven', flush=True)\nprint(input())\n", "WA wrong_answer"),
        ("pass\n", "WA wrong_answer"),
        ("raise ValueError\n", "RTE exception:ValueError"),
        ("while True: pass\n", "TLE cpu"),
        ("input()\n", "TLE idle"),
        ("import sys\nprint(50)\nsys.stdin.readline()\n", "TLE idle"),
        ("print(50, flush=True)\ninput()\nwhile True: pass\n", "TLE cpu"),
        (&format!("{SEARCH}raise KeyError\n"), "RTE exception:KeyError"),
        ("import sys\nwhile True: sys.stdout.write('1' * 1000)\n", "OLE output"),
    ] {
        // However busy the host is: who burns time gets to the limit.
        problem.limits.wall = if expected == "TLE cpu" { Some(std::time::Duration::from_secs(60)) } else { usual };
        let judgement = judged(&problem, text, &mut slots);
        assert_eq!(said(&judgement), expected, "{text:?}: {judgement:#?}");
    }
}

#[test]
fn a_validator_that_fails_is_to_blame() {
    let Some(mut slots) = slots(1) else { return };
    for (validator, text, expected) in [
        ("import sys\nsys.exit(0)\n", "print(1)\n", "JE validator"),
        ("raise ValueError\n", "print(1)\n", "JE validator"),
        ("raise ValueError\n", "raise KeyError\n", "JE validator"),
        ("import sys\nsys.exit(43)\n", "import time\ntime.sleep(0.5)\nraise KeyError\n", "WA wrong_answer"),
        ("import sys\nsys.exit(42)\n", "import time\ntime.sleep(0.5)\nraise KeyError\n", "RTE exception:KeyError"),
        ("import sys\nsys.exit(42)\n", "pass\n", "AC accepted"),
    ] {
        let judgement = judged(&interactive(&[("", "")], validator), text, &mut slots);
        assert_eq!(said(&judgement), expected, "{validator:?} {text:?}: {judgement:#?}");
    }
}

#[test]
fn the_submission_does_not_see_the_input() {
    let Some(mut slots) = slots(1) else { return };
    let text = "import os\nprint(sum('.in' in n or 'interact' in n for _, d, f in os.walk('/box') for n in d + f) + 7, flush=True)\ninput()\n";
    assert_eq!(said(&judged(&interactive(&[("7\n", "")], GUESS), text, &mut slots)), "AC accepted");
}

/// Only what the submission computes counts; and what it does after its limit doesn't, though the conversation goes on.
#[test]
fn a_conversation_is_near_its_limit_by_the_submission_alone() {
    let Some(mut slots) = slots(1) else { return };
    let burns = |ms: u32| {
        format!("import time\nbegan = time.process_time()\nwhile time.process_time() - began < {ms} / 1000: pass\n")
    };
    let cache = Cache::new();
    let mut judged = |validator: &str, text: &str| {
        let mut problem = interactive(&[("7\n", "")], validator);
        problem.limits.wall = Some(std::time::Duration::from_secs(300));
        let allowance = Allowance { margin: Ratio::ONE, ..Allowance::default() };
        let options = Options { allowance, ..Options::new(&cache) };
        judge(&problem, &[source("main.py", text)], &mut slots, runtime(), &options).unwrap()
    };
    let accepts = "import sys\nsys.stdin.readline()\nsys.exit(42)\n";
    let rejects = "import sys\nsys.stdin.readline()\nsys.exit(43)\n";
    for (validator, text, expected, near) in [
        (accepts.to_owned(), format!("{}print(1)\n", burns(1300)), "TLE cpu", true),
        (rejects.to_owned(), format!("{}print(1)\n", burns(1300)), "TLE cpu", true),
        (format!("{}{accepts}", burns(1300)), "print(1)\n".to_owned(), "AC accepted", false),
        (accepts.to_owned(), "print(1)\n".to_owned(), "AC accepted", false),
    ] {
        let judgement = judged(&validator, &text);
        assert_eq!((said(&judgement).as_str(), judgement.measured.near_limit), (expected, near), "{judgement:#?}");
    }
}
