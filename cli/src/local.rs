//! Commands that work without a server, on this machine's sandbox.

pub(crate) mod doctor;
mod ground;
pub(crate) mod judge;
mod report;
pub(crate) mod run;
pub(crate) mod runtime;
mod sources;
pub(crate) mod verify;
