//! What docs/operating/redis.md says holds.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod common;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use common::agree::{RETAINED, write};
use common::{Backend, Ground, new};
use futures::StreamExt as _;
use pyjury_servers::Reply;
use pyjury_store::ledger::{Contents, Filter, Quotas};
use pyjury_store::{Blobs, Durability, Ledger, Redis, RedisConfig};

const PAGE: &str = include_str!("../../../docs/operating/redis.md");

/// The rules for users that the page gives.
fn rules() -> Vec<Vec<&'static str>> {
    PAGE.lines().filter(|line| line.starts_with("ACL SETUSER")).map(|line| line.split(' ').collect()).collect()
}

async fn as_user(server: &pyjury_servers::Redis, folder: &std::path::Path, user: &str) -> Ledger {
    let url = format!("redis://{user}:{user}-password@127.0.0.1:{}", server.port());
    let config =
        RedisConfig { response_within: Duration::from_secs(60), retained_events: RETAINED, ..RedisConfig::new([url]) };
    let store = Redis::connect(config).await.unwrap();
    Ledger::new(Arc::new(store), Blobs::local(&folder.join("blobs")).unwrap())
}

#[tokio::test]
async fn the_users_of_the_page_are_enough_and_no_more() {
    let server = pyjury_servers::Redis::start();
    let folder = tempfile::tempdir().unwrap();
    let rules = rules();
    assert_eq!(rules.iter().map(|rule| rule[2]).collect::<Vec<_>>(), ["gateway", "scheduler", "default"]);
    // `default off` comes last: then the test itself has no right any more.
    for rule in rules.iter().filter(|rule| rule[2] != "default") {
        server.expect_ok(rule);
    }
    let gateway = as_user(&server, folder.path(), "gateway").await;
    let scheduler = as_user(&server, folder.path(), "scheduler").await;

    let of = gateway.create(new("t", "ann"), &Quotas::default()).await.unwrap().judging();
    let mut watch = std::pin::pin!(gateway.watch(of.submission, None).into_stream());
    watch.next().await.unwrap().unwrap();
    let epoch = scheduler.raise_epoch().await.unwrap();
    assert_eq!(scheduler.pending(None, 10).await.unwrap().entries.len(), 1);
    scheduler.abandon(epoch, of, "a test".into()).await.unwrap();
    watch.next().await.unwrap().unwrap();
    assert!(watch.next().await.is_none(), "the watch saw the end");
    gateway.submission(of.submission, Contents::Full).await.unwrap().unwrap();
    let tenant = Filter { tenant: "t".into(), ..Filter::default() };
    assert_eq!(gateway.list(&tenant, 10, None).await.unwrap().submissions.len(), 1);
    for ledger in [&gateway, &scheduler] {
        let epoch = ledger.raise_epoch().await.unwrap().number();
        let left = std::sync::Mutex::new(100);
        let go_on = || {
            let mut left = left.lock().unwrap();
            *left -= 1;
            *left >= 0
        };
        write(ledger, epoch, go_on, |_, _| ()).await;
    }

    let may = |user: &str, command: &[&str]| {
        let words = [&["ACL", "DRYRUN", user], command].concat();
        server.ask(&words) == Reply::Text("OK".into())
    };
    let commands: BTreeSet<_> = rules[0].iter().filter_map(|word| word.strip_prefix('+')).collect();
    assert!(commands.len() > 20, "the rules are read");
    for user in ["gateway", "scheduler"] {
        assert!(may(user, &["GET", "pyjury:{s0}:clock"]));
        for beyond in [
            ["GET", "other:key"].as_slice(),
            &["PUBLISH", "other", "x"],
            &["FLUSHALL"],
            &["KEYS", "*"],
            &["CONFIG", "SET", "save", ""],
            &["SHUTDOWN"],
            &["ACL", "LIST"],
            &["REPLICAOF", "NO", "ONE"],
            &["MONITOR"],
        ] {
            assert!(!may(user, beyond), "{user} may {beyond:?}");
        }
    }
    server.expect_ok(&rules[2]);
    assert!(matches!(server.ask(&["PING"]), Reply::Error(_)), "nobody is let in without a password");
}

fn number(info: &str, name: &str) -> f64 {
    let line = info.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).unwrap();
    line.parse().unwrap()
}

/// Prints what a finished submission takes and what its commits cost the server.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sizing() {
    const SUBMISSIONS: i64 = 3000;
    let ground = Ground::new(Backend::Redis, Durability::Process);
    let server = ground.server.as_ref().unwrap();
    // Without events: how many are kept is a setting.
    let ledger = ground.ledger(0).await;
    let epoch = ledger.raise_epoch().await.unwrap().number();
    let used = || number(&server.ask(&["INFO", "memory"]).text(), "used_memory");
    let length = || number(&server.ask(&["INFO", "persistence"]).text(), "aof_current_size");
    let cpu = || {
        let info = server.ask(&["INFO", "cpu"]).text();
        number(&info, "used_cpu_user") + number(&info, "used_cpu_sys")
    };
    let (memory, log, busy) = (used(), length(), cpu());
    let left = std::sync::atomic::AtomicI64::new(SUBMISSIONS);
    let go_on = || left.fetch_sub(1, std::sync::atomic::Ordering::Relaxed) > 0;
    futures::future::join_all((0..16).map(|_| write(&ledger, epoch, go_on, |_, _| ()))).await;
    let each = |bytes: f64| bytes / SUBMISSIONS as f64;
    let (memory, log) = (each(used() - memory), each(length() - log));
    let busy = each((cpu() - busy) * 1e6);
    eprintln!("{busy:.0} microseconds of the server's processor for each finished submission, which is four commits");
    eprintln!("{memory:.0} bytes of memory and {log:.0} bytes of log for each finished submission");
    assert!(memory < 8192.0, "docs/operating/redis.md says less than 8 KiB");
}
