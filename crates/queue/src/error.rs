//! What can go wrong with a queue.

use std::path::PathBuf;

use crate::QueueName;

/// The queue can't be used.
#[derive(Clone, Debug, thiserror::Error)]
pub enum QueueError {
    /// Nobody declared it, or it expired: the message went nowhere.
    #[error("there is no queue {0}: its consumer never declared it, or has been gone for long")]
    NoQueue(QueueName),
    /// The queue was deleted, or the connection ended; consume it again.
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
}
