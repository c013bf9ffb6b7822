//! Compiles proto/ with a pure-Rust compiler, so that nobody needs protoc.

use std::error::Error;
use std::path::PathBuf;

use prost::Message as _;

const FILES: [&str; 7] = [
    "pyjury/v1/judge_service.proto",
    "pyjury/v1/problem_service.proto",
    "pyjury/v1/key.proto",
    "pyjury/v1/audit.proto",
    "pyjury/v1/fleet.proto",
    "pyjury/v1/dead.proto",
    "pyjury/internal/v1/worker.proto",
];

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?).join("../../proto");
    println!("cargo:rerun-if-changed={}", root.display());
    let descriptors = protox::compile(FILES, [&root])?;
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    std::fs::write(out.join("pyjury.bin"), descriptors.encode_to_vec())?;
    tonic_prost_build::configure()
        .extern_path(".google.rpc.Status", "::tonic_types::Status")
        .bytes(".pyjury.v1.ProblemServiceUploadRequest")
        .bytes(".pyjury.internal.v1.FetchPackageResponse")
        .compile_fds(descriptors)?;
    Ok(())
}
