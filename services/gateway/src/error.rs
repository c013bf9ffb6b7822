//! From the ledger's errors to refusals.

use pyjury_core::judging::Refused;
use pyjury_store::LedgerError;

use crate::Refusal;
use crate::refusal::QUOTA_RETRY;

impl From<LedgerError> for Refusal {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::NoSubmission(id) => Self::no_submission(id),
            LedgerError::NoProblem(digest) => Self::no_problem(digest),
            LedgerError::RequestReused { request_id, .. } => Self::RequestIdReused(request_id),
            LedgerError::Quota { subject, limit } => {
                let description = format!("{subject} has {limit} submissions that wait, which is the limit");
                Self::Quota { subject, description, retry: QUOTA_RETRY }
            }
            LedgerError::Refused(Refused::Ended(state)) => Self::Ended(state),
            LedgerError::Refused(Refused::Stale | Refused::Taken) => Self::StaleAttempt,
            LedgerError::PageToken => Self::field("page_token", error),
            LedgerError::Name { what, .. } => Self::field(what, error),
            LedgerError::NotCurrent(id) => Self::NotDead(id),
            LedgerError::NoWorker(id) => Self::UnknownWorker(id),
            LedgerError::WorkerTaken(_) => {
                Self::field("worker_id", "expected the id of the calling worker, got another worker's")
            }
            error if error.is_retriable() => Self::Unavailable(error.into()),
            error => Self::Internal(error.into()),
        }
    }
}
