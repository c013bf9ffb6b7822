//! `pyjury key list`.

use std::process::ExitCode;

use clap::Args;
use pyjury_proto::v1;

use super::connection::Connection;
use super::{Ended, as_json, row};
use crate::client::pages::read_all;
use crate::output;

/// List keys, also those that have ended.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  pyjury key list --tenant acme --json")]
pub(crate) struct ListArgs {
    /// Only those of this tenant [default: your own, for an operator every tenant].
    #[arg(long, default_value = "", hide_default_value = true)]
    tenant: String,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: Connection,
}

/// Lists keys.
pub(super) async fn list(args: ListArgs) -> Ended {
    let mut service = args.connection.keys().await?;
    let keys = read_all(async |page_size, page_token| {
        let request = v1::KeyServiceListRequest { page_size, page_token, tenant: args.tenant.clone() };
        let page = service.list(request).await?.into_inner();
        Ok((page.keys, page.next_page_token))
    })
    .await?;
    if args.json {
        let keys: Vec<_> = keys.iter().map(as_json).collect();
        output::json(&serde_json::json!({ "keys": keys }))?;
        return Ok(ExitCode::SUCCESS);
    }
    for key in &keys {
        output::line(row(key))?;
    }
    Ok(ExitCode::SUCCESS)
}
