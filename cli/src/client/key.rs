//! `pyjury key`: who may call the server.

mod create;
mod list;
mod revoke;

use clap::{Args, Subcommand};
use pyjury_core::Scope;
use pyjury_core::principal::Role;
use pyjury_proto::v1;
use serde_json::{Value, json};

use super::json::moment;
use super::{Ended, connection, refused};

/// Make, list and revoke API keys.
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  pyjury key create --user ann --role submitter\n  pyjury key create --user moodle --role admin --scope submit,read,cancel,act_on_behalf\n  pyjury key list\n  pyjury key revoke 7c9e6679-7425-40de-944b-e07fc1f90ae7"
)]
pub(crate) struct KeyArgs {
    #[command(subcommand)]
    command: KeyCommand,
}

#[derive(Debug, Subcommand)]
enum KeyCommand {
    Create(create::CreateArgs),
    List(list::ListArgs),
    Revoke(revoke::RevokeArgs),
}

/// Does what is asked.
pub(crate) async fn key(args: KeyArgs) -> Ended {
    match args.command {
        KeyCommand::Create(args) => create::create(args).await,
        KeyCommand::List(args) => list::list(args).await,
        KeyCommand::Revoke(args) => revoke::revoke(args).await,
    }
}

fn roles(key: &v1::ApiKey) -> Vec<&'static str> {
    let named = |number: &i32| {
        let role = v1::Role::try_from(*number).ok().and_then(|wire| Role::try_from(wire).ok());
        role.map_or("unknown", Role::name)
    };
    key.roles.iter().map(named).collect()
}

fn scopes(key: &v1::ApiKey) -> Vec<&'static str> {
    let named = |number: &i32| {
        let scope = v1::Scope::try_from(*number).ok().and_then(|wire| Scope::try_from(wire).ok());
        scope.map_or("unknown", Scope::name)
    };
    key.scopes.iter().map(named).collect()
}

/// A key as JSON.
fn as_json(key: &v1::ApiKey) -> Value {
    json!({
        "key_id": key.key_id,
        "tenant": key.tenant,
        "user": key.user,
        "roles": roles(key),
        "scopes": scopes(key),
        "note": key.note,
        "created_at": moment(key.created_at),
        "created_by": key.created_by,
        "expires_at": moment(key.expires_at),
        "revoked_at": moment(key.revoked_at),
        "revoked_by": key.revoked_by,
    })
}

/// One line: id, standing, owner, roles, scopes, note.
fn row(key: &v1::ApiKey) -> String {
    let now_ms = u64::try_from(std::time::UNIX_EPOCH.elapsed().unwrap_or_default().as_millis()).unwrap_or(u64::MAX);
    let expired =
        key.expires_at.and_then(|end| pyjury_proto::to_millis("", &end).ok()).is_some_and(|end| end <= now_ms);
    let standing = match (key.revoked_at, expired) {
        (Some(_), _) => "revoked",
        (None, true) => "expired",
        (None, false) => "valid",
    };
    let scopes = match scopes(key) {
        none if none.is_empty() => String::new(),
        scopes => format!(" only {}", scopes.join(",")),
    };
    let note = if key.note.is_empty() { String::new() } else { format!("  {}", key.note) };
    let (id, tenant, user) = (&key.key_id, &key.tenant, &key.user);
    format!("{id}  {standing:<8} {tenant}/{user}  {}{scopes}{note}", roles(key).join(","))
}
