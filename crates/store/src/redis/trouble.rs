//! What an error of Redis means: whether the call may be tried again, and what to do about it.

use redis::{ErrorKind, RedisError, ServerErrorKind};

use crate::StoreError;

/// What to do after an error.
#[derive(Clone, Debug)]
pub(super) enum Reaction {
    /// Nothing happened; the slot is elsewhere: look where.
    Moved,
    /// Nothing happened; this once, ask the node with this address.
    Ask(String),
    /// Nothing happened; it will work in a moment.
    Wait,
    /// Nothing happened; the server doesn't know the script yet.
    SendScript,
    /// The connection broke: whether it happened is unknown.
    Lost,
    /// Nothing happened, and trying again doesn't help.
    Refused(StoreError),
}

/// What an error of a server means. `step` is what was being done.
pub(super) fn reaction(step: &'static str, server: &str, error: &RedisError) -> Reaction {
    match error.kind() {
        ErrorKind::Server(ServerErrorKind::Moved) => Reaction::Moved,
        ErrorKind::Server(ServerErrorKind::Ask) => match error.redirect_node() {
            Some((address, _)) => Reaction::Ask(address.to_owned()),
            None => Reaction::Wait,
        },
        ErrorKind::Server(
            ServerErrorKind::TryAgain
            | ServerErrorKind::BusyLoading
            | ServerErrorKind::ClusterDown
            | ServerErrorKind::MasterDown,
        ) => Reaction::Wait,
        ErrorKind::Server(ServerErrorKind::NoScript) => Reaction::SendScript,
        ErrorKind::Io | ErrorKind::Parse => Reaction::Lost,
        _ => Reaction::Refused(refusal(step, server, error)),
    }
}

/// A refusal with its remedy. What a server says holds no password.
pub(super) fn refusal(step: &'static str, server: &str, error: &RedisError) -> StoreError {
    let code = error.code().unwrap_or_default();
    let said = error.detail().unwrap_or_default();
    let remedy = match code {
        "OOM" => "raise its maxmemory or give it more memory; don't let it evict",
        "READONLY" => "it is a replica: give the URL of the master, or of a name that follows it",
        "MISCONF" => "it can't write to its disk: look at its log, free space or mend the disk",
        "NOREPLICAS" => "too few of its replicas are connected: start them, or lower min-replicas-to-write",
        "NOAUTH" => "give a user and a password in the URL, redis://user:password@host:port",
        "WRONGPASS" => "check the user and the password in the URL, and ACL LIST on the server",
        "NOPERM" => "give the user the permission with ACL SETUSER; docs/operating/redis.md has the rules",
        "LOADING" => "it reads its data: wait until it is ready",
        "CLUSTERDOWN" => "some slots have no master: look at CLUSTER INFO and CLUSTER SLOTS",
        "MASTERDOWN" => "its master is gone: start it, or promote a replica",
        "TRYAGAIN" => "a slot is being moved: finish moving it",
        "MOVED" => "it is part of a cluster: set the topology to cluster",
        "BUSY" => "a script blocks it: look at its log",
        _ if error.kind() == ErrorKind::AuthenticationFailed => {
            "check the user and the password in the URL, and ACL LIST on the server"
        }
        _ => "look at its log",
    };
    let why = match (code, said) {
        ("", "") => error.to_string(),
        (code, "") => code.to_owned(),
        ("", said) => said.to_owned(),
        (code, said) => format!("{code} {said}"),
    };
    StoreError::Refused { step, server: server.to_owned(), why, remedy: remedy.to_owned() }
}
