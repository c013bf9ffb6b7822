//! Load and check problem packages and runtime definitions.
