//! Why the ledger refuses or fails.

use pyjury_core::judging::Refused;
use pyjury_core::{Digest, SubmissionId, WorkerId};
use uuid::Uuid;

use crate::{BlobError, CommitError, StoreError, TailError};

/// Why an operation of the ledger didn't happen.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// There is no such submission or judging.
    #[error("there is no submission {0}, or no such judging of it")]
    NoSubmission(SubmissionId),
    /// The request id was used by the same user for something else.
    #[error("request_id {request_id} was used for submission {submission} with other content; draw a new one")]
    RequestReused {
        /// The request id.
        request_id: Uuid,
        /// What it was used for.
        submission: SubmissionId,
    },
    /// Too many submissions wait.
    #[error("{subject} has {limit} submissions that wait, which is the limit; send it again when some have ended")]
    Quota {
        /// Whose limit: `lane:batch`, `tenant:acme` or `user:acme/ann`.
        subject: String,
        /// The limit.
        limit: u64,
    },
    /// The judging is not in a state for that. Nothing has changed.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Another scheduler leads now. Nothing has changed.
    #[error("epoch {epoch} is over: another scheduler leads")]
    Deposed {
        /// The epoch of the caller.
        epoch: u64,
    },
    /// There is no problem package with this digest in the tenant.
    #[error("there is no problem {0} in this tenant")]
    NoProblem(Digest),
    /// Another judging of the submission is current: it was judged again meanwhile.
    #[error("submission {0} has another current judging: it was judged again already")]
    NotCurrent(SubmissionId),
    /// No worker has registered with this id, or it was silent for long.
    #[error("there is no worker {0}: it must register")]
    NoWorker(WorkerId),
    /// The worker's id belongs to another principal.
    #[error("worker {0} belongs to another principal; draw a new id")]
    WorkerTaken(WorkerId),
    /// A page token that this version didn't give out, or gave out for other filters.
    #[error("expected the next_page_token of a list with the same filters, got another one")]
    PageToken,
    /// A name that can't be a tenant or a user.
    #[error("expected 1 to 128 letters, digits or any of -_.@+ for the {what}, got {got:?}")]
    Name {
        /// `tenant`, `user` or `name`.
        what: &'static str,
        /// What came.
        got: String,
    },
    /// A record can't be read. It was damaged, or written by a newer version.
    #[error("{what} can't be read: {why}; restore it from a backup, or use the version that wrote it")]
    Unreadable {
        /// Its key.
        what: String,
        /// What is wrong.
        why: String,
    },
    /// Others changed the record again and again; the store is overloaded or broken.
    #[error("gave up after {tries} tries to change {what} that others changed at the same time; try again")]
    Contended {
        /// The record.
        what: String,
        /// How many tries.
        tries: u32,
    },
    /// A large content can't be read or written.
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// The store failed. Whether a write happened is unknown; every operation may be repeated.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl LedgerError {
    /// Whether repeating the same call later can help.
    pub const fn is_retriable(&self) -> bool {
        matches!(self, Self::Store(_) | Self::Contended { .. } | Self::Blob(BlobError::Storage { .. }))
    }
}

/// For commits whose conflicts and limits were handled.
impl From<CommitError> for LedgerError {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Store(error) => Self::Store(error),
            CommitError::Limit { counter, limit } => Self::Quota { subject: counter, limit },
            CommitError::Conflict { key } => Self::Contended { what: key.to_string(), tries: 1 },
            CommitError::Shard { .. } => {
                Self::Store(StoreError::Backend { step: "address a record", why: error.to_string() })
            }
        }
    }
}

impl From<TailError> for LedgerError {
    fn from(error: TailError) -> Self {
        match error {
            TailError::Store(error) => Self::Store(error),
            TailError::CursorGone { .. } => {
                Self::Store(StoreError::Backend { step: "follow events", why: error.to_string() })
            }
        }
    }
}
