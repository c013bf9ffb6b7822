//! `constants` of problem.yaml: `{{name}}` in programs and settings stands for a value.

use std::cell::Cell;
use std::collections::BTreeMap;

use crate::error::Complaints;
use crate::table::Item;
use crate::yaml::Value;
use crate::{Data, File};

/// Values by what stands between the braces: `name` or `name.variant`.
#[derive(Debug, Default)]
pub(crate) struct Constants {
    values: BTreeMap<String, String>,
    /// By how many bytes they made files longer so far.
    growth: Cell<usize>,
}

/// Larger files are data; nobody writes a program of that size by hand.
const LARGEST: u64 = 1 << 20;

/// The longest name, of a constant and of a variant.
const LONGEST_NAME: usize = 100;

/// The longest that stands between braces: a constant, a dot and a variant.
const LONGEST: usize = 2 * LONGEST_NAME + 1;

/// By how many bytes constants may make all files of a package longer. A value may be as long as problem.yaml and be
/// put in wherever there are five bytes for its name: without a bound a small package would fill any memory.
const MOST_GROWTH: usize = 16 << 20;

impl Constants {
    pub(super) fn read(item: Item<'_>, complaints: &mut Complaints) -> Self {
        let mut values = BTreeMap::new();
        let is_short = |named: Item<'_>, complaints: &mut Complaints| {
            let short = named.key.len() <= LONGEST_NAME;
            if !short {
                named.wrong(format!("a name of at most {LONGEST_NAME} bytes"), "shorten it", complaints);
            }
            short
        };
        for entry in item.table(complaints).rest() {
            let mut characters = entry.key.bytes();
            let starts_well = characters.next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_');
            if !starts_well || !characters.all(|b| b.is_ascii_alphanumeric() || b == b'_') {
                entry.wrong("a name of letters, digits and _", "rename it", complaints);
            }
            if !is_short(entry, complaints) {
                continue;
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
                let Some(text) = scalar(variant, complaints).filter(|_| is_short(variant, complaints)) else {
                    continue;
                };
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
        Self { values, growth: Cell::new(0) }
    }

    /// Notes that files became too long. What would have made them so was left as it was.
    pub(super) fn check_growth(&self, file: &str, complaints: &mut Complaints) {
        if self.growth.get() > MOST_GROWTH {
            complaints
                .at(file, 0)
                .expected("constants that make all files together at most 16 MiB longer", "more")
                .remedy("shorten the values, or use them less often");
        }
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
            Ok(text) if text.contains("{{") => match self.replaced(text) {
                Some(replaced) => replaced.into_bytes().into(),
                None => data.clone(),
            },
            _ => data.clone(),
        }
    }

    /// The text with every known constant put in; `None` when files become too long.
    fn replaced(&self, text: &str) -> Option<String> {
        let mut out = String::with_capacity(text.len());
        let so_far = self.growth.get();
        let mut rest = text;
        while let Some(start) = rest.find("{{") {
            let (before, after) = rest.split_at(start);
            out.push_str(before);
            // No further than a name may go: each of a million braces would be followed to the end of the file.
            let name = &after[2..after.floor_char_boundary(2 + LONGEST + 2)];
            let value = name.find("}}").and_then(|end| Some((end, self.values.get(&name[..end])?)));
            match value {
                Some((end, value)) => {
                    out.push_str(value);
                    rest = &after[2 + end + 2..];
                    self.growth.set(so_far + (out.len() + rest.len()).saturating_sub(text.len()));
                    if self.growth.get() > MOST_GROWTH {
                        return None;
                    }
                }
                // One brace only: `{{{n}}` has a constant that starts at its second.
                None => {
                    out.push('{');
                    rest = &after[1..];
                }
            }
        }
        out.push_str(rest);
        Some(out)
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

    fn constants(values: &[(&str, &str)]) -> Constants {
        let values = values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Constants { values, growth: Cell::new(0) }
    }

    #[test]
    fn constants_are_put_in() {
        let long = "n".repeat(LONGEST);
        let constants = constants(&[("n", "5"), ("n.value", "5"), ("n.tex", "five"), (&long, "long")]);
        for (text, expected) in [
            ("a {{n}} b {{n.tex}}", "a 5 b five"),
            ("{{m}} {{n}", "{{m}} {{n}"),
            ("{{{n}}}", "{5}"),
            ("{{", "{{"),
            ("ü{{n}}ü", "ü5ü"),
            (&format!("{{{{{long}}}}}"), "long"),
            (&format!("{{{{{}", "ü".repeat(LONGEST)), &format!("{{{{{}", "ü".repeat(LONGEST))),
        ] {
            assert_eq!(constants.replaced(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn constants_fill_no_memory() {
        let bomb = constants(&[("n", &"x".repeat(1 << 20))]);
        let file = || Data::from(b"{{n}}".repeat(100_000));
        assert_eq!(bomb.apply_to(&file()).digest(), file().digest(), "it stays as it is");
        let mut complaints = Complaints::default();
        bomb.check_growth("problem.yaml", &mut complaints);
        assert_eq!(complaints.count(), 1);

        let many = constants(&[("n", &"x".repeat(1 << 20))]);
        let file = || Data::from(b"{{n}}".to_vec());
        let total: u64 = (0..1000).map(|_| many.apply_to(&file()).len()).sum();
        assert!(total < 32 << 20, "{total}");
    }

    /// It would take minutes if each were followed to the end.
    #[test]
    fn a_million_braces_stay() {
        let constants = constants(&[("n", "5")]);
        let braces = "{".repeat(1 << 20);
        assert_eq!(constants.replaced(&braces).as_deref(), Some(&*braces));
    }
}
