//! The packages of a layer, in its `runtime.toml`.

use pyjury_core::PythonVersion;
use pyjury_core::runtime::VersionBound;
use serde::Deserialize;

use super::RuntimeError;

/// The `[layer]` of a runtime.toml: packages from an index, pinned and hashed by the lock file beside it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LayerDefinition {
    /// The versions of CPython that it can be made for; all bounds hold.
    #[serde(default)]
    pub python: Vec<VersionBound>,
    /// Layers that must lie below it: what they have it doesn't have again.
    #[serde(default)]
    pub requires: Vec<String>,
    /// The packages that it is for, as people name them; the lock file has these and what they need.
    pub requirements: Vec<String>,
}

/// A runtime.toml, of which only the layer is read.
#[derive(Deserialize)]
struct File {
    layer: Option<LayerDefinition>,
}

impl LayerDefinition {
    /// Reads the layer of a runtime.toml; `None` where it has none.
    ///
    /// # Errors
    /// [`RuntimeError::Syntax`] with line and key.
    pub fn parse(text: &str) -> Result<Option<Self>, RuntimeError> {
        Ok(toml::from_str::<File>(text)?.layer)
    }

    /// Whether it can be made for this version.
    pub fn takes(&self, version: PythonVersion) -> bool {
        self.python.iter().all(|bound| bound.holds(version))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layer_is_read_with_or_without_the_rest() {
        let text =
            "name = 'x'\n[layer]\npython = ['>=3.11', '<3.15']\nrequires = ['base']\nrequirements = ['a', 'b']\n";
        let layer = LayerDefinition::parse(text).unwrap().unwrap();
        assert_eq!((layer.requires.len(), layer.requirements.len()), (1, 2));
        assert!(layer.takes("3.11".parse().unwrap()) && !layer.takes("3.10".parse().unwrap()));
        assert!(LayerDefinition::parse("name = 'x'\n").unwrap().is_none());
        for (wrong, said) in
            [("requirement = []", "requirement"), ("requirements = []\npython = ['3.11']", "expected one of ==")]
        {
            let error = LayerDefinition::parse(&format!("[layer]\n{wrong}\n")).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        }
    }
}
