//! Everything that this host offers: its interpreters, the layers of its store, and what can be made of them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use pyjury_core::{Digest, RuntimeOffer, RuntimeRequest};
use pyjury_problem::runtime::RuntimeDefinition;
use pyjury_sandbox::seccomp::PolicyError;

use super::interpreter::{Interpreter, Interpreters};
use super::layer::{Layer, Thoroughness};
use super::toolchain::{self, Toolchain};
use super::{BASE_SECCOMP, Runtime, RuntimeLoadError, Store, StoreError};

/// The runtimes of this host. Nothing is asked or opened before it is needed; what was made is shared.
#[derive(Debug)]
pub struct RuntimeSet {
    definition: RuntimeDefinition,
    interpreters: Interpreters,
    store: Store,
    toolchain: OnceLock<Option<Toolchain>>,
    /// Layers that were opened, by name and ABI: what is built later is for whoever starts later.
    opened: Mutex<BTreeMap<(String, String), Layer>>,
    /// Runtimes by their digests.
    made: Mutex<BTreeMap<Digest, Arc<Runtime>>>,
}

impl RuntimeSet {
    /// Those of a store, with the interpreters of this host.
    ///
    /// # Errors
    /// [`RuntimeLoadError::Definition`]: never, as the tests show.
    pub fn open(store: Store) -> Result<Self, RuntimeLoadError> {
        let definition = RuntimeDefinition::parse(super::BASE)?;
        let interpreters = Interpreters::find(&definition.interpreters, &store.interpreters());
        let toolchain = OnceLock::new();
        Ok(Self { definition, interpreters, store, toolchain, opened: Mutex::default(), made: Mutex::default() })
    }

    /// The interpreters.
    pub const fn interpreters(&self) -> &Interpreters {
        &self.interpreters
    }

    /// The store of the layers.
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// The standard library on the preferred interpreter: what a host must have.
    ///
    /// # Errors
    /// As of [`Self::resolve`].
    pub fn plain(&self) -> Result<Arc<Runtime>, RuntimeLoadError> {
        self.resolve(&RuntimeRequest::default())
    }

    /// The runtime that meets a request, on the preferred interpreter that can. Layers that one requires come before
    /// it.
    ///
    /// # Errors
    /// [`RuntimeLoadError::Unmet`] with what is there and what to do, when none can; what is wrong with a layer
    /// that was built.
    pub fn resolve(&self, request: &RuntimeRequest) -> Result<Arc<Runtime>, RuntimeLoadError> {
        if request.layers.is_empty() {
            let found = self.interpreters.first(|version| request.takes(version));
            return self.make(&found.ok_or_else(|| self.unmet(request))?, Vec::new());
        }
        for interpreter in self.interpreters.each(|version| request.takes(version)) {
            if let Some(layers) = self.layers(&request.layers, &interpreter.abi)? {
                return self.make(&interpreter, layers);
            }
        }
        Err(self.unmet(request))
    }

    /// Of each interpreter the layers that work. What is wrong with the others is logged.
    pub fn offers(&self) -> Vec<RuntimeOffer> {
        let offer = |interpreter: Arc<Interpreter>| {
            let works = |name: &String| match self.layers(std::slice::from_ref(name), &interpreter.abi) {
                Ok(layers) => layers.is_some(),
                Err(error) => {
                    tracing::warn!(layer = name, python = %interpreter.version(), %error, "a layer can't be used");
                    false
                }
            };
            let layers = self.store.names(&interpreter.abi).into_iter().filter(works).collect();
            RuntimeOffer { python: Some(interpreter.version()), layers }
        };
        self.interpreters.all().into_iter().map(offer).collect()
    }

    /// Layers in order, each after what it requires; `None` when one was not built.
    fn layers(&self, names: &[String], abi: &str) -> Result<Option<Vec<Layer>>, StoreError> {
        let mut found: Vec<Layer> = Vec::new();
        let mut wanted: Vec<(String, bool)> = names.iter().rev().map(|name| (name.clone(), false)).collect();
        // What a definition requires requires nothing itself, so that this ends.
        while let Some((name, has_required)) = wanted.pop() {
            if found.iter().any(|layer| layer.manifest.name == name) {
                continue;
            }
            let Some(layer) = self.layer(&name, abi)? else { return Ok(None) };
            if has_required || layer.manifest.requires.is_empty() {
                agree(&found, &layer)?;
                found.push(layer);
            } else {
                wanted.push((name, true));
                wanted.extend(layer.manifest.requires.iter().rev().map(|required| (required.clone(), true)));
            }
        }
        Ok(Some(found))
    }

    fn layer(&self, name: &str, abi: &str) -> Result<Option<Layer>, StoreError> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (name.to_owned(), abi.to_owned());
        if let Some(layer) = opened.get(&key) {
            return Ok(Some(layer.clone()));
        }
        let layer = self.store.current(name, abi, Thoroughness::Names)?;
        if let Some(layer) = &layer {
            opened.insert(key, layer.clone());
        }
        Ok(layer)
    }

    fn make(&self, interpreter: &Arc<Interpreter>, layers: Vec<Layer>) -> Result<Arc<Runtime>, RuntimeLoadError> {
        let key = super::digest(interpreter, &layers);
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(runtime) = made.get(&key) {
            return Ok(Arc::clone(runtime));
        }
        let runtime = Arc::new(Runtime::new(&self.definition, interpreter, (layers, &self.store), self.toolchain()?)?);
        made.insert(key, Arc::clone(&runtime));
        Ok(runtime)
    }

    /// Compiling a policy takes milliseconds, which no two runtimes need to spend.
    fn toolchain(&self) -> Result<Option<Toolchain>, PolicyError> {
        if let Some(known) = self.toolchain.get() {
            return Ok(known.clone());
        }
        let found = toolchain::find(self.definition.env.clone().into_iter().collect(), BASE_SECCOMP)?;
        Ok(self.toolchain.get_or_init(|| found).clone())
    }

    fn unmet(&self, request: &RuntimeRequest) -> RuntimeLoadError {
        let offers = self.offers();
        let has = offers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let version = offers.iter().filter_map(|offer| offer.python).find(|version| request.takes(*version));
        let remedy = match version {
            Some(version) => {
                format!("`pyjury runtime build {} --python {version}` makes it", request.layers.join(" "))
            }
            None if request.layers.is_empty() => "install such a CPython, or name one in PYJURY_PYTHONS".to_owned(),
            None => format!(
                "install such a CPython, or name one in PYJURY_PYTHONS; then `pyjury runtime build {}`",
                request.layers.join(" ")
            ),
        };
        let complaints = self.interpreters.complaints().into_iter().map(|why| format!("; {why}")).collect::<String>();
        let has = if has.is_empty() { "no CPython that works".to_owned() } else { has };
        RuntimeLoadError::Unmet { wanted: request.clone(), has: has + &complaints, remedy }
    }
}

/// No package is there twice in different versions: which one is imported would be chance.
fn agree(below: &[Layer], layer: &Layer) -> Result<(), StoreError> {
    for other in below {
        for (package, version) in &layer.manifest.packages {
            if let Some(known) = other.manifest.packages.get(package).filter(|known| *known != version) {
                let names = (other.manifest.name.clone(), layer.manifest.name.clone());
                let (package, versions) = (package.clone(), (known.clone(), version.clone()));
                return Err(StoreError::Disagree { names, package, versions });
            }
        }
    }
    Ok(())
}
