//! What a server's refusal means to whoever typed the command.

use std::fmt::Write as _;

use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use crate::failure::Failure;

/// Turns a refusal into a failure with every violation on a line of its own.
pub(crate) fn refused(status: Status) -> Failure {
    let mut words = match status.code() {
        Code::Unauthenticated => format!("{} (see --key-file)", status.message()),
        Code::Unavailable => format!("the server is not available: {}", status.message()),
        _ => status.message().to_owned(),
    };
    if let Some(bad) = status.get_details_bad_request()
        && bad.field_violations.len() > 1
    {
        words = "the server refused it:".to_owned();
        for violation in &bad.field_violations {
            // Writing to a String can't fail.
            let _ = write!(words, "\n  {}: {}", violation.field, violation.description);
        }
    }
    match status.code() {
        Code::InvalidArgument
        | Code::NotFound
        | Code::AlreadyExists
        | Code::FailedPrecondition
        | Code::PermissionDenied
        | Code::Unauthenticated => Failure::usage_words(words),
        Code::ResourceExhausted if status.get_details_quota_failure().is_none() => Failure::usage_words(words),
        code => anyhow::anyhow!("{words} ({code:?})").into(),
    }
}
