//! `pyjury cancel`.

use std::process::ExitCode;

use clap::Args;
use pyjury_proto::v1;

use super::connection::{Connection, ForWhom};
use super::refused::refused;
use super::{Ended, json, show};
use crate::output;

/// Cancel a submission that has not ended.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  pyjury cancel 0192f1a8-3c1e-7d4b-9a63-0f5a1c2d3e4f")]
pub(crate) struct CancelArgs {
    /// The submission's id.
    id: String,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    for_whom: ForWhom,
    #[command(flatten)]
    connection: Connection,
}

/// Cancels a submission.
pub(crate) async fn cancel(args: CancelArgs) -> Ended {
    let mut judge = args.connection.judge(&args.for_whom).await?;
    let request = v1::CancelRequest { submission_id: args.id };
    let submission = judge.cancel(request).await.map_err(refused)?.into_inner().submission.unwrap_or_default();
    if args.json {
        output::json(&json::submission(&submission))?;
    } else {
        output::line(show::row(&submission))?;
    }
    Ok(ExitCode::SUCCESS)
}
