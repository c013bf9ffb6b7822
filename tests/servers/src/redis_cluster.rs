//! A private Redis Cluster.

use std::time::{Duration, Instant};

use crate::resp::Reply;
use crate::{Fsync, Redis, free_port};

/// How many masters there are.
pub const MASTERS: usize = 3;

const SLOTS: usize = 16384;

/// A Redis Cluster of three masters without replicas.
#[derive(Debug)]
pub struct RedisCluster {
    masters: Vec<Redis>,
}

impl RedisCluster {
    /// Starts the servers and waits until they are a cluster.
    ///
    /// # Panics
    /// When they aren't within a minute.
    pub fn start(fsync: Fsync) -> Self {
        let buses: Vec<String> = (0..MASTERS).map(|_| free_port().to_string()).collect();
        let start = |bus: &String| {
            let own = ["--cluster-enabled", "yes", "--cluster-port", bus, "--cluster-node-timeout", "5000"];
            Redis::start_with(fsync, &own)
        };
        let cluster = Self { masters: buses.iter().map(start).collect() };
        for (number, master) in cluster.masters.iter().enumerate() {
            let (first, last) = (number * SLOTS / MASTERS, (number + 1) * SLOTS / MASTERS - 1);
            master.expect_ok(&["CLUSTER", "ADDSLOTSRANGE", &first.to_string(), &last.to_string()]);
            master.expect_ok(&["CLUSTER", "SET-CONFIG-EPOCH", &(number + 1).to_string()]);
        }
        for (master, bus) in cluster.masters.iter().zip(&buses).skip(1) {
            let port = master.port().to_string();
            cluster.masters[0].expect_ok(&["CLUSTER", "MEET", "127.0.0.1", &port, bus]);
        }
        let started = Instant::now();
        while !cluster.masters.iter().all(knows_all) {
            assert!(started.elapsed() < Duration::from_secs(60), "the servers don't become a cluster");
            std::thread::sleep(Duration::from_millis(20));
        }
        cluster
    }

    /// The URLs of the masters.
    pub fn urls(&self) -> Vec<String> {
        self.masters.iter().map(Redis::url).collect()
    }

    /// The masters.
    pub fn masters(&mut self) -> &mut [Redis] {
        &mut self.masters
    }

    /// The master that has a slot.
    ///
    /// # Panics
    /// When none has it.
    pub fn master_of(&self, slot: u16) -> usize {
        let Reply::Many(ranges) = self.masters[0].ask(&["CLUSTER", "SLOTS"]) else { panic!("no slots") };
        let port = ranges.into_iter().find_map(|range| {
            let Reply::Many(range) = range else { return None };
            let [Reply::Number(first), Reply::Number(last), Reply::Many(master), ..] = range.as_slice() else {
                return None;
            };
            (*first..=*last).contains(&i64::from(slot)).then(|| master[1].clone())
        });
        let of_port = |master: &Redis| port == Some(Reply::Number(master.port().into()));
        self.masters.iter().position(of_port).expect("a master for the slot")
    }

    /// Moves a slot with all its keys to another master, a few keys at a time, and calls `between`
    /// after each few.
    ///
    /// # Panics
    /// When a server refuses.
    pub fn move_slot(&self, slot: u16, to: usize, mut between: impl FnMut()) {
        let from = self.master_of(slot);
        assert_ne!(from, to, "the slot is there");
        let number = slot.to_string();
        let [source, target] = [from, to].map(|master| &self.masters[master]);
        let [source_id, target_id] = [source, target].map(|master| master.ask(&["CLUSTER", "MYID"]).text());
        target.expect_ok(&["CLUSTER", "SETSLOT", &number, "IMPORTING", &source_id]);
        source.expect_ok(&["CLUSTER", "SETSLOT", &number, "MIGRATING", &target_id]);
        loop {
            let Reply::Many(keys) = source.ask(&["CLUSTER", "GETKEYSINSLOT", &number, "5"]) else { panic!("no keys") };
            if keys.is_empty() {
                break;
            }
            let port = target.port().to_string();
            let mut command: Vec<Vec<u8>> =
                ["MIGRATE", "127.0.0.1", &port, "", "0", "60000", "KEYS"].map(|word| word.into()).into();
            command.extend(keys.into_iter().map(|key| match key {
                Reply::Bytes(Some(key)) => key,
                other => panic!("{other:?} is no key"),
            }));
            let answer = source.ask(&command);
            assert!(matches!(answer, Reply::Text(_)), "{answer:?}");
            between();
        }
        for master in [target, source].into_iter().chain(&self.masters) {
            master.expect_ok(&["CLUSTER", "SETSLOT", &number, "NODE", &target_id]);
        }
    }
}

fn knows_all(master: &Redis) -> bool {
    let info = master.ask(&["CLUSTER", "INFO"]).text();
    let says = |line: &str| info.lines().any(|found| found == line);
    says("cluster_state:ok") && says(&format!("cluster_slots_ok:{SLOTS}")) && says(&format!("cluster_size:{MASTERS}"))
}
