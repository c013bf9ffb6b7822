//! What can go wrong with a queue.

use std::path::PathBuf;
use std::time::Duration;

use crate::QueueName;

/// The queue can't be used.
#[derive(Clone, Debug, thiserror::Error)]
pub enum QueueError {
    /// Nobody declared it, or it expired: the message went nowhere.
    #[error("there is no queue {0}: its consumer never declared it, or has been gone for long")]
    NoQueue(QueueName),
    /// The queue was deleted, or the connection ended; consume it again. What was taken and not
    /// settled is delivered again.
    #[error("the consumer of queue {0} has ended; declare the queue and consume it again")]
    Closed(QueueName),
    /// The file can't be opened.
    #[error("can't open the queue file {path}: {why}; check that its folder is writable and on a local disk")]
    Open {
        /// The file.
        path: PathBuf,
        /// What the database said.
        why: String,
    },
    /// The broker or the database refused; whether the message was taken is unknown.
    #[error("the queue failed to {step}: {why}")]
    Backend {
        /// What was being done.
        step: &'static str,
        /// What it said.
        why: String,
    },
    /// A setting makes no sense, or names a file that can't be used.
    #[error("{setting} can't be used: {why}")]
    Setting {
        /// The option of the command line.
        setting: &'static str,
        /// What was expected and what came, without secrets.
        why: String,
    },
    /// The broker is not there: it never was, or the connection was lost and is being made anew.
    #[error(
        "the broker at {place} can't be reached: {why}; check that it runs, and the host and port in --amqp (amqps:// \
         for a TLS port)"
    )]
    Unreachable {
        /// Host and port.
        place: String,
        /// What happened.
        why: String,
    },
    /// The broker doesn't let the user in.
    #[error("the broker at {place} refused user {user} on vhost {vhost}: {why}; {remedy}")]
    Login {
        /// Host and port.
        place: String,
        /// Who asked.
        user: String,
        /// For what.
        vhost: String,
        /// What the broker said.
        why: String,
        /// What to do.
        remedy: &'static str,
    },
    /// The user may log in, but not do this.
    #[error(
        "the broker doesn't let this user {step} {name}: {why}; it needs {permission}, see `rabbitmqctl \
         set_permissions` and docs/operating/rabbitmq.md"
    )]
    NotAllowed {
        /// What was being done.
        step: &'static str,
        /// The queue or the exchange, as the broker calls it.
        name: String,
        /// What the broker said.
        why: String,
        /// The permission.
        permission: String,
    },
    /// It isn't there yet, and this user may not make it; somebody else may at any time.
    #[error(
        "there is no {name} yet, and this user may not make it: start a scheduler, which does, or give the user the \
         configure permission on it, see docs/operating/rabbitmq.md"
    )]
    NotMade {
        /// The queue or the exchange, as the broker calls it.
        name: String,
    },
    /// Somebody declared it in another way before.
    #[error(
        "{name} is there, but was declared otherwise: {why}; delete it on the broker when nobody uses it, or take \
         another --amqp-prefix"
    )]
    Conflict {
        /// The queue or the exchange, as the broker calls it.
        name: String,
        /// What the broker said.
        why: String,
    },
    /// The broker takes no messages until it has room again; this one may be taken then.
    #[error(
        "the broker takes no messages ({why}): it is short of memory or disk; free some, or raise its \
         vm_memory_high_watermark or lower its disk_free_limit"
    )]
    Blocked {
        /// What the broker said.
        why: String,
    },
    /// The broker did not say in time that it has the message; it may have it.
    #[error("the broker did not confirm a message to queue {queue} within {after:?}; it may have it all the same")]
    Unconfirmed {
        /// Where it was to go.
        queue: QueueName,
        /// How long was waited.
        after: Duration,
    },
}
