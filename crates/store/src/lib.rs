//! The store: one trait, the embedded backend, the domain rules above it, blobs.
