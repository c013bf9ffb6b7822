//! Walking a YAML map: every mistake is noted, and the walk goes on.

use crate::error::Complaints;
use crate::nearest::nearest;
use crate::yaml::{Key, Node, Value};

/// A YAML map whose keys are taken one by one; what is left at the end is unknown.
pub(crate) struct Table<'a> {
    file: &'a str,
    entries: Vec<(&'a Key, &'a Node)>,
    known: Vec<&'static str>,
}

/// A value that was found under a key.
#[derive(Clone, Copy)]
pub(crate) struct Item<'a> {
    pub(crate) file: &'a str,
    pub(crate) key: &'a str,
    pub(crate) line: u32,
    pub(crate) value: &'a Value,
}

impl<'a> Table<'a> {
    /// The map in a node; nothing at all is an empty one, anything else is a mistake.
    pub(crate) fn of(file: &'a str, node: &'a Node, complaints: &mut Complaints) -> Self {
        let entries = match &node.value {
            Value::Map(entries) => entries.iter().map(|(key, node)| (key, node)).collect(),
            Value::Null => Vec::new(),
            other => {
                complaints
                    .at(file, node.line)
                    .expected("a map of keys and values", other.shown())
                    .remedy("write one `key: value` per line");
                Vec::new()
            }
        };
        Self { file, entries, known: Vec::new() }
    }

    /// The value of a key, if there is one; a key without a value is as good as none.
    pub(crate) fn take(&mut self, key: &'static str) -> Option<Item<'a>> {
        self.take_even_empty(key).filter(|item| *item.value != Value::Null)
    }

    /// The same; a key without a value has the value nothing.
    pub(crate) fn take_even_empty(&mut self, key: &'static str) -> Option<Item<'a>> {
        self.known.push(key);
        let index = self.entries.iter().position(|(found, _)| found.name == key)?;
        let (key, node) = self.entries.remove(index);
        Some(self.item(key, node))
    }

    /// What has not been taken.
    pub(crate) fn rest(&mut self) -> Vec<Item<'a>> {
        let rest = std::mem::take(&mut self.entries);
        rest.into_iter().map(|(key, node)| self.item(key, node)).collect()
    }

    /// Notes every key that was not taken.
    pub(crate) fn finish(mut self, complaints: &mut Complaints) {
        for item in self.rest() {
            item.unknown(&self.known, complaints);
        }
    }

    fn item(&self, key: &'a Key, node: &'a Node) -> Item<'a> {
        let line = if key.line > 0 { key.line } else { node.line };
        Item { file: self.file, key: &key.name, line, value: &node.value }
    }
}

impl<'a> Item<'a> {
    /// Notes that this key is not known, and which one was probably meant.
    pub(crate) fn unknown(&self, known: &[&str], complaints: &mut Complaints) {
        let remedy = match nearest(self.key, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "remove it".into(),
        };
        let expected = format!("one of the keys {}", known.join(", "));
        complaints.at(self.file, self.line).expected(expected, format!("`{}`", self.key)).remedy(remedy);
    }

    /// Notes that the value is not what was expected.
    pub(crate) fn wrong(&self, expected: impl Into<String>, remedy: impl Into<String>, complaints: &mut Complaints) {
        let expected = format!("{} for `{}`", expected.into(), self.key);
        complaints.at(self.file, self.line).expected(expected, self.value.shown()).remedy(remedy);
    }

    /// Text. A number or a truth value must be quoted: `name: 2048` is a number to any YAML reader.
    pub(crate) fn text(&self, complaints: &mut Complaints) -> Option<&'a str> {
        if let Value::Text(text) = self.value {
            return Some(text);
        }
        self.wrong("text", "put it in quotes if it is meant as text", complaints);
        None
    }

    pub(crate) fn bool(&self, complaints: &mut Complaints) -> Option<bool> {
        if let Value::Bool(value) = self.value {
            return Some(*value);
        }
        self.wrong("true or false", "write true or false without quotes", complaints);
        None
    }

    /// A finite number.
    pub(crate) fn number(&self, complaints: &mut Complaints) -> Option<f64> {
        match self.value {
            Value::Int(value) => Some(*value as f64),
            Value::Float(value) if value.is_finite() => Some(*value),
            _ => {
                self.wrong("a number", "write a number without quotes or unit", complaints);
                None
            }
        }
    }

    /// A whole number of at least `least`.
    pub(crate) fn whole(&self, least: u32, complaints: &mut Complaints) -> Option<u64> {
        if let Value::Int(value) = self.value
            && let Ok(value) = u64::try_from(*value)
            && value >= u64::from(least)
        {
            return Some(value);
        }
        self.wrong(
            format!("a whole number of at least {least}"),
            "write the number without quotes or unit",
            complaints,
        );
        None
    }

    /// One of a few words.
    pub(crate) fn word<T: Copy>(&self, words: &[(&str, T)], complaints: &mut Complaints) -> Option<T> {
        if let Value::Text(text) = self.value
            && let Some((_, meaning)) = words.iter().find(|(word, _)| word == text)
        {
            return Some(*meaning);
        }
        let all: Vec<_> = words.iter().map(|(word, _)| *word).collect();
        let remedy = match self.value {
            Value::Text(text) => nearest(text, all.iter().copied()).map(|near| format!("did you mean `{near}`?")),
            _ => None,
        };
        self.wrong(format!("one of {}", all.join(", ")), remedy.unwrap_or("write one of them".into()), complaints);
        None
    }

    /// A list of whatever; `what` is in it.
    pub(crate) fn nodes(&self, what: &str, complaints: &mut Complaints) -> &'a [Node] {
        if let Value::List(nodes) = self.value {
            return nodes;
        }
        self.wrong(format!("a list of {what}"), "begin each with `- `", complaints);
        &[]
    }

    /// A list of texts.
    pub(crate) fn texts(&self, complaints: &mut Complaints) -> Option<Vec<String>> {
        let Value::List(nodes) = self.value else {
            self.wrong("a list of texts", "write it as [first, second]", complaints);
            return None;
        };
        let item = |node: &'a Node| Item { line: node.line, value: &node.value, ..*self };
        nodes.iter().map(|node| item(node).text(complaints).map(str::to_owned)).collect()
    }

    /// One text, or a list of them.
    pub(crate) fn text_or_texts(&self, complaints: &mut Complaints) -> Option<Vec<String>> {
        match self.value {
            Value::Text(text) => Some(vec![text.clone()]),
            Value::List(_) => self.texts(complaints),
            _ => {
                self.wrong("text, or a list of texts", "write it as [first, second]", complaints);
                None
            }
        }
    }

    /// A map.
    pub(crate) fn table(&self, complaints: &mut Complaints) -> Table<'a> {
        match self.value {
            Value::Map(entries) => Table {
                file: self.file,
                entries: entries.iter().map(|(key, node)| (key, node)).collect(),
                known: Vec::new(),
            },
            _ => {
                self.wrong("a map of keys and values", "write one `key: value` per line, indented", complaints);
                Table { file: self.file, entries: Vec::new(), known: Vec::new() }
            }
        }
    }
}
