//! `pyjury up`: the whole cluster in one process.

mod cluster;
mod config;
mod ground;
mod key;
mod problems;
mod recover;

use std::process::ExitCode;

use clap::Args;

use self::config::UpConfig;
use crate::client::Ended;
use crate::config::{AmqpArgs, CommonArgs, FairnessArgs, RedisArgs, RetentionArgs, TimingArgs, WaitArgs, environment};
use crate::failure::Failure;
use crate::process;

/// Run the whole cluster in one process: in its data folder, or with --amqp and --redis over those servers.
#[derive(Args, Clone, Debug, Default)]
#[command(
    after_help = "Example:\n  pyjury up --data ./pyjury-data --problems problems\n\nEvery flag can be set as PYJURY_<FLAG> or in the --config file; flags win over the environment,\nthe environment over the file."
)]
pub(crate) struct UpArgs {
    /// Where gRPC is served [default: 127.0.0.1:50051].
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// The data folder [default: $XDG_DATA_HOME/pyjury or ./pyjury-data].
    #[arg(long, value_name = "DIR")]
    data: Option<String>,
    /// How many runs at once [default: one per core].
    #[arg(long, value_name = "N")]
    slots: Option<String>,
    /// The folder of runtimes [default: /var/lib/pyjury/runtimes for root, else $XDG_DATA_HOME/pyjury/runtimes].
    #[arg(long, value_name = "DIR")]
    runtimes: Option<String>,
    /// Packages, or folders of packages, to load at start.
    #[arg(long, value_name = "DIR", num_args = 1..)]
    problems: Vec<String>,
    #[command(flatten)]
    amqp: AmqpArgs,
    #[command(flatten)]
    redis: RedisArgs,
    #[command(flatten)]
    timing: TimingArgs,
    #[command(flatten)]
    fairness: FairnessArgs,
    #[command(flatten)]
    retention: RetentionArgs,
    #[command(flatten)]
    wait: WaitArgs,
    #[command(flatten)]
    common: CommonArgs,
}

/// Runs the cluster until a signal.
pub(crate) fn run(args: UpArgs) -> Ended {
    let config = UpConfig::read(args, environment()).map_err(Failure::usage)?;
    process::run(&config.common.clone(), cluster::run(config))?;
    Ok(ExitCode::SUCCESS)
}
