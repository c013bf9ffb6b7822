//! A short chaos, for every run of the tests; `make chaos` is the long one.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::time::Duration;

use pyjury_chaos::{Plan, run};
use pyjury_tests::cluster::binary;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_whatever_dies() {
    let plan = Plan {
        binary: binary(),
        seed: 42,
        submissions: 150,
        kills: 2,
        cuts: 2,
        over: Duration::from_secs(30),
        logs: None,
    };
    let report = run(plan).await.unwrap();
    println!("{report}");
    assert!(report.faults.is_empty(), "{report}");
    assert_eq!(report.accepted, 150);
}
