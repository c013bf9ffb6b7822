//! Black-box tests of pyjury: what they share.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "these are tests")]

pub mod cluster;
pub mod cpython;
pub mod leftovers;
pub mod lifted;
pub mod package;
pub mod part;
pub mod programs;
pub mod sandbox;
pub mod shift;
pub mod site;
pub mod surroundings;
