//! Why a call is refused: one type for every service, turned into a `tonic::Status` in one place.

use std::time::Duration;

use pyjury_core::principal::Role;
use pyjury_proto::Invalid;
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt as _};

/// The domain of every `google.rpc.ErrorInfo`.
pub const DOMAIN: &str = "pyjury";

/// When a client that meets a store in trouble should try again.
const STORE_RETRY: Duration = Duration::from_secs(1);

/// When a client that has too many waiting submissions should try again.
pub(crate) const QUOTA_RETRY: Duration = Duration::from_secs(5);

/// Most field violations that one answer names: trailers must stay small.
const MOST_VIOLATIONS: usize = 20;

/// Most characters of one violation's text.
const MOST_TEXT: usize = 300;

/// Why a call is refused. Each variant has one gRPC code and one constant `ErrorInfo.reason`.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Fields that can't be what they are.
    #[error("{}", summary(.0))]
    Invalid(Vec<Invalid>),
    /// A problem package with mistakes; the fields are its files.
    #[error("the package has mistakes: {}", summary(.0))]
    Package(Vec<Invalid>),
    /// More bytes than are taken.
    #[error("{0}")]
    TooLarge(String),
    /// No credential, or one that nobody has.
    #[error("{0}")]
    Unauthenticated(&'static str),
    /// The principal lacks a role.
    #[error("this call needs the role {0:?}; ask an admin of your tenant for a key that has it")]
    Role(Role),
    /// There is none, or it is somebody else's.
    #[error("there is no {kind} {name:?} that you may see")]
    NotFound {
        /// `submission` or `problem`.
        kind: &'static str,
        /// What was asked for.
        name: String,
    },
    /// The request id was used for something else.
    #[error("request_id {0} was used for another submission; draw a new one")]
    RequestIdReused(uuid::Uuid),
    /// The judging ended in another way.
    #[error("the submission has ended already: it is {0}")]
    Ended(&'static str),
    /// The attempt is no longer the current one.
    #[error("the attempt is not the current one of this worker: drop it")]
    StaleAttempt,
    /// Too many waiting submissions.
    #[error("{description}; wait until some are judged")]
    Quota {
        /// What the quota is on, such as `user:ann`.
        subject: String,
        /// How many are allowed.
        description: String,
        /// When to try again.
        retry: Duration,
    },
    /// The call's own deadline passed.
    #[error("the deadline of the call passed before there was an answer")]
    Deadline,
    /// The client's stream broke: nobody may be there to read this.
    #[error("the stream ended before it was complete; nothing was kept")]
    Interrupted(#[source] Status),
    /// The gateway stops.
    #[error("this gateway is shutting down; go on at another one, or at this one when it is back")]
    Draining,
    /// The store can't be reached; nothing was changed as far as is known.
    #[error("the store can't be reached; try again")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Something is broken on the server.
    #[error("internal error; its details are in the server's log")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Refusal {
    /// One invalid field.
    pub fn field(field: impl Into<String>, why: impl std::fmt::Display) -> Self {
        Self::Invalid(vec![Invalid::new(field, why)])
    }

    /// There is no such submission.
    pub fn no_submission(id: impl std::fmt::Display) -> Self {
        Self::NotFound { kind: "submission", name: id.to_string() }
    }

    /// There is no such problem.
    pub fn no_problem(name: impl std::fmt::Display) -> Self {
        Self::NotFound { kind: "problem", name: name.to_string() }
    }

    /// Code and reason.
    const fn kind(&self) -> (Code, &'static str) {
        match self {
            Self::Invalid(_) => (Code::InvalidArgument, "INVALID_FIELD"),
            Self::Package(_) => (Code::InvalidArgument, "BAD_PACKAGE"),
            Self::TooLarge(_) => (Code::ResourceExhausted, "MESSAGE_TOO_LARGE"),
            Self::Unauthenticated(_) => (Code::Unauthenticated, "BAD_KEY"),
            Self::Role(_) => (Code::PermissionDenied, "ROLE_NEEDED"),
            Self::NotFound { .. } => (Code::NotFound, "NOT_FOUND"),
            Self::RequestIdReused(_) => (Code::AlreadyExists, "REQUEST_ID_REUSED"),
            Self::Ended(_) => (Code::FailedPrecondition, "ALREADY_ENDED"),
            Self::StaleAttempt => (Code::FailedPrecondition, "STALE_ATTEMPT"),
            Self::Quota { .. } => (Code::ResourceExhausted, "TOO_MANY_PENDING"),
            Self::Deadline => (Code::DeadlineExceeded, "DEADLINE"),
            Self::Interrupted(_) => (Code::Cancelled, "INTERRUPTED"),
            Self::Draining => (Code::Unavailable, "DRAINING"),
            Self::Unavailable(_) => (Code::Unavailable, "STORE_UNAVAILABLE"),
            Self::Internal(_) => (Code::Internal, "INTERNAL"),
        }
    }

    fn details(&self, reason: &'static str) -> ErrorDetails {
        let mut details = ErrorDetails::with_error_info(reason, DOMAIN, []);
        match self {
            Self::Invalid(fields) | Self::Package(fields) => {
                for invalid in fields.iter().take(MOST_VIOLATIONS) {
                    details.add_bad_request_violation(shortened(&invalid.field), shortened(&invalid.why));
                }
            }
            Self::NotFound { kind, name } => {
                details.set_resource_info(*kind, shortened(name), "", "");
            }
            Self::Quota { subject, description, retry } => {
                details.add_quota_failure_violation(subject, description).set_retry_info(Some(*retry));
            }
            Self::Unavailable(_) | Self::Draining => {
                details.set_retry_info(Some(STORE_RETRY));
            }
            _ => {}
        }
        details
    }
}

impl From<Invalid> for Refusal {
    fn from(invalid: Invalid) -> Self {
        Self::Invalid(vec![invalid])
    }
}

impl From<Vec<Invalid>> for Refusal {
    fn from(invalid: Vec<Invalid>) -> Self {
        Self::Invalid(invalid)
    }
}

impl From<Refusal> for Status {
    fn from(refusal: Refusal) -> Self {
        match &refusal {
            Refusal::Internal(source) => tracing::error!(error = source.as_ref(), "a call failed"),
            Refusal::Unavailable(source) => tracing::warn!(error = source.as_ref(), "the store can't be reached"),
            _ => {}
        }
        let (code, reason) = refusal.kind();
        Self::with_error_details(code, refusal.to_string(), refusal.details(reason))
    }
}

/// The first violation, and how many more there are.
fn summary(fields: &[Invalid]) -> String {
    match fields {
        [] => "the request is invalid".to_owned(),
        [only] => shortened(&only.to_string()),
        [first, rest @ ..] => format!("{} (and {} more)", shortened(&first.to_string()), rest.len()),
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MOST_TEXT) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
