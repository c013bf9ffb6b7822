//! A Redis that isn't as it should be: each trouble has an error that names it and the remedy, and
//! nothing is lost or half done when it is mended.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::time::Duration;

use nix::sys::signal::Signal;
use pyjury_servers::Fsync;
use pyjury_store::{
    Commit, CommitError, Count, Durability, Expected, Index, IndexChange, Key, Order, Redis, RedisConfig, Scan, Shard,
    Store, StoreError, Topology,
};

const INDEX: Index = Index { name: "test" };

fn config(server: &pyjury_servers::Redis) -> RedisConfig {
    RedisConfig { response_within: Duration::from_secs(60), ..RedisConfig::new([server.url()]) }
}

async fn connect_error(config: RedisConfig) -> String {
    match Redis::connect(config).await {
        Ok(_) => panic!("it connected"),
        Err(error) => error.to_string(),
    }
}

#[track_caller]
fn assert_says(error: &str, words: &[&str]) {
    for word in words {
        assert!(error.contains(word), "{error:?} doesn't say {word:?}");
    }
}

/// A commit that creates something of every kind, once.
fn full(name: &str) -> Commit {
    let key = Key::new(Shard::new(7).unwrap(), "test", name);
    Commit::to(key.shard)
        .index(IndexChange::Put { index: INDEX, key: name.into(), value: vec![] })
        .count(Count { name: "n".into(), delta: 1, at_most: None })
        .event(name, vec![])
        .expect(key.clone(), Expected::Absent)
        .put(key, vec![0; 1000])
}

/// Tries until it is there.
async fn persist(store: &Redis, name: &str) {
    while !matches!(store.commit(full(name)).await, Ok(_) | Err(CommitError::Conflict { .. })) {}
}

async fn refused(store: &Redis, name: &str) -> String {
    match store.commit(full(name)).await {
        Err(CommitError::Store(error)) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

/// Exactly these commits are there, each whole.
async fn assert_holds(store: &Redis, names: &[&str]) {
    let scan =
        Scan { index: INDEX, shard: None, prefix: String::new(), after: None, order: Order::Ascending, limit: 100 };
    let listed: Vec<String> = store.scan(scan).await.unwrap().into_iter().map(|entry| entry.key).collect();
    assert_eq!(listed, names);
    let shard = Shard::new(7).unwrap();
    let events: Vec<String> = match names.len() {
        0 => vec![],
        _ => store.tail(shard, 0).await.unwrap().iter().map(|event| event.subject.clone()).collect(),
    };
    assert_eq!(events, names);
    assert_eq!(store.counts(&["n".into()]).await.unwrap(), [names.len() as u64]);
    let keys: Vec<Key> = ["a", "b", "c"].iter().map(|name| Key::new(shard, "test", *name)).collect();
    for (key, record) in keys.iter().zip(store.get(&keys).await.unwrap()) {
        assert_eq!(record.is_some(), names.contains(&key.name.as_str()), "{key}");
    }
}

#[tokio::test]
async fn settings_that_lose_data_are_refused() {
    let server = pyjury_servers::Redis::start();
    let set = |setting: &str, value: &str| server.expect_ok(&["CONFIG", "SET", setting, value]);
    let wrong = [
        ("maxmemory-policy", "allkeys-lru", "noeviction"),
        ("appendonly", "no", "yes"),
        ("appendfsync", "everysec", "always"),
        ("no-appendfsync-on-rewrite", "yes", "no"),
    ];
    for (setting, value, right) in wrong {
        set(setting, value);
        let error = connect_error(config(&server)).await;
        let expected = format!("expected {setting} {right}, got {value}");
        assert_says(&error, &[&expected, &format!("CONFIG SET {setting} {right}"), &server.port().to_string()]);
        set(setting, right);
    }
    set("appendfsync", "no");
    let process = RedisConfig { durability: Durability::Process, ..config(&server) };
    assert_says(&connect_error(process.clone()).await, &["expected appendfsync everysec or always, got no"]);
    set("appendfsync", "everysec");
    Redis::connect(process).await.unwrap();
}

#[tokio::test]
async fn a_cluster_is_not_a_single_server() {
    let server = pyjury_servers::Redis::start();
    let cluster = RedisConfig { topology: Topology::Cluster, ..config(&server) };
    assert_says(&connect_error(cluster).await, &["expected cluster_enabled 1, got 0", "topology to single"]);
    let bus = pyjury_servers::free_port().to_string();
    let node = pyjury_servers::Redis::start_with(Fsync::Always, &["--cluster-enabled", "yes", "--cluster-port", &bus]);
    assert_says(&connect_error(config(&node)).await, &["expected cluster_enabled 0, got 1", "topology to cluster"]);
    let short = RedisConfig {
        topology: Topology::Cluster,
        response_within: Duration::from_secs(1),
        ..RedisConfig::new([node.url()])
    };
    assert_says(&connect_error(short).await, &["expected CLUSTER SLOTS a master for every slot"]);
}

#[tokio::test]
async fn mistakes_in_the_configuration_are_named_and_passwords_are_not() {
    let error = connect_error(RedisConfig::new(["http://user:hunter2@host"])).await;
    assert_says(&error, &["redis://user:password@host:port", "number 1"]);
    assert!(!error.contains("hunter2"));
    assert!(!format!("{:?}", RedisConfig::new(["redis://user:hunter2@host"])).contains("hunter2"));
    assert_says(&connect_error(RedisConfig::new([""; 0])).await, &["give the URL"]);
    let port = pyjury_servers::free_port();
    let nobody = RedisConfig {
        response_within: Duration::from_millis(300),
        ..RedisConfig::new([format!("redis://:hunter2@127.0.0.1:{port}")])
    };
    let error = connect_error(nobody).await;
    assert_says(&error, &[&format!("127.0.0.1:{port} can't be reached"), "check the URL"]);
    assert!(!error.contains("hunter2"));
}

#[tokio::test]
async fn credentials_that_are_wrong_or_missing() {
    let server = pyjury_servers::Redis::start_with(Fsync::Always, &["--requirepass", "right"]);
    let with = |credentials: &str| RedisConfig {
        response_within: Duration::from_secs(60),
        ..RedisConfig::new([format!("redis://{credentials}127.0.0.1:{}", server.port())])
    };
    for wrong in ["", ":hunter2@", "nobody:hunter2@"] {
        let error = connect_error(with(wrong)).await;
        assert_says(&error, &["password", "URL"]);
        assert!(!error.contains("hunter2"), "{error}");
    }
    Redis::connect(with(":right@")).await.unwrap();
}

#[tokio::test]
async fn a_replica_is_refused_and_a_master_that_becomes_one_is_noticed() {
    let (master, server) = (pyjury_servers::Redis::start(), pyjury_servers::Redis::start());
    let store = Redis::connect(config(&server)).await.unwrap();
    store.commit(full("a")).await.unwrap();
    // Of a master that isn't there, so that it keeps its data.
    let nobody = pyjury_servers::free_port().to_string();
    server.expect_ok(&["REPLICAOF", "127.0.0.1", &nobody]);
    assert_says(&refused(&store, "b").await, &["URL of the master"]);
    let error = connect_error(config(&server)).await;
    assert_says(&error, &["expected role master", &format!("slave of 127.0.0.1:{nobody}"), "URL of the master"]);
    server.expect_ok(&["REPLICAOF", "NO", "ONE"]);
    store.commit(full("c")).await.unwrap();
    assert_holds(&store, &["a", "c"]).await;
    drop(master);
}

#[tokio::test]
async fn a_full_server_takes_nothing_and_loses_nothing() {
    let server = pyjury_servers::Redis::start();
    let store = Redis::connect(config(&server)).await.unwrap();
    store.commit(full("a")).await.unwrap();
    server.expect_ok(&["CONFIG", "SET", "maxmemory", "1mb"]);
    assert_says(&refused(&store, "b").await, &["OOM", "raise its maxmemory"]);
    assert_holds(&store, &["a"]).await;
    server.expect_ok(&["CONFIG", "SET", "maxmemory", "0"]);
    store.commit(full("c")).await.unwrap();
    assert_holds(&store, &["a", "c"]).await;
}

#[tokio::test]
async fn a_server_that_cannot_write_its_disk() {
    let server = pyjury_servers::Redis::start();
    let store = Redis::connect(config(&server)).await.unwrap();
    store.commit(full("a")).await.unwrap();
    // A folder is where its snapshot should be.
    fs::create_dir(server.folder().join("dump.rdb")).unwrap();
    server.expect_ok(&["CONFIG", "SET", "save", "3600 1000000"]);
    server.ask(&["BGSAVE"]);
    let info = || server.ask(&["INFO", "persistence"]).text();
    while !info().contains("rdb_last_bgsave_status:err") {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_says(&refused(&store, "b").await, &["MISCONF", "disk"]);
    assert_holds(&store, &["a"]).await;
    fs::remove_dir(server.folder().join("dump.rdb")).unwrap();
    server.ask(&["BGSAVE"]);
    while !info().contains("rdb_last_bgsave_status:ok") {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    store.commit(full("c")).await.unwrap();
    assert_holds(&store, &["a", "c"]).await;
}

#[tokio::test]
async fn a_permission_that_is_missing_is_named_before_anything_is_written() {
    let server = pyjury_servers::Redis::start();
    server.expect_ok(&["ACL", "SETUSER", "u", "on", ">p", "~pyjury:*", "&pyjury:*", "+@all", "-xadd"]);
    let config = RedisConfig {
        response_within: Duration::from_secs(60),
        ..RedisConfig::new([format!("redis://u:p@127.0.0.1:{}", server.port())])
    };
    assert_says(&connect_error(config.clone()).await, &["NOPERM", "XADD", "ACL SETUSER"]);
    server.expect_ok(&["ACL", "SETUSER", "u", "+xadd", "-config"]);
    let store = Redis::connect(config.clone()).await.unwrap();
    store.commit(full("a")).await.unwrap();
    // While it is connected: the script would get as far as the event. What was found is believed for a second.
    server.expect_ok(&["ACL", "SETUSER", "u", "-xadd"]);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_says(&refused(&store, "b").await, &["NOPERM", "XADD"]);
    assert_holds(&store, &["a"]).await;
    server.expect_ok(&["ACL", "SETUSER", "u", "+xadd", "-mget"]);
    let read = store.get(&[Key::new(Shard::new(7).unwrap(), "test", "a")]).await.unwrap_err().to_string();
    assert_says(&read, &["NOPERM", "mget", "ACL SETUSER"]);
    server.expect_ok(&["ACL", "SETUSER", "u", "+mget"]);
    store.commit(full("c")).await.unwrap();
    assert_holds(&store, &["a", "c"]).await;
    server.expect_ok(&["ACL", "SETUSER", "u", "resetchannels", "&other:*"]);
    assert_says(&connect_error(config).await, &["NOPERM", "PUBLISH", "pyjury:changed"]);
}

#[tokio::test]
async fn a_server_that_is_silent_is_given_up_in_time() {
    let server = pyjury_servers::Redis::start();
    let config = RedisConfig { response_within: Duration::from_millis(500), ..RedisConfig::new([server.url()]) };
    let store = Redis::connect(config).await.unwrap();
    store.commit(full("a")).await.unwrap();
    server.signal(Signal::SIGSTOP);
    let error = store.commit(full("b")).await;
    server.signal(Signal::SIGCONT);
    let Err(CommitError::Store(StoreError::Backend { why, .. })) = error else { panic!("{error:?}") };
    assert_says(&why, &["no answer within 500ms"]);
    persist(&store, "c").await;
    let b = Key::new(Shard::new(7).unwrap(), "test", "b");
    let there = store.get(&[b]).await.unwrap()[0].is_some();
    let holds: &[&str] = if there { &["a", "b", "c"] } else { &["a", "c"] };
    assert_holds(&store, holds).await;
}

#[tokio::test]
async fn commits_are_refused_while_nobody_is_there_and_go_on_later() {
    let mut server = pyjury_servers::Redis::start();
    let config = RedisConfig { response_within: Duration::from_millis(300), ..RedisConfig::new([server.url()]) };
    let store = Redis::connect(config).await.unwrap();
    store.commit(full("a")).await.unwrap();
    server.kill();
    assert_says(&refused(&store, "b").await, &["can't be reached", "check the URL"]);
    server.go_on();
    persist(&store, "c").await;
    assert_holds(&store, &["a", "c"]).await;
}
