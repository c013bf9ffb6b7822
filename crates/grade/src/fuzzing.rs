//! What is held of everything that a submission or a validator may have written, whatever its bytes. For tests and the
//! fuzzer only: see tests/corpus.

mod report;

pub use report::report;

use pyjury_core::{Capture, Check, Execution, Exit, Usage};
use pyjury_problem::CompareFlags;
use pyjury_problem::validator::Sensitivity;
use pyjury_sandbox::left::Left;
use pyjury_sandbox::{Collected, Outcome};

use crate::checker::default::compare;
use crate::checker::feedback_dir;
use crate::{compile, excerpt, traceback};

const TOLERANCES: [f64; 8] = [0.0, 1e-9, 1e-6, 0.1, 1.0, 1e9, f64::MIN_POSITIVE, f64::MAX];

/// Two bytes of flags, the output, a NUL, the answer.
pub fn checker(bytes: &[u8]) {
    let [words, tolerances, texts @ ..] = bytes else { return };
    let at = texts.iter().position(|byte| *byte == 0).unwrap_or(texts.len());
    let (output, answer) = (&texts[..at], texts.get(at + 1..).unwrap_or_default());
    let strict = |bit: u8| if words & bit == 0 { Sensitivity::Ignored } else { Sensitivity::Strict };
    let tolerance = |bit: u8, shift: u8| (words & bit != 0).then(|| TOLERANCES[usize::from(tolerances >> shift & 7)]);
    let flags = CompareFlags {
        case: strict(1),
        space: strict(2),
        float_absolute: tolerance(4, 0),
        float_relative: tolerance(8, 3),
    };
    for text in [output, answer] {
        assert_eq!(compare(text, text, &flags), Ok(()), "what is equal is accepted");
    }
    let accepted = |output: &[u8], answer: &[u8], flags: &CompareFlags| compare(output, answer, flags).is_ok();
    let verdict = accepted(output, answer, &flags);
    if let Err(difference) = compare(output, answer, &flags) {
        assert!((1..=1 + newlines(output)).contains(&difference.line));
        assert!(difference.to_string().len() <= 4096);
    }
    // Whoever is accepted by a stricter comparison is accepted by a milder one.
    let mild = CompareFlags { case: Sensitivity::Ignored, space: Sensitivity::Ignored, ..flags };
    assert!(!verdict || accepted(output, answer, &mild));
    let wide = |tolerance: Option<f64>| tolerance.map(|most| (2.0 * most).min(f64::MAX));
    let wider = CompareFlags {
        float_absolute: wide(flags.float_absolute),
        float_relative: wide(flags.float_relative),
        ..flags
    };
    assert!(!verdict || accepted(output, answer, &wider));
    // White space that doesn't count doesn't.
    if flags.space == Sensitivity::Ignored {
        assert_eq!(accepted(&respaced(output), answer, &flags), verdict);
        assert_eq!(accepted(output, &respaced(answer), &flags), verdict);
    }
    if flags.float_relative.is_none() {
        assert_eq!(accepted(answer, output, &flags), verdict, "only a relative tolerance is of one side");
    }
    if !flags.compares_floats() {
        assert_eq!(verdict, by_the_book(output, answer, &flags));
    }
}

fn newlines(text: &[u8]) -> usize {
    text.iter().filter(|byte| **byte == b'\n').count()
}

fn tokens(text: &[u8]) -> Vec<&[u8]> {
    text.split(|byte| matches!(byte, b' ' | b'\t'..=b'\r')).filter(|token| !token.is_empty()).collect()
}

fn respaced(text: &[u8]) -> Vec<u8> {
    [b"\n", tokens(text).join(&b"\t \r\n"[..]).as_slice()].concat()
}

/// The comparison without numbers in one line.
fn by_the_book(output: &[u8], answer: &[u8], flags: &CompareFlags) -> bool {
    let folded =
        |text: &[u8]| if flags.case == Sensitivity::Strict { text.to_vec() } else { text.to_ascii_lowercase() };
    let (output, answer) = (folded(output), folded(answer));
    if flags.space == Sensitivity::Strict { output == answer } else { tokens(&output) == tokens(&answer) }
}

/// What a program left on stderr, and what the compile check says. One byte of how much is kept, one of how often the
/// text was written, the text.
pub fn stderr(bytes: &[u8]) {
    let [most, times, written @ ..] = bytes else { return };
    let text = String::from_utf8_lossy(written);
    if let Some(name) = traceback::exception(&text) {
        assert!((1..=80).contains(&name.len()) && name.chars().all(|c| c.is_alphanumeric() || c == '_'), "{name:?}");
        assert!(text.contains(&name));
    }
    let clean = traceback::clean(&text);
    assert!(clean.len() <= text.len());
    if !text.contains(traceback::BOX) && !text.contains('"') {
        assert_eq!(clean, text, "only paths and frames are taken away");
    }
    shortened(&text, usize::from(*most));
    // A program may write far more than is kept.
    let all = written.repeat(1 + usize::from(*times) * 16);
    let kept = usize::from(*most) << 8;
    let head = &all[..all.len().min(kept)];
    let tail = &all[head.len()..];
    let tail = &tail[tail.len().saturating_sub(kept)..];
    let capture = Capture { head: head.to_vec(), tail: tail.to_vec(), total: all.len() as u64 };
    let excerpt = excerpt::of(&capture);
    // A byte that is no UTF-8 becomes a character of three.
    assert!(excerpt.len() <= 3 * (excerpt::LONGEST + 64));
    if all.len() <= excerpt::LONGEST && capture.dropped() == 0 {
        assert_eq!(excerpt, String::from_utf8_lossy(&all));
    }
    if let Some(error) = compile::read_answer(written).and_then(|answer| answer.error) {
        assert!(error.to_string().len() <= written.len() + 1024, "{error}");
    }
}

/// Both ends stay, and what is missing is told.
fn shortened(text: &str, most: usize) {
    let short = excerpt::shorten(text, most);
    if text.len() <= most {
        return assert_eq!(short, text);
    }
    let told = (0..=most).find_map(|dropped| {
        let dropped = text.len() - dropped;
        let (head, tail) = short.split_once(&format!("\n[{dropped} bytes dropped]\n"))?;
        (head.len() + tail.len() + dropped == text.len()).then_some((head, tail))
    });
    let (head, tail) = told.expect("the number of dropped bytes is that of the bytes that were dropped");
    assert!(text.starts_with(head) && text.ends_with(tail));
}

/// What a validator left: a byte of its exit, then its files, separated by NUL.
pub fn feedback(bytes: &[u8]) {
    const NAMES: [&str; 5] =
        ["judgemessage.txt", "teammessage.txt", "score.txt", "score_multiplier.txt", "nextpass.in"];
    let Some((exit, files)) = bytes.split_first() else { return };
    let contents = files.split(|byte| *byte == 0).map(<[u8]>::to_vec);
    // An empty file stands for none.
    let named =
        NAMES.map(|name| format!("feedback/{name}")).into_iter().chain(["feedback.state".to_owned()]).zip(contents);
    let collected = named.filter(|(_, content)| !content.is_empty());
    let collected = collected.map(|(path, content)| Collected { path, content, cut: exit & 0x80 != 0 });
    let exit = match exit & 0x7f {
        signal @ 64.. => Exit::Signal(signal.into()),
        code => Exit::Code(code.into()),
    };
    let execution = Execution {
        exit: Some(exit),
        breach: None,
        usage: Usage::default(),
        stdout: Capture::default(),
        stderr: Capture::default(),
        denied: Vec::new(),
        end_order: 0,
    };
    let opinion =
        feedback_dir::read("v", &Outcome { execution, collected: collected.collect(), left: Left::default() });
    match opinion.check {
        Check::Accepted { score, multiplier } => {
            assert_eq!(exit, Exit::Code(42));
            assert!(score.is_none_or(f64::is_finite) && multiplier.is_none_or(f64::is_finite));
        }
        Check::Wrong => assert_eq!(exit, Exit::Code(43)),
        _ => assert!(opinion.jury.contains("\"v\"") && opinion.next.is_none()),
    }
    assert!(opinion.next.is_none() || exit == Exit::Code(42));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_are_compared() {
        let seeds = [
            "\x00\x001 2\n3\n\x001 2 3",
            "\x01\x00YES\x00yes",
            "\x02\x001 2\n\x001  2\n",
            "\x04\x021.000001\x001",
            "\x08\x101000000.9\x001000000",
            "\x0c\x120.1 -.5e-3 +10. 1E+5\x000.100001 -0.0005 10 100000",
            "\x0c\x121234567890123456.000002\x001234567890123456.000000",
            "\x0c\x00nan inf 0x10 1_0\x00nan inf 16 10",
            "\x0f\x091e999999999999 1e-999999999999\x000 0",
        ];
        pyjury_corpus::replay("checker", checker, seeds.map(Vec::from));
    }

    #[test]
    fn what_a_program_says_is_shown() {
        let traceback = concat!(
            "Traceback (most recent call last):\n",
            "  File \"/pyjury/start.py\", line 40, in <module>\n    run(main)\n    ~~~^^^^^^\n",
            "  File \"/box/main.py\", line 3, in <module>\n    f()\n",
            "  File \"/usr/lib/python3.11/json/decoder.py\", line 1, in x\n    raise\n",
            "json.decoder.JSONDecodeError: bad: thing\nsecond line\n",
        );
        let group = concat!(
            "  + Exception Group Traceback (most recent call last):\n",
            "  |   File \"/box/main.py\", line 1, in <module>\n",
            "  | ExceptionGroup: many (1 sub-exception)\n",
            "  +-+---------------- 1 ----------------\n    | ValueError: 1\n",
        );
        let syntax = "  File \"/box/a.py\", line 1\n    x=\n      ^\nSyntaxError: invalid syntax\n";
        let thread = "Exception in thread Thread-1:\nTraceback (most recent call last):\n  File \"x\"\nValueError\n";
        let answer = r#"{"compiled": [{"cached": "__pycache__/a.cpython-311.pyc", "file": "out/0.pyc"}], "error":
            {"path": "main.py", "kind": "SyntaxError", "message": "invalid syntax", "line": 3, "column": 7,
             "text": "    x = = 1", "hint": "look again"}}"#;
        let seeds = [traceback, group, syntax, thread, answer, "äöü€\u{10ffff}"];
        let seeds = seeds.iter().flat_map(|text| [b"\x10\x00", b"\x03\xff"].map(|how| [how, text.as_bytes()].concat()));
        pyjury_corpus::replay("stderr", stderr, seeds);
    }

    #[test]
    fn validators_are_understood() {
        let seeds = [
            "*for the jury\0for the team\x0012.5\x000.5\x002 3\0state",
            "*\0\0 1e3 \0\x001",
            "*\0\0many",
            "+no\0try again",
            "+\0\0\0\x002 3",
            "\x00\0",
            "\x01Traceback",
            "\x4b",
        ];
        pyjury_corpus::replay("feedback", feedback, seeds.map(Vec::from));
    }
}
