//! The domain's rules, on Redis.

#[path = "ledger.rs"]
mod over_redis;
