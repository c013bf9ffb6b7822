//! The gateway: the one door of the judge.
//!
//! Clients come in by `JudgeService` and `ProblemService`, admins by `KeyService` and `AuditService`,
//! those who run the cluster by `FleetService` and `DeadService`,
//! workers by the narrow `WorkerService`, which can have a listener of its own. A call passes through
//! the layers (counted, deadline, caller, budget, size), then a service checks
//! every field once (`check`) and hands typed values to the [`Ledger`](pyjury_store::Ledger), whose
//! errors come back as a [`Refusal`]: one gRPC code, one constant reason, details in google.rpc.
//!
//! What is promised here:
//! - *accepted* means durable: Submit answers after the ledger's commit; the queue may fail;
//! - every call has a caller, from an API key, except health and reflection, and needs what
//!   `layer::methods` says; a key that was revoked ends within 5 seconds, and its watches with it;
//! - somebody else's submission is not found, and secret cases are closed to submitters (`view`);
//! - no administrative act without a line of the audit log;
//! - workers hold no store credentials: each write checks worker and attempt in the ledger;
//! - an upload that ends early leaves nothing behind.
//!
//! [`Gateway::serve`] is the server, [`Gateway::connect`] the same services within a process.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod api_keys;
mod audit;
mod caller;
mod check;
mod config;
mod dead;
mod error;
mod fleet;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
mod gateway;
mod in_process;
mod judge;
mod keys;
mod layer;
mod listener;
mod metrics;
mod parts;
mod principal;
mod problems;
mod rates;
mod refusal;
mod runtime;
pub mod tls;
mod view;
mod worker;

pub use config::GatewayConfig;
pub use gateway::{Gateway, GatewayError};
pub use listener::{Listener, Listeners};
pub use metrics::Metrics;
pub use problems::{NewPackage, Vouched};
pub use rates::Rates;
pub use refusal::{DOMAIN, Refusal};
pub use tls::Tls;
