//! Who made a problem and who may use it. Checked, because a misspelt key is a mistake, and not kept.

use crate::error::Complaints;
use crate::table::Item;
use crate::yaml::Value;

const LICENSES: [(&str, ()); 7] = [
    ("unknown", ()),
    ("public domain", ()),
    ("cc0", ()),
    ("cc by", ()),
    ("cc by-sa", ()),
    ("educational", ()),
    ("permission", ()),
];

pub(super) fn license(item: Option<Item<'_>>, complaints: &mut Complaints) {
    if let Some(item) = item {
        item.word(&LICENSES, complaints);
    }
}

/// Eight, four, four, four and twelve hexadecimal digits.
pub(super) fn uuid(item: Option<Item<'_>>, complaints: &mut Complaints) {
    let Some(item) = item else { return };
    let Some(text) = item.text(complaints) else { return };
    let lengths: Vec<_> = text.split('-').map(str::len).collect();
    let digits = text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    if !digits || lengths != [8, 4, 4, 4, 12] {
        item.wrong("a UUID", "make one with `uuidgen`", complaints);
    }
}

/// One person or several, by role; or just text, for the only author.
pub(super) fn credits(item: Option<Item<'_>>, complaints: &mut Complaints) {
    let Some(item) = item else { return };
    if matches!(item.value, Value::Text(_)) {
        return;
    }
    let mut table = item.table(complaints);
    for role in ["authors", "contributors", "testers", "packagers", "acknowledgements"] {
        if let Some(item) = table.take(role) {
            persons(item, complaints);
        }
    }
    if let Some(item) = table.take("translators") {
        for item in item.table(complaints).rest() {
            persons(item, complaints);
        }
    }
    table.finish(complaints);
}

/// Where the problem comes from.
pub(super) fn origin(item: Option<Item<'_>>, complaints: &mut Complaints) {
    if let Some(item) = item {
        several(item, &["name", "url"], complaints);
    }
}

/// One person or several.
pub(super) fn persons(item: Item<'_>, complaints: &mut Complaints) {
    several(item, &["name", "email", "orcid", "kattis"], complaints);
}

fn several(item: Item<'_>, keys: &'static [&'static str], complaints: &mut Complaints) {
    match item.value {
        Value::List(nodes) => {
            for node in nodes {
                one(Item { line: node.line, value: &node.value, ..item }, keys, complaints);
            }
        }
        _ => one(item, keys, complaints),
    }
}

/// Text, or a map with a name.
fn one(item: Item<'_>, keys: &'static [&'static str], complaints: &mut Complaints) {
    match item.value {
        Value::Text(_) => {}
        Value::Map(_) => {
            let mut table = item.table(complaints);
            let mut named = false;
            for key in keys {
                if let Some(value) = table.take(key) {
                    named |= *key == "name";
                    value.text(complaints);
                }
            }
            table.finish(complaints);
            if !named {
                item.wrong("a `name`", "add `name: …`", complaints);
            }
        }
        _ => item.wrong("a name, or a map with a name", "write the name in quotes", complaints),
    }
}
