//! Black-box tests of pyjury: what they share.

#![allow(clippy::unwrap_used, clippy::expect_used)]

pub mod leftovers;
pub mod programs;
pub mod sandbox;
