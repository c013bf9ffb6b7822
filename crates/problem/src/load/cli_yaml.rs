//! grader/cases.yaml of cli mode: commands, with what must come of them.
//!
//! What comes out is JSON, one document a case: the worker reads what a command is given, the grader what is expected
//! (docs/modes/cli.md). Files of the package are named in it by their paths in grader/.

use std::collections::BTreeSet;

use pyjury_core::scoring::Group;
use pyjury_core::submission::check_path;
use serde_json::{Map, Value as Json, json};

use super::grader::{ListedCase, fold};
use super::heading::Headings;
use super::meta::Meta;
use super::scores;
use super::tree::Folder;
use crate::error::Complaints;
use crate::table::{Item, Table};
use crate::yaml::{self, Node, Value};
use crate::{Case, Data, Grader, Listing, Source, SuiteRules};

const FILE: &str = "grader/cases.yaml";

/// How a text is compared; `lines` if nothing is said.
const COMPARISONS: [(&str, &str); 5] =
    [("lines", "lines"), ("exact", "exact"), ("unordered", "unordered"), ("tokens", "tokens"), ("json", "json")];

/// The grader of a cli problem, and its cases.
pub(super) fn read(source: &Source, meta: &Meta, complaints: &mut Complaints) -> (Grader, Vec<Case>, Group) {
    let folder = Folder::of(source, "grader");
    let files = folder.all_files();
    let paths = files.iter().map(|file| file.path.as_str()).collect();
    let listed = match folder.files.get("cases.yaml") {
        Some(data) => Reader { paths, complaints, headings: Headings::of(meta) }.file(data),
        None => {
            let remedy = "write the cases into it, each with `args` and `expect`";
            complaints.at("grader", 0).expected(FILE, "no such file").remedy(remedy);
            Vec::new()
        }
    };
    let (cases, root) = fold(listed, scores(meta));
    (Grader { files, listing: Listing::Package, written: Vec::new(), suite: SuiteRules::default() }, cases, root)
}

struct Reader<'r> {
    /// The files in grader/.
    paths: BTreeSet<&'r str>,
    complaints: &'r mut Complaints,
    headings: Headings,
}

impl Reader<'_> {
    fn file(&mut self, data: &Data) -> Vec<ListedCase> {
        let node = match yaml::read_values(FILE, data) {
            Ok(node) => node,
            Err(error) => {
                self.complaints.push(error);
                return Vec::new();
            }
        };
        let mut table = Table::of(FILE, &node, self.complaints);
        let cases = table.take("cases").map(|item| item.nodes("cases", self.complaints)).unwrap_or_default();
        table.finish(self.complaints);
        let cases: Vec<_> = cases.iter().map(|node| self.case(node)).collect();
        if cases.is_empty() {
            let remedy = "write `cases:` and a list, each with `args` and `expect`";
            self.complaints.at(FILE, node.line).expected("at least one case", "none").remedy(remedy);
        }
        cases
    }

    fn case(&mut self, node: &Node) -> ListedCase {
        let mut table = Table::of(FILE, node, self.complaints);
        let heading = self.headings.take(&mut table, (FILE, node.line), self.complaints);
        let mut files = Map::new();
        if let Some(item) = table.take("tree") {
            files.extend(self.tree(item));
        }
        if let Some(item) = table.take("files") {
            files.extend(self.entries(item).into_iter().filter_map(|item| {
                self.path(item).then_some(())?;
                Some((item.key.to_owned(), self.content(item)?))
            }));
        }
        let steps: Vec<_> = match table.take("steps") {
            Some(item) => item.nodes("steps", self.complaints).iter().map(|node| self.step(node)).collect(),
            None => vec![self.command(&mut table, node.line)],
        };
        table.finish(self.complaints);
        if steps.is_empty() {
            self.complaints.at(FILE, node.line).expected("at least one step", "none").remedy("add one, with `args`");
        }
        let input = json!({"kind": "cli", "files": files, "steps": steps}).to_string().into_bytes();
        ListedCase { input, ..heading }
    }

    fn step(&mut self, node: &Node) -> Json {
        let mut table = Table::of(FILE, node, self.complaints);
        let step = self.command(&mut table, node.line);
        table.finish(self.complaints);
        step
    }

    /// One run of the program, and what must come of it.
    fn command(&mut self, table: &mut Table<'_>, line: u32) -> Json {
        let args: Vec<_> = match table.take("args") {
            Some(item) => {
                let nodes = item.nodes("arguments", self.complaints);
                nodes
                    .iter()
                    .filter_map(|node| self.word(Item { line: node.line, value: &node.value, ..item }))
                    .collect()
            }
            None => Vec::new(),
        };
        let mut env = Map::new();
        for item in table.take("env").map(|item| self.entries(item)).unwrap_or_default() {
            let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
            if item.key.is_empty() || !item.key.chars().all(plain) {
                let remedy = "use letters, digits and _";
                self.complaints.at(FILE, item.line).expected("names of variables", item.key).remedy(remedy);
            }
            env.extend(self.word(item).map(|word| (item.key.to_owned(), word.into())));
        }
        let stdin = table.take("stdin").and_then(|item| self.content(item));
        let Some(item) = table.take("expect") else {
            let remedy = "say what must come of the command, such as `expect: {stdout: ok}`";
            self.complaints.at(FILE, line).expected("`expect`", "none").remedy(remedy);
            return Json::Null;
        };
        let mut expect = item.table(self.complaints);
        let exit = expect.take("exit").and_then(|item| self.exit(item)).unwrap_or_else(|| json!([0]));
        let mut expected = Map::from_iter([("exit".to_owned(), exit)]);
        for stream in ["stdout", "stderr"] {
            let rule = expect.take(stream).and_then(|item| self.rule(item));
            expected.extend(rule.map(|rule| (stream.to_owned(), rule)));
        }
        let mut files = Map::new();
        if let Some(item) = expect.take("tree") {
            files.extend(self.tree(item).into_iter().map(|(path, content)| (path, rule_of(item.line, &content))));
        }
        if let Some(item) = expect.take("files") {
            files.extend(self.entries(item).into_iter().filter_map(|item| {
                self.path(item).then_some(())?;
                let rule = match item.value {
                    Value::Null => Json::Null,
                    _ => self.rule(item)?,
                };
                Some((item.key.to_owned(), rule))
            }));
        }
        expected.insert("files".to_owned(), files.into());
        let only = expect.take("only").and_then(|item| item.bool(self.complaints)).unwrap_or(false);
        expected.insert("only".to_owned(), only.into());
        let checker = expect.take("checker").and_then(|item| self.checker(item));
        expected.extend(checker.map(|checker| ("checker".to_owned(), checker)));
        expect.finish(self.complaints);
        json!({"line": line, "args": args, "env": env, "stdin": stdin, "expect": expected})
    }

    /// A code, or several of which any will do.
    fn exit(&mut self, item: Item<'_>) -> Option<Json> {
        let code = |value: &Value| match value {
            Value::Int(code @ 0..=255) => Some(*code),
            _ => None,
        };
        let codes = match item.value {
            Value::List(nodes) if !nodes.is_empty() => nodes.iter().map(|node| code(&node.value)).collect(),
            value => code(value).map(|code| vec![code]),
        };
        if codes.is_none() {
            item.wrong("an exit code from 0 to 255, or several", "write it as 2, or as [1, 2]", self.complaints);
        }
        codes.map(|codes: Vec<i64>| json!(codes))
    }

    /// What a text must be.
    fn rule(&mut self, item: Item<'_>) -> Option<Json> {
        if let Value::Text(_) = item.value {
            return Some(rule_of(item.line, &self.content(item)?));
        }
        let mut table = item.table(self.complaints);
        let mut rule = Map::from_iter([("line".to_owned(), Json::from(item.line))]);
        let text = table.take("text").and_then(|item| item.text(self.complaints)).map(|text| json!({"text": text}));
        let file = table.take("file").and_then(|item| self.package_file(item)).map(|file| json!({"file": file}));
        let contains = table.take("contains").and_then(|item| item.text_or_texts(self.complaints));
        let matches = table.take("matches").and_then(|item| item.text(self.complaints));
        let checker = table.take("checker").and_then(|item| self.checker(item));
        let ways = [text.is_some(), file.is_some(), contains.is_some(), matches.is_some(), checker.is_some()];
        if !ways.contains(&true) || (text.is_some() && file.is_some()) {
            let expected = "either `text` or `file`, or `contains`, `matches` or `checker`,";
            item.wrong(expected, "say what it must be", self.complaints);
        }
        let ignore = table.take("ignore").and_then(|item| item.text_or_texts(self.complaints));
        let compare = table.take("compare").and_then(|item| item.word(&COMPARISONS, self.complaints));
        let tolerance = table.take("tolerance").and_then(|item| item.number(self.complaints));
        table.finish(self.complaints);
        let mut put = |key: &str, value: Option<Json>| rule.extend(value.map(|value| (key.to_owned(), value)));
        put("content", text.or(file));
        put("contains", contains.map(Json::from));
        put("matches", matches.map(Json::from));
        put("checker", checker);
        put("ignore", ignore.map(Json::from));
        put("compare", compare.map(Json::from));
        put("tolerance", tolerance.map(Json::from));
        Some(Json::Object(rule))
    }

    /// Text, or a file of the package.
    fn content(&mut self, item: Item<'_>) -> Option<Json> {
        if let Value::Text(text) = item.value {
            return Some(json!({ "text": text }));
        }
        let mut table = item.table(self.complaints);
        let file = table.take("file").and_then(|item| self.package_file(item));
        table.finish(self.complaints);
        if file.is_none() {
            item.wrong("text, or {file: PATH}", "name a file in grader/, or write the text", self.complaints);
        }
        file.map(|file| json!({ "file": file }))
    }

    fn package_file(&mut self, item: Item<'_>) -> Option<String> {
        let path = item.text(self.complaints)?;
        if !self.paths.contains(path) {
            item.wrong("a file in grader/", "add it, or correct the path", self.complaints);
            return None;
        }
        Some(path.to_owned())
    }

    /// Every file of a folder in grader/, by its path in there.
    fn tree(&mut self, item: Item<'_>) -> Vec<(String, Json)> {
        let Some(folder) = item.text(self.complaints) else { return Vec::new() };
        let prefix = format!("{}/", folder.trim_end_matches('/'));
        let inside = |path: &&str| Some((path.strip_prefix(&prefix)?.to_owned(), json!({ "file": path })));
        let found: Vec<_> = self.paths.iter().filter_map(inside).collect();
        if found.is_empty() {
            item.wrong("a folder in grader/ with files in it", "add it, or correct the path", self.complaints);
        }
        found
    }

    /// The function of the package that decides, as `check.py:function`.
    fn checker(&mut self, item: Item<'_>) -> Option<Json> {
        let text = item.text(self.complaints)?;
        match text.split_once(':') {
            Some((file, function)) if self.paths.contains(file) && !function.is_empty() => Some(text.into()),
            _ => {
                let expected = "FILE.py:FUNCTION with a file in grader/";
                item.wrong(expected, "name the function that decides", self.complaints);
                None
            }
        }
    }

    /// An argument or a variable: text, or a number that is meant as it is written.
    fn word(&mut self, item: Item<'_>) -> Option<String> {
        match item.value {
            Value::Int(number) => Some(number.to_string()),
            _ => {
                let text = item.text(self.complaints)?;
                if text.contains('\0') {
                    item.wrong("text without NUL", "no program can be given that", self.complaints);
                }
                Some(text.to_owned())
            }
        }
    }

    /// Whether a key is the path of a file in the working folder.
    fn path(&mut self, item: Item<'_>) -> bool {
        match check_path(item.key) {
            Ok(_) => true,
            Err(error) => {
                let remedy = "name a file in the working folder";
                self.complaints.at(FILE, item.line).expected("a relative path", error.to_string()).remedy(remedy);
                false
            }
        }
    }

    /// The entries of a map.
    fn entries<'a>(&mut self, item: Item<'a>) -> Vec<Item<'a>> {
        item.table(self.complaints).rest()
    }
}

/// The rule that a text is that one.
fn rule_of(line: u32, content: &Json) -> Json {
    json!({"line": line, "content": content})
}
