//! Configuration: flags over `PYJURY_*` environment over a TOML file over defaults, read whole, with every
//! mistake told at once, before a port is bound.

mod amqp;
mod common;
mod door;
pub(crate) mod fairness;
mod key;
mod redis;
mod retention;
mod settings;
mod timing;
pub(crate) mod value;
mod wait;

use std::collections::BTreeMap;
use std::ffi::OsString;

pub(crate) use amqp::AmqpArgs;
pub(crate) use common::{Common, CommonArgs};
pub(crate) use door::{Door, DoorArgs};
pub(crate) use fairness::FairnessArgs;
pub(crate) use key::{Flags, Key};
pub(crate) use redis::RedisArgs;
pub(crate) use retention::RetentionArgs;
pub(crate) use settings::{Mistakes, Settings};
pub(crate) use timing::TimingArgs;
pub(crate) use wait::WaitArgs;

/// The environment; what is not UTF-8 is not ours.
pub(crate) fn environment() -> BTreeMap<String, String> {
    let text = |(key, value): (OsString, OsString)| Some((key.into_string().ok()?, value.into_string().ok()?));
    std::env::vars_os().filter_map(text).collect()
}
