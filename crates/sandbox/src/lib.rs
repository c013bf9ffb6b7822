//! Run a plan confined and return facts.
