//! What a server says of itself, checked against what the store needs.

use std::collections::HashMap;

use redis::aio::MultiplexedConnection;
use redis::{ErrorKind, RedisError, ServerErrorKind, cmd};

use super::Topology;
use super::trouble;
use crate::{Durability, StoreError};

/// The oldest version that has what the commit's script uses.
const OLDEST: (u32, u32) = (6, 2);

/// What can be wrong with a server that answers.
#[derive(Debug)]
pub(super) enum Unfit {
    /// It doesn't answer, or reads its data: later it may be fit.
    NotNow(RedisError),
    /// It is a replica, which it may not have been a moment ago.
    Replica(StoreError),
    /// Somebody must change its settings.
    Settings(StoreError),
}

/// Checks a server and returns its `run_id`: another one means another life, which may not remember
/// the last moments of the one before.
pub(super) async fn inspect(
    server: &str,
    connection: &mut MultiplexedConnection,
    durability: Durability,
    topology: Topology,
) -> Result<String, Unfit> {
    let info: String = cmd("INFO").query_async(connection).await.map_err(|error| refused(server, error))?;
    let facts: HashMap<&str, &str> = info.lines().filter_map(|line| line.split_once(':')).collect();
    let fact = |name: &str| facts.get(name).copied().unwrap_or_default();
    if fact("loading") == "1" {
        return Err(Unfit::NotNow(RedisError::from((ErrorKind::Server(ServerErrorKind::BusyLoading), "loading"))));
    }
    let expect = |setting: &str, expected: &str, found: &str, remedy: String| StoreError::Setting {
        server: server.to_owned(),
        setting: setting.to_owned(),
        expected: expected.to_owned(),
        found: found.to_owned(),
        remedy,
    };
    let version = fact("redis_version");
    let mut numbers = version.split('.').map(|part| part.parse::<u32>().unwrap_or_default());
    if (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default()) < OLDEST {
        let remedy = "upgrade it".to_owned();
        return Err(Unfit::Settings(expect("redis_version", "6.2 or newer", version, remedy)));
    }
    let (cluster, topology) = match topology {
        Topology::Single => ("0", "cluster"),
        Topology::Cluster => ("1", "single"),
    };
    if fact("cluster_enabled") != cluster {
        let remedy = format!("use a server of the other kind, or set the topology to {topology}");
        return Err(Unfit::Settings(expect("cluster_enabled", cluster, fact("cluster_enabled"), remedy)));
    }
    if fact("role") != "master" {
        let found = format!("{} of {}:{}", fact("role"), fact("master_host"), fact("master_port"));
        let remedy = "give the URL of the master, or of a name that follows it".to_owned();
        return Err(Unfit::Replica(expect("role", "master", &found, remedy)));
    }
    let policy = fact("maxmemory_policy");
    if policy != "noeviction" {
        let remedy = "set it with CONFIG SET maxmemory-policy noeviction and in redis.conf".to_owned();
        return Err(Unfit::Settings(expect("maxmemory-policy", "noeviction", policy, remedy)));
    }
    if fact("aof_enabled") != "1" {
        let remedy = "set it with CONFIG SET appendonly yes and in redis.conf".to_owned();
        return Err(Unfit::Settings(expect("appendonly", "yes", "no", remedy)));
    }
    for (setting, allowed) in sync_settings(durability) {
        let Some(found) = setting_of(server, connection, setting).await? else { continue };
        if !allowed.contains(&found.as_str()) {
            let expected = allowed.join(" or ");
            let (set_to, class) = (allowed[0], format!("{durability:?}").to_lowercase());
            let remedy = format!(
                "set it with CONFIG SET {setting} {set_to} and in redis.conf; durability class {class} relies on it"
            );
            return Err(Unfit::Settings(expect(setting, &expected, &found, remedy)));
        }
    }
    Ok(fact("run_id").to_owned())
}

/// The settings that decide what an acknowledged write survives, and the values that do.
fn sync_settings(durability: Durability) -> [(&'static str, &'static [&'static str]); 2] {
    match durability {
        Durability::Host => [("appendfsync", &["always"]), ("no-appendfsync-on-rewrite", &["no"])],
        Durability::Process => {
            [("appendfsync", &["everysec", "always"]), ("no-appendfsync-on-rewrite", &["no", "yes"])]
        }
    }
}

/// A setting; `None` where the user may not read it.
async fn setting_of(
    server: &str,
    connection: &mut MultiplexedConnection,
    setting: &'static str,
) -> Result<Option<String>, Unfit> {
    let found = cmd("CONFIG").arg("GET").arg(setting).query_async::<HashMap<String, String>>(connection).await;
    match found {
        Ok(mut found) => Ok(Some(found.remove(setting).unwrap_or_default())),
        Err(error) if error.kind() == ErrorKind::Server(ServerErrorKind::NoPerm) => {
            tracing::warn!(server, setting, "can't verify a setting: the user may not run CONFIG GET");
            Ok(None)
        }
        Err(error) => Err(refused(server, error)),
    }
}

fn refused(server: &str, error: RedisError) -> Unfit {
    match trouble::reaction("ask the server about itself", server, &error) {
        trouble::Reaction::Refused(error) => Unfit::Settings(error),
        _ => Unfit::NotNow(error),
    }
}
