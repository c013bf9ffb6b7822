//! The commit's script: its arguments and its answers.

use std::sync::LazyLock;

use redis::{Cmd, Script, Value, cmd};

use super::link::Form;
use super::names::Names;
use crate::{Commit, Expected, IndexChange, Key, Stamp};

/// Writes a commit.
static COMMIT: LazyLock<Text> =
    LazyLock::new(|| Text::new(concat!(include_str!("permissions.lua"), include_str!("commit.lua"))));

/// Checks the permissions that a commit needs.
static PROVE: LazyLock<Text> =
    LazyLock::new(|| Text::new(concat!(include_str!("permissions.lua"), "return missing(KEYS[1], ARGV[1]) or 1")));

/// A script and its digest.
pub(super) struct Text {
    code: &'static str,
    digest: String,
}

impl Text {
    pub(super) fn new(code: &'static str) -> Self {
        Self { code, digest: Script::new(code).get_hash().to_owned() }
    }

    pub(super) fn call(&self, form: Form) -> Cmd {
        match form {
            Form::Digest => cmd("EVALSHA").arg(&self.digest).to_owned(),
            Form::Text => cmd("EVAL").arg(self.code).to_owned(),
        }
    }
}

/// What the script answers.
#[derive(Debug)]
pub(super) enum Answer {
    Written(Stamp),
    /// An expectation, by its place, doesn't hold: the record was written so, by the commit with
    /// that mark.
    Unexpected {
        expectation: usize,
        written: Stamp,
        mark: String,
    },
}

/// The call that proves the permissions on one shard.
pub(super) fn prove(form: Form, names: &Names, shard: crate::Shard) -> Cmd {
    let mut command = PROVE.call(form);
    command.arg(1).arg(names.clock(shard)).arg(names.channel());
    command
}

/// How a commit is to be written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Writing<'a> {
    /// How many events a shard keeps.
    pub(super) retained: usize,
    /// Tells this commit from every other.
    pub(super) mark: &'a str,
    /// Whether the user's permissions are checked first.
    pub(super) check: bool,
}

/// The call that writes a commit.
pub(super) fn commit(form: Form, names: &Names, commit: &Commit, writing: Writing<'_>) -> Cmd {
    let Writing { retained, mark, check } = writing;
    let mut keys = Keys { names, keys: Vec::new() };
    for fixed in [names.clock(commit.shard), names.events(commit.shard), names.counts(commit.shard)] {
        keys.keys.push(fixed);
    }
    let mut arguments = Arguments::default();
    for (key, expected) in &commit.expected {
        let key = keys.record(key);
        match expected {
            Expected::Absent => arguments.add(b"a").number(key),
            Expected::Version(version) => arguments.add(b"v").number(key).add(version.to_string()),
            Expected::Value(value) => arguments.add(b"b").number(key).add(value.as_slice()),
        };
    }
    for put in &commit.puts {
        let key = keys.record(&put.key);
        arguments.add(b"p").number(key).add(put.value.as_slice());
    }
    for key in &commit.removes {
        let key = keys.record(key);
        arguments.add(b"d").number(key);
    }
    for change in puts_first(&commit.index) {
        match change {
            IndexChange::Put { index, key, value } => {
                let index = keys.find(names.index(commit.shard, *index));
                arguments.add(b"i").number(index).add(key.as_bytes()).add(value.as_slice());
            }
            IndexChange::Remove { index, key } => {
                let index = keys.find(names.index(commit.shard, *index));
                arguments.add(b"x").number(index).add(key.as_bytes());
            }
            IndexChange::RemovePrefix { index, prefix } => {
                let index = keys.find(names.index(commit.shard, *index));
                arguments.add(b"r").number(index).add(prefix.as_bytes());
            }
        }
    }
    for count in &commit.counts {
        arguments.add(b"c").add(count.name.as_bytes()).add(count.delta.to_string());
    }
    for event in &commit.events {
        arguments.add(b"e").add(event.subject.as_bytes()).add(event.body.as_slice());
    }
    let mut command = COMMIT.call(form);
    command.arg(keys.keys.len()).arg(&keys.keys);
    command.arg(retained).arg(names.channel()).arg(commit.shard.number()).arg(mark).arg(commit.events.len());
    command.arg(u8::from(check));
    for argument in arguments.0 {
        command.arg(argument);
    }
    command
}

/// Changes of indexes, those that put before those that remove, as far as that makes no difference: see `remove` in
/// the script.
fn puts_first(changes: &[IndexChange]) -> Vec<&IndexChange> {
    let removes = |change: &IndexChange, put: &IndexChange| match (change, put) {
        (IndexChange::Remove { index, key }, IndexChange::Put { index: other, key: name, .. }) => {
            index == other && key == name
        }
        (IndexChange::RemovePrefix { index, prefix }, IndexChange::Put { index: other, key: name, .. }) => {
            index == other && name.starts_with(prefix.as_str())
        }
        _ => false,
    };
    let matters = |n: usize| changes[n + 1..].iter().any(|put| removes(&changes[n], put));
    if (0..changes.len()).any(matters) {
        return changes.iter().collect();
    }
    let (puts, others): (Vec<_>, Vec<_>) = changes.iter().partition(|change| matches!(change, IndexChange::Put { .. }));
    puts.into_iter().chain(others).collect()
}

/// Reads what the script answers; `None` if it can't be.
pub(super) fn answer(value: &Value) -> Option<Answer> {
    let Value::Array(parts) = value else { return None };
    let number = |value: &Value| match value {
        Value::Int(number) => u64::try_from(*number).ok(),
        _ => None,
    };
    match parts.as_slice() {
        [Value::Int(1), sequence, at_ms] => {
            Some(Answer::Written(Stamp { sequence: number(sequence)?, at_ms: number(at_ms)? }))
        }
        [Value::Int(0), expectation, version, at_ms, Value::BulkString(mark)] => Some(Answer::Unexpected {
            expectation: usize::try_from(number(expectation)?).ok()?,
            written: Stamp { sequence: number(version)?, at_ms: number(at_ms)? },
            mark: String::from_utf8_lossy(mark).into_owned(),
        }),
        _ => None,
    }
}

/// The keys of a call, each once: all that a script touches must be declared.
struct Keys<'a> {
    names: &'a Names,
    keys: Vec<String>,
}

impl Keys<'_> {
    fn record(&mut self, key: &Key) -> usize {
        self.find(self.names.record(key))
    }

    /// The position of a key, from 1.
    fn find(&mut self, key: String) -> usize {
        if let Some(position) = self.keys.iter().position(|known| *known == key) {
            return position + 1;
        }
        self.keys.push(key);
        self.keys.len()
    }
}

/// The operations of a commit, flat.
#[derive(Default)]
struct Arguments(Vec<Vec<u8>>);

impl Arguments {
    fn add(&mut self, argument: impl AsRef<[u8]>) -> &mut Self {
        self.0.push(argument.as_ref().to_vec());
        self
    }

    fn number(&mut self, number: usize) -> &mut Self {
        self.add(number.to_string())
    }
}
