//! Where `pyjury up` keeps its data, and where its client finds the key.

use std::path::{Path, PathBuf};

/// The data folder when none is named: `$XDG_DATA_HOME/pyjury`, or `./pyjury-data`.
pub(crate) fn default_data() -> PathBuf {
    match std::env::var_os("XDG_DATA_HOME") {
        Some(home) if !home.is_empty() => Path::new(&home).join("pyjury"),
        _ => PathBuf::from("pyjury-data"),
    }
}

/// The file with the API key of the data folder's own client.
pub(crate) fn key_file(data: &Path) -> PathBuf {
    data.join("client.key")
}
