//! What the gateway is told.

use std::path::PathBuf;
use std::time::Duration;

use pyjury_core::{Bytes, Timing};
use pyjury_store::ledger::Quotas;

use crate::Rates;

/// The configuration of the gateway. Addresses and certificates are the caller's: it hands over
/// [`Listeners`](crate::Listeners).
#[derive(Clone, Debug)]
pub struct GatewayConfig {
    /// How many submissions may wait.
    pub quotas: Quotas,
    /// How often one user may call and submit, at this gateway.
    pub rates: Rates,
    /// How many bytes of clients' requests may be in memory at once, as they came; decoded they need about
    /// as much again. Workers have as much of their own.
    pub in_flight: Bytes,
    /// The times that the whole cluster agrees on. Workers are told their lease from here.
    pub timing: Timing,
    /// The largest message of a client. A submission has 1 MiB of source, 2 MiB of input and
    /// 2 MiB of expected output at most.
    pub largest_message: Bytes,
    /// The largest zip of a problem package.
    pub largest_package: Bytes,
    /// A folder for uploads under way. Nothing in it has a name: what is left behind by a crash is
    /// gone with the process.
    pub scratch: PathBuf,
    /// How many calls one connection may have under way.
    pub streams: u32,
    /// How often a silent connection is probed, and a client that is gone noticed.
    pub keepalive: Duration,
    /// How long NOT_SERVING is shown before calls are refused, for load balancers to notice.
    pub lame_duck: Duration,
    /// How long calls under way may take to end once the gateway is asked to stop.
    pub drain: Duration,
}

impl Default for GatewayConfig {
    fn default() -> Self {
        Self {
            quotas: Quotas::default(),
            rates: Rates::default(),
            in_flight: Bytes::mib(256),
            timing: Timing::default(),
            largest_message: Bytes::mib(8),
            largest_package: Bytes::mib(64),
            scratch: std::env::temp_dir(),
            streams: 256,
            keepalive: Duration::from_secs(20),
            lame_duck: Duration::ZERO,
            drain: Duration::from_secs(10),
        }
    }
}
