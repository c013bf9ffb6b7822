//! How long the store and the broker are waited for at start.

use std::time::Duration;

use clap::Args;

use super::{Flags, Key, Settings, value};

/// Settings of the wait.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct WaitArgs {
    /// How long RabbitMQ, Redis and the gateway are waited for at start, so that a cluster can be started in
    /// any order [default: 60s].
    #[arg(long, value_name = "TIME")]
    wait_for_backends: Option<String>,
}

impl WaitArgs {
    /// With these flags.
    pub(crate) fn flags(self, flags: Flags) -> Flags {
        flags.with(Key::WAIT_FOR_BACKENDS, self.wait_for_backends)
    }

    /// Reads it.
    pub(crate) fn read(settings: &mut Settings) -> Duration {
        settings.one(Key::WAIT_FOR_BACKENDS, value::pause).unwrap_or(Duration::from_secs(60))
    }
}
