//! Settings and servers that are not as they should be: the error names the setting and the remedy; what can
//! heal does, and nothing is lost.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::process::{Command, Output, Stdio};
use std::time::Duration;

use futures::future::join_all;
use pyjury_servers::{Broker, Fsync, RabbitMq, Redis};
use pyjury_tests::cluster::binary;
use pyjury_tests::site::{Part, Shape, Site};

const USAGE: Option<i32> = Some(2);

fn shape() -> Shape {
    Shape { lease: Duration::from_secs(3), ..Shape::default() }
}

/// A part of a cluster with another variable, started alone: what it says when it has ended.
async fn refused(part: &mut Part, name: &str, value: &str) -> String {
    part.set(name, value);
    part.start();
    let ended = part.wait_for_end();
    assert_eq!(ended.code(), USAGE, "{}", part.tail());
    part.read_log()
}

fn redis_cli(redis: &Redis, arguments: &[&str]) -> String {
    let mut command = Command::new("redis-cli");
    command.args(["-p", &redis.port().to_string()]).args(arguments).stdin(Stdio::null());
    let Output { status, stdout, .. } = command.output().unwrap();
    let text = String::from_utf8(stdout).unwrap();
    assert!(status.success() && !text.starts_with("ERR"), "{arguments:?}: {text}");
    text
}

fn contains_all(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn every_mistake_is_told_at_once_before_anything_else() {
    let run = |arguments: &[&str]| {
        let output = Command::new(binary())
            .args(arguments)
            .env_clear()
            .env("PYJURY_AMQP", "http://user:sesame@host")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), USAGE, "{output:?}");
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(!text.contains("sesame"), "{text}");
        text
    };
    contains_all(
        &run(&["gateway", "--listen", "here", "--durability", "none"]),
        &["--listen:", "--amqp:", "--durability:", "--redis:", "--blobs:"],
    );
    contains_all(&run(&["scheduler", "--lease", "1s"]), &["--lease:", "--amqp:", "--redis:"]);
    contains_all(
        &run(&["worker", "--gateway", "nowhere", "--slots", "0"]),
        &["--gateway:", "--slots:", "--key-file:", "--amqp:"],
    );
    let text = run(&["worker", "--redis", "redis://x"]);
    assert!(text.contains("--redis"), "a worker gets no store: {text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_broker_is_told() {
    let broker = RabbitMq::start();
    let password = broker.url().replace("guest:guest", "guest:sesame");
    let vhost = broker.url().replace("%2f", "elsewhere");
    let mut site = Site::prepare(&shape(), Redis::start(), Broker::Own(Box::new(broker)));
    for (url, expected) in [(&password, "guest"), (&vhost, "elsewhere")] {
        for part in [&mut site.gateways[0], &mut site.schedulers[0]] {
            let log = refused(part, "PYJURY_AMQP", url).await;
            contains_all(&log, &["--amqp", expected]);
            assert!(!log.contains("sesame"), "{log}");
        }
    }
    let Broker::Own(broker) = &site.broker else { unreachable!("it is our own") };
    broker.ctl(&["add_user", "ann", "secret"]);
    let url = broker.url().replace("guest:guest", "ann:secret");
    broker.ctl(&["set_permissions", "-p", "/", "ann", "^$", ".*", ".*"]);
    // It can't tell this from a scheduler that hasn't made the queues yet: so it waits, and says both.
    let part = &mut site.gateways[0];
    part.set("PYJURY_AMQP", &url);
    part.set("PYJURY_WAIT_FOR_BACKENDS", "2s");
    part.start();
    assert!(!part.wait_for_end().success(), "{}", part.tail());
    contains_all(&part.read_log(), &["configure", "permission"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_store_is_told() {
    let mut site = Site::prepare(&shape(), Redis::start(), RabbitMq::shared());
    redis_cli(&site.redis, &["acl", "setuser", "ann", "on", ">secret", "~*", "+ping", "+info"]);
    let port = site.redis.port();
    for (url, word) in [
        (format!("redis://ann:sesame@127.0.0.1:{port}"), "password"),
        (format!("redis://ann:secret@127.0.0.1:{port}"), "permission"),
    ] {
        let log = refused(&mut site.gateways[0], "PYJURY_REDIS", &url).await;
        contains_all(&log, &["--redis", word]);
        assert!(!log.contains("sesame") && !log.contains("secret"), "{log}");
    }
    let evicting = Redis::start_with(Fsync::Always, &["--maxmemory-policy", "allkeys-lru"]);
    let log = refused(&mut site.schedulers[0], "PYJURY_REDIS", &evicting.url()).await;
    contains_all(&log, &["maxmemory-policy", "noeviction", "allkeys-lru"]);
    let lazy = Redis::start_with(Fsync::EverySecond, &[]);
    let log = refused(&mut site.gateways[0], "PYJURY_REDIS", &lazy.url()).await;
    contains_all(&log, &["appendfsync", "always", "everysec"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_without_a_right_key_is_told() {
    let mut site = Site::prepare(&shape(), Redis::start(), RabbitMq::shared());
    site.gateways[0].start();
    site.gateways[0].wait_until_ready();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key");
    std::fs::write(&file, "pyj_nobodys\n").unwrap();
    let worker = site.workers.remove(0).without_flag("--key-file").flag("--key-file", &file.display().to_string());
    site.workers.insert(0, worker);
    site.workers[0].start();
    let ended = site.workers[0].wait_for_end();
    assert_eq!(ended.code(), USAGE, "{}", site.tell());
    contains_all(&site.workers[0].read_log(), &["--gateway", "expected an API key"]);
    site.terminate();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_can_not_be_written_heals() {
    let mut site = Site::start(&shape());
    let mut ids = join_all((0..4).map(|_| site.submit("print(1)"))).await;
    site.all_accepted(&ids).await;
    let broken: [(&str, &[&str], &[&str]); 2] = [
        ("full", &["config", "set", "maxmemory", "1"], &["config", "set", "maxmemory", "0"]),
        ("read-only", &["replicaof", "127.0.0.1", "1"], &["replicaof", "no", "one"]),
    ];
    for (name, breaks, mends) in broken {
        ids.push(site.submit("import time; time.sleep(1)").await);
        redis_cli(&site.redis, breaks);
        let answer = site.client().judge(0).submit(pyjury_tests::cluster::inline("print(2)")).await;
        let status = answer.expect_err("it can't be kept");
        eprintln!("a store that is {name}: {:?}: {}", status.code(), status.message());
        assert_eq!(status.code(), tonic::Code::Unavailable, "{status:?}");
        // Longer than a lease.
        tokio::time::sleep(Duration::from_secs(4)).await;
        redis_cli(&site.redis, mends);
        ids.push(site.submit("print(3)").await);
        site.all_accepted(&ids).await;
    }
    site.terminate();
}
