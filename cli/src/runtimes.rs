//! The folder of runtimes, wherever one is used.

use std::path::PathBuf;

use pyjury_grade::{RuntimeLoadError, RuntimeSet, Store};

use crate::config::{Key, Settings, value};

/// Where the layers of runtimes are.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct RuntimesArgs {
    /// The folder of runtimes [default: /var/lib/pyjury/runtimes for root, else $XDG_DATA_HOME/pyjury/runtimes].
    #[arg(long, value_name = "DIR", env = "PYJURY_RUNTIMES")]
    runtimes: Option<PathBuf>,
}

impl RuntimesArgs {
    /// The folder of layers.
    pub(crate) fn store(&self) -> Store {
        self.runtimes.as_ref().map_or_else(usual, Store::at)
    }

    /// What this host offers.
    pub(crate) fn open(&self) -> Result<RuntimeSet, RuntimeLoadError> {
        RuntimeSet::open(self.store())
    }
}

/// The folder that a serving process is told, or the usual one.
pub(crate) fn folder(settings: &mut Settings) -> PathBuf {
    settings.one(Key::RUNTIMES, value::path).unwrap_or_else(|| usual().folder().to_owned())
}

/// The folder of layers that this user has.
pub(crate) fn usual() -> Store {
    Store::usual(nix::unistd::geteuid().is_root())
}
