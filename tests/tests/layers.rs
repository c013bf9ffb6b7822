//! The crates are layers: each uses only those below it, and no service uses another (ARCHITECTURE.md).

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use cargo_metadata::{DependencyKind, MetadataCommand};

/// Crates by layer. A crate uses only crates of lower layers.
const LAYERS: [&[&str]; 6] = [
    &["pyjury-core", "pyjury-servers", "pyjury-corpus"],
    &["pyjury-sandbox", "pyjury-problem", "pyjury-proto", "pyjury-telemetry"],
    &["pyjury-grade", "pyjury-queue", "pyjury-store"],
    &["pyjury-gateway", "pyjury-scheduler", "pyjury-worker"],
    &["pyjury", "pyjury-tests"],
    &["pyjury-bench", "pyjury-chaos"],
];

/// What may link the sandbox: the worker by way of grade, and the tools.
const MAY_CONFINE: [&str; 5] = ["pyjury-grade", "pyjury-worker", "pyjury", "pyjury-tests", "pyjury-bench"];

/// What may hold store credentials: never a worker.
const MAY_STORE: [&str; 4] = ["pyjury-gateway", "pyjury-scheduler", "pyjury", "pyjury-bench"];

/// Crates whose use means I/O, concurrency or a clock: none for core.
const IMPURE: [&str; 5] = ["tokio", "nix", "libc", "tracing", "futures"];

#[test]
fn dependencies_point_down() {
    let manifest = pyjury_tests::programs::root().join("Cargo.toml");
    let metadata = MetadataCommand::new().manifest_path(manifest).no_deps().exec().unwrap();
    let layer: BTreeMap<&str, usize> =
        LAYERS.iter().enumerate().flat_map(|(n, names)| names.iter().map(move |name| (*name, n))).collect();
    for package in &metadata.packages {
        let name = package.name.as_str();
        let own = *layer.get(name).unwrap_or_else(|| panic!("{name} is in no layer: add it to the table"));
        let uses = package.dependencies.iter().filter(|d| d.kind != DependencyKind::Development);
        for used in uses.map(|dependency| dependency.name.as_str()) {
            if let Some(below) = layer.get(used) {
                assert!(*below < own, "{name} (layer {own}) uses {used} (layer {below})");
            }
            assert!(used != "pyjury-sandbox" || MAY_CONFINE.contains(&name), "{name} links the sandbox");
            assert!(used != "pyjury-store" || MAY_STORE.contains(&name), "{name} reaches the store");
            assert!(name != "pyjury-core" || !IMPURE.contains(&used), "core uses {used}");
        }
    }
    assert_eq!(metadata.packages.len(), layer.len(), "every crate of the table is there");
}
