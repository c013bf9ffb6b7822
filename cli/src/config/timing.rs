//! The times that all roles of a cluster must agree on.

use std::time::Duration;

use clap::Args;
use pyjury_core::Timing;

use super::{Flags, Key, Settings, value};

/// Settings of time.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct TimingArgs {
    /// How long an attempt is its worker's without a renewal; the same for all roles [default: 15s].
    #[arg(long, value_name = "TIME")]
    lease: Option<String>,
}

impl TimingArgs {
    /// With these flags.
    pub(crate) fn flags(self, flags: Flags) -> Flags {
        flags.with(Key::LEASE, self.lease)
    }

    /// Reads them.
    pub(crate) fn read(settings: &mut Settings) -> Timing {
        settings.one(Key::LEASE, lease).map_or_else(Timing::default, Timing::of)
    }
}

/// Two seconds at least: a worker renews five times in it, and kills its run before its end.
fn lease(text: &str) -> Result<Duration, String> {
    let lease = value::duration(text)?;
    let bounds = Duration::from_secs(2)..=Duration::from_secs(600);
    if bounds.contains(&lease) { Ok(lease) } else { Err(format!("expected a time from 2s to 10min, got {text:?}")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lease_within_the_bounds_leaves_no_part_with_mistakes() {
        for text in ["2s", "15s", "10min"] {
            let timing = Timing::of(lease(text).unwrap());
            let scheduler = pyjury_scheduler::Config { timing, ..pyjury_scheduler::Config::default() };
            assert_eq!(scheduler.mistakes(), Vec::<String>::new(), "{text}");
        }
        assert!(lease("1s").is_err() && lease("1h").is_err());
    }
}
