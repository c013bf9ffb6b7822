//! YAML as a tree with line numbers.
//!
//! A derived reader stops at the first mistake and knows lines only for some of them. Packages are
//! written by people who want to hear of all their mistakes at once, so files are read into this
//! tree first and walked by [`Table`](crate::table::Table).

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use crate::PackageError;
use crate::data::Data;

/// The largest YAML file that is read. Larger ones are no configuration.
const LARGEST: u64 = 1 << 20;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    /// Counted from 1; 0 where unknown.
    pub(crate) line: u32,
    pub(crate) value: Value,
}

/// A YAML value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

/// A key and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Key {
    pub(crate) line: u32,
    pub(crate) name: String,
}

impl Value {
    /// What it is, for an error message.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Null => "nothing".into(),
            Self::Bool(value) => format!("{value}"),
            Self::Int(value) => format!("the number {value}"),
            Self::Float(value) => format!("the number {value}"),
            Self::Text(text) => quoted(text),
            Self::List(_) => "a list".into(),
            Self::Map(_) => "a map".into(),
        }
    }
}

/// A text as an error message shows it: quoted and shortened.
pub(crate) fn quoted(text: &str) -> String {
    const SHOWN: usize = 60;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
}

/// Which words are truth values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Words {
    /// Also `yes`, `on`, `y` and their like, as the package format's own tools read them (YAML 1.1).
    Many,
    /// `true` and `false` alone (YAML 1.2): the others are text.
    Two,
}

/// Reads a YAML file; an empty one is [`Value::Null`].
pub(crate) fn read(file: &str, data: &Data) -> Result<Node, PackageError> {
    read_as(file, data, Words::Many)
}

/// Reads a YAML file that holds values of programs, such as `[y, no]`.
pub(crate) fn read_values(file: &str, data: &Data) -> Result<Node, PackageError> {
    read_as(file, data, Words::Two)
}

fn read_as(file: &str, data: &Data, words: Words) -> Result<Node, PackageError> {
    let error = |line, expected: &str, got: String, remedy: &str| PackageError {
        file: file.to_owned(),
        line,
        expected: expected.to_owned(),
        got,
        remedy: remedy.to_owned(),
    };
    if data.len() > LARGEST {
        let got = format!("{} bytes", data.len());
        return Err(error(None, "a YAML file of at most 1 MiB", got, "take out what is no configuration"));
    }
    let bytes = data.read().map_err(|e| error(None, "a file that can be read", e.to_string(), "check the file"))?;
    let text = std::str::from_utf8(&bytes).map_err(|e| {
        let line = 1 + bytes[..e.valid_up_to()].iter().filter(|b| **b == b'\n').count();
        error(u32::try_from(line).ok(), "UTF-8", "other bytes".into(), "save the file as UTF-8")
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    parse(text, words).map_err(|e| {
        let line = e.location().and_then(|at| u32::try_from(at.line()).ok()).filter(|line| *line > 0);
        let told = e.without_snippet().to_string();
        let first = told.lines().next().unwrap_or("a mistake");
        let first = first.split(" at line ").next().unwrap_or(first);
        let shown: String = first.chars().take(160).collect();
        error(line, "YAML", shown, "correct the line or its neighbours")
    })
}

/// Reads YAML text within bounds that no honest configuration comes near.
fn parse(text: &str, words: Words) -> Result<Node, serde_saphyr::Error> {
    let only_comments = |line: &str| line.trim_start().is_empty() || line.trim_start().starts_with('#');
    if text.lines().all(only_comments) {
        return Ok(Node { line: 1, value: Value::Null });
    }
    let options = serde_saphyr::options! {
        strict_booleans: words == Words::Two,
        budget: serde_saphyr::budget! {
            max_events: 100_000,
            max_aliases: 1_000,
            max_anchors: 1_000,
            max_recorded_anchor_events: 50_000,
            max_recorded_anchor_bytes: 4 << 20,
            max_depth: 24,
            flow_nesting_limit: 24,
            max_documents: 2,
            max_nodes: 50_000,
            max_total_scalar_bytes: 2 << 20,
            max_merge_keys: 100,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: 20_000,
            max_replay_stack_depth: 8,
        },
    };
    serde_saphyr::from_str_with_options(text, options)
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<Value>::deserialize(deserializer)?;
        Ok(Self { line: line_of(&spanned), value: spanned.value })
    }
}

fn line_of<T>(spanned: &Spanned<T>) -> u32 {
    spanned.referenced.line().try_into().unwrap_or(0)
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Int(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(i64::try_from(value).map_or(Value::Float(value as f64), Value::Int))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(Value::Float(value as f64))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(Value::Float(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_bytes<E>(self, value: &[u8]) -> Result<Value, E> {
        Ok(Value::Text(String::from_utf8_lossy(value).into_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(node) = seq.next_element()? {
            list.push(node);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key::<Spanned<String>>()? {
            let line = line_of(&key);
            entries.push((Key { line, name: key.value }, map.next_value()?));
        }
        Ok(Value::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Result<Node, PackageError> {
        read("x.yaml", &text.as_bytes().to_vec().into())
    }

    #[test]
    fn lines_are_kept() {
        let node = read_text("a: 1\nb:\n  c: yes\n  d: [x,\n    2.5]\n\ne: 2025-09\nf:\n").unwrap();
        let Value::Map(entries) = node.value else { panic!("a map") };
        let lines: Vec<_> = entries.iter().map(|(key, _)| key.line).collect();
        assert_eq!(lines, [1, 2, 7, 8]);
        assert_eq!(entries[2].1.value, Value::Text("2025-09".into()));
        assert_eq!(entries[3].1.value, Value::Null);
        let Value::Map(inner) = &entries[1].1.value else { panic!("a map") };
        assert_eq!((inner[0].0.line, &inner[0].1.value), (3, &Value::Bool(true)));
        let Value::List(list) = &inner[1].1.value else { panic!("a list") };
        assert_eq!((list[1].line, &list[1].value), (5, &Value::Float(2.5)));
    }

    #[test]
    fn values_of_programs_are_what_they_look_like() {
        let node = read_values("x.yaml", &b"[y, no, on, true, 010]".to_vec().into()).unwrap();
        let Value::List(list) = node.value else { panic!("a list") };
        let values: Vec<_> = list.into_iter().take(4).map(|node| node.value).collect();
        assert_eq!(values, [text("y"), text("no"), text("on"), Value::Bool(true)]);
    }

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn nothing_is_null() {
        for text in ["", "\n\n", "# only\n  # words\n", "~", "---\n"] {
            assert_eq!(read_text(text).unwrap().value, Value::Null, "{text:?}");
        }
    }

    #[test]
    fn mistakes_have_lines() {
        for (text, line) in
            [("a: 1\nb: [\n", None), ("a: 1\n\tb: 2\n", Some(1)), ("a: 1\na: 2\n", Some(2)), ("a: *x\n", Some(1))]
        {
            let error = read_text(text).unwrap_err();
            assert_eq!(error.file, "x.yaml");
            assert!(line.is_none() || error.line == line, "{text:?}: {error:?}");
            assert!(error.line.is_some(), "{error:?}");
        }
        let error = read("x.yaml", &b"a: 1\nb: \xff\n".to_vec().into()).unwrap_err();
        assert_eq!((error.line, error.expected.as_str()), (Some(2), "UTF-8"));
    }

    #[test]
    fn hostile_files_fail_soon() {
        let mut laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for n in 1..12 {
            laughs += &format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 10].join(", "));
        }
        let attacks = [
            laughs,
            "[".repeat(100_000),
            "- ".repeat(100_000),
            "{a: ".repeat(50_000),
            format!("a: {}", "x".repeat(100 << 20)),
            "? ".repeat(200_000),
            "&a ".repeat(100_000),
            "!!x ".repeat(100_000),
            "---\n".repeat(100_000),
            (0..200_000).map(|n| format!("k{n}: 1\n")).collect(),
        ];
        for attack in attacks {
            let start = std::time::Instant::now();
            let shown: String = attack.chars().take(30).collect();
            assert!(read_text(&attack).is_err(), "{shown}");
            assert!(start.elapsed().as_secs() < 5, "{shown}: {:?}", start.elapsed());
        }
    }
}
