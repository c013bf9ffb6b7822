//! Which version runs, and as what.

use prometheus::{IntGaugeVec, Opts, Registry};

/// Adds `pyjury_build_info{version,role}`, always 1, to the registry of a process.
///
/// # Errors
/// [`prometheus::Error`] when it is there already.
pub fn register(registry: &Registry, version: &str, role: &str) -> Result<(), prometheus::Error> {
    let info =
        IntGaugeVec::new(Opts::new("pyjury_build_info", "Which version runs, and as what."), &["version", "role"])?;
    info.with_label_values(&[version, role]).set(1);
    registry.register(Box::new(info))
}
