//! The queue: one trait, the embedded backend, one conformance suite.
