//! Flags over environment over file over defaults, and every mistake at once.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// One setting: its name on the command line and in the file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key(pub(crate) &'static str);

impl Key {
    /// `PYJURY_LOG_FORMAT` for `log-format`.
    fn variable(self) -> String {
        format!("PYJURY_{}", self.0.to_ascii_uppercase().replace('-', "_"))
    }
}

/// What is wrong with one setting, and where it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    place: String,
    why: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.why)
    }
}

/// Every mistake of a configuration; never empty.
#[derive(Debug, thiserror::Error)]
#[error("the configuration has mistakes:{}", .0.iter().map(|mistake| format!("\n  {mistake}")).collect::<String>())]
pub(crate) struct Mistakes(pub(crate) Vec<Mistake>);

/// The layers, and the mistakes found so far.
pub(crate) struct Settings {
    flags: BTreeMap<&'static str, Vec<String>>,
    environment: BTreeMap<String, String>,
    file: Option<(PathBuf, toml::Table)>,
    mistakes: Vec<Mistake>,
}

impl Settings {
    /// From what was given. The file is read now; its unknown keys are mistakes.
    pub(crate) fn new(
        flags: BTreeMap<&'static str, Vec<String>>,
        environment: BTreeMap<String, String>,
        file: Option<&Path>,
        known: &[Key],
    ) -> Self {
        let mut settings = Self { flags, environment, file: None, mistakes: Vec::new() };
        if let Some(path) = file {
            settings.read_file(path, known);
        }
        settings
    }

    fn read_file(&mut self, path: &Path, known: &[Key]) {
        let place = path.display().to_string();
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => return self.mistake(place, format!("can't be read: {error}")),
        };
        let table: toml::Table = match text.parse() {
            Ok(table) => table,
            Err(error) => return self.mistake(place, format!("expected TOML: {error}")),
        };
        for key in table.keys().filter(|key| !known.iter().any(|known| known.0 == key.as_str())) {
            let names: Vec<_> = known.iter().map(|known| known.0).collect();
            self.mistake(format!("{place}: {key}"), format!("expected one of {}", names.join(", ")));
        }
        self.file = Some((path.to_owned(), table));
    }

    /// Reads one setting; `None` when nobody made it or it can't be read (which is then a mistake).
    pub(crate) fn one<T, E: fmt::Display>(&mut self, key: Key, read: impl Fn(&str) -> Result<T, E>) -> Option<T> {
        let (place, values) = self.find(key)?;
        match values.as_slice() {
            [value] => match read(value) {
                Ok(value) => Some(value),
                Err(error) => {
                    self.mistake(place, error.to_string());
                    None
                }
            },
            _ => {
                self.mistake(place, "expected one value, got a list".to_owned());
                None
            }
        }
    }

    /// Reads a list: repeated flags, a variable with `:` between, an array.
    pub(crate) fn list(&mut self, key: Key) -> Vec<String> {
        match self.find(key) {
            Some((place, values)) if place.starts_with("PYJURY_") => values
                .iter()
                .flat_map(|value| value.split(':'))
                .filter(|part| !part.is_empty())
                .map(str::to_owned)
                .collect(),
            Some((_, values)) => values,
            None => Vec::new(),
        }
    }

    /// Notes a mistake.
    pub(crate) fn mistake(&mut self, place: String, why: String) {
        self.mistakes.push(Mistake { place, why });
    }

    /// Whether there were none.
    pub(crate) fn finish<T>(self, value: T) -> Result<T, Mistakes> {
        if self.mistakes.is_empty() { Ok(value) } else { Err(Mistakes(self.mistakes)) }
    }

    /// The values of the topmost layer that has the setting, and where they were made.
    fn find(&mut self, key: Key) -> Option<(String, Vec<String>)> {
        if let Some(values) = self.flags.get(key.0).filter(|values| !values.is_empty()) {
            return Some((format!("--{}", key.0), values.clone()));
        }
        let variable = key.variable();
        if let Some(value) = self.environment.get(&variable) {
            return Some((variable, vec![value.clone()]));
        }
        let (path, table) = self.file.as_ref()?;
        let place = format!("{}: {}", path.display(), key.0);
        match words(table.get(key.0)?) {
            Some(values) => Some((place, values)),
            None => {
                self.mistake(place, "expected text, a number or a list of them".to_owned());
                None
            }
        }
    }
}

fn words(value: &toml::Value) -> Option<Vec<String>> {
    match value {
        toml::Value::String(text) => Some(vec![text.clone()]),
        toml::Value::Integer(number) => Some(vec![number.to_string()]),
        toml::Value::Array(values) => values.iter().map(words).collect::<Option<Vec<_>>>().map(|lists| lists.concat()),
        _ => None,
    }
}
