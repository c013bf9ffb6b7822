//! The gateway: the one door of the judge.
//!
//! Clients come in by `JudgeService` and `ProblemService`, workers by the narrow `WorkerService`.
//! A call passes through the layers (counted, deadline, principal, size), then a service checks
//! every field once (`check`) and hands typed values to the [`Ledger`](pyjury_store::Ledger), whose
//! errors come back as a [`Refusal`]: one gRPC code, one constant reason, details in google.rpc.
//!
//! What is promised here:
//! - *accepted* means durable: Submit answers after the ledger's commit; the queue may fail;
//! - every call has a principal, from an API key, except health and reflection;
//! - somebody else's submission is not found, and secret cases are closed to submitters (`view`);
//! - workers hold no store credentials: each write checks worker and attempt in the ledger;
//! - an upload that ends early leaves nothing behind.
//!
//! [`Gateway::serve`] is the server, [`Gateway::connect`] the same services within a process.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod check;
mod clock;
mod config;
mod error;
mod gateway;
mod in_process;
mod judge;
mod keys;
mod layer;
mod metrics;
mod parts;
mod principal;
mod problems;
mod refusal;
mod view;
mod worker;

pub use config::GatewayConfig;
pub use gateway::{Gateway, GatewayError};
pub use metrics::Metrics;
pub use problems::NewPackage;
pub use refusal::{DOMAIN, Refusal};
