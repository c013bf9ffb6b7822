//! Retention, on Redis.

#[path = "retention.rs"]
mod over_redis;
