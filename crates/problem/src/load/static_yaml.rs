//! `static` of pyjury.yaml: rules over the source. What a rule may say is data that the harness has too
//! (`python/pyjury_static/schema.json`); what it means is the harness's alone.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::grader::{POINTS_END, is_name};
use crate::StaticRule;
use crate::error::Complaints;
use crate::nearest::nearest;
use crate::table::Item;
use crate::yaml::{Key, Node, Value, quoted};

const FILE: &str = "pyjury.yaml";
/// More rules than anybody reads; each is held against the source by itself.
const MOST_RULES: usize = 200;
/// The longest id of a rule.
const LONGEST_ID: usize = 100;

static SCHEMA: LazyLock<Option<Schema>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../../../python/pyjury_static/schema.json")).ok());

#[derive(Deserialize)]
struct Schema {
    types: BTreeMap<String, String>,
    common: BTreeMap<String, Shape>,
    kinds: BTreeMap<String, Kind>,
}

#[derive(Deserialize)]
struct Kind {
    value: Shape,
    #[serde(default)]
    keys: BTreeMap<String, Shape>,
}

/// What a value must be.
#[derive(Deserialize)]
struct Shape {
    #[serde(rename = "type")]
    of: String,
    #[serde(default)]
    choices: Vec<String>,
    minimum: Option<i64>,
}

/// Reads the rules.
pub(super) fn read(item: Item<'_>, complaints: &mut Complaints) -> Vec<StaticRule> {
    let Value::List(nodes) = item.value else {
        item.wrong("a list of rules", "begin each with `- `", complaints);
        return Vec::new();
    };
    if nodes.len() > MOST_RULES {
        item.wrong(format!("at most {MOST_RULES} rules"), "write one for several names", complaints);
        return Vec::new();
    }
    let mut rules: Vec<StaticRule> = Vec::new();
    for node in nodes {
        let Some(rule) = rule(node, complaints) else { continue };
        if rules.iter().any(|other| other.id == rule.id) {
            let got = format!("{:?} twice", rule.id);
            complaints.at(FILE, node.line).expected("every rule with an id of its own", got).remedy("rename one");
        }
        rules.push(rule);
    }
    rules
}

fn rule(node: &Node, complaints: &mut Complaints) -> Option<StaticRule> {
    let schema = SCHEMA.as_ref()?;
    let Value::Map(entries) = &node.value else {
        let remedy = "write it as {id: no-loops, must_not_use: [for, while]}";
        complaints.at(FILE, node.line).expected("a rule", node.value.shown()).remedy(remedy);
        return None;
    };
    let kinds: Vec<_> = entries.iter().filter_map(|(key, _)| schema.kinds.get_key_value(&key.name)).collect();
    let [(name, kind)] = kinds.as_slice() else {
        let all = schema.kinds.keys().map(String::as_str);
        let unknown = entries.iter().find(|(key, _)| !schema.common.contains_key(&key.name));
        let near = unknown.and_then(|(key, _)| nearest(&key.name, all.clone()));
        let remedy = match near {
            Some(near) if kinds.is_empty() => format!("did you mean `{near}`?"),
            _ => "give a rule one kind, and write another rule for another".to_owned(),
        };
        let got = if kinds.is_empty() { "none" } else { "several" };
        let expected = format!("one kind of rule ({})", all.collect::<Vec<_>>().join(", "));
        complaints.at(FILE, node.line).expected(expected, got).remedy(remedy);
        return None;
    };
    let mut text = Map::new();
    for (key, value) in entries {
        let shape = if key.name == **name {
            Some(&kind.value)
        } else {
            kind.keys.get(&key.name).or_else(|| schema.common.get(&key.name).filter(|_| key.name != "at"))
        };
        match shape {
            Some(shape) => check(key, value, shape, schema, complaints),
            None => unknown(key, kind, schema, complaints),
        }
        text.insert(key.name.clone(), plain(&value.value));
    }
    text.insert("at".to_owned(), json!({"file": FILE, "line": node.line}));
    let Some(id) = text.get("id").and_then(Json::as_str).map(str::to_owned) else {
        complaints.at(FILE, node.line).expected("an `id` in every rule", "none").remedy("name the rule");
        return None;
    };
    if !is_name(&id, LONGEST_ID) {
        let expected = format!("an `id` of at most {LONGEST_ID} characters in one line");
        complaints.at(FILE, node.line).expected(expected, quoted(&id)).remedy("rename the rule");
    }
    let points = text.get("points").and_then(Json::as_f64);
    let advisory = text.get("advisory").and_then(Json::as_bool).unwrap_or(false);
    Some(StaticRule { id, points, advisory, text: Json::Object(text).to_string() })
}

fn unknown(key: &Key, kind: &Kind, schema: &Schema, complaints: &mut Complaints) {
    let known = kind.keys.keys().chain(schema.common.keys()).map(String::as_str).filter(|key| *key != "at");
    let remedy = match nearest(&key.name, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "remove it".to_owned(),
    };
    let expected = format!("one of the keys {}", known.collect::<Vec<_>>().join(", "));
    complaints.at(FILE, key.line).expected(expected, format!("`{}`", key.name)).remedy(remedy);
}

fn check(key: &Key, node: &Node, shape: &Shape, schema: &Schema, complaints: &mut Complaints) {
    let chosen = |text: &str| shape.choices.is_empty() || shape.choices.iter().any(|choice| choice == text);
    let text = |node: &Node| matches!(&node.value, Value::Text(text) if chosen(text));
    let enough = |n: i64| shape.minimum.is_none_or(|least| n >= least);
    let good = match (shape.of.as_str(), &node.value) {
        ("string", _) => text(node),
        ("strings" | "whats", Value::List(nodes)) => !nodes.is_empty() && nodes.iter().all(text),
        ("strings" | "whats", _) => text(node),
        ("layers", Value::List(nodes)) => nodes.len() >= 2,
        ("integer", Value::Int(n)) => enough(*n),
        ("number", Value::Int(n)) => *n > 0 && (*n as f64) < POINTS_END,
        ("number", Value::Float(n)) => *n > 0.0 && *n < POINTS_END,
        ("boolean", Value::Bool(_)) | ("yes", Value::Bool(true)) => true,
        _ => false,
    };
    if !good {
        let mut expected = schema.types.get(&shape.of).cloned().unwrap_or_default();
        if !shape.choices.is_empty() {
            expected = format!("{expected} of {}", shape.choices.join(", "));
        }
        if let Some(least) = shape.minimum {
            expected = format!("{expected} of at least {least}");
        }
        let got = node.value.shown();
        complaints.at(FILE, key.line).expected(format!("{expected} for `{}`", key.name), got).remedy("correct it");
    }
}

fn plain(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(value) => (*value).into(),
        Value::Int(value) => (*value).into(),
        Value::Float(value) => (*value).into(),
        Value::Text(text) => text.as_str().into(),
        Value::List(nodes) => nodes.iter().map(|node| plain(&node.value)).collect(),
        Value::Map(entries) => {
            Json::Object(entries.iter().map(|(key, node)| (key.name.clone(), plain(&node.value))).collect())
        }
    }
}
