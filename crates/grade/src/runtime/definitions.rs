//! What layers can be made of: the definitions of this program, and an operator's own.

use std::collections::BTreeMap;
use std::path::Path;

use pyjury_problem::runtime::{LayerDefinition, Lock, LockError, RuntimeError};

macro_rules! ours {
    ($($name:literal),+) => {
        [$((
            $name,
            include_str!(concat!("../../../../runtimes/", $name, "/runtime.toml")),
            include_str!(concat!("../../../../runtimes/", $name, "/requirements.lock")),
        )),+]
    };
}

/// Of each its name, its runtime.toml and its lock file.
const OURS: [(&str, &str, &str); 5] = ours!["base", "qa", "web", "data", "ops"];

/// What is wrong with definitions.
#[derive(Debug, thiserror::Error)]
pub enum DefinitionError {
    /// A runtime.toml.
    #[error("the definition of {name}: {source}")]
    Definition {
        /// Its name.
        name: String,
        /// What is wrong.
        #[source]
        source: RuntimeError,
    },
    /// A lock file.
    #[error("the definition of {name}: {source}")]
    Lock {
        /// Its name.
        name: String,
        /// What is wrong.
        #[source]
        source: LockError,
    },
    /// A file that can't be read.
    #[error("the definition of {name}: expected a runtime.toml and a requirements.lock in {folder}: {source}")]
    File {
        /// Its name.
        name: String,
        /// Where it should be.
        folder: String,
        /// Why it can't be read.
        #[source]
        source: std::io::Error,
    },
    /// There is none of this name.
    #[error("expected one of {}, got {name:?}; --definitions names a folder with others", known.join(", "))]
    Unknown {
        /// What was asked for.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// Layers that need each other, or one that needs none that there is.
    #[error("the definition of {name} requires {required:?}, which is not there, or requires it in turn")]
    Requires {
        /// Its name.
        name: String,
        /// What it requires.
        required: String,
    },
}

/// The layers that can be made, by name.
#[derive(Clone, Debug)]
pub struct Definitions(BTreeMap<String, (LayerDefinition, Lock)>);

impl Definitions {
    /// Those of this program.
    ///
    /// # Errors
    /// [`DefinitionError`]: never, as the tests show.
    pub fn ours() -> Result<Self, DefinitionError> {
        let mut all = Self(BTreeMap::new());
        for (name, definition, lock) in OURS {
            all.add(name, definition, lock)?;
        }
        all.check()
    }

    /// Those of this program, and those of an operator: `FOLDER/<name>/runtime.toml` and `requirements.lock`. One of
    /// the same name replaces ours.
    ///
    /// # Errors
    /// [`DefinitionError`].
    pub fn with(folder: &Path) -> Result<Self, DefinitionError> {
        let mut all = Self::ours()?;
        let failed = |name: &str, folder: &Path, source| DefinitionError::File {
            name: name.to_owned(),
            folder: folder.display().to_string(),
            source,
        };
        for entry in std::fs::read_dir(folder).map_err(|error| failed("…", folder, error))? {
            let path = entry.map_err(|error| failed("…", folder, error))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if !path.is_dir() || !pyjury_core::runtime::is_layer_name(&name) {
                continue;
            }
            let read =
                |file: &str| std::fs::read_to_string(path.join(file)).map_err(|error| failed(&name, &path, error));
            all.add(&name, &read("runtime.toml")?, &read("requirements.lock")?)?;
        }
        all.check()
    }

    /// The names.
    pub fn names(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }

    /// One of them.
    ///
    /// # Errors
    /// [`DefinitionError::Unknown`].
    pub fn get(&self, name: &str) -> Result<&(LayerDefinition, Lock), DefinitionError> {
        self.0.get(name).ok_or_else(|| DefinitionError::Unknown { name: name.to_owned(), known: self.names() })
    }

    fn add(&mut self, name: &str, definition: &str, lock: &str) -> Result<(), DefinitionError> {
        let definition = LayerDefinition::parse(definition)
            .map_err(|source| DefinitionError::Definition { name: name.to_owned(), source })?;
        let lock = Lock::parse(lock).map_err(|source| DefinitionError::Lock { name: name.to_owned(), source })?;
        if let Some(definition) = definition {
            self.0.insert(name.to_owned(), (definition, lock));
        }
        Ok(())
    }

    /// Whether each has what it requires.
    fn check(self) -> Result<Self, DefinitionError> {
        for (name, (definition, lock)) in &self.0 {
            let mut below = Vec::new();
            for required in &definition.requires {
                let found = self.0.get(required).filter(|(other, _)| other.requires.is_empty());
                let (_, lock) = found
                    .ok_or_else(|| DefinitionError::Requires { name: name.clone(), required: required.clone() })?;
                below.push(lock);
            }
            lock.has(&definition.requirements, &below)
                .map_err(|source| DefinitionError::Lock { name: name.clone(), source })?;
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn ours_have_what_they_ask_for_and_agree() {
        let all = Definitions::ours().unwrap();
        assert_eq!(all.names(), ["base", "data", "ops", "qa", "web"]);
        let mut pinned = BTreeMap::new();
        for (name, (definition, lock)) in &all.0 {
            for required in &definition.requires {
                let below = &all.get(required).unwrap().1;
                let on_some = below.text.contains("python_full_version");
                assert!(!on_some, "{required} has packages on some CPythons only, and {name} never");
                let below = &below.packages;
                let twice: Vec<_> = lock.packages.keys().filter(|package| below.contains_key(*package)).collect();
                assert!(twice.is_empty(), "{name} has again what {required} has: {twice:?}; make locks");
            }
            for (package, versions) in &lock.packages {
                let other = pinned.entry(package).or_insert((name, versions));
                // One may have a package on fewer CPythons.
                let agree = versions.iter().all(|one| other.1.contains(one))
                    || other.1.iter().all(|one| versions.contains(one));
                assert!(agree, "{} and {name} don't go together: {package}; make locks", other.0);
            }
            assert!(!lock.text.contains("://"), "a lock file names no index: {name}");
        }
        assert_eq!(all.get("qa").unwrap().0.requires, ["base"]);
    }

    #[test]
    fn an_operator_adds_and_replaces() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, definition: &str, lock: &str| {
            let own = folder.path().join(name);
            fs::create_dir_all(&own).unwrap();
            fs::write(own.join("runtime.toml"), definition).unwrap();
            fs::write(own.join("requirements.lock"), lock).unwrap();
        };
        put("own", "[layer]\nrequires = ['base']\nrequirements = ['x', 'pytest']\n", "x==1 --hash=sha256:00\n");
        let all = Definitions::with(folder.path()).unwrap();
        assert_eq!(all.names(), ["base", "data", "ops", "own", "qa", "web"]);
        let unknown = all.get("qb").unwrap_err().to_string();
        assert!(unknown.starts_with("expected one of base, data, ops, own, qa, web, got \"qb\""), "{unknown}");
        let error = || Definitions::with(folder.path()).unwrap_err().to_string();
        put("own", "[layer]\nrequirements = ['x', 'pytest']\n", "x==1 --hash=sha256:00\n");
        assert!(error().contains("no \"pytest\""), "{}", error());
        put("own", "[layer]\nrequires = ['nothing']\nrequirements = []\n", "");
        assert!(error().contains("requires \"nothing\""), "{}", error());
        fs::remove_file(folder.path().join("own/requirements.lock")).unwrap();
        assert!(error().contains("requirements.lock in"), "{}", error());
    }
}
