//! `pyjury up`: the whole cluster in one process.

mod cluster;
mod config;
mod ground;
mod key;
mod problems;
mod recover;
mod settings;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use pyjury_telemetry::logging;

use self::config::UpConfig;
use crate::client::Ended;
use crate::failure::Failure;

/// Run the whole cluster in one process.
#[derive(Args, Clone, Debug, Default)]
#[command(
    after_help = "Example:\n  pyjury up --data ./pyjury-data --problems problems\n\nEvery flag can be set as PYJURY_<FLAG> or in the --config file; flags win over the environment,\nthe environment over the file."
)]
pub(crate) struct UpArgs {
    /// A TOML file with any of the settings below.
    #[arg(long, value_name = "FILE")]
    config: Option<std::path::PathBuf>,
    /// Where gRPC is served [default: 127.0.0.1:50051].
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// Where /metrics, /healthz and /readyz are served [default: 127.0.0.1:8080].
    #[arg(long, value_name = "ADDRESS")]
    http: Option<String>,
    /// The data folder [default: $XDG_DATA_HOME/pyjury or ./pyjury-data].
    #[arg(long, value_name = "DIR")]
    data: Option<String>,
    /// How many runs at once [default: one per core].
    #[arg(long, value_name = "N")]
    slots: Option<String>,
    /// Packages, or folders of packages, to load at start.
    #[arg(long, value_name = "DIR", num_args = 1..)]
    problems: Vec<String>,
    /// Which log lines, such as debug or pyjury_gateway=debug,info [default: info].
    #[arg(long, value_name = "FILTER")]
    log: Option<String>,
    /// What log lines look like: text or json [default: text].
    #[arg(long, value_name = "FORMAT")]
    log_format: Option<String>,
}

/// Runs the cluster until a signal.
pub(crate) fn run(args: UpArgs) -> Ended {
    let config = UpConfig::read(args, environment()).map_err(Failure::usage)?;
    logging::init(config.log_format, &config.log).map_err(Failure::usage)?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().context("can't start the async runtime")?;
    runtime.block_on(cluster::run(config))?;
    Ok(ExitCode::SUCCESS)
}

/// The environment; what is not UTF-8 is not ours.
fn environment() -> BTreeMap<String, String> {
    let text = |(key, value): (OsString, OsString)| Some((key.into_string().ok()?, value.into_string().ok()?));
    std::env::vars_os().filter_map(text).collect()
}
