//! Packages, on Redis.

#[path = "problems.rs"]
mod over_redis;
