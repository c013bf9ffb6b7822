//! The sandbox on this host: facts, limits, and what is left behind.

#![allow(clippy::unwrap_used)]

use pyjury_core::Exit;
use pyjury_tests::sandbox::{Bench, stdout};

#[test]
fn hello() {
    let mut bench = Bench::open();
    let outcome = bench.run_source("import os\nprint('hello', os.getpid(), os.getuid() > 1000, os.listdir('/'), os.listdir('/proc'))\nprint(open('/proc/self/status').read(), open('/proc/self/cgroup').read())");
    println!("{:#?} {}", outcome.execution, stdout(&outcome));
    assert_eq!(outcome.execution.exit, Some(Exit::Code(0)));
}
