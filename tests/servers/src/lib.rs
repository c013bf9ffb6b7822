//! Private servers for tests and measurements: each with a folder and ports of its own, ended by its
//! process id when it is dropped. Nothing here is part of pyjury.
//!
//! - [`Redis`] starts in some 20 ms: every test has its own.
//! - [`RedisCluster`] is three of them, and takes some seconds.
//! - [`RabbitMq`] takes 5 to 7 seconds: tests share the one that `make test` started
//!   ([`RabbitMq::shared`]) and keep apart by the prefix of their queues. A test that stops the
//!   broker starts its own ([`RabbitMq::start`]).

#![allow(clippy::print_stderr, reason = "what a test leaves behind must be said")]

mod process;
mod rabbitmq;
mod redis;
mod redis_cluster;
mod resp;

pub use process::free_port;
pub use rabbitmq::{Broker, RabbitMq};
pub use redis::{Fsync, Redis};
pub use redis_cluster::{MASTERS, RedisCluster};
pub use resp::Reply;
