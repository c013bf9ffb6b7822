//! What every role is told.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use pyjury_telemetry::LogFormat;

use super::{Flags, Key, Settings, value};

/// Settings of every role.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct CommonArgs {
    /// A TOML file with any of these settings; one file may serve every role.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where /metrics, /healthz and /readyz are served [default: 127.0.0.1:8080].
    #[arg(long, value_name = "ADDRESS")]
    http: Option<String>,
    /// Which log lines, such as debug or pyjury_gateway=debug,info [default: info].
    #[arg(long, value_name = "FILTER")]
    log: Option<String>,
    /// What log lines look like: text or json [default: text].
    #[arg(long, value_name = "FORMAT")]
    log_format: Option<String>,
}

/// What every role is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Common {
    /// Where metrics and health are served.
    pub(crate) http: SocketAddr,
    /// Which log lines.
    pub(crate) log: String,
    /// What they look like.
    pub(crate) log_format: LogFormat,
}

impl CommonArgs {
    /// The file, and the flags.
    pub(crate) fn split(self, flags: Flags) -> (Option<PathBuf>, Flags) {
        let flags = flags.with(Key::HTTP, self.http).with(Key::LOG, self.log).with(Key::LOG_FORMAT, self.log_format);
        (self.config, flags)
    }

    #[cfg(test)]
    pub(crate) fn from_file(file: PathBuf) -> Self {
        Self { config: Some(file), ..Self::default() }
    }
}

impl Common {
    /// Reads them.
    pub(crate) fn read(settings: &mut Settings) -> Self {
        Self {
            http: settings.one(Key::HTTP, value::address).unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080))),
            log: settings.one(Key::LOG, value::word).unwrap_or_else(|| "info".to_owned()),
            log_format: settings.one(Key::LOG_FORMAT, str::parse).unwrap_or_default(),
        }
    }
}
