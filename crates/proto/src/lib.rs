//! The gRPC contract: what proto/ says, as Rust types, and the conversions between them and
//! [`pyjury_core`].
//!
//! The wire's types stay at the edge: a service converts what it receives once, and works with
//! core's types from there on. Reading is `TryFrom` with an [`Invalid`] that names the field by its
//! path, such as `inline_run.limits.time`; writing is `From` and can't fail.

#[cfg(any(test, fuzzing))]
pub mod fuzzing;
mod invalid;
mod judgement;
mod key;
mod limits;
mod read;
mod state;
mod submission;
mod time;
mod usage;
mod verdict;
mod worker;

pub use invalid::{Invalid, Within};
pub use read::{digest, id};
pub use submission::{Detail, files, inline_run};
pub use time::{duration, from_millis, to_millis};

/// The public API: `JudgeService`, `ProblemService`, `KeyService`, `AuditService`, `FleetService`, `DeadService`.
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
