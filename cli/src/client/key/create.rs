//! `pyjury key create`.

use std::process::ExitCode;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use clap::Args;
use pyjury_core::principal::Role;
use pyjury_core::{Scope, Scopes};
use pyjury_proto::v1;
use pyjury_store::ledger::NewApiKey;
use serde_json::{Value, json};

use super::connection::Connection;
use super::refused::refused;
use super::{Ended, as_json};
use crate::failure::Failure;
use crate::first_key::InStoreArgs;
use crate::output;

/// Make a key. Its secret is printed now and never again.
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  pyjury key create --user ann --role submitter > ann.key\n  pyjury key create --user w1 --role worker --note 'rack 3'\n\nThe first key of a cluster is made directly in its store:\n  pyjury key create --redis redis://127.0.0.1 --tenant school --user ann --role admin > ann.key"
)]
pub(crate) struct CreateArgs {
    /// Its owner; of a worker's key, the worker's name.
    #[arg(long)]
    user: String,
    /// The tenant of its owner [default: your own].
    #[arg(long, default_value = "", hide_default_value = true)]
    tenant: String,
    /// What its owner may do: submitter, jury, admin, operator or worker; may be repeated.
    #[arg(long = "role", value_name = "ROLE", required = true, value_delimiter = ',')]
    roles: Vec<Role>,
    /// What the key is narrowed to [default: all that its roles allow]; may be repeated.
    #[arg(long = "scope", value_name = "SCOPE", value_delimiter = ',')]
    scopes: Vec<Scope>,
    /// Refuse it after this time from now, such as 12h.
    #[arg(long, value_name = "TIME", value_parser = humantime::parse_duration)]
    expires: Option<Duration>,
    /// What it is for, in your own words.
    #[arg(long, value_name = "WORDS", default_value = "", hide_default_value = true)]
    note: String,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: Connection,
    #[command(flatten, next_help_heading = "Directly in the store of a cluster, without a server")]
    store: InStoreArgs,
}

/// Makes a key.
pub(super) async fn create(args: CreateArgs) -> Ended {
    if args.store.is_given() {
        return in_store(args).await;
    }
    let mut service = args.connection.keys().await?;
    let request = v1::KeyServiceCreateRequest {
        tenant: args.tenant,
        user: args.user,
        roles: args.roles.into_iter().map(|role| v1::Role::from(role).into()).collect(),
        scopes: args.scopes.into_iter().map(|scope| v1::Scope::from(scope).into()).collect(),
        expires_at: args.expires.map(|from_now| prost_types::Timestamp::from(SystemTime::now() + from_now)),
        note: args.note,
    };
    let made = service.create(request).await.map_err(refused)?.into_inner();
    tell(args.json, as_json(&made.key.unwrap_or_default()), made.secret)
}

/// Makes it in the store: for the first key of a cluster there is nobody who could be asked.
async fn in_store(args: CreateArgs) -> Ended {
    if args.tenant.is_empty() {
        return Err(Failure::usage_words("expected --tenant beside --redis: a store has no tenant of its own"));
    }
    let since = |moment: SystemTime| moment.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    let new = NewApiKey {
        scopes: if args.scopes.is_empty() { Scopes::All } else { Scopes::Only(args.scopes.into_iter().collect()) },
        expires_ms: args.expires.map(|from_now| u64::try_from(since(SystemTime::now() + from_now)).unwrap_or(u64::MAX)),
        note: args.note,
        created_by: "the operator of the store".to_owned(),
        ..NewApiKey::of(args.tenant, args.user, args.roles)
    };
    let (key, secret) = args.store.create(new).await?;
    let principal = &key.principal;
    tell(args.json, json!({"key_id": key.id, "tenant": principal.tenant, "user": principal.user}), secret)
}

fn tell(json: bool, mut document: Value, secret: String) -> Ended {
    if json {
        document["secret"] = secret.into();
        output::json(&document)?;
    } else {
        output::line(secret)?;
    }
    Ok(ExitCode::SUCCESS)
}
