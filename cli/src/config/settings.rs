//! Flags over environment over file over defaults, and every mistake at once.

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use super::{Flags, Key};

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
    flags: Flags,
    environment: BTreeMap<String, String>,
    file: Option<(PathBuf, toml::Table)>,
    mistakes: Vec<Mistake>,
}

/// Where a setting may be made, the strongest first.
#[derive(Clone, Copy)]
enum Layer {
    Flags,
    Environment,
    File,
}

const LAYERS: [Layer; 3] = [Layer::Flags, Layer::Environment, Layer::File];

/// A setting that was made: where, and the words.
struct Made {
    layer: Layer,
    place: String,
    words: Vec<String>,
}

impl Settings {
    /// From what was given. The file is read now: the one that the flags name, or else PYJURY_CONFIG. One
    /// file may serve every role; a key that no role knows is a mistake.
    pub(crate) fn new(file: Option<PathBuf>, flags: Flags, environment: BTreeMap<String, String>) -> Self {
        let file = file.or_else(|| environment.get("PYJURY_CONFIG").map(PathBuf::from));
        let mut settings = Self { flags, environment, file: None, mistakes: Vec::new() };
        if let Some(path) = file {
            settings.read_file(&path);
        }
        settings
    }

    fn read_file(&mut self, path: &Path) {
        let place = path.display().to_string();
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => return self.mistake(place, format!("can't be read: {error}")),
        };
        let table: toml::Table = match text.parse() {
            Ok(table) => table,
            Err(error) => return self.mistake(place, format!("expected TOML: {error}")),
        };
        for key in table.keys().filter(|key| !Key::ALL.iter().any(|known| known.0 == key.as_str())) {
            let names: Vec<_> = Key::ALL.iter().map(|known| known.0).collect();
            self.mistake(format!("{place}: {key}"), format!("expected one of {}", names.join(", ")));
        }
        self.file = Some((path.to_owned(), table));
    }

    /// Reads one setting; `None` when nobody made it or it can't be read (which is then a mistake).
    pub(crate) fn one<T, E: fmt::Display>(&mut self, key: Key, read: impl FnOnce(&str) -> Result<T, E>) -> Option<T> {
        let Made { place, words, .. } = self.find(key)?;
        let read = match words.as_slice() {
            [word] => read(word).map_err(|error| error.to_string()),
            _ => Err("expected one value, got a list".to_owned()),
        };
        read.map_err(|why| self.mistake(place, why)).ok()
    }

    /// Reads a list of folders: repeated flags, a variable with `:` between, an array.
    pub(crate) fn folders(&mut self, key: Key) -> Vec<PathBuf> {
        self.list(key, ':').into_iter().map(PathBuf::from).collect()
    }

    /// Reads a list of URLs: repeated flags, a variable with `,` between, an array.
    pub(crate) fn urls(&mut self, key: Key) -> Vec<String> {
        self.list(key, ',')
    }

    fn list(&mut self, key: Key, between: char) -> Vec<String> {
        match self.find(key) {
            Some(Made { layer: Layer::Environment, words, .. }) => split(&words, between),
            Some(made) => made.words,
            None => Vec::new(),
        }
    }

    /// Reads secrets: as they are, or from the file that `file` names, one a line. The stronger layer wins;
    /// both in one layer are a mistake.
    pub(crate) fn secrets(&mut self, key: Key, file: Key) -> Vec<String> {
        for layer in LAYERS {
            match (self.made(layer, key), self.made(layer, file)) {
                (None, None) => {}
                (Some(made), None) if matches!(layer, Layer::Environment) => return split(&made.words, ','),
                (Some(made), None) => return made.words,
                (None, Some(made)) => return self.lines(made),
                (Some(one), Some(other)) => {
                    self.mistake(format!("{} and {}", one.place, other.place), "expected one of them".to_owned());
                    return Vec::new();
                }
            }
        }
        Vec::new()
    }

    fn lines(&mut self, made: Made) -> Vec<String> {
        let mut lines = Vec::new();
        for path in made.words {
            match std::fs::read_to_string(&path) {
                Ok(text) => {
                    lines.extend(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned));
                }
                Err(error) => self.mistake(made.place.clone(), format!("{path} can't be read: {error}")),
            }
        }
        lines
    }

    /// Whether somebody made it.
    pub(crate) fn has(&mut self, key: Key) -> bool {
        self.find(key).is_some()
    }

    /// Notes that nobody made a setting that is needed.
    pub(crate) fn missing(&mut self, key: Key, expected: &str) {
        self.mistake(format!("--{}", key.0), format!("{expected}, got none; it can be set as {} too", key.variable()));
    }

    /// Notes addresses that are the same.
    pub(crate) fn distinct(&mut self, addresses: &[(Key, Option<SocketAddr>)]) {
        for (n, (key, address)) in addresses.iter().enumerate() {
            let same =
                addresses[..n].iter().find(|(_, other)| address.is_some_and(|a| a.port() != 0) && other == address);
            if let (Some((other, _)), Some(address)) = (same, address) {
                let why = format!("expected two addresses, got {address} for both");
                self.mistake(format!("--{} and --{}", other.0, key.0), why);
            }
        }
    }

    /// Notes a mistake.
    pub(crate) fn mistake(&mut self, place: String, why: String) {
        self.mistakes.push(Mistake { place, why });
    }

    /// The value, if there were no mistakes.
    pub(crate) fn finish<T>(mut self, value: Option<T>) -> Result<T, Mistakes> {
        match value {
            Some(value) if self.mistakes.is_empty() => Ok(value),
            None if self.mistakes.is_empty() => {
                self.mistake("a setting".to_owned(), "expected it to be made, it was not".to_owned());
                Err(Mistakes(self.mistakes))
            }
            _ => Err(Mistakes(self.mistakes)),
        }
    }

    /// The strongest layer that has the setting.
    fn find(&mut self, key: Key) -> Option<Made> {
        LAYERS.into_iter().find_map(|layer| self.made(layer, key))
    }

    fn made(&mut self, layer: Layer, key: Key) -> Option<Made> {
        let (place, words) = match layer {
            Layer::Flags => (format!("--{}", key.0), self.flags.get(key)?),
            Layer::Environment => {
                let variable = key.variable();
                let word = self.environment.get(&variable)?.clone();
                (variable, vec![word])
            }
            Layer::File => {
                let (path, table) = self.file.as_ref()?;
                let place = format!("{}: {}", path.display(), key.0);
                let Some(words) = words(table.get(key.0)?) else {
                    let why = "expected text, a number or a list of them".to_owned();
                    if !self.mistakes.iter().any(|mistake| mistake.place == place) {
                        self.mistake(place, why);
                    }
                    return None;
                };
                (place, words)
            }
        };
        Some(Made { layer, place, words })
    }
}

fn split(words: &[String], between: char) -> Vec<String> {
    let parts = words.iter().flat_map(|word| word.split(between));
    parts.map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn words(value: &toml::Value) -> Option<Vec<String>> {
    match value {
        toml::Value::String(text) => Some(vec![text.clone()]),
        toml::Value::Integer(number) => Some(vec![number.to_string()]),
        toml::Value::Float(number) => Some(vec![number.to_string()]),
        toml::Value::Array(values) => values.iter().map(words).collect::<Option<Vec<_>>>().map(|lists| lists.concat()),
        _ => None,
    }
}
