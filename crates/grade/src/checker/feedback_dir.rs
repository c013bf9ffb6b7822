//! What an output validator left in its feedback folder.

use std::sync::Arc;

use pyjury_core::{Check, Execution, Exit};
use pyjury_sandbox::Outcome;
use pyjury_sandbox::plan::Collect;

use super::{NextPass, Opinion};
use crate::excerpt;

/// The folder, inside the sandbox. It ends in a slash because validators append names to it.
pub(super) const FOLDER: &str = "/box/feedback/";
/// Where `pass.py` keeps the folder between passes.
pub(super) const STATE: &str = "feedback.state";

const ACCEPTED: i32 = 42;
const REJECTED: i32 = 43;
const LONGEST_MESSAGE: u64 = 64 << 10;
const LONGEST_NUMBER: u64 = 1 << 10;

/// Whether a validator may ask for another pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Passes {
    /// The problem has one pass.
    One,
    /// The problem has several; a pass's input has at most this many bytes.
    Several {
        /// The most bytes of `nextpass.in`.
        largest: u64,
    },
}

/// The files to read back after a validator.
pub(crate) fn collect(passes: Passes) -> Vec<Collect> {
    let file = |name: &str, max| Collect::file(format!("feedback/{name}"), max);
    let mut files = vec![
        file("judgemessage.txt", LONGEST_MESSAGE),
        file("teammessage.txt", LONGEST_MESSAGE),
        file("score.txt", LONGEST_NUMBER),
        file("score_multiplier.txt", LONGEST_NUMBER),
    ];
    if let Passes::Several { largest } = passes {
        files.push(file("nextpass.in", largest));
        files.push(Collect::file(STATE, largest));
    }
    files
}

/// Reads what a validator said: its exit code, and the files. Anything but the contract's two codes
/// is a broken validator, 0 included.
pub(crate) fn read(name: &str, outcome: &Outcome) -> Opinion {
    let content = |file: &str| {
        let path = format!("feedback/{file}");
        outcome.collected.iter().find(|collected| collected.path == path)
    };
    let text = |file: &str| content(file).map_or(String::new(), |found| lossy(&found.content));
    let (team, jury) = (text("teammessage.txt"), text("judgemessage.txt"));
    let broken = |why: String| {
        let said = [&jury, &excerpt::of(&outcome.execution.stderr)].map(|text| text.trim().to_owned()).join("\n");
        Opinion::broken(format!("output validator {name:?}: {why}\n{}", said.trim()))
    };
    let check = match word(&outcome.execution) {
        Ok(Word::Accepted) => match (number(content("score.txt")), number(content("score_multiplier.txt"))) {
            (Ok(score), Ok(multiplier)) => Check::Accepted { score, multiplier },
            (Err(got), _) => return broken(format!("expected a number in score.txt, got {got:?}")),
            (_, Err(got)) => return broken(format!("expected a number in score_multiplier.txt, got {got:?}")),
        },
        Ok(Word::Rejected) => Check::Wrong,
        Err(why) => return broken(why),
    };
    let next = match (content("nextpass.in"), &check) {
        (None, _) => None,
        (Some(_), Check::Wrong) => return broken("wrote nextpass.in and exited with 43, expected 42".to_owned()),
        (Some(file), _) if file.cut => return broken("nextpass.in is larger than the validator may write".to_owned()),
        (Some(file), _) => {
            let state = outcome.collected.iter().find(|file| file.path == STATE && !file.cut);
            let Some(state) = state else {
                return broken("the feedback folder is larger than the validator may write".to_owned());
            };
            Some(NextPass { input: Arc::from(file.content.as_slice()), state: Arc::from(state.content.as_slice()) })
        }
    };
    Opinion { check, team, jury, next }
}

/// A validator's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// 42.
    Accepted,
    /// 43.
    Rejected,
}

/// What a validator answered, or why it is broken.
pub(crate) fn word(execution: &Execution) -> Result<Word, String> {
    if let Some(breach) = &execution.breach {
        return Err(format!("went over its own limits ({breach:?})").to_lowercase());
    }
    match execution.exit {
        Some(Exit::Code(ACCEPTED)) => Ok(Word::Accepted),
        Some(Exit::Code(REJECTED)) => Ok(Word::Rejected),
        Some(Exit::Code(code)) => Err(format!("exited with {code}, expected 42 (accepted) or 43 (rejected)")),
        Some(Exit::Signal(number)) => Err(format!("was ended by {}", pyjury_core::Reason::Signal(number))),
        None => Err("was not started".to_owned()),
    }
}

fn number(file: Option<&pyjury_sandbox::Collected>) -> Result<Option<f64>, String> {
    let Some(file) = file else { return Ok(None) };
    let text = lossy(&file.content);
    match text.trim().parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Some(number)),
        _ => Err(excerpt::shorten(text.trim(), 80)),
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use pyjury_core::{Breach, Capture, Usage};
    use pyjury_sandbox::Collected;

    use super::*;

    fn outcome(exit: Option<Exit>, breach: Option<Breach>, files: &[(&str, &str)]) -> Outcome {
        let execution = Execution {
            exit,
            breach,
            usage: Usage::default(),
            stdout: Capture::default(),
            stderr: Capture { head: b"its stderr".to_vec(), tail: Vec::new(), total: 10 },
            denied: Vec::new(),
            end_order: 0,
        };
        let file = |(path, text): &(&str, &str)| Collected {
            path: (*path).to_owned(),
            content: text.as_bytes().to_vec(),
            cut: false,
        };
        Outcome { execution, collected: files.iter().map(file).collect(), left: pyjury_sandbox::left::Left::default() }
    }

    #[test]
    fn the_contract_of_validators() {
        let code = |n| Some(Exit::Code(n));
        let accepted = |score, multiplier| Check::Accepted { score, multiplier };
        let (score, factor, next) = ("feedback/score.txt", "feedback/score_multiplier.txt", "feedback/nextpass.in");
        type Row<'a> = (Option<Exit>, Option<Breach>, &'a [(&'a str, &'a str)], Check);
        let rows: &[Row<'_>] = &[
            (code(42), None, &[], accepted(None, None)),
            (code(43), None, &[], Check::Wrong),
            (code(0), None, &[], Check::Broken),
            (code(1), None, &[], Check::Broken),
            (code(44), None, &[], Check::Broken),
            (Some(Exit::Signal(11)), None, &[], Check::Broken),
            (None, None, &[], Check::Broken),
            (code(42), Some(Breach::Cpu), &[], Check::Broken),
            (code(43), Some(Breach::Memory), &[], Check::Broken),
            (code(42), None, &[(score, " 12.5\n")], accepted(Some(12.5), None)),
            (code(42), None, &[(factor, "0.5")], accepted(None, Some(0.5))),
            (code(42), None, &[(score, "1"), (factor, "1")], accepted(Some(1.0), Some(1.0))),
            (code(42), None, &[(score, "many")], Check::Broken),
            (code(42), None, &[(score, "")], Check::Broken),
            (code(42), None, &[(score, "nan")], Check::Broken),
            (code(43), None, &[(score, "many")], Check::Wrong),
            (code(43), None, &[(next, "1")], Check::Broken),
            (code(42), None, &[(next, "1")], Check::Broken),
            (code(42), None, &[(next, "1"), (STATE, "x")], accepted(None, None)),
        ];
        for (exit, breach, files, expected) in rows {
            let opinion = read("v", &outcome(*exit, breach.clone(), files));
            assert_eq!(&opinion.check, expected, "{exit:?} {breach:?} {files:?}: {}", opinion.jury);
            if opinion.check == Check::Broken {
                assert!(opinion.jury.contains("its stderr") && opinion.jury.contains("\"v\""), "{}", opinion.jury);
            }
        }
    }

    #[test]
    fn messages_and_the_next_input_are_read() {
        let files = [
            ("feedback/judgemessage.txt", "for us"),
            ("feedback/teammessage.txt", "for them"),
            ("feedback/nextpass.in", "2 3"),
            (STATE, "s"),
        ];
        let opinion = read("v", &outcome(Some(Exit::Code(42)), None, &files));
        assert_eq!((opinion.jury.as_str(), opinion.team.as_str()), ("for us", "for them"));
        assert_eq!(&opinion.next.unwrap().input[..], b"2 3");
    }
}
