//! The gRPC contract: what proto/ says, as Rust types, and the conversions between them and
//! [`pyjury_core`].
//!
//! The wire's types stay at the edge. A service converts what it receives once, with
//! `TryFrom` and an [`Invalid`](error::Invalid) that names the field, and works with core's types.

/// The public API: `JudgeService` and `ProblemService`.
#[allow(missing_docs, unreachable_pub, clippy::all)]
pub mod v1 {
    tonic::include_proto!("pyjury.v1");
}

/// The worker's API: `WorkerService`.
pub mod internal {
    /// Version 1.
    #[allow(missing_docs, unreachable_pub, clippy::all)]
    pub mod v1 {
        tonic::include_proto!("pyjury.internal.v1");
    }
}

/// The compiled contract, for the reflection service.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pyjury.bin"));
