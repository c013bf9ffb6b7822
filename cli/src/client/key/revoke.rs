//! `pyjury key revoke`.

use std::process::ExitCode;

use clap::Args;
use pyjury_proto::v1;

use super::connection::Connection;
use super::refused::refused;
use super::{Ended, as_json, row};
use crate::output;

/// Revoke a key: within 5 seconds no server takes it, and its watches end.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  pyjury key revoke 7c9e6679-7425-40de-944b-e07fc1f90ae7")]
pub(crate) struct RevokeArgs {
    /// The key's id, as `pyjury key list` tells it. Not the secret.
    id: String,
    /// The tenant of its owner [default: your own].
    #[arg(long, default_value = "", hide_default_value = true)]
    tenant: String,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: Connection,
}

/// Revokes a key.
pub(super) async fn revoke(args: RevokeArgs) -> Ended {
    let mut service = args.connection.keys().await?;
    let request = v1::KeyServiceRevokeRequest { key_id: args.id, tenant: args.tenant };
    let key = service.revoke(request).await.map_err(refused)?.into_inner().key.unwrap_or_default();
    if args.json {
        output::json(&as_json(&key))?;
    } else {
        output::line(row(&key))?;
    }
    Ok(ExitCode::SUCCESS)
}
