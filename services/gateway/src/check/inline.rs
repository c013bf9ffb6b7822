//! An inline run.

use pyjury_core::Bytes;
use pyjury_core::submission::InlineRun;
use pyjury_proto::{Invalid, Within as _, v1};

/// Most bytes of stdin, and as many of the expected output.
const MOST_DATA: Bytes = Bytes::mib(2);

/// Most arguments.
const MOST_ARGS: usize = 64;

/// Most bytes of all arguments.
const MOST_ARG_BYTES: Bytes = Bytes::kib(32);

/// Checks an inline run, limits and sizes.
pub(crate) fn inline(wire: v1::InlineRun, invalid: &mut Vec<Invalid>) -> Option<InlineRun> {
    let before = invalid.len();
    let mut refuse = |field: &str, why: String| invalid.push(Invalid::new(format!("inline_run.{field}"), why));
    for (field, length) in
        [("stdin", wire.stdin.len()), ("expected_output", wire.expected_output.as_ref().map_or(0, Vec::len))]
    {
        let got = Bytes(length as u64);
        if got > MOST_DATA {
            refuse(field, format!("expected at most {MOST_DATA}, got {got}; larger data belongs in a problem package"));
        }
    }
    if wire.args.len() > MOST_ARGS {
        refuse("args", format!("expected at most {MOST_ARGS} arguments, got {}", wire.args.len()));
    }
    let got = Bytes(wire.args.iter().map(String::len).sum::<usize>() as u64);
    if got > MOST_ARG_BYTES {
        refuse("args", format!("expected at most {MOST_ARG_BYTES} in all arguments, got {got}"));
    }
    for (index, _) in wire.args.iter().enumerate().filter(|(_, arg)| arg.contains('\0')).take(MOST_ARGS) {
        refuse(&format!("args[{index}]"), "expected an argument without NUL, got one with it".into());
    }
    match InlineRun::try_from(wire).within("inline_run") {
        Ok(run) => (invalid.len() == before).then_some(run),
        Err(errors) => {
            invalid.extend(errors);
            None
        }
    }
}
