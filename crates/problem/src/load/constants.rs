//! `constants` of problem.yaml: `{{name}}` in programs and settings stands for a value.

use std::collections::BTreeMap;

use crate::error::Complaints;
use crate::table::Item;
use crate::yaml::Value;
use crate::{Data, File};

/// Values by what stands between the braces: `name` or `name.variant`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Constants {
    values: BTreeMap<String, String>,
}

/// Larger files are data; nobody writes a program of that size by hand.
const LARGEST: u64 = 1 << 20;

impl Constants {
    pub(super) fn read(item: Item<'_>, complaints: &mut Complaints) -> Self {
        let mut values = BTreeMap::new();
        for entry in item.table(complaints).rest() {
            let mut characters = entry.key.bytes();
            let starts_well = characters.next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_');
            if !starts_well || !characters.all(|b| b.is_ascii_alphanumeric() || b == b'_') {
                entry.wrong("a name of letters, digits and _", "rename it", complaints);
            }
            if !matches!(entry.value, Value::Map(_)) {
                if let Some(text) = scalar(entry, complaints) {
                    values.insert(format!("{}.value", entry.key), text.clone());
                    values.insert(entry.key.to_owned(), text);
                }
                continue;
            }
            let mut has_value = false;
            for variant in entry.table(complaints).rest() {
                let Some(text) = scalar(variant, complaints) else { continue };
                if variant.key == "value" {
                    has_value = true;
                    values.insert(entry.key.to_owned(), text.clone());
                }
                values.insert(format!("{}.{}", entry.key, variant.key), text);
            }
            if !has_value {
                entry.wrong("a map with the key `value`", "add `value: …`", complaints);
            }
        }
        Self { values }
    }

    /// The file with every known constant put in.
    pub(super) fn apply(&self, file: File) -> File {
        File { data: self.apply_to(&file.data), path: file.path }
    }

    /// The bytes with every known constant put in. What can't be read, or is no text, stays as it is.
    pub(super) fn apply_to(&self, data: &Data) -> Data {
        if self.values.is_empty() || data.len() > LARGEST {
            return data.clone();
        }
        let Ok(bytes) = data.read() else { return data.clone() };
        match std::str::from_utf8(&bytes) {
            Ok(text) if text.contains("{{") => self.replaced(text).into_bytes().into(),
            _ => data.clone(),
        }
    }

    fn replaced(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find("{{") {
            let (before, after) = rest.split_at(start);
            out.push_str(before);
            let value = after[2..].find("}}").and_then(|end| Some((end, self.values.get(&after[2..2 + end])?)));
            match value {
                Some((end, value)) => {
                    out.push_str(value);
                    rest = &after[2 + end + 2..];
                }
                // One brace only: `{{{n}}` has a constant that starts at its second.
                None => {
                    out.push('{');
                    rest = &after[1..];
                }
            }
        }
        out.push_str(rest);
        out
    }
}

fn scalar(item: Item<'_>, complaints: &mut Complaints) -> Option<String> {
    match item.value {
        Value::Int(number) => Some(number.to_string()),
        // Debug keeps `1.0` a fraction.
        Value::Float(number) => Some(format!("{number:?}")),
        Value::Text(text) => Some(text.clone()),
        _ => {
            item.wrong("a number or a text", "write one", complaints);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_put_in() {
        let values = [("n", "5"), ("n.value", "5"), ("n.tex", "five")];
        let constants = Constants { values: values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect() };
        for (text, expected) in [
            ("a {{n}} b {{n.tex}}", "a 5 b five"),
            ("{{m}} {{n}", "{{m}} {{n}"),
            ("{{{n}}}", "{5}"),
            ("{{", "{{"),
            ("ü{{n}}ü", "ü5ü"),
        ] {
            assert_eq!(constants.replaced(text), expected, "{text}");
        }
    }
}
