//! Runtimes in words: what a problem asks for, and what a host offers.
//!
//! A request is a few words: names of layers, and bounds on the version of the interpreter, such as
//! `base`, `qa`, `python>=3.12`. An offer is one interpreter with the layers that are there for it, written
//! as `python3.12[base,qa]`. Everybody who places work compares the two with [`RuntimeOffer::serves`].

mod version;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use version::{PythonVersion, VersionBound, VersionError};

/// The layer that a request without names means.
pub const BASE: &str = "base";
/// The word that bounds begin with, and that alone asks for nothing but an interpreter.
const PYTHON: &str = "python";
/// Most words of a request.
const MOST_WORDS: usize = 32;

/// What a problem, a submission or a run asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuntimeRequest {
    /// The layers, by name, each once. Without any, the standard library is enough.
    pub layers: Vec<String>,
    /// What the interpreter's version must be; all of them hold.
    pub python: Vec<VersionBound>,
}

/// Why words are no request.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// Not the name of a layer.
    #[error("expected the name of a layer, or a bound such as python>=3.12, got {0:?}")]
    Word(String),
    /// A bound that makes no sense.
    #[error("{word:?}: {source}")]
    Bound {
        /// The word.
        word: String,
        /// What is wrong with it.
        #[source]
        source: VersionError,
    },
    /// Too many words.
    #[error("expected at most {MOST_WORDS} words, got {0}")]
    Many(usize),
    /// None at all.
    #[error("expected the name of a layer, or a bound such as python>=3.12, got nothing")]
    Nothing,
}

impl RuntimeRequest {
    /// Reads the words of a request; without the name of a layer it asks for [`BASE`].
    ///
    /// # Errors
    /// [`RequestError`] with the word that is wrong.
    pub fn of_words<'a>(words: impl IntoIterator<Item = &'a str>) -> Result<Self, RequestError> {
        let request = Self::of_exact_words(words)?;
        Ok(if request.layers.is_empty() { Self { layers: vec![BASE.to_owned()], ..request } } else { request })
    }

    fn of_exact_words<'a>(words: impl IntoIterator<Item = &'a str>) -> Result<Self, RequestError> {
        let words: Vec<&str> = words.into_iter().map(str::trim).collect();
        match words.len() {
            0 => return Err(RequestError::Nothing),
            1..=MOST_WORDS => {}
            count => return Err(RequestError::Many(count)),
        }
        let mut request = Self::default();
        for word in words {
            match word.strip_prefix(PYTHON) {
                Some("") => {}
                Some(bound) if bound.starts_with(['<', '>', '=', '!', ' ']) => {
                    let bound = bound.parse();
                    let bound = bound.map_err(|source| RequestError::Bound { word: word.to_owned(), source })?;
                    if !request.python.contains(&bound) {
                        request.python.push(bound);
                    }
                }
                _ if is_layer_name(word) => request.add(word),
                _ => return Err(RequestError::Word(word.to_owned())),
            }
        }
        Ok(request)
    }

    /// The request of programs that need nothing but the standard library, if they ask for [`BASE`] alone:
    /// the layer of that name, with its packages, is then left out.
    #[must_use]
    pub fn plain(mut self) -> Self {
        if self.layers == [BASE] {
            self.layers.clear();
        }
        self
    }

    /// Whether every interpreter will do.
    pub fn is_any(&self) -> bool {
        self.layers.is_empty() && self.python.is_empty()
    }

    /// What meets both requests.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        for layer in &other.layers {
            self.add(layer);
        }
        let bounds = other.python.iter().filter(|bound| !self.python.contains(bound)).copied();
        self.python.extend(bounds.collect::<Vec<_>>());
        self
    }

    /// Whether an interpreter of this version will do.
    pub fn takes(&self, version: PythonVersion) -> bool {
        self.python.iter().all(|bound| bound.holds(version))
    }

    fn add(&mut self, layer: &str) {
        if !self.layers.iter().any(|known| known == layer) {
            self.layers.push(layer.to_owned());
        }
    }
}

/// Whether a word can name a layer: letters, digits, `_`, `.` and `-`, 64 at most, beginning with a letter or
/// a digit. It is a name of a folder too.
pub fn is_layer_name(word: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"_.-".contains(&b);
    let starts = word.starts_with(|c: char| c.is_ascii_alphanumeric());
    // `python3.12` was meant as a version.
    let version = |rest: &str| rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_digit());
    starts && word.len() <= 64 && word.bytes().all(plain) && !word.strip_prefix(PYTHON).is_some_and(version)
}

/// Words with commas between them. Without the name of a layer it asks for none: what this writes is read as
/// it was.
impl FromStr for RuntimeRequest {
    type Err = RequestError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::of_exact_words(text.split(','))
    }
}

impl fmt::Display for RuntimeRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_any() {
            return f.write_str(PYTHON);
        }
        let bounds = self.python.iter().map(|bound| format!("{PYTHON}{bound}"));
        f.write_str(&self.layers.iter().cloned().chain(bounds).collect::<Vec<_>>().join(","))
    }
}

impl Serialize for RuntimeRequest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RuntimeRequest {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// One interpreter of a host with the layers that are there for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuntimeOffer {
    /// Its version; `None` where a worker of an earlier version didn't say.
    pub python: Option<PythonVersion>,
    /// The layers, by name.
    pub layers: Vec<String>,
}

impl RuntimeOffer {
    /// Reads an offer. A name alone is what workers of earlier versions say of their only runtime.
    pub fn parse(text: &str) -> Self {
        let known = || {
            let (version, layers) = match text.strip_prefix(PYTHON)?.split_once('[') {
                Some((version, layers)) => (version, layers.strip_suffix(']')?),
                None => (text.strip_prefix(PYTHON)?, ""),
            };
            let layers = layers.split(',').filter(|layer| !layer.is_empty()).map(str::to_owned).collect();
            Some(Self { python: Some(version.parse().ok()?), layers })
        };
        known().unwrap_or_else(|| Self { python: None, layers: vec![text.to_owned()] })
    }

    /// Whether it meets a request.
    pub fn serves(&self, request: &RuntimeRequest) -> bool {
        let version = match self.python {
            Some(version) => request.takes(version),
            None => request.python.is_empty(),
        };
        version && request.layers.iter().all(|layer| self.layers.contains(layer))
    }
}

impl fmt::Display for RuntimeOffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let layers = self.layers.join(",");
        match self.python {
            Some(version) if layers.is_empty() => write!(f, "{PYTHON}{version}"),
            Some(version) => write!(f, "{PYTHON}{version}[{layers}]"),
            None => f.write_str(&layers),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(text: &str) -> RuntimeRequest {
        text.parse().unwrap()
    }

    #[test]
    fn requests_are_words() {
        for (words, written) in [
            (&["base"][..], "base"),
            (&["qa", "base", "qa"], "qa,base"),
            (&["python>=3.12"], "base,python>=3.12"),
            (&["python >= 3.12", "python<3.14"], "base,python>=3.12,python<3.14"),
            (&["python"], "base"),
            (&["pythonic", "python==3.13"], "pythonic,python==3.13"),
        ] {
            let request = RuntimeRequest::of_words(words.iter().copied()).unwrap();
            assert_eq!(request.to_string(), written);
            assert_eq!(written.parse(), Ok(request));
        }
    }

    #[test]
    fn what_is_no_request_says_why() {
        for (words, said) in [
            (&[][..], "got nothing"),
            (&["../x"], "got \"../x\""),
            (&["a b"], "expected the name of a layer, or a bound such as python>=3.12, got \"a b\""),
            (&["base>=3.12"], "got \"base>=3.12\""),
            (&["python>=3"], "\"python>=3\": expected a version such as 3.12, got \"3\""),
            (&["python3.12"], "got \"python3.12\""),
            (&["python~=3.12"], "got \"python~=3.12\""),
            (&["python>=3.12.1"], "expected a version such as 3.12"),
            (&["python=3.12"], "expected one of ==, !=, >=, <=, > and < before the version"),
            (&["x"; 33], "expected at most 32 words"),
        ] {
            let error = RuntimeRequest::of_words(words.iter().copied()).unwrap_err().to_string();
            assert!(error.contains(said), "{words:?}: {error}");
        }
    }

    #[test]
    fn base_alone_is_plain_where_no_package_is_needed() {
        assert!(request("base").plain().is_any());
        assert_eq!(request("base,python>=3.12").plain().to_string(), "python>=3.12");
        assert_eq!(request("base,qa").plain(), request("base,qa"));
        assert_eq!(request("python").to_string(), "python");
        assert_eq!(request("python>=3.12").and(&request("qa,python>=3.12")).to_string(), "qa,python>=3.12");
    }

    #[test]
    fn offers_serve_what_they_have() {
        let offer = RuntimeOffer::parse("python3.12[base,qa]");
        assert_eq!(offer.to_string(), "python3.12[base,qa]");
        for good in ["python", "base", "qa", "base,qa", "qa,python>=3.12", "python<3.13,python!=3.11"] {
            assert!(offer.serves(&request(good)), "{good}");
        }
        for bad in ["web", "base,web", "python>=3.13", "base,python==3.11"] {
            assert!(!offer.serves(&request(bad)), "{bad}");
        }
        let bare = RuntimeOffer::parse("python3.13");
        assert_eq!((bare.to_string().as_str(), bare.layers.len()), ("python3.13", 0));
        assert!(bare.serves(&request("python>=3.13")) && !bare.serves(&request("base")));
        // A worker of an earlier version.
        let old = RuntimeOffer::parse("base");
        assert_eq!(old.to_string(), "base");
        assert!(old.serves(&request("python")) && old.serves(&request("base")) && !old.serves(&request("python>=3.1")));
    }
}
