//! grader/cases.yaml: calls of a submission's functions, with what must come of them.
//!
//! What comes out is JSON for the grader (docs/modes/function.md), one document a case; nothing is evaluated here.

use serde_json::{Map, Value as Json, json};

use super::grader::ListedCase;
use super::heading::Headings;
use super::meta::Meta;
use crate::Data;
use crate::error::Complaints;
use crate::table::{Item, Table};
use crate::yaml::{self, Node, Value};

const FILE: &str = "grader/cases.yaml";

const COMPARISONS: [(&str, &str); 6] = [
    ("exact", "exact"),
    ("strict", "strict"),
    ("approx", "approx"),
    ("set", "set"),
    ("any_order", "any_order"),
    ("checker", "checker"),
];

pub(super) fn read(data: &Data, meta: &Meta, complaints: &mut Complaints) -> Vec<ListedCase> {
    let node = match yaml::read_values(FILE, data) {
        Ok(node) => node,
        Err(error) => {
            complaints.push(error);
            return Vec::new();
        }
    };
    let mut reader = Reader { complaints, comparison: None, headings: Headings::of(meta) };
    let cases = reader.file(&node);
    if cases.is_empty() && complaints.count() == 0 {
        complaints
            .at(FILE, node.line)
            .expected("at least one case", "none")
            .remedy("write `cases:` and a list, each with `call` and `expected`");
    }
    cases
}

struct Reader<'r> {
    complaints: &'r mut Complaints,
    /// How results are compared where a call doesn't say.
    comparison: Option<Json>,
    headings: Headings,
}

impl Reader<'_> {
    /// A list of cases, or a map with `cases` and what holds for all.
    fn file(&mut self, node: &Node) -> Vec<ListedCase> {
        if let Value::List(nodes) = &node.value {
            return self.cases(nodes);
        }
        let mut table = Table::of(FILE, node, self.complaints);
        self.comparison = table.take("comparison").and_then(|item| self.comparison(item));
        let nodes = table.take("cases").map(|item| item.nodes("cases", self.complaints)).unwrap_or_default();
        let cases = self.cases(nodes);
        table.finish(self.complaints);
        cases
    }

    fn cases(&mut self, nodes: &[Node]) -> Vec<ListedCase> {
        nodes.iter().map(|node| self.case(node)).collect()
    }

    fn case(&mut self, node: &Node) -> ListedCase {
        let mut table = Table::of(FILE, node, self.complaints);
        let heading = self.headings.take(&mut table, (FILE, node.line), self.complaints);
        let steps: Vec<_> = match table.take("steps") {
            Some(item) => item.nodes("steps", self.complaints).iter().map(|node| self.step(node)).collect(),
            None => vec![self.call(&mut table, node.line, false)],
        };
        table.finish(self.complaints);
        if steps.is_empty() {
            self.complaints.at(FILE, node.line).expected("at least one step", "none").remedy("add one, with `call`");
        }
        let input = json!({"kind": "steps", "steps": steps}).to_string().into_bytes();
        ListedCase { input, ..heading }
    }

    fn step(&mut self, node: &Node) -> Json {
        let mut table = Table::of(FILE, node, self.complaints);
        let step = self.call(&mut table, node.line, true);
        table.finish(self.complaints);
        step
    }

    /// A call, or the reading of an attribute, and what must come of it.
    fn call(&mut self, table: &mut Table<'_>, line: u32, is_step: bool) -> Json {
        let mut step = Map::new();
        step.insert("line".to_owned(), line.into());
        let mut put = |key: &str, value: Option<Json>| value.map(|value| step.insert(key.to_owned(), value));
        let call = table.take("call").and_then(|item| self.path(item));
        let get = table.take("get").and_then(|item| self.path(item));
        if call.is_some() == get.is_some() {
            let got = if call.is_some() { "both" } else { "neither" };
            let remedy = "name what is called, such as `call: add` or `call: stack.push`";
            self.complaints.at(FILE, line).expected("either `call` or `get`", got).remedy(remedy);
        }
        put("call", call);
        put("get", get);
        if is_step {
            put("name", table.take("name").and_then(|item| self.identifier(item)));
        }
        put("arguments", table.take("arguments").and_then(|item| self.list(item)));
        put("keywords", table.take("keywords").and_then(|item| self.map(item)));
        let expected = table.take_even_empty("expected").map(|item| self.value(item.value, item.line));
        let raises = table.take("raises").and_then(|item| self.raises(item));
        if let (Some(_), Some(_)) = (&expected, &raises) {
            let remedy = "keep one of them";
            self.complaints.at(FILE, line).expected("either `expected` or `raises`", "both").remedy(remedy);
        }
        let prints = table.take("prints").and_then(|item| item.text(self.complaints)).map(Json::from);
        let mutates = table.take("mutates").and_then(|item| self.map(item));
        if !is_step && [&expected, &raises, &prints, &mutates].iter().all(|found| found.is_none()) {
            let expected = "`expected`, `raises`, `prints` or `mutates`";
            self.complaints.at(FILE, line).expected(expected, "none of them").remedy("say what must come of the call");
        }
        put("expected", expected);
        put("raises", raises);
        put("prints", prints);
        put("mutates", mutates);
        let own = table.take("comparison").and_then(|item| self.comparison(item));
        put("comparison", own.or_else(|| self.comparison.clone()));
        put("take", table.take("take").and_then(|item| item.whole(1, self.complaints)).map(Json::from));
        put("await", table.take("await").and_then(|item| item.bool(self.complaints)).map(Json::from));
        Json::Object(step)
    }

    /// Names joined by dots.
    fn path(&mut self, item: Item<'_>) -> Option<Json> {
        let text = item.text(self.complaints)?;
        if text.split('.').all(is_identifier) {
            return Some(text.into());
        }
        let remedy = "write it as `add` or `stack.push`, and arguments under `arguments`";
        item.wrong("a name, or names joined by dots,", remedy, self.complaints);
        None
    }

    fn identifier(&mut self, item: Item<'_>) -> Option<Json> {
        let text = item.text(self.complaints)?;
        if is_identifier(text) {
            return Some(text.into());
        }
        item.wrong("a Python name", "use letters, digits and _", self.complaints);
        None
    }

    fn raises(&mut self, item: Item<'_>) -> Option<Json> {
        if let Value::Text(kind) = item.value {
            return Some(json!({ "type": kind }));
        }
        let mut table = item.table(self.complaints);
        let kind = table.take("type").and_then(|item| item.text(self.complaints).map(Json::from));
        let message = table.take("message").and_then(|item| item.text(self.complaints).map(Json::from));
        table.finish(self.complaints);
        let Some(kind) = kind else {
            item.wrong("the name of an exception", "write `raises: ValueError`", self.complaints);
            return None;
        };
        let mut raises = Map::from_iter([("type".to_owned(), kind)]);
        raises.extend(message.map(|message| ("message".to_owned(), message)));
        Some(Json::Object(raises))
    }

    fn comparison(&mut self, item: Item<'_>) -> Option<Json> {
        if let Value::Text(_) = item.value {
            return item.word(&COMPARISONS, self.complaints).map(|kind| json!({ "kind": kind }));
        }
        let mut table = item.table(self.complaints);
        let kind = table.take("kind").and_then(|item| item.word(&COMPARISONS, self.complaints));
        let mut comparison = Map::new();
        for key in ["relative", "absolute"] {
            let number = table.take(key).and_then(|item| item.number(self.complaints));
            comparison.extend(number.map(|number| (key.to_owned(), number.into())));
        }
        let checker = table.take("checker").and_then(|item| item.text(self.complaints));
        table.finish(self.complaints);
        let kind = match (kind, checker) {
            (None, Some(_)) => "checker",
            (None, None) if !comparison.is_empty() => "approx",
            (kind, _) => kind?,
        };
        if (kind == "checker") != checker.is_some() {
            item.wrong("`checker: FILE.py:FUNCTION`", "name the function that compares", self.complaints);
        }
        comparison.insert("kind".to_owned(), kind.into());
        comparison.extend(checker.map(|checker| ("checker".to_owned(), checker.into())));
        Some(Json::Object(comparison))
    }

    fn list(&mut self, item: Item<'_>) -> Option<Json> {
        let Value::List(nodes) = item.value else {
            item.wrong("a list", "write it as [first, second]", self.complaints);
            return None;
        };
        Some(nodes.iter().map(|node| self.value(&node.value, node.line)).collect())
    }

    /// A map from names, or from positions of arguments.
    fn map(&mut self, item: Item<'_>) -> Option<Json> {
        let Value::Map(entries) = item.value else {
            item.wrong("a map", "write it as {name: value}", self.complaints);
            return None;
        };
        let value = |(key, node): &(yaml::Key, Node)| (key.name.clone(), self.value(&node.value, node.line));
        Some(Json::Object(entries.iter().map(value).collect()))
    }

    /// A value that goes to the submission, or is compared with what it gives.
    fn value(&mut self, value: &Value, line: u32) -> Json {
        match value {
            Value::Null => Json::Null,
            Value::Bool(value) => (*value).into(),
            Value::Int(value) => (*value).into(),
            Value::Float(value) => (*value).into(),
            Value::Text(text) => text.as_str().into(),
            Value::List(nodes) => nodes.iter().map(|node| self.value(&node.value, node.line)).collect(),
            Value::Map(entries) => {
                for (key, _) in entries {
                    // YAML would have it be a number; in JSON it would be text.
                    if key.name.parse::<f64>().is_ok() || ["true", "false", "null"].contains(&key.name.as_str()) {
                        let expected = "keys that are text in a map";
                        let remedy = "write the whole map as {python: \"{1: 'one'}\"}";
                        self.complaints.at(FILE, line).expected(expected, format!("`{}`", key.name)).remedy(remedy);
                    }
                }
                let value = |(key, node): &(yaml::Key, Node)| (key.name.clone(), self.value(&node.value, node.line));
                Json::Object(entries.iter().map(value).collect())
            }
        }
    }
}

fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_alphabetic() || c == '_') && chars.all(|c| c.is_alphanumeric() || c == '_')
}
