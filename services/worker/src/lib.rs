//! The worker: runs attempts on slots.
