//! Why a call is refused: one type for every service, turned into a `tonic::Status` in one place.

use std::time::Duration;

use prost::Message as _;
use pyjury_core::principal::Role;
use pyjury_core::{Scope, SubmissionId, WorkerId};
use pyjury_proto::Invalid;
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, Status as RpcStatus, StatusExt as _};

/// The domain of every `google.rpc.ErrorInfo`.
pub const DOMAIN: &str = "pyjury";

/// When a client that meets a store in trouble should try again.
const STORE_RETRY: Duration = Duration::from_secs(1);

/// When a client that wants to submit to a package that is being verified should try again.
pub(crate) const STAGED_RETRY: Duration = Duration::from_secs(1);

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
    #[error("this call needs the role {0}; ask an admin of your tenant for a key that has it")]
    Role(Role),
    /// The key is narrowed to other kinds of calls.
    #[error("this call needs the scope {0}, which the key is not for; ask an admin of your tenant for one that is")]
    Scope(Scope),
    /// No such method is served.
    #[error("there is no such method here")]
    NoMethod,
    /// There is none, or it is somebody else's.
    #[error("there is no {kind} {name:?} that you may see")]
    NotFound {
        /// `submission`, `problem` or `key`.
        kind: &'static str,
        /// What was asked for.
        name: String,
    },
    /// The request id was used for something else.
    #[error("request_id {0} was used for another submission; draw a new one")]
    RequestIdReused(uuid::Uuid),
    /// The package can't be submitted to yet.
    #[error("the package {name} can't be submitted to: {why}")]
    PackageStaged {
        /// Its name and digest.
        name: String,
        /// What is missing, and what to do.
        why: String,
        /// When to try again, where that alone helps.
        retry: Option<Duration>,
    },
    /// The package isn't as it says.
    #[error("the package {name} was rejected, mend it and upload it again: {}", shortened(.report))]
    PackageRejected {
        /// Its name and digest.
        name: String,
        /// What its verification found.
        report: String,
    },
    /// No worker has the runtime.
    #[error(
        "the runtime {wanted} is needed, and no worker has it: they have {}; an operator makes layers with `pyjury runtime build`, and restarts the worker",
        shortened(.has)
    )]
    NoRuntime {
        /// What is needed.
        wanted: String,
        /// What workers have.
        has: String,
    },
    /// The judging ended in another way.
    #[error("the submission has ended already: it is {0}")]
    Ended(&'static str),
    /// The attempt is no longer the current one.
    #[error("the attempt is not the current one of this worker: drop it")]
    StaleAttempt,
    /// The worker is not registered.
    #[error("there is no worker {0}: it must register, and then try again")]
    UnknownWorker(WorkerId),
    /// The submission's judging was not abandoned.
    #[error("submission {0} has no abandoned judging: nothing is to be done")]
    NotDead(SubmissionId),
    /// The submission's results don't wait for an export.
    #[error("submission {0} is not of the contest lane: its results don't wait for an export")]
    NotContest(SubmissionId),
    /// Other results were exported than the submission has.
    #[error("submission {0} was judged again since it was exported; export it once more")]
    JudgedAgain(SubmissionId),
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
    /// Too often in too short a time.
    #[error("{description}; try again in {retry:?}")]
    TooFast {
        /// Whose rate it is, such as `user:acme/ann`.
        subject: String,
        /// What the rate is.
        description: String,
        /// When to try again.
        retry: Duration,
    },
    /// Too many bytes of requests are in memory.
    #[error(
        "as many bytes of requests are under way as this gateway holds; try again in a moment, or send less at once"
    )]
    Busy,
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
            Self::Scope(_) => (Code::PermissionDenied, "SCOPE_NEEDED"),
            Self::NoMethod => (Code::Unimplemented, "NO_METHOD"),
            Self::NotFound { .. } => (Code::NotFound, "NOT_FOUND"),
            Self::RequestIdReused(_) => (Code::AlreadyExists, "REQUEST_ID_REUSED"),
            Self::PackageStaged { .. } => (Code::FailedPrecondition, "PACKAGE_STAGED"),
            Self::PackageRejected { .. } => (Code::FailedPrecondition, "PACKAGE_REJECTED"),
            Self::NoRuntime { .. } => (Code::FailedPrecondition, "NO_RUNTIME"),
            Self::Ended(_) => (Code::FailedPrecondition, "ALREADY_ENDED"),
            Self::StaleAttempt => (Code::FailedPrecondition, "STALE_ATTEMPT"),
            Self::UnknownWorker(_) => (Code::FailedPrecondition, "UNKNOWN_WORKER"),
            Self::NotDead(_) => (Code::FailedPrecondition, "NOT_ABANDONED"),
            Self::NotContest(_) => (Code::FailedPrecondition, "NOT_CONTEST"),
            Self::JudgedAgain(_) => (Code::FailedPrecondition, "JUDGED_AGAIN"),
            Self::Quota { .. } => (Code::ResourceExhausted, "TOO_MANY_PENDING"),
            Self::TooFast { .. } => (Code::ResourceExhausted, "TOO_FAST"),
            Self::Busy => (Code::ResourceExhausted, "TOO_MANY_BYTES"),
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
            Self::Quota { subject, description, retry } | Self::TooFast { subject, description, retry } => {
                details.add_quota_failure_violation(subject, description).set_retry_info(Some(*retry));
            }
            Self::Busy => {
                let description = "bytes of requests in memory";
                details.add_quota_failure_violation("gateway", description).set_retry_info(Some(STORE_RETRY));
            }
            Self::PackageStaged { retry: Some(retry), .. } => {
                details.set_retry_info(Some(*retry));
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

/// The same code, message and details as a message.
impl From<Refusal> for RpcStatus {
    fn from(refusal: Refusal) -> Self {
        let status = Status::from(refusal);
        // The details of a status are an encoded google.rpc.Status of their own.
        let details = Self::decode(status.details()).map(|inner| inner.details).unwrap_or_default();
        Self { code: status.code().into(), message: status.message().to_owned(), details }
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
